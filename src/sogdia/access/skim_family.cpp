#include "sogdia/access/skim_family.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <type_traits>

#include "sogdia/access/each_chain.h"
#include "sogdia/access/hierarchy/sweep_batches.h"
#include "sogdia/access/touched.h"
#include "sogdia/core/error.h"
#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

// Where the ways of a family are put down.
struct Putting {
  OdMatrix& cost;
  FloatMatrix *hours, *usd, *km;  // nullptr = not asked for

  void operator()(std::size_t i, std::size_t j, double way_cost, const Carried& carried) const {
    cost(i, j) = way_cost;
    if (hours) (*hours)(i, j) = static_cast<float>(carried.hours);
    if (usd) (*usd)(i, j) = static_cast<float>(carried.usd);
    if (km) (*km)(i, j) = static_cast<float>(carried.km);
  }
  void none(std::size_t i, std::size_t j) const {
    (*this)(i, j, kInfinity, {kInfinity, kInfinity, kInfinity});
  }
};

// With no way anywhere unless `kept`.
Putting putting(Skim& skim, std::size_t f, bool kept) {
  const auto asked = [&](auto Skim::*of) {
    auto& matrix = (skim.*of)[f];
    using Matrix = std::decay_t<decltype(*matrix)>;
    if (matrix->values.empty()) return static_cast<Matrix*>(nullptr);
    if (!kept) matrix = Matrix(matrix->origins, matrix->destinations, matrix->unit, kInfinity);
    return &matrix.edit();
  };
  return {*asked(&Skim::cost), asked(&Skim::hours), asked(&Skim::usd_per_tonne), asked(&Skim::km)};
}

// Ways by road from some zones, positions, to all.
void put_road(FamilySkims& on, const std::vector<std::uint32_t>& from, const Putting& put) {
  const auto& zones = on.zones;
  std::vector<std::uint32_t> nodes;
  for (const auto z : from) nodes.push_back(zones[z]);
  const RoadSearch road = make_road_search(on.topology, on.metric, nodes, zones);
  sweep_batches(on.topology.land, road.land, on.threads, on.monitor,
                [&](std::size_t batch, const Labels<double>& labels) {
                  const auto& lanes = road.land.batches[batch];
                  for (std::size_t j = 0; j < zones.size(); ++j) {
                    for (std::uint32_t lane = 0; lane < lanes.size(); ++lane) {
                      const std::size_t i = from[lanes[lane]];
                      if (i == j) continue;
                      const RoadWay way = best_by_road(road.ends[j], labels, lane, zones[i], zones[j]);
                      if (!way.end) continue;
                      const Carried carried = labels.carried(way.end->place, lane) + way.end->end.carried;
                      put(i, j, way.cost, carried);
                      if (!on.road_km.empty())
                        on.road_km[i * zones.size() + j] = static_cast<float>(carried.km);
                    }
                  }
                });
  for (const auto z : from) put(z, z, 0, {});
}

void require_few_terminals(const TerminalLists& lists) {
  for (const auto* of : {&lists.starts, &lists.ends})
    for (const auto& list : *of)
      if (list.size() >= TakenChain::kNone)
        throw Error("more terminals about one place than can be told apart", "",
                    "limit how far land may lead to them (access.land_km)");
}

// Door to door from some zones to some, positions, by the chains of a family; carried(row, column) is what
// rides along the haul between their terminals.
template <class RidesAlong>
void join(FamilySkims& on, std::size_t f, const RidesAlong& carried,
          const std::vector<std::uint32_t>& origins, const std::vector<std::uint32_t>& destinations,
          const Putting& put) {
  const std::size_t count = on.zones.size(), lanes = kLanes<double>;
  Chains& chains = on.skim.chains[f].edit();
  const DoorEnds ends = door_ends(chains, destinations);
  std::vector<float>* apart = f != kSea || on.road_km.empty() ? nullptr : &on.skim.ship_apart.edit();
  parallel_for((origins.size() + lanes - 1) / lanes, on.threads, [&](std::size_t task) {
    const std::size_t first = task * lanes;
    each_chain(chains, ends, origins.data() + first, std::min(lanes, origins.size() - first), destinations,
               carried, [&](std::size_t i, std::size_t j, const JoinedWay& way) {
                 const std::size_t pair = i * count + j;
                 if (on.chains) chains.taken[pair] = way.chain;
                 put(i, j, way.cost, way.carried);
                 if (apart) (*apart)[pair] = static_cast<float>(ship_apart(way.land_km, on.road_km[pair]));
               });
  });
}

