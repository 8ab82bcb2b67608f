#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "exit_code.h"
#include "route/network_args.h"
#include "route/route_json.h"
#include "route/route_why.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/answers/find_routes.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "none" : text;
}

void print_json(const RoutesFound& found, const std::string& goods) {
  nlohmann::ordered_json out = {
      {"from", found.from.id}, {"to", found.to.id}, {"routes", nlohmann::ordered_json::array()}};
  if (!goods.empty()) out["class"] = goods;
  for (const auto& route : found.routes) out["routes"].push_back(route_json(found.network, route));
  if (found.why) out["why"] = why_json(found.network, *found.why);
  out["notes"] = found.notes;
  print(json_text(out, 2) + "\n");
}

// That there is no way, by the mode asked for or by any.
std::string no_way(std::string mode) {
  std::ranges::replace(mode, '_', ' ');
  return fmt::format("\nno way by {}\n", mode.empty() ? "any mode" : mode);
}

void print_text(const NodeLabels& labels, const RoutesFound& found, const RouteArgs& args) {
  std::string out = fmt::format("{} to {}\n", found.from.label, found.to.label);
  if (found.routes.empty()) out += no_way(args.mode);
  if (found.why) {
    print(out + why_text(labels, *found.why, args.why));
    return;
  }
  for (const auto& route : found.routes) {
    const std::string standing = route.alternative == 1
                                     ? fmt::format("share {:.0f} % of the value, {:.0f} % of the tonnes",
                                                   route.share * 100, route.share_tonnes * 100)
                                     : fmt::format("alternative {}", route.alternative);
    const char* name = route.land_bridge ? "sea, land and sea" : to_string(route.family);
    out += fmt::format("\n{}: {}, {} USD a tonne, {} km, {}\n", name, days(route.hours),
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
  const World world = open_world(common, PackPart::ways);
  const RoutesFound found =
      find_routes(world, {args.from, args.to, asked_of(args.network), args.via, args.mode, args.alternatives,
                          args.sector, common.threads, args.goods, args.why});
  for (const auto& note : found.notes) talk(common, "note: " + note);
  if (common.json)
    print_json(found, args.goods);
  else
    print_text(NodeLabels(world, found.network), found, args);
  leave(kDone);
}

}  // namespace sogdia::tool
