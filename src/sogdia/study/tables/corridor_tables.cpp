#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "sogdia/access/router.h"
#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {
namespace {

// One corridor travelled from end to end.
struct Journey {
  double hours = 0.0, usd = 0.0, km = 0.0;
  ByFamily<double> family_km{};
  std::vector<std::string> borders;
  std::vector<std::pair<std::string, std::uint32_t>> links;  // family, link
  std::string broken;                                        // "RUS-Moscow..DEU-Duisburg by rail", or empty
};

// Those that the study lists, or all.
std::vector<Corridor> wanted_corridors(const Outcome& outcome) {
  std::vector<Corridor> corridors = outcome.world().records.works.corridors;
  const auto& listed = outcome.study.corridors;
  std::erase_if(corridors, [&](const Corridor& corridor) {
    return !listed.empty() && std::find(listed.begin(), listed.end(), corridor.id) == listed.end();
  });
  return corridors;
}

ModeFamily family_of(const std::string& mode) {
  if (mode == "rail") return ModeFamily::rail;
  if (mode == "road") return ModeFamily::road;
  if (mode == "air") return ModeFamily::air;
  return ModeFamily::sea;
}

// Where goods stand at a stop: at the place's rail terminal while they stay on trains, at the place itself
// where the corridor begins, ends or changes its mode, which costs them the terminals on either side.
std::optional<std::uint32_t> stand(const Network& network, const Corridor& corridor, std::size_t k) {
  const auto& stops = corridor.stops;
  const bool stays = k > 0 && k + 1 < stops.size() && stops[k - 1].mode_to_next == stops[k].mode_to_next;
  if (stays && stops[k].mode_to_next == "rail") {
    if (const auto terminal = network.nodes.find("rail:" + stops[k].node))
      return static_cast<std::uint32_t>(*terminal);
  }
  if (const auto node = network.nodes.find(stops[k].node)) return static_cast<std::uint32_t>(*node);
  return std::nullopt;
}

void append(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const auto& entry : more) {
    if (list.empty() || list.back() != entry) list.push_back(entry);
  }
}

Journey no_way(Journey journey) {
  journey.hours = journey.usd = journey.km = std::numeric_limits<double>::quiet_NaN();
  return journey;
}

// A corridor named after a passage (the Northern Sea Route) is not travelled by going round it.
Journey travel(const Network& network, const LinkCosts& costs, const Router& router,
               const Corridor& corridor) {
  Journey journey;
  std::vector<std::string> passages;
  for (std::size_t k = 0; k + 1 < corridor.stops.size(); ++k) {
    const ModeFamily family = family_of(corridor.stops[k].mode_to_next);
    const auto from = stand(network, corridor, k), to = stand(network, corridor, k + 1);
    const auto way = from && to ? route_by(network, costs, router, *from, *to, family) : std::nullopt;
    if (!way) {
      journey.broken =
          fmt::format("{}..{} by {}", corridor.stops[k].node, corridor.stops[k + 1].node, to_string(family));
      return no_way(std::move(journey));
    }
    journey.hours += way->hours;
    journey.usd += way->usd_per_tonne;
    journey.km += way->km;
    journey.family_km[static_cast<std::size_t>(family)] += way->km;
    append(journey.borders, way->borders);
    append(passages, way->passages);
    for (const auto& leg : way->legs) {
      for (const auto link : leg.links) journey.links.emplace_back(to_string(family), link);
    }
  }
  if (network.passages.contains(corridor.id) &&
      std::find(passages.begin(), passages.end(), corridor.id) == passages.end()) {
    journey.broken = fmt::format("passage `{}` is closed or not on the way", corridor.id);
    return no_way(std::move(journey));
  }
  return journey;
}

}  // namespace

CorridorTables corridor_tables(const Outcome& outcome, int threads) {
  const std::vector<Corridor> corridors = wanted_corridors(outcome);
  std::vector<Journey> befores(corridors.size()), afters(corridors.size());
  const Baseline& base = *outcome.base;
  const Network& network = base.network;
  const auto router_of = [&](const LinkCosts& costs) {
    return make_router(network, base.topology.layers, costs, base.travel, threads);
  };
  // Where no link changed, each is travelled once.
  const std::size_t states = outcome.ways ? 2 : 1;
  const Router router_before = router_of(base.costs),
               router_after = states == 2 ? router_of(outcome.edited.costs) : router_before;
  parallel_for(states * corridors.size(), threads, [&](std::size_t k) {
    const std::size_t c = k / states;
    if (k % states == 0)
      befores[c] = travel(network, base.costs, router_before, corridors[c]);
    else
      afters[c] = travel(network, outcome.edited.costs, router_after, corridors[c]);
  });
  if (states == 1) afters = befores;

  std::vector<std::string> id, name, from, to, family, borders, path_id, path_family, path_state, path_link;
  std::vector<double> hours_before, hours_after, usd_before, usd_after, km_before, km_after;
  std::vector<std::int64_t> path_seq;
  CorridorTables tables;
  for (std::size_t c = 0; c < corridors.size(); ++c) {
    const Corridor& corridor = corridors[c];
    const Journey &before = befores[c], &after = afters[c];
    const Journey& shown = after.broken.empty() ? after : before;
    const auto main = std::max_element(shown.family_km.begin(), shown.family_km.end());
    // One that has no way before either is told only to who asks for it.
    if (!after.broken.empty() && (before.broken.empty() || !outcome.study.corridors.empty()))
      tables.warnings.push_back(
          fmt::format("corridor `{}` has no way in the scenario: {}", corridor.id, after.broken));
    id.push_back(corridor.id);
    name.push_back(corridor.name);
    from.push_back(corridor.stops.front().node);
    to.push_back(corridor.stops.back().node);
    family.emplace_back(to_string(kFamilies[static_cast<std::size_t>(main - shown.family_km.begin())]));
    hours_before.push_back(before.hours);
    hours_after.push_back(after.hours);
    usd_before.push_back(before.usd);
    usd_after.push_back(after.usd);
    km_before.push_back(before.km);
    km_after.push_back(after.km);
    borders.push_back(fmt::format("{}", fmt::join(shown.borders, ";")));
    for (const auto* journey : {&before, &after}) {
      std::int64_t seq = 0;
      if (!journey->broken.empty()) continue;
      for (const auto& [mode, link] : journey->links) {
        path_id.push_back(corridor.id);
        path_family.push_back(mode);
        path_state.emplace_back(journey == &before ? "before" : "after");
        path_seq.push_back(++seq);
        path_link.push_back(network.links[link]);
      }
    }
  }
  tables.corridors.name = "corridors";
  tables.corridors.add("corridor_id", id)
      .add("name", name)
      .add("from", from)
      .add("to", to)
      .add("family", family);
  tables.corridors.add("hours_before", hours_before).add("hours_after", hours_after);
  tables.corridors.add("usd_before", usd_before).add("usd_after", usd_after);
  tables.corridors.add("km_before", km_before).add("km_after", km_after).add("borders", borders);
  tables.paths.name = "corridor_paths";
  tables.paths.add("corridor_id", path_id).add("family", path_family).add("state", path_state);
  tables.paths.add("seq", path_seq).add("link_id", path_link);
  return tables;
}

}  // namespace sogdia