void forget(Shared<Chains>& chains) {
  Haul& haul = chains.edit().haul.edit();
  std::vector<double>().swap(haul.rides);
  haul.each = 0;
}

std::vector<std::uint32_t> all_of(std::size_t count) {
  std::vector<std::uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

// Positions whose flag is `value`.
std::vector<std::uint32_t> flagged(const std::vector<std::uint8_t>& flag, bool value = true) {
  std::vector<std::uint32_t> positions;
  for (std::uint32_t k = 0; k < flag.size(); ++k)
    if ((flag[k] != 0) == value) positions.push_back(k);
  return positions;
}

// Where more than half may differ, all are found anew.
bool most(const std::vector<std::uint8_t>& flag) {
  return 2 * static_cast<std::size_t>(std::count(flag.begin(), flag.end(), 1)) > flag.size();
}

// The lists with those that the change has altered, by `changed`; false: too many may be.
bool lists_after(const FamilySkims& on, std::size_t f, const CostsChanged& change,
                 Shared<TerminalLists>& lists, std::vector<std::uint8_t>& changed) {
  changed.assign(on.zones.size(), 0);
  if (on.land_kept[f]) return true;
  const AccessLimit& limit = on.travel.access_limit[f];
  changed =
      touched_lists(on.topology, change, kFamilies[f], on.zones, land_limits(limit, on.zones), on.threads);
  if (most(changed)) return false;
  const std::vector<std::uint32_t> some = flagged(changed);
  if (some.empty()) return true;
  std::vector<std::uint32_t> nodes;
  for (const auto z : some) nodes.push_back(on.zones[z]);
  TerminalLists made = terminal_lists(on.topology, on.metric, kFamilies[f], nodes, land_limits(limit, nodes),
                                      on.threads, on.monitor);
  for (std::size_t k = 0; k < some.size(); ++k) {
    const std::uint32_t z = some[k];
    if (made.starts[k] == lists->starts[z] && made.ends[k] == lists->ends[z]) {
      changed[z] = 0;
      continue;
    }
    TerminalLists& edited = lists.edit();
    edited.starts[z] = std::move(made.starts[k]);
    edited.ends[z] = std::move(made.ends[k]);
  }
  require_few_terminals(*lists);
  return true;
}

// What rides along the haul between some rows and some columns of a table.
struct PartCarried {
  std::vector<std::uint32_t> row, column;  // by row and column of the table: their place here
  std::size_t columns = 0;
  std::vector<Carried> cells;

  Carried operator()(std::size_t r, std::size_t c) const {
    return cells.empty() ? Carried{} : cells[row[r] * columns + column[c]];
  }
};

// Rows of a table searched anew to some of its columns; costs go into `haul` where it is not nullptr.
PartCarried search_part(const FamilySkims& on, std::size_t f, const std::vector<std::uint32_t>& rows,
                        const std::vector<std::uint32_t>& columns, const Haul& table, Haul* haul) {
  PartCarried part;
  const bool carried = on.carries != HaulCarries::nothing;
  if (rows.empty() || columns.empty() || (!carried && !haul)) return part;
  std::vector<std::uint32_t> boards, alights;
  for (const auto r : rows) boards.push_back(table.boards[r]);
  for (const auto c : columns) alights.push_back(table.alights[c]);
  if (carried) {
    const auto number = [](const std::vector<std::uint32_t>& some, std::size_t count) {
      std::vector<std::uint32_t> place(count, kNoState);
      for (std::uint32_t k = 0; k < some.size(); ++k) place[some[k]] = k;
      return place;
    };
    part = {number(rows, table.rows()), number(columns, table.columns()), columns.size(),
            std::vector<Carried>(rows.size() * columns.size())};
  }
  // Where nothing leaves a terminal any more it is in no batch.
  for (const auto r : rows)
    for (const auto c : columns)
      if (haul) haul->cost.set(r, c, kInfinity);
  const Topology& main = *on.topology.main[f];
  const HaulSearch search =
      make_haul_search(on.topology, on.metric, kFamilies[f], boards, alights, carried, on.threads);
  sweep_batches(
      main, search, on.threads, on.monitor,
      [&](std::size_t batch, const Labels<double>& labels) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
          const std::uint32_t place = search.selection.place[main.rank[alights[k]]];
          for (std::uint32_t lane = 0; lane < search.batches[batch].size(); ++lane) {
            const std::uint32_t r = search.batches[batch][lane];
            const double cost = labels.weight[place].lane[lane];
            if (alights[k] == boards[r]) continue;
            if (haul) haul->cost.set(rows[r], columns[k], cost);
            if (carried && cost < kInfinity) part.cells[r * part.columns + k] = labels.carried(place, lane);
          }
        }
      },
      kNoWay<double>, carried);
  return part;
}

