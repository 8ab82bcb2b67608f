#include "sogdia/study/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sogdia/core/error.h"
#include "sogdia/cost/kappa.h"
#include "sogdia/study/target_words.h"

namespace sogdia {
namespace {

void resolve_targets(Study& study, const World& world, const Network& network) {
  std::optional<Gazetteer> gazetteer;  // a study of policies needs none
  for (auto& change : study.scenario.changes) {
    std::vector<std::string> ids;
    for (const auto& words : change.targets) {
      if (!gazetteer) gazetteer.emplace(world, network);
      const auto found = find_targets(world, network, *gazetteer, change.kind, words, study.base.year,
                                      change.where, study.notes);
      ids.insert(ids.end(), found.begin(), found.end());
    }
    change.targets = std::move(ids);
  }
}

// A change of policy or of a country whose numbers or countries leave everything as it is.
[[noreturn]] void changes_nothing(const Change& change, const char* why, const char* hint) {
  throw Error(fmt::format("change `{}` changes nothing: {}", change.name, why), change.where, hint);
}

std::size_t pairs_touched(const Change& change, const Economy& economy, double theta) {
  if (change.kind == ChangeKind::tariff && change.rate_after == change.rate_before)
    changes_nothing(change, "`rate_after` equals `rate_before`",
                    "a tariff of 12 % where there was none is rate_after = 0.12");
  if (change.kind == ChangeKind::sanction && change.beta == 0)
    changes_nothing(change, "`beta` is 0", "-0.7 halves trade");
  if (change.kind == ChangeKind::decouple && change.cut == 0)
    changes_nothing(change, "`cut` is 0", "0.5 halves trade");
  const OdMatrix kappa = policy_kappa({"", {change}}, economy.countries, theta);
  const auto pairs = static_cast<std::size_t>(
      std::count_if(kappa.values.begin(), kappa.values.end(), [](double hat) { return hat != 1; }));
  if (pairs == 0)
    changes_nothing(change, "no exporter sells to another country among the importers",
                    "name two countries, or blocs");
  return pairs;
}

std::size_t countries_touched(const Change& change, const Economy& economy) {
  if (change.kind == ChangeKind::deficit && change.deficit_scale == 1)
    changes_nothing(change, "`deficit_scale` is 1", "0 balances trade");
  if (change.kind != ChangeKind::deficit && change.hat == 1)
    changes_nothing(change, "`hat` is 1", "1.02 is two per cent more");
  country_shifts({"", {change}}, economy.countries);
  return change.countries.size();
}

Touched touched_by(const Change& change, std::size_t links, const Economy& economy, double theta) {
  switch (reach_of(change.kind)) {
    case Reach::links:
      return {links, "links"};
    case Reach::pairs:
      return {pairs_touched(change, economy, theta), "pairs of countries"};
    case Reach::countries:
      return {countries_touched(change, economy), "countries"};
  }
  return {};
}

}  // namespace

Prepared prepare(const Study& asked, const BaseWorld& base) {
  Prepared ready;
  ready.study = resolve_study(asked, *base.world, base.economy.countries);
  Study& study = ready.study;
  resolve_targets(study, *base.world, base.network);
  ready.edited = apply_changes(base.network, base.costs, study.scenario, change_tables(*base.world));
  for (std::size_t k = 0; k < study.scenario.changes.size(); ++k)
    ready.touched.push_back(
        touched_by(study.scenario.changes[k], ready.edited.touched[k], base.economy, study.model.theta_mid));
  return ready;
}

}  // namespace sogdia
