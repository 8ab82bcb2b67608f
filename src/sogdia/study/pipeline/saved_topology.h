#pragma once
#include <string>

#include "sogdia/access/access_topology.h"

namespace sogdia {

// The orders of a large network's hierarchies are kept in a file beside its pack, ".NAME.access" for the
// folder NAME, since finding them takes seconds there. The file is believed only where its version, the
// network's shape_hash and its own checksum are right and it is whole; else they are found anew and it is
// replaced. Where it cannot be written, nothing is said: it saves time and no more.
inline constexpr std::size_t kWorthSaving = 200'000;  // links

AccessTopology topology_of(const std::string& world_folder, const Network& network, int threads = 0);

// The file's path; its text, and the orders that a text holds for a network. Throws Error where it is not to
// be believed.
std::string saved_orders_path(const std::string& world_folder);
std::string orders_text(const AccessOrders& orders, std::uint64_t shape);
AccessOrders read_orders(const std::string& text, std::uint64_t shape);

}  // namespace sogdia
