#pragma once
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

// Lines over time, labelled at their ends; events as thin verticals with a word; a target as a level line.
struct Line {
  std::string name, end_text;
  Points points;  // (x, y), x ascending
  std::string css = "l-main";
  std::string text_css;
  std::size_t dashed_until = 0;  // this many first points are estimated: the line is dashed among them
};

struct ChartEvent {
  double x;
  std::string word;
};

struct LineChart {
  std::string title, desc;
  std::vector<Line> lines;
  std::vector<ChartEvent> events;  // most important first: what does not fit is left out
  std::vector<double> marks;       // short ticks on the axis: visits
  std::string marks_name;
  std::vector<ChartEvent> levels;  // x holds the y of a level line
  std::vector<std::pair<double, std::string>> x_ticks;
  double x_from = std::nan(""), x_to = std::nan("");  // reach at least this far; NaN = the lines' own reach
  std::function<std::string(double)> tick;
};

std::string draw_lines(const LineChart& chart, Width width, const std::string& id);

}  // namespace sogdia::report
