#include "depend/depend_more.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "json_number.h"
#include "sogdia/study/world/goods_flows.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// The latest year in which the two trade any of it.
std::vector<GoodsFlow> latest(std::vector<GoodsFlow> flows, int year) {
  std::erase_if(flows, [&](const GoodsFlow& flow) { return flow.year != year; });
  std::stable_sort(flows.begin(), flows.end(), [](const GoodsFlow& x, const GoodsFlow& y) {
    return (std::isfinite(x.usd) ? x.usd : 0) > (std::isfinite(y.usd) ? y.usd : 0);
  });
  return flows;
}

int last_year(const std::vector<GoodsFlow>& x, const std::vector<GoodsFlow>& y) {
  int year = 0;
  for (const auto* list : {&x, &y})
    for (const auto& flow : *list) year = std::max(year, flow.year);
  return year;
}

Json goods_flow_json(const GoodsFlow& flow) {
  Json out = {{"goods", flow.goods},
              {"year", flow.year},
              {"value_usd", json_number(flow.usd)},
              {"tonnes", json_number(flow.tonnes)},
              {"of_imports", json_number(flow.of_imports)},
              {"of_exports", json_number(flow.of_exports)}};
  if (flow.hidden) out["hidden"] = true;
  if (!flow.fault.empty()) out["fault"] = flow.fault;
  return out;
}

}  // namespace

Json exposure_json(const std::vector<RouteExposure>& exposure) {
  Json out = Json::array();
  for (const auto& e : exposure)
    out.push_back({{"passage", e.passage},
                   {"name", e.name},
                   {"usd", e.usd},
                   {"export_share", e.export_share},
                   {"import_share", e.import_share},
                   {"share", e.share},
                   {"lose_mode", e.lose_mode},
                   {"no_way", e.no_way},
                   {"detour_days", json_number(e.detour_days)}});
  return out;
}

std::string exposure_text(const std::vector<RouteExposure>& exposure) {
  if (exposure.empty()) return "\nnone of it goes through a passage of the network\n";
  std::vector<std::vector<std::string>> rows;
  for (const auto& e : exposure)
    rows.push_back({e.name, per_cent(e.share), per_cent(e.export_share), per_cent(e.import_share),
                    per_cent(e.lose_mode), per_cent(e.no_way), detour_text(e.detour_days)});
  return "\n" + aligned({"through", "of trade", "of exports", "of imports", "no other way by its mode",
                         "no way at all", "detour, days"},
                        rows, {false, true, true, true, true, true, true});
}

Json alignment_json(const std::vector<Aligned>& rows) {
  Json out = Json::array();
  for (const auto& row : rows)
    out.push_back({{"kind", row.kind},
                   {"of", row.of},
                   {"name", row.name},
                   {"year", row.year},
                   {"own", row.own},
                   {"group", row.trade.group},
                   {"countries", row.trade.countries},
                   {"exports_usd", row.trade.exports_usd},
                   {"imports_usd", row.trade.imports_usd},
                   {"export_share", row.trade.export_share},
                   {"import_share", row.trade.import_share},
                   {"exports_left", 1 - row.trade.export_share},
                   {"imports_left", 1 - row.trade.import_share},
                   {"cutoff_loss", losses_json(row.trade.cutoff)}});
  return out;
}

