#include "sogdia/study/places/pair_places.h"

#include <algorithm>
#include <cmath>

namespace sogdia {
namespace {

constexpr double kApartKm = 1500.0;

double great_circle_km(double lon_a, double lat_a, double lon_b, double lat_b) {
  constexpr double kRadian = 3.14159265358979323846 / 180.0, kEarthKm = 6371.0088;
  const double u = std::sin((lat_b - lat_a) * kRadian / 2), v = std::sin((lon_b - lon_a) * kRadian / 2);
  return 2 * kEarthKm *
         std::asin(std::sqrt(u * u + std::cos(lat_a * kRadian) * std::cos(lat_b * kRadian) * v * v));
}

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
      return great_circle_km(place->lon, place->lat, other->lon, other->lat) >= kApartKm;
    });
    if (apart) chosen.push_back(place);
  }
  std::vector<std::string> found;
  for (const Place* place : chosen) found.push_back(place->id);
  return found;
}

}  // namespace sogdia
