#include "sogdia/report/maps/projection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sogdia::report {

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kStepDegrees = 4;  // a longer step is filled in; below a pixel's bend on a 1100 px sheet

// Longitude from the centre, within [-180, 180].
double from_centre(const Projection& projection, double lon) {
  double x = std::remainder(lon - projection.centre_lon, 360.0);
  return x == -180 && lon - projection.centre_lon > 0 ? 180 : x;
}

std::pair<double, double> equal_earth(double lon, double lat) {
  constexpr double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
  const double root = std::sqrt(3.0);
  const double t = std::asin(root / 2 * std::sin(lat * kRadians));
  const double t2 = t * t, t6 = t2 * t2 * t2, t8 = t6 * t2;
  const double x =
      2 * root * lon * kRadians * std::cos(t) / (3 * (9 * a4 * t8 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
  return {x, t * (a4 * t8 + a3 * t6 + a2 * t2 + a1)};
}

std::pair<double, double> albers(const Projection& p, double lon, double lat) {
  const double sine_a = std::sin(p.parallel_a * kRadians), cosine_a = std::cos(p.parallel_a * kRadians);
  const double n = (sine_a + std::sin(p.parallel_b * kRadians)) / 2;
  const double c = cosine_a * cosine_a + 2 * n * sine_a;
  const auto radius = [&](double degrees) {
    return std::sqrt(std::max(c - 2 * n * std::sin(degrees * kRadians), 0.0)) / n;
  };
  const double angle = n * lon * kRadians, rho = radius(lat);
  return {rho * std::sin(angle), radius(p.centre_lat) - rho * std::cos(angle)};
}

// Cosine of the angle from the centre of the globe.
double facing(const Projection& p, double lon, double lat) {
  return std::sin(p.centre_lat * kRadians) * std::sin(lat * kRadians) +
         std::cos(p.centre_lat * kRadians) * std::cos(lat * kRadians) * std::cos(lon * kRadians);
}

std::pair<double, double> orthographic(const Projection& p, double lon, double lat) {
  const double x = std::cos(lat * kRadians) * std::sin(lon * kRadians);
  const double y = std::cos(p.centre_lat * kRadians) * std::sin(lat * kRadians) -
                   std::sin(p.centre_lat * kRadians) * std::cos(lat * kRadians) * std::cos(lon * kRadians);
  if (facing(p, lon, lat) >= 0) return {x, y};
  const double length = std::hypot(x, y);  // hidden: pushed to the rim
  return length > 0 ? std::pair{x / length, y / length} : std::pair{1.0, 0.0};
}

// Longitudes relative to the centre, each within 180 degrees of the one before, so possibly beyond +-180.
Points unwrapped(const Projection& projection, const Points& line) {
  Points out;
  for (const auto& [lon, lat] : line) {
    double x = from_centre(projection, lon);
    if (!out.empty()) {
      const double before = out.back().first;
      x = before + std::remainder(x - before, 360.0);
      const int steps = static_cast<int>(
          std::ceil(std::max(std::fabs(x - before), std::fabs(lat - out.back().second)) / kStepDegrees));
      const double before_lat = out.back().second;
      for (int k = 1; k < steps; ++k) {
        const double f = static_cast<double>(k) / steps;
        out.emplace_back(before + f * (x - before), before_lat + f * (lat - before_lat));
      }
    }
    out.emplace_back(x, lat);
  }
  return out;
}

Points back(const Projection& projection, Points points, double shift) {
  for (auto& point : points) {
    // Stays just inside the edge, so that project() puts it on the side it belongs to.
    point.first = projection.centre_lon + std::clamp(point.first + shift, -179.9999, 179.9999);
  }
  return points;
}

// Sutherland-Hodgman against x >= edge (side = +1) or x <= edge (side = -1).
Points clip_ring(const Points& ring, double edge, double side) {
  Points out;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const auto& a = ring[k];
    const auto& b = ring[(k + 1) % ring.size()];
    const bool a_in = side * (a.first - edge) >= 0, b_in = side * (b.first - edge) >= 0;
    if (a_in) out.push_back(a);
    if (a_in != b_in) {
      const double f = (edge - a.first) / (b.first - a.first);
      out.emplace_back(edge, a.second + f * (b.second - a.second));
    }
  }
  return out;
}

std::vector<Points> cut_at_rim(const Projection& projection, const Points& line) {
  std::vector<Points> pieces(1);
  for (auto [x, lat] : unwrapped(projection, line)) {
    const double lon = projection.centre_lon + x;
    if (is_visible(projection, lon, lat)) {
      pieces.back().emplace_back(lon, lat);
    } else if (!pieces.back().empty()) {
      pieces.emplace_back();
    }
  }
  std::erase_if(pieces, [](const Points& piece) { return piece.size() < 2; });
  return pieces;
}

}  // namespace

