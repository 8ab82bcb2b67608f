#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>

#include "sogdia/access/country_cost.h"
#include "sogdia/access/link_flows.h"
#include "sogdia/access/router.h"
#include "sogdia/access/search.h"
#include "sogdia/access/zones.h"
#include "sogdia/network/build.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/world.h"

// All-places skims on the embedded pack: 480 zones, five families, base and scenario would be two of these.
//   skim/threads   the whole of skim()
//   search/family  the ways on land from one zone, and the main haul from one of its terminals
//   topology/threads  the hierarchies, once for a network
//   weigh/threads  all of them weighed anew, ten metrics
//   skim_places    2,000 places: their skim, with all goods alike (0) and by class of goods (1)
//   flows          the goods of all 5.7 million pairs put on the links
//   ten_links      ten links twice as fast: their metrics, and the skim of what that can alter
//   routes         one pair on a ready router
namespace sogdia {
namespace {

struct Pack {
  Network network;
  LinkCosts costs;
  Zones zones;
  Travel travel, by_goods;  // all goods alike; by class of goods
};

const char* folder() {
  const char* asked = std::getenv("SOGDIA_WORLD");
  return asked ? asked : SOGDIA_SOURCE_DIR "/data/world";
}

const Pack& pack() {
  static const Pack loaded = [] {
    const World world = load_world(folder());
    Pack p;
    Built built = make_network(world);
    p.network = std::move(built.network);
    p.costs = std::move(built.costs);
    p.zones = choose_zones(world.records.places, p.network);
    p.travel = base_travel(world, p.network, p.costs, {});
    const Economy economy = make_economy(world, Study().base.year);
    p.by_goods = base_travel(world, p.network, p.costs, {}, &economy);
    return p;
  }();
  return loaded;
}

const AccessTopology& topology() {
  static const AccessTopology made = make_access_topology(pack().network);
  return made;
}

void skim_all(benchmark::State& state) {
  const Pack& p = pack();
  const auto threads = static_cast<int>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(skim(p.network, topology(), p.costs, p.travel, p.zones.nodes, {}, threads));
  }
  state.counters["zones"] = static_cast<double>(p.zones.size());
  state.counters["nodes"] = static_cast<double>(p.network.node_count());
  state.counters["links"] = static_cast<double>(p.network.link_count());
}
BENCHMARK(skim_all)->Name("skim/threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void search_one(benchmark::State& state) {
  const Pack& p = pack();
  const Router router = make_router(p.network, p.costs, p.travel);
  const FamilyGraph& graph = router.graphs[static_cast<std::size_t>(state.range(0))];
  SearchTree land, haul;
  std::size_t k = 0;
  for (auto _ : state) {
    const auto origin = static_cast<std::uint32_t>(p.network.nodes.at(p.zones.nodes[k++ % p.zones.size()]));
    search_land(graph, origin, false, land);
    const auto starts = terminals(graph, graph.board, origin, land);
    if (!starts.empty()) search(*graph.weights, graph.haul, {{starts.front().vertex}}, {}, haul);
  }
  state.counters["land_arcs"] = static_cast<double>(graph.land->arcs.size());
  state.counters["haul_arcs"] = static_cast<double>(graph.haul.arcs.size());
}
BENCHMARK(search_one)->Name("search/family")->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

void build_topology(benchmark::State& state) {
  const auto threads = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(make_access_topology(pack().network, threads));
  const OrderQuality land = quality(topology().land);
  state.counters["land_edges"] = land.edges;
  state.counters["land_depth"] = land.depth;
  state.counters["land_front"] = land.front;
  state.counters["land_triangles"] = static_cast<double>(land.triangles);
  for (const auto family : {ModeFamily::sea, ModeFamily::rail, ModeFamily::air}) {
    const Topology& main = *topology().main[static_cast<std::size_t>(family)];
    const OrderQuality q = quality(main);
    const std::string name = to_string(family);
    state.counters[name + "_vertices"] = main.vertices();
    state.counters[name + "_edges"] = q.edges;
    state.counters[name + "_front"] = q.front;
    state.counters[name + "_triangles"] = static_cast<double>(q.triangles);
  }
}
BENCHMARK(build_topology)
    ->Name("topology/threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void weigh_all(benchmark::State& state) {
  const auto threads = static_cast<int>(state.range(0));
  const WeighedLinks links = weigh_links(pack().network, pack().costs, pack().travel.shipper);
  for (auto _ : state) benchmark::DoNotOptimize(weigh(topology(), links, threads));
}
BENCHMARK(weigh_all)->Name("weigh/threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void route_pairs(benchmark::State& state) {
  const Pack& p = pack();
  const Router router = make_router(p.network, p.costs, p.travel);
  std::mt19937 engine(1);
  std::uniform_int_distribution<std::size_t> zone(0, p.zones.size() - 1);
  for (auto _ : state) {
    const auto from = static_cast<std::uint32_t>(p.network.nodes.at(p.zones.nodes[zone(engine)]));
    const auto to = static_cast<std::uint32_t>(p.network.nodes.at(p.zones.nodes[zone(engine)]));
    benchmark::DoNotOptimize(routes(p.network, p.costs, router, from, to));
  }
}
BENCHMARK(route_pairs)->Name("routes")->Unit(benchmark::kMillisecond);

// The two thousand largest places of the world and fewer: all families, then the goods of all their pairs.
Index places(std::int64_t count) {
  std::vector<std::pair<double, std::string>> largest;
  static const World world = load_world(folder(), PackPart::ways);
  for (const auto& place : world.records.places)
    if (pack().network.nodes.contains(place.node)) largest.emplace_back(-place.population, place.node);
  std::sort(largest.begin(), largest.end());
  largest.resize(std::min(largest.size(), static_cast<std::size_t>(count)));
  std::vector<std::string> nodes;
  for (auto& place : largest) nodes.push_back(std::move(place.second));
  return Index(std::move(nodes));
}

void skim_places(benchmark::State& state) {
  const Pack& p = pack();
  const auto threads = static_cast<int>(state.range(1));
  const AccessMetric metric = weigh(topology(), weigh_links(p.network, p.costs, p.travel.shipper));
  const Index zones = places(state.range(0));
  const Travel& travel = state.range(2) ? p.by_goods : p.travel;
  for (auto _ : state) {
    std::optional<Skim> made = skim(p.network, topology(), metric, travel, zones, {}, nullptr, threads);
    benchmark::DoNotOptimize(made);
    state.PauseTiming();
    made.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(skim_places)
    ->Name("skim_places/places/threads/by_goods")
    ->Args({2000, 1, 0})
    ->Args({2000, 2, 0})
    ->Args({2000, 1, 1})
    ->Args({2000, 2, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void flow_places(benchmark::State& state) {
  const Pack& p = pack();
  const auto threads = static_cast<int>(state.range(1));
  const AccessMetric metric = weigh(topology(), weigh_links(p.network, p.costs, p.travel.shipper));
  const Skim ways = skim(p.network, topology(), metric, p.travel, places(state.range(0)), {.chains = true},
                         nullptr, threads);
  const OdMatrix demand(ways.zones, ways.zones, "tonnes", 1.0);
  for (auto _ : state)
    benchmark::DoNotOptimize(link_flows(p.network, topology(), metric, ways, demand, threads));
}
BENCHMARK(flow_places)
    ->Name("flows/places/threads")
    ->Args({480, 2})
    ->Args({2390, 1})
    ->Args({2390, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// Ten links twice as fast: their metrics, and the skim of what that can alter.
struct TenLinks {
  AccessMetric was = weigh(topology(), weigh_links(pack().network, pack().costs, pack().travel.shipper));
  Skim base = skim(pack().network, topology(), was, pack().travel, pack().zones.nodes, {.chains = true});
  std::vector<std::uint32_t> links;
  WeighedLinks is;

  TenLinks() {
    LinkCosts costs = pack().costs;
    std::mt19937 engine(7);
    std::uniform_int_distribution<std::uint32_t> any(
        0, static_cast<std::uint32_t>(pack().network.link_count() - 1));
    while (links.size() < 10) links.push_back(any(engine));
    for (const auto link : links) costs.hours[link] *= 0.5;
    is = weigh_links(pack().network, costs, pack().travel.shipper);
  }
};
const TenLinks& ten_links() {
  static const TenLinks made;
  return made;
}

void reweigh_links(benchmark::State& state) {
  const TenLinks& ten = ten_links();
  const auto threads = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(reweigh(topology(), ten.was, ten.is, ten.links, threads));
}
BENCHMARK(reweigh_links)
    ->Name("ten_links/reweigh/threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void skim_links(benchmark::State& state) {
  const TenLinks& ten = ten_links();
  const auto threads = static_cast<int>(state.range(0));
  const AccessMetric metric = reweigh(topology(), ten.was, ten.is, ten.links, threads);
  const Before before{ten.base, ten.links, &ten.was};
  for (auto _ : state)
    benchmark::DoNotOptimize(skim(pack().network, topology(), metric, pack().travel, pack().zones.nodes,
                                  {.chains = true}, &before, threads));
}
BENCHMARK(skim_links)
    ->Name("ten_links/skim/threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void country_pairs(benchmark::State& state) {
  const Pack& p = pack();
  const Skim s = skim(p.network, topology(), p.costs, p.travel, p.zones.nodes);
  std::vector<std::string> codes;
  for (const auto& code : p.zones.iso3) {
    if (codes.empty() || codes.back() != code) codes.push_back(code);
  }
  const Index countries(codes);
  for (auto _ : state) benchmark::DoNotOptimize(country_cost(s, p.zones, countries));
}
BENCHMARK(country_pairs)->Name("country_cost")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sogdia
