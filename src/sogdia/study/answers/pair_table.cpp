#include "sogdia/study/answers/pair_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>
#include <utility>

#include "sogdia/access/access_limits.h"
#include "sogdia/access/pair_ways.h"
#include "sogdia/access/skim.h"
#include "sogdia/access/square_ways.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/saved_topology.h"
#include "sogdia/study/places/gazetteer.h"

namespace sogdia {
namespace {

// Where so large a share of all pairs of the nodes is asked for, all are worked out together.
constexpr double kDense = 0.05;
constexpr std::size_t kMostTogether = 4000;
// Of a square, so many pairs are held at a time.
constexpr std::size_t kPairsTogether = 400000;

LeastOf least_of(const PairsAsked& asked) {
  const std::vector<std::string> words{"cost", "hours", "usd", "length"};
  for (std::size_t k = 0; k < words.size(); ++k)
    if (fold(asked.weight) == words[k]) return static_cast<LeastOf>(k);
  const std::string hint = nearest_hint(asked.weight, words);
  throw Error("a way is not chosen by `" + asked.weight + "`", asked.network.dashes + "weight",
              hint.empty() ? "one of cost, hours, usd, length" : hint);
}

// The network with its links weighed as asked.
struct Weighed {
  NetworkFound found;
  LeastOf least;
  Travel travel;
  AccessTopology topology;
  AccessMetric metric;
};

Weighed weigh_asked(const World& world, const PairsAsked& asked, std::vector<std::string>& notes) {
  Weighed made{find_network(world, asked.network, notes), least_of(asked), {}, {}, {}};
  const Network& network = made.found.network;
  made.travel = base_travel(world, network, made.found.base, {.sector = asked.sector});
  if (made.least != LeastOf::cost) {
    const auto base = std::make_shared<const LinkWeights>(
        link_weights(network, made.found.base, made.travel.shipper, made.least));
    made.travel.access_limit = access_limits(network, made.found.base, base, base_limits(world));
  }
  made.topology = topology_of(world.folder, network, asked.threads);
  made.metric = weigh(made.topology, weigh_links(network, made.found.costs, made.travel.shipper, made.least),
                      asked.threads);
  return made;
}

// Labels may be numbers.
std::vector<std::string> texts_of(const Column& column) {
  std::vector<std::string> words;
  for (std::size_t row = 0; row < column.size(); ++row) words.push_back(cell_text(column, row));
  return words;
}

// Nodes by label or name. A name is looked up once.
class NodeFinder {
 public:
  NodeFinder(const World& world, const Network& network, std::vector<std::string>& notes)
      : network_(network), gazetteer_(world, network), notes_(notes) {}

  std::uint32_t find(const std::string& words, const Table& table, std::size_t row) {
    if (const auto known = found_.find(words); known != found_.end()) return known->second;
    return found_[words] = look_up(words, table, row);
  }

 private:
  std::uint32_t look_up(const std::string& words, const Table& table, std::size_t row) {
    if (const auto node = network_.nodes.find(words)) return static_cast<std::uint32_t>(*node);
    try {
      const Spot spot = gazetteer_.find(words);
      if (!spot.note.empty()) notes_.push_back(spot.note);
      return spot.node;
    } catch (const Error& error) {
      throw Error(error.message, table.place(row), error.hint);
    }
  }

  const Network& network_;
  const Gazetteer gazetteer_;
  std::vector<std::string>& notes_;
  std::unordered_map<std::string, std::uint32_t> found_;
};

// The rows of the result, gathered pair by pair.
class Rows {
 public:
  explicit Rows(const Weighed& weighed) : weighed_(weighed) {}

  void add(const std::string& from, const std::string& to, ModeFamily family, const PairWay& way) {
    if (!std::isfinite(way.cost)) return;
    // As a skim keeps them, whichever way they were found.
    const auto told = [](double number) { return shortest(static_cast<float>(number)); };
    const double hours = told(way.carried.hours), usd = told(way.carried.usd);
    from_.push_back(from);
    to_.push_back(to);
    family_.emplace_back(to_string(family));
    cost_.push_back(weighed_.get().least == LeastOf::cost
                        ? way.cost
                        : generalized_cost(usd, hours, weighed_.get().travel.shipper));
    hours_.push_back(hours);
    km_.push_back(told(way.carried.km));
    usd_.push_back(usd);
  }
  std::size_t size() const { return from_.size(); }

  // The table of what has been added, which is forgotten.
  Table take() {
    Table made;
    made.name = "skim";
    made.add("from", std::move(from_)).add("to", std::move(to_)).add("family", std::move(family_));
    made.add("cost", std::move(cost_)).add("hours", std::move(hours_)).add("km", std::move(km_));
    made.add("usd_per_tonne", std::move(usd_));
    *this = Rows(weighed_);
    return made;
  }

