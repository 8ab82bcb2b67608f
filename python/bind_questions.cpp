#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.h"
#include "engine_table.h"
#include "frames/frame_parts.h"
#include "interruptible.h"
#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"
#include "sogdia/study/answers/dependence/alignment.h"
#include "sogdia/study/answers/dependence/depend.h"
#include "sogdia/study/answers/dependence/route_exposure.h"
#include "sogdia/study/answers/find_routes.h"
#include "sogdia/study/answers/modal_split_table.h"
#include "sogdia/study/answers/skim_table.h"
#include "sogdia/study/answers/solve_tables.h"
#include "sogdia/study/world/evidence.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

using Words = std::vector<std::string>;

NetworkAsked asked_of(const Words& projects, const Words& close, const Words& open, const Words& avoid) {
  return {projects, close, open, avoid, ""};
}

// All legs of all routes, one row a leg.
Table legs_of(const RoutesFound& found, const NodeLabels& labels) {
  Words family, mode, from, to;
  std::vector<std::int64_t> alternative, leg_number;
  std::vector<double> km, hours, usd;
  for (const Route& route : found.routes) {
    for (const Leg& leg : route.legs) {
      family.emplace_back(to_string(route.family));
      alternative.push_back(route.alternative);
      leg_number.push_back(&leg - route.legs.data() + 1);
      mode.emplace_back(to_string(leg.mode));
      from.push_back(labels.of(leg.from));
      to.push_back(labels.of(leg.to));
      km.push_back(leg.km);
      hours.push_back(leg.hours);
      usd.push_back(leg.usd_per_tonne);
    }
  }
  Table table;
  table.name = "legs";
  table.add("family", family)
      .add("alternative", alternative)
      .add("leg", leg_number)
      .add("mode", mode)
      .add("from", from)
      .add("to", to);
  return table.add("km", km).add("hours", hours).add("usd_per_tonne", usd);
}

nb::dict route_dict(const Route& route) {
  nb::dict out;
  out["family"] = to_string(route.family);
  out["share"] = route.share;
  out["share_tonnes"] = route.share_tonnes;
  out["hours"] = route.hours;
  out["usd_per_tonne"] = route.usd_per_tonne;
  out["km"] = route.km;
  out["ad_valorem_cost"] = route.cost;
  out["alternative"] = route.alternative;
  out["land_bridge"] = route.land_bridge;
  out["borders"] = route.borders;
  out["gauge_breaks"] = route.gauge_breaks;
  out["passages"] = route.passages;
  return out;
}

nb::tuple route(const World& world, const std::string& from, const std::string& to, const Words& projects,
                const Words& close, const Words& open, const Words& avoid, const std::string& via,
                const std::string& mode, int alternatives, const std::string& sector, int threads,
                const std::string& goods) {
  std::optional<RoutesFound> found;
  EngineTable legs;
  run_interruptible([&](const Monitor&) {
    found = find_routes(world, {from,
                                to,
                                asked_of(projects, close, open, avoid),
                                via,
                                mode,
                                alternatives,
                                sector,
                                threads,
                                goods,
                                {}});
    legs = engine_table(legs_of(*found, NodeLabels(world, found->network)));
  });
  nb::list routes;
  for (const Route& each : found->routes) routes.append(route_dict(each));
  return nb::make_tuple(found->from.label, found->to.label, routes, legs, found->notes);
}

std::pair<EngineTable, Words> skim(const World& world, const Words& projects, const Words& close,
                                   const Words& open, const Words& avoid, int zones,
                                   const std::string& sector, bool places, int threads) {
  EngineTable table;
  Words notes;
  run_interruptible([&](const Monitor& monitor) {
    const SkimAsked asked{asked_of(projects, close, open, avoid), zones, sector, places, threads};
    table = engine_table(skim_table(world, asked, notes, monitor));
  });
  return {table, notes};
}

