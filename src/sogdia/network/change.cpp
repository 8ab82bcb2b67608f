#include "sogdia/network/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

using Links = std::vector<std::size_t>;

[[noreturn]] void unknown(std::string_view what, std::string_view name, const std::vector<std::string>& known,
                          const std::string& where) {
  throw Error(fmt::format("unknown {} `{}`", what, name), where, nearest_hint(name, known));
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::string cell(const Table& table, std::string_view column, std::size_t row) {
  return cell_text(table.column(column), row);
}

template <typename Condition>
Links links_where(const Network& network, const Condition& condition) {
  Links links;
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (condition(l)) links.push_back(l);
  }
  return links;
}

void require_scale(double scale, const char* name, const std::string& where) {
  if (!(scale >= 0) || std::isinf(scale)) {
    throw Error(fmt::format("`{}` is {}, expected a number of 0 or more", name, scale), where,
                "1 means no change, 0.5 half of it");
  }
}

// Adding the difference leaves an unchanged link unchanged to the last bit.
void scale_moving(Network& network, std::size_t l, double hours_scale, double usd_scale) {
  network.hours[l] += (network.hours[l] - network.stop_hours[l]) * (hours_scale - 1);
  network.usd_per_tonne[l] += (network.usd_per_tonne[l] - network.stop_usd[l]) * (usd_scale - 1);
}

void scale_stop(Network& network, std::size_t l, double hours_scale, double usd_scale) {
  network.hours[l] += network.stop_hours[l] * (hours_scale - 1);
  network.stop_hours[l] *= hours_scale;
  network.usd_per_tonne[l] += network.stop_usd[l] * (usd_scale - 1);
  network.stop_usd[l] *= usd_scale;
}

void set_closed(Network& network, const Links& links, ClosedBy reason, bool closed) {
  for (const auto l : links) {
    if (closed) {
      network.closed_by[l] |= reason;
    } else {
      network.closed_by[l] &= static_cast<std::uint8_t>(~reason);
    }
    network.open[l] = network.closed_by[l] == 0;
  }
}

Links passage_links(const Network& network, std::size_t passage) {
  return links_where(network,
                     [&](std::size_t l) { return network.passage[l] == static_cast<std::int32_t>(passage); });
}

// Links of the crossings that `wanted` accepts, narrowed to one mode where the change names it.
template <typename Wanted>
Links crossing_links(const Network& network, const Change& change, const Wanted& wanted) {
  return links_where(network, [&](std::size_t l) {
    const auto k = network.crossing[l];
    return k >= 0 && (change.mode.empty() || change.mode == to_string(network.mode[l])) &&
           wanted(static_cast<std::size_t>(k));
  });
}

std::vector<std::string> border_names(const Network& network) {
  std::set<std::string> names(network.crossing_pair.begin(), network.crossing_pair.end());
  return {names.begin(), names.end()};
}

// "CHN-KAZ", "KAZ-CHN", or "CHN" for all borders of a country.
Links border_links(const Network& network, const Change& change, const std::string& name) {
  const auto dash = name.find('-');
  const std::string a = name.substr(0, dash), b = dash == std::string::npos ? "" : name.substr(dash + 1);
  const std::string pair = b.empty() ? "" : std::min(a, b) + "-" + std::max(a, b);
  const auto matches = [&](const std::string& candidate) {
    if (!pair.empty()) return candidate == pair;
    const auto cut = candidate.find('-');
    return candidate.substr(0, cut) == a || candidate.substr(cut + 1) == a;
  };
  const auto& pairs = network.crossing_pair;
  if (std::none_of(pairs.begin(), pairs.end(), matches)) {
    unknown("border", name, border_names(network), change.where);
  }
  Links links = crossing_links(network, change, [&](std::size_t k) { return matches(pairs[k]); });
  if (links.empty()) {
    throw Error(fmt::format("border `{}` has no {} crossing", name, change.mode), change.where,
                "leave `mode` out for all of its crossings");
  }
  return links;
}

