#include "sogdia/network/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/network/edit.h"
#include "sogdia/network/target.h"

namespace sogdia {
namespace {

using Links = std::vector<std::size_t>;

// Whether a kind of change may be made to a kind of target, and the kind that may where it may not.
bool takes(const NetworkChange& change, TargetKind target) {
  const bool stop = target == TargetKind::terminal || target == TargetKind::terminal_kind;
  const bool border = target == TargetKind::border || target == TargetKind::crossing;
  return std::visit(
      Overloaded{[&](const Build&) { return false; }, [&](const Upgrade&) { return !stop && !border; },
                 [&](const Close&) { return true; }, [&](const Open&) { return true; },
                 [&](const Border&) { return border; },
                 [&](const Dwell&) { return stop || target == TargetKind::passage; }},
      change);
}

const char* kind_for(TargetKind target) {
  for (const NetworkChange& change :
       {NetworkChange(Border{}), NetworkChange(Dwell{}), NetworkChange(Upgrade{})}) {
    if (takes(change, target)) return kind_of(change);
  }
  return "";
}

ClosedBy closed_by(TargetKind target) {
  switch (target) {
    case TargetKind::passage:
      return kByPassage;
    case TargetKind::border:
    case TargetKind::crossing:
      return kByCrossing;
    case TargetKind::terminal:
    case TargetKind::terminal_kind:
      return kByTerminal;
    case TargetKind::pipeline:
    case TargetKind::link:
    case TargetKind::corridor:
    case TargetKind::way:
      break;
  }
  return kByStatus;
}

// What the change is made to, with the kind of each target beside its links.
struct Reached {
  TargetKind kind;
  std::string id;
  Links links;
};

// The country whose borders are meant, all of them: "border:KAZ"; empty for a pair or a bloc.
std::string country_of(const std::string& id) {
  const std::string name = id.substr(id.find(':') + 1);
  return name.find_first_of("-+") == std::string::npos ? name : "";
}

// A country that closes its borders closes its waters, ports and airports to others as well; a reform of its
// borders is one of its crossings.
Links links_of(const Network& network, const LinkCosts& costs, const NetworkChange& change,
               const std::string& id, TargetKind kind, const std::string& mode,
               const std::vector<Corridor>& corridors, const std::string& where) {
  const bool shuts = std::holds_alternative<Close>(change) || std::holds_alternative<Open>(change);
  Links links;
  if (shuts && kind == TargetKind::border && (mode.empty() || parse_mode(mode)))
    links = gate_links(network, country_of(id), mode);
  if (links.empty()) return target_links(network, costs, id, mode, corridors, where);
  const auto crosses = [&](std::size_t l) {
    const auto k = network.crossing[l];
    if (k < 0 || (!mode.empty() && network.mode[l] != *parse_mode(mode))) return false;
    const std::string& pair = network.crossing_pair[static_cast<std::size_t>(k)];
    return pair.substr(0, pair.find('-')) == country_of(id) ||
           pair.substr(pair.find('-') + 1) == country_of(id);
  };
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (crosses(l)) links.push_back(l);  // an island has gates and no crossings
  }
  std::sort(links.begin(), links.end());
  links.erase(std::unique(links.begin(), links.end()), links.end());
  return links;
}

std::vector<Reached> reached_by(const Network& network, const LinkCosts& costs, const NetworkChange& change,
                                const Site& site, const Works& works, const std::string& where) {
  std::vector<Reached> reached;
  std::set<std::size_t> taken;
  for (const auto& id : site.targets) {
    const TargetKind kind = target_kind(id, where);
    if (!takes(change, kind))
      throw Error(fmt::format("`{}` is {}, and a change of kind `{}` does not touch it", id, describe(kind),
                              kind_of(change)),
                  where, fmt::format("use kind = \"{}\"", kind_for(kind)));
    Links links = links_of(network, costs, change, id, kind, site.mode, works.corridors, where);
    // A link that two targets share is scaled once.
    std::erase_if(links, [&](std::size_t l) { return !taken.insert(l).second; });
    reached.push_back({kind, id, std::move(links)});
  }
  return reached;
}

// Who names a link means that link, whatever closed it.
std::uint8_t opened_by(TargetKind kind) {
  return kind == TargetKind::link || kind == TargetKind::pipeline
             ? std::uint8_t{0xff}
             : static_cast<std::uint8_t>(closed_by(kind));
}

// Why links that should have opened are shut.
std::string still_closed(const Network& network, const LinkCosts& costs, const Links& links) {
  std::set<std::string> reasons;
  for (const auto l : links) {
    const auto by = costs.closed_by[l];
    if (by & kByProject)
      reasons.insert(fmt::format("project `{}` is not built",
                                 network.projects[static_cast<std::size_t>(network.project[l])]));
    if (by & kByPassage)
      reasons.insert(fmt::format("passage `{}` is closed",
                                 network.passages[static_cast<std::size_t>(network.passage[l])]));
    if (const auto k = network.crossing[l]; by & kByCrossing)
      reasons.insert(
          k < 0 ? "the borders of its country are closed"
                : fmt::format("crossing `{}` is closed", network.crossings[static_cast<std::size_t>(k)]));
    if (by & kByTerminal) reasons.insert("its terminal is closed");
    if (by & kByStatus) reasons.insert("its links are closed");
    if (reasons.size() >= 3) break;
  }
  return fmt::format("{}", fmt::join(reasons, "; "));
}

// Why a target's links are as they were.
struct Nothing {
  const Network& network;
  const LinkCosts& costs;
  const Links& links;
  std::string what;  // "change `x` changes nothing of `y`"
  const std::string& where;

