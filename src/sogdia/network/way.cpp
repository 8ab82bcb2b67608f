#include "sogdia/network/way.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>

namespace sogdia {
namespace {

constexpr double kAccess = 10.0;  // km of access count so many times

// What a km on the link counts; 0 where the way may not take it.
double weight(const Network& network, const LinkCosts& costs, std::size_t l, Mode mode, bool access) {
  if (!costs.open(l)) return 0;
  const Mode by = network.mode[l];
  if (by == mode || by == Mode::transfer) return 1;
  // A ferry carries the trains and lorries of a land way.
  const bool land = mode == Mode::rail || mode == Mode::road;
  if (by == Mode::ferry && land) return 1;
  return access && (by == Mode::road || by == Mode::rail) ? kAccess : 0;
}

std::vector<std::size_t> shortest(const Network& network, const LinkCosts& costs, std::size_t from,
                                  std::size_t to, Mode mode, bool access) {
  std::vector<std::vector<std::uint32_t>> links_at(network.node_count());
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (weight(network, costs, l, mode, access) == 0) continue;
    links_at[network.from[l]].push_back(static_cast<std::uint32_t>(l));
    if (!network.directed[l]) links_at[network.to[l]].push_back(static_cast<std::uint32_t>(l));
  }
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<double> best(network.node_count(), std::numeric_limits<double>::infinity());
  std::vector<std::uint32_t> came_by(network.node_count(), none);
  using Entry = std::pair<double, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap;
  best[from] = 0;
  heap.emplace(0.0, static_cast<std::uint32_t>(from));
  while (!heap.empty()) {
    const auto [km, node] = heap.top();
    heap.pop();
    if (km > best[node]) continue;
    if (node == to) break;
    for (const auto link : links_at[node]) {
      const std::uint32_t head = network.from[link] == node ? network.to[link] : network.from[link];
      const double longer = km + network.length_km[link] * weight(network, costs, link, mode, access);
      if (longer >= best[head]) continue;
      best[head] = longer;
      came_by[head] = link;
      heap.emplace(longer, head);
    }
  }
  std::vector<std::size_t> links;
  double by_mode = 0, whole = 0;
  for (auto node = static_cast<std::uint32_t>(to); node != from;) {
    const std::uint32_t link = came_by[node];
    if (link == none) return {};
    whole += network.length_km[link];
    if (network.mode[link] == mode) {
      links.push_back(link);
      by_mode += network.length_km[link];
    }
    node = network.from[link] == node ? network.to[link] : network.from[link];
  }
  if (by_mode * 2 < whole) return {};
  std::reverse(links.begin(), links.end());
  return links;
}

}  // namespace

std::vector<std::size_t> way_by_mode(const Network& network, const LinkCosts& costs, std::size_t from,
                                     std::size_t to, Mode mode) {
  auto links = shortest(network, costs, from, to, mode, false);
  return links.empty() ? shortest(network, costs, from, to, mode, true) : links;
}

}  // namespace sogdia