std::string alignment_text(const std::vector<Aligned>& rows) {
  // A line for each group, its years beside one another.
  std::vector<int> years;
  for (const auto& row : rows)
    if (std::find(years.begin(), years.end(), row.year) == years.end()) years.push_back(row.year);
  std::sort(years.begin(), years.end());
  struct Line {
    const Aligned* any;
    std::map<int, const Aligned*> by_year;
  };
  std::vector<Line> lines;
  for (const auto& row : rows) {
    const auto same = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
      return line.any->of == row.of && line.any->kind == row.kind && line.any->trade.group == row.trade.group;
    });
    if (same != lines.end())
      same->by_year[row.year] = &row;
    else
      lines.push_back({&row, {{row.year, &row}}});
  }
  std::vector<std::string> head{"", "", "countries"};
  std::vector<bool> right{false, false, true};
  for (const char* flow : {"exports ", "imports "}) {
    for (const int year : years) {
      head.push_back(flow + std::to_string(year));
      right.push_back(true);
    }
  }
  head.emplace_back("loss if it turns away");
  right.push_back(true);
  std::vector<std::vector<std::string>> cells;
  std::string of;
  for (const auto& line : lines) {
    // Who is outside a bloc is no coalition.
    if (line.any->kind == "bloc" && line.any->trade.group == "others") continue;
    std::vector<std::string> row{line.any->of == of ? "" : line.any->of, line.any->trade.group,
                                 std::to_string(line.any->trade.countries)};
    of = line.any->of;
    for (double GroupTrade::*share : {&GroupTrade::export_share, &GroupTrade::import_share}) {
      for (const int year : years) {
        const auto found = line.by_year.find(year);
        row.push_back(found == line.by_year.end() ? "" : per_cent(found->second->trade.*share));
      }
    }
    row.push_back(losses_text(line.by_year.rbegin()->second->trade.cutoff, true));
    cells.push_back(std::move(row));
  }
  return "\n" + aligned(head, cells, right) +
         "(shares of its trade with those who voted so, or the members; what is left if they turn away is "
         "the "
         "rest)\n";
}

Json goods_json(const World& world, const Party& a, const Party& b) {
  const auto sold = goods_flows(world, a, b), bought = goods_flows(world, b, a);
  const int year = last_year(sold, bought);
  Json out = {{"year", year}, {"a_to_b", Json::array()}, {"b_to_a", Json::array()}};
  for (const auto& flow : latest(sold, year)) out["a_to_b"].push_back(goods_flow_json(flow));
  for (const auto& flow : latest(bought, year)) out["b_to_a"].push_back(goods_flow_json(flow));
  return out;
}

Table goods_table(const World& world, const Party& a, const Party& b) {
  std::vector<std::string> exporter, importer, goods, fault;
  std::vector<std::int64_t> year, hidden;
  std::vector<double> usd, tonnes, of_imports, of_exports;
  for (const auto& [from, to] : {std::pair{&a, &b}, {&b, &a}}) {
    for (const auto& flow : goods_flows(world, *from, *to)) {
      exporter.push_back(from->id), importer.push_back(to->id), goods.push_back(flow.goods);
      year.push_back(flow.year), usd.push_back(flow.usd), tonnes.push_back(flow.tonnes);
      of_imports.push_back(flow.of_imports), of_exports.push_back(flow.of_exports);
      hidden.push_back(flow.hidden ? 1 : 0), fault.push_back(flow.fault);
    }
  }
  Table table;
  table.name = "goods";
  table.add("exporter", exporter).add("importer", importer).add("goods", goods).add("year", year);
  table.add("value_usd", usd)
      .add("tonnes", tonnes)
      .add("of_imports", of_imports)
      .add("of_exports", of_exports);
  table.add("hidden", hidden).add("fault", fault);
  return table;
}

std::string goods_text(const World& world, const Party& a, const Party& b) {
  constexpr double kWorthALine = 1e8;  // USD
  const auto sold = goods_flows(world, a, b), bought = goods_flows(world, b, a);
  const int year = last_year(sold, bought);
  std::vector<std::vector<std::string>> rows;
  for (const bool first : {true, false}) {
    bool named = false;
    for (const auto& flow : latest(first ? sold : bought, year)) {
      if (!(flow.usd >= kWorthALine) && !flow.hidden) continue;
      rows.push_back({named ? "" : fmt::format("{} to {}", (first ? a : b).name, (first ? b : a).name),
                      flow.goods, std::isfinite(flow.usd) ? fmt::format("{:.2f}", flow.usd / 1e9) : "hidden",
                      tonnes_text(flow.tonnes),
                      std::isfinite(flow.of_imports) ? per_cent(flow.of_imports) : "",
                      std::isfinite(flow.of_exports) ? per_cent(flow.of_exports) : ""});
      named = true;
    }
  }
  if (rows.empty()) return "";
  return "\n" + aligned({fmt::format("{}, BACI", year), "goods", "bn USD", "tonnes", "of the buyer's imports",
                         "of the seller's exports"},
                        rows, {false, false, true, true, true, true});
}

}  // namespace sogdia::tool
