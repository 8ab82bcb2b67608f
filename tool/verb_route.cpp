#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "network_of.h"
#include "sogdia/access/router.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/gazetteer.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// A node's own name, or the place that it lies nearest to: junctions have no names.
class Labels {
 public:
  Labels(const World& world, const Network& network) : network_(network), places_(world.table("places")) {
    lon_ = places_.numbers("lon");
    lat_ = places_.numbers("lat");
  }

  std::string of(std::uint32_t node) const {
    const std::string& name = network_.node_name[node];
    if (!name.empty()) return name;
    double best = std::numeric_limits<double>::infinity();
    std::size_t nearest = 0;
    const double shrink = std::cos(network_.lat[node] * 3.14159265358979 / 180);
    for (std::size_t row = 0; row < lon_.size(); ++row) {
      const double x = (lon_[row] - network_.lon[node]) * shrink, y = lat_[row] - network_.lat[node];
      if (x * x + y * y >= best) continue;
      best = x * x + y * y;
      nearest = row;
    }
    return std::isfinite(best) ? "near " + places_.text("name")[nearest] : network_.nodes[node];
  }

 private:
  const Network& network_;
  const Table& places_;
  std::vector<double> lon_, lat_;
};

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "none" : text;
}

void print_json(const Network& network, const Spot& from, const Spot& to, const std::vector<Route>& found,
                const std::vector<std::string>& notes) {
  nlohmann::ordered_json out = {
      {"from", from.id}, {"to", to.id}, {"routes", nlohmann::ordered_json::array()}};
  for (const auto& route : found) {
    nlohmann::ordered_json entry = {
        {"family", to_string(route.family)},      {"share", route.share}, {"hours", route.hours},
        {"usd_per_tonne", route.usd_per_tonne},   {"km", route.km},       {"ad_valorem_cost", route.cost},
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

void print_text(const Labels& labels, const Spot& from, const Spot& to, const std::vector<Route>& found) {
  std::string out = fmt::format("{} to {}\n", from.label, to.label);
  if (found.empty()) out += "\nno way by any mode\n";
  for (const auto& route : found) {
    out += fmt::format("\n{}: {}, {} USD a tonne, {} km, share {:.0f} %\n", to_string(route.family),
                       days(route.hours), thousands(route.usd_per_tonne), thousands(route.km),
                       route.share * 100);
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
  std::vector<std::string> notes;
  const auto [network, base, costs] = network_of(world, args.network, notes);
  const Gazetteer gazetteer(world, network);
  const Spot from = gazetteer.find(args.from), to = gazetteer.find(args.to);
  for (const auto* spot : {&from, &to}) {
    if (!spot->note.empty()) notes.push_back(spot->note);
  }
  for (const auto& note : notes) talk(common, "note: " + note);
  const Travel travel = make_travel(network, base, make_shipper(world, args.sector));
  const Router router = make_router(network, costs, travel, common.threads);
  const auto found = routes(network, costs, router, from.node, to.node);
  if (common.json)
    print_json(network, from, to, found, notes);
  else
    print_text(Labels(world, network), from, to, found);
  return 0;
}

}  // namespace sogdia::tool
