#include "sogdia/study/gazetteer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/country.h"

namespace sogdia {
namespace {

enum class Kind { place, port, airport, rail, crossing };

struct Entry {
  Kind kind;
  std::string id, node, name, iso3;
  std::vector<std::string> names;  // folded
  double population = 0.0;
};

const char* title(Kind kind) {
  switch (kind) {
    case Kind::place:
      return "";
    case Kind::port:
      return "port of ";
    case Kind::airport:
      return "airport ";
    case Kind::rail:
      return "rail terminal ";
    case Kind::crossing:
      return "border crossing ";
  }
  return "";
}

void add_names(Entry& entry, const std::string& list) {
  for (std::size_t start = 0; start <= list.size();) {
    const std::size_t end = std::min(list.find('|', start), list.size());
    if (const std::string name = fold(list.substr(start, end - start)); !name.empty())
      entry.names.push_back(name);
    start = end + 1;
  }
}

std::vector<Entry> entries(const World& world, const Network& network) {
  std::vector<Entry> list;
  const auto add = [&](Entry entry, const std::string& others) {
    if (!network.nodes.contains(entry.node)) return;
    add_names(entry, entry.name);
    add_names(entry, entry.id);
    add_names(entry, others);
    // "CHN-Chongqing" and "port:CNSHA" answer to what follows the mark as well.
    if (const auto mark = entry.id.find_first_of("-:");
        mark != std::string::npos && entry.kind != Kind::crossing)
      add_names(entry, entry.id.substr(mark + 1));
    list.push_back(std::move(entry));
  };
  const Table& places = world.table("places");
  const auto population = places.numbers("population");
  const bool named = places.find("names") != nullptr;
  for (std::size_t row = 0; row < places.rows(); ++row) {
    const std::string& id = places.text("place_id")[row];
    add({Kind::place, id, id, places.text("name")[row], places.text("iso3")[row], {}, population[row]},
        named ? places.text("names")[row] : "");
  }
  const Table& terminals = world.table("terminals");
  for (std::size_t row = 0; row < terminals.rows(); ++row) {
    const std::string& kind = terminals.text("kind")[row];
    add({kind == "port"      ? Kind::port
         : kind == "airport" ? Kind::airport
                             : Kind::rail,
         terminals.text("terminal_id")[row],
         terminals.text("node_id")[row],
         terminals.text("name")[row],
         terminals.text("iso3")[row],
         {},
         0.0},
        "");
  }
  const Table& crossings = world.table("crossings");
  for (std::size_t row = 0; row < crossings.rows(); ++row)
    add({Kind::crossing,
         crossings.text("crossing_id")[row],
         crossings.text("node_id")[row],
         crossings.text("name")[row],
         crossings.text("iso3_a")[row],
         {},
         0.0},
        "");
  return list;
}

// The kind a name asks for, taken off it: "port of Shanghai" -> port, "shanghai".
struct Wanted {
  std::string name;
  int kind = -1;
};
Wanted wanted_of(const std::string& folded) {
  constexpr std::pair<const char*, Kind> kWords[] = {
      {"port", Kind::port}, {"airport", Kind::airport}, {"rail", Kind::rail}, {"crossing", Kind::crossing}};
  for (const auto& [word, kind] : kWords) {
    const std::string front = std::string(word) + " ", back = " " + std::string(word);
    if (folded.rfind(front + "of ", 0) == 0) return {folded.substr(front.size() + 3), static_cast<int>(kind)};
    if (folded.rfind(front, 0) == 0) return {folded.substr(front.size()), static_cast<int>(kind)};
    if (folded.ends_with(back))
      return {folded.substr(0, folded.size() - back.size()), static_cast<int>(kind)};
  }
  return {folded, -1};
}

std::string label(const World& world, const Entry& entry) {
  return title(entry.kind) + entry.name + ", " + country_name(world, entry.iso3);
}

}  // namespace

Spot find_spot(const World& world, const Network& network, const std::string& name) {
  const auto all = entries(world, network);
  const auto spot = [&](const Entry& entry) {
    return Spot{static_cast<std::uint32_t>(network.nodes.at(entry.node)), entry.id, label(world, entry), ""};
  };
  for (const auto& entry : all) {
    if (entry.id == name || entry.node == name) return spot(entry);
  }
  if (const auto node = network.nodes.find(name))
    return {static_cast<std::uint32_t>(*node), name,
            network.node_name[*node].empty() ? name : network.node_name[*node], ""};

  const auto matches = [&](const std::string& text, const std::string& iso3) {
    std::vector<const Entry*> found;
    const std::string plain = fold(text);
    const Wanted narrowed = wanted_of(plain);
    for (const auto& wanted : {Wanted{plain, -1}, narrowed}) {
      if (!found.empty() || wanted.name.empty()) break;
      for (const auto& entry : all) {
        if (wanted.kind >= 0 && static_cast<int>(entry.kind) != wanted.kind) continue;
        if (!iso3.empty() && entry.iso3 != iso3) continue;
        if (std::find(entry.names.begin(), entry.names.end(), wanted.name) != entry.names.end())
          found.push_back(&entry);
      }
    }
    return found;
  };
  std::vector<const Entry*> found = matches(name, "");
  if (const auto comma = name.find(','); found.empty() && comma != std::string::npos)
    found = matches(name.substr(0, comma), find_country(world, name.substr(comma + 1)));
  if (found.empty()) {
    std::vector<std::string> known;
    for (const auto& entry : all) {
      known.push_back(entry.kind == Kind::place ? entry.name : entry.id);
      if (entry.kind != Kind::place && entry.kind != Kind::rail) known.push_back(entry.name);
    }
    std::string hint = nearest_hint(name, known);
    if (hint.empty())
      hint = "`sogdia data show places` lists the places, `... terminals` the ports and airports";
    throw Error(fmt::format("unknown place `{}`", name), "", hint);
  }
  // Places before terminals before crossings, the most populous first.
  std::stable_sort(found.begin(), found.end(), [](const Entry* a, const Entry* b) {
    if (a->kind != b->kind) return a->kind < b->kind;
    return a->population > b->population;
  });
  Spot chosen = spot(*found.front());
  std::string others;
  for (std::size_t k = 1; k < found.size() && k <= 3; ++k) {
    if (found[k]->kind != found.front()->kind) break;
    others += (others.empty() ? "" : ", ") + label(world, *found[k]) + " (`" + found[k]->id + "`)";
  }
  if (!others.empty())
    chosen.note =
        fmt::format("`{}` is taken as {}, the {}; it also names {}", name, chosen.label,
                    found.front()->kind == Kind::place ? "most populous" : "first in the table", others);
  return chosen;
}

}  // namespace sogdia
