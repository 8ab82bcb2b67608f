#include "sogdia/study/imports/link_delay.h"

#include <fmt/format.h>

#include <cmath>

#include "sogdia/core/error.h"

namespace sogdia {

void require_delay(const SourceNetwork::Link& link) {
  const auto& delay = link.delay;
  for (const auto& [value, what] : {std::pair{delay.free_flow, "free flow time"},
                                    {delay.capacity, "capacity"},
                                    {delay.b, "b"},
                                    {delay.power, "power"},
                                    {delay.toll, "toll"}})
    if (value < 0)
      throw Error(fmt::format("`{}` for the {} is below zero", value, what), link.place, "give 0 or more");
}

void settle_delays(SourceNetwork& network) {
  std::size_t usual = 0, without = 0;
  for (auto& link : network.links) {
    auto& delay = link.delay;
    if (std::isnan(delay.free_flow) && link.speed > 0) delay.free_flow = 60 * link.length / link.speed;
    const bool capacity = delay.capacity > 0;
    usual += capacity && (std::isnan(delay.b) || std::isnan(delay.power));
    without += !capacity && !(delay.b == 0);
    if (std::isnan(delay.b)) delay.b = kUsualB;
    if (std::isnan(delay.power)) delay.power = kUsualPower;
  }
  if (usual > 0)
    network.notes.push_back(
        fmt::format("{} links have a capacity and no b or power: {} and {}, of the Bureau of Public Roads",
                    usual, kUsualB, kUsualPower));
  if (without > 0 && without < network.links.size())
    network.notes.push_back(
        fmt::format("{} links have no capacity: their times never change with use", without));
}

}  // namespace sogdia
