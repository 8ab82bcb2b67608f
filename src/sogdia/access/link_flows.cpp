#include "sogdia/access/link_flows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sogdia/access/hierarchy/edge_flows.h"
#include "sogdia/access/land_search.h"
#include "sogdia/access/zone_nodes.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// Work is cut into so many parts, whatever the number of threads, and their sums are added in order.
constexpr std::size_t kParts = 8;

// What a family's pairs send through each part of their chains.
struct ChainFlows {
  std::vector<std::vector<double>> start, end;  // by zone and position in its starts or ends
  std::vector<double> haul;                     // rows x columns
};

ChainFlows no_flows(const Chains& chains, std::vector<double> haul) {
  ChainFlows flows{{}, {}, std::move(haul)};
  for (const auto& starts : chains.starts()) flows.start.emplace_back(starts.size());
  for (const auto& ends : chains.ends()) flows.end.emplace_back(ends.size());
  flows.haul.resize(chains.haul->rows() * chains.haul->columns());
  return flows;
}

void add(std::vector<double>& sum, const std::vector<double>& more) {
  for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += more[k];
}

// What the pairs of some origins send along the haul, by the rows that they touch, and to the ends of all
// zones, one zone's after the other's.
struct PartFlows {
  std::vector<std::uint32_t> slot, rows;  // by row of the haul: which of `rows` it is, kNoState = none
  std::vector<double> haul;               // rows x columns
  std::vector<double> end;

  std::uint32_t slot_of(std::size_t row, std::size_t columns) {
    if (slot[row] == kNoState) {
      slot[row] = static_cast<std::uint32_t>(rows.size());
      rows.push_back(static_cast<std::uint32_t>(row));
      haul.resize(rows.size() * columns);
    }
    return slot[row];
  }
};

// The join run backwards, on top of what goes along the haul already.
ChainFlows flows_of(const Skim& skim, const OdMatrix& demand, const OdMatrixOf<float>& share, std::size_t f,
                    int threads, std::vector<double> haul = {}) {
  const Chains& chains = skim.chains[f];
  const Haul& table = chains.haul;
  const std::size_t count = skim.zones.size(), columns = table.columns();
  ChainFlows flows = no_flows(chains, std::move(haul));
  const EndLists ends = end_lists(table, chains.ends());
  const std::uint32_t *first = ends.first.data(), *column = ends.column.data();
  std::vector<PartFlows> parts(kParts);
  parallel_for(kParts, threads, [&](std::size_t p) {
    PartFlows& part = parts[p];
    part.slot.assign(table.rows(), kNoState);
    part.end.resize(ends.column.size());
    for (std::size_t i = p * count / kParts; i < (p + 1) * count / kParts; ++i) {
      const std::vector<Seed>& starts = chains.starts()[i];
      if (starts.empty()) continue;
      std::vector<std::uint32_t> slots(starts.size(), kNoState);
      const double* asked = demand.values.data() + i * count;
      const float* sent = share.values.data() + i * count;
      const TakenChain* taken = chains.taken.data() + i * count;
      double *start_at = flows.start[i].data(), *end_at = part.end.data();
      // Neighbours mostly come by the same cell: what they send is added up before it is put there.
      std::uint32_t start = TakenChain::kNone, cell_column = 0;
      std::size_t row = 0;
      double sum = 0;
      const auto put = [&] {
        if (start == TakenChain::kNone) return;
        start_at[start] += sum;
        part.haul[row + cell_column] += sum;
      };
      for (std::size_t j = 0; j < count; ++j) {
        const double amount = asked[j] * sent[j];
        const TakenChain chain = taken[j];
        if (!(amount > 0) || !chain.any()) continue;
        const std::size_t end = first[j] + chain.end;
        if (chain.start != start || column[end] != cell_column) {
          put();
          sum = 0;
          cell_column = column[end];
          if (chain.start != start) {
            start = chain.start;
            if (slots[start] == kNoState)
              slots[start] = part.slot_of(table.row_of[starts[start].vertex], columns);
            row = slots[start] * columns;
          }
        }
        sum += amount;
        end_at[end] += amount;
      }
      put();
    }
  });
  for (const PartFlows& part : parts) {
    for (std::size_t k = 0; k < part.rows.size(); ++k) {
      double* row = flows.haul.data() + part.rows[k] * columns;
      for (std::size_t c = 0; c < columns; ++c) row[c] += part.haul[k * columns + c];
    }
    for (std::size_t j = 0; j < count; ++j) {
      for (std::size_t k = 0; k < flows.end[j].size(); ++k) flows.end[j][k] += part.end[ends.first[j] + k];
    }
  }
  return flows;
}

