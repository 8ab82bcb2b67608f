#include "sogdia/study/answers/dependence/depend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

LossRatio inverse(const LossRatio& ratio) {
  return {1 / ratio.high, 1 / ratio.mid, 1 / ratio.low, ratio.equilibrium};
}

}  // namespace

Horizons horizons_of(const World& world) {
  const auto theta = [&](const char* key) {
    return parameter(world.parameters, std::string("dependence.sigma.") + key) - 1;
  };
  return {theta("short_run"), theta("medium_run"), theta("long_run")};
}

PairYear pair_year(const World& world, const Economy& merged, const Party& a, const Party& b,
                   const Horizons& horizons, bool equilibrium) {
  PairYear out;
  out.year = merged.year;
  out.solved = equilibrium;
  out.a_to_b = flow_between(world, a, b, merged.year);
  out.b_to_a = flow_between(world, b, a, merged.year);
  const DependenceOptions options{horizons, equilibrium, out.a_to_b.factor, out.b_to_a.factor};
  out.found = dependence(merged.trade, merged.gdp, a.id, b.id, options);
  return out;
}

Depended depend(const World& world, const DependAsked& asked) {
  const Economy whole = make_economy(world, asked.year);
  Depended out;
  out.year = whole.year;
  const Horizons pack = horizons_of(world);
  out.horizons = {asked.theta_low > 0 ? asked.theta_low : pack.theta_low,
                  asked.theta_mid > 0 ? asked.theta_mid : pack.theta_mid,
                  asked.theta_high > 0 ? asked.theta_high : pack.theta_high};
  out.parties = {find_party(world, whole, asked.a)};
  if (!asked.b.empty()) out.parties.push_back(find_party(world, whole, asked.b));
  const Party& a = out.parties.front();
  if (out.parties.size() == 2 && a.members == out.parties[1].members)
    throw Error(fmt::format("`{}` is paired with itself", asked.a), "", "name two countries or blocs");

  const Economy economy = with_parties(whole, out.parties);
  if (out.parties.size() == 2) {
    out.found.push_back(pair_year(world, economy, a, out.parties[1], out.horizons, true));
    for (const int year : trade_years(world)) {
      if (year == out.year) continue;
      const Economy other = make_economy(world, year);
      const auto known = [&](const Party& party) {
        return std::all_of(party.members.begin(), party.members.end(),
                           [&](const std::string& code) { return other.countries.contains(code); });
      };
      if (known(a) && known(out.parties[1]))
        out.other_years.push_back(
            pair_year(world, with_parties(other, out.parties), a, out.parties[1], out.horizons, false));
    }
    return out;
  }
  out.flows = party_trade(world, a, out.year);
  const PartyTrade& flows = out.flows;
  const std::size_t at = economy.countries.at(a.id, "country");
  out.openness = openness(economy.trade, at, economy.gdp[at], out.horizons);
  const auto flow = [](const std::map<std::string, PartyFlow>& all, const std::string& code) {
    const auto found = all.find(code);
    return found == all.end() ? PartyFlow{} : found->second;
  };
  for (const auto& code : economy.countries.labels()) {
    if (code == a.id) continue;
    PairYear pair;
    pair.year = out.year;
    pair.a_to_b = flow(flows.to, code);
    pair.b_to_a = flow(flows.from, code);
    const DependenceOptions options{out.horizons, false, pair.a_to_b.factor, pair.b_to_a.factor};
    pair.found = dependence(economy.trade, economy.gdp, a.id, code, options);
    out.found.push_back(std::move(pair));
  }
  std::stable_sort(out.found.begin(), out.found.end(), [](const PairYear& p, const PairYear& q) {
    return p.found.a_on_b.cutoff.mid > q.found.a_on_b.cutoff.mid;
  });
  return out;
}

std::vector<std::string> notes_of(const Depended& depended) {
  std::vector<std::string> notes;
  for (const auto& party : depended.parties)
    notes.insert(notes.end(), party.notes.begin(), party.notes.end());
  return notes;
}

std::vector<Direction> directions(const PairYear& pair) {
  const Dependence& d = pair.found;
  return {{d.a, d.b, pair.year, d.a_on_b, inverse(d.loss_ratio), pair.a_to_b, pair.b_to_a, pair.solved},
          {d.b, d.a, pair.year, d.b_on_a, d.loss_ratio, pair.b_to_a, pair.a_to_b, pair.solved}};
}

Table directions_table(const std::vector<Direction>& rows) {
  const auto column = [&](auto&& value) {
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(value(row));
    return values;
  };
  const auto text = [&](auto&& value) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(value(row));
    return values;
  };
  std::vector<std::int64_t> year;
  for (const auto& row : rows) year.push_back(row.year);
  const auto side = [&](double OneSided::*member) {
    return column([member](const Direction& row) { return row.side.*member; });
  };
  const auto loss = [&](Losses OneSided::*form, double Losses::*horizon) {
    return column([=](const Direction& row) { return (row.side.*form).*horizon; });
  };
  const auto ratio = [&](double LossRatio::*member) {
    return column([member](const Direction& row) { return row.ratio.*member; });
  };
  const auto flow = [&](PartyFlow Direction::*which, double PartyFlow::*member) {
    return column([=](const Direction& row) { return (row.*which).*member; });
  };
  Table table;
  table.name = "dependence";
  table.add("a", text([](const Direction& row) { return row.a; }));
  table.add("b", text([](const Direction& row) { return row.b; })).add("year", year);
  table.add("export_share", side(&OneSided::export_share)).add("import_share", side(&OneSided::import_share));
  table.add("exports_over_gdp", side(&OneSided::exports_over_gdp));
  table.add("imports_over_gdp", side(&OneSided::imports_over_gdp));
  table.add("cutoff_low", loss(&OneSided::cutoff, &Losses::low));
  table.add("cutoff_mid", loss(&OneSided::cutoff, &Losses::mid));
  table.add("cutoff_high", loss(&OneSided::cutoff, &Losses::high));
  table.add("ge_low", loss(&OneSided::ge, &Losses::low)).add("ge_mid", loss(&OneSided::ge, &Losses::mid));
  table.add("ge_high", loss(&OneSided::ge, &Losses::high));
  table.add("loss_ratio_low", ratio(&LossRatio::low)).add("loss_ratio_mid", ratio(&LossRatio::mid));
  table.add("loss_ratio_high", ratio(&LossRatio::high));
  table.add("over_other_buyers", side(&OneSided::over_other_buyers));
  table.add("over_other_sellers", side(&OneSided::over_other_sellers));
  table.add("exports_replaced", side(&OneSided::exports_replaced));
  table.add("imports_replaced", side(&OneSided::imports_replaced));
  table.add("hhi_exports", side(&OneSided::hhi_exports)).add("hhi_imports", side(&OneSided::hhi_imports));
  table.add("exports_usd", flow(&Direction::exports, &PartyFlow::usd));
  table.add("exports_factor", flow(&Direction::exports, &PartyFlow::factor));
  table.add("exports_reported_by", text([](const Direction& row) { return classes_text(row.exports); }));
  table.add("imports_usd", flow(&Direction::imports, &PartyFlow::usd));
  table.add("imports_factor", flow(&Direction::imports, &PartyFlow::factor));
  return table.add("imports_reported_by",
                   text([](const Direction& row) { return classes_text(row.imports); }));
}

}  // namespace sogdia
