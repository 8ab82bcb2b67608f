#include "sogdia/network/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/network/way.h"

namespace sogdia {
namespace {

using Links = std::vector<std::size_t>;

[[noreturn]] void unknown(std::string_view what, std::string_view name, const std::vector<std::string>& known,
                          const std::string& where) {
  const std::string hint = nearest_hint(name, known);
  throw Error(fmt::format("unknown {} `{}`", what, name), where,
              hint.empty() ? fmt::format("the network has {} of them", known.size()) : hint);
}

Links links_where(const Network& network, const std::function<bool(std::size_t)>& condition) {
  Links links;
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (condition(l)) links.push_back(l);
  }
  return links;
}

// Modes of some links, for a hint: "rail, road".
std::string modes_of(const Network& network, const Links& links) {
  std::set<std::string> modes;
  for (const auto l : links) modes.insert(to_string(network.mode[l]));
  return fmt::format("{}", fmt::join(modes, ", "));
}

Mode parsed_mode(const std::string& mode, const std::string& where) {
  if (const auto parsed = parse_mode(mode); parsed && *parsed != Mode::transfer) return *parsed;
  const std::string hint = nearest_hint(
      mode, {"sea", "rail", "road", "air", "ferry", "inland_water", "oil_pipeline", "gas_pipeline"});
  throw Error(
      fmt::format("unknown mode `{}`", mode), where,
      hint.empty() ? "one of sea, rail, road, air, ferry, inland_water, oil_pipeline, gas_pipeline" : hint);
}

// Those of `links` that go by the mode; an Error where none does.
Links by_mode(const Network& network, Links links, const std::string& id, const std::string& mode,
              const std::string& where) {
  if (mode.empty()) return links;
  const Mode wanted = parsed_mode(mode, where);
  const std::string all = modes_of(network, links);
  std::erase_if(links, [&](std::size_t l) { return network.mode[l] != wanted; });
  if (links.empty())
    throw Error(fmt::format("nothing of `{}` goes by {}", id, mode), where,
                fmt::format("it goes by {}; leave `mode` out for all of it", all));
  return links;
}

Links passage_links(const Network& network, const std::string& name, const std::string& where) {
  const auto passage = network.passages.find(name);
  if (!passage) unknown("passage", name, network.passages.labels(), where);
  Links links = links_where(
      network, [&](std::size_t l) { return network.passage[l] == static_cast<std::int32_t>(*passage); });
  if (links.empty()) throw Error(fmt::format("no link goes through the passage `{}`", name), where, "");
  return links;
}

std::vector<std::string> border_names(const Network& network) {
  std::set<std::string> names(network.crossing_pair.begin(), network.crossing_pair.end());
  return {names.begin(), names.end()};
}

std::set<std::string> codes_of(const std::string& text) {
  std::set<std::string> codes;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('+', start), text.size());
    codes.insert(text.substr(start, end - start));
    start = end + 1;
  }
  return codes;
}

Links border_links(const Network& network, const std::string& name, const std::string& where) {
  const auto dash = name.find('-');
  const auto one = codes_of(name.substr(0, dash));
  const auto other = dash == std::string::npos ? one : codes_of(name.substr(dash + 1));
  const bool any_neighbour = dash == std::string::npos && one.size() == 1;
  const auto matches = [&](const std::string& pair) {
    const auto cut = pair.find('-');
    const std::string a = pair.substr(0, cut), b = pair.substr(cut + 1);
    if (any_neighbour) return one.contains(a) || one.contains(b);
    return (one.contains(a) && other.contains(b)) || (one.contains(b) && other.contains(a));
  };
  const auto& pairs = network.crossing_pair;
  const auto country = [&](std::uint32_t node) -> std::string {
    const std::int32_t at = network.country[node];
    return at < 0 ? "" : network.countries[static_cast<std::size_t>(at)];
  };
  Links links = links_where(network, [&](std::size_t l) {
    if (is_pipeline(network.mode[l])) {
      const std::string a = country(network.from[l]), b = country(network.to[l]);
      return !a.empty() && !b.empty() && a != b && matches(a + "-" + b);
    }
    const auto k = network.crossing[l];
    return k >= 0 && matches(pairs[static_cast<std::size_t>(k)]);
  });
  if (links.empty()) {
    if (one.size() == 1 && other.size() == 1) unknown("border", name, border_names(network), where);
    throw Error(fmt::format("no crossing of the network lies on the border `{}`", name), where, "");
  }
  return links;
}

