#pragma once
#include <cstddef>
#include <string>

#include "sogdia/network/network.h"

namespace sogdia {

// The few ways in which a link is changed in place.

// Throws Error where a scale is no number of 0 or more.
void require_scale(double scale, const char* name, const std::string& where);

// Hours and money of moving along the link. Adding the difference leaves an unchanged link unchanged to the
// last bit.
void scale_moving(LinkCosts& costs, std::size_t link, double hours_scale, double usd_scale);

// Hours and money of its stop: dwell and handling, border, passage.
void scale_stop(LinkCosts& costs, std::size_t link, double hours_scale, double usd_scale);

void close_link(LinkCosts& costs, std::size_t link, ClosedBy reason);
// Takes the reasons of the mask away; the link opens when none is left.
void open_link(LinkCosts& costs, std::size_t link, std::uint8_t reasons);

}  // namespace sogdia