std::pair<double, double> project(const Projection& projection, double lon, double lat) {
  const double x = from_centre(projection, lon);
  switch (projection.kind) {
    case ProjectionKind::albers:
      return albers(projection, x, lat);
    case ProjectionKind::orthographic:
      return orthographic(projection, x, lat);
    case ProjectionKind::equal_earth:
      break;
  }
  return equal_earth(x, lat);
}

bool is_visible(const Projection& projection, double lon, double lat) {
  return projection.kind != ProjectionKind::orthographic ||
         facing(projection, from_centre(projection, lon), lat) > 0;
}

std::vector<Points> cut_line(const Projection& projection, const Points& line) {
  if (line.size() < 2) return {};
  if (projection.kind == ProjectionKind::orthographic) return cut_at_rim(projection, line);
  std::vector<Points> pieces;
  Points piece;
  double sheet = 0;  // which copy of the world the piece lies in: x / 360, rounded
  const auto copy_of = [](double x) { return std::floor((x + 180) / 360); };
  const auto finish = [&] {
    if (piece.size() > 1) pieces.push_back(back(projection, piece, -360 * sheet));
    piece.clear();
  };
  const Points run = unwrapped(projection, line);
  for (std::size_t k = 0; k < run.size(); ++k) {
    const double copy = copy_of(run[k].first);
    if (k > 0 && copy != sheet) {
      const double edge = copy > sheet ? 360 * sheet + 180 : 360 * sheet - 180;
      const auto& before = run[k - 1];
      const double f = (edge - before.first) / (run[k].first - before.first);
      const std::pair<double, double> crossing{edge, before.second + f * (run[k].second - before.second)};
      piece.push_back(crossing);
      finish();
      piece.push_back(crossing);
    }
    sheet = copy;
    piece.push_back(run[k]);
  }
  finish();
  return pieces;
}

std::vector<Points> cut_ring(const Projection& projection, const Points& ring) {
  if (ring.size() < 3) return {};
  Points closed = ring;
  if (closed.front() != closed.back()) closed.push_back(closed.front());
  Points run = unwrapped(projection, closed);
  run.pop_back();
  if (projection.kind == ProjectionKind::orthographic) {
    const bool seen = std::any_of(run.begin(), run.end(), [&](const auto& point) {
      return is_visible(projection, projection.centre_lon + point.first, point.second);
    });
    if (!seen) return {};
    for (auto& point : run) point.first += projection.centre_lon;
    return {run};
  }
  std::vector<Points> pieces;
  for (const double shift : {-360.0, 0.0, 360.0}) {
    Points moved = run;
    for (auto& point : moved) point.first += shift;
    const Points piece = clip_ring(clip_ring(moved, -180, 1), 180, -1);
    if (piece.size() >= 3) pieces.push_back(back(projection, piece, 0));
  }
  return pieces;
}

std::pair<double, double> Sheet::at(double lon, double lat) const {
  const auto [x, y] = project(projection, lon, lat);
  return {x0 + scale * x, y0 - scale * y};
}

Sheet fit(const Projection& projection, const Points& points, double width, double margin,
          double least_height, double most_height) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  double left = kFar, right = -kFar, low = kFar, high = -kFar;
  for (const auto& [lon, lat] : points) {
    const auto [x, y] = project(projection, lon, lat);
    left = std::min(left, x), right = std::max(right, x);
    low = std::min(low, y), high = std::max(high, y);
  }
  Sheet sheet;
  sheet.projection = projection;
  sheet.width = width;
  if (!(right > left) || !(high > low)) {
    sheet.scale = width;
    sheet.height = least_height;
  } else {
    sheet.scale = std::min((width - 2 * margin) / (right - left), (most_height - 2 * margin) / (high - low));
    sheet.height = std::clamp(sheet.scale * (high - low) + 2 * margin, least_height, most_height);
  }
  if (!std::isfinite(left)) left = right = low = high = 0;
  sheet.x0 = width / 2 - sheet.scale * (left + right) / 2;
  sheet.y0 = sheet.height / 2 + sheet.scale * (low + high) / 2;
  return sheet;
}

}  // namespace sogdia::report