// The ends of a link that are terminals of a country.
std::size_t ends_at(const Network& network, std::size_t l, NodeType type, std::int32_t country) {
  std::size_t ends = 0;
  for (const auto n : {network.from[l], network.to[l]})
    ends += network.node_type[n] == type && network.country[n] == country;
  return ends;
}

Links crossing_links(const Network& network, const std::string& name, const std::string& where) {
  const auto crossing = network.crossings.find(name);
  if (!crossing) unknown("crossing", name, network.crossings.labels(), where);
  return links_where(
      network, [&](std::size_t l) { return network.crossing[l] == static_cast<std::int32_t>(*crossing); });
}

Links pipeline_links(const Network& network, const std::string& name, const std::string& where) {
  Links links = links_where(
      network, [&](std::size_t l) { return pipeline_of(network.links[l]) == std::string_view(name); });
  if (!links.empty()) return links;
  std::set<std::string> known;
  for (const auto& link : network.links.labels())
    if (const auto id = pipeline_of(link); !id.empty()) known.emplace(id);
  unknown("pipeline", name, {known.begin(), known.end()}, where);
}

Links terminal_links(const Network& network, const std::string& name, const std::string& where) {
  const auto terminal = network.terminals.find(name);
  if (!terminal) unknown("terminal", name, network.terminals.labels(), where);
  return links_where(network, [&](std::size_t l) {
    return network.terminal[l] == static_cast<std::int32_t>(*terminal) && network.mode[l] == Mode::transfer;
  });
}

Links kind_links(const Network& network, const std::string& kind, const std::string& where) {
  const auto& kinds = network.terminal_kind;
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    const std::set<std::string> known(kinds.begin(), kinds.end());
    throw Error(fmt::format("unknown kind of terminal `{}`", kind), where,
                fmt::format("one of {}", fmt::join(known, ", ")));
  }
  return links_where(network, [&](std::size_t l) {
    const auto k = network.terminal[l];
    return k >= 0 && network.mode[l] == Mode::transfer && kinds[static_cast<std::size_t>(k)] == kind;
  });
}

std::size_t node_at(const Network& network, const std::string& name, const std::string& where) {
  if (const auto node = network.nodes.find(name)) return *node;
  unknown("node", name, network.nodes.labels(), where);
}

Links way_between(const Network& network, const LinkCosts& costs, const std::string& a, const std::string& b,
                  const std::string& mode, const std::string& where) {
  const Mode by = parsed_mode(mode.empty() ? "rail" : mode, where);
  const std::size_t from = node_at(network, a, where), to = node_at(network, b, where);
  Links links = from == to ? Links() : way_by_mode(network, costs, from, to, by);
  if (links.empty())
    throw Error(fmt::format("there is no way by {} from `{}` to `{}`", to_string(by), a, b), where,
                from == to ? "name two places" : "try another `mode`, or build the line first");
  std::sort(links.begin(), links.end());
  return links;
}

