#include "sogdia/study/pipeline/saved_topology.h"

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/saved_file.h"

namespace sogdia {
namespace {

// Changes with whatever changes the orders that are found.
constexpr std::string_view kOrdersMark = "SGDORD02";

}  // namespace

std::string saved_orders_path(const std::string& world_folder) { return path_beside(world_folder, "access"); }

std::string orders_text(const AccessOrders& orders, std::uint64_t shape) {
  SavedWriter writer(kOrdersMark, shape);
  writer.put(orders.land);
  for (const auto& main : orders.main) writer.put(main);
  return std::move(writer).text();
}

AccessOrders read_orders(const std::string& text, std::uint64_t shape) {
  SavedReader reader(text, kOrdersMark, shape);
  AccessOrders orders;
  reader.take(orders.land);
  for (auto& main : orders.main) reader.take(main);
  reader.require_end();
  return orders;
}

AccessTopology topology_of(const std::string& world_folder, const Network& network, int threads) {
  if (network.link_count() < kWorthSaving) return make_access_topology(network, threads);
  const std::string path = saved_orders_path(world_folder);
  const std::uint64_t shape = shape_hash(network);
  try {
    const AccessOrders orders = read_orders(read_file(path), shape);
    return make_access_topology(network, threads, &orders);
  } catch (const Error&) {
    // Then they are found anew.
  }
  AccessTopology topology = make_access_topology(network, threads);
  try {
    write_file(path, orders_text(orders_of(topology), shape));
  } catch (const Error&) {
    // A folder that may not be written to is no reason to stop.
  }
  return topology;
}

}  // namespace sogdia
