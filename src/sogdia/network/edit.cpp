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

void scale_moving(Network& network, std::size_t link, double hours_scale, double usd_scale) {
  network.hours[link] += (network.hours[link] - network.stop_hours[link]) * (hours_scale - 1);
  network.usd_per_tonne[link] += (network.usd_per_tonne[link] - network.stop_usd[link]) * (usd_scale - 1);
}

void scale_stop(Network& network, std::size_t link, double hours_scale, double usd_scale) {
  network.hours[link] += network.stop_hours[link] * (hours_scale - 1);
  network.stop_hours[link] *= hours_scale;
  network.usd_per_tonne[link] += network.stop_usd[link] * (usd_scale - 1);
  network.stop_usd[link] *= usd_scale;
}

void close_link(Network& network, std::size_t link, ClosedBy reason) {
  network.closed_by[link] |= reason;
  network.open[link] = 0;
}

void open_link(Network& network, std::size_t link, std::uint8_t reasons) {
  network.closed_by[link] &= static_cast<std::uint8_t>(~reasons);
  network.open[link] = network.closed_by[link] == 0;
}

}  // namespace sogdia
