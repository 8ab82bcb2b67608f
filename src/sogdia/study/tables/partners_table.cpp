#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/world/side.h"
#include "sogdia/study/world/trade_cell.h"

namespace sogdia {
namespace {

// A side's flows with its partners. Where `other` is a bloc, it is a partner too, beside its members.
struct AskedSide {
  Side side;
  std::vector<Side> others;
};

}  // namespace

// Partners of every side of the study's pairs and pages, largest first, in every year of the trade table.
Table partners_table(const Outcome& outcome) {
  const auto side = [&](const std::string& id) {
    return find_side(outcome.world(), outcome.economy().countries, id, outcome.economy().year);
  };
  std::map<std::string, AskedSide> asked;
  const auto ask = [&](const std::string& id) -> AskedSide& {
    return asked.try_emplace(id, AskedSide{side(id), {}}).first->second;
  };
  for (const auto& [a, b] : outcome.study.pairs) {
    for (const auto& [id, other] : {std::pair{a, b}, {b, a}}) {
      AskedSide& one = ask(id);
      const Side partner = side(other);
      const bool known = std::any_of(one.others.begin(), one.others.end(),
                                     [&](const Side& each) { return each.id == partner.id; });
      if (partner.bloc() && !known) one.others.push_back(partner);
    }
  }
  for (const auto& id : outcome.study.countries) ask(id);
  std::vector<std::string> iso3, flow, partner;
  std::vector<double> share, value, factor;
  std::vector<std::string> reported_by;
  std::vector<std::int64_t> year;
  for (const int y : asked.empty() ? std::vector<int>() : trade_years(outcome.world())) {
    const Economy plain = y == outcome.economy().year ? outcome.economy() : make_economy(outcome.world(), y);
    for (const auto& [id, one] : asked) {
      const Economy economy = with_sides(plain, {one.side});
      const auto i = economy.countries.find(id);
      if (!i) continue;
      const auto cells = one.side.bloc() ? std::map<std::pair<std::string, std::string>, TradeCell>()
                                         : trade_cells_of(outcome.world(), id, y);
      for (const bool exports : {true, false}) {
        std::vector<std::pair<double, std::string>> flows;
        std::vector<double> terms;
        const auto with = [&](const std::string& code) {
          const auto j = economy.countries.find(code);
          return !j || *j == *i ? 0.0 : exports ? economy.trade(*i, *j) : economy.trade(*j, *i);
        };
        for (std::size_t j = 0; j < economy.countries.size(); ++j) {
          const double usd = with(economy.countries[j]);
          if (!(usd > 0)) continue;
          flows.emplace_back(-usd, economy.countries[j]);
          terms.push_back(usd);
        }
        const double total = ordered_sum(terms);
        for (const Side& other : one.others) {
          std::vector<double> parts;
          for (const auto& code : other.members) parts.push_back(with(code));
          if (const double usd = ordered_sum(parts); usd > 0) flows.emplace_back(-usd, other.id);
        }
        std::stable_sort(flows.begin(), flows.end(),
                         [](const auto& p, const auto& q) { return p.first < q.first; });
        for (const auto& [negative, other] : flows) {
          iso3.push_back(id);
          flow.emplace_back(exports ? "exports" : "imports");
          partner.push_back(other);
          share.push_back(-negative / total);
          value.push_back(-negative);
          year.push_back(y);
          const auto cell = cells.find(exports ? std::pair{id, other} : std::pair{other, id});
          reported_by.push_back(cell == cells.end() ? "" : cell->second.reported_by);
          factor.push_back(cell == cells.end() ? std::nan("") : cell->second.factor);
        }
      }
    }
  }
  Table table;
  table.name = "partners";
  table.add("iso3", iso3).add("flow", flow).add("partner", partner).add("share", share);
  table.add("value_usd", value).add("year", year);
  table.add("reported_by", reported_by).add("interval_factor", factor);
  return table;
}

}  // namespace sogdia
