#include "sogdia/dependence/dependence.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"
#include "sogdia/study/answers/dependence/depend.h"
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/world/side.h"
#include "sogdia/study/world/trade_cell.h"

namespace sogdia {
namespace {

Side side_of(const Outcome& outcome, const std::string& id) {
  return find_side(outcome.world(), outcome.economy().countries, id, outcome.economy().year);
}

}  // namespace

// a on b, one row a direction and a year. Cut-offs in equilibrium are solved for the study's year only.
Table dependence_table(const Outcome& outcome, int threads) {
  const auto& pairs = outcome.study.pairs;
  const std::vector<int> all = trade_years(outcome.world());
  std::vector<Economy> economies;
  if (!pairs.empty()) {
    for (const int year : all)
      economies.push_back(year == outcome.economy().year ? outcome.economy()
                                                         : make_economy(outcome.world(), year));
  }
  const Horizons horizons = horizons_of(outcome.world());
  std::vector<std::vector<Direction>> parts(pairs.size() * economies.size());
  parallel_for(parts.size(), threads, [&](std::size_t k) {
    const auto& [a, b] = pairs[k / economies.size()];
    const Side one = side_of(outcome, a), other = side_of(outcome, b);
    const Economy economy = with_sides(economies[k % economies.size()], {one, other});
    if (!economy.countries.contains(a) || !economy.countries.contains(b)) return;
    const Party left{a, a, one.members, {}}, right{b, b, other.members, {}};
    const bool equilibrium = economy.year == outcome.economy().year;
    parts[k] = directions(pair_year(outcome.world(), economy, left, right, horizons, equilibrium));
  });

  std::vector<Direction> rows;
  for (const auto& part : parts) rows.insert(rows.end(), part.begin(), part.end());
  return directions_table(rows);
}

}  // namespace sogdia
