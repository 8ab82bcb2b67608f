#include "sogdia/core/great_circle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sogdia {
namespace {

constexpr double kRadian = std::numbers::pi / 180;

}  // namespace

double great_circle_km(double lat_a, double lon_a, double lat_b, double lon_b) {
  const double lat = std::sin((lat_b - lat_a) * kRadian / 2), lon = std::sin((lon_b - lon_a) * kRadian / 2);
  const double h = lat * lat + std::cos(lat_a * kRadian) * std::cos(lat_b * kRadian) * lon * lon;
  return 2 * kEarthRadiusKm * std::asin(std::sqrt(std::min(1.0, h)));
}

SpherePoint sphere_point(double lat, double lon) {
  lat *= kRadian;
  lon *= kRadian;
  return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

double great_circle_km(const SpherePoint& a, const SpherePoint& b) {
  const double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z, chord = std::sqrt(x * x + y * y + z * z);
  return 2 * kEarthRadiusKm * std::asin(std::min(chord / 2, 1.0));
}

}  // namespace sogdia
