#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "sogdia/access/hierarchy/order.h"
#include "sogdia/access/hierarchy/query.h"
#include "sogdia/access/hierarchy/sweep.h"

namespace sogdia::hierarchy_test {

using Weights = std::vector<std::uint32_t>;

// A random directed graph with loops, parallel arcs, closed arcs and arcs of no weight; sometimes in pieces,
// sometimes dense, with positions or without.
struct RandomGraph {
  ArcGraph graph;
  Positions positions;
  Weights weight;
};

RandomGraph random_graph() {
  RandomGraph made;
  made.graph.vertices = *rc::gen::inRange<std::uint32_t>(1, 60);
  const auto arcs = *rc::gen::inRange<std::size_t>(0, 4 * made.graph.vertices);
  for (std::size_t a = 0; a < arcs; ++a) {
    made.graph.tail.push_back(*rc::gen::inRange<std::uint32_t>(0, made.graph.vertices));
    made.graph.head.push_back(*rc::gen::inRange<std::uint32_t>(0, made.graph.vertices));
    made.weight.push_back(
        *rc::gen::weightedElement<std::uint32_t>({{1, kNoWay<std::uint32_t>},
                                                  {1, 0},
                                                  {3, *rc::gen::inRange<std::uint32_t>(1, 5)},
                                                  {3, *rc::gen::inRange<std::uint32_t>(1, 1000)}}));
  }
  if (*rc::gen::arbitrary<bool>()) {
    for (std::uint32_t v = 0; v < made.graph.vertices; ++v) {
      made.positions.lon.push_back(*rc::gen::inRange(-180, 180));
      made.positions.lat.push_back(*rc::gen::inRange(-90, 90));
    }
  }
  return made;
}

// Floyd and Warshall.
std::vector<std::uint32_t> all_pairs(const ArcGraph& graph, const Weights& weight) {
  const std::size_t n = graph.vertices;
  std::vector<std::uint32_t> least(n * n, kNoWay<std::uint32_t>);
  for (std::size_t v = 0; v < n; ++v) least[v * n + v] = 0;
  for (std::size_t a = 0; a < graph.arcs(); ++a) {
    auto& known = least[graph.tail[a] * n + graph.head[a]];
    known = std::min(known, weight[a]);
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j)
        least[i * n + j] = std::min(least[i * n + j], least[i * n + k] + least[k * n + j]);
    }
  }
  return least;
}

