#include "sogdia/study/pipeline/prepare.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/cost/kappa.h"
#include "sogdia/study/places/target_words.h"

namespace sogdia {
namespace {

// A change of policy or of a country whose numbers or countries leave everything as it is.
[[noreturn]] void changes_nothing(const Change& change, const char* why, const char* hint) {
  throw Error(fmt::format("change `{}` changes nothing: {}", change.name, why), change.where, hint);
}

void require_some(const PolicyChange& policy, const Change& change) {
  std::visit(Overloaded{[&](const Tariff& tariff) {
                          if (tariff.rate_after == tariff.rate_before)
                            changes_nothing(change, "`rate_after` equals `rate_before`",
                                            "a tariff of 12 % where there was none is rate_after = 0.12");
                        },
                        [&](const Sanction& sanction) {
                          if (sanction.beta == 0) changes_nothing(change, "`beta` is 0", "-0.7 halves trade");
                        },
                        [&](const Decouple& decouple) {
                          if (decouple.cut == 0) changes_nothing(change, "`cut` is 0", "0.5 halves trade");
                        },
                        [](const Embargo&) {}},
             policy);
}

std::size_t pairs_touched(const Change& change, const Economy& economy, double theta) {
  const OdMatrix kappa = policy_kappa({"", {change}}, economy.countries, theta);
  const auto pairs = static_cast<std::size_t>(
      std::count_if(kappa.values.begin(), kappa.values.end(), [](double hat) { return hat != 1; }));
  if (pairs == 0)
    changes_nothing(change, "no exporter sells to another country among the importers",
                    "name two countries, or blocs");
  return pairs;
}

void require_some(const CountryChange& what, const Change& change) {
  const auto hat = [&](double value) {
    if (value == 1) changes_nothing(change, "`hat` is 1", "1.02 is two per cent more");
  };
  std::visit(Overloaded{[&](const Productivity& productivity) { hat(productivity.hat); },
                        [&](const Labour& labour) { hat(labour.hat); },
                        [&](const Deficit& deficit) {
                          if (deficit.scale == 1)
                            changes_nothing(change, "`deficit_scale` is 1", "0 balances trade");
                        }},
             what);
}

Touched touched_by(Change& change, std::size_t links, const Economy& economy, double theta) {
  return std::visit(Overloaded{[&](const NetworkChange&) -> Touched {
                                 return {links, "links"};
                               },
                               [&](const PolicyChange& policy) -> Touched {
                                 require_some(policy, change);
                                 return {pairs_touched(change, economy, theta), "pairs of countries"};
                               },
                               [&](const CountryChange& what) -> Touched {
                                 require_some(what, change);
                                 country_shifts({"", {change}}, economy.countries);
                                 return {countries_of(change.what).front()->size(), "countries"};
                               }},
                    change.what);
}

}  // namespace

Prepared prepare(const Study& asked, const BaseWorld& base) {
  Prepared ready;
  ready.study = resolve_study(asked, *base.world, base.economy.countries);
  Study& study = ready.study;
  study.notes.insert(study.notes.begin(), base.notes.begin(), base.notes.end());
  find_targets(study.scenario, *base.world, base.network, study.base.year, study.notes);
  ready.edited = apply_changes(base.network, base.costs, study.scenario, base.world->records.works);
  for (std::size_t k = 0; k < study.scenario.changes.size(); ++k)
    ready.touched.push_back(
        touched_by(study.scenario.changes[k], ready.edited.touched[k], base.economy, study.model.theta_mid));
  return ready;
}

}  // namespace sogdia
