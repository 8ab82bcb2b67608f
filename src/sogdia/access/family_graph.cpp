#include "sogdia/access/family_graph.h"

#include <algorithm>
#include <limits>

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_land(Family family, Mode mode) {
  switch (family) {
    case Family::sea:
      return mode == Mode::road || mode == Mode::rail || mode == Mode::ferry;
    case Family::road:
      return mode == Mode::road || mode == Mode::ferry;
    case Family::rail:
    case Family::air:
      return mode == Mode::road;
  }
  return false;
}

bool is_main(Family family, Mode mode) {
  switch (family) {
    case Family::sea:
      return mode == Mode::sea || mode == Mode::inland_water;
    case Family::rail:
      return mode == Mode::rail;
    case Family::air:
      return mode == Mode::air;
    case Family::road:
      return false;
  }
  return false;
}

struct Layers {
  std::vector<std::uint8_t> land, main;
};

Layers layers_of(const Network& network, Family family) {
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
    if (type == NodeType::rail_terminal && family == Family::sea) layers.land[n] = 1;
    if (type == NodeType::rail_terminal && family == Family::rail) layers.main[n] = 1;
    if (type == NodeType::port && family == Family::sea) layers.main[n] = 1;
    if (type == NodeType::port && family == Family::rail && ferry[n]) layers.main[n] = 1;
    if (type == NodeType::airport && family == Family::air) layers.main[n] = 1;
  }
  return layers;
}

using Phase = FamilyGraph::Phase;

struct Step {
  Phase from, to;
};

// The steps of the chain that a link allows from u to v.
template <typename Put>
void steps(const Layers& layers, Family family, Mode mode, std::uint32_t u, std::uint32_t v, const Put& put) {
  const bool chain = family != Family::road;
  if (is_land(family, mode)) {
    put(Step{Phase::before, Phase::before});
    if (chain) put(Step{Phase::after, Phase::after});
  }
  if (is_main(family, mode)) {
    put(Step{Phase::boarded, Phase::main});
    put(Step{Phase::main, Phase::main});
  }
  if (mode == Mode::ferry && family == Family::rail && layers.main[u] && layers.main[v]) {
    put(Step{Phase::boarded, Phase::boarded});
    put(Step{Phase::main, Phase::main});
  }
  if (mode != Mode::transfer) return;
  const bool land = layers.land[v] != 0, main = layers.main[v] != 0;
  // From a node off land only as the first step, for nothing leads into its state `before`.
  if (land) put(Step{Phase::before, Phase::before});
  if (chain && main) put(Step{Phase::before, Phase::boarded});
  if (chain && main && layers.main[u]) {
    put(Step{Phase::boarded, Phase::boarded});
    put(Step{Phase::main, Phase::main});
  }
  if (chain && layers.main[u] && (land || !main)) put(Step{Phase::main, Phase::after});
  // To a node off land only as the last step, for nothing leads out of its state `after`.
  if (layers.land[u]) {
    if (chain && (land || !main)) put(Step{Phase::after, Phase::after});
    if (!chain && !land) put(Step{Phase::before, Phase::after});
  }
}

}  // namespace

std::vector<double> generalized_cost(const Network& network, const Shipper& shipper) {
  std::vector<double> cost(network.link_count());
  for (std::size_t l = 0; l < cost.size(); ++l) {
    cost[l] = network.usd_per_tonne[l] / shipper.usd_per_tonne_value +
              network.hours[l] / 24.0 * shipper.value_of_time;
  }
  return cost;
}

