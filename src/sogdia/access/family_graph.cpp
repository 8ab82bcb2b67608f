#include "sogdia/access/family_graph.h"

#include <algorithm>

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_land(ModeFamily family, Mode mode) {
  switch (family) {
    case ModeFamily::sea:
      return mode == Mode::road || mode == Mode::rail || mode == Mode::ferry;
    case ModeFamily::road:
      return mode == Mode::road || mode == Mode::ferry;
    case ModeFamily::rail:
    case ModeFamily::air:
      return mode == Mode::road;
  }
  return false;
}

bool is_main(ModeFamily family, Mode mode) {
  switch (family) {
    case ModeFamily::sea:
      return mode == Mode::sea || mode == Mode::inland_water;
    case ModeFamily::rail:
      return mode == Mode::rail;
    case ModeFamily::air:
      return mode == Mode::air;
    case ModeFamily::road:
      return false;
  }
  return false;
}

struct Layers {
  std::vector<std::uint8_t> land, main;
};

Layers layers_of(const Network& network, ModeFamily family) {
  const std::size_t count = network.node_count();
  Layers layers{std::vector<std::uint8_t>(count, 0), std::vector<std::uint8_t>(count, 0)};
  std::vector<std::uint8_t> ferry(count, 0);
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    for (const auto n : {network.from[l], network.to[l]}) {
      if (is_land(family, network.mode[l])) layers.land[n] = 1;
      if (is_main(family, network.mode[l])) layers.main[n] = 1;
      if (network.mode[l] == Mode::ferry) ferry[n] = 1;
    }
  }
  for (std::size_t n = 0; n < count; ++n) {
    const NodeType type = network.node_type[n];
    if (type == NodeType::place || type == NodeType::zone) layers.land[n] = 1;
    if (type == NodeType::rail_terminal && family == ModeFamily::sea) layers.land[n] = 1;
    if (type == NodeType::rail_terminal && family == ModeFamily::rail) layers.main[n] = 1;
    if (type == NodeType::port && family == ModeFamily::sea) layers.main[n] = 1;
    if (type == NodeType::port && family == ModeFamily::rail && ferry[n]) layers.main[n] = 1;
    if (type == NodeType::airport && family == ModeFamily::air) layers.main[n] = 1;
  }
  return layers;
}

// An arc before it has a place in an Adjacency.
struct LooseArc {
  std::uint32_t tail;
  Arc arc;
};

Adjacency compress(std::size_t vertices, const std::vector<LooseArc>& loose) {
  Adjacency graph;
  graph.first.assign(vertices + 1, 0);
  for (const auto& arc : loose) ++graph.first[arc.tail + 1];
  for (std::size_t v = 0; v < vertices; ++v) graph.first[v + 1] += graph.first[v];
  graph.arcs.resize(loose.size());
  std::vector<std::uint32_t> fill(graph.first.begin(), graph.first.end() - 1);
  for (const auto& arc : loose) graph.arcs[fill[arc.tail]++] = arc.arc;
  return graph;
}

}  // namespace

