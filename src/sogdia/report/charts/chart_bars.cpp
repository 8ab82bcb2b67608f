#include "sogdia/report/charts/chart_bars.h"

#include <algorithm>

#include "sogdia/report/charts/axis.h"
#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

namespace {
struct Span {
  double low = 0, high = 0;
};

Span span_of(const BarChart& chart) {
  Span span;
  const auto reach = [&](double value) {
    if (!std::isfinite(value)) return;
    span.low = std::min(span.low, value), span.high = std::max(span.high, value);
  };
  for (const Bar& bar : chart.bars) reach(bar.value), reach(bar.low), reach(bar.high);
  if (span.high >= -span.low) span.high = std::max(span.high, chart.least_span);
  if (!(span.high > span.low)) span.high = span.low + 1;
  return span;
}
}  // namespace

std::string draw_bars(const BarChart& chart, Width width, const std::string& id) {
  if (chart.bars.empty()) return "";
  const double sheet = pixels(width), thick = 14, heading = 28, top = 24;

  double labels = 0, texts = 0;
  for (const Bar& bar : chart.bars) {
    labels = std::max(labels, text_width(bar.label, kChartFont));
    texts = std::max(texts, text_width(bar.text, kChartFont));
  }
  labels = std::min(labels + 12, width == Width::paper ? 180.0 : 260.0);
  const Span span = span_of(chart);
  // Labels stand above their bars where beside them too little room is left.
  constexpr double kLeastRoom = 130;
  const bool narrow =
      width == Width::narrow || sheet - labels - (span.low < 0 ? 2 : 1) * (texts + 14) < kLeastRoom;
  if (narrow) labels = 0;
  const double tallest = narrow ? 1 : most_lines(chart.bars, labels - 10);
  const double row_height = std::max(width == Width::paper ? (narrow ? 35.0 : 23.0)
                                     : narrow              ? 40.0
                                                           : 26.0,
                                     13 * tallest + 8);

  double height = top + 8;
  for (const Bar& bar : chart.bars) height += row_height + (bar.gap_before.empty() ? 0 : heading);

  const std::vector<double> ticks = nice_ticks(span.low, span.high, narrow ? 3 : 4);
  // Numbers stand beyond the end of the bar or its whisker, on either side.
  const double left = labels + (span.low < 0 ? texts + 14 : 4), right = sheet - texts - 14;
  const Scale scale{span.low, span.high, left, right};

  Svg svg(sheet, height, id, chart.title, chart.desc, "chart");
  // Zero keeps its word where two would meet.
  const auto reach = [&](double tick) { return text_width(chart.tick(tick), 12) / 2; };
  double taken = -1e9;
  for (const double tick : ticks) {
    if (tick < span.low - 1e-12 || tick > span.high + 1e-12) continue;
    const double x = scale.at(tick);
    svg.line(x, top, x, height - 4, std::fabs(tick) < 1e-12 ? "zero" : "grid");
    const bool zero = std::fabs(tick) < 1e-12;
    const bool meets_zero = !zero && span.low < 0 && tick < 0 && x + reach(tick) + 8 > scale.at(0) - reach(0);
    if (meets_zero || x - reach(tick) < taken + 8) continue;
    taken = x + reach(tick);
    // A word at the very edge stands inside it.
    const bool edge = x < text_width(chart.tick(tick), 12) / 2;
    svg.text(edge ? 0 : x, top - 8, chart.tick(tick), "tick", edge ? "start" : "middle");
  }
  double y = top;
  for (const Bar& bar : chart.bars) {
    if (!bar.gap_before.empty()) {
      svg.text(0, y + heading - 8, bar.gap_before, "head halo");
      y += heading;
    }
    const double middle = y + row_height - 13;
    const double x0 = scale.at(0), x1 = scale.at(bar.value);
    svg.open("", bar.label + ": " + bar.text);
    if (narrow) {
      svg.text(0, middle - (width == Width::paper ? 10 : 11), bar.label, "label halo");
    } else {
      const std::vector<std::string> lines = wrap(bar.label, kChartFont, labels - 10);
      const double first = middle + 4.5 - 6.5 * static_cast<double>(lines.size() - 1);
      for (std::size_t k = 0; k < lines.size(); ++k) {
        svg.text(labels - 10, first + 13 * static_cast<double>(k), lines[k], "label", "end");
      }
    }
    svg.rect(std::min(x0, x1), middle - thick / 2, std::fabs(x1 - x0), thick, bar.css);
    if (!bar.hatch.empty())
      svg.rect(std::min(x0, x1), middle - thick / 2, std::fabs(x1 - x0), thick, bar.hatch);
    svg.line(x0, middle - thick / 2 - 3, x0, middle + thick / 2 + 3, "zero");
    double beyond = x1;
    if (std::isfinite(bar.low) && std::isfinite(bar.high)) {
      const double a = scale.at(bar.low), b = scale.at(bar.high);
      svg.line(a, middle, b, middle, "under");
      svg.line(a, middle, b, middle, "whisker");
      svg.line(a, middle - 4, a, middle + 4, "whisker");
      svg.line(b, middle - 4, b, middle + 4, "whisker");
      beyond = bar.value < 0 ? std::min({x1, a, b}) : std::max({x1, a, b});
    }
    const bool leftward = bar.value < 0;
    svg.text(beyond + (leftward ? -6 : 6), middle + 4.5, bar.text, "value", leftward ? "end" : "start");
    svg.close();
    y += row_height;
  }
  return svg.str();
}

}  // namespace sogdia::report
