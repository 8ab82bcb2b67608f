#include "sogdia/study/imports/link_mode.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace sogdia {
namespace {

enum class Word { none, foot, road, rail, ferry, water, sea, air };

Word word_of(const std::string& word) {
  static const std::map<std::string, Word> words = {
      {"auto", Word::road},         {"car", Word::road},           {"truck", Word::road},
      {"hgv", Word::road},          {"road", Word::road},          {"highway", Word::road},
      {"motorway", Word::road},     {"sov", Word::road},           {"hov", Word::road},
      {"vehicle", Word::road},      {"all", Word::road},           {"bus", Word::road},
      {"rail", Word::rail},         {"railway", Word::rail},       {"train", Word::rail},
      {"freight_rail", Word::rail}, {"ferry", Word::ferry},        {"water", Word::water},
      {"waterway", Word::water},    {"river", Word::water},        {"canal", Word::water},
      {"barge", Word::water},       {"inland_water", Word::water}, {"sea", Word::sea},
      {"ship", Word::sea},          {"maritime", Word::sea},       {"air", Word::air},
      {"plane", Word::air},         {"walk", Word::foot},          {"bike", Word::foot},
      {"pedestrian", Word::foot},   {"ped", Word::foot},           {"footway", Word::foot},
      {"bicycle", Word::foot},      {"cycleway", Word::foot},      {"pipeline", Word::foot},
      {"path", Word::foot},         {"sidewalk", Word::foot},      {"steps", Word::foot},
      {"subway", Word::foot},       {"tram", Word::foot},          {"light_rail", Word::foot}};
  const auto found = words.find(word);
  return found == words.end() ? Word::none : found->second;
}

// The best of the words of a list: any that carries goods before one that does not.
Word best_of(const std::string& text) {
  Word best = Word::none;
  std::string word;
  const auto take = [&] {
    const Word found = word_of(word);
    if (best == Word::none || best == Word::foot) best = found == Word::none ? best : found;
    word.clear();
  };
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) || c == '_')
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else
      take();
  }
  take();
  return best;
}

}  // namespace

std::optional<Mode> link_mode(const std::string& mode, const std::string& uses, const std::string& facility) {
  Word word = best_of(mode);
  // What a way is says more than who may use it: a railway may allow "all".
  if (word == Word::none) word = best_of(facility);
  if (word == Word::none || word == Word::road) {
    const Word used = best_of(uses);
    if (used != Word::none) word = used;
  }
  switch (word) {
    case Word::foot:
      return std::nullopt;
    case Word::rail:
      return Mode::rail;
    case Word::ferry:
      return Mode::ferry;
    case Word::water:
      return Mode::inland_water;
    case Word::sea:
      return Mode::sea;
    case Word::air:
      return Mode::air;
    case Word::road:
    case Word::none:
      break;
  }
  return Mode::road;
}

}  // namespace sogdia