// What one thread works with.
struct Desk {
  Labels<double> labels;
  std::vector<Line<double>> flow;  // by position and lane; zero between batches
  Reached reached;
  std::vector<std::uint32_t> positions;
  EdgeFlows edges;
  std::vector<double> beside;  // by link: what goods take before and after the search's own links

  explicit Desk(const Selection& selection) : reached(selection), edges(selection) {
    labels.reserve(selection.size(), {false, true});
    fill_lines(flow, selection.size(), 0.0);
  }
};

// Where goods go does not depend on what a sweep finds, or it does.
enum class Goods : std::uint8_t { known, found };

// Sweeps all batches of a search, from HaulSearch or LandSearch, and pushes back what `demand` puts at its
// targets; `at_starts` is told what comes back to the starts. Adds to `by_link`. Goods whose places are known
// are put there first, and a sweep goes to those places alone; `bound` by source, empty = none.
template <Goods kGoods, class Search, class Demand, class AtStarts>
void load(const Topology& topology, const Metric<double>& metric, const WeighedArcs& arcs,
          const LinkArcs& links, const Search& search, bool backward, int threads, const Demand& demand,
          const AtStarts& at_starts, std::vector<double>& by_link, const std::vector<double>& bound = {}) {
  const Selection& selection = search.selection;
  const auto& batches = search.batches;
  EdgeFlows flows(selection);
  std::vector<double> links_beside(by_link.size());
  // As many parts at a time as there are threads, so that no more of them are held.
  const std::size_t at_once =
      std::min(kParts, static_cast<std::size_t>(threads > 0 ? threads : default_threads()));
  std::vector<Desk> desks;
  for (std::size_t here = 0; here < at_once; ++here) desks.emplace_back(selection);
  for (std::size_t first = 0; first < kParts; first += at_once) {
    const std::size_t now = std::min(at_once, kParts - first);
    parallel_for(now, threads, [&](std::size_t here) {
      const std::size_t part = first + here;
      Desk& desk = desks[here];
      desk.edges.clear();
      desk.beside.assign(by_link.size(), 0);
      const auto along = [&](std::uint32_t link, double amount) { desk.beside[link] += amount; };
      const auto put = [&](std::uint32_t lane, std::uint32_t place, double amount) {
        desk.flow[place].lane[lane] += amount;
        if constexpr (kGoods == Goods::known) desk.reached.add(selection, place);
      };
      for (std::size_t b = part * batches.size() / kParts; b < (part + 1) * batches.size() / kParts; ++b) {
        double least = bound.empty() ? kNoWay<double> : 0;
        for (const auto source : batches[b])
          if (!bound.empty()) least = std::max(least, bound[source]);
        const auto swept = [&](const std::vector<std::uint32_t>* targets) {
          sweep(topology, selection, search.weights, search.sources, batches[b], {false, true}, desk.labels,
                least, targets);
        };
        if constexpr (kGoods == Goods::found) swept(nullptr);
        demand(batches[b], desk.labels, put, along);
        if constexpr (kGoods == Goods::known) {
          desk.reached.take(desk.positions);
          swept(&desk.positions);
        }
        push_back(selection, desk.labels, kGoods == Goods::known ? desk.positions : selection.swept,
                  desk.flow, desk.edges);
        for (std::uint32_t lane = 0; lane < batches[b].size(); ++lane) {
          const auto& starts = search.sources[batches[b][lane]];
          for (std::size_t s = 0; s < starts.size(); ++s) {
            const double left = desk.flow[selection.place[topology.rank[starts[s].vertex]]].lane[lane];
            if (left == 0) continue;
            // Of several starts at one vertex the least is the one that was taken.
            const bool taken = std::none_of(starts.begin(), starts.end(), [&](const Start<double>& other) {
              return other.vertex == starts[s].vertex &&
                     (other.weight < starts[s].weight ||
                      (other.weight == starts[s].weight && &other < &starts[s]));
            });
            if (taken) at_starts(batches[b][lane], s, left, along);
          }
        }
        for (const auto k : desk.labels.climbed) desk.flow[k] = {};
      }
    });
    for (std::size_t here = 0; here < now; ++here) {
      flows += desks[here].edges;
      add(links_beside, desks[here].beside);
    }
  }
  add(by_link, links_beside);
  const auto by_arc = unpack_flows(topology, metric, {arcs.weight}, selection, flows, backward);
  for (std::size_t a = 0; a < by_arc.size(); ++a) by_link[links.link[a]] += by_arc[a];
}

