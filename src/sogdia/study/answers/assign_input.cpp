#include "sogdia/study/answers/assign_input.h"

#include <fmt/format.h>

#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/pack/columns.h"
#include "sogdia/study/imports/link_delay.h"
#include "sogdia/study/imports/network_pack.h"

namespace sogdia {
namespace {

double factor_of(const World& world, const std::optional<double>& asked, const std::string& name) {
  const auto found = world.parameters.find("assignment." + name);
  const double factor = asked ? *asked : found == world.parameters.end() ? 0 : found->second.value;
  if (!(factor >= 0) || std::isinf(factor))
    throw Error(fmt::format("`{}` for assignment.{}", factor, name), world.folder, "give 0 or more");
  return factor;
}

// The row of the table `delays` that each link has.
std::unordered_map<std::string, std::size_t> rows_of(const Table& delays) {
  std::unordered_map<std::string, std::size_t> rows;
  const TextColumn ids(delays, "link_id");
  for (std::size_t row = 0; row < delays.rows(); ++row)
    if (!rows.emplace(ids[row], row).second)
      throw Error(fmt::format("link `{}` stands twice", ids[row]), delays.place(row), "ids are unique");
  return rows;
}

struct DelayColumns {
  explicit DelayColumns(const Table& delays)
      : table(delays),
        free_flow(amounts("free_flow_time")),
        capacity(amounts("capacity")),
        b(amounts("b")),
        power(amounts("power")),
        toll(amounts("toll")),
        length(amounts("length")) {}

  Bottleneck bottleneck(std::size_t row) const {
    if (std::isnan(free_flow[row]))
      throw Error("the link has no free flow time", table.place(row),
                  "give `free_flow_time`, or length and free_speed before the import");
    // Without a capacity nothing slows a link down.
    if (!(capacity[row] > 0)) return {free_flow[row], 0, 1, kUsualPower};
    const double extra = (std::isnan(b[row]) ? kUsualB : b[row]) * free_flow[row];
    return {free_flow[row], extra, capacity[row], std::isnan(power[row]) ? kUsualPower : power[row]};
  }

  const Table& table;
  NumberColumn free_flow, capacity, b, power, toll, length;

