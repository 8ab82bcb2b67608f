#pragma once
#include <array>
#include <utility>
#include <vector>

#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

// Map projections of the unit sphere. Degrees in, x to the right and y up out.
//
// Equal Earth: Savric, Patterson & Jenny (2018), International Journal of GIS 33(3), eqs 1-2, with
//   sin(t) = sqrt(3)/2 sin(lat),  x = 2 sqrt(3) lon cos(t) / (3 (9 A4 t^8 + 7 A3 t^6 + 3 A2 t^2 + A1)),
//   y = A4 t^9 + A3 t^7 + A2 t^3 + A1 t.
// Albers: equal-area conic on two standard parallels, Snyder (1987), eqs 14-1 to 14-6.
// Orthographic: the globe from far away, Snyder (1987), eqs 20-3 and 20-4.
enum class ProjectionKind { equal_earth, albers, orthographic };

struct Projection {
  ProjectionKind kind = ProjectionKind::equal_earth;
  double centre_lon = 0, centre_lat = 0;
  double parallel_a = 30, parallel_b = 60;  // Albers only
};

std::pair<double, double> project(const Projection& projection, double lon, double lat);

// False for what an orthographic globe hides.
bool is_visible(const Projection& projection, double lon, double lat);

// A line or ring of (lon, lat), in pieces that lie on the sheet: cut at the meridian opposite to the centre
// (a ring's pieces are closed along that edge), or at the globe's rim. Long steps are filled in so that they
// bend with the projection.
std::vector<Points> cut_line(const Projection& projection, const Points& line);
std::vector<Points> cut_ring(const Projection& projection, const Points& ring);

// Maps projected x, y on a sheet of width x height px, y down.
struct Sheet {
  Projection projection;
  double scale = 1, x0 = 0, y0 = 0;
  double width = 0, height = 0;

  std::pair<double, double> at(double lon, double lat) const;
  bool inside(double x, double y, double margin = 0) const {
    return x >= -margin && y >= -margin && x <= width + margin && y <= height + margin;
  }
};

// The sheet of `width` px that shows all `points` with `margin` px around; its height follows, within
// [least_height, most_height].
Sheet fit(const Projection& projection, const Points& points, double width, double margin,
          double least_height, double most_height);

}  // namespace sogdia::report
