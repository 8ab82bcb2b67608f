// The reference: Dijkstra with a binary heap from some of the sources, spread evenly over them, to all
// targets.
//   bench_access_dijkstra FOLDER MATRIX THREADS ROWS
#include <algorithm>
#include <queue>
#include <thread>

#include "graph_folder.h"

namespace {

using bench::kUnreachable;

void search(const bench::GraphFolder& graph, std::uint32_t source, std::vector<std::uint32_t>& distance) {
  using Entry = std::pair<std::uint32_t, std::uint32_t>;  // distance, node
  std::fill(distance.begin(), distance.end(), kUnreachable);
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  distance[source] = 0;
  queue.push({0, source});
  while (!queue.empty()) {
    const auto [so_far, node] = queue.top();
    queue.pop();
    if (so_far > distance[node]) continue;
    for (std::uint32_t a = graph.first_out[node]; a < graph.first_out[node + 1]; ++a) {
      const std::uint64_t next = std::uint64_t{so_far} + graph.weight[a];
      if (next >= distance[graph.head[a]]) continue;
      distance[graph.head[a]] = static_cast<std::uint32_t>(next);
      queue.push({static_cast<std::uint32_t>(next), graph.head[a]});
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::fputs("bench_access_dijkstra FOLDER MATRIX THREADS ROWS\n", stderr), 2;
  const bench::GraphFolder graph = bench::read_graph(argv[1]);
  const auto threads = static_cast<std::size_t>(std::atoi(argv[3]));
  const std::size_t rows = std::min(static_cast<std::size_t>(std::atoi(argv[4])), graph.sources.size());
  const std::size_t columns = graph.targets.size();
  std::vector<std::uint32_t> matrix(rows * columns);
  const auto some = [&](std::size_t first) {
    std::vector<std::uint32_t> distance(graph.nodes());
    for (std::size_t r = first; r < rows; r += threads) {
      search(graph, graph.sources[r], distance);
      for (std::size_t c = 0; c < columns; ++c) matrix[r * columns + c] = distance[graph.targets[c]];
    }
  };
  const double seconds = bench::quickest(1, [&] {
    std::vector<std::thread> workers;
    for (std::size_t t = 1; t < threads; ++t) workers.emplace_back(some, t);
    some(0);
    for (std::thread& worker : workers) worker.join();
  });
  bench::write_array(argv[2], matrix);
  bench::print_times(0, 0, seconds, rows, matrix);
}
