#pragma once
#include <map>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/pack/country.h"
#include "sogdia/pack/goods.h"
#include "sogdia/pack/pipeline.h"
#include "sogdia/pack/place.h"
#include "sogdia/pack/project.h"
#include "sogdia/pack/trade.h"
#include "sogdia/pack/vote.h"

namespace sogdia {

// The pack's tables as records, in the tables' order; empty where the pack has no such table. They are made
// once, when the world is loaded. Nodes and links become the Network's vectors instead (network/build.h).
struct Records {
  std::vector<Country> countries;
  std::vector<BlocYears> blocs;
  std::vector<Signatory> signatories;  // of the Belt and Road
  std::vector<Place> places;
  std::vector<Terminal> terminals;
  std::vector<TerminalName> terminal_names;
  std::vector<Crossing> crossings;
  std::vector<LandBorder> land_borders;
  std::vector<Passage> passages;
  Works works;
  std::vector<TradeCell> trade;
  std::vector<CountrySize> sizes;
  std::vector<Commodity> commodities;
  std::vector<GoodsPart> goods_parts;
  std::vector<RawFlow> raw_flows;
  std::vector<GoodsValue> goods_values;
  std::vector<Pipeline> pipelines;
  std::vector<Seen> seen;
  std::vector<Resolution> resolutions;
  std::vector<Vote> votes;
  std::vector<Forum> forums;
};

// Throws Error with the file, and the row where a cell is at fault: a column that is missing, a number that
// is none, trade of a country that countries.csv lacks, a value out of its range.
Records read_records(const std::map<std::string, Table>& tables, int threads = 1);

}  // namespace sogdia
