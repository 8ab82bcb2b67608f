#include "sogdia/study/places/spot_of_id.h"

#include <algorithm>

#include "sogdia/pack/columns.h"
#include "sogdia/study/places/place_matches.h"

namespace sogdia {

Spot spot_at(const World& world, const Network& network, const Stop& stop) {
  return {static_cast<std::uint32_t>(network.nodes.at(stop.node)), stop.id, stop_label(world, stop), "",
          false};
}

std::optional<Spot> spot_of_id(const World& world, const Network& network, const std::string& asked) {
  if (const auto stop = stop_of_id(world, network, asked)) return spot_at(world, network, *stop);
  if (const auto node = network.nodes.find(asked))
    return Spot{static_cast<std::uint32_t>(*node), asked,
                network.node_name[*node].empty() ? asked : network.node_name[*node], "", false};
  return std::nullopt;
}

bool is_id(const World& world, const std::string& name) {
  const auto among = [&](const auto& records) {
    return std::any_of(records.begin(), records.end(),
                       [&](const auto& record) { return record.id == name || record.node == name; });
  };
  const Records& pack = world.records;
  return among(pack.places) || among(pack.terminals) || among(pack.crossings);
}

}  // namespace sogdia