// What the searches of one family are made on.
struct Loading {
  const AccessTopology& topology;
  const AccessMetric& metric;
  const Skim& skim;
  const OdMatrix& demand;
  const std::vector<std::uint32_t>& zones;
  int threads;

  const OdMatrixOf<float>& sent(std::size_t f, FlowOf what) const {
    return (what == FlowOf::tonnes ? skim.tonnes : skim.share)[f];
  }
};

template <Goods kGoods, class Demand>
void load_land(const Loading& on, std::size_t f, const LandSearch& search, const std::vector<double>& bound,
               const Demand& demand, std::vector<double>& by_link) {
  const AccessTopology& topology = on.topology;
  const WeighedArcs arcs = weigh_arcs(topology.land_arcs, topology.on_land[f], on.metric.links, false);
  load<kGoods>(
      topology.land, *on.metric.land[f], arcs, topology.land_arcs, search, search.backward, on.threads,
      demand,
      [&](std::uint32_t zone, std::size_t start, double amount, const auto& along) {
        const std::uint32_t link = search.ends[zone][start].link;
        if (link != kNoState) along(link, amount);
      },
      by_link, bound);
}

void load_road(const Loading& on, FlowOf what, std::vector<double>& by_link) {
  const auto& zones = on.zones;
  const OdMatrixOf<float>& sent = on.sent(kRoad, what);
  const RoadSearch road = make_road_search(on.topology, on.metric, zones, zones);
  load_land<Goods::found>(
      on, kRoad, road.land, {},
      [&](const std::vector<std::uint32_t>& batch, const Labels<double>& labels, const auto& put,
          const auto& along) {
        const std::size_t lanes = batch.size();
        const double* demand[kLanes<double>];
        const float* share[kLanes<double>];
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          demand[lane] = on.demand.values.data() + batch[lane] * zones.size();
          share[lane] = sent.values.data() + batch[lane] * zones.size();
        }
        for (std::size_t j = 0; j < zones.size(); ++j) {
          double amounts[kLanes<double>], sum = 0;
          for (std::uint32_t lane = 0; lane < lanes; ++lane)
            sum += amounts[lane] = batch[lane] == j ? 0 : demand[lane][j] * share[lane][j];
          if (!(sum > 0)) continue;
          // Most places are ends themselves.
          const std::vector<RoadEnd>& ends = road.ends[j];
          if (ends.size() == 1 && ends[0].passable && ends[0].end.link == kNoState) {
            const Line<double>& weight = labels.weight[ends[0].place];
            for (std::uint32_t lane = 0; lane < lanes; ++lane)
              if (weight.lane[lane] < kNoWay<double>) put(lane, ends[0].place, amounts[lane]);
            continue;
          }
          for (std::uint32_t lane = 0; lane < lanes; ++lane) {
            const double amount = amounts[lane];
            if (!(amount > 0)) continue;
            const RoadEnd* at = best_by_road(ends, labels, lane, zones[batch[lane]], zones[j]).end;
            if (!at) continue;
            put(lane, at->place, amount);
            if (at->end.link != kNoState) along(at->end.link, amount);
          }
        }
      },
      by_link);
}

