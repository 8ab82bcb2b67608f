#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "depend/depend_goods.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/pipeline/depend.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/trade_cell.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

// A loss at three elasticities, from the smallest to the largest loss (the largest is at the lowest
// elasticity).
Json losses(double a, double b, double c) {
  double sorted[] = {a, b, c};
  std::sort(sorted, sorted + 3);
  return {{"low", sorted[0]}, {"mid", sorted[1]}, {"high", sorted[2]}};
}

Json side(const OneSided& one, bool equilibrium) {
  Json out = {{"export_share", one.export_share},
              {"import_share", one.import_share},
              {"exports_over_gdp", one.exports_over_gdp},
              {"imports_over_gdp", one.imports_over_gdp},
              {"cutoff_loss", losses(one.cutoff_low, one.cutoff_mid, one.cutoff_high)}};
  if (equilibrium) out["equilibrium_loss"] = losses(one.ge_low, one.ge_mid, one.ge_high);
  out["hhi_exports"] = one.hhi_exports;
  out["hhi_imports"] = one.hhi_imports;
  return out;
}

Json elasticities(const DependenceOptions& options) {
  return {{"low", options.theta_low}, {"mid", options.theta_mid}, {"high", options.theta_high}};
}

std::string per_cent(double value) { return fmt::format("{:.2f} %", value * 100); }
std::string range(double low, double mid, double high) {
  return fmt::format("{:.2f} % ({:.2f} to {:.2f})", mid * 100, std::min(low, high) * 100,
                     std::max(low, high) * 100);
}

// Who loses more when the two are cut off, and how many times as much.
std::string comparison(const OneSided& x, const OneSided& y, const std::string& an, const std::string& bn) {
  const double a = x.ge_mid, b = y.ge_mid;
  if (!(a > 0) || !(b > 0)) return "";
  return fmt::format(
      "\ncut off from each other, {} loses {:.1f} times the share of its real income that {} does\n",
      a >= b ? an : bn, std::max(a, b) / std::min(a, b), a >= b ? bn : an);
}

// The flow from one country to the other, with who reports it and its interval; nothing for blocs.
std::optional<TradeCell> cell_between(const World& world, const Depended& asked, std::size_t from,
                                      std::size_t to) {
  const auto &a = asked.parties[from].members, &b = asked.parties[to].members;
  return a.size() == 1 && b.size() == 1 ? trade_cell(world, a[0], b[0], asked.year) : std::nullopt;
}

Json cell_json(const std::optional<TradeCell>& cell) {
  if (!cell) return nullptr;
  Json out = {{"value_usd", cell->usd}, {"reported_by", cell->reported_by}};
  if (std::isfinite(cell->factor)) out["interval_80"] = {cell->low(), cell->high()};
  out["source"] = cell->source;
  return out;
}

// What the shares rest on: both flows, who reports them, and how far off they may be.
std::string footnote(const World& world, const Depended& asked) {
  std::string out;
  for (const auto& [from, to] : {std::pair{0, 1}, {1, 0}})
    if (const auto cell =
            cell_between(world, asked, static_cast<std::size_t>(from), static_cast<std::size_t>(to)))
      out += fmt::format("\n{} to {}: {}", asked.parties[static_cast<std::size_t>(from)].name,
                         asked.parties[static_cast<std::size_t>(to)].name, cell_text(*cell));
  return out.empty() ? out : out + "\n(in brackets the 80 % interval; docs/explanation/trade-table.md)\n";
}

void print_pair(const Common& common, const World& world, const Depended& asked) {
  const Party &a = asked.parties[0], &b = asked.parties[1];
  const Dependence& found = asked.found[0];
  const OneSided &x = found.a_on_b, &y = found.b_on_a;
  if (common.json) {
    const Json out = {{"a", a.id},
                      {"b", b.id},
                      {"year", asked.year},
                      {"a_on_b", side(x, true)},
                      {"b_on_a", side(y, true)},
                      {"asymmetry", found.asymmetry},
                      {"trade_elasticity", elasticities(asked.options)},
                      {"trade",
                       {{"a_to_b", cell_json(cell_between(world, asked, 0, 1))},
                        {"b_to_a", cell_json(cell_between(world, asked, 1, 0))}}}};
    print(json_text(out, 2) + "\n");
    return;
  }
  print(fmt::format("{} and {}, {}\n\n", a.name, b.name, asked.year) +
        aligned({"", a.name + " on " + b.name, b.name + " on " + a.name},
                {{"share of its exports", per_cent(x.export_share), per_cent(y.export_share)},
                 {"share of its imports", per_cent(x.import_share), per_cent(y.import_share)},
                 {"exports over GDP", per_cent(x.exports_over_gdp), per_cent(y.exports_over_gdp)},
                 {"imports over GDP", per_cent(x.imports_over_gdp), per_cent(y.imports_over_gdp)},
                 {"loss if cut, closed form", range(x.cutoff_low, x.cutoff_mid, x.cutoff_high),
                  range(y.cutoff_low, y.cutoff_mid, y.cutoff_high)},
                 {"loss if cut, in equilibrium", range(x.ge_low, x.ge_mid, x.ge_high),
                  range(y.ge_low, y.ge_mid, y.ge_high)}},
                {false, true, true}) +
        comparison(x, y, a.name, b.name) + footnote(world, asked));
}

// One party on every country, from the largest loss to the smallest.
void print_ranking(const Common& common, const World& world, const Depended& asked, int most) {
  const Party& a = asked.parties[0];
  const auto& found = asked.found;
  if (common.json) {
    Json out = {{"a", a.id}, {"year", asked.year}, {"partners", Json::array()}};
    for (const auto& each : found)
      out["partners"].push_back(
          {{"b", each.b}, {"a_on_b", side(each.a_on_b, false)}, {"b_on_a", side(each.b_on_a, false)}});
    out["trade_elasticity"] = elasticities(asked.options);
    print(json_text(out, 2) + "\n");
    return;
  }
  const std::size_t shown = most > 0 ? std::min(found.size(), static_cast<std::size_t>(most)) : found.size();
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < shown; ++k) {
    const OneSided &x = found[k].a_on_b, &y = found[k].b_on_a;
    rows.push_back({fmt::format("{}", k + 1), country_name(world, found[k].b), per_cent(x.export_share),
                    per_cent(x.import_share), range(x.cutoff_low, x.cutoff_mid, x.cutoff_high),
                    range(y.cutoff_low, y.cutoff_mid, y.cutoff_high)});
  }
  print(fmt::format("{} on every country, {}: by its loss if cut off from the other's goods\n\n", a.name,
                    asked.year) +
        aligned({"", "partner", "of its exports", "of its imports", "its loss", "the other's loss"}, rows,
                {true, false, true, true, true, true}));
  if (shown < found.size())
    talk(common, fmt::format("{} of {} countries; --rows 0 shows all", shown, found.size()));
}

}  // namespace

int verb_depend(const DependArgs& args, const Common& common) {
  const World world = open_world(common);
  if (!args.goods.empty()) return depend_goods(world, args, common);
  const Depended asked =
      depend(world, {args.a, args.b, args.year, args.theta_low, args.theta_mid, args.theta_high});
  for (const auto& note : notes_of(asked)) talk(common, "note: " + note);
  if (asked.parties.size() == 2)
    print_pair(common, world, asked);
  else
    print_ranking(common, world, asked, args.rows);
  return 0;
}

}  // namespace sogdia::tool
