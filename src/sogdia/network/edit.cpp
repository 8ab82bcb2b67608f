#include "sogdia/network/edit.h"

#include <fmt/format.h>

#include <cmath>

#include "sogdia/core/error.h"

namespace sogdia {

void require_scale(double scale, const char* name, const std::string& where) {
  if (!(scale >= 0) || std::isinf(scale)) {
    throw Error(fmt::format("`{}` is {}, expected a number of 0 or more", name, scale), where,
                "1 means no change, 0.5 half of it");
  }
}

void scale_moving(LinkCosts& costs, std::size_t link, double hours_scale, double usd_scale) {
  costs.hours[link] += (costs.hours[link] - costs.stop_hours[link]) * (hours_scale - 1);
  costs.usd_per_tonne[link] += (costs.usd_per_tonne[link] - costs.stop_usd[link]) * (usd_scale - 1);
}

void scale_stop(LinkCosts& costs, std::size_t link, double hours_scale, double usd_scale) {
  costs.hours[link] += costs.stop_hours[link] * (hours_scale - 1);
  costs.stop_hours[link] *= hours_scale;
  costs.usd_per_tonne[link] += costs.stop_usd[link] * (usd_scale - 1);
  costs.stop_usd[link] *= usd_scale;
}

void close_link(LinkCosts& costs, std::size_t link, ClosedBy reason) { costs.closed_by[link] |= reason; }

void open_link(LinkCosts& costs, std::size_t link, std::uint8_t reasons) {
  costs.closed_by[link] &= static_cast<std::uint8_t>(~reasons);
}

}  // namespace sogdia