bool road_touched(FamilySkims& on, const CostsChanged& change) {
  const auto touched = touched_by_road(on.topology, change, on.zones, on.threads);
  if (touched.empty() || most(touched)) return false;
  const std::vector<std::uint32_t> from = flagged(touched);
  if (from.empty()) return true;
  const Putting put = putting(on.skim, kRoad, true);
  for (const auto i : from)
    for (std::size_t j = 0; j < on.zones.size(); ++j) put.none(i, j);
  put_road(on, from, put);
  return true;
}

// On a base with those of all families to come that share the land.
TerminalLists lists_of(FamilySkims& on, std::size_t f, bool all) {
  if (!on.lists[f]) {
    std::vector<FamilyLimits> asked;
    for (const std::size_t other : on.among) {
      if (other == kRoad || on.lists[other] || (!all && other != f)) continue;
      if (share_land(on.topology, on.metric, kFamilies[f], kFamilies[other]))
        asked.push_back({kFamilies[other], land_limits(on.travel.access_limit[other], on.zones)});
    }
    auto found = terminal_lists(on.topology, on.metric, asked, on.zones, on.threads, on.monitor);
    for (std::size_t n = 0; n < asked.size(); ++n)
      on.lists[static_cast<std::size_t>(asked[n].family)] = std::move(found[n]);
  }
  TerminalLists lists = std::move(*on.lists[f]);
  on.lists[f].reset();
  return lists;
}

}  // namespace

void skim_whole(FamilySkims& on, std::size_t f, const Skim* base) {
  const std::vector<std::uint32_t> all = all_of(on.zones.size());
  if (f == kRoad) return put_road(on, all, putting(on.skim, f, !base));
  Chains chains;
  if (on.land_kept[f]) {
    chains.lists = base->chains[f]->lists;
  } else {
    chains.lists = lists_of(on, f, !base);
  }
  require_few_terminals(*chains.lists);
  // Tankers go as ships do, between some of their ports.
  const bool as_ships =
      f == kTanker && on.sea_whole && covers(on.skim.chains[kSea]->haul, chains.starts(), chains.ends());
  if (as_ships)
    chains.haul = on.skim.chains[kSea]->haul;
  else
    chains.haul = search_haul(on.topology, on.metric, kFamilies[f], chains.starts(), chains.ends(),
                              on.threads, on.monitor, on.carries);
  if (on.chains) chains.taken.assign(all.size() * all.size(), {});
  on.skim.chains[f] = std::move(chains);
  on.sea_whole |= f == kSea;
  const Haul& haul = on.skim.chains[f]->haul;
  join(
      on, f, [&](std::size_t r, std::size_t c) { return haul.carried(r, c); }, all, all,
      putting(on.skim, f, !base));
  if (as_ships) {
    on.skim.chains[kTanker].edit().haul = {};
    forget_carried(on);
    on.skim.chains[kTanker].edit().haul = on.skim.chains[kSea]->haul;
  } else if (f != kSea) {
    forget(on.skim.chains[f]);
  }
}

