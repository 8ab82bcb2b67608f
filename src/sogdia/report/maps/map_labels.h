#pragma once
#include <string>
#include <vector>

#include "sogdia/report/charts/svg.h"
#include "sogdia/report/maps/projection.h"

namespace sogdia::report {

// A name beside a point. The most important come first; what finds no free place is left out.
struct MapLabel {
  double x = 0, y = 0, gap = 7;  // gap: from the point to the text
  std::string text;
  std::string css = "map-label";
  bool centred = false;  // stands on the point itself: a country's name
};

struct Box {
  double left, top, right, bottom;
  bool meets(const Box& other) const {
    return left < other.right && right > other.left && top < other.bottom && bottom > other.top;
  }
};

// Writes at most `most` labels, none over another, over a box in `taken`, or over the sheet's edge.
void draw_labels(Svg& svg, const std::vector<MapLabel>& labels, std::vector<Box> taken, double width,
                 double height, std::size_t most, double font = 12);

// The plain glyphs of project kinds: port circle, railway square, road diamond, airport triangle, zone
// hexagon, crossing cross. `hollow` where it does not work yet.
void draw_glyph(Svg& svg, const std::string& kind, double x, double y, double size, bool hollow);

}  // namespace sogdia::report
