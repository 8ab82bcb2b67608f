#pragma once
#include <string>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/facts/rows.h"
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
    bool labelled = true;
  };
  std::string title, desc;
  std::vector<Way> ways;
  std::vector<Mark> marks;
  Points frame = {};  // what the sheet shows; all the ways where it is empty
};

// Whether the way of a row of pair_routes is shown: half a percent of the value or the tonnes goes by it, or
// nothing says how much does.
bool is_shown(const Rows& routes, std::size_t row);

// The border that a link crosses, labelled where its name has a place.
PairMap::Mark border_mark(const Result& result, std::size_t link);

// From pair_paths of the result; no ways where the table has none for this pair.
PairMap pair_map(const Result& result, const LinkShapes& shapes, const std::string& a, const std::string& b);

std::string draw_pair_map(const PairMap& map, const Basemap& basemap, Width width, const std::string& id);

}  // namespace sogdia::report
