#include "depend/depend_goods.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/energy.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

// BACI's countries that the pack lacks keep their code as a name.
std::string name_of(const World& world, const std::string& iso3) {
  if (iso3 == "S19") return "Other Asia (Taiwan)";
  const auto& known = world.table("countries").text("iso3");
  return std::find(known.begin(), known.end(), iso3) == known.end() ? iso3 : country_name(world, iso3);
}

// What a buyer's list leaves unsaid.
std::vector<std::string> hidden_notes(const World& world, const std::string& buyer, const std::string& goods,
                                      int year, const std::vector<Supplier>& list) {
  std::vector<std::string> notes;
  for (const auto& supplier : list) {
    if (!supplier.hidden) continue;
    notes.push_back(supplier.fault.find("relabelled") != std::string::npos
                        ? fmt::format("{} of {} to {} in {}: some is booked under another country", goods,
                                      name_of(world, supplier.exporter), name_of(world, buyer), year)
                        : fmt::format("{} hides what {} it had of {} in {}: the shares are of the rest",
                                      name_of(world, buyer), goods, name_of(world, supplier.exporter), year));
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
std::vector<Buyer> buyers_of(const World& world, const std::string& seller, const std::string& goods,
                             int year) {
  std::map<std::string, double> totals;
  std::map<std::string, Supplier> theirs;
  for (const auto& cell : energy_cells(world, {"", "", goods, year})) {
    if (std::isfinite(cell.usd)) totals[cell.importer] += cell.usd;
    if (cell.exporter != seller) continue;
    Supplier& from = theirs[cell.importer];
    from.exporter = seller;
    if (std::isfinite(cell.usd)) from.usd += cell.usd;
    from.hidden = from.hidden || cell.fault.find("confidential") != std::string::npos;
    if (!cell.fault.empty()) from.fault = cell.fault;
  }
  std::vector<Buyer> buyers;
  for (auto& [importer, from] : theirs) {
    from.share = totals[importer] > 0 ? from.usd / totals[importer] : 0;
    buyers.push_back({importer, from});
  }
  std::stable_sort(buyers.begin(), buyers.end(),
                   [](const Buyer& x, const Buyer& y) { return x.from.share > y.from.share; });
  return buyers;
}

std::string per_cent(double share) { return fmt::format("{:.1f} %", 100 * share); }
std::string bn(double usd) { return usd > 0 ? fmt::format("{:.2f}", usd / 1e9) : "hidden"; }

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
  const std::string a = find_country(world, args.a);
  const std::string b = args.b.empty() ? "" : find_country(world, args.b);
  const auto bought = suppliers(world, a, args.goods, args.year);
  const auto sold = buyers_of(world, a, args.goods, args.year);
  std::vector<std::string> notes = hidden_notes(world, a, args.goods, args.year, bought);
  const auto of = [&](const std::string& other) { return b.empty() || other == b; };
  for (const auto& buyer : sold)
    if (buyer.from.hidden && of(buyer.importer))
      notes.push_back(fmt::format("{} hides what {} it had of {} in {}", name_of(world, buyer.importer),
                                  args.goods, name_of(world, a), args.year));
  if (common.json) {
    Json out = {{"a", a}, {"goods", args.goods}, {"year", args.year}};
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
    if (!notes.empty()) out["notes"] = notes;
    print(json_text(out, 2) + "\n");
    return 0;
  }
  const auto most = [&](std::size_t size) {
    return args.rows > 0 ? std::min(size, static_cast<std::size_t>(args.rows)) : size;
  };
  std::vector<std::vector<std::string>> from, to;
  for (const auto& supplier : bought)
    if (of(supplier.exporter) && from.size() < most(bought.size()))
      from.push_back({name_of(world, supplier.exporter), supplier.usd > 0 ? per_cent(supplier.share) : "",
                      bn(supplier.usd),
                      std::isfinite(supplier.tonnes) ? fmt::format("{:.2f}", supplier.tonnes / 1e6) : "",
                      supplier.fault});
  for (const auto& buyer : sold)
    if (of(buyer.importer) && to.size() < most(sold.size()))
      to.push_back({name_of(world, buyer.importer), buyer.from.usd > 0 ? per_cent(buyer.from.share) : "",
                    bn(buyer.from.usd), buyer.from.fault});
  for (const auto& note : notes) talk(common, "note: " + note);
  std::string out = fmt::format("{}, {}, {} (BACI)\n", name_of(world, a), args.goods, args.year);
  out += from.empty()
             ? "\nno imports of it that the table knows\n"
             : "\n" + aligned({"bought from", "of its imports", "bn USD", "million tonnes", "marked"}, from,
                              {false, true, true, true, false});
  out += to.empty() ? "\nno exports of it that the table knows\n"
                    : "\n" + aligned({"sold to", "of the buyer's imports", "bn USD", "marked"}, to,
                                     {false, true, true, false});
  print(out);
  return 0;
}

}  // namespace sogdia::tool
