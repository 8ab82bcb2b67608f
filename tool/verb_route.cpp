#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "network_args.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/pipeline/find_routes.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "none" : text;
}

void print_json(const Network& network, const Spot& from, const Spot& to, const std::vector<Route>& found,
                const std::vector<std::string>& notes, const std::string& goods) {
  nlohmann::ordered_json out = {
      {"from", from.id}, {"to", to.id}, {"routes", nlohmann::ordered_json::array()}};
  if (!goods.empty()) out["class"] = goods;
  for (const auto& route : found) {
    nlohmann::ordered_json entry = {
        {"family", to_string(route.family)},      {"share", route.share},
        {"share_tonnes", route.share_tonnes},     {"hours", route.hours},
        {"usd_per_tonne", route.usd_per_tonne},   {"km", route.km},
        {"ad_valorem_cost", route.cost},          {"alternative", route.alternative},
        {"legs", nlohmann::ordered_json::array()}};
    for (const auto& leg : route.legs)
      entry["legs"].push_back({{"mode", to_string(leg.mode)},
                               {"from", network.nodes[leg.from]},
                               {"to", network.nodes[leg.to]},
                               {"km", leg.km},
                               {"hours", leg.hours},
                               {"usd_per_tonne", leg.usd_per_tonne}});
    entry["borders"] = route.borders;
    entry["gauge_breaks"] = route.gauge_breaks;
    entry["passages"] = route.passages;
    out["routes"].push_back(std::move(entry));
  }
  out["notes"] = notes;
  print(json_text(out, 2) + "\n");
}

void print_text(const NodeLabels& labels, const Spot& from, const Spot& to, const std::vector<Route>& found) {
  std::string out = fmt::format("{} to {}\n", from.label, to.label);
  if (found.empty()) out += "\nno way by any mode\n";
  for (const auto& route : found) {
    const std::string standing = route.alternative == 1
                                     ? fmt::format("share {:.0f} % of the value, {:.0f} % of the tonnes",
                                                   route.share * 100, route.share_tonnes * 100)
                                     : fmt::format("alternative {}", route.alternative);
    out += fmt::format("\n{}: {}, {} USD a tonne, {} km, {}\n", to_string(route.family), days(route.hours),
                       thousands(route.usd_per_tonne), thousands(route.km), standing);
    std::vector<std::vector<std::string>> rows;
    for (const auto& leg : route.legs)
      rows.push_back({std::string("  ") + to_string(leg.mode), labels.of(leg.from), labels.of(leg.to),
                      thousands(leg.km), thousands(leg.hours, 1), thousands(leg.usd_per_tonne, 1)});
    out += aligned({"  mode", "from", "to", "km", "hours", "USD/t"}, rows,
                   {false, false, false, true, true, true});
    out += "  borders: " + joined(route.borders) + "\n";
    if (!route.gauge_breaks.empty()) out += "  gauge breaks: " + joined(route.gauge_breaks) + "\n";
    if (!route.passages.empty()) out += "  passages: " + joined(route.passages) + "\n";
  }
  print(out);
}

}  // namespace

int verb_route(const RouteArgs& args, const Common& common) {
  const World world = open_world(common);
  const RoutesFound found =
      find_routes(world, {args.from, args.to, asked_of(args.network), args.via, args.mode, args.alternatives,
                          args.sector, common.threads, args.goods});
  for (const auto& note : found.notes) talk(common, "note: " + note);
  if (common.json)
    print_json(found.network, found.from, found.to, found.routes, found.notes, args.goods);
  else
    print_text(NodeLabels(world, found.network), found.from, found.to, found.routes);
  return 0;
}

}  // namespace sogdia::tool