FamilyGraph make_family_graph(const Network& network, const LinkCosts& costs, ModeFamily family,
                              const std::vector<double>& link_cost, double access_limit) {
  const std::size_t nodes = network.node_count();
  Layers layers = layers_of(network, family);
  FamilyGraph graph;
  graph.family = family;
  graph.main_position.assign(nodes, kNoState);
  for (std::uint32_t n = 0; n < nodes; ++n) {
    if (!layers.main[n]) continue;
    graph.main_position[n] = static_cast<std::uint32_t>(graph.main_nodes.size());
    graph.main_nodes.push_back(n);
  }
  const auto main_count = static_cast<std::uint32_t>(graph.main_nodes.size());

  std::vector<LooseArc> land, land_backward, board, alight, haul;
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (!costs.open(l)) continue;
    const auto link = static_cast<std::uint32_t>(l);
    const Mode mode = network.mode[l];
    const double cost = link_cost[l];
    const auto one_way = [&](std::uint32_t u, std::uint32_t v) {
      const std::uint32_t tail = graph.main_position[u], head = graph.main_position[v];
      if (is_land(family, mode) || mode == Mode::transfer) {
        if (layers.land[v]) land.push_back({u, {cost, v, link}});
        if (layers.land[u]) land_backward.push_back({v, {cost, u, link}});
        graph.one_way = graph.one_way || network.directed[l];
      }
      const auto carry = [&](bool counts) {
        haul.push_back({tail, {cost, head + (counts ? main_count : 0), link}});
        haul.push_back({tail + main_count, {cost, head + main_count, link}});
      };
      if (is_main(family, mode)) carry(true);
      if (tail != kNoState && head != kNoState) {
        if (mode == Mode::ferry && family == ModeFamily::rail) carry(false);
        if (mode == Mode::transfer) carry(false);
      }
      if (mode == Mode::transfer && head != kNoState) board.push_back({u, {cost, head, link}});
      if (mode == Mode::transfer && tail != kNoState) alight.push_back({v, {cost, tail + main_count, link}});
    };
    one_way(network.from[l], network.to[l]);
    if (!network.directed[l]) one_way(network.to[l], network.from[l]);
  }
  graph.land = compress(nodes, land);
  if (graph.one_way) graph.land_backward = compress(nodes, land_backward);
  graph.board = compress(nodes, board);
  graph.alight = compress(nodes, alight);
  graph.haul = compress(2 * std::size_t{main_count}, haul);
  graph.land_node = std::move(layers.land);
  graph.access_limit = access_limit;
  return graph;
}

namespace {

bool sooner(const SearchTree::Entry& a, const SearchTree::Entry& b) {
  return a.cost < b.cost || (a.cost == b.cost && a.vertex < b.vertex);
}

bool sooner(const HaulTree::Entry& a, const HaulTree::Entry& b) {
  if (a.cost != b.cost) return a.cost < b.cost;
  return a.vertex < b.vertex || (a.vertex == b.vertex && a.boarded_at < b.boarded_at);
}

template <typename Entry>
void push(std::vector<Entry>& heap, Entry entry) {
  std::size_t k = heap.size();
  heap.push_back(entry);
  while (k > 0) {
    const std::size_t parent = (k - 1) / 4;
    if (!sooner(entry, heap[parent])) break;
    heap[k] = heap[parent];
    k = parent;
  }
  heap[k] = entry;
}

template <typename Entry>
Entry pop(std::vector<Entry>& heap) {
  const Entry top = heap.front();
  const Entry last = heap.back();
  heap.pop_back();
  const std::size_t count = heap.size();
  if (count == 0) return top;
  std::size_t k = 0;
  for (;;) {
    const std::size_t child = 4 * k + 1;
    if (child >= count) break;
    std::size_t least = child;
    const std::size_t stop = std::min(child + 4, count);
    for (std::size_t c = child + 1; c < stop; ++c) {
      if (sooner(heap[c], heap[least])) least = c;
    }
    if (!sooner(heap[least], last)) break;
    heap[k] = heap[least];
    k = least;
  }
  heap[k] = last;
  return top;
}

// Notes a way to state `v`; false where two ways at least as good, from two terminals, are known already.
bool improves(HaulTree& tree, std::uint32_t v, double cost, std::uint32_t boarded_at) {
  double* best = &tree.best[2 * std::size_t{v}];
  std::uint32_t* by = &tree.best_boarded_at[2 * std::size_t{v}];
  if (boarded_at == by[0]) {
    if (cost >= best[0]) return false;
    best[0] = cost;
    return true;
  }
  if (cost < best[0]) {
    best[1] = best[0];
    by[1] = by[0];
    best[0] = cost;
    by[0] = boarded_at;
    return true;
  }
  if (cost >= best[1]) return false;
  best[1] = cost;
  by[1] = boarded_at;
  return true;
}

}  // namespace

