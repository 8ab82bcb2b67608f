#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/core/names.h"

namespace sogdia {

// The id of the record that a name stands for, in any case and with or without accents: an id, a name, or one
// of its other names where it has some.
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
  if constexpr (requires(const Record& record) { record.names; }) {
    return with([&](const Record& record) {
      return std::any_of(record.names.begin(), record.names.end(),
                         [&](const auto& other) { return fold(other) == wanted; });
    });
  }
  return std::nullopt;
}

}  // namespace sogdia
