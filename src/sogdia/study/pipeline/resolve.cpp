#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/id_named.h"
#include "sogdia/study/world/side.h"
#include "sogdia/study/world/world.h"

namespace sogdia {
Study resolve_study(const Study& study, const World& world, const Index& economy) {
  Study resolved = study;
  const int year = study.base.year;
  auto& model = resolved.model;
  if (model.theta_low == 0) model.theta_low = parameter(world.parameters, "elasticity.theta.low");
  if (model.theta_mid == 0) model.theta_mid = parameter(world.parameters, "elasticity.theta.mid");
  if (model.theta_high == 0) model.theta_high = parameter(world.parameters, "elasticity.theta.high");
  if (model.theta_low > model.theta_mid || model.theta_mid > model.theta_high)
    throw Error(fmt::format("the trade elasticities {}, {}, {} do not run from low to high", model.theta_low,
                            model.theta_mid, model.theta_high),
                study.path + ", [model]",
                "those that the study leaves out come from its estimate, or from parameters.toml");

  const Works& works = world.records.works;
  resolved.notes.clear();
  for (auto& change : resolved.scenario.changes) {
    if (auto* policy = std::get_if<PolicyChange>(&change.what)) {
      if (auto* embargo = std::get_if<Embargo>(policy))
        embargo->kappa_hat = parameter(world.parameters, "embargo.kappa_hat");
    }
    if (const Build* build = build_of(change.what)) select_projects(build->projects, works, change.where);
    for (auto* list : countries_of(change.what)) {
      Economies found = expand_economies(world, economy, *list, year, change.where);
      *list = std::move(found.codes);
      for (auto& note : found.notes) {
        if (std::find(resolved.notes.begin(), resolved.notes.end(), note) == resolved.notes.end())
          resolved.notes.push_back(std::move(note));
      }
    }
  }

  for (auto& [a, b] : resolved.pairs) {
    const Side left = find_side(world, economy, a, year, study.pairs_where),
               right = find_side(world, economy, b, year, study.pairs_where);
    a = left.id, b = right.id;
    if (a == b) throw Error(fmt::format("`{}` is paired with itself", a), study.pairs_where, "name two");
    for (const auto& code : left.members) {
      if (std::find(right.members.begin(), right.members.end(), code) != right.members.end())
        throw Error(fmt::format("`{}` is of both `{}` and `{}`", code, a, b), study.pairs_where,
                    "name two sides without a common country");
    }
  }
  for (auto& word : resolved.countries)
    word = find_side(world, economy, word, year, study.countries_where).id;
  std::vector<std::string> known;
  for (const auto& corridor : works.corridors) known.push_back(corridor.id);
  std::sort(known.begin(), known.end());
  for (auto& corridor : resolved.corridors) {
    if (const auto id = corridor_named(works.corridors, corridor)) corridor = *id;
    require_known("corridor", corridor, known, study.corridors_where);
  }
  return resolved;
}

}  // namespace sogdia
