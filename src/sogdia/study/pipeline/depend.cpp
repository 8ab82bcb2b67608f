#include "sogdia/study/pipeline/depend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

DependenceOptions options_of(const World& world, const DependAsked& asked) {
  const auto theta = [&](double given, const char* key) {
    return given > 0 ? given : parameter(world.parameters, std::string("elasticity.theta.") + key);
  };
  DependenceOptions options;
  options.theta_low = theta(asked.theta_low, "low");
  options.theta_mid = theta(asked.theta_mid, "mid");
  options.theta_high = theta(asked.theta_high, "high");
  options.equilibrium = !asked.b.empty();
  return options;
}

}  // namespace

Depended depend(const World& world, const DependAsked& asked) {
  const Economy whole = make_economy(world, asked.year);
  Depended out;
  out.year = whole.year;
  out.options = options_of(world, asked);
  out.parties = {find_party(world, whole, asked.a)};
  if (!asked.b.empty()) out.parties.push_back(find_party(world, whole, asked.b));
  const std::string& a = out.parties[0].id;
  if (out.parties.size() == 2 && out.parties[0].members == out.parties[1].members)
    throw Error(fmt::format("`{}` is paired with itself", asked.a), "", "name two countries or blocs");

  const Economy economy = with_parties(whole, out.parties);
  const auto one = [&](const std::string& b) {
    out.found.push_back(dependence(economy.trade, economy.gdp, a, b, out.options));
  };
  if (out.parties.size() == 2) {
    one(out.parties[1].id);
    return out;
  }
  for (const auto& code : economy.countries.labels()) {
    if (code != a) one(code);
  }
  std::stable_sort(out.found.begin(), out.found.end(), [](const Dependence& p, const Dependence& q) {
    return p.a_on_b.cutoff_mid > q.a_on_b.cutoff_mid;
  });
  return out;
}

std::vector<std::string> notes_of(const Depended& depended) {
  std::vector<std::string> notes;
  for (const auto& party : depended.parties)
    notes.insert(notes.end(), party.notes.begin(), party.notes.end());
  return notes;
}

std::vector<Direction> directions(const std::vector<Dependence>& found, int year, bool solved) {
  std::vector<Direction> rows;
  for (const auto& each : found) {
    rows.push_back({each.a, each.b, year, each.a_on_b, each.asymmetry, solved});
    rows.push_back({each.b, each.a, year, each.b_on_a, -each.asymmetry, solved});
  }
  return rows;
}

Table directions_table(const std::vector<Direction>& rows) {
  const auto column = [&](auto&& value) {
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(value(row));
    return values;
  };
  const auto text = [&](std::string Direction::*member) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(row.*member);
    return values;
  };
  std::vector<std::int64_t> year;
  for (const auto& row : rows) year.push_back(row.year);
  const auto side = [&](double OneSided::*member) {
    return column([member](const Direction& row) { return row.side.*member; });
  };
  const auto solved = [&](double OneSided::*member) {
    return column([member](const Direction& row) { return row.solved ? row.side.*member : std::nan(""); });
  };
  Table table;
  table.name = "dependence";
  table.add("a", text(&Direction::a)).add("b", text(&Direction::b)).add("year", year);
  table.add("export_share", side(&OneSided::export_share)).add("import_share", side(&OneSided::import_share));
  table.add("exports_over_gdp", side(&OneSided::exports_over_gdp));
  table.add("imports_over_gdp", side(&OneSided::imports_over_gdp));
  table.add("cutoff_low", side(&OneSided::cutoff_low)).add("cutoff_mid", side(&OneSided::cutoff_mid));
  table.add("cutoff_high", side(&OneSided::cutoff_high));
  table.add("ge_low", solved(&OneSided::ge_low)).add("ge_mid", solved(&OneSided::ge_mid));
  table.add("ge_high", solved(&OneSided::ge_high));
  table.add("asymmetry", column([](const Direction& row) { return row.asymmetry; }));
  table.add("hhi_exports", side(&OneSided::hhi_exports)).add("hhi_imports", side(&OneSided::hhi_imports));
  return table;
}

}  // namespace sogdia
