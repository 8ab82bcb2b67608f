#include "sogdia/report/charts/chart_intervals.h"

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/axis.h"
#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

namespace {
constexpr double kTop = 26;

void draw_row(Svg& svg, const IntervalRow& row, const Scale& scale, double y) {
  if (row.published) {
    const double low = scale.at(row.low), high = scale.at(row.high), centre = (low + high) / 2;
    const double half = std::max((high - low) / 2, 2.0);
    svg.rect(centre - half, y - 6, 2 * half, 12, "f-soft");
    return;
  }
  if (!std::isfinite(row.low) || !std::isfinite(row.high)) {
    svg.line(scale.first, y, scale.last, y, "whisker dashed");
  } else {
    const double left = std::max(scale.at(row.low), scale.first),
                 right = std::min(scale.at(row.high), scale.last);
    svg.line(left, y, right, y, "whisker");
    if (scale.at(row.high) > scale.last)
      svg.path(path_data({{right - 6, y - 4}, {right, y}, {right - 6, y + 4}}), "whisker arrow");
    if (scale.at(row.low) < scale.first)
      svg.path(path_data({{left + 6, y - 4}, {left, y}, {left + 6, y + 4}}), "whisker arrow");
  }
  svg.circle(scale.at(row.value), y, 5.5, "dot-after");
}
}  // namespace

std::string draw_intervals(const IntervalChart& chart, Width width, const std::string& id) {
  if (chart.rows.empty()) return "";
  const bool narrow = width == Width::narrow;
  const double sheet = pixels(width), row_height = narrow ? 58 : 42;
  double low = 0, high = 0, labels = 0, values = 0;
  for (const auto& row : chart.rows) {
    // An interval may run on far beyond what there is to compare: a third of the values' span is room enough.
    for (const double v :
         {row.value, row.published ? row.low : row.value, row.published ? row.high : row.value}) {
      low = std::min(low, v);
      high = std::max(high, v);
    }
    labels = std::max({labels, text_width(row.label, kChartFont), text_width(row.detail, kChartFont - 1)});
    values = std::max(values, text_width(row.value_text, kChartFont + 1));
  }
  const double room = (high - low) / 3;
  const double lowest = low < 0 ? low - room : low, highest = high > 0 ? high + room : high;
  for (const auto& row : chart.rows) {
    if (row.published || !std::isfinite(row.low) || !std::isfinite(row.high)) continue;
    low = std::min(low, std::max(row.low, lowest));
    high = std::max(high, std::min(row.high, highest));
  }
  const std::vector<double> ticks = nice_ticks(low, high, narrow ? 3 : 5);
  low = std::min(low, ticks.front());
  high = std::max({high, ticks.back(), low + 1e-9});
  labels = narrow ? 0 : std::min(labels + 16, sheet * 0.46);
  const double height = kTop + row_height * static_cast<double>(chart.rows.size()) + 4;
  const Scale scale{low, high, labels + (narrow ? 26 : 8), sheet - values - 24};

  Svg svg(sheet, height, id, chart.title, chart.desc, "chart");
  for (const double tick : ticks) {
    svg.line(scale.at(tick), kTop - 6, scale.at(tick), height - 4, std::fabs(tick) < 1e-12 ? "zero" : "grid");
    svg.text(scale.at(tick), kTop - 11, chart.tick(tick), "tick", "middle");
  }
  double y = kTop;
  for (const auto& row : chart.rows) {
    const double middle = y + row_height - (narrow ? 12 : 21);
    svg.open("", row.label + ": " + row.value_text);
    if (narrow) {
      svg.text(0, y + 18, row.label, "label halo");
      svg.text(0, y + 33, row.detail, "tick halo");
    } else {
      auto lines = wrap(row.label, kChartFont, labels - 8);
      const bool detail = !row.detail.empty() && lines.size() == 1;
      if (detail) lines.push_back(row.detail);
      for (std::size_t k = 0; k < lines.size(); ++k)
        svg.text(labels - 8,
                 middle + 4.5 + 15 * (static_cast<double>(k) - 0.5 * static_cast<double>(lines.size() - 1)),
                 lines[k], k > 0 && detail ? "tick" : "label", "end");
    }
    draw_row(svg, row, scale, middle);
    svg.text(sheet - 2, middle + 4.5, row.value_text, row.published ? "value" : "value strong", "end");
    svg.close();
    y += row_height;
  }
  return svg.str();
}

}  // namespace sogdia::report