 private:
  std::reference_wrapper<const Weighed> weighed_;
  std::vector<std::string> from_, to_, family_;
  std::vector<double> cost_, hours_, km_, usd_;
};

Skim square(const Weighed& weighed, const Index& zones, int threads, const Monitor& monitor) {
  return skim(weighed.found.network, weighed.topology, weighed.metric, weighed.travel, zones, {.km = true},
              nullptr, threads, monitor);
}

PairWay way_of(const Skim& skim, std::size_t f, std::size_t i, std::size_t j) {
  return {skim.cost[f](i, j), {skim.hours[f](i, j), skim.usd_per_tonne[f](i, j), skim.km[f](i, j)}};
}

}  // namespace

Table pair_table(const World& world, const PairsAsked& asked, const Table& pairs,
                 std::vector<std::string>& notes, const Monitor& monitor) {
  const auto from = texts_of(pairs.column("from")), to = texts_of(pairs.column("to"));
  const Weighed weighed = weigh_asked(world, asked, notes);
  const Network& network = weighed.found.network;
  NodeFinder finder(world, network, notes);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> nodes;
  std::vector<std::string> labels;
  std::vector<std::uint32_t> zone(network.node_count(), kNone);
  for (std::size_t row = 0; row < pairs.rows(); ++row) {
    nodes.emplace_back(finder.find(from[row], pairs, row), finder.find(to[row], pairs, row));
    for (const auto n : {nodes.back().first, nodes.back().second}) {
      if (zone[n] != kNone) continue;
      zone[n] = static_cast<std::uint32_t>(labels.size());
      labels.push_back(network.nodes[n]);
    }
  }
  const auto count = static_cast<double>(labels.size());
  Rows rows(weighed);
  std::size_t without = 0;
  const auto gather = [&](const auto& way) {
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      const std::size_t before = rows.size();
      for (const ModeFamily family : kWayFamilies)
        rows.add(from[k], to[k], family, way(k, static_cast<std::size_t>(family)));
      without += rows.size() == before;
    }
  };
  if (labels.size() <= kMostTogether && static_cast<double>(nodes.size()) > kDense * count * count) {
    const Skim all = square(weighed, Index(std::move(labels)), asked.threads, monitor);
    gather([&](std::size_t k, std::size_t f) {
      return way_of(all, f, zone[nodes[k].first], zone[nodes[k].second]);
    });
  } else {
    const auto found = pair_ways(weighed.topology, weighed.metric, weighed.travel.access_limit, nodes,
                                 asked.threads, monitor);
    gather([&](std::size_t k, std::size_t f) { return found[k][f]; });
  }
  if (without > 0) notes.push_back(fmt::format("{} of {} pairs have no way", without, nodes.size()));
  return rows.take();
}

void square_table(const World& world, const PairsAsked& asked, const Table& nodes,
                  std::vector<std::string>& notes, const std::function<void(const TableParts&)>& use,
                  const Monitor& monitor) {
  if (nodes.columns.empty())
    throw Error("the file has no columns", nodes.source, "give labels or names of places in a column `node`");
  const Column* column = nodes.find("node");
  const auto words = texts_of(column ? *column : nodes.columns.front());
  const Weighed weighed = weigh_asked(world, asked, notes);
  NodeFinder finder(world, weighed.found.network, notes);
  std::vector<std::uint32_t> places;
  std::vector<std::string> said;
  std::vector<std::uint8_t> taken(weighed.found.network.node_count(), 0);
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    const std::uint32_t node = finder.find(words[row], nodes, row);
    if (taken[node]) continue;
    taken[node] = 1;
    places.push_back(node);
    said.push_back(words[row]);
  }
  const std::size_t count = places.size();
  const SquareWays square = make_square_ways(weighed.topology, weighed.metric, weighed.travel.access_limit,
                                             std::move(places), asked.threads, monitor);
  // A few origins are searched from together, and handed on one at a time.
  const std::size_t together =
      std::clamp<std::size_t>(kPairsTogether / std::max<std::size_t>(count, 1), 8, 512);
  std::vector<ByFamily<PairWay>> found;
  Rows rows(weighed);
  Table part = rows.take();
  std::size_t next = 0;
  bool headed = count > 0;  // without a place the table has its columns all the same
  use([&]() -> const Table* {
    if (next == count) return std::exchange(headed, true) ? nullptr : &part;
    const std::size_t here = next % together;
    if (here == 0) found = ways_from(square, next, std::min(together, count - next), asked.threads, monitor);
    for (std::size_t j = 0; j < count; ++j)
      for (const ModeFamily family : kWayFamilies)
        rows.add(said[next], said[j], family, found[here * count + j][static_cast<std::size_t>(family)]);
    ++next;
    part = rows.take();
    return &part;
  });
}

}  // namespace sogdia
