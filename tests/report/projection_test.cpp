#include "sogdia/report/maps/projection.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numbers>

namespace sogdia::report {
namespace {

// Savric, Patterson & Jenny (2018): the equator is 2.7066 R from centre to edge and the pole line stands
// 1.3173 R from the equator; the map's ratio of width to height is 2.05458.
TEST(EqualEarth, the_sheet_has_its_published_size) {
  const Projection world;
  const auto [edge, zero] = project(world, 180, 0);
  const auto [middle, pole] = project(world, 0, 90);
  EXPECT_NEAR(edge, 2.7066, 5e-5);
  EXPECT_NEAR(pole, 1.3173, 1e-4);  // printed cut off, not rounded
  EXPECT_NEAR(edge / pole, 2.05458, 5e-5);
  EXPECT_NEAR(zero, 0, 1e-12);
  EXPECT_NEAR(middle, 0, 1e-12);
  // The pole line is 0.59 times as long as the equator.
  EXPECT_NEAR(project(world, 180, 90).first / edge, 0.59247, 5e-5);
}

TEST(EqualEarth, keeps_areas) {
  const Projection world;
  const auto cell = [&](double lon, double lat) {
    const double step = 0.01;
    const auto [x0, y0] = project(world, lon, lat);
    const auto [x1, y1] = project(world, lon + step, lat);
    const auto [x2, y2] = project(world, lon, lat + step);
    const double area = std::fabs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0));
    return area / std::cos((lat + step / 2) * std::numbers::pi / 180);
  };
  const double reference = cell(0, 0);
  for (const double lat : {-70.0, -30.0, 20.0, 55.0, 75.0}) EXPECT_NEAR(cell(100, lat) / reference, 1, 1e-3);
}

// Snyder (1987), p. 291: Albers on the sphere, parallels 29.5 and 45.5, origin 23 N 96 W, point 35 N 75 W.
TEST(Albers, gives_snyders_worked_example) {
  const Projection map{ProjectionKind::albers, -96, 23, 29.5, 45.5};
  const auto [x, y] = project(map, -75, 35);
  EXPECT_NEAR(x, 0.2952720, 5e-7);
  EXPECT_NEAR(y, 0.2416774, 5e-7);
}

// Snyder (1987), p. 312: orthographic, centre 40 N 100 W, point 30 N 110 W.
TEST(Orthographic, gives_snyders_worked_example) {
  const Projection globe{ProjectionKind::orthographic, -100, 40, 0, 0};
  const auto [x, y] = project(globe, -110, 30);
  EXPECT_NEAR(x, -0.1503837, 5e-7);
  EXPECT_NEAR(y, -0.1651911, 5e-7);
}

TEST(Orthographic, hides_the_far_side) {
  const Projection globe{ProjectionKind::orthographic, 80, 30, 0, 0};
  EXPECT_TRUE(is_visible(globe, 100, 20));
  EXPECT_FALSE(is_visible(globe, -100, -20));
}

TEST(Cutting, a_line_over_the_antimeridian_becomes_two_that_end_at_the_edges) {
  const Projection world;
  const auto pieces = cut_line(world, {{170, 10}, {-170, 20}});
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_NEAR(pieces[0].back().first, 180, 1e-3);
  EXPECT_NEAR(pieces[1].front().first, -180, 1e-3);
  EXPECT_NEAR(pieces[0].back().second, 15, 1e-9);
}

TEST(Cutting, no_drawn_stretch_jumps_across_the_sheet) {
  EXPECT_TRUE(rc::check([](std::vector<std::pair<int, int>> raw, int centre) {
    Points line;
    for (const auto& [lon, lat] : raw) line.emplace_back(lon % 181, lat % 80);
    Projection world;
    world.centre_lon = centre % 181;
    for (const Points& piece : cut_line(world, line)) {
      for (std::size_t k = 1; k < piece.size(); ++k) {
        const double before = project(world, piece[k - 1].first, piece[k - 1].second).first;
        const double after = project(world, piece[k].first, piece[k].second).first;
        RC_ASSERT(std::fabs(after - before) < 0.25);
      }
    }
  }));
}

TEST(Cutting, a_ring_over_the_antimeridian_becomes_two_rings) {
  const Projection world;
  const auto rings = cut_ring(world, {{170, 60}, {-170, 60}, {-170, 70}, {170, 70}});
  ASSERT_EQ(rings.size(), 2U);
  for (const Points& ring : rings) {
    for (const auto& [lon, lat] : ring) EXPECT_GE(std::fabs(lon), 169.9);
  }
}

TEST(Fit, all_points_lie_within_the_margin) {
  const Projection map{ProjectionKind::albers, 80, 45, 35, 55};
  const Points points{{30, 55}, {120, 30}, {80, 60}};
  const Sheet sheet = fit(map, points, 720, 40, 300, 600);
  for (const auto& [lon, lat] : points) {
    const auto [x, y] = sheet.at(lon, lat);
    EXPECT_TRUE(sheet.inside(x, y, -39.9));
  }
}

}  // namespace
}  // namespace sogdia::report