void search_land(const LinkCosts& costs, const FamilyGraph& graph, std::uint32_t node, bool backward,
                 SearchTree& tree) {
  const Adjacency& arcs = backward ? graph.backward() : graph.land;
  const std::size_t vertices = arcs.first.size() - 1;
  tree.cost.assign(vertices, kInfinity);
  tree.hours.resize(vertices);
  tree.usd.resize(vertices);
  tree.by_vertex.assign(vertices, kNoState);
  tree.by_arc.assign(vertices, kNoState);
  tree.done.assign(vertices, 0);
  tree.settled.clear();
  tree.heap.clear();
  tree.cost[node] = tree.hours[node] = tree.usd[node] = 0;
  push(tree.heap, {0.0, node});
  while (!tree.heap.empty()) {
    const auto [cost, v] = pop(tree.heap);
    if (tree.done[v]) continue;
    tree.done[v] = 1;
    tree.settled.push_back(v);
    if (const std::uint32_t by = tree.by_vertex[v]; by != kNoState) {
      const std::uint32_t link = arcs.arcs[tree.by_arc[v]].link;
      tree.hours[v] = tree.hours[by] + costs.hours[link];
      tree.usd[v] = tree.usd[by] + costs.usd_per_tonne[link];
    }
    for (std::uint32_t a = arcs.first[v]; a < arcs.first[v + 1]; ++a) {
      const Arc& arc = arcs.arcs[a];
      const double reached = cost + arc.cost;
      if (reached >= tree.cost[arc.head] || reached > graph.access_limit) continue;
      tree.cost[arc.head] = reached;
      tree.by_vertex[arc.head] = v;
      tree.by_arc[arc.head] = a;
      push(tree.heap, {reached, arc.head});
    }
  }
}

void search_haul(const LinkCosts& costs, const FamilyGraph& graph, const std::vector<Seed>& starts,
                 const std::vector<std::uint8_t>* wanted, std::size_t wanted_count, HaulTree& tree) {
  const auto terminal_count = static_cast<std::uint32_t>(graph.main_nodes.size());
  const std::size_t states = 2 * graph.main_nodes.size(), labels = 2 * states;
  tree.cost.assign(labels, kInfinity);
  tree.best.assign(labels, kInfinity);
  tree.best_boarded_at.assign(labels, kNoState);
  tree.hours.resize(labels);
  tree.usd.resize(labels);
  tree.boarded_at.resize(labels);
  tree.by_label.resize(labels);
  tree.by_arc.resize(labels);
  tree.settled.assign(states, 0);
  tree.heap.clear();
  if (wanted && wanted_count == 0) return;
  // Each start is a terminal of its own, so its seed is the only one in its state.
  std::vector<std::uint32_t> seed_of(terminal_count, kNoState);
  for (std::uint32_t k = 0; k < starts.size(); ++k) {
    const Seed& seed = starts[k];
    seed_of[seed.vertex] = k;
    improves(tree, seed.vertex, seed.cost, seed.vertex);
    push(tree.heap, {seed.cost, seed.vertex, seed.vertex, kNoState, kNoState});
  }
  while (!tree.heap.empty()) {
    const auto [cost, v, boarded_at, by_label, by_arc] = pop(tree.heap);
    const std::uint32_t first = 2 * v;
    const std::uint8_t known = tree.settled[v];
    if (known == 2 || (known == 1 && tree.boarded_at[first] == boarded_at)) continue;
    const std::uint32_t label = first + known;
    ++tree.settled[v];
    tree.cost[label] = cost;
    tree.boarded_at[label] = boarded_at;
    tree.by_label[label] = by_label;
    tree.by_arc[label] = by_arc;
    if (by_label == kNoState) {
      tree.hours[label] = starts[seed_of[v]].hours;
      tree.usd[label] = starts[seed_of[v]].usd;
    } else {
      const std::uint32_t link = graph.haul.arcs[by_arc].link;
      tree.hours[label] = tree.hours[by_label] + costs.hours[link];
      tree.usd[label] = tree.usd[by_label] + costs.usd_per_tonne[link];
    }
    if (wanted && (*wanted)[v]) {
      const bool usable = boarded_at != v % terminal_count;
      const bool had_one = known == 1 && tree.boarded_at[first] != v % terminal_count;
      if (usable && !had_one && --wanted_count == 0) return;
    }
    for (std::uint32_t a = graph.haul.first[v]; a < graph.haul.first[v + 1]; ++a) {
      const Arc& arc = graph.haul.arcs[a];
      const double reached = cost + arc.cost;
      if (improves(tree, arc.head, reached, boarded_at)) {
        push(tree.heap, {reached, arc.head, boarded_at, label, a});
      }
    }
  }
}