// A terminal by its id, by its node ("port:CNSHA") or by the id without prefix.
std::size_t find_terminal(const Network& network, const std::string& name, const std::string& where) {
  if (const auto found = network.terminals.find(name)) return *found;
  if (const auto colon = name.find(':'); colon != std::string::npos) {
    if (const auto found = network.terminals.find(name.substr(colon + 1))) return *found;
  }
  if (const auto node = network.nodes.find(name)) {
    for (std::size_t l = 0; l < network.link_count(); ++l) {
      if (network.terminal[l] >= 0 && (network.from[l] == *node || network.to[l] == *node)) {
        return static_cast<std::size_t>(network.terminal[l]);
      }
    }
  }
  unknown("terminal", name, network.terminals.labels(), where);
}

Links terminal_links(const Network& network, std::size_t terminal) {
  return links_where(network, [&](std::size_t l) {
    return network.terminal[l] == static_cast<std::int32_t>(terminal) && network.mode[l] == Mode::transfer;
  });
}

void open_or_close(Network& network, const Change& change, bool closed) {
  const std::string& target = change.target;
  const auto rest = [&](std::string_view prefix) { return target.substr(prefix.size()); };
  if (starts_with(target, "passage:") || network.passages.contains(target)) {
    const std::string name = starts_with(target, "passage:") ? rest("passage:") : target;
    const auto passage = network.passages.find(name);
    if (!passage) unknown("passage", name, network.passages.labels(), change.where);
    set_closed(network, passage_links(network, *passage), kByPassage, closed);
  } else if (starts_with(target, "border:")) {
    set_closed(network, border_links(network, change, rest("border:")), kByCrossing, closed);
  } else if (starts_with(target, "crossing:") || network.crossings.contains(target)) {
    const std::string name =
        starts_with(target, "crossing:") && !network.crossings.contains(target) ? rest("crossing:") : target;
    const auto crossing = network.crossings.find(name);
    if (!crossing) unknown("crossing", name, network.crossings.labels(), change.where);
    set_closed(network, crossing_links(network, change, [&](std::size_t k) { return k == *crossing; }),
               kByCrossing, closed);
  } else if (starts_with(target, "link:")) {
    const auto link = network.links.find(rest("link:"));
    if (!link) unknown("link", rest("link:"), network.links.labels(), change.where);
    set_closed(network, {*link}, kByStatus, closed);
  } else if (starts_with(target, "port:") || starts_with(target, "rail:") || starts_with(target, "air:") ||
             network.terminals.contains(target)) {
    set_closed(network, terminal_links(network, find_terminal(network, target, change.where)), kByTerminal,
               closed);
  } else {
    std::vector<std::string> known = network.passages.labels();
    for (const auto& name : border_names(network)) known.push_back("border:" + name);
    known.insert(known.end(), network.terminals.labels().begin(), network.terminals.labels().end());
    std::string hint = nearest_hint(target, known);
    if (hint.empty())
      hint = "name it as passage:suez, border:CHN-KAZ, port:CNSHA, rail:..., air:PVG or link:ID";
    throw Error(fmt::format("nothing called `{}` can be {}", target, closed ? "closed" : "opened"),
                change.where, hint);
  }
}

// Links of one mode on the shortest way between two nodes; transfers at either end are free.
Links shortest_way(const Network& network, std::size_t from, std::size_t to, Mode mode) {
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> ways(network.node_count());
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (!network.open[l] || (network.mode[l] != mode && network.mode[l] != Mode::transfer)) continue;
    const auto link = static_cast<std::uint32_t>(l);
    ways[network.from[l]].emplace_back(network.to[l], link);
    if (!network.directed[l]) ways[network.to[l]].emplace_back(network.from[l], link);
  }
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<double> best(network.node_count(), std::numeric_limits<double>::infinity());
  std::vector<std::uint32_t> came_by(network.node_count(), none);
  using Entry = std::pair<double, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap;
  best[from] = 0;
  heap.emplace(0.0, static_cast<std::uint32_t>(from));
  while (!heap.empty()) {
    const auto [km, node] = heap.top();
    heap.pop();
    if (km > best[node]) continue;
    if (node == to) break;
    for (const auto& [head, link] : ways[node]) {
      const double longer = km + network.length_km[link];
      if (longer >= best[head]) continue;
      best[head] = longer;
      came_by[head] = link;
      heap.emplace(longer, head);
    }
  }
  Links links;
  for (auto node = static_cast<std::uint32_t>(to); node != from;) {
    const std::uint32_t link = came_by[node];
    if (link == none) return {};
    if (network.mode[link] == mode) links.push_back(link);
    node = network.from[link] == node ? network.to[link] : network.from[link];
  }
  std::reverse(links.begin(), links.end());
  return links;
}

