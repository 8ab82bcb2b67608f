#include "sogdia/report/charts/chart_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/axis.h"
#include "sogdia/report/charts/format.h"

namespace sogdia::report {

namespace {

constexpr double kLineFont = 12.5, kRow = 17;
constexpr int kEventRows = 4;

struct PlacedEvent {
  double x, text_x;
  int row;
  std::string word;
  bool leftward;
};

// Words in rows above the plot, none over another; those without room are left out.
std::vector<PlacedEvent> place_events(const LineChart& chart, const Scale& across, double right) {
  std::vector<PlacedEvent> placed;
  std::vector<std::vector<std::pair<double, double>>> taken(kEventRows);
  for (const ChartEvent& event : chart.events) {
    const double x = across.at(event.x), long_is = text_width(event.word, kLineFont) + 8;
    if (x < across.first - 0.5 || x > across.last + 0.5) continue;
    const bool leftward = x + long_is > right;
    const double from = leftward ? x - long_is : x, to = from + long_is;
    for (int row = 0; row < kEventRows; ++row) {
      auto& spans = taken[static_cast<std::size_t>(row)];
      const bool free = from >= 0 && std::none_of(spans.begin(), spans.end(), [&](const auto& span) {
                          return from < span.second && to > span.first;
                        });
      // A vertical passes through every row below its own word: it may not cut one that stands there.
      bool cuts = false;
      for (const PlacedEvent& other : placed) {
        const double other_to = other.leftward ? other.x : other.x + text_width(other.word, kLineFont) + 8;
        const double other_from = other.leftward ? other.x - text_width(other.word, kLineFont) - 8 : other.x;
        if (other.row > row && x > other_from + 1 && x < other_to - 1) cuts = true;
        if (other.row < row && other.x > from + 1 && other.x < to - 1) cuts = true;
      }
      if (!free || cuts) continue;
      spans.emplace_back(from, to);
      placed.push_back({x, leftward ? x - 4 : x + 4, row, event.word, leftward});
      break;
    }
  }
  return placed;
}

struct Extent {
  double x_low = 1e300, x_high = -1e300, y_low = 0, y_high = 0;
};

Extent extent_of(const LineChart& chart) {
  Extent extent;
  for (const Line& line : chart.lines) {
    for (const auto& [x, y] : line.points) {
      extent.x_low = std::min(extent.x_low, x), extent.x_high = std::max(extent.x_high, x);
      extent.y_low = std::min(extent.y_low, y), extent.y_high = std::max(extent.y_high, y);
    }
  }
  for (const auto& [x, label] : chart.x_ticks) {
    extent.x_low = std::min(extent.x_low, x), extent.x_high = std::max(extent.x_high, x);
  }
  extent.x_low = std::fmin(extent.x_low, chart.x_from), extent.x_high = std::fmax(extent.x_high, chart.x_to);
  for (const ChartEvent& level : chart.levels) extent.y_high = std::max(extent.y_high, level.x);
  return extent;
}

void draw_series(Svg& svg, const LineChart& chart, const Scale& across, const Scale& up, double right) {
  std::vector<double> wanted;
  for (const Line& line : chart.lines) wanted.push_back(up.at(line.points.back().second));
  const std::vector<double> y = spread(wanted, 31, up.last + 6, up.first - 14);
  for (std::size_t k = 0; k < chart.lines.size(); ++k) {
    const Line& line = chart.lines[k];
    Points points;
    for (const auto& [a, b] : line.points) points.emplace_back(across.at(a), up.at(b));
    // The stretch from the last estimated point to the first observed one is dashed, too.
    const auto split =
        points.begin() + static_cast<std::ptrdiff_t>(std::min(line.dashed_until, points.size() - 1));
    if (split != points.begin()) svg.path(path_data(Points(points.begin(), split + 1)), line.css + " dashed");
    svg.path(path_data(Points(split, points.end())), line.css);
    for (const auto& [px, py] : points) svg.circle(px, py, 2.6, line.css + " bead");
    svg.text(right + 8, y[k] + 1, line.name, "label strong " + line.text_css);
    svg.text(right + 8, y[k] + 16, line.end_text, "value " + line.text_css);
  }
}

}  // namespace

std::string draw_lines(const LineChart& chart, Width width, const std::string& id) {
  const Extent extent = extent_of(chart);
  if (chart.lines.empty() || !(extent.x_high > extent.x_low)) return "";
  const bool narrow = width == Width::narrow;
  double ends = 0;
  for (const Line& line : chart.lines) {
    ends = std::max({ends, text_width(line.name, 13) * 1.16, text_width(line.end_text, 13)});
  }
  const std::vector<double> ticks = nice_ticks(0, extent.y_high, narrow ? 3 : 4);
  double tick_width = 0;
  for (const double tick : ticks) tick_width = std::max(tick_width, text_width(chart.tick(tick), 12));

  const double sheet = pixels(width), left = tick_width + 10, right = sheet - ends - 14;
  const Scale across{extent.x_low, extent.x_high, left + 6, right - 4};
  const std::vector<PlacedEvent> events = place_events(chart, across, right + 4);
  int rows = 0;
  for (const PlacedEvent& event : events) rows = std::max(rows, event.row + 1);
  const double top = 10 + kRow * rows, plot = width == Width::medium ? 270 : 210;
  const double bottom = top + plot, height = bottom + (chart.marks.empty() ? 28 : 52);
  const Scale up{std::min(0.0, extent.y_low), ticks.back(), bottom, top};

  Svg svg(sheet, height, id, chart.title, chart.desc, "chart");
  for (const double tick : ticks) {
    svg.line(left, up.at(tick), right, up.at(tick), tick == 0 ? "zero" : "grid");
    svg.text(left - 6, up.at(tick) + 4, chart.tick(tick), "tick", "end");
  }
  for (const PlacedEvent& event : events) {
    const double y = 4 + kRow * (event.row + 1) - 5;
    svg.line(event.x, y - 9, event.x, bottom, "event");
    svg.text(event.text_x, y, event.word, "note", event.leftward ? "end" : "start");
  }
  double last_tick = -1e9;
  for (const auto& [x, label] : chart.x_ticks) {
    const double half = text_width(label, 12) / 2;
    if (across.at(x) - half < last_tick + 10) continue;
    svg.text(across.at(x), bottom + 18, label, "tick", "middle");
    last_tick = across.at(x) + half;
  }
  for (const double mark : chart.marks) {
    if (mark < extent.x_low || mark > extent.x_high) continue;
    svg.path(fmt::format("M{} {}l4 7h-8z", coordinate(across.at(mark)), coordinate(bottom + 24)), "mark");
  }
  if (!chart.marks.empty()) svg.text(left + 6, bottom + 45, chart.marks_name, "tick");
  for (const ChartEvent& level : chart.levels) {
    svg.line(left, up.at(level.x), right, up.at(level.x), "level");
    svg.text(left + 8, up.at(level.x) - 6, level.word, "note halo");
  }
  draw_series(svg, chart, across, up, right);
  return svg.str();
}

}  // namespace sogdia::report