Links corridor_links(const Network& network, const LinkCosts& costs, const std::string& corridor,
                     const std::string& mode, const std::vector<Corridor>& corridors,
                     const std::string& where) {
  const auto found = std::find_if(corridors.begin(), corridors.end(),
                                  [&](const Corridor& each) { return each.id == corridor; });
  if (found == corridors.end()) {
    std::vector<std::string> known;
    for (const auto& each : corridors) known.push_back(each.id);
    unknown("corridor", corridor, known, where);
  }
  if (!mode.empty()) parsed_mode(mode, where);
  std::set<std::string> modes;
  std::set<std::size_t> links;
  const auto& stops = found->stops;
  for (std::size_t k = 0; k + 1 < stops.size(); ++k) {
    const std::string& leg = stops[k].mode_to_next;
    modes.insert(leg);
    if (!mode.empty() && mode != leg) continue;
    const auto way = way_between(network, costs, stops[k].node, stops[k + 1].node, leg, where);
    links.insert(way.begin(), way.end());
  }
  if (links.empty())
    throw Error(fmt::format("no leg of the corridor `{}` goes by {}", corridor, mode), where,
                fmt::format("it goes by {}", fmt::join(modes, ", ")));
  // A corridor named after a passage is not the way round it.
  if (const auto passage = network.passages.find(corridor);
      passage && std::none_of(links.begin(), links.end(), [&](std::size_t l) {
        return network.passage[l] == static_cast<std::int32_t>(*passage);
      }))
    throw Error(fmt::format("corridor `{}` has no way: its passage is closed", corridor), where,
                fmt::format("open `passage:{}` in a change that stands before this one", corridor));
  return {links.begin(), links.end()};
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

const char* describe(TargetKind kind) {
  switch (kind) {
    case TargetKind::passage:
      return "a passage";
    case TargetKind::border:
      return "a border";
    case TargetKind::crossing:
      return "a crossing";
    case TargetKind::terminal:
      return "a terminal";
    case TargetKind::terminal_kind:
      return "a kind of terminal";
    case TargetKind::pipeline:
      return "a pipeline";
    case TargetKind::link:
      return "a link";
    case TargetKind::corridor:
      return "a corridor";
    case TargetKind::way:
      return "a way";
  }
  return "";
}

TargetKind target_kind(std::string_view id, const std::string& where) {
  if (id.find("..") != std::string_view::npos && !starts_with(id, "link:")) return TargetKind::way;
  if (starts_with(id, "passage:")) return TargetKind::passage;
  if (starts_with(id, "border:")) return TargetKind::border;
  if (starts_with(id, "crossing:")) return TargetKind::crossing;
  if (starts_with(id, "kind:")) return TargetKind::terminal_kind;
  if (starts_with(id, "pipeline:")) return TargetKind::pipeline;
  if (starts_with(id, "link:")) return TargetKind::link;
  if (starts_with(id, "corridor:")) return TargetKind::corridor;
  if (starts_with(id, "port:") || starts_with(id, "air:") || starts_with(id, "rail:"))
    return TargetKind::terminal;
  throw Error(fmt::format("`{}` is no target", id), where, kTargetForms);
}

std::string_view pipeline_of(std::string_view link) {
  if (!starts_with(link, "pipe:")) return {};
  link.remove_prefix(5);
  return link.substr(0, link.find('/'));
}

std::vector<std::size_t> gate_links(const Network& network, const std::string& iso3,
                                    const std::string& mode) {
  const auto found = network.countries.find(iso3);
  if (!found) return {};
  const auto country = static_cast<std::int32_t>(*found);
  const auto wanted = parse_mode(mode);
  return links_where(network, [&](std::size_t l) {
    const Mode by = network.mode[l];
    if (wanted && *wanted != by) return false;
    if (by == Mode::air) return ends_at(network, l, NodeType::airport, country) == 1;
    if (is_pipeline(by))
      return (network.country[network.from[l]] == country) != (network.country[network.to[l]] == country);
    if (by != Mode::sea && by != Mode::inland_water) return false;
    return network.waters[l] == country || ends_at(network, l, NodeType::port, country) > 0;
  });
}

std::vector<std::size_t> target_links(const Network& network, const LinkCosts& costs, const std::string& id,
                                      const std::string& mode, const std::vector<Corridor>& corridors,
                                      const std::string& where) {
  const TargetKind kind = target_kind(id, where);
  const std::string rest = id.substr(id.find(':') + 1);
  const auto narrowed = [&](Links links) { return by_mode(network, std::move(links), id, mode, where); };
  switch (kind) {
    case TargetKind::passage:
      return narrowed(passage_links(network, rest, where));
    case TargetKind::border:
      return narrowed(border_links(network, rest, where));
    case TargetKind::crossing:
      return narrowed(crossing_links(network, rest, where));
    case TargetKind::pipeline:
      return narrowed(pipeline_links(network, rest, where));
    case TargetKind::link: {
      const auto link = network.links.find(rest);
      if (!link) unknown("link", rest, network.links.labels(), where);
      return narrowed({*link});
    }
    case TargetKind::corridor:
      return corridor_links(network, costs, rest, mode, corridors, where);
    case TargetKind::way:
      return way_between(network, costs, id.substr(0, id.find("..")), id.substr(id.find("..") + 2), mode,
                         where);
    case TargetKind::terminal:
    case TargetKind::terminal_kind:
      if (!mode.empty())
        throw Error(fmt::format("`mode` does not go with {}: `{}`", describe(kind), id), where,
                    "leave `mode` out; goods change their mode there");
      return kind == TargetKind::terminal ? terminal_links(network, id, where)
                                          : kind_links(network, rest, where);
  }
  return {};
}

}  // namespace sogdia
