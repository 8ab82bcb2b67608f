#pragma once
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"

namespace sogdia::report {

// Horizontal bars from a visible zero line, a label and a number on each, whiskers where a band is given.
struct Bar {
  std::string label;
  double value = 0;
  double low = std::nan(""), high = std::nan("");  // the band; NaN = none
  std::string text;                                // number beside the bar
  std::string css = "f-main";                      // fill class
  std::string hatch;                               // css class of hatching: hatched, hatched-light; "" = none
  std::string gap_before;                          // a small heading above this bar
};

struct BarChart {
  std::string title, desc;
  std::vector<Bar> bars;
  std::function<std::string(double)> tick;
  double least_span = 0;  // the scale reaches at least this far, so that tiny numbers look tiny
};

std::string draw_bars(const BarChart& chart, Width width, const std::string& id);

}  // namespace sogdia::report
