#include "sogdia/report/maps/map_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sogdia/report/charts/format.h"

namespace sogdia::report {

void draw_labels(Svg& svg, const std::vector<MapLabel>& labels, std::vector<Box> taken, double width,
                 double height, std::size_t most, double font) {
  struct Try {
    double dx, dy;
    const char* anchor;
  };
  std::size_t drawn = 0;
  for (const MapLabel& label : labels) {
    if (drawn == most) break;
    const double wide = text_width(label.text, font), g = label.gap, d = g * 0.75;
    std::vector<Try> tries{{g, font * 0.35, "start"}, {-g, font * 0.35, "end"},
                           {d, -d, "start"},          {d, d + font * 0.7, "start"},
                           {-d, -d, "end"},           {-d, d + font * 0.7, "end"},
                           {0, -g - 1, "middle"},     {0, g + font * 0.85, "middle"}};
    if (label.centred) tries = {{0, font * 0.35, "middle"}};
    for (const Try& place : tries) {
      const double x = label.x + place.dx, y = label.y + place.dy;
      const std::string_view anchor(place.anchor);
      const double left = anchor == "start" ? x : anchor == "end" ? x - wide : x - wide / 2;
      const Box box{left - 2, y - font * 0.85, left + wide + 2, y + font * 0.3};
      const bool outside = box.left < 2 || box.right > width - 2 || box.top < 2 || box.bottom > height - 2;
      if (outside ||
          std::any_of(taken.begin(), taken.end(), [&](const Box& other) { return box.meets(other); })) {
        continue;
      }
      svg.text(x, y, label.text, label.css, place.anchor);
      taken.push_back(box);
      ++drawn;
      break;
    }
  }
}

void draw_glyph(Svg& svg, const std::string& kind, double x, double y, double size, bool hollow) {
  const std::string css = hollow ? "glyph hollow" : "glyph";
  const auto shape = [&](const Points& corners) {
    Points at;
    for (const auto& [dx, dy] : corners) at.emplace_back(x + dx * size, y + dy * size);
    svg.path(path_data(at, true), css);
  };
  if (kind == "railway") {
    shape({{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}});
  } else if (kind == "road") {
    shape({{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}});
  } else if (kind == "airport") {
    shape({{0, -1.25}, {1.2, 0.9}, {-1.2, 0.9}});
  } else if (kind == "zone") {
    shape({{-0.6, -1.04}, {0.6, -1.04}, {1.2, 0}, {0.6, 1.04}, {-0.6, 1.04}, {-1.2, 0}});
  } else if (kind == "pipeline") {
    shape({{-1.4, -0.45}, {1.4, -0.45}, {1.4, 0.45}, {-1.4, 0.45}});
  } else if (kind == "train") {
    shape({{-1.2, -0.7}, {0.3, -0.7}, {1.3, 0}, {0.3, 0.7}, {-1.2, 0.7}});
  } else if (kind == "crossing") {
    shape({{-0.4, -1.2},
           {0.4, -1.2},
           {0.4, -0.4},
           {1.2, -0.4},
           {1.2, 0.4},
           {0.4, 0.4},
           {0.4, 1.2},
           {-0.4, 1.2},
           {-0.4, 0.4},
           {-1.2, 0.4},
           {-1.2, -0.4},
           {-0.4, -0.4}});
  } else {
    svg.circle(x, y, size, css);
  }
}

}  // namespace sogdia::report