FamilyGraph make_family_graph(const Network& network, Family family, const std::vector<double>& link_cost) {
  const Layers layers = layers_of(network, family);
  const std::size_t nodes = network.node_count();

  // States are numbered phase by phase, so that a search through one phase stays close in memory.
  const auto slot = [&](Phase phase, std::uint32_t node) { return phase * nodes + node; };
  std::vector<std::uint32_t> state_of(4 * nodes, 0);
  std::vector<std::uint32_t> out(4 * nodes, 0);
  const auto each_arc = [&](const auto& visit) {
    for (std::size_t l = 0; l < network.link_count(); ++l) {
      if (!network.open[l]) continue;
      const auto one_way = [&](std::uint32_t u, std::uint32_t v) {
        steps(layers, family, network.mode[l], u, v,
              [&](Step step) { visit(slot(step.from, u), slot(step.to, v), static_cast<std::uint32_t>(l)); });
      };
      one_way(network.from[l], network.to[l]);
      if (!network.directed[l]) one_way(network.to[l], network.from[l]);
    }
  };
  each_arc([&](std::size_t from, std::size_t to, std::uint32_t) {
    ++out[from];
    state_of[from] = state_of[to] = 1;
  });

  FamilyGraph graph;
  graph.family = family;
  graph.first.push_back(0);
  for (std::size_t s = 0; s < state_of.size(); ++s) {
    if (!state_of[s]) {
      state_of[s] = kNoState;
      continue;
    }
    state_of[s] = static_cast<std::uint32_t>(graph.state_node.size());
    graph.state_node.push_back(static_cast<std::uint32_t>(s % nodes));
    graph.first.push_back(graph.first.back() + out[s]);
  }
  graph.arcs.resize(graph.first.back());
  std::vector<std::uint32_t> fill(graph.first.begin(), graph.first.end() - 1);
  each_arc([&](std::size_t from, std::size_t to, std::uint32_t link) {
    graph.arcs[fill[state_of[from]]++] = {link_cost[link], state_of[to], link};
  });

  graph.start.assign(nodes, {kNoState, kNoState});
  graph.end.assign(nodes, {kNoState, kNoState});
  for (std::uint32_t n = 0; n < nodes; ++n) {
    const bool chain = family != Family::road;
    graph.start[n] = {state_of[slot(Phase::before, n)],
                      layers.main[n] ? state_of[slot(Phase::boarded, n)] : kNoState};
    const Phase last = !chain && layers.land[n] ? Phase::before : Phase::after;
    graph.end[n] = {state_of[slot(last, n)], layers.main[n] ? state_of[slot(Phase::main, n)] : kNoState};
  }
  return graph;
}

namespace {

using Entry = SearchTree::Entry;

bool sooner(const Entry& a, const Entry& b) {
  return a.cost < b.cost || (a.cost == b.cost && a.state < b.state);
}

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

}  // namespace

void search(const FamilyGraph& graph, std::uint32_t origin, const std::vector<std::uint8_t>* wanted,
            std::size_t wanted_count, SearchTree& tree) {
  const std::size_t states = graph.state_count();
  tree.cost.assign(states, kInfinity);
  tree.by_state.assign(states, kNoState);
  tree.by_arc.assign(states, kNoState);
  tree.done.assign(states, 0);
  tree.settled.clear();
  tree.heap.clear();
  for (const auto s : graph.start[origin]) {
    if (s == kNoState) continue;
    tree.cost[s] = 0;
    push(tree.heap, {0.0, s});
  }
  while (!tree.heap.empty()) {
    const auto [cost, s] = pop(tree.heap);
    if (tree.done[s]) continue;
    tree.done[s] = 1;
    tree.settled.push_back(s);
    if (wanted && (*wanted)[s] && --wanted_count == 0) return;
    for (std::uint32_t a = graph.first[s]; a < graph.first[s + 1]; ++a) {
      const auto& arc = graph.arcs[a];
      const double reached = cost + arc.cost;
      if (reached >= tree.cost[arc.head]) continue;
      tree.cost[arc.head] = reached;
      tree.by_state[arc.head] = s;
      tree.by_arc[arc.head] = a;
      push(tree.heap, {reached, arc.head});
    }
  }
}

std::uint32_t best_end(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t node) {
  std::uint32_t best = kNoState;
  for (const auto s : graph.end[node]) {
    if (s == kNoState || tree.cost[s] == kInfinity) continue;
    if (best == kNoState || tree.cost[s] < tree.cost[best]) best = s;
  }
  return best;
}

}  // namespace sogdia
