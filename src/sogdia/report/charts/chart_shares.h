#pragma once
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"

namespace sogdia::report {

// Shares then and now, a thin bar over a thick one, all on one scale that starts at zero.
struct Share {
  std::string label;
  double then = 0, now = 0;  // fractions; NaN = not known
  std::string css = "f-main";
  std::string hatch;  // css class of hatching: hatched, hatched-light; "" = none
};

struct ShareChart {
  std::string title, desc;
  std::string then_name, now_name;  // "2014", "2023"
  std::vector<Share> rows;
};

std::string draw_shares(const ShareChart& chart, Width width, const std::string& id);

}  // namespace sogdia::report
