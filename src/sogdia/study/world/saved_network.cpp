#include "sogdia/study/world/saved_network.h"

#include <string_view>
#include <type_traits>
#include <utility>

#include "sogdia/core/error.h"

namespace sogdia {

namespace {

constexpr std::string_view kNetworkMark = "SGDNET01";
constexpr std::size_t kLinksWorthSaving = 10'000;

// All that a network and its costs hold, in one order for writing and reading. Whoever adds a member has to
// name it here.
template <class Of, class See>
void each_part(Of& built, const See& see) {
  auto& [network, costs] = built;
  auto& [nodes, node_name, lon, lat, node_type, country, countries, links, from, to, directed, mode,
         length_km, passage, crossing, terminal, project, gauge_break, opened_year, capacity, waters,
         bars_large_ships, passages, crossings, crossing_pair, crossing_name, terminals, terminal_kind,
         terminal_name, projects] = network;
  see(nodes), see(node_name), see(lon), see(lat), see(node_type), see(country), see(countries);
  see(links), see(from), see(to), see(directed), see(mode), see(length_km), see(passage), see(crossing);
  see(terminal), see(project), see(gauge_break), see(opened_year), see(capacity), see(waters);
  see(bars_large_ships), see(passages);
  see(crossings), see(crossing_pair), see(crossing_name), see(terminals), see(terminal_kind);
  see(terminal_name), see(projects);
  auto& [hours, usd_per_tonne, stop_hours, stop_usd, closed_by, built_projects] = costs;
  see(hours), see(usd_per_tonne), see(stop_hours), see(stop_usd), see(closed_by), see(built_projects);
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