Links way_between(const Network& network, const std::string& a, const std::string& b, const std::string& mode,
                  const std::string& where) {
  const auto from = network.nodes.find(a), to = network.nodes.find(b);
  if (!from) unknown("node", a, network.nodes.labels(), where);
  if (!to) unknown("node", b, network.nodes.labels(), where);
  const auto by = parse_mode(mode.empty() ? "rail" : mode);
  if (!by) throw Error(fmt::format("unknown mode `{}`", mode), where, "one of sea, rail, road, air, ferry");
  Links links = shortest_way(network, *from, *to, *by);
  if (links.empty()) {
    throw Error(fmt::format("there is no way by {} from `{}` to `{}`", to_string(*by), a, b), where,
                "try another mode, or build the line first");
  }
  return links;
}

Links corridor_links(const Network& network, const std::string& corridor, const Change& change,
                     const Table* corridors) {
  std::vector<std::string> known;
  std::vector<std::pair<double, std::size_t>> stops;  // seq, row
  if (corridors) {
    const auto seq = corridors->numbers("seq");
    for (std::size_t row = 0; row < corridors->rows(); ++row) {
      known.push_back(cell(*corridors, "corridor_id", row));
      if (known.back() == corridor) stops.emplace_back(seq[row], row);
    }
  }
  if (stops.empty()) unknown("corridor", corridor, known, change.where);
  std::sort(stops.begin(), stops.end());
  std::set<std::size_t> links;
  for (std::size_t k = 0; k + 1 < stops.size(); ++k) {
    const std::string mode = cell(*corridors, "mode_to_next", stops[k].second);
    if (!change.mode.empty() && change.mode != mode) continue;
    const auto way = way_between(network, cell(*corridors, "node", stops[k].second),
                                 cell(*corridors, "node", stops[k + 1].second), mode, change.where);
    links.insert(way.begin(), way.end());
  }
  return {links.begin(), links.end()};
}

Links upgrade_links(const Network& network, const Change& change, const ChangeTables& tables) {
  const std::string& target = change.target;
  if (starts_with(target, "corridor:")) {
    return corridor_links(network, target.substr(9), change, tables.corridors);
  }
  if (const auto dots = target.find(".."); dots != std::string::npos) {
    return way_between(network, target.substr(0, dots), target.substr(dots + 2), change.mode, change.where);
  }
  const std::string id = starts_with(target, "link:") ? target.substr(5) : target;
  const auto link = network.links.find(id);
  if (!link) unknown("link", id, network.links.labels(), change.where);
  return {*link};
}

Links reform_links(const Network& network, const Change& change, const ChangeTables& tables) {
  const std::string name = starts_with(change.target, "border:") ? change.target.substr(7) : change.target;
  std::set<std::string> members(change.countries.begin(), change.countries.end());
  if (tables.blocs) {
    for (std::size_t row = 0; row < tables.blocs->rows(); ++row) {
      if (cell(*tables.blocs, "bloc", row) == name && cell(*tables.blocs, "to_year", row).empty()) {
        members.insert(cell(*tables.blocs, "iso3", row));
      }
    }
  }
  if (members.empty()) return border_links(network, change, name);
  return crossing_links(network, change, [&](std::size_t k) {
    const std::string& pair = network.crossing_pair[k];
    const auto dash = pair.find('-');
    return members.contains(pair.substr(0, dash)) && members.contains(pair.substr(dash + 1));
  });
}

Links dwell_links(const Network& network, const Change& change) {
  if (!starts_with(change.target, "kind:")) {
    return terminal_links(network, find_terminal(network, change.target, change.where));
  }
  const std::string kind = change.target.substr(5);
  const auto& kinds = network.terminal_kind;
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    const std::set<std::string> known(kinds.begin(), kinds.end());
    unknown("kind of terminal", kind, {known.begin(), known.end()}, change.where);
  }
  return links_where(network, [&](std::size_t l) {
    const auto k = network.terminal[l];
    return k >= 0 && network.mode[l] == Mode::transfer && kinds[static_cast<std::size_t>(k)] == kind;
  });
}

}  // namespace