std::vector<Seed> terminals(const LinkCosts& costs, const FamilyGraph& graph, const Adjacency& transfers,
                            std::uint32_t node, const SearchTree& land) {
  std::vector<Seed> found;
  if (const auto k = graph.main_position[node]; k != kNoState) {
    const bool boards = &transfers == &graph.board;
    const auto carried = static_cast<std::uint32_t>(graph.main_nodes.size());
    found.push_back({boards ? k : k + carried, 0, 0, 0, kNoState, kNoState});
  }
  for (const auto n : land.settled) {
    for (std::uint32_t a = transfers.first[n]; a < transfers.first[n + 1]; ++a) {
      const Arc& arc = transfers.arcs[a];
      found.push_back({arc.head, land.cost[n] + arc.cost, land.hours[n] + costs.hours[arc.link],
                       land.usd[n] + costs.usd_per_tonne[arc.link], n, arc.link});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Seed& a, const Seed& b) {
    return a.vertex < b.vertex || (a.vertex == b.vertex && a.cost < b.cost);
  });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const Seed& a, const Seed& b) { return a.vertex == b.vertex; }),
              found.end());
  return found;
}

std::vector<Seed> road_ends(const LinkCosts& costs, const FamilyGraph& graph, std::uint32_t node) {
  if (graph.land_node[node]) return {{node, 0, 0, 0, kNoState, kNoState}};
  std::vector<Seed> ends;
  const Adjacency& into = graph.backward();
  for (std::uint32_t a = into.first[node]; a < into.first[node + 1]; ++a) {
    const Arc& arc = into.arcs[a];
    ends.push_back(
        {arc.head, arc.cost, costs.hours[arc.link], costs.usd_per_tonne[arc.link], arc.head, arc.link});
  }
  return ends;
}

std::optional<BestEnd> best_end(const SearchTree& tree, const std::vector<Seed>& ends) {
  std::optional<BestEnd> best;
  double least = kInfinity;
  for (std::size_t k = 0; k < ends.size(); ++k) {
    const double cost = tree.cost[ends[k].vertex] + ends[k].cost;
    if (cost >= least) continue;
    least = cost;
    best = {k, ends[k].vertex};
  }
  return best;
}

std::optional<BestEnd> best_end(const FamilyGraph& graph, const HaulTree& tree,
                                const std::vector<Seed>& ends) {
  std::optional<BestEnd> best;
  double least = kInfinity;
  const auto terminal_count = static_cast<std::uint32_t>(graph.main_nodes.size());
  for (std::size_t k = 0; k < ends.size(); ++k) {
    std::uint32_t label = 2 * ends[k].vertex;
    if (tree.cost[label] == kInfinity) continue;
    if (tree.boarded_at[label] == ends[k].vertex % terminal_count) ++label;
    const double cost = tree.cost[label] + ends[k].cost;
    if (cost >= least) continue;
    least = cost;
    best = {k, label};
  }
  return best;
}

}  // namespace sogdia
