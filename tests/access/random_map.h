#pragma once
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "sogdia/access/skim.h"
#include "toy_map.h"

namespace sogdia {

// A toy map of up to nine places on a three by three grid, neighbours joined by links of random modes and
// lengths.
inline rc::Gen<Net> random_network() {
  return rc::gen::map(rc::gen::container<std::vector<int>>(12, rc::gen::inRange(0, 8)),
                      [](const std::vector<int>& pick) {
                        // Odd picks repeat a mode, so that chains of several links by one mode are common.
                        const std::array<std::string, 8> across{"    ", "----", "====", "~~~~",
                                                                "....", "----", "==#=", "~s~~"};
                        const std::array<std::string, 8> down{"  ", "||", "!!", "::", "''", "||", "!#", ":s"};
                        std::array<std::string, 9> rows;
                        std::size_t next = 0;
                        for (std::size_t r = 0; r < 3; ++r) {
                          for (std::size_t c = 0; c < 3; ++c) {
                            rows[3 * r] += static_cast<char>('A' + 3 * r + c);
                            if (c < 2) rows[3 * r] += across[static_cast<std::size_t>(pick[next++])];
                          }
                          if (r == 2) break;
                          for (std::size_t k = 0; k < 2; ++k) rows[3 * r + 1 + k] = std::string(11, ' ');
                          for (std::size_t c = 0; c < 3; ++c) {
                            const std::string& run = down[static_cast<std::size_t>(pick[next++])];
                            for (std::size_t k = 0; k < 2; ++k) rows[3 * r + 1 + k][5 * c] = run[k];
                          }
                        }
                        std::string picture;
                        for (const auto& row : rows) picture += row + "\n";
                        ToyMap toy = draw(picture);
                        // A network needs a link.
                        if (toy.links.rows() == 0) toy = draw("A----B");
                        return make(toy);
                      });
}

// The least cost from `origin` to every node by the plain rules of the family, in rounds over all links until
// nothing changes. Written from the definition in skim.h and not from family_graph.h: a consignment is a
// node and how far its chain has come (0 on land, 1 waiting at a terminal, 2 carried, 3 on land again).
inline std::vector<double> bellman_ford(const Net& net, ModeFamily family, std::size_t origin,
                                        const Shipper& shipper) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto on_land = [&](Mode mode) {
    return mode == Mode::road ||
           (mode == Mode::ferry && (family == ModeFamily::road || family == ModeFamily::sea)) ||
           (mode == Mode::rail && family == ModeFamily::sea);
  };
  const auto carries = [&](Mode mode) {
    return (family == ModeFamily::sea && mode == Mode::sea) ||
           (family == ModeFamily::rail && mode == Mode::rail) ||
           (family == ModeFamily::air && mode == Mode::air);
  };
  const auto terminal = [&](std::size_t n) {
    const NodeType type = net.node_type[n];
    return (family == ModeFamily::sea && type == NodeType::port) ||
           (family == ModeFamily::rail && type == NodeType::rail_terminal) ||
           (family == ModeFamily::air && type == NodeType::airport);
  };
  const auto land = [&](std::size_t n) {
    const NodeType type = net.node_type[n];
    return type == NodeType::place || (family == ModeFamily::sea && type == NodeType::rail_terminal);
  };
  std::vector<double> cost(net.node_count(), infinity);
  // One boarding terminal at a time, for goods do not alight where they boarded.
  for (std::size_t boarding = 0; boarding < net.node_count(); ++boarding) {
    if (family != ModeFamily::road && !terminal(boarding)) continue;
    std::vector<std::array<double, 4>> best(net.node_count(), {infinity, infinity, infinity, infinity});
    best[origin][0] = 0;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t l = 0; l < net.link_count(); ++l) {
        if (!net.costs.open(l)) continue;
        const double step = net.costs.usd_per_tonne[l] / shipper.usd_per_tonne_value +
                            net.costs.hours[l] / 24.0 * shipper.value_of_time;
        for (const bool forth : {true, false}) {
          if (!forth && net.directed[l]) continue;
          const std::size_t u = forth ? net.from[l] : net.to[l], v = forth ? net.to[l] : net.from[l];
          const auto relax = [&](std::size_t before, std::size_t after) {
            if (best[u][before] + step < best[v][after]) {
              best[v][after] = best[u][before] + step;
              changed = true;
            }
          };
          const Mode mode = net.mode[l];
          if (on_land(mode)) relax(0, 0), relax(3, 3);
          if (carries(mode)) relax(1, 2), relax(2, 2);
          if (mode != Mode::transfer) continue;
          if (land(u) && land(v)) relax(0, 0), relax(3, 3);
          if (land(u) && terminal(v) && v == boarding) relax(0, 1);
          if (terminal(u) && land(v) && u != boarding) relax(2, 3);
        }
      }
    }
    for (std::size_t n = 0; n < cost.size(); ++n) {
      cost[n] = std::min(cost[n], family == ModeFamily::road ? best[n][0] : best[n][3]);
    }
    if (family == ModeFamily::road) break;
  }
  return cost;
}

}  // namespace sogdia
