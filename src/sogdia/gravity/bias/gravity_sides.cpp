#include "sogdia/gravity/bias/gravity_sides.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/errors/degrees.h"
#include "sogdia/gravity/errors/meat.h"

namespace sogdia {
namespace {

constexpr std::uint32_t kNoPeer = std::numeric_limits<std::uint32_t>::max();
constexpr const char* kHint =
    "write `| exporter^year + importer^year`, with `+ exporter^importer` or without, or give the same as "
    "ids: "
    "`| exp_time + imp_time + pair_id`";

std::string in_words(const Model& model) {
  std::string text;
  for (std::size_t e = 0; e < model.effects.size(); ++e)
    text += (e == 0 ? "`" : e + 1 == model.effects.size() ? " and `" : ", `") + model.effects[e].text + "`";
  return text;
}

[[noreturn]] void refuse(const Model& model, const std::string& why, const std::string& hint = kHint) {
  throw Error("bias correction needs the effects of a gravity model: " + why, "model `" + model.text + "`",
              hint);
}

bool says_pair(const std::string& name) {
  const std::string lower = lower_case(name);
  for (const char* word : {"pair", "dyad", "bilateral"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

bool has_time(const EffectTerm& effect) {
  return std::any_of(effect.factor.columns.begin(), effect.factor.columns.end(), names_time);
}

// The one effect of which it is so, among all.
template <class Test>
std::optional<std::size_t> only(const Model& model, Test&& test) {
  std::optional<std::size_t> found;
  for (std::size_t e = 0; e < model.effects.size(); ++e) {
    if (!test(model.effects[e])) continue;
    if (found) return {};
    found = e;
  }
  return found;
}

std::size_t pair_among_ids(const Model& model) {
  if (const auto named = only(model, [](const EffectTerm& e) { return says_pair(e.text); })) return *named;
  if (const auto timeless = only(model, [](const EffectTerm& e) { return !has_time(e); })) return *timeless;
  return model.effects.size() - 1;
}

void require_effects(const Model& model) {
  if (model.effects.size() < 2)
    throw Error("the model has no incidental-parameter bias to take off", "model `" + model.text + "`",
                "PPML with one fixed effect or none is consistent as it is: leave the bias correction out");
  for (const EffectTerm& effect : model.effects)
    if (!effect.intercept || !effect.slopes.empty())
      refuse(model, "`" + effect.text + "` has varying slopes");
  if (model.effects.size() > 3)
    refuse(model, fmt::format("there are {} effects, not two or three", model.effects.size()),
           "dummies of few levels may stand among the regressors: i(year, border)");
}

[[noreturn]] void refuse_errors(const Model& model, const std::string& pair) {
  throw Error("bias correction comes with errors clustered by pair, not with others",
              "model `" + model.text + "`", "leave the errors out, or write cluster:" + pair);
}

Groups one_group(std::size_t n) {
  Groups groups;
  groups.group.assign(n, 0);
  groups.groups = 1;
  return groups;
}

Grouping grouping_of(const Groups& groups) { return {groups.group.data(), groups.groups}; }

Groups product(const Groups& a, const Groups& b) {
  Groups both;
  both.groups = std::uint32_t(intersect(grouping_of(a), grouping_of(b), a.group.size(), both.group));
  both.name = a.name + "^" + b.name;
  return both;
}

Effect as_effect(const Groups& groups) {
  Effect effect;
  effect.level = groups.group;
  effect.levels = groups.groups;
  return effect;
}

Groups as_groups(const Effect& effect) {
  Groups groups;
  groups.group = effect.level;
  groups.groups = effect.levels;
  groups.name = effect.name;
  return groups;
}

// The component of each observation in the graph of two effects' levels.
Groups joined(const Effect& a, const Effect& b) {
  const Components parts = components_of(a, b);
  Groups groups;
  groups.groups = parts.count;
  for (const std::uint32_t level : a.level) groups.group.push_back(parts.of_a[level]);
  return groups;
}

// Two observations that are of one group of `outer` but of two of `inner`.
struct Clash {
  std::size_t first, second;
};
std::optional<Clash> clash(const Groups& outer, const Groups& inner) {
  std::vector<std::uint32_t> seen(outer.groups, kNoPeer);
  for (std::size_t i = 0; i < outer.group.size(); ++i) {
    std::uint32_t& first = seen[outer.group[i]];
    if (first == kNoPeer)
      first = std::uint32_t(i);
    else if (inner.group[first] != inner.group[i])
      return Clash{first, i};
  }
  return {};
}

std::string rows_of(const Sample& sample, const Clash& two) {
  return fmt::format("rows {} and {} of the data", sample.row[two.first] + 1, sample.row[two.second] + 1);
}

// Each effect is the product of the two dimensions that it shares with the others, level for level.
void require_product(const Sample& sample, const Model& model, std::size_t effect, const Groups& a,
                     const Groups& b) {
  const auto two = clash(product(a, b), as_groups(sample.effects[effect]));
  if (!two) return;
  refuse(model, fmt::format("{} do not cross as exporter-time, importer-time and exporter-importer do: {} "
                            "have two levels of `{}` where the other effects tell them apart in nothing",
                            in_words(model), rows_of(sample, *two), model.effects[effect].text));
}

// The errors' groups, where they were asked for, are the pairs.
void require_clusters(const Sample& sample, const Model& model, const Groups& pair, const std::string& name) {
  for (const Groups& cluster : sample.clusters)
    if (clash(cluster, pair) || clash(pair, cluster)) refuse_errors(model, name);
}

GravitySides sides_of_three_ids(const Sample& sample, const Model& model, std::size_t pair) {
  const std::size_t a = pair == 0 ? 1 : 0, b = pair == 2 ? 1 : 2;
  const Effect &from = sample.effects[a], &to = sample.effects[b], &of_pair = sample.effects[pair];
  GravitySides sides;
  sides.pair_effect = true;
  sides.exporter = joined(from, of_pair);
  sides.importer = joined(to, of_pair);
  sides.period = joined(from, to);
  require_product(sample, model, a, sides.exporter, sides.period);
  require_product(sample, model, b, sides.importer, sides.period);
  require_product(sample, model, pair, sides.exporter, sides.importer);
  sides.network = joined(as_effect(sides.exporter),
                         as_effect(joined(as_effect(sides.importer), as_effect(sides.period))));
  sides.pair = product(sides.exporter, sides.importer);
  sides.pair.name = of_pair.name;
  sides.one_row = from.name + ", " + to.name + " and " + of_pair.name;
  require_clusters(sample, model, sides.pair, of_pair.name);
  sides.read = fmt::format("ids of {} x {} sides in {} periods", sides.exporter.groups, sides.importer.groups,
                           sides.period.groups);
  if (sides.network.groups > 1) sides.read += fmt::format(" and {} sectors", sides.network.groups);
  return sides;
}

GravitySides sides_of_two_ids(const Sample& sample, const Model& model) {
  GravitySides sides;
  sides.exporter = as_groups(sample.effects[0]);
  sides.importer = as_groups(sample.effects[1]);
  sides.period = joined(sample.effects[0], sample.effects[1]);
  sides.network = one_group(sample.size());
  const Groups cell = product(sides.exporter, sides.importer);
  if (sample.clusters.empty()) {
    if (sides.period.groups > 1)
      refuse(
          model,
          fmt::format("{} fall into {} parts, as with several periods, and do not tell which observations "
                      "are of one pair",
                      in_words(model), sides.period.groups),
          "cluster by the column of the pairs, cluster:pair_id, or write `| exporter^year + importer^year`");
    sides.pair = cell;
    return sides;
  }
  const Groups& cluster = sample.clusters[0];
  auto two = clash(product(cluster, sides.period), cell);
  if (!two) two = clash(cell, cluster);
  if (two)
    throw Error(
        "`" + cluster.name + "` is not the pairs of " + in_words(model), rows_of(sample, *two),
        "bias correction comes with errors clustered by pair: one exporter and one importer, over time");
  sides.pair = cluster;
  sides.read = fmt::format("ids of {} periods", sides.period.groups);
  return sides;
}

GravitySides sides_of_columns(const Sample& sample, const GravityShape& shape) {
  GravitySides sides;
  sides.pair_effect = shape.pair_effect.has_value();
  sides.exporter = sample.clusters[0];
  sides.importer = sample.clusters[1];
  std::size_t next = 2;
  sides.period = shape.time.columns.empty() ? one_group(sample.size()) : sample.clusters[next++];
  sides.network = shape.network.columns.empty() ? one_group(sample.size()) : sample.clusters[next];
  sides.pair = product(sides.exporter, sides.importer);
  const std::string sector = shape.network.columns.empty() ? "" : "^" + shape.network.name();
  sides.pair.name = shape.exporter.name() + "^" + shape.importer.name() + sector;
  sides.one_row = shape.exporter.name() + ", " + shape.importer.name() +
                  (sector.empty() ? "" : ", " + shape.network.name()) + " and " + shape.time.name();
  return sides;
}

Factor joined_factor(const Factor& a, const Factor& b) {
  Factor both = a;
  both.columns.insert(both.columns.end(), b.columns.begin(), b.columns.end());
  return both;
}

bool single(const EffectTerm& effect) { return effect.factor.columns.size() == 1; }

// exporter^year beside importer, pair_id beside year.
void require_time_on_both_or_neither(const Model& model) {
  if (has_time(model.effects[0]) == has_time(model.effects[1])) return;
  refuse(model, "of " + in_words(model) + " one varies over time and the other does not");
}

}  // namespace

SidesPlan plan_sides(const Model& model, const VcovSpec& vcov) {
  require_effects(model);
  SidesPlan plan;
  const bool two = model.effects.size() == 2;
  if (two) require_time_on_both_or_neither(model);
  const bool ids = two ? single(model.effects[0]) && single(model.effects[1])
                       : std::any_of(model.effects.begin(), model.effects.end(), single);
  const bool clustered = vcov.kind == VcovSpec::Kind::cluster && vcov.columns.size() == 1;
  if (ids) {
    plan.pair = two ? 2 : pair_among_ids(model);
    if (clustered)
      plan.clusters = vcov.columns;
    else if (vcov.kind != VcovSpec::Kind::hetero)
      refuse_errors(
          model, two ? model.effects[0].text + "^" + model.effects[1].text : model.effects[plan.pair].text);
    return plan;
  }
  const GravityShape shape = gravity_shape(model, "bias correction");
  const Factor exporter = joined_factor(shape.exporter, shape.network),
               importer = joined_factor(shape.importer, shape.network),
               pair = joined_factor(joined_factor(shape.exporter, shape.importer), shape.network);
  const bool by_pair = clustered && column_set(vcov.columns[0].columns) == column_set(pair.columns);
  if (vcov.kind != VcovSpec::Kind::hetero && !by_pair) refuse_errors(model, pair.name());
  plan.clusters = {exporter, importer};
  if (!shape.time.columns.empty()) plan.clusters.push_back(shape.time);
  if (!shape.network.columns.empty()) plan.clusters.push_back(shape.network);
  plan.shape = shape;
  return plan;
}

GravitySides gravity_sides(const Sample& sample, const Model& model, const SidesPlan& plan) {
  if (plan.shape) return sides_of_columns(sample, *plan.shape);
  return model.effects.size() == 2 ? sides_of_two_ids(sample, model)
                                   : sides_of_three_ids(sample, model, plan.pair);
}

}  // namespace sogdia
