// A world pack's network as a graph folder (see graph_folder.h): the open links that a family may use, or all
// of them, with the generalized cost of general cargo in hundredths of a USD a tonne, at least one.
//   bench_access_graph WORLD FOLDER sea|rail|road|air|all PLACES
// Rows and columns are the PLACES most populous places that have such a link. Of parallel arcs the cheapest
// stays.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <tuple>

#include "graph_folder.h"
#include "sogdia/access/travel.h"
#include "sogdia/core/error.h"
#include "sogdia/network/build.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/world.h"

namespace {

using namespace sogdia;

bool may_use(const std::string& family, Mode mode) {
  switch (mode) {
    case Mode::transfer:
    case Mode::road:
      return true;
    case Mode::ferry:
      return family != "air";
    case Mode::rail:
      return family == "sea" || family == "rail" || family == "all";
    case Mode::sea:
    case Mode::inland_water:
      return family == "sea" || family == "all";
    case Mode::air:
      return family == "air" || family == "all";
    case Mode::oil_pipeline:
    case Mode::gas_pipeline:
      return false;  // no general cargo
  }
  return false;
}

struct LooseArc {
  std::uint32_t tail, head, weight;
};

std::vector<LooseArc> arcs_of(const Network& network, const LinkCosts& costs, const Shipper& shipper,
                              const std::string& family) {
  const std::vector<double> cost = generalized_cost(costs, shipper);
  std::vector<LooseArc> arcs;
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (!costs.open(l) || !may_use(family, network.mode[l]) || network.from[l] == network.to[l]) continue;
    const auto weight =
        static_cast<std::uint32_t>(std::max(1.0, std::round(cost[l] * shipper.usd_per_tonne_value * 100.0)));
    arcs.push_back({network.from[l], network.to[l], weight});
    if (!network.directed[l]) arcs.push_back({network.to[l], network.from[l], weight});
  }
  const auto key = [](const LooseArc& a) { return std::tuple(a.tail, a.head, a.weight); };
  std::sort(arcs.begin(), arcs.end(), [&](const LooseArc& a, const LooseArc& b) { return key(a) < key(b); });
  const auto same = [](const LooseArc& a, const LooseArc& b) { return a.tail == b.tail && a.head == b.head; };
  arcs.erase(std::unique(arcs.begin(), arcs.end(), same), arcs.end());
  return arcs;
}

// Nodes of the most populous places, largest first, among those that an arc leaves.
std::vector<std::uint32_t> largest_places(const World& world, const Network& network,
                                          const std::vector<std::uint32_t>& vertex, std::size_t count) {
  std::vector<const Place*> places;
  for (const Place& place : world.records.places) places.push_back(&place);
  const auto people = [](const Place* place) {
    return std::isnan(place->population) ? 0.0 : place->population;
  };
  std::stable_sort(places.begin(), places.end(),
                   [&](const Place* a, const Place* b) { return people(a) > people(b); });
  std::vector<std::uint32_t> found;
  for (const Place* place : places) {
    const auto at = network.nodes.find(place->node);
    if (at && vertex[*at] != bench::kUnreachable && found.size() < count) found.push_back(vertex[*at]);
  }
  return found;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5)
    return std::fputs("bench_access_graph WORLD FOLDER sea|rail|road|air|all PLACES\n", stderr), 2;
  const World world = load_world(argv[1]);
  const Built built = make_network(world);
  const Network& network = built.network;
  const Travel travel = base_travel(world, network, built.costs, {});
  const std::vector<LooseArc> arcs = arcs_of(network, built.costs, travel.shipper, argv[3]);

  std::vector<std::uint32_t> vertex(network.node_count(), bench::kUnreachable);
  for (const LooseArc& arc : arcs) vertex[arc.tail] = vertex[arc.head] = 0;
  bench::GraphFolder graph;
  std::uint32_t next = 0;
  for (std::size_t n = 0; n < vertex.size(); ++n) {
    if (vertex[n] == bench::kUnreachable) continue;
    vertex[n] = next++;
    graph.lat.push_back(static_cast<float>(network.lat[n]));
    graph.lon.push_back(static_cast<float>(network.lon[n]));
  }
  graph.first_out.assign(next + 1, 0);
  for (const LooseArc& arc : arcs) {
    ++graph.first_out[vertex[arc.tail] + 1];
    graph.head.push_back(vertex[arc.head]);
    graph.weight.push_back(arc.weight);
  }
  std::partial_sum(graph.first_out.begin(), graph.first_out.end(), graph.first_out.begin());
  graph.sources = graph.targets = largest_places(world, network, vertex, std::strtoul(argv[4], nullptr, 10));
  const std::string folder = argv[2];
  std::filesystem::create_directories(folder);
  bench::write_array(folder + "/first_out", graph.first_out);
  bench::write_array(folder + "/head", graph.head);
  bench::write_array(folder + "/weight", graph.weight);
  bench::write_array(folder + "/lat", graph.lat);
  bench::write_array(folder + "/lon", graph.lon);
  bench::write_array(folder + "/sources", graph.sources);
  bench::write_array(folder + "/targets", graph.targets);
  std::printf("{\"nodes\": %u, \"arcs\": %zu, \"places\": %zu}\n", next, arcs.size(), graph.sources.size());
} catch (const sogdia::Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.where.c_str(), error.what());
  return 1;
}
