#include "sogdia/study/world/side.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/study/world/country.h"

namespace sogdia {

Side find_side(const World& world, const Index& economy, const std::string& words, int year,
               const std::string& where) {
  Economies found = expand_economies(world, economy, {words}, year, where);
  if (found.codes.size() == 1) return {found.codes.front(), found.codes};
  if (found.codes.size() == economy.size())
    throw Error(fmt::format("`{}` is the whole world, and has no other side", words), where,
                "name a country or a bloc");
  if (const auto region = find_region(world, words)) return {*region, std::move(found.codes)};
  const auto bloc = find_bloc(world, words);
  const std::size_t at = words.find('@');
  return {bloc ? *bloc + (at == std::string::npos ? "" : words.substr(at)) : words, std::move(found.codes)};
}

Economy with_sides(const Economy& economy, const std::vector<Side>& sides) {
  std::vector<Party> blocs;
  for (const Side& side : sides) {
    if (!side.bloc()) continue;
    Party party{side.id, side.id, {}, {}};
    // The members of one year are held through all years of the table.
    for (const auto& code : side.members)
      if (economy.countries.contains(code)) party.members.push_back(code);
    blocs.push_back(std::move(party));
  }
  return blocs.empty() ? economy : with_parties(economy, blocs);
}

std::pair<std::string, std::string> main_countries(const Economy& economy, const Side& a, const Side& b) {
  const auto largest = [&](const Side& side, const Side& other) {
    std::string best = side.members.front();
    double most = -1;
    for (const auto& code : side.members) {
      const auto i = economy.countries.find(code);
      if (!i) continue;
      double trade = 0;
      for (const auto& partner : other.members) {
        const auto j = economy.countries.find(partner);
        if (j && *j != *i) trade += economy.trade(*i, *j) + economy.trade(*j, *i);
      }
      if (trade > most) most = trade, best = code;
    }
    return best;
  };
  return {largest(a, b), largest(b, a)};
}

}  // namespace sogdia
