#include "sogdia/report/maps/sea_lanes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>

#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

namespace {

struct Port {
  std::size_t node;
  double weight;
};

std::vector<Port> large_ports(const Result& result, const Network& network) {
  const Rows terminals = world_rows(result, "terminals"), countries = world_rows(result, "countries");
  std::map<std::string, double> gdp;
  for (std::size_t row = 0; row < countries.size(); ++row) {
    gdp[countries.text(row, "iso3")] = countries.number(row, "gdp_usd");
  }
  std::map<std::string, double> ports_of;  // a country's weight is shared by its ports
  std::vector<std::pair<std::size_t, std::string>> found;
  for (std::size_t row = 0; row < terminals.size(); ++row) {
    if (terminals.text(row, "kind") != "port" || terminals.text(row, "size") != "large") continue;
    const auto node = network.nodes.find(terminals.text(row, "node_id"));
    if (!node) continue;
    found.emplace_back(*node, terminals.text(row, "iso3"));
    ports_of[found.back().second] += 1;
  }
  std::vector<Port> ports;
  for (const auto& [node, iso3] : found) {
    const double size = gdp[iso3];
    if (size > 0) ports.push_back({node, size / ports_of[iso3]});
  }
  return ports;
}

// Links of the sea in compressed rows: for node n, ends[first[n]] to ends[first[n + 1] - 1].
struct Sea {
  std::vector<std::size_t> first;
  std::vector<std::pair<std::size_t, std::size_t>> ends;  // (other node, link)
};

Sea sea_of(const Network& network, const LinkCosts& costs) {
  Sea sea;
  sea.first.assign(network.node_count() + 1, 0);
  const auto each = [&](const auto& visit) {
    for (std::size_t link = 0; link < network.link_count(); ++link) {
      if (network.mode[link] != Mode::sea || !costs.open(link)) continue;
      visit(network.from[link], network.to[link], link);
      visit(network.to[link], network.from[link], link);
    }
  };
  each([&](std::size_t a, std::size_t, std::size_t) { sea.first[a + 1] += 1; });
  for (std::size_t node = 0; node < network.node_count(); ++node) sea.first[node + 1] += sea.first[node];
  sea.ends.resize(sea.first.back());
  std::vector<std::size_t> next = sea.first;
  each([&](std::size_t a, std::size_t b, std::size_t link) { sea.ends[next[a]++] = {b, link}; });
  return sea;
}

// Adds what `origin` sends to every port to the links of its tree of fastest ways.
void add_tree(const Network& network, const LinkCosts& costs, const Sea& sea, const std::vector<Port>& ports,
              const Port& origin, std::vector<double>& use) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<double> hours(network.node_count(), kFar), carried(network.node_count(), 0);
  std::vector<std::size_t> by(network.node_count(), kNone), order;
  using Entry = std::pair<double, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  hours[origin.node] = 0;
  queue.emplace(0.0, origin.node);
  while (!queue.empty()) {
    const auto [at, node] = queue.top();
    queue.pop();
    if (at > hours[node]) continue;
    order.push_back(node);
    for (std::size_t k = sea.first[node]; k < sea.first[node + 1]; ++k) {
      const auto [other, link] = sea.ends[k];
      if (at + costs.hours[link] < hours[other]) {
        hours[other] = at + costs.hours[link];
        by[other] = link;
        queue.emplace(hours[other], other);
      }
    }
  }
  for (const Port& port : ports) carried[port.node] += port.weight * origin.weight;
  for (auto node = order.rbegin(); node != order.rend(); ++node) {
    if (by[*node] == kNone) continue;
    const std::size_t link = by[*node];
    use[link] += carried[*node];
    carried[network.from[link] == *node ? network.to[link] : network.from[link]] += carried[*node];
  }
}

}  // namespace

std::vector<double> sea_lanes(const Result& result) {
  const Network& network = result.base->network;
  const std::vector<Port> ports = large_ports(result, network);
  if (ports.size() < 2) return {};
  const Sea sea = sea_of(network, result.after);
  std::vector<double> use(network.link_count(), 0);
  for (const Port& port : ports) add_tree(network, result.after, sea, ports, port, use);
  const double most = *std::max_element(use.begin(), use.end());
  if (!(most > 0)) return {};
  for (double& value : use) value /= most;
  return use;
}

}  // namespace sogdia::report
