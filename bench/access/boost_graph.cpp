// Boost.Graph: dijkstra_shortest_paths_no_color_map on a compressed_sparse_row_graph, sources shared out over
// the threads. Stops after SECONDS and prints how many rows it came to.
//   bench_access_boost FOLDER MATRIX THREADS SECONDS
#include <atomic>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/range/iterator_range.hpp>
#include <thread>

#include "graph_folder.h"

namespace {

struct Road {
  std::uint32_t weight;
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Road,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::fputs("bench_access_boost FOLDER MATRIX THREADS SECONDS\n", stderr), 2;
  const bench::GraphFolder folder = bench::read_graph(argv[1]);
  const int threads = std::atoi(argv[3]);
  const double limit = std::atof(argv[4]);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  ends.reserve(folder.head.size());
  for (std::uint32_t v = 0; v < folder.nodes(); ++v)
    for (std::uint32_t a = folder.first_out[v]; a < folder.first_out[v + 1]; ++a)
      ends.emplace_back(v, folder.head[a]);
  Graph graph;
  const double order_s = bench::quickest(
      1, [&] { graph = Graph(boost::edges_are_sorted, ends.begin(), ends.end(), folder.nodes()); });
  const double customize_s = bench::quickest(3, [&] {
    std::size_t a = 0;
    for (const auto& edge : boost::make_iterator_range(boost::edges(graph)))
      graph[edge].weight = folder.weight[a++];
  });

  const std::size_t columns = folder.targets.size();
  std::vector<std::uint32_t> matrix(folder.sources.size() * columns, bench::kUnreachable);
  std::atomic<std::size_t> next{0};
  const auto start = std::chrono::steady_clock::now();
  const auto some = [&] {
    std::vector<std::uint32_t> distance(folder.nodes());
    const auto index = boost::get(boost::vertex_index, graph);
    while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < limit) {
      const std::size_t r = next++;
      if (r >= folder.sources.size()) break;
      boost::dijkstra_shortest_paths_no_color_map(
          graph, folder.sources[r],
          boost::weight_map(boost::get(&Road::weight, graph))
              .distance_map(boost::make_iterator_property_map(distance.begin(), index))
              .distance_inf(bench::kUnreachable));
      for (std::size_t c = 0; c < columns; ++c) matrix[r * columns + c] = distance[folder.targets[c]];
    }
  };
  const double matrix_s = bench::quickest(1, [&] {
    std::vector<std::thread> workers;
    for (int t = 1; t < threads; ++t) workers.emplace_back(some);
    some();
    for (std::thread& worker : workers) worker.join();
  });
  const std::size_t rows = std::min(next.load(), folder.sources.size());
  matrix.resize(rows * columns);
  bench::write_array(argv[2], matrix);
  bench::print_times(order_s, customize_s, matrix_s, rows, matrix);
}
