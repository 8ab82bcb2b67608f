#include "depend/depend_goods.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "depend/depend_parts.h"
#include "json_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/core/parallel.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/energy.h"
#include "sogdia/study/world/goods_flows.h"
#include "sogdia/study/world/trade_cell.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

// BACI's countries that the pack lacks keep their code as a name.
std::string name_of(const World& world, const std::string& iso3) {
  if (iso3 == "S19") return "Other Asia (Taiwan)";
  return country_name(world, iso3);
}

// What a buyer's list leaves unsaid.
std::vector<std::string> hidden_notes(const World& world, const std::string& buyer, const std::string& goods,
                                      int year, const std::vector<Supplier>& list) {
  std::vector<std::string> notes;
  for (const auto& supplier : list) {
    if (!supplier.hidden) continue;
    notes.push_back(supplier.fault.find("relabelled") != std::string::npos
                        ? fmt::format("{} of {} to {} in {}: some is booked under another country", goods,
                                      name_of(world, supplier.exporter), buyer, year)
                        : fmt::format("{} hides what {} it had of {} in {}: the shares are of the rest",
                                      buyer, goods, name_of(world, supplier.exporter), year));
  }
  return notes;
}

Json supplier_json(const Supplier& supplier) {
  Json out = {{"exporter", supplier.exporter}};
  if (supplier.usd > 0) out["value_usd"] = supplier.usd, out["share"] = supplier.share;
  if (std::isfinite(supplier.tonnes)) out["tonnes"] = supplier.tonnes;
  if (supplier.hidden) out["hidden"] = true;
  if (!supplier.fault.empty()) out["fault"] = supplier.fault;
  return out;
}

// One buyer's share of its imports that comes from the seller.
struct Buyer {
  std::string importer;
  Supplier from;
};

// Buyers of a seller's goods, those that lean most on it first.
std::vector<Buyer> buyers_of(const World& world, const Party& seller, const std::string& goods, int year) {
  const auto within = [&](const std::string& code) {
    return std::find(seller.members.begin(), seller.members.end(), code) != seller.members.end();
  };
  std::map<std::string, double> totals;
  std::map<std::string, Supplier> theirs;
  for (const auto& cell : energy_cells(world, {"", "", goods, year})) {
    if (within(cell.importer)) continue;
    if (std::isfinite(cell.usd)) totals[cell.importer] += cell.usd;
    if (!within(cell.exporter)) continue;
    Supplier& from = theirs[cell.importer];
    if (std::isfinite(cell.usd)) {
      from.usd += cell.usd;
      from.tonnes += cell.fault.find("tonnes") != std::string::npos ? std::nan("") : cell.tonnes;
    }
    from.hidden = from.hidden || cell.fault.find("confidential") != std::string::npos;
    if (!cell.fault.empty()) from.fault = cell.fault;
  }
  std::vector<Buyer> buyers;
  for (auto& [importer, from] : theirs) {
    from.share = totals[importer] > 0 ? from.usd / totals[importer] : 0;
    if (from.usd == 0) from.tonnes = std::nan("");
    buyers.push_back({importer, from});
  }
  std::stable_sort(buyers.begin(), buyers.end(),
                   [](const Buyer& x, const Buyer& y) { return x.from.share > y.from.share; });
  return buyers;
}

// Of suppliers that have a value: sum of squared shares.
double concentration_of(const std::vector<Supplier>& list) {
  std::vector<double> squares;
  for (const auto& supplier : list) squares.push_back(supplier.share * supplier.share);
  return ordered_sum(squares);
}

Json year_json(const GoodsFlow& flow) {
  Json out = {{"year", flow.year},
              {"value_usd", json_number(flow.usd)},
              {"tonnes", json_number(flow.tonnes)},
              {"of_imports", json_number(flow.of_imports)},
              {"of_exports", json_number(flow.of_exports)}};
  if (flow.hidden) out["hidden"] = true;
  if (!flow.fault.empty()) out["fault"] = flow.fault;
  return out;
}

// The pair's own history: what went from the one to the other, and what it was to either.
std::string years_text(const std::vector<GoodsFlow>& flows, const std::string& from, const std::string& to,
                       int rows) {
  if (flows.empty()) return fmt::format("\nnone of {} to {} that the table knows\n", from, to);
  const std::size_t all = flows.size(), first = rows > 0 && static_cast<std::size_t>(rows) < all
                                                    ? all - static_cast<std::size_t>(rows)
                                                    : 0;
  std::vector<std::vector<std::string>> cells;
  for (std::size_t k = first; k < all; ++k) {
    const GoodsFlow& flow = flows[k];
    cells.push_back(
        {std::to_string(flow.year),
         std::isfinite(flow.usd) ? fmt::format("{:.2f}", flow.usd / 1e9) : "hidden", tonnes_text(flow.tonnes),
         std::isfinite(flow.of_imports) ? fmt::format("{:.1f} %", 100 * flow.of_imports) : "",
         std::isfinite(flow.of_exports) ? fmt::format("{:.1f} %", 100 * flow.of_exports) : "", flow.fault});
  }
  return fmt::format("\n{} to {}\n\n", from, to) +
         aligned({"year", "bn USD", "tonnes", "of the buyer's imports", "of the seller's exports", "marked"},
                 cells, {true, true, true, true, true, false});
}

