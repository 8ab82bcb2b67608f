#include "sogdia/dependence/diversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

double growth(double before, double after) { return before > 0.0 ? after / before : 0.0; }

template <class Member>
double sum_of(const std::vector<ThirdCountry>& third, Member member) {
  std::vector<double> terms;
  for (const auto& k : third) terms.push_back(member(k));
  return ordered_sum(terms);
}

}  // namespace

Diversion diversion(const OdMatrix& before, const OdMatrix& after, const std::vector<std::string>& senders,
                    const std::string& target) {
  require_same(before.origins, before.destinations, "the earlier year's exporters and importers");
  require_same(before.origins, after.origins, "exporters of the two years");
  require_same(before.destinations, after.destinations, "importers of the two years");
  const Index& countries = before.origins;
  const std::size_t n = countries.size(), t = countries.at(target, "country");
  std::vector<std::uint8_t> sends(n, 0);
  for (const auto& code : senders) sends[countries.at(code, "country")] = 1;
  if (senders.empty() || sends[t])
    throw Error(senders.empty() ? "nobody sanctions" : fmt::format("`{}` sanctions itself", target),
                "diversion", "name a coalition that the target is not in");

  const auto from_senders = [&](const OdMatrix& trade, std::size_t to) {
    std::vector<double> terms;
    for (std::size_t s = 0; s < n; ++s)
      if (sends[s]) terms.push_back(trade(s, to));
    return ordered_sum(terms);
  };
  const auto exports_but_to_target = [&](const OdMatrix& trade, std::size_t k) {
    std::vector<double> terms;
    for (std::size_t j = 0; j < n; ++j)
      if (j != k && j != t) terms.push_back(trade(k, j));
    return ordered_sum(terms);
  };

  Diversion d;
  for (std::size_t k = 0; k < n; ++k) {
    if (k == t || sends[k]) continue;
    ThirdCountry third;
    third.country = countries[k];
    third.to_target_before = before(k, t);
    third.to_target_after = after(k, t);
    third.from_senders_before = from_senders(before, k);
    third.from_senders_after = from_senders(after, k);
    third.excess_out = after(k, t) - before(k, t) * growth(exports_but_to_target(before, k),
                                                           exports_but_to_target(after, k));
    d.third.push_back(std::move(third));
  }
  const double senders_growth =
      growth(sum_of(d.third, [](const ThirdCountry& k) { return k.from_senders_before; }),
             sum_of(d.third, [](const ThirdCountry& k) { return k.from_senders_after; }));
  for (auto& k : d.third) {
    k.excess_in = k.from_senders_after - k.from_senders_before * senders_growth;
    k.passed_on = std::max(0.0, std::min(k.excess_in, k.excess_out));
  }
  d.from_senders_before = from_senders(before, t);
  d.from_senders_after = from_senders(after, t);
  d.from_others_before = sum_of(d.third, [](const ThirdCountry& k) { return k.to_target_before; });
  d.from_others_after = sum_of(d.third, [](const ThirdCountry& k) { return k.to_target_after; });
  d.lost = d.from_senders_before - d.from_senders_after;
  d.gained = d.from_others_after - d.from_others_before;
  d.made_good = d.lost > 0.0 ? d.gained / d.lost : std::numeric_limits<double>::quiet_NaN();
  d.passed_on = sum_of(d.third, [](const ThirdCountry& k) { return k.passed_on; });
  std::stable_sort(d.third.begin(), d.third.end(),
                   [](const ThirdCountry& x, const ThirdCountry& y) { return x.passed_on > y.passed_on; });
  return d;
}

}  // namespace sogdia
