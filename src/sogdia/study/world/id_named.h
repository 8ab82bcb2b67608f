#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/core/names.h"
#include "sogdia/pack/project.h"

namespace sogdia {

// "Middle Corridor (Trans-Caspian International Transport Route)" is called by either part.
inline std::vector<std::string> name_parts(const std::string& name) {
  const std::size_t open = name.find(" (");
  if (open == std::string::npos || name.back() != ')') return {name};
  return {name.substr(0, open), name.substr(open + 2, name.size() - open - 3)};
}

// The id of the record that a name stands for, in any case and with or without accents: an id, a name, one of
// its other names where it has some, or a part of its name that is no other's.
template <typename Record>
std::optional<std::string> id_named(const std::vector<Record>& records, const std::string& name) {
  const std::string wanted = fold(name);
  if (wanted.empty()) return std::nullopt;
  const auto with = [&](auto&& bears) -> std::optional<std::string> {
    const auto found = std::find_if(records.begin(), records.end(), bears);
    return found == records.end() ? std::nullopt : std::optional(found->id);
  };
  if (auto id = with([&](const Record& record) { return fold(record.id) == wanted; })) return id;
  if (auto id = with([&](const Record& record) { return fold(record.name) == wanted; })) return id;
  const auto is_wanted = [&](const auto& other) { return fold(other) == wanted; };
  if constexpr (requires(const Record& record) { record.names; }) {
    if (auto id = with([&](const Record& record) {
          return std::any_of(record.names.begin(), record.names.end(), is_wanted);
        }))
      return id;
  }
  std::optional<std::string> found;
  for (const Record& record : records) {
    const auto names = name_parts(record.name);
    if (std::none_of(names.begin(), names.end(), is_wanted)) continue;
    if (found) return std::nullopt;
    found = record.id;
  }
  return found;
}

// A corridor goes by the capitals of its name as well: CPEC, TITR. Not where any word may stand: CMR is
// Cameroon.
inline std::optional<std::string> corridor_named(const std::vector<Corridor>& corridors,
                                                 const std::string& words) {
  if (auto id = id_named(corridors, words)) return id;
  for (const Corridor& corridor : corridors) {
    for (const std::string& part : name_parts(corridor.name)) {
      std::string all, first;  // "CPEC" has the capitals behind hyphens, "TITR" has not
      for (std::size_t k = 0; k < part.size(); ++k) {
        if (part[k] < 'A' || part[k] > 'Z') continue;
        all += part[k];
        if (k == 0 || part[k - 1] == ' ') first += part[k];
      }
      for (const std::string& capitals : {all, first})
        if (capitals.size() >= 3 && fold(capitals) == fold(words)) return corridor.id;
    }
  }
  return std::nullopt;
}

}  // namespace sogdia
