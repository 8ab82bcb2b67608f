#include "sogdia/report/charts/chart_shares.h"

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/axis.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

std::string draw_shares(const ShareChart& chart, Width width, const std::string& id) {
  double most = 0, labels = 0;
  for (const Share& row : chart.rows) {
    labels = std::max(labels, text_width(row.label, 13.5));
    for (const double value : {row.then, row.now}) {
      if (std::isfinite(value)) most = std::max(most, value);
    }
  }
  if (chart.rows.empty() || most <= 0) return "";
  const double sheet = pixels(width);
  // Labels stand above their bars where they would take half of the sheet.
  const bool narrow = width == Width::narrow || labels + 14 > 0.45 * sheet;
  const double top = 26, row_height = narrow ? 66 : 46;
  labels = narrow ? 0 : labels + 14;
  const double height = top + row_height * static_cast<double>(chart.rows.size()) + 4;
  const std::vector<double> ticks = nice_ticks(0, most, narrow ? 3 : 4);
  const Scale scale{0, most, labels + 4, sheet - 116};

  Svg svg(sheet, height, id, chart.title, chart.desc, "chart");
  for (const double tick : ticks) {
    if (tick > most * 1.001) continue;
    svg.line(scale.at(tick), top - 4, scale.at(tick), height - 4, tick == 0 ? "zero" : "grid");
    const bool edge = scale.at(tick) < 12;
    svg.text(edge ? 0 : scale.at(tick), top - 10, percent(tick), "tick", edge ? "start" : "middle");
  }
  double y = top;
  for (const Share& row : chart.rows) {
    const double bars = y + (narrow ? 26 : 8);
    svg.open("", row.label + ": " + chart.then_name + " " + percent(row.then) + ", " + chart.now_name + " " +
                     percent(row.now));
    if (narrow) {
      svg.text(0, y + 18, row.label, "label halo");
    } else {
      svg.text(labels - 10, bars + 19, row.label, "label", "end");
    }
    const auto bar = [&](double at, double thick, double value, const std::string& css,
                         const std::string& year, const char* text_css) {
      if (!std::isfinite(value)) {
        svg.text(scale.at(0) + 6, at + thick / 2 + 4.5, year + ": not known", "tick");
        return;
      }
      svg.rect(scale.at(0), at, scale.at(value) - scale.at(0), thick, css);
      if (!row.hatch.empty()) svg.rect(scale.at(0), at, scale.at(value) - scale.at(0), thick, row.hatch);
      svg.text(scale.at(value) + 6, at + thick / 2 + 4.5, percent(value) + " in " + year, text_css);
    };
    bar(bars, 10, row.then, row.css + " then", chart.then_name, "tick");
    bar(bars + 14, 16, row.now, row.css, chart.now_name, "value strong");
    svg.close();
    y += row_height;
  }
  return svg.str();
}

}  // namespace sogdia::report
