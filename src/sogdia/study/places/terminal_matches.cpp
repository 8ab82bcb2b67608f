#include "sogdia/study/places/terminal_matches.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>

#include "sogdia/core/names.h"

namespace sogdia {
namespace {

constexpr int kTellingNames = 2;

// Words of kinds, of directions, of ranks, and the small ones of several languages.
constexpr std::array kCommon = {
    "airport",  "airfield",     "international", "intl",    "terminal", "terminals", "port",   "porto",
    "puerto",   "harbour",      "harbor",        "city",    "north",    "south",     "east",   "west",
    "northern", "southern",     "eastern",       "western", "central",  "centre",    "center", "regional",
    "national", "metropolitan", "great",         "grand",   "saint",    "santa",     "santo",  "island",
    "islands",  "point",        "punta",         "river",   "bay",      "beach",     "lake",   "king",
    "queen",    "general",      "president",     "prince",  "princess", "field",     "base",   "euro",
    "cargo",    "container",    "sheikh",        "mina",    "tanjung",  "zone",      "free",   "marine",
    "from",     "with",         "town",          "county",  "main",     "republic"};

std::vector<std::string> words_of(std::string_view name) { return split_list(fold(name), ' '); }

// With "ohare" for "o hare": people leave an apostrophe out.
std::vector<std::string> held_words(std::string_view name) {
  auto words = words_of(name);
  for (std::size_t k = 1, own = words.size(); k < own; ++k) {
    if (words[k - 1].size() == 1) words.push_back(words[k - 1] + words[k]);
  }
  return words;
}

bool common(const std::string& word) {
  return std::find(kCommon.begin(), kCommon.end(), word) != kCommon.end();
}

void put_in_order(std::vector<TerminalMatch>& found) {
  const auto rank = [](const TerminalMatch& m) { return std::tuple{!m.own(), m.stop->kind, m.stop->size}; };
  std::stable_sort(found.begin(), found.end(),
                   [&](const TerminalMatch& a, const TerminalMatch& b) { return rank(a) < rank(b); });
}

template <class Holds>
const OtherName* other_where(const Stop& stop, Holds holds) {
  const auto found = std::find_if(stop.other.begin(), stop.other.end(), holds);
  return found == stop.other.end() ? nullptr : &*found;
}

}  // namespace

std::vector<TerminalMatch> terminals_called(const std::vector<Stop>& stops, std::string_view key,
                                            std::optional<StopKind> kind) {
  std::vector<TerminalMatch> found;
  for (const auto& stop : stops) {
    if (stop.kind == StopKind::place || (kind && stop.kind != *kind)) continue;
    if (is_one_of(stop.own, key) || is_one_of(stop.called, key))
      found.push_back({&stop});
    else if (const auto* other = other_where(stop, [&](const OtherName& o) { return o.key == key; }))
      found.push_back({&stop, other});
  }
  put_in_order(found);
  return found;
}

std::vector<TerminalMatch> terminals_bare(const std::vector<Stop>& stops, std::string_view key,
                                          StopKind kind) {
  std::vector<TerminalMatch> found;
  for (const auto& stop : stops) {
    if (stop.kind != kind || key.empty()) continue;
    if (const auto* other = other_where(stop, [&](const OtherName& o) { return o.bare == key; }))
      found.push_back({&stop, other});
  }
  put_in_order(found);
  return found;
}

std::vector<TerminalMatch> terminals_with_words(const std::vector<Stop>& stops, std::string_view words,
                                                StopKind kind) {
  const std::string wanted = " " + std::string(words) + " ";
  std::vector<TerminalMatch> found;
  const auto asked = words_of(words);
  if (std::all_of(asked.begin(), asked.end(), [](const auto& w) { return w.size() < 3 || common(w); }))
    return found;
  for (const auto& stop : stops) {
    if (stop.kind == kind && (" " + fold(stop.name) + " ").find(wanted) != std::string::npos)
      found.push_back({&stop, nullptr, true});
  }
  put_in_order(found);
  return found;
}

std::vector<TerminalMatch> terminals_with_telling_words(const std::vector<Stop>& stops, std::string_view name,
                                                        std::size_t letters) {
  const auto asked = words_of(name);
  const auto worth = [&](const std::string& word) { return word.size() >= letters && !common(word); };
  std::vector<TerminalMatch> found;
  if (std::none_of(asked.begin(), asked.end(), worth)) return found;
  std::map<std::string, int> holders;
  for (const auto& stop : stops) {
    if ((stop.kind != StopKind::port && stop.kind != StopKind::airport) || stop.size > 1) continue;
    const auto held = held_words(stop.name);
    const auto holds = [&](const std::string& word) { return is_one_of(held, word); };
    for (const auto& word : asked) holders[word] += holds(word);
    if (std::all_of(asked.begin(), asked.end(), holds)) found.push_back({&stop, nullptr, true});
  }
  const auto telling = [&](const std::string& word) { return worth(word) && holders[word] <= kTellingNames; };
  if (std::none_of(asked.begin(), asked.end(), telling)) found.clear();
  put_in_order(found);
  return found;
}

}  // namespace sogdia
