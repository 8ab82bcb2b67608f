#include "sogdia/study/answers/dependence/diverted.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/study/world/trade_cell.h"

namespace sogdia {
namespace {

OdMatrix among(const Economy& economy, const Index& countries) {
  OdMatrix trade(countries, countries, economy.trade.unit);
  std::vector<std::size_t> at;
  for (const auto& code : countries.labels()) at.push_back(economy.countries.at(code, "country"));
  for (std::size_t i = 0; i < at.size(); ++i)
    for (std::size_t j = 0; j < at.size(); ++j) trade(i, j) = economy.trade(at[i], at[j]);
  return trade;
}

}  // namespace

Diverted diverted(const World& world, const std::string& target, const std::string& senders, int before,
                  int after) {
  const auto years = trade_years(world);
  Diverted out;
  out.before = before > 0 ? before : years.front();
  out.after = after > 0 ? after : years.back();
  if (out.before >= out.after)
    throw Error(fmt::format("{} does not come before {}", out.before, out.after), "",
                "diversion is between two years of the trade table");
  const Economy then = make_economy(world, out.before), now = make_economy(world, out.after);
  out.target = find_party(world, now, target);
  out.senders = find_party(world, now, senders);
  if (out.target.members.size() != 1)
    throw Error(fmt::format("`{}` is not one country", target), "",
                "diversion is told of one sanctioned country");
  std::vector<std::string> common;
  for (const auto& code : now.countries.labels())
    if (then.countries.contains(code)) common.push_back(code);
  const Index countries(std::move(common));
  countries.at(out.target.id, "country");
  std::vector<std::string> list;
  for (const auto& code : out.senders.members)
    if (countries.contains(code)) list.push_back(code);
  out.found = diversion(among(then, countries), among(now, countries), list, out.target.id);
  return out;
}

}  // namespace sogdia
