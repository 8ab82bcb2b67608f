#pragma once
#include <array>
#include <limits>
#include <queue>
#include <tuple>
#include <vector>

#include "sogdia/access/search.h"

namespace sogdia {

// What the join over terminals is held against: one search over the main haul from all of an origin's
// terminals at once, with two labels a state, the least-cost way there and the least-cost one that boarded at
// another terminal than that. Written without Haul, and kept as plain as it can be.
class TwoLabels {
 public:
  TwoLabels(const LinkCosts& costs, const FamilyGraph& graph, const std::vector<Seed>& starts)
      : main_count_(graph.main_count()), labels_(2 * main_count_) {
    struct Entry {
      double cost, hours;
      std::uint32_t state, boarded_at;
      bool operator>(const Entry& other) const {
        return std::tie(cost, state, boarded_at) > std::tie(other.cost, other.state, other.boarded_at);
      }
    };
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (const Seed& seed : starts) queue.push({seed.cost, seed.carried.hours, seed.vertex, seed.vertex});
    while (!queue.empty()) {
      const Entry entry = queue.top();
      queue.pop();
      auto& known = labels_[entry.state];
      if (known.size() == 2 || (known.size() == 1 && known[0].boarded_at == entry.boarded_at)) continue;
      known.push_back({entry.cost, entry.hours, entry.boarded_at});
      for (std::uint32_t a = graph.haul.first[entry.state]; a < graph.haul.first[entry.state + 1]; ++a) {
        const Arc& arc = graph.haul.arcs[a];
        if (labels_[arc.head].size() == 2) continue;
        queue.push({entry.cost + arc.cost, entry.hours + costs.hours[arc.link], arc.head, entry.boarded_at});
      }
    }
  }

  struct Best {
    double cost = std::numeric_limits<double>::infinity(), hours = cost;
  };
  Best to(const std::vector<Seed>& ends) const {
    Best best;
    for (const Seed& end : ends) {
      for (const Label& label : labels_[end.vertex]) {
        if (label.boarded_at == end.vertex % main_count_) continue;
        if (label.cost + end.cost < best.cost)
          best = {label.cost + end.cost, label.hours + end.carried.hours};
        break;
      }
    }
    return best;
  }

 private:
  struct Label {
    double cost, hours;
    std::uint32_t boarded_at;
  };
  std::size_t main_count_;
  std::vector<std::vector<Label>> labels_;
};

}  // namespace sogdia