std::vector<std::string> select_projects(const std::vector<std::string>& words, const ChangeTables& tables,
                                         const std::string& where) {
  std::vector<std::string> ids, status;
  if (tables.projects) {
    for (std::size_t row = 0; row < tables.projects->rows(); ++row) {
      ids.push_back(cell(*tables.projects, "project_id", row));
      status.push_back(cell(*tables.projects, "project_status", row));
    }
  }
  std::vector<bool> chosen(ids.size(), false);
  for (const auto& word : words) {
    if (word == "none") continue;
    const bool planned = word == "planned" || word == "all", open = word == "open" || word == "all";
    bool found = planned || open;
    for (std::size_t k = 0; k < ids.size(); ++k) {
      const bool in_use = status[k] == "open";
      const bool to_come = status[k] == "planned" || status[k] == "construction";
      if (ids[k] == word || (open && in_use) || (planned && to_come)) found = chosen[k] = true;
    }
    if (!found) unknown("project", word, ids, where);
  }
  std::vector<std::string> out;
  for (std::size_t k = 0; k < ids.size(); ++k) {
    if (chosen[k]) out.push_back(ids[k]);
  }
  return out;
}

void build_projects(Network& network, const std::vector<std::string>& ids, const ChangeTables& tables) {
  std::set<std::string> fresh;
  for (const auto& id : ids) {
    const auto& built = network.built_projects;
    if (std::find(built.begin(), built.end(), id) != built.end()) continue;
    fresh.insert(id);
    network.built_projects.push_back(id);
  }
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    const auto project = network.project[l];
    if (project >= 0 && fresh.contains(network.projects[static_cast<std::size_t>(project)])) {
      set_closed(network, {l}, kByProject, false);
    }
  }
  if (!tables.project_links) return;
  const Table& table = *tables.project_links;
  const auto hours = table.numbers("hours_scale"), usd = table.numbers("usd_scale");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!fresh.contains(cell(table, "project_id", row))) continue;
    const std::string id = cell(table, "link_id", row), effect = cell(table, "effect", row);
    const auto link = network.links.find(id);
    if (!link) unknown("link", id, network.links.labels(), table.place(row));
    const double hours_scale = std::isnan(hours[row]) ? 1.0 : hours[row];
    const double usd_scale = std::isnan(usd[row]) ? 1.0 : usd[row];
    require_scale(hours_scale, "hours_scale", table.place(row));
    require_scale(usd_scale, "usd_scale", table.place(row));
    if (effect == "build" || effect == "upgrade") {
      if (effect == "build") set_closed(network, {*link}, kByProject, false);
      scale_moving(network, *link, hours_scale, usd_scale);
    } else if (effect == "terminal" || effect == "crossing") {
      scale_stop(network, *link, hours_scale, usd_scale);
    } else {
      throw Error(fmt::format("unknown effect `{}`", effect), table.place(row),
                  "one of build, upgrade, terminal, crossing");
    }
  }
}

Network apply_changes(const Network& base, const Scenario& scenario, const ChangeTables& tables) {
  Network network = base;
  for (const auto& change : scenario.changes) {
    require_scale(change.hours_scale, "hours_scale", change.where);
    require_scale(change.usd_scale, "usd_scale", change.where);
    switch (change.kind) {
      case ChangeKind::build:
        build_projects(network, select_projects(change.projects, tables, change.where), tables);
        break;
      case ChangeKind::upgrade:
        for (const auto l : upgrade_links(network, change, tables)) {
          scale_moving(network, l, change.hours_scale, change.usd_scale);
        }
        break;
      case ChangeKind::close:
      case ChangeKind::open:
        open_or_close(network, change, change.kind == ChangeKind::close);
        break;
      case ChangeKind::border:
        for (const auto l : reform_links(network, change, tables)) {
          scale_stop(network, l, change.hours_scale, change.usd_scale);
        }
        break;
      case ChangeKind::dwell:
        for (const auto l : dwell_links(network, change)) {
          scale_stop(network, l, change.hours_scale, change.usd_scale);
        }
        break;
      case ChangeKind::tariff:
      case ChangeKind::embargo:
      case ChangeKind::sanction:
      case ChangeKind::decouple:
      case ChangeKind::productivity:
      case ChangeKind::labour:
      case ChangeKind::deficit:
        break;
    }
  }
  return network;
}

}  // namespace sogdia
