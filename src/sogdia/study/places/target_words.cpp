#include "sogdia/study/places/target_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/network/target.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/id_named.h"

namespace sogdia {
namespace {

// What every look-up of one word needs.
struct Asked {
  const World& world;
  const Network& network;
  const Gazetteer& gazetteer;
  const NetworkChange& change;
  int year;
  const std::string& where;
  std::vector<std::string>& notes;
};

using Found = std::optional<std::string>;

template <typename Record>
std::vector<std::string> names_in(const std::vector<Record>& records) {
  std::vector<std::string> names;
  for (const auto& record : records) names.push_back(record.id);
  for (const auto& record : records) names.push_back(record.name);
  return names;
}

const std::vector<Passage>& passages(const Asked& asked) { return asked.world.records.passages; }
const std::vector<Corridor>& corridors(const Asked& asked) { return asked.world.records.works.corridors; }

Found passage(const Asked& asked, const std::string& name) {
  const auto id = id_named(passages(asked), name);
  return id ? Found("passage:" + *id) : std::nullopt;
}

Found corridor(const Asked& asked, const std::string& name) {
  const auto id = id_named(corridors(asked), name);
  return id ? Found("corridor:" + *id) : std::nullopt;
}

Found pipeline(const Asked& asked, const std::string& name) {
  const auto id = id_named(asked.world.records.pipelines, name);
  if (id) return "pipeline:" + *id;
  // Ways from fields to ports are no pipelines of the pack's table.
  const auto& links = asked.network.links.labels();
  const bool known = !name.empty() && std::any_of(links.begin(), links.end(), [&](const std::string& link) {
    return pipeline_of(link) == name;
  });
  return known ? Found("pipeline:" + name) : std::nullopt;
}

Found crossing(const Asked& asked, const std::string& name) {
  const Network& network = asked.network;
  if (network.crossings.contains(name)) return "crossing:" + name;
  std::vector<std::string> ids;
  for (std::size_t k = 0; k < network.crossings.size(); ++k) {
    if (fold(network.crossings[k]) == fold(name)) return "crossing:" + network.crossings[k];
    if (fold(network.crossing_name[k]) == fold(name)) ids.push_back(network.crossings[k]);
  }
  if (ids.size() > 1)
    throw Error(fmt::format("`{}` names {} crossings", name, ids.size()), asked.where,
                fmt::format("name one: crossing:{}", fmt::join(ids, ", crossing:")));
  return ids.empty() ? std::nullopt : Found("crossing:" + ids.front());
}

// One side of a border: a country, a bloc, or codes joined by `+`; nothing where the words are none of them.
// Throws for a bloc without members that year.
std::optional<std::vector<std::string>> side(const Asked& asked, const std::string& words) {
  const auto parts = find_bloc(asked.world, words) ? std::vector<std::string>{words} : split_list(words, '+');
  for (const auto& part : parts) {
    if (!names_countries(asked.world, part)) return std::nullopt;
  }
  if (parts.empty()) return std::nullopt;
  return expand_countries(asked.world, parts, asked.year, asked.where);
}

// A name may hold a dash of its own: "Guinea-Bissau" is a country, "Guinea-Bissau-Senegal" a border.
Found border(const Asked& asked, const std::string& words) {
  if (words.find(',') != std::string::npos) return std::nullopt;  // a list
  for (const std::string_view mark : {"-", "–", "—", "/", " and "}) {
    for (auto at = words.find(mark); at != std::string::npos; at = words.find(mark, at + 1)) {
      const std::string a = words.substr(0, at), b = words.substr(at + mark.size());
      if (!names_countries(asked.world, words) && side(asked, a) && side(asked, b))
        return fmt::format("border:{}-{}", fmt::join(*side(asked, a), "+"), fmt::join(*side(asked, b), "+"));
    }
  }
  const auto whole = side(asked, words);
  return whole ? Found(fmt::format("border:{}", fmt::join(*whole, "+"))) : std::nullopt;
}

bool names_pair(const Asked& asked, const std::string& words) {
  const auto found = border(asked, words);
  return found && found->find('-') != std::string::npos;
}

// What a kind of terminal is called in ids and in words.
struct TerminalWords {
  const char *prefix, *words;
};
constexpr std::array<TerminalWords, 3> kTerminals{
    {{"port:", "port of "}, {"air:", "airport "}, {"rail:", "rail "}}};

Found terminal_at(const Asked& asked, const std::string& words, const char* prefix) {
  try {
    const Spot spot = asked.gazetteer.find(words);
    if (spot.stands_in || !asked.network.terminals.contains(spot.id)) return std::nullopt;
    if (*prefix && spot.id.rfind(prefix, 0) != 0) return std::nullopt;
    if (!spot.note.empty()) asked.notes.push_back(spot.note);
    return spot.id;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// "port:CNSHA", "port:Shanghai": an id in any case, a name, or the one terminal of a place.
Found terminal(const Asked& asked, const TerminalWords& kind, const std::string& name) {
  const Network& network = asked.network;
  const std::string wanted = fold(name);
  std::vector<std::string> holding;
  for (std::size_t k = 0; k < network.terminals.size(); ++k) {
    const std::string& id = network.terminals[k];
    if (id.rfind(kind.prefix, 0) != 0) continue;
    if (fold(id.substr(id.find(':') + 1)) == wanted) return id;
    if (!wanted.empty() &&
        (" " + fold(network.terminal_name[k]) + " ").find(" " + wanted + " ") != std::string::npos)
      holding.push_back(id);
  }
  if (auto found = terminal_at(asked, kind.words + name, kind.prefix)) return found;
  if (holding.size() > 1)
    throw Error(fmt::format("`{}` names {} terminals", name, holding.size()), asked.where,
                fmt::format("name one: {}", fmt::join(holding, ", ")));
  return holding.empty() ? std::nullopt : Found(holding.front());
}

Found way(const Asked& asked, const std::string& words) {
  const auto dots = words.find("..");
  if (dots == std::string::npos) return std::nullopt;
  std::string ends[2] = {words.substr(0, dots), words.substr(dots + 2)};
  for (auto& end : ends) {
    const auto part = split_list(end, '\n');
    if (part.size() != 1)
      throw Error(fmt::format("`{}` does not name two places", words), asked.where,
                  "write it as Chongqing..Duisburg");
    try {
      const Spot spot = asked.gazetteer.find(part.front());
      if (!spot.note.empty()) asked.notes.push_back(spot.note);
      end = asked.network.nodes[spot.node];
    } catch (const Error& error) {
      throw Error(error.message, asked.where, error.hint);
    }
  }
  return ends[0] + ".." + ends[1];
}

// An id or a name behind a prefix, such as "Passage: Suez Canal". Throws for a name that is none.
std::string behind(const Asked& asked, const std::string& prefix, const std::string& name) {
  const auto or_unknown = [&](Found found, const char* what, const std::vector<std::string>& known) {
    if (found) return *found;
    const std::string hint = nearest_hint(name, known);
    throw Error(fmt::format("unknown {} `{}`", what, name), asked.where,
                hint.empty() ? fmt::format("`sogdia data show {}s --rows 0` lists them",
                                           what == std::string_view("border") ? "crossing" : what)
                             : hint);
  };
  const Network& network = asked.network;
  if (prefix == "passage") return or_unknown(passage(asked, name), "passage", names_in(passages(asked)));
  if (prefix == "border") {
    const std::set<std::string> known(network.crossing_pair.begin(), network.crossing_pair.end());
    return or_unknown(border(asked, name), "border", {known.begin(), known.end()});
  }
  if (prefix == "pipeline")
    return or_unknown(pipeline(asked, name), "pipeline", names_in(asked.world.records.pipelines));
  if (prefix == "crossing") return or_unknown(crossing(asked, name), "crossing", network.crossings.labels());
  if (prefix == "corridor") return or_unknown(corridor(asked, name), "corridor", names_in(corridors(asked)));
  if (prefix == "link") return "link:" + name;
  if (prefix == "kind") return "kind:" + fold(name);
  for (const auto& kind : kTerminals) {
    if (prefix + ":" != kind.prefix && !(prefix == "airport" && kind.prefix == std::string_view("air:")))
      continue;
    std::vector<std::string> known;
    for (std::size_t k = 0; k < network.terminals.size(); ++k) {
      const std::string& id = network.terminals[k];
      if (id.rfind(kind.prefix, 0) != 0) continue;
      known.push_back(id.substr(id.find(':') + 1));
      known.push_back(network.terminal_name[k]);
    }
    return or_unknown(terminal(asked, kind, name), "terminal", known);
  }
  return "";
}

// What a name without a prefix stands for.
Found bare(const Asked& asked, const std::string& words) {
  if (auto found = way(asked, words)) return found;
  if (std::holds_alternative<Upgrade>(asked.change)) {
    if (auto found = corridor(asked, words)) return found;
  }
  if (auto found = passage(asked, words)) return found;
  if (auto found = corridor(asked, words)) return found;
  if (auto found = pipeline(asked, words)) return found;
  if (asked.network.crossings.contains(words)) return "crossing:" + words;
  if (std::holds_alternative<Border>(asked.change) || names_pair(asked, words)) {
    if (auto found = border(asked, words)) return found;
  }
  if (auto found = crossing(asked, words)) return found;
  return terminal_at(asked, words, "");
}

[[noreturn]] void not_found(const Asked& asked, const std::string& words) {
  std::string hint;
  if (const auto countries = side(asked, words)) {
    hint = fmt::format("`border:{}` is {}", words,
                       countries->size() > 1 ? "every border between them" : "all of its borders");
  } else {
    std::vector<std::string> near;
    for (const auto& kind : kTerminals) {
      if (const auto found = terminal_at(asked, kind.words + words, kind.prefix)) near.push_back(*found);
    }
    if (!near.empty()) hint = fmt::format("`{}` has {}", words, fmt::join(near, ", "));
  }
  if (hint.empty()) {
    std::vector<std::string> known = names_in(passages(asked));
    for (const auto& more :
         {names_in(corridors(asked)), names_in(asked.world.records.pipelines),
          asked.network.terminals.labels(), asked.network.crossing_pair, asked.network.crossings.labels()})
      known.insert(known.end(), more.begin(), more.end());
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    hint = nearest_hint(words, known);
  }
  if (hint.empty()) hint = kTargetForms;
  throw Error(fmt::format("nothing called `{}` can be changed", words), asked.where, hint);
}

Found one(const Asked& asked, const std::string& words) {
  const Network& network = asked.network;
  if (network.terminals.contains(words)) return words;
  if (network.links.contains(words)) return "link:" + words;
  if (const auto colon = words.find(':');
      colon != std::string::npos && words.find("..") == std::string::npos) {
    const auto name = split_list(words.substr(colon + 1), '\n');
    if (!name.empty()) {
      const std::string found = behind(asked, fold(words.substr(0, colon)), name.front());
      if (!found.empty()) return found;
    }
  }
  return bare(asked, words);
}

}  // namespace

std::vector<std::string> find_targets(const World& world, const Network& network, const Gazetteer& gazetteer,
                                      const NetworkChange& change, const std::string& words, int year,
                                      const std::string& where, std::vector<std::string>& notes) {
  const Asked asked{world, network, gazetteer, change, year, where, notes};
  const auto parts = split_list(words, ',');
  if (parts.empty()) throw Error("the target is empty", where, "name what is changed: suez, border:CHN-KAZ");
  if (parts.size() > 1) {
    // "Valencia, Spain" is one name; "suez, panama" are two.
    try {
      if (const auto whole = one(asked, words)) return {*whole};
    } catch (const Error&) {
      // Then it is a list, and the part that is wrong is named below.
    }
  }
  std::vector<std::string> targets;
  for (const auto& part : parts) {
    const auto found = one(asked, part);
    if (!found) not_found(asked, part);
    targets.push_back(*found);
  }
  return targets;
}

void find_targets(Scenario& scenario, const World& world, const Network& network, int year,
                  std::vector<std::string>& notes) {
  std::optional<Gazetteer> gazetteer;  // policies need none
  for (auto& change : scenario.changes) {
    Site* site = site_of(change.what);
    if (!site) continue;
    if (!gazetteer) gazetteer.emplace(world, network);
    std::vector<std::string> ids;
    for (const auto& words : site->targets) {
      const auto found = find_targets(world, network, *gazetteer, std::get<NetworkChange>(change.what), words,
                                      year, change.where, notes);
      ids.insert(ids.end(), found.begin(), found.end());
    }
    site->targets = std::move(ids);
  }
}

}  // namespace sogdia
