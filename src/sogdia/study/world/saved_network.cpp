#include "sogdia/study/world/saved_network.h"

#include <string_view>
#include <type_traits>
#include <utility>

#include "sogdia/core/error.h"

namespace sogdia {

namespace {

constexpr std::string_view kNetworkMark = "SGDNET01";
constexpr std::size_t kLinksWorthSaving = 10'000;

// All that a network and its costs hold, in one order for writing and reading.
template <class Of, class See>
void each_part(Of& built, const See& see) {
  auto& [net, costs] = built;
  see(net.nodes), see(net.node_name), see(net.lon), see(net.lat), see(net.node_type), see(net.country);
  see(net.countries);
  see(net.links), see(net.from), see(net.to), see(net.directed), see(net.mode), see(net.length_km);
  see(net.passage), see(net.crossing), see(net.terminal), see(net.project), see(net.gauge_break);
  see(net.opened_year), see(net.capacity), see(net.waters);
  see(net.passages), see(net.crossings), see(net.crossing_pair), see(net.crossing_name);
  see(net.terminals), see(net.terminal_kind), see(net.terminal_name), see(net.projects);
  see(costs.hours), see(costs.usd_per_tonne), see(costs.stop_hours), see(costs.stop_usd);
  see(costs.closed_by), see(costs.built_projects);
}

}  // namespace

SavedNetwork::SavedNetwork(const std::string& path, std::uint64_t source)
    : file(path), reader(file.text(), kNetworkMark, source) {}

std::uint64_t network_source(const std::vector<std::string>& files) {
  std::uint64_t hash = SOGDIA_NETWORK_MARK;
  try {
    for (const auto& file : files) hash = content_hash(MappedFile(file).text(), hash);
  } catch (const Error&) {
    return 0;
  }
  return hash;
}

std::string saved_network_path(const std::string& world_folder) {
  return path_beside(world_folder, "network");
}

std::string network_text(const Built& built, std::uint64_t source) {
  SavedWriter writer(kNetworkMark, source);
  each_part(built, [&](const auto& part) {
    if constexpr (std::is_same_v<std::decay_t<decltype(part)>, Index>)
      writer.put(part.labels());
    else
      writer.put(part);
  });
  return std::move(writer).text();
}

std::shared_ptr<const SavedNetwork> open_saved_network(const std::string& path, std::uint64_t source) {
  if (source == 0) return nullptr;
  try {
    return std::make_shared<const SavedNetwork>(path, source);
  } catch (const Error&) {
    return nullptr;
  }
}

Built read_network(SavedReader reader) {
  Built built;
  each_part(built, [&](auto& part) {
    if constexpr (std::is_same_v<std::decay_t<decltype(part)>, Index>) {
      std::vector<std::string> labels;
      reader.take(labels);
      part = Index(std::move(labels));
    } else {
      reader.take(part);
    }
  });
  reader.require_end();
  return built;
}

void save_network(const std::string& path, const Built& built, std::uint64_t source) {
  if (source == 0 || built.network.link_count() < kLinksWorthSaving) return;
  try {
    write_file(path, network_text(built, source));
  } catch (const Error&) {
    // A folder that may not be written to is no reason to stop.
  }
}

}  // namespace sogdia