  bool none_open() const {
    return std::none_of(links.begin(), links.end(), [&](std::size_t l) { return costs.open(l); });
  }
  [[noreturn]] void close() const { throw Error(what + ": it is closed already", where, "leave it out"); }
  [[noreturn]] void open() const {
    if (!none_open()) throw Error(what + ": it is open already", where, "leave it out, or close it first");
    throw Error(fmt::format("{}: it stays closed, because {}", what, still_closed(network, costs, links)),
                where, "build the project, or open that as well");
  }
  [[noreturn]] void scale(double hours, double usd) const {
    if (hours == 1 && usd == 1)
      throw Error(what + ": neither `hours_scale` nor `usd_scale` is given, or both are 1", where,
                  "hours_scale = 0.5 halves the hours");
    if (none_open())
      throw Error(fmt::format("{}: it is closed, because {}", what, still_closed(network, costs, links)),
                  where, "open or build it in a change that stands before this one");
    throw Error(what + ": hours and money there are 0 already", where, "a scale multiplies what is there");
  }
};

// A project that is named and does nothing is a mistake; of "open" or "all" some may.
void require_effects(const Network& network, const LinkCosts& before, const Build& build,
                     const Change& change, const Works& works) {
  for (const auto& word : build.projects) {
    if (word == "none" || word == "open" || word == "planned" || word == "all") continue;
    const auto& built = before.built_projects;
    if (std::find(built.begin(), built.end(), word) != built.end())
      throw Error(
          fmt::format("change `{}` changes nothing: project `{}` stands already", change.name, word),
          change.where,
          "[base] projects says what stands before: \"none\" for a world without the pack's projects");
    if (!has_links(network, word, works))
      throw Error(fmt::format("change `{}` changes nothing: project `{}` touches no link of the network",
                              change.name, word),
                  change.where, fmt::format("`sogdia info {}` shows what is known of it", word));
  }
}

void apply(const Network& network, LinkCosts& costs, const Build& build, const Change& change,
           const Works& works) {
  const auto chosen = select_projects(build.projects, works, change.where);
  require_effects(network, costs, build, change, works);
  const std::size_t stood = costs.built_projects.size();
  build_projects(network, costs, chosen, works);
  if (costs.built_projects.size() == stood)
    throw Error(fmt::format("change `{}` changes nothing: {}", change.name,
                            chosen.empty() ? "no project is meant" : "all of its projects stand already"),
                change.where,
                "[base] projects says what stands before: \"open\" where the study is silent, \"none\" for a "
                "world without the pack's projects");
}

// `edit` of each link of the change's targets, and `nothing` for a target of which no link changes.
template <class Kind, class Edit, class Why>
void apply(const Network& network, LinkCosts& costs, const Kind& kind, const Change& change,
           const Works& works, Edit&& edit, Why&& nothing) {
  const LinkCosts before = costs;
  for (const auto& [target, id, links] : reached_by(network, before, kind, kind.site, works, change.where)) {
    for (const auto l : links) edit(l, target);
    if (std::any_of(links.begin(), links.end(), [&](std::size_t l) { return differs(before, costs, l); }))
      continue;
    const std::string what = fmt::format("change `{}` changes nothing of `{}`", change.name, id);
    if (links.empty()) throw Error(what + ": it is named twice", change.where, "leave it out");
    nothing(Nothing{network, costs, links, what, change.where});
  }
}

template <class Kind>
void apply_scale(const Network& network, LinkCosts& costs, const Kind& kind, const Change& change,
                 const Works& works, void (*scale)(LinkCosts&, std::size_t, double, double)) {
  require_scale(kind.hours_scale, "hours_scale", change.where);
  require_scale(kind.usd_scale, "usd_scale", change.where);
  apply(
      network, costs, kind, change, works,
      [&](std::size_t l, TargetKind) { scale(costs, l, kind.hours_scale, kind.usd_scale); },
      [&](const Nothing& nothing) { nothing.scale(kind.hours_scale, kind.usd_scale); });
}

void apply(const Network& network, LinkCosts& costs, const NetworkChange& what, const Change& change,
           const Works& works) {
  std::visit(
      Overloaded{
          [&](const Build& build) { apply(network, costs, build, change, works); },
          [&](const Upgrade& upgrade) { apply_scale(network, costs, upgrade, change, works, scale_moving); },
          [&](const Close& close) {
            apply(
                network, costs, close, change, works,
                [&](std::size_t l, TargetKind target) { close_link(costs, l, closed_by(target)); },
                [](const Nothing& nothing) { nothing.close(); });
          },
          [&](const Open& open) {
            apply(
                network, costs, open, change, works,
                [&](std::size_t l, TargetKind target) { open_link(costs, l, opened_by(target)); },
                [](const Nothing& nothing) { nothing.open(); });
          },
          [&](const Border& border) { apply_scale(network, costs, border, change, works, scale_stop); },
          [&](const Dwell& dwell) { apply_scale(network, costs, dwell, change, works, scale_stop); }},
      what);
}

}  // namespace

Edited apply_changes(const Network& network, const LinkCosts& base, const Scenario& scenario,
                     const Works& works) {
  Edited edited{base, {}, {}};
  for (const auto& change : scenario.changes) {
    edited.touched.push_back(0);
    const auto* what = std::get_if<NetworkChange>(&change.what);
    if (!what) continue;
    const LinkCosts before = edited.costs;
    apply(network, edited.costs, *what, change, works);
    edited.touched.back() = differing_links(before, edited.costs).size();
  }
  edited.changed = differing_links(base, edited.costs);
  return edited;
}

}  // namespace sogdia
