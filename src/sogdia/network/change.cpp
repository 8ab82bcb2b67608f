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
bool takes(ChangeKind change, TargetKind target) {
  const bool stop = target == TargetKind::terminal || target == TargetKind::terminal_kind;
  const bool border = target == TargetKind::border || target == TargetKind::crossing;
  switch (change) {
    case ChangeKind::upgrade:
      return !stop && !border;
    case ChangeKind::border:
      return border;
    case ChangeKind::dwell:
      return stop || target == TargetKind::passage;
    default:
      return true;
  }
}

const char* kind_for(TargetKind target) {
  for (const ChangeKind kind : {ChangeKind::border, ChangeKind::dwell, ChangeKind::upgrade}) {
    if (takes(kind, target)) return to_string(kind);
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

std::vector<Reached> reached_by(const Network& network, const LinkCosts& costs, const Change& change,
                                const ChangeTables& tables) {
  std::vector<Reached> reached;
  std::set<std::size_t> taken;
  for (const auto& id : change.targets) {
    const TargetKind kind = target_kind(id, change.where);
    if (!takes(change.kind, kind))
      throw Error(fmt::format("`{}` is {}, and a change of kind `{}` does not touch it", id, describe(kind),
                              to_string(change.kind)),
                  change.where, fmt::format("use kind = \"{}\"", kind_for(kind)));
    Links links = target_links(network, costs, id, change.mode, tables.corridors, change.where);
    // A link that two targets share is scaled once.
    std::erase_if(links, [&](std::size_t l) { return !taken.insert(l).second; });
    reached.push_back({kind, id, std::move(links)});
  }
  return reached;
}

void change_links(LinkCosts& costs, const Change& change, const Reached& reached) {
  for (const auto l : reached.links) {
    if (change.kind == ChangeKind::close)
      close_link(costs, l, closed_by(reached.kind));
    else if (change.kind == ChangeKind::open)
      // Who names a link means that link, whatever closed it.
      open_link(costs, l,
                reached.kind == TargetKind::link ? std::uint8_t{0xff}
                                                 : static_cast<std::uint8_t>(closed_by(reached.kind)));
    else if (change.kind == ChangeKind::upgrade)
      scale_moving(costs, l, change.hours_scale, change.usd_scale);
    else
      scale_stop(costs, l, change.hours_scale, change.usd_scale);
  }
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
    if (by & kByCrossing)
      reasons.insert(fmt::format("crossing `{}` is closed",
                                 network.crossings[static_cast<std::size_t>(network.crossing[l])]));
    if (by & kByTerminal) reasons.insert("its terminal is closed");
    if (by & kByStatus) reasons.insert("its links are closed");
    if (reasons.size() >= 3) break;
  }
  return fmt::format("{}", fmt::join(reasons, "; "));
}

[[noreturn]] void touches_nothing(const Network& network, const LinkCosts& costs, const Change& change,
                                  const Reached& reached) {
  const Links& links = reached.links;
  const std::string what = fmt::format("change `{}` changes nothing of `{}`", change.name, reached.id);
  if (links.empty()) throw Error(what + ": it is named twice", change.where, "leave it out");
  switch (change.kind) {
    case ChangeKind::close:
      throw Error(what + ": it is closed already", change.where, "leave it out");
    case ChangeKind::open:
      if (std::any_of(links.begin(), links.end(), [&](std::size_t l) { return costs.open(l); }))
        throw Error(what + ": it is open already", change.where, "leave it out, or close it first");
      throw Error(fmt::format("{}: it stays closed, because {}", what, still_closed(network, costs, links)),
                  change.where, "build the project, or open that as well");
    default:
      if (change.hours_scale == 1 && change.usd_scale == 1)
        throw Error(what + ": neither `hours_scale` nor `usd_scale` is given, or both are 1", change.where,
                    "hours_scale = 0.5 halves the hours");
      if (std::none_of(links.begin(), links.end(), [&](std::size_t l) { return costs.open(l); }))
        throw Error(fmt::format("{}: it is closed, because {}", what, still_closed(network, costs, links)),
                    change.where, "open or build it in a change that stands before this one");
      throw Error(what + ": hours and money there are 0 already", change.where,
                  "a scale multiplies what is there");
  }
}

// A project that is named and does nothing is a mistake; of "open" or "all" some may.
void require_effects(const Network& network, const LinkCosts& before, const Change& change,
                     const ChangeTables& tables) {
  for (const auto& word : change.projects) {
    if (word == "none" || word == "open" || word == "planned" || word == "all") continue;
    const auto& built = before.built_projects;
    if (std::find(built.begin(), built.end(), word) != built.end())
      throw Error(
          fmt::format("change `{}` changes nothing: project `{}` stands already", change.name, word),
          change.where,
          "[base] projects says what stands before: \"none\" for a world without the pack's projects");
    if (!has_links(network, word, tables))
      throw Error(fmt::format("change `{}` changes nothing: project `{}` touches no link of the network",
                              change.name, word),
                  change.where, fmt::format("`sogdia info {}` shows what is known of it", word));
  }
}

void build(const Network& network, LinkCosts& costs, const Change& change, const ChangeTables& tables) {
  const auto chosen = select_projects(change.projects, tables, change.where);
  require_effects(network, costs, change, tables);
  const std::size_t stood = costs.built_projects.size();
  build_projects(network, costs, chosen, tables);
  if (costs.built_projects.size() == stood)
    throw Error(fmt::format("change `{}` changes nothing: {}", change.name,
                            chosen.empty() ? "no project is meant" : "all of its projects stand already"),
                change.where,
                "[base] projects says what stands before: \"open\" where the study is silent, \"none\" for a "
                "world without the pack's projects");
}

}  // namespace

Edited apply_changes(const Network& network, const LinkCosts& base, const Scenario& scenario,
                     const ChangeTables& tables) {
  Edited edited{base, {}, {}};
  for (const auto& change : scenario.changes) {
    edited.touched.push_back(0);
    if (reach_of(change.kind) != Reach::links) continue;
    require_scale(change.hours_scale, "hours_scale", change.where);
    require_scale(change.usd_scale, "usd_scale", change.where);
    const LinkCosts before = edited.costs;
    if (change.kind == ChangeKind::build) {
      build(network, edited.costs, change, tables);
    } else {
      const auto reached = reached_by(network, before, change, tables);
      for (const auto& each : reached) {
        change_links(edited.costs, change, each);
        if (std::none_of(each.links.begin(), each.links.end(),
                         [&](std::size_t l) { return differs(before, edited.costs, l); }))
          touches_nothing(network, edited.costs, change, each);
      }
    }
    edited.touched.back() = differing_links(before, edited.costs).size();
  }
  edited.changed = differing_links(base, edited.costs);
  return edited;
}

}  // namespace sogdia
