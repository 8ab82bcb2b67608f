#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia {

// A side of a question on dependence: a country, or several taken as one.
struct Party {
  std::string id;    // "CHN", "EU", or the words of a list
  std::string name;  // "China", "EU"
  std::vector<std::string> members, notes;

  bool has(std::string_view code) const;
};

// The party that a country, a bloc or a list of them with commas names: those with an economy in its year.
// Throws Error with the nearest names.
Party find_party(const World& world, const Economy& economy, const std::string& words);

// The economy with each party's countries taken as one, in the place of its first: trade between members
// becomes internal. Throws Error where two parties share a country.
Economy with_parties(const Economy& economy, const std::vector<Party>& parties);

}  // namespace sogdia
