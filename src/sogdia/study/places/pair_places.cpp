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
  const Table& places = world.table("places");
  const auto &ids = places.text("place_id"), &iso3 = places.text("iso3");
  const auto lon = places.numbers("lon"), lat = places.numbers("lat"),
             population = places.numbers("population");
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < places.rows(); ++row) {
    if (iso3[row] == country) order.push_back(row);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return population[x] > population[y]; });
  std::vector<std::size_t> chosen;
  for (const auto row : order) {
    if (chosen.size() == most) break;
    const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](std::size_t c) {
      return great_circle_km(lon[row], lat[row], lon[c], lat[c]) >= kApartKm;
    });
    if (apart) chosen.push_back(row);
  }
  std::vector<std::string> found;
  for (const auto row : chosen) found.push_back(ids[row]);
  return found;
}

}  // namespace sogdia
