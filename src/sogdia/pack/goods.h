#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A row of goods_shares.csv: how much of what a country sells abroad, buys abroad or uses at home, raw
// materials apart, is of a class of goods.
struct GoodsPart {
  std::string iso3, flow;  // exports | imports | home
  std::string goods;       // class
  double share = 0;
};
// Throws Error with file and row for another flow, and a share outside 0..1.
std::vector<GoodsPart> read_goods_parts(const Table& table);

// A row of raw_materials.csv: fuels, ores and metals of a class from one country to another in a year.
struct RawFlow {
  std::string exporter, importer;
  int year = 0;
  std::string goods;     // class
  bool by_pipe = false;  // customs book it so
  double usd = 0;
  double tonnes = 0;  // NaN where not known
};
std::vector<RawFlow> read_raw_flows(const Table& table);

// A row of goods_values.csv: what a tonne of a class of goods that a country sells abroad is worth on the
// mean, its value over its tonnes.
struct GoodsValue {
  std::string iso3, goods;
  int year = 0;
  double usd_per_tonne = 0;
};
// Throws Error with file and row for a value that is not above zero.
std::vector<GoodsValue> read_goods_values(const Table& table);

}  // namespace sogdia