void forget_carried(FamilySkims& on) {
  if (on.sea_whole) forget(on.skim.chains[kSea]);
  on.sea_whole = false;
}

bool skim_touched(FamilySkims& on, std::size_t f, const Before& before) {
  const CostsChanged change{*before.metric, on.metric, before.changed};
  if (f == kRoad) return road_touched(on, change);
  const Chains& was = before.skim.chains[f];
  if (was.starts().empty()) return false;
  Shared<TerminalLists> lists = was.lists;
  std::vector<std::uint8_t> zones;
  if (!lists_after(on, f, change, lists, zones)) return false;
  const Haul& table = was.haul;
  if (!covers(table, lists->starts, lists->ends)) return false;
  const bool as_ships = f == kTanker && &table == &*before.skim.chains[kSea]->haul;
  std::vector<std::uint8_t> rows(table.rows(), 0);
  if (on.metric.main[f] != before.metric->main[f]) {
    rows = as_ships && !on.sea_rows.empty()
               ? on.sea_rows
               : touched_rows(on.topology, change, kFamilies[f], table, on.threads);
    if (f == kSea) on.sea_rows = rows;
    if (most(rows)) return false;
  }

  std::vector<std::uint8_t> origins = zones, ends(table.columns(), 0);
  for (std::size_t i = 0; i < origins.size(); ++i)
    for (const Seed& start : lists->starts[i]) origins[i] |= rows[table.row_of[start.vertex]];
  if (most(origins)) return false;
  // By whether origins are to be joined anew, the rows that they board at.
  std::array<std::vector<std::uint8_t>, 2> boards{std::vector<std::uint8_t>(table.rows(), 0), rows};
  for (std::size_t i = 0; i < origins.size(); ++i)
    for (const Seed& start : lists->starts[i]) boards[origins[i]][table.row_of[start.vertex]] = 1;
  for (const auto j : flagged(zones))
    for (const Seed& end : lists->ends[j]) ends[table.column_of[end.vertex - table.column_of.size()]] = 1;

  // Tankers that go as ships do take the sea's table, which has the rows anew.
  Shared<Haul> haul = as_ships && !on.sea_whole ? on.skim.chains[kSea]->haul : was.haul;
  const bool anew = std::count(rows.begin(), rows.end(), 1) > 0;
  Haul* put_costs = anew && &*haul == &table ? &haul.edit() : nullptr;
  const PartCarried carried =
                        search_part(on, f, flagged(boards[1]), all_of(table.columns()), table, put_costs),
                    into = search_part(on, f, flagged(boards[0]), flagged(ends), table, nullptr);

  const std::size_t count = on.zones.size();
  const std::vector<std::uint32_t> from = flagged(origins), others = flagged(origins, false),
                                   to = flagged(zones);
  on.skim.chains[f] = on.chains ? before.skim.chains[f] : Shared(Chains{was.lists, was.haul, {}});
  if (from.empty() && !anew) return true;
  const Putting put = putting(on.skim, f, true);
  Chains& chains = on.skim.chains[f].edit();
  chains.lists = std::move(lists);
  chains.haul = std::move(haul);
  const auto clear = [&](std::size_t i, std::size_t j) {
    put.none(i, j);
    if (on.chains) chains.taken[i * count + j] = {};
  };
  for (const auto i : from)
    for (std::size_t j = 0; j < count; ++j) clear(i, j);
  for (const auto i : others)
    for (const auto j : to) clear(i, j);
  join(on, f, carried, from, all_of(count), put);
  if (!to.empty()) join(on, f, into, others, to, put);
  return true;
}

}  // namespace sogdia