// From and to the terminals: zones, terminals and as far as goods go, and no others.
void load_legs(const Loading& on, std::size_t f, const ChainFlows& chain, std::vector<double>& by_link) {
  const Chains& chains = on.skim.chains[f];
  const bool one_way = on.topology.layers[f]->one_way;
  for (const bool backward : {false, true}) {
    if (backward && !one_way) break;
    // each(zone, seed, amount) of a zone's legs that this search covers.
    const auto each_leg = [&](std::size_t zone, const auto& each) {
      const auto legs = [&](const std::vector<Seed>& seeds, const std::vector<double>& amounts) {
        for (std::size_t s = 0; s < seeds.size(); ++s)
          if (amounts[s] != 0 && seeds[s].node != kNoState) each(seeds[s], amounts[s]);
      };
      if (!backward) legs(chains.starts()[zone], chain.start[zone]);
      if (backward || !one_way) legs(chains.ends()[zone], chain.end[zone]);
    };
    std::vector<std::uint32_t> zones, from, targets;
    std::vector<double> bounds;  // by zone: no leg on land costs more
    for (std::uint32_t zone = 0; zone < on.zones.size(); ++zone) {
      double bound = -1;
      each_leg(zone, [&](const Seed& seed, double) {
        targets.push_back(seed.node);
        bound = std::max(bound, seed.cost);
      });
      if (bound < 0) continue;
      bounds.push_back(std::nextafter(bound, kNoWay<double>));
      zones.push_back(zone);
      from.push_back(on.zones[zone]);
    }
    const LandSearch search = make_land_search(on.topology, on.metric, kFamilies[f], from, backward, targets);
    load_land<Goods::known>(
        on, f, search, bounds,
        [&](const std::vector<std::uint32_t>& batch, const Labels<double>&, const auto& put,
            const auto& along) {
          for (std::uint32_t lane = 0; lane < batch.size(); ++lane) {
            each_leg(zones[batch[lane]], [&](const Seed& seed, double amount) {
              put(lane, search.selection.place[on.topology.land.rank[seed.node]], amount);
              along(seed.link, amount);
            });
          }
        },
        by_link);
  }
}

// Sweeps the rows alone of which `keep` is true.
template <class Keep>
void keep_rows(HaulSearch& search, const Keep& keep) {
  std::vector<std::uint32_t> rows;
  for (const auto& batch : search.batches)
    std::copy_if(batch.begin(), batch.end(), std::back_inserter(rows), keep);
  search.batches.clear();
  constexpr std::size_t lanes = kLanes<double>;
  for (std::size_t first = 0; first < rows.size(); first += lanes)
    search.batches.emplace_back(
        rows.begin() + static_cast<std::ptrdiff_t>(first),
        rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), first + lanes)));
}

// From terminal to terminal.
void load_haul(const Loading& on, std::size_t f, const ChainFlows& chain, std::vector<double>& by_link) {
  const Haul& haul = on.skim.chains[f]->haul;
  const AccessTopology& topology = on.topology;
  const WeighedLinks& links = on.metric.links;
  HaulSearch search = make_haul_search(topology, on.metric, kFamilies[f], haul, on.threads);
  keep_rows(search, [&](std::uint32_t row) {
    const auto first = chain.haul.begin() + static_cast<std::ptrdiff_t>(row * haul.columns());
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(haul.columns()),
                       [](double amount) { return amount != 0; });
  });
  std::vector<std::uint32_t> places;
  for (const auto t : haul.alights) places.push_back(search.selection.place[topology.main[f]->rank[t]]);
  const WeighedArcs arcs = weigh_arcs(topology.layers[f]->main, topology.layers[f]->main_used, links, false);
  load<Goods::known>(
      *topology.main[f], *on.metric.main[f], arcs, topology.layers[f]->main, search, false, on.threads,
      [&](const std::vector<std::uint32_t>& batch, const Labels<double>&, const auto& put, const auto&) {
        for (std::uint32_t lane = 0; lane < batch.size(); ++lane) {
          const double* row = chain.haul.data() + batch[lane] * haul.columns();
          for (std::size_t c = 0; c < haul.columns(); ++c)
            if (row[c] != 0) put(lane, places[c], row[c]);
        }
      },
      [&](std::uint32_t row, std::size_t start, double amount, const auto& along) {
        const auto moves = first_moves(topology, links, kFamilies[f], haul.boards[row]);
        for (const auto link : moves[start].links) along(link, amount);
      },
      by_link);
}

}  // namespace

