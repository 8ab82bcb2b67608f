#pragma once
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

// Round steps (1, 2, 2.5 or 5 times a power of ten) that cover [low, high]; about `count` of them.
std::vector<double> nice_ticks(double low, double high, int count);

// px of the words of a chart of bars, dots or intervals.
inline constexpr double kChartFont = 13;

// Position of a value on a straight scale.
struct Scale {
  double from = 0, to = 1;     // values
  double first = 0, last = 1;  // px
  double at(double value) const { return first + (value - from) / (to - from) * (last - first); }
};

// Moves labels apart along one axis, in the order given, so that neighbours stand at least `gap` px apart
// and all stay within [low, high] where there is room.
std::vector<double> spread(std::vector<double> wanted, double gap, double low, double high);

// The lines of the row whose label wraps into most of them.
template <typename Row>
double most_lines(const std::vector<Row>& rows, double width) {
  std::size_t most = 1;
  for (const Row& row : rows) most = std::max(most, wrap(row.label, kChartFont, width).size());
  return static_cast<double>(most);
}

}  // namespace sogdia::report
