#include "sogdia/study/pipeline/find_routes.h"

#include <cmath>
#include <limits>

#include "sogdia/study/pipeline/base.h"

namespace sogdia {

RoutesFound find_routes(const World& world, const std::string& from, const std::string& to,
                        const NetworkAsked& asked, const std::string& sector, int threads) {
  RoutesFound found;
  auto [network, base, costs] = find_network(world, asked, found.notes);
  found.network = std::move(network);
  const Gazetteer gazetteer(world, found.network);
  found.from = gazetteer.find(from);
  found.to = gazetteer.find(to);
  for (const auto* spot : {&found.from, &found.to}) {
    if (!spot->note.empty()) found.notes.push_back(spot->note);
  }
  const Travel travel = base_travel(world, found.network, base, sector);
  const Router router = make_router(found.network, costs, travel, threads);
  found.routes = routes(found.network, costs, router, found.from.node, found.to.node);
  return found;
}

NodeLabels::NodeLabels(const World& world, const Network& network)
    : network_(network), places_(world.table("places")) {
  lon_ = places_.numbers("lon");
  lat_ = places_.numbers("lat");
}

std::string NodeLabels::of(std::uint32_t node) const {
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

}  // namespace sogdia
