#pragma once
#include <functional>
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"

namespace sogdia::report {

// Before and after on one line a row: a hollow dot, a filled dot, and the change at the right.
struct Dumbbell {
  std::string label;
  double before = 0, after = 0;
  std::string before_text, after_text, change_text;
};

struct DumbbellChart {
  std::string title, desc;
  std::string before_name = "before", after_name = "after";
  std::vector<Dumbbell> rows;
  std::function<std::string(double)> tick;
};

std::string draw_dumbbells(const DumbbellChart& chart, Width width, const std::string& id);

}  // namespace sogdia::report
