#pragma once
#include <functional>
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"

namespace sogdia::report {

// Estimates with their intervals, one a row, beside published ranges. An interval without an end (NaN) runs
// to the chart's edge, dashed.
struct IntervalRow {
  std::string label, detail;  // detail: the line under the label
  double value = 0, low = 0, high = 0;
  std::string value_text;
  bool published = false;  // a range (or, low = high, a figure) of others: a bar without a dot
};

struct IntervalChart {
  std::string title, desc;
  std::vector<IntervalRow> rows;
  std::function<std::string(double)> tick;
};

std::string draw_intervals(const IntervalChart& chart, Width width, const std::string& id);

}  // namespace sogdia::report