// The latest year in which the party bought or sold any of it.
int latest_year(const World& world, const Party& party, const std::string& goods) {
  const auto within = [&](const std::string& code) {
    return std::find(party.members.begin(), party.members.end(), code) != party.members.end();
  };
  int year = 0;
  for (const auto& cell : energy_cells(world, {"", "", goods, 0}))
    if (within(cell.exporter) || within(cell.importer)) year = std::max(year, cell.year);
  return year;
}

std::string share_text(double share) { return fmt::format("{:.1f} %", 100 * share); }
std::string bn_or_hidden(double usd) { return usd > 0 ? fmt::format("{:.2f}", usd / 1e9) : "hidden"; }

}  // namespace

int depend_goods(const World& world, const DependArgs& args, const Common& common) {
  const auto known = goods_names(world);
  if (std::find(known.begin(), known.end(), args.goods) == known.end()) {
    std::string all;
    for (const auto& name : known) all += (all.empty() ? "" : ", ") + name;
    const std::string near = nearest_hint(args.goods, known);
    throw Error(fmt::format("`{}` are no goods of the energy table", args.goods), "",
                near.empty() ? "name one of " + all : near);
  }
  const Economy economy = make_economy(world, trade_years(world).back());
  const Party party = find_party(world, economy, args.a);
  const Party other_party = args.b.empty() ? Party{} : find_party(world, economy, args.b);
  const std::string &a = party.id, &b = other_party.id;
  const int year = args.year > 0 ? args.year : latest_year(world, party, args.goods);
  const auto bought = suppliers(world, party.members, args.goods, year);
  const auto sold = buyers_of(world, party, args.goods, year);
  std::vector<std::string> notes = party.notes;
  const auto hidden = hidden_notes(world, party.name, args.goods, year, bought);
  notes.insert(notes.end(), hidden.begin(), hidden.end());
  const auto of = [&](const std::string& other) {
    return b.empty() || std::find(other_party.members.begin(), other_party.members.end(), other) !=
                            other_party.members.end();
  };
  const auto years_to =
      b.empty() ? std::vector<GoodsFlow>{} : goods_flows(world, party, other_party, args.goods);
  const auto years_from =
      b.empty() ? std::vector<GoodsFlow>{} : goods_flows(world, other_party, party, args.goods);
  for (const auto& buyer : sold)
    if (buyer.from.hidden && of(buyer.importer))
      notes.push_back(fmt::format("{} hides what {} it had of {} in {}", name_of(world, buyer.importer),
                                  args.goods, party.name, year));
  if (common.json) {
    Json out = {{"a", a}, {"goods", args.goods}, {"year", year}};
    if (!b.empty()) out["b"] = b;
    out["a_buys_from"] = out["buys_from_a"] = Json::array();
    for (const auto& supplier : bought)
      if (of(supplier.exporter)) out["a_buys_from"].push_back(supplier_json(supplier));
    for (const auto& buyer : sold) {
      if (!of(buyer.importer)) continue;
      Json row = supplier_json(buyer.from);
      row.erase("exporter");
      row["importer"] = buyer.importer;
      out["buys_from_a"].push_back(row);
    }
    out["hhi_suppliers"] = concentration_of(bought);
    if (!b.empty()) {
      out["a_to_b"] = out["b_to_a"] = Json::array();
      for (const auto& flow : years_to) out["a_to_b"].push_back(year_json(flow));
      for (const auto& flow : years_from) out["b_to_a"].push_back(year_json(flow));
    }
    if (!notes.empty()) out["notes"] = notes;
    print(json_text(out, 2) + "\n");
    return 0;
  }
  if (!b.empty()) {
    for (const auto& note : notes) talk(common, "note: " + note);
    print(fmt::format("{} and {}, {} (BACI)\n", party.name, other_party.name, args.goods) +
          years_text(years_to, party.name, other_party.name, args.rows) +
          years_text(years_from, other_party.name, party.name, args.rows));
    return 0;
  }
  const auto most = [&](std::size_t size) {
    return args.rows > 0 ? std::min(size, static_cast<std::size_t>(args.rows)) : size;
  };
  std::vector<std::vector<std::string>> from, to;
  for (const auto& supplier : bought)
    if (of(supplier.exporter) && from.size() < most(bought.size()))
      from.push_back({name_of(world, supplier.exporter), supplier.usd > 0 ? share_text(supplier.share) : "",
                      bn_or_hidden(supplier.usd), tonnes_text(supplier.tonnes), supplier.fault});
  for (const auto& buyer : sold)
    if (of(buyer.importer) && to.size() < most(sold.size()))
      to.push_back({name_of(world, buyer.importer), buyer.from.usd > 0 ? share_text(buyer.from.share) : "",
                    bn_or_hidden(buyer.from.usd), tonnes_text(buyer.from.tonnes), buyer.from.fault});
  for (const auto& note : notes) talk(common, "note: " + note);
  std::string out = fmt::format("{}, {}, {} (BACI)\n", party.name, args.goods, year);
  out += from.empty() ? "\nno imports of it that the table knows\n"
                      : "\n" + aligned({"bought from", "of its imports", "bn USD", "tonnes", "marked"}, from,
                                       {false, true, true, true, false});
  out += to.empty() ? "\nno exports of it that the table knows\n"
                    : "\n" + aligned({"sold to", "of the buyer's imports", "bn USD", "tonnes", "marked"}, to,
                                     {false, true, true, true, false});
  print(out);
  return 0;
}

}  // namespace sogdia::tool
