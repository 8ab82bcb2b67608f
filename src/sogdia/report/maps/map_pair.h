#pragma once
#include <string>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/maps/basemap.h"
#include "sogdia/report/maps/map_lines.h"

namespace sogdia::report {

// The ways between two countries on their own cut of the world: Albers where they lie within a continent,
// the globe where a sea way goes round one.
struct PairMap {
  struct Way {
    std::string family;                                     // sea, rail, road, air
    std::vector<std::pair<std::string, Points>> stretches;  // mode, line
  };
  struct Mark {
    double lon, lat;
    std::string name;
    bool gauge_break = false, end = false;  // end: where the way starts or arrives
    std::string kind = {};                  // of a project: its glyph
  };
  std::string title, desc;
  std::vector<Way> ways;
  std::vector<Mark> marks;
  Points frame = {};  // what the sheet shows; all the ways where it is empty
};

// From pair_paths of the result; no ways where the table has none for this pair.
PairMap pair_map(const Result& result, const LinkShapes& shapes, const std::string& a, const std::string& b);

std::string draw_pair_map(const PairMap& map, const Basemap& basemap, Width width, const std::string& id);

}  // namespace sogdia::report
