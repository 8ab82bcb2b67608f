#include "sogdia/study/places/unknown_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sogdia/core/names.h"

namespace sogdia {

Error unknown_place(const World& world, const std::vector<Stop>& stops, const PlaceMatches& matches,
                    const std::string& asked) {
  const std::string key = name_key(asked);
  for (const auto& passage : world.records.passages) {
    if (has_key(passage.id, key) || has_key(passage.name, key) ||
        std::any_of(passage.names.begin(), passage.names.end(),
                    [&](const auto& name) { return has_key(name, key); }))
      return Error(fmt::format("`{}` is a passage, and a way begins and ends at a place", asked), "",
                   fmt::format("`--close {}` keeps ships out of it", passage.id));
  }
  const std::string head = asked.substr(0, asked.find(','));
  std::vector<std::string> known;
  for (const auto& stop : stops) {
    known.push_back(stop.kind == StopKind::place ? stop.name : stop.id);
    if (stop.kind != StopKind::place && stop.kind != StopKind::rail) known.push_back(stop.name);
  }
  for (auto& name : matches.like(head)) known.push_back(std::move(name));
  std::string hint = nearest_hint(head, known);
  if (const auto places = matches.places(name_key(head)); head.size() < asked.size() && !places.empty()) {
    std::vector<std::string> where;
    for (std::size_t k = 0; k < places.size() && k < 3; ++k) where.push_back(place_label(world, places[k]));
    hint = fmt::format("the name is known of {}", fmt::join(where, "; "));
  }
  if (hint.empty())
    hint =
        "`sogdia data show places` lists the places, `... terminals` the ports and airports; "
        "a point works too: `31.2,121.5`";
  return Error(fmt::format("unknown place `{}`", asked), "", hint);
}

}  // namespace sogdia
