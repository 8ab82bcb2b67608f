#pragma once
#include <string>
#include <vector>

#include "sogdia/report/maps/projection.h"

namespace sogdia::report {

// The pack's map.json: land by country, land borders, and the borders Natural Earth marks as disputed.
struct Basemap {
  struct Country {
    std::string iso3, name;
    std::vector<Points> rings;  // (lon, lat)
  };
  std::vector<Country> countries;
  std::vector<Points> borders, disputed;
};

// Empty where `folder` has no readable map.json: the brief then says that it has no map.
Basemap load_basemap(const std::string& folder);

// The paths of a sheet, to the pixel: steps below half a pixel left out, islands below `least_area` square
// px left out.
struct Land {
  struct Shape {
    std::string iso3, name, d;
  };
  std::vector<Shape> countries;
  std::string borders, disputed;
};
Land draw_land(const Basemap& basemap, const Sheet& sheet, double least_area = 0.6);

// A line without the points that come nearer than `step` px to the last one kept; its ends stay.
Points decimate(const Points& line, double step);

}  // namespace sogdia::report
