#include "sogdia/access/way_difference.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "sogdia/access/journey.h"

namespace sogdia {
namespace {

Carried& operator+=(Carried& sum, const Carried& more) { return sum = sum + more; }

std::vector<Step> steps_of(const Network& network, const Route& route) {
  std::vector<Step> steps;
  for (const Leg& leg : route.legs) {
    std::uint32_t at = leg.from;
    for (const auto link : leg.links) {
      const std::uint32_t next = network.from[link] == at ? network.to[link] : network.from[link];
      steps.push_back({link, at, next});
      at = next;
    }
  }
  return steps;
}

const std::string& name_or_id(const std::vector<std::string>& names, const Index& ids, std::int32_t k) {
  const auto at = static_cast<std::size_t>(k);
  return names[at].empty() ? ids[at] : names[at];
}

// What a link stops for, if anything: kind and name.
std::pair<std::string, std::string> stop_of(const Network& network, std::uint32_t link) {
  if (const auto k = network.crossing[link]; k >= 0)
    return {"border", network.crossing_pair[static_cast<std::size_t>(k)] + " " +
                          name_or_id(network.crossing_name, network.crossings, k)};
  if (const auto k = network.passage[link]; k >= 0)
    return {"passage", network.passages[static_cast<std::size_t>(k)]};
  if (const auto k = network.terminal[link]; k >= 0)
    return {"terminal", name_or_id(network.terminal_name, network.terminals, k)};
  return {};
}

void append_item(const WayItem& item, std::vector<WayItem>& items) {
  WayItem* last = items.empty() ? nullptr : &items.back();
  if (last && last->kind == item.kind && last->name == item.name) {
    last->to = item.to;
    last->takes += item.takes;
  } else {
    items.push_back(item);
  }
}

// `first` to `last` of the steps.
std::vector<WayItem> items_of(const Network& network, const LinkCosts& costs, const std::vector<Step>& steps,
                              std::size_t first, std::size_t last) {
  std::vector<WayItem> items;
  for (std::size_t k = first; k < last; ++k) {
    const auto [link, tail, head] = steps[k];
    Carried moving{costs.hours[link], costs.usd_per_tonne[link], network.length_km[link]};
    const auto [kind, name] = stop_of(network, link);
    if (!kind.empty()) {
      const Carried stop{costs.stop_hours[link], costs.stop_usd[link], 0};
      moving = {moving.hours - stop.hours, moving.usd - stop.usd, moving.km};
      append_item({kind, name, tail, head, stop}, items);
    }
    // A quay beside its berth is no leg.
    if (kind.empty() || moving.km > 0 || moving.hours > 0 || moving.usd > 0)
      append_item({to_string(network.mode[link]), "", tail, head, moving}, items);
  }
  return items;
}

Carried sum_of(const std::vector<WayItem>& items) {
  Carried sum;
  for (const auto& item : items) sum += item.takes;
  return sum;
}

// Where the two ways come to the same node, as steps gone by each, in an order that both keep: as many such
// meetings as there can be (the longest increasing subsequence).
using Meeting = std::array<std::size_t, 2>;
std::vector<Meeting> meetings(const std::vector<Step>& chosen, const std::vector<Step>& other) {
  const auto node = [](const std::vector<Step>& steps, std::size_t gone) {
    return gone == 0 ? steps.front().tail : steps[gone - 1].head;
  };
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> gone;  // a way may come to a node twice
  for (std::size_t k = other.size() + 1; k-- > 0;) gone[node(other, k)].push_back(k);
  std::vector<Meeting> common;
  for (std::size_t k = 0; k <= chosen.size(); ++k) {
    const auto at = gone.find(node(chosen, k));
    // The last first, so that a run takes no more than one of them.
    for (std::size_t m = 0; at != gone.end() && m < at->second.size(); ++m)
      common.push_back({k, at->second[m]});
  }
  // least[n]: the meeting that ends a run of n + 1 with the least step of the other way.
  std::vector<std::size_t> least, before(common.size());
  for (std::size_t k = 0; k < common.size(); ++k) {
    const auto place = std::lower_bound(least.begin(), least.end(), k, [&](std::size_t a, std::size_t b) {
      return common[a][1] < common[b][1];
    });
    before[k] = place == least.begin() ? k : *(place - 1);
    if (place == least.end())
      least.push_back(k);
    else
      *place = k;
  }
  std::vector<Meeting> kept;
  for (std::size_t n = least.size(), k = n ? least.back() : 0; n > 0; --n, k = before[k])
    kept.push_back(common[k]);
  std::reverse(kept.begin(), kept.end());
  kept.front() = {0, 0};
  kept.back() = {chosen.size(), other.size()};
  return kept;
}

void add_kinds(const Stretch& stretch, std::vector<KindTakes>& kinds) {
  const auto add = [&](const std::vector<WayItem>& items, Carried KindTakes::*side) {
    for (const auto& item : items) {
      auto of = std::find_if(kinds.begin(), kinds.end(),
                             [&](const KindTakes& takes) { return takes.kind == item.kind; });
      if (of == kinds.end()) of = kinds.insert(kinds.end(), {item.kind, {}, {}});
      (*of).*side += item.takes;
    }
  };
  add(stretch.chosen, &KindTakes::chosen);
  add(stretch.other, &KindTakes::other);
}

}  // namespace

WayDifference difference(const Network& network, const LinkCosts& costs, const Route& chosen,
                         const Route& other) {
  WayDifference found;
  const auto a = steps_of(network, chosen), b = steps_of(network, other);
  if (a.empty() || b.empty()) return found;
  const auto met = meetings(a, b);
  // Runs of links that both go along are one stretch.
  std::vector<std::pair<Meeting, Meeting>> cuts;
  std::vector<bool> shared;
  for (std::size_t k = 1; k < met.size(); ++k) {
    const Meeting &from = met[k - 1], &to = met[k];
    const bool same = to[0] == from[0] + 1 && to[1] == from[1] + 1 && a[from[0]].link == b[from[1]].link;
    if (same && !shared.empty() && shared.back()) {
      cuts.back().second = to;
      continue;
    }
    cuts.emplace_back(from, to);
    shared.push_back(same);
  }
  for (std::size_t k = 0; k < cuts.size(); ++k) {
    const auto& [from, to] = cuts[k];
    Stretch stretch{a[from[0]].tail,
                    a[to[0] - 1].head,
                    shared[k],
                    items_of(network, costs, a, from[0], to[0]),
                    items_of(network, costs, b, from[1], to[1]),
                    {},
                    {}};
    stretch.chosen_takes = sum_of(stretch.chosen);
    stretch.other_takes = sum_of(stretch.other);
    add_kinds(stretch, found.kinds);
    found.stretches.push_back(std::move(stretch));
  }
  const std::vector<std::string> order{"sea",          "rail",     "road",     "air",    "ferry",
                                       "inland_water", "transfer", "terminal", "border", "passage"};
  const auto place = [&](const KindTakes& takes) {
    return std::find(order.begin(), order.end(), takes.kind) - order.begin();
  };
  std::sort(found.kinds.begin(), found.kinds.end(),
            [&](const KindTakes& x, const KindTakes& y) { return place(x) < place(y); });
  return found;
}

}  // namespace sogdia
