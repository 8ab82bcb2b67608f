#pragma once
#include <string>

namespace sogdia {

struct Coefficient {
  std::string term;
  double estimate = 0, std_error = 0, statistic = 0, p = 0, low = 0, high = 0;
};

}  // namespace sogdia
