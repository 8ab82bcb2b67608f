#include "sogdia/study/places/pair_places.h"

#include <algorithm>

#include "sogdia/core/great_circle.h"

namespace sogdia {
namespace {

constexpr double kApartKm = 1500.0;

}  // namespace

std::vector<std::string> pair_places(const World& world, const std::string& country, std::size_t most) {
  std::vector<const Place*> order;
  for (const auto& place : world.records.places) {
    if (place.iso3 == country) order.push_back(&place);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Place* a, const Place* b) { return a->population > b->population; });
  std::vector<const Place*> chosen;
  for (const Place* place : order) {
    if (chosen.size() == most) break;
    const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](const Place* other) {
      return great_circle_km(place->lat, place->lon, other->lat, other->lon) >= kApartKm;
    });
    if (apart) chosen.push_back(place);
  }
  std::vector<std::string> found;
  for (const Place* place : chosen) found.push_back(place->id);
  return found;
}

}  // namespace sogdia
