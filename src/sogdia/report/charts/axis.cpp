#include "sogdia/report/charts/axis.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sogdia::report {

std::vector<double> nice_ticks(double low, double high, int count) {
  if (!(high > low)) high = low + 1;
  const double rough = (high - low) / std::max(count, 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double multiple : {1.0, 2.0, 2.5, 5.0}) {
    if (multiple * power >= rough * 0.999) {
      step = multiple * power;
      break;
    }
  }
  std::vector<double> ticks;
  const auto first = static_cast<long>(std::floor(low / step + 1e-9));
  const auto last = static_cast<long>(std::ceil(high / step - 1e-9));
  for (long k = first; k <= last; ++k) ticks.push_back(static_cast<double>(k) * step);
  return ticks;
}

std::vector<double> spread(std::vector<double> wanted, double gap, double low, double high) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  double floor = low;
  for (const std::size_t k : order) {
    wanted[k] = std::max(wanted[k], floor);
    floor = wanted[k] + gap;
  }
  double ceiling = high;
  for (auto k = order.rbegin(); k != order.rend(); ++k) {
    wanted[*k] = std::min(wanted[*k], ceiling);
    ceiling = wanted[*k] - gap;
  }
  return wanted;
}

}  // namespace sogdia::report