EngineTable modes(const std::shared_ptr<const World>& world, const std::string& from, const std::string& to,
                  const std::string& goods, bool both, bool within, const std::string& through,
                  const std::string& km, int year, int threads) {
  EngineTable table;
  run_interruptible([&](const Monitor& monitor) {
    std::vector<SplitAsked> asked{{from, to, goods, both, within, through}};
    read_km(km, "km", asked.front());
    const ModalSplits splits(world, year, threads, monitor);
    table = engine_table(modal_split_table(asked, {splits.of(asked.front())}));
  });
  return table;
}

std::pair<EngineTable, Words> depend_on(const World& world, const std::string& a, const std::string& b,
                                        int year, const std::array<double, 3>& theta) {
  EngineTable table;
  Words notes;
  run_interruptible([&](const Monitor&) {
    const Depended found = depend(world, {a, b, year, theta[0], theta[1], theta[2]});
    std::vector<Direction> rows;
    for (const PairYear& pair : found.found) {
      auto both = directions(pair);
      rows.push_back(std::move(both[0]));
      // A ranking tells how one leans on the others.
      if (!b.empty()) rows.push_back(std::move(both[1]));
    }
    table = engine_table(directions_table(rows));
    notes = notes_of(found);
  });
  return {table, notes};
}

std::pair<EngineTable, Words> alignment_of(const World& world, const std::string& a) {
  EngineTable table;
  Words notes;
  run_interruptible([&](const Monitor&) {
    const Party party = find_party(world, make_economy(world, trade_years(world).back()), a);
    table = engine_table(alignment_table(alignment(world, party)));
    notes = party.notes;
  });
  return {table, notes};
}

std::pair<EngineTable, Words> exposure_of(const World& world, const std::string& a, const std::string& b,
                                          int year, int threads) {
  EngineTable table;
  Words notes;
  run_interruptible([&](const Monitor& monitor) {
    const Economy economy = make_economy(world, year);
    const Party left = find_party(world, economy, a),
                right = b.empty() ? Party{} : find_party(world, economy, b);
    std::vector<ExposureRow> rows;
    for (auto& exposure : route_exposure(world, economy, left.members, right.members, threads, monitor))
      rows.push_back({left.id, right.id, std::move(exposure)});
    table = engine_table(exposure_table(rows));
    notes = left.notes;
    notes.insert(notes.end(), right.notes.begin(), right.notes.end());
  });
  return {table, notes};
}

// exporter, importer and a number, as `solve` takes them.
EngineTable flows_of(const Frame& frame, const std::string& value) {
  Table table;
  table.source = frame.source;
  table.first_row = frame.first_row;
  table.add("exporter", texts_of(frame, "exporter")).add("importer", texts_of(frame, "importer"));
  return engine_table(std::move(table.add(value, numbers_of(frame, value))));
}

nb::dict solve(const EngineTable& flows, const EngineTable& wedges, double theta,
               const std::string& deficits) {
  const auto rule = parse_deficit_rule(deficits);
  if (!rule) throw Error("`deficits` is `" + deficits + "`", "deficits", "one of fixed, scaled, zero");
  OneSectorSolution solution;
  run_interruptible(
      [&](const Monitor&) { solution = solve_tables(*flows.table, *wedges.table, theta, "theta", *rule); });
  Table countries;
  countries.add("country", solution.countries.labels()).add("welfare_hat", solution.welfare_hat);
  countries.add("wage_hat", solution.wage_hat).add("price_hat", solution.price_hat);
  countries.add("expenditure_hat", solution.expenditure_hat);
  Words exporter, importer;
  std::vector<double> value;
  for (const auto& i : solution.countries.labels()) {
    for (const auto& j : solution.countries.labels()) {
      exporter.push_back(i);
      importer.push_back(j);
      value.push_back(
          solution.trade(solution.countries.at(i, "country"), solution.countries.at(j, "country")));
    }
  }
  Table trade;
  trade.add("exporter", exporter).add("importer", importer).add("value", value);
  nb::dict out;
  out["countries"] = engine_table(std::move(countries));
  out["trade"] = engine_table(std::move(trade));
  out["converged"] = solution.converged;
  out["iterations"] = solution.iterations;
  out["residual"] = solution.residual;
  out["reason"] = solution.reason;
  return out;
}

