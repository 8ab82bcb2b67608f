#include "sogdia/report/charts/chart_dumbbell.h"

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/axis.h"
#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

namespace {
// The two numbers stand outside the pair of dots, so that they never meet however near the dots are.
void draw_row(Svg& svg, const Dumbbell& row, const Scale& scale, double y) {
  const double before = scale.at(row.before), after = scale.at(row.after);
  const double low = std::min(before, after), high = std::max(before, after);
  const bool falls = after <= before;
  svg.line(low, y, high, y, "stem");
  svg.circle(before, y, 5, "dot-before");
  svg.circle(after, y, 5.5, "dot-after");
  svg.text(low - 10, y + 4.5, falls ? row.after_text : row.before_text,
           falls ? "value strong halo" : "value halo", "end");
  svg.text(high + 10, y + 4.5, falls ? row.before_text : row.after_text,
           falls ? "value halo" : "value strong halo");
}
}  // namespace

std::string draw_dumbbells(const DumbbellChart& chart, Width width, const std::string& id) {
  if (chart.rows.empty()) return "";
  const double sheet = pixels(width), top = 46;
  double labels = 0, changes = 0, values = 0, high = 0, low = 1e300;
  for (const Dumbbell& row : chart.rows) {
    labels = std::max(labels, text_width(row.label, kChartFont));
    changes = std::max(changes, text_width(row.change_text, kChartFont));
    values =
        std::max({values, text_width(row.before_text, kChartFont), text_width(row.after_text, kChartFont)});
    high = std::max({high, row.before, row.after});
    low = std::min({low, row.before, row.after});
  }
  // From zero, unless all values lie far from it: dots, unlike bars, may start elsewhere.
  low = low < 0.4 * high ? std::min(low, 0.0) : nice_ticks(low, high, 4).front();
  changes = std::max(changes, text_width("change", kChartFont));
  labels = std::min(labels + 14, width == Width::paper ? 170.0 : 250.0);
  // Labels stand above their dots where beside them too little room is left.
  constexpr double kLeastRoom = 110;
  const bool narrow = width == Width::narrow || sheet - labels - 2 * values - changes - 40 < kLeastRoom;
  if (narrow) labels = 0;
  const double tallest = narrow ? 1 : most_lines(chart.rows, labels - 8);
  const double row_height = std::max(width == Width::paper ? (narrow ? 38.0 : 26.0)
                                     : narrow              ? 46.0
                                                           : 32.0,
                                     14 * tallest + 8);
  const std::vector<double> ticks = nice_ticks(low, high, narrow ? 3 : 4);
  const double height = top + row_height * static_cast<double>(chart.rows.size()) + 6;
  const Scale scale{low, std::max(high, low + 1e-9), labels + values + 14, sheet - changes - values - 26};

  Svg svg(sheet, height, id, chart.title, chart.desc, "chart");
  // The key, once, as the chart's own first row.
  const double key = narrow ? 6 : labels + 6;
  svg.circle(key, 10, 5, "dot-before");
  svg.text(key + 10, 14.5, chart.before_name, "tick");
  const double second = key + 26 + text_width(chart.before_name, kChartFont);
  svg.circle(second, 10, 5.5, "dot-after");
  svg.text(second + 10, 14.5, chart.after_name, "tick");
  svg.text(sheet - 2, 14.5, "change", "tick", "end");
  double taken = -1e9;
  for (const double tick : ticks) {
    if (tick < low - 1e-9 || tick > high * 1.0001) continue;
    // A word that would meet the one before it is left out, with its line.
    const double half = text_width(chart.tick(tick), 12) / 2;
    if (scale.at(tick) - half < taken + 6) continue;
    taken = scale.at(tick) + half;
    svg.line(scale.at(tick), top - 6, scale.at(tick), height - 4, std::fabs(tick) < 1e-12 ? "zero" : "grid");
    svg.text(scale.at(tick), top - 11, chart.tick(tick), "tick", "middle");
  }
  double y = top;
  for (const Dumbbell& row : chart.rows) {
    const double middle = y + row_height - (narrow ? 14 : 15);
    svg.open("",
             row.label + ": " + row.before_text + ", then " + row.after_text + " (" + row.change_text + ")");
    if (narrow) {
      svg.text(0, middle - (width == Width::paper ? 13 : 16), row.label, "label halo");
    } else {
      const std::vector<std::string> lines = wrap(row.label, kChartFont, labels - 8);
      const double first = middle + 4.5 - 7 * static_cast<double>(lines.size() - 1);
      for (std::size_t k = 0; k < lines.size(); ++k) {
        svg.text(labels - 8, first + 14 * static_cast<double>(k), lines[k], "label", "end");
      }
    }
    draw_row(svg, row, scale, middle);
    svg.text(sheet - 2, middle + 4.5, row.change_text, "value strong", "end");
    svg.close();
    y += row_height;
  }
  return svg.str();
}

}  // namespace sogdia::report
