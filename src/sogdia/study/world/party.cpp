#include "sogdia/study/world/party.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/world/country.h"

namespace sogdia {

bool Party::has(std::string_view code) const { return is_one_of(members, code); }

Party find_party(const World& world, const Economy& economy, const std::string& words) {
  Economies found = expand_economies(world, economy.countries, {words}, economy.year);
  if (found.codes.size() == 1)
    return {found.codes.front(), country_name(world, found.codes.front()), found.codes, found.notes};
  if (found.codes.size() == economy.countries.size())
    throw Error(fmt::format("`{}` is the whole world, and has nobody to depend on", words), "",
                "name a country or a bloc");
  const std::string name = find_region(world, words).value_or(words);
  return {name, name, std::move(found.codes), std::move(found.notes)};
}

Economy with_parties(const Economy& economy, const std::vector<Party>& parties) {
  constexpr auto kAlone = std::numeric_limits<std::size_t>::max();
  const Index& old = economy.countries;
  std::vector<std::size_t> party_of(old.size(), kAlone);
  for (std::size_t p = 0; p < parties.size(); ++p) {
    for (const auto& code : parties[p].members) {
      auto& mine = party_of[old.at(code, "country")];
      if (mine != kAlone)
        throw Error(fmt::format("`{}` is of both `{}` and `{}`", code, parties[mine].id, parties[p].id), "",
                    "name two parties without a common country");
      mine = p;
    }
  }
  std::vector<std::string> labels;
  std::vector<std::size_t> place_of_party(parties.size(), kAlone), place(old.size());
  for (std::size_t i = 0; i < old.size(); ++i) {
    const std::size_t p = party_of[i];
    if (p != kAlone && place_of_party[p] != kAlone) {
      place[i] = place_of_party[p];
      continue;
    }
    place[i] = labels.size();
    if (p != kAlone) place_of_party[p] = place[i];
    labels.push_back(p == kAlone ? old[i] : parties[p].id);
  }
  Economy merged;
  merged.countries = Index(std::move(labels));
  merged.year = economy.year;
  merged.left_out_usd = economy.left_out_usd;
  merged.gdp.assign(merged.countries.size(), 0.0);
  merged.trade = OdMatrix(merged.countries, merged.countries, economy.trade.unit);
  for (std::size_t i = 0; i < old.size(); ++i) {
    merged.gdp[place[i]] += economy.gdp[i];
    for (std::size_t j = 0; j < old.size(); ++j) merged.trade(place[i], place[j]) += economy.trade(i, j);
  }
  return merged;
}

}  // namespace sogdia
