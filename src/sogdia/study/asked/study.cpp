#include "sogdia/study/asked/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/toml.h"
#include "sogdia/study/asked/study_change.h"

namespace sogdia {
namespace {

// The tables [[change]] of the document, or of its [base].
Scenario read_scenario(const TomlTable& of) {
  Scenario scenario;
  std::set<std::string> names;
  for (const auto& table : of.tables("change")) {
    Change& change = scenario.changes.emplace_back(read_change(table));
    if (!change.name.empty() && !names.insert(change.name).second)
      throw table.error("name", fmt::format("two changes are called `{}`", change.name),
                        "results report each change by its name; rename one");
  }
  for (auto& change : scenario.changes) {
    if (!change.name.empty()) continue;
    const std::string name = words_of(change.what);
    change.name = name;
    for (int k = 2; !names.insert(change.name).second; ++k) change.name = fmt::format("{} ({})", name, k);
  }
  return scenario;
}

// "estimate:NAME", or nothing for a number.
std::optional<Study::Model::Saved> saved_of(const TomlTable& table, const char* key) {
  constexpr std::string_view kPrefix = "estimate:";
  const TomlValue* value = table.value().find(key);
  if (!value || value->kind != TomlValue::Kind::text) return std::nullopt;
  if (!value->text.starts_with(kPrefix) || value->text.size() == kPrefix.size())
    throw table.error(key, fmt::format("`{}` is `{}`", key, value->text),
                      "a number, or \"estimate:NAME\" with the file or folder of a saved estimate");
  return Study::Model::Saved{value->text.substr(kPrefix.size()), "", table.where(key)};
}

void read_thetas(const TomlTable& table, Study::Model& model) {
  const auto theta = [&](const char* key) {
    const double value = table.number(key, 0.0);
    if (table.has(key))
      require(table, key, value, value > 0, "above 0", "a trade elasticity is usually between 2 and 10");
    return value;
  };
  model.theta_low = theta("theta_low");
  model.theta_mid = theta("theta_mid");
  model.theta_high = theta("theta_high");
  if (table.has("theta")) {
    if (table.has("theta_mid"))
      throw table.error("theta", "`theta` and `theta_mid` are the same", "leave one of them out");
    model.theta_from = saved_of(table, "theta");
    if (!model.theta_from) model.theta_mid = theta("theta");
    // A number alone has no band.
    if (model.theta_low == 0) model.theta_low = model.theta_mid;
    if (model.theta_high == 0) model.theta_high = model.theta_mid;
  }
  if (table.has("theta_term")) {
    if (!model.theta_from)
      throw table.error("theta_term", "`theta_term` goes with theta = \"estimate:NAME\"", "leave it out");
    model.theta_from->term = table.required_text("theta_term");
  }
  if (model.theta_low > 0 && model.theta_mid > 0 && model.theta_low > model.theta_mid)
    throw table.error("theta_low", "`theta_low` is above `theta_mid`", "give them from low to high");
  if (model.theta_mid > 0 && model.theta_high > 0 && model.theta_mid > model.theta_high)
    throw table.error("theta_high", "`theta_high` is below `theta_mid`", "give them from low to high");
}

std::string one_of(const TomlTable& table, const char* key, const std::string& otherwise,
                   const std::vector<std::string>& known) {
  std::string value = table.text(key, otherwise);
  if (std::find(known.begin(), known.end(), value) == known.end())
    throw table.error(key, fmt::format("`{}` is `{}`", key, value),
                      fmt::format("one of {}", fmt::join(known, ", ")));
  return value;
}

void read_model(const TomlTable& table, Study& study) {
  table.allow_only({"theta", "theta_low", "theta_mid", "theta_high", "theta_term", "pass_through",
                    "value_of_time", "deficits"});
  Study::Model& model = study.model;
  model.deficits = *parse_deficit_rule(one_of(table, "deficits", "fixed", {"fixed", "scaled", "zero"}));
  read_thetas(table, model);
  model.pass_through = table.number("pass_through", 1.0);
  require(table, "pass_through", model.pass_through, model.pass_through > 0 && model.pass_through <= 1,
          "above 0 and at most 1", "1 passes the whole change in cost on to the buyer");
  if (!table.has("value_of_time")) return;
  study.said["value_of_time"] = table.where("value_of_time");
  model.value_of_time_from = saved_of(table, "value_of_time");
  if (model.value_of_time_from) return;
  const double value = table.number("value_of_time", 0.0);
  require(table, "value_of_time", value, value >= 0 && value < 1,
          "a fraction of the goods' value a day, 0 to below 1", "0.6 % a day is 0.006");
  study.access.value_of_time = value;
}

Study::Estimate read_estimate(const TomlTable& table) {
  table.allow_only({"name", "formula", "where", "family", "vcov", "ssc", "elasticity", "value_of_time"});
  Study::Estimate estimate;
  estimate.name = table.required_text("name");
  estimate.formula = table.required_text("formula");
  estimate.where = table.text("where", "");
  estimate.family = one_of(table, "family", estimate.family, {"ppml", "ols"});
  estimate.vcov = table.text("vcov", estimate.vcov);
  estimate.ssc = one_of(table, "ssc", estimate.ssc, {"ppmlhdfe", "fixest", "none"});
  estimate.elasticity = table.text("elasticity", "");
  estimate.value_of_time = table.texts("value_of_time");
  if (!estimate.value_of_time.empty() && estimate.value_of_time.size() != 2)
    throw table.error("value_of_time", "`value_of_time` names two terms",
                      "the term of time, then that of freight: [\"days\", \"freight\"]");
  if (!estimate.elasticity.empty() && !estimate.value_of_time.empty())
    throw table.error("elasticity", "an estimate shows an elasticity or a value of time, not both",
                      "repeat the estimate under another name");
  estimate.place = table.where();
  return estimate;
}

void read_estimates(const TomlTable& document, Study& study) {
  std::set<std::string> names;
  for (const auto& table : document.tables("estimate")) {
    study.estimates.push_back(read_estimate(table));
    if (!names.insert(study.estimates.back().name).second)
      throw table.error("name", fmt::format("two estimates are called `{}`", study.estimates.back().name),
                        "results report each by its name; rename one");
    if (!study.scenario.changes.empty())
      throw Error("a study either changes the world or estimates", table.where(),
                  "put [[estimate]] and [[change]] into two studies");
  }
  for (const auto& table : document.tables("published")) {
    table.allow_only({"measure", "source", "low", "high"});
    Study::Published published;
    published.measure = one_of(table, "measure", "", {"elasticity", "value_of_time"});
    published.source = table.required_text("source");
    published.low = table.number("low", 0.0);
    published.high = table.number("high", published.low);
    if (!table.has("low") || published.low > published.high)
      throw Error("a published figure needs `low`, and `high` where it is a range", table.where(),
                  "low = -1.1 and high = -0.93");
    study.published.push_back(published);
  }
}

Study read_study(const TomlTable& document, const std::string& path) {
  document.allow_only(
      {"title", "subtitle", "base", "access", "model", "change", "brief", "estimate", "published"});
  Study study;
  study.path = path;
  study.title = document.required_text("title");
  study.subtitle = document.text("subtitle", "");

  const TomlTable base = document.table("base");
  base.allow_only({"world", "year", "projects", "change"});
  study.base.world = base.text("world", "");
  study.base.year = base.integer("year", study.base.year);
  if (base.has("projects")) study.base.projects = words_of(base.texts("projects"));
  study.base.projects_where = base.where("projects");
  if (study.base.projects.empty())
    throw base.error("projects", "`projects` in [base] is empty",
                     "\"none\" leaves the pack's projects out, \"open\" has those that are open");

  study.base.changes = read_scenario(base);
  for (const Change& change : study.base.changes.changes) {
    if (!std::holds_alternative<NetworkChange>(change.what))
      throw Error(fmt::format("a change of the base is of kind `{}`", kind_of(change.what)), change.where,
                  "the base's trade is what was observed: policies and countries change in [[change]]");
    if (build_of(change.what))
      throw Error("a change of the base builds projects", change.where, "name them in [base] projects");
  }

  const TomlTable access = document.table("access");
  access.allow_only({"zones", "sector", "weights", "choice", "switching"});
  study.access.zones = access.integer("zones", study.access.zones);
  require(access, "zones", study.access.zones, study.access.zones >= 2, "2 or more");
  study.access.sector = access.text("sector", study.access.sector);
  study.access.weights = access.text("weights", study.access.weights);
  if (study.access.weights != "population")
    throw access.error("weights", fmt::format("unknown weights `{}`", study.access.weights),
                       "places stand for their country by \"population\"");

  study.access.choice = one_of(access, "choice", study.access.choice, {"goods", "hours"});
  study.access.switching = one_of(access, "switching", study.access.switching, {"costs", "none", "all"});

  for (const auto& [table, keys] :
       {std::pair{&base, std::vector{"world", "year", "projects", "change"}},
        {&access, std::vector{"zones", "sector", "weights", "choice", "switching"}}}) {
    for (const char* key : keys) {
      if (table->has(key)) study.said[key] = table->where(key);
    }
  }

  read_model(document.table("model"), study);
  study.scenario = read_scenario(document);
  study.scenario.name = study.title;
  read_estimates(document, study);

  const TomlTable brief = document.table("brief");
  brief.allow_only({"pairs", "countries", "corridors"});
  for (const auto& row : brief.text_rows("pairs")) {
    if (row.size() != 2)
      throw brief.error("pairs", fmt::format("a pair has two sides, and one here has {}", row.size()),
                        "pairs = [[\"CHN\", \"RUS\"]]");
    study.pairs.emplace_back(row[0], row[1]);
  }
  study.corridors = brief.texts("corridors");
  study.countries = brief.texts("countries");
  study.pairs_where = brief.where("pairs");
  study.countries_where = brief.where("countries");
  study.corridors_where = brief.where("corridors");
  return study;
}

}  // namespace

Study load_study_text(const std::string& text, const std::string& name) {
  const TomlValue document = read_toml_text(text, name);
  Study study = read_study({document, name, ""}, name);
  study.text = text;
  return study;
}

}  // namespace sogdia