nb::dict claim_dict(const Claim& claim) {
  nb::dict out;
  out["text"] = claim.text;
  out["start"] = claim.start;
  out["end"] = claim.end;
  out["kind"] = claim.kind;
  out["verdict"] = to_string(claim.verdict);
  out["edit"] = nb::none();
  if (claim.edit) out["edit"] = nb::make_tuple(claim.edit->kind, claim.edit->value, claim.edit->explanation);
  out["note"] = claim.note;
  out["parties"] = claim.parties;
  out["flow"] = claim.flow;
  out["period"] = claim.period;
  out["reporter"] = claim.reporter;
  out["printed"] =
      nb::make_tuple(claim.printed.value, claim.printed.unit, claim.printed.low, claim.printed.high);
  out["reading"] = claim.reading;
  nb::list evidence;
  for (const auto& item : claim.evidence)
    evidence.append(nb::make_tuple(item.figure, item.period, item.source, item.table, item.value, item.unit,
                                   item.status));
  out["evidence"] = evidence;
  return out;
}

// What texts are held against, made ready once for a world.
struct ClaimsEvidence {
  std::shared_ptr<const claims::Pack> pack;
};

ClaimsEvidence claims_evidence(const World& world) {
  ClaimsEvidence evidence;
  run_interruptible([&](const Monitor&) { evidence.pack = prepare_evidence(evidence_of(world)); });
  return evidence;
}

nb::list check_text(const ClaimsEvidence& evidence, const std::string& text, const std::string& date) {
  std::vector<Claim> found;
  run_interruptible([&](const Monitor&) { found = check_claims(text, *evidence.pack, date); });
  nb::list out;
  for (const Claim& claim : found) out.append(claim_dict(claim));
  return out;
}

}  // namespace

void bind_questions(nb::module_& module) {
  module.def("route", route, nb::arg("world"), nb::arg("origin"), nb::arg("destination"), nb::arg("projects"),
             nb::arg("close"), nb::arg("open"), nb::arg("avoid"), nb::arg("via"), nb::arg("mode"),
             nb::arg("alternatives"), nb::arg("sector"), nb::arg("threads"), nb::arg("goods"));
  module.def("skim", skim, nb::arg("world"), nb::arg("projects"), nb::arg("close"), nb::arg("open"),
             nb::arg("avoid"), nb::arg("zones"), nb::arg("sector"), nb::arg("places"), nb::arg("threads"));
  module.def("modes", modes, nb::arg("world"), nb::arg("origin"), nb::arg("destination"), nb::arg("goods"),
             nb::arg("both"), nb::arg("within"), nb::arg("through"), nb::arg("km"), nb::arg("year"),
             nb::arg("threads"));
  module.def("depend", depend_on, nb::arg("world"), nb::arg("a"), nb::arg("b"), nb::arg("year"),
             nb::arg("theta"));
  module.def("read_flows", [](const std::string& path) { return engine_table(read_flows(path)); });
  module.def("read_wedges", [](const std::string& path) { return engine_table(read_wedges(path)); });
  module.def("flows_of", flows_of, nb::arg("frame"), nb::arg("value"));
  module.def("alignment", alignment_of, nb::arg("world"), nb::arg("a"));
  module.def("exposure", exposure_of, nb::arg("world"), nb::arg("a"), nb::arg("b"), nb::arg("year"),
             nb::arg("threads"));
  module.def("solve", solve, nb::arg("flows"), nb::arg("wedges"), nb::arg("theta"), nb::arg("deficits"));
  nb::class_<ClaimsEvidence>(module, "ClaimsEvidence");
  module.def("claims_evidence", claims_evidence, nb::arg("world"));
  module.def("claims", check_text, nb::arg("evidence"), nb::arg("text"), nb::arg("date"));
}

}  // namespace sogdia::python