std::vector<std::uint32_t> all_vertices(const ArcGraph& graph) {
  std::vector<std::uint32_t> all(graph.vertices);
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

RC_GTEST_PROP(Hierarchy, an_order_holds_every_vertex_once, ()) {
  const RandomGraph random = random_graph();
  auto order = nested_dissection(random.graph, random.positions);
  std::sort(order.begin(), order.end());
  RC_ASSERT(order == all_vertices(random.graph));
}

RC_GTEST_PROP(Hierarchy, sweeps_find_what_floyd_and_warshall_find, ()) {
  const RandomGraph random = random_graph();
  const Topology topology = make_topology(random.graph, nested_dissection(random.graph, random.positions));
  const auto metric = customize<std::uint32_t>(topology, {random.weight});
  const auto all = all_vertices(random.graph);
  RC_ASSERT(weight_matrix(topology, metric, all, all) == all_pairs(random.graph, random.weight));
}

// Any order will do for the answer; a good one is only faster.
RC_GTEST_PROP(Hierarchy, the_order_does_not_matter_to_the_answer, ()) {
  const RandomGraph random = random_graph();
  const auto all = all_vertices(random.graph);
  const Topology plain = make_topology(random.graph, all);
  const auto metric = customize<std::uint32_t>(plain, {random.weight}, 3);
  RC_ASSERT(weight_matrix(plain, metric, all, all, 3) == all_pairs(random.graph, random.weight));
}

RC_GTEST_PROP(Hierarchy, a_query_and_its_way_weigh_the_same, ()) {
  const RandomGraph random = random_graph();
  const Topology topology = make_topology(random.graph, nested_dissection(random.graph, random.positions));
  const ArcWeights<std::uint32_t> arcs{random.weight};
  const auto metric = customize(topology, arcs);
  const auto least = all_pairs(random.graph, random.weight);
  Query<std::uint32_t> query(topology, metric);
  for (std::uint32_t s = 0; s < random.graph.vertices; ++s) {
    for (std::uint32_t t = 0; t < random.graph.vertices; ++t) {
      const std::uint32_t weight = query.weight(s, t);
      RC_ASSERT(weight == least[s * random.graph.vertices + t]);
      if (weight == kNoWay<std::uint32_t>) continue;
      std::uint32_t at = s, sum = 0;
      for (const auto arc : query.way(arcs)) {
        RC_ASSERT(random.graph.tail[arc] == at);
        at = random.graph.head[arc];
        sum += random.weight[arc];
      }
      RC_ASSERT(at == t);
      RC_ASSERT(sum == weight);
    }
  }
}

RC_GTEST_PROP(Hierarchy, a_metric_changed_in_part_is_the_metric_made_anew, ()) {
  const RandomGraph random = random_graph();
  const Topology topology = make_topology(random.graph, nested_dissection(random.graph, random.positions));
  std::vector<double> weight(random.weight.begin(), random.weight.end());
  std::vector<Carried> carried;
  for (const double w : weight) carried.push_back({w, 1, 2 * w});
  for (double& w : weight) w = w < kNoWay<std::uint32_t> ? w : kNoWay<double>;
  auto metric = customize<double>(topology, {weight, &carried});
  std::vector<std::uint32_t> changed;
  for (std::uint32_t a = 0; a < random.graph.arcs(); ++a) {
    if (*rc::gen::inRange(0, 6) != 0) continue;
    weight[a] = *rc::gen::element(kNoWay<double>, 0.0, 1.0, 700.0);
    carried[a].hours = *rc::gen::inRange(0, 9);
    changed.push_back(a);
  }
  recustomize<double>(topology, {weight, &carried}, changed, metric);
  const auto anew = customize<double>(topology, {weight, &carried});
  RC_ASSERT(metric.via_up == anew.via_up);
  RC_ASSERT(metric.via_down == anew.via_down);
  for (std::uint32_t e = 0; e < topology.edges(); ++e) {
    RC_ASSERT(metric.weight[e].up == anew.weight[e].up);
    RC_ASSERT(metric.weight[e].down == anew.weight[e].down);
    if (anew.weight[e].up < kNoWay<double>) RC_ASSERT(metric.carried_up[e].hours == anew.carried_up[e].hours);
    if (anew.weight[e].down < kNoWay<double>) RC_ASSERT(metric.carried_down[e].km == anew.carried_down[e].km);
  }
}

RC_GTEST_PROP(Hierarchy, threads_do_not_change_a_bit, ()) {
  const RandomGraph random = random_graph();
  const Topology topology = make_topology(random.graph, nested_dissection(random.graph, random.positions));
  std::vector<double> weight;
  std::vector<Carried> carried;
  for (const auto w : random.weight) {
    weight.push_back(w < kNoWay<std::uint32_t> ? 0.1 * w : kNoWay<double>);
    carried.push_back({0.3 * w, 0, 0});
  }
  const auto one = customize<double>(topology, {weight, &carried}, 1);
  const auto all = all_vertices(random.graph);
  const auto matrix = weight_matrix(topology, one, all, all, 1);
  for (const int threads : {2, 3, 8}) {
    const auto many = customize<double>(topology, {weight, &carried}, threads);
    RC_ASSERT(many.via_up == one.via_up);
    RC_ASSERT(weight_matrix(topology, many, all, all, threads) == matrix);
    for (std::uint32_t e = 0; e < topology.edges(); ++e) {
      if (one.weight[e].up < kNoWay<double>) RC_ASSERT(many.carried_up[e].hours == one.carried_up[e].hours);
    }
  }
}

// A chain of n must not make a tree of depth n.
TEST(Hierarchy, a_chain_is_eliminated_from_every_other_vertex) {
  ArcGraph chain{4096, {}, {}};
  for (std::uint32_t v = 0; v + 1 < chain.vertices; ++v) {
    chain.tail.push_back(v);
    chain.head.push_back(v + 1);
  }
  const OrderQuality q = quality(make_topology(chain, nested_dissection(chain, {})));
  EXPECT_LE(q.depth, 30u);
  EXPECT_LE(q.front, 2u);
}

// A column of a grid of 9 x 27 parts it, and nothing smaller does: the front holds it and what it cuts off.
TEST(Hierarchy, a_grid_is_parted_along_its_short_way) {
  ArcGraph grid{27 * 9, {}, {}};
  for (std::uint32_t r = 0; r < 9; ++r) {
    for (std::uint32_t c = 0; c < 27; ++c) {
      const std::uint32_t v = 27 * r + c;
      if (c + 1 < 27) grid.tail.push_back(v), grid.head.push_back(v + 1);
      if (r + 1 < 9) grid.tail.push_back(v), grid.head.push_back(v + 27);
    }
  }
  const OrderQuality q = quality(make_topology(grid, nested_dissection(grid, {})));
  EXPECT_LE(q.front, 24u);
  EXPECT_LE(q.edges, 2000u);
}

template <class T>
std::vector<T> read_array(const std::filesystem::path& path) {
  std::vector<T> values(std::filesystem::file_size(path) / sizeof(T));
  std::ifstream(path, std::ios::binary)
      .read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
  return values;
}

// RoutingKit's test data: 100,000 queries with the answers of its own Dijkstra, in two metrics.
TEST(Hierarchy, luxembourg_has_the_answers_of_routingkit) {
  const char* validation = std::getenv("SOGDIA_VALIDATION");
  const std::filesystem::path folder =
      std::filesystem::path(validation ? validation : SOGDIA_SOURCE_DIR "/../shared/validation") /
      "network/luxembourg";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const std::string prefix = (folder / "luxembourg_").string();
  const auto first = read_array<std::uint32_t>(prefix + "first_out");
  const auto lon = read_array<float>(prefix + "longitude"), lat = read_array<float>(prefix + "latitude");
  ArcGraph graph{
      static_cast<std::uint32_t>(first.size() - 1), {}, read_array<std::uint32_t>(prefix + "head")};
  for (std::uint32_t v = 0; v < graph.vertices; ++v)
    graph.tail.insert(graph.tail.end(), first[v + 1] - first[v], v);
  const Positions positions{{lon.begin(), lon.end()}, {lat.begin(), lat.end()}};
  const Topology topology = make_topology(graph, nested_dissection(graph, positions));
  // The order that comes with the data leaves 242,026 edges and a depth of 157.
  const OrderQuality q = quality(topology);
  EXPECT_LT(q.edges, 242026u);
  EXPECT_LT(q.depth, 200u);

  const auto from = read_array<std::uint32_t>(prefix + "source_node"),
             to = read_array<std::uint32_t>(prefix + "target_node");
  for (const std::string name : {"travel_time", "geo_distance"}) {
    const auto weight = read_array<std::uint32_t>(prefix + name);
    const auto answers = read_array<std::uint32_t>(prefix + "query_reference_" + name + "_length");
    ASSERT_EQ(answers.size(), 100000u);
    const auto metric = customize<std::uint32_t>(topology, {weight}, 2);
    Query<std::uint32_t> query(topology, metric);
    std::size_t wrong = 0;
    for (std::size_t k = 0; k < answers.size(); ++k) wrong += query.weight(from[k], to[k]) != answers[k];
    EXPECT_EQ(wrong, 0u) << name;
    const std::vector<std::uint32_t> some(from.begin(), from.begin() + 1000),
        others(to.begin(), to.begin() + 1000);
    const auto matrix = weight_matrix(topology, metric, some, others, 2);
    for (std::size_t k = 0; k < some.size(); ++k) EXPECT_EQ(matrix[k * some.size() + k], answers[k]);
  }
}

}  // namespace sogdia::hierarchy_test
