#pragma once

namespace sogdia {

// Distances on a sphere of the earth's mean radius, km.
inline constexpr double kEarthRadiusKm = 6371.0088;

double great_circle_km(double lat_a, double lon_a, double lat_b, double lon_b);

// Where a place stands on the unit sphere: for distances between all of many places, each turned once.
struct SpherePoint {
  double x = 0, y = 0, z = 0;
};
SpherePoint sphere_point(double lat, double lon);
double great_circle_km(const SpherePoint& a, const SpherePoint& b);

}  // namespace sogdia
