#include "sogdia/study/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/file.h"
#include "sogdia/io/toml.h"

namespace sogdia {
namespace {

// What a kind of change may hold beside `name` and `kind`; the first `needed` keys must be there.
struct KindKeys {
  ChangeKind kind;
  std::vector<std::string> keys;
  std::size_t needed;
};

const std::vector<KindKeys>& kind_keys() {
  static const std::vector<KindKeys> table{
      {ChangeKind::build, {"projects"}, 1},
      {ChangeKind::upgrade, {"target", "mode", "hours_scale", "usd_scale"}, 1},
      {ChangeKind::close, {"target", "mode"}, 1},
      {ChangeKind::open, {"target", "mode"}, 1},
      {ChangeKind::border, {"target", "mode", "hours_scale", "usd_scale"}, 1},
      {ChangeKind::dwell, {"target", "hours_scale", "usd_scale"}, 1},
      {ChangeKind::tariff, {"exporters", "importers", "rate_after", "rate_before", "both_ways"}, 3},
      {ChangeKind::embargo, {"exporters", "importers", "both_ways", "exact"}, 2},
      {ChangeKind::sanction, {"exporters", "importers", "beta", "both_ways"}, 3},
      {ChangeKind::decouple, {"exporters", "importers", "cut", "both_ways"}, 3},
      {ChangeKind::productivity, {"countries", "hat"}, 2},
      {ChangeKind::labour, {"countries", "hat"}, 2},
      {ChangeKind::deficit, {"countries", "deficit_scale"}, 2},
  };
  return table;
}

const KindKeys& kind_of(const TomlTable& table) {
  const std::string wanted = table.required_text("kind");
  std::vector<std::string> known;
  for (const auto& entry : kind_keys()) {
    if (wanted == to_string(entry.kind)) return entry;
    known.emplace_back(to_string(entry.kind));
  }
  std::string hint = nearest_hint(wanted, known);
  if (hint.empty()) {
    for (const auto& name : known) hint += (hint.empty() ? "one of `" : ", `") + name + "`";
  }
  throw table.error("kind", fmt::format("unknown kind of change `{}`", wanted), hint);
}

void require(const TomlTable& table, const char* key, double value, bool good, const char* expected,
             const char* hint = "") {
  if (!good) throw table.error(key, fmt::format("`{}` is {}, and must be {}", key, value, expected), hint);
}

double scale(const TomlTable& table, const char* key) {
  const double value = table.number(key, 1.0);
  require(table, key, value, value >= 0, "0 or more", "1 means no change, 0.5 half of it");
  return value;
}

double rate(const TomlTable& table, const char* key) {
  const double value = table.number(key, 0.0);
  require(table, key, value, value > -1 && value <= 10, "a fraction above -1 and at most 10",
          "a tariff of 12 % is 0.12");
  return value;
}

std::string lower(std::string text) {
  for (auto& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// "open, planned" is a list too.
std::vector<std::string> words_of(const std::vector<std::string>& texts) {
  std::vector<std::string> words;
  for (const auto& text : texts) {
    for (auto& word : split_list(text, ',')) words.push_back(std::move(word));
  }
  return words;
}

Change read_change(const TomlTable& table) {
  const KindKeys& kind = kind_of(table);
  std::vector<std::string> allowed{"name", "kind"};
  allowed.insert(allowed.end(), kind.keys.begin(), kind.keys.end());
  table.allow_only(allowed);
  for (std::size_t k = 0; k < kind.needed; ++k) {
    if (!table.has(kind.keys[k]))
      throw Error(fmt::format("a change of kind `{}` needs `{}`", to_string(kind.kind), kind.keys[k]),
                  table.where(), fmt::format("add `{} = ...`", kind.keys[k]));
  }
  const auto list = [&](const char* key) {
    auto names = table.texts(key);
    if (table.has(key) &&
        std::all_of(names.begin(), names.end(), [](const std::string& name) { return fold(name).empty(); }))
      throw table.error(key, fmt::format("`{}` is empty", key), "a change that touches nothing is a mistake");
    return names;
  };

  Change change;
  change.kind = kind.kind;
  change.where = table.where();
  change.projects = words_of(list("projects"));
  change.targets = list("target");
  change.target_words = fmt::format("{}", fmt::join(change.targets, ", "));
  change.mode = lower(table.text("mode", ""));
  change.exporters = list("exporters");
  change.importers = list("importers");
  change.countries = list("countries");
  change.both_ways = table.flag("both_ways", false);
  change.exact = table.flag("exact", false);
  change.hours_scale = scale(table, "hours_scale");
  change.usd_scale = scale(table, "usd_scale");
  change.rate_before = rate(table, "rate_before");
  change.rate_after = rate(table, "rate_after");
  change.beta = table.number("beta", 0.0);
  require(table, "beta", change.beta, change.beta <= 0, "0 or below",
          "`beta` is the log change of trade: -0.7 halves it");
  change.cut = table.number("cut", 0.0);
  require(table, "cut", change.cut, change.cut >= 0 && change.cut < 1, "a fraction from 0 to below 1",
          "for a full stop use kind = \"embargo\"");
  change.hat = table.number("hat", 1.0);
  require(table, "hat", change.hat, change.hat > 0, "above 0", "1 means no change, 1.02 two per cent more");
  change.deficit_scale = table.number("deficit_scale", 1.0);
  change.name = table.text("name", "");
  if ((change.kind == ChangeKind::upgrade || change.kind == ChangeKind::border ||
       change.kind == ChangeKind::dwell) &&
      !table.has("hours_scale") && !table.has("usd_scale"))
    throw Error(
        fmt::format("a change of kind `{}` needs `hours_scale` or `usd_scale`", to_string(change.kind)),
        table.where(), "hours_scale = 0.5 halves the hours, usd_scale = 0.9 takes a tenth off the money");
  return change;
}

// What a change without a name is called: "close suez", "tariff USA to CHN".
std::string own_name(const Change& change) {
  std::string name = to_string(change.kind);
  if (!change.target_words.empty()) name += " " + change.target_words;
  for (const auto* words : {&change.projects, &change.exporters, &change.countries}) {
    if (!words->empty()) name += fmt::format(" {}", fmt::join(*words, ", "));
  }
  if (!change.importers.empty()) name += fmt::format(" to {}", fmt::join(change.importers, ", "));
  return name;
}

Scenario read_scenario(const TomlTable& document) {
  Scenario scenario;
  std::set<std::string> names;
  const auto tables = document.tables("change");
  for (const auto& table : tables) {
    Change& change = scenario.changes.emplace_back(read_change(table));
    if (!change.name.empty() && !names.insert(change.name).second)
      throw table.error("name", fmt::format("two changes are called `{}`", change.name),
                        "results report each change by its name; rename one");
  }
  for (auto& change : scenario.changes) {
    if (!change.name.empty()) continue;
    const std::string name = own_name(change);
    change.name = name;
    for (int k = 2; !names.insert(change.name).second; ++k) change.name = fmt::format("{} ({})", name, k);
  }
  return scenario;
}

Study::Model read_model(const TomlTable& table) {
  table.allow_only({"theta_low", "theta_mid", "theta_high", "pass_through"});
  Study::Model model;
  const auto theta = [&](const char* key) {
    const double value = table.number(key, 0.0);
    if (table.has(key))
      require(table, key, value, value > 0, "above 0", "a trade elasticity is usually between 2 and 10");
    return value;
  };
  model.theta_low = theta("theta_low");
  model.theta_mid = theta("theta_mid");
  model.theta_high = theta("theta_high");
  if (model.theta_low > 0 && model.theta_mid > 0 && model.theta_low > model.theta_mid)
    throw table.error("theta_low", "`theta_low` is above `theta_mid`", "give them from low to high");
  if (model.theta_mid > 0 && model.theta_high > 0 && model.theta_mid > model.theta_high)
    throw table.error("theta_high", "`theta_high` is below `theta_mid`", "give them from low to high");
  model.pass_through = table.number("pass_through", 1.0);
  require(table, "pass_through", model.pass_through, model.pass_through > 0 && model.pass_through <= 1,
          "above 0 and at most 1", "1 passes the whole change in cost on to the buyer");
  return model;
}

std::string one_of(const TomlTable& table, const char* key, const std::string& otherwise,
                   const std::vector<std::string>& known) {
  const std::string value = table.text(key, otherwise);
  if (std::find(known.begin(), known.end(), value) == known.end())
    throw table.error(key, fmt::format("`{}` is `{}`", key, value),
                      fmt::format("one of {}", fmt::join(known, ", ")));
  return value;
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
  base.allow_only({"world", "year", "projects"});
  study.base.world = base.text("world", "");
  study.base.year = base.integer("year", study.base.year);
  if (base.has("projects")) study.base.projects = words_of(base.texts("projects"));
  study.base.projects_where = base.where("projects");
  if (study.base.projects.empty())
    throw base.error("projects", "`projects` in [base] is empty",
                     "\"none\" leaves the pack's projects out, \"open\" has those that are open");

  const TomlTable access = document.table("access");
  access.allow_only({"zones", "sector", "weights"});
  study.access.zones = access.integer("zones", study.access.zones);
  require(access, "zones", study.access.zones, study.access.zones >= 2, "2 or more");
  study.access.sector = access.text("sector", study.access.sector);
  study.access.weights = access.text("weights", study.access.weights);
  if (study.access.weights != "population")
    throw access.error("weights", fmt::format("unknown weights `{}`", study.access.weights),
                       "places stand for their country by \"population\"");

  for (const auto& [table, keys] : {std::pair{&base, std::vector{"world", "year", "projects"}},
                                    {&access, std::vector{"zones", "sector", "weights"}}}) {
    for (const char* key : keys) {
      if (table->has(key)) study.said[key] = table->where(key);
    }
  }

  study.model = read_model(document.table("model"));
  study.scenario = read_scenario(document);
  study.scenario.name = study.title;
  read_estimates(document, study);

  const TomlTable brief = document.table("brief");
  brief.allow_only({"pairs", "corridors"});
  for (const auto& row : brief.text_rows("pairs")) {
    if (row.size() != 2)
      throw brief.error("pairs", fmt::format("a pair has two countries, and one here has {}", row.size()),
                        "pairs = [[\"CHN\", \"RUS\"]]");
    study.pairs.emplace_back(row[0], row[1]);
  }
  study.corridors = brief.texts("corridors");
  study.pairs_where = brief.where("pairs");
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

Study load_study(const std::string& path) { return load_study_text(read_file(path), path); }

}  // namespace sogdia