 private:
  NumberColumn amounts(const char* name) const {
    NumberColumn values(table, name);
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (values[row] < 0 || std::isinf(values[row]))
        throw Error(fmt::format("`{}` in column `{}`", values[row], name), table.place(row),
                    "give 0 or more");
    return values;
  }
};

}  // namespace

std::vector<Trips> trips_between(const AssignmentInput& input, const SourceTrips& trips) {
  std::vector<Trips> out;
  out.reserve(trips.trips.size());
  for (const auto& trip : trips.trips) {
    // Files write zeros for zones without links; what stays where it is takes none.
    if (trip.amount == 0 || trip.from == trip.to) continue;
    const auto node_of = [&](const std::string& zone) {
      const auto found = input.node.find(zone);
      if (found != input.node.end()) return found->second;
      std::vector<std::string> known;
      for (const auto& [name, node] : input.node) known.push_back(name);
      throw Error(fmt::format("trips of zone `{}`, which the network lacks or no link joins", zone),
                  trips.place(trip), nearest_hint(zone, known));
    };
    out.push_back({node_of(trip.from), node_of(trip.to), trip.amount});
  }
  return out;
}

AssignmentInput input_of_delays(const World& world, const AssignAsked& asked) {
  const Table &nodes = world.table("nodes"), &links = world.table("links"), &places = world.table("places"),
              &delays = world.table("delays");
  const double toll_factor = factor_of(world, asked.toll_factor, "toll_factor"),
               length_factor = factor_of(world, asked.length_factor, "length_factor");
  AssignmentInput input;
  AssignmentNetwork& network = input.network;
  std::unordered_map<std::string, std::uint32_t> position;
  const TextColumn node_id(nodes, "node_id"), node_type(nodes, "node_type");
  for (std::size_t n = 0; n < nodes.rows(); ++n) {
    position.emplace(node_id[n], static_cast<std::uint32_t>(n));
    network.nodes.push_back(node_id[n]);
    network.end_only.push_back(node_type[n] == "zone");
  }
  const auto position_of = [&](const Table& table, std::size_t row, const std::string& id) {
    const auto found = position.find(id);
    if (found == position.end()) throw Error(fmt::format("unknown node `{}`", id), table.place(row), "");
    return found->second;
  };
  const TextColumn ids(links, "link_id"), from(links, "from_node_id"), to(links, "to_node_id"),
      status(links, "status");
  const WholeColumn directed(links, "directed", 0);
  const DelayColumns columns(delays);
  const auto rows = rows_of(delays);
  for (std::size_t link = 0; link < links.rows(); ++link) {
    const auto found = rows.find(ids[link]);
    if (found == rows.end() || status[link] != "open") continue;
    const std::size_t row = found->second;
    const Bottleneck bottleneck = columns.bottleneck(row);
    const auto paid = [](double amount, double factor) { return std::isnan(amount) ? 0 : amount * factor; };
    const double fixed = paid(columns.toll[row], toll_factor) + paid(columns.length[row], length_factor);
    const auto add = [&](std::uint32_t tail, std::uint32_t head) {
      network.tail.push_back(tail), network.head.push_back(head);
      network.fixed.push_back(fixed);
      network.bottleneck.push_back(static_cast<std::uint32_t>(network.bottlenecks.size()));
      network.bottlenecks.push_back(bottleneck);
      input.link.push_back(ids[link]);
      input.fixed_time.push_back(0);
      input.capacity.push_back(columns.capacity[row] > 0 ? columns.capacity[row] : std::nan(""));
    };
    const auto a = position_of(links, link, from[link]), b = position_of(links, link, to[link]);
    add(a, b);
    if (directed[link] == 0) add(b, a);
  }
  const TextColumn zone(places, "place_id"), at(places, "node_id");
  for (std::size_t row = 0; row < places.rows(); ++row)
    input.node.emplace(zone[row], position_of(places, row, at[row]));
  return input;
}

AssignmentInput assignment_input(const World& world, const AssignAsked& asked) {
  const bool own = world.find("delays");
  if (!own && asked.capacities.empty())
    throw Error("the world pack has no capacities", world.folder,
                "give those of terminals, passages, borders or links in a file of `capacities`, or import a "
                "network that has them");
  if (own && !asked.capacities.empty())
    throw Error("the network has capacities of its own", asked.capacities, "leave the file out");
  return own ? input_of_delays(world, asked) : input_of_capacities(world, asked);
}

World world_of_source(const std::string& from, std::vector<std::string>& notes) {
  SourceNetwork network = read_source_network(from);
  // Units and what a pack makes of trade, borders and maps bear on no flow: no notes of them.
  const auto read = network.notes;
  settle_units(network, {});
  network.notes = read;
  settle_delays(network);
  NetworkPack pack = make_network_pack(network, {}, {});
  if (!pack.capacities)
    throw Error("no link of the network has a capacity", from, "`assign` needs what slows links down");
  notes = network.notes;
  World world;
  world.folder = from;
  for (auto& table : pack.tables) {
    std::string name = table.name;
    world.tables.emplace(std::move(name), std::move(table));
  }
  world.parameters["assignment.toll_factor"].value = network.toll_factor;
  world.parameters["assignment.length_factor"].value = network.length_factor;
  return world;
}

Table flow_table(const AssignmentInput& input, const Assignment& found) {
  const AssignmentNetwork& network = input.network;
  std::vector<std::string> from, to;
  std::vector<double> time, full;
  for (std::size_t a = 0; a < network.tail.size(); ++a) {
    from.push_back(network.nodes[network.tail[a]]);
    to.push_back(network.nodes[network.head[a]]);
    const std::uint32_t k = network.bottleneck[a];
    time.push_back(input.fixed_time[a] + (found.cost[a] - network.fixed[a]) / input.cost_of_time);
    full.push_back(found.volume[k] / input.capacity[k]);
  }
  Table table;
  table.name = "flows";
  table.add("link_id", input.link).add("from", from).add("to", to).add("flow", found.flow);
  table.add("time", time).add("cost", found.cost).add("volume_over_capacity", full);
  return table;
}

}  // namespace sogdia
