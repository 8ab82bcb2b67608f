// Sogdia's access engine on a graph folder (graph_folder.h).
//   bench_access_matrix FOLDER MATRIX THREADS
#include "graph_folder.h"
#include "sogdia/access/hierarchy/order.h"
#include "sogdia/access/hierarchy/sweep.h"

int main(int argc, char** argv) {
  using namespace sogdia;
  if (argc != 4) return std::fputs("bench_access_matrix FOLDER MATRIX THREADS\n", stderr), 2;
  bench::GraphFolder folder = bench::read_graph(argv[1]);
  const int threads = std::atoi(argv[3]);
  ArcGraph graph{folder.nodes(), {}, std::move(folder.head)};
  for (std::uint32_t v = 0; v < graph.vertices; ++v)
    graph.tail.insert(graph.tail.end(), folder.first_out[v + 1] - folder.first_out[v], v);
  const Positions positions{{folder.lon.begin(), folder.lon.end()}, {folder.lat.begin(), folder.lat.end()}};

  Topology topology;
  const double order_s =
      bench::quickest(1, [&] { topology = make_topology(graph, nested_dissection(graph, positions)); });
  Metric<std::uint32_t> metric;
  const double customize_s =
      bench::quickest(5, [&] { metric = customize<std::uint32_t>(topology, {folder.weight}, threads); });
  std::vector<std::uint32_t> matrix(folder.sources.size() * folder.targets.size());
  const double matrix_s = bench::quickest(
      3, [&] { weight_matrix(topology, metric, folder.sources, folder.targets, threads, matrix.data()); });
  bench::write_array(argv[2], matrix);
  bench::print_times(order_s, customize_s, matrix_s, folder.sources.size(), matrix);
}