LinkFlows link_flows(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
                     const Skim& skim, const OdMatrix& demand, int threads, FlowOf what) {
  require_same(skim.zones, demand.origins, "zones");
  require_same(skim.zones, demand.destinations, "zones");
  const std::vector<std::uint32_t> zones = zone_nodes(network, skim.zones);
  // Families go side by side, and where there are threads to spare each takes several.
  const int used = threads > 0 ? threads : default_threads();
  const Loading on{topology, metric, skim, demand, zones, std::max(1, used / 4)};
  LinkFlows flows;
  parallel_for(kFamilyCount, used, [&](std::size_t turn) {
    // The road takes longest and goes first.
    const std::size_t f = turn == 0 ? kRoad : turn <= kRoad ? turn - 1 : turn;
    std::vector<double>& by_link = flows.by_family[f];
    by_link.assign(network.link_count(), 0);
    if (f == kRoad) return load_road(on, what, by_link);
    if (skim.chains[f]->starts().empty()) return;
    const ChainFlows chain = flows_of(skim, demand, on.sent(f, what), f, on.threads);
    load_legs(on, f, chain, by_link);
    load_haul(on, f, chain, by_link);
  });
  return flows;
}

std::vector<double> ship_flows(const Network& network, const AccessTopology& topology,
                               const AccessMetric& metric, const Skim& skim, const OdMatrix& demand,
                               int threads, FlowOf what) {
  require_same(skim.zones, demand.origins, "zones");
  require_same(skim.zones, demand.destinations, "zones");
  const std::vector<std::uint32_t> none;  // no leg on land is searched
  const int used = threads > 0 ? threads : default_threads();
  const Loading on{topology, metric, skim, demand, none, std::max(1, used / 2)};
  const auto flows = [&](std::size_t f, std::vector<double> haul = {}) {
    return flows_of(skim, demand, on.sent(f, what), f, on.threads, std::move(haul));
  };
  // Tankers that go as ships do are swept with them.
  const bool as_ships = !skim.chains[kSea]->starts().empty() && !skim.chains[kTanker]->starts().empty() &&
                        &*skim.chains[kSea]->haul == &*skim.chains[kTanker]->haul;
  // Families go side by side, and are added up in this order.
  constexpr std::array<std::size_t, 6> kShips{kSea, kOilPipe, kLargeShip, kTanker, kRiver, kGasPipe};
  std::array<std::vector<double>, kShips.size()> by_family;
  parallel_for(kShips.size(), used, [&](std::size_t n) {
    const std::size_t f = kShips[n];
    if ((f == kTanker && as_ships) || skim.chains[f]->starts().empty() || skim.chains[f]->haul->rows() == 0)
      return;
    ChainFlows chain = flows(f);
    if (f == kSea && as_ships) chain.haul = flows(kTanker, std::move(chain.haul)).haul;
    by_family[n].assign(network.link_count(), 0);
    load_haul(on, f, chain, by_family[n]);
  });
  std::vector<double> by_link(network.link_count(), 0);
  for (const auto& flow : by_family)
    if (!flow.empty()) add(by_link, flow);
  return by_link;
}

}  // namespace sogdia
