#include "sogdia/study/estimates/saved_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kHint =
    "name a run of a study of [[estimate]]s, or a file that `sogdia estimate ... -o FILE.json` wrote";

double number(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_number() ? found->get<double>() : std::nan("");
}

std::string text(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_string() ? found->get<std::string>() : "";
}

// What is saved under a name, as JSON; `path` is the file, and `part` what stands behind the #.
// NOLINTNEXTLINE(bugprone-exception-escape): moving JSON throws nothing, though its parts may.
struct Saved {
  Json json;
  std::string path, part;
};

Saved read_saved(const Study& study, const Study::Model::Saved& asked) {
  namespace fs = std::filesystem;
  Saved saved;
  const std::string& name = asked.name;
  const std::size_t hash = name.rfind('#');
  if (hash != std::string::npos) saved.part = name.substr(hash + 1);
  std::error_code failed;
  fs::path path = fs::path(study.path).parent_path() / name.substr(0, hash);
  if (fs::is_directory(path, failed)) path /= "summary.json";
  saved.path = path.lexically_normal().string();
  if (!fs::exists(path, failed))
    throw Error(fmt::format("the estimate `{}` does not exist", name), asked.where + "\n  --> " + saved.path,
                kHint);
  saved.json = Json::parse(read_file(saved.path), nullptr, false);
  return saved;
}

[[noreturn]] void throw_in(const Study::Model::Saved& asked, const Saved& saved, const std::string& what,
                           const std::string& hint) {
  throw Error(what, asked.where + "\n  --> " + saved.path, hint);
}

// A coefficient with its interval, and the model that it is of.
struct Coefficient {
  std::string term, model;
  double value, std_error, low, high;
};

Coefficient coefficient_of(const Json& row, const char* value, std::string model) {
  return {text(row, "term"),        std::move(model),   number(row, value),
          number(row, "std_error"), number(row, "low"), number(row, "high")};
}

void require_converged(const Study::Model::Saved& asked, const Saved& saved, const Json& of) {
  const auto converged = of.find("converged");
  if (converged == of.end() || !converged->is_boolean() || !converged->get<bool>())
    throw_in(asked, saved, "the estimate did not converge", "estimate again: its `reason` says why");
}

// The one model of a file of `sogdia estimate`: the only one, or the one that #2 says.
const Json& model_of(const Study::Model::Saved& asked, const Saved& saved) {
  const auto models = saved.json.find("models");
  if (models == saved.json.end()) {
    if (!saved.part.empty())
      throw_in(asked, saved, fmt::format("the file has one model, and no `#{}`", saved.part), "leave it out");
    return saved.json;
  }
  std::size_t number = 0;
  std::from_chars(saved.part.data(), saved.part.data() + saved.part.size(), number);
  if (!models->is_array() || number < 1 || number > models->size())
    throw_in(asked, saved, fmt::format("the file has {} models", models->size()),
             fmt::format("say which: `estimate:{}#1`", asked.name.substr(0, asked.name.rfind('#'))));
  return (*models)[number - 1];
}

std::vector<Coefficient> file_coefficients(const Study::Model::Saved& asked, const Saved& saved) {
  const Json& one = model_of(asked, saved);
  if (!one.is_object() || !one.contains("model") || !one["model"].is_object() ||
      !one.contains("coefficients") || !one["coefficients"].is_array())
    throw_in(asked, saved, "the file is no estimate", kHint);
  require_converged(asked, saved, one["model"]);
  std::vector<Coefficient> out;
  for (const auto& row : one["coefficients"])
    out.push_back(coefficient_of(row, "estimate", text(one["model"], "formula")));
  return out;
}

// The name of the estimate meant in a gravity run: what stands behind the #, or the only one of `rows`.
std::string estimate_of(const Study::Model::Saved& asked, const Saved& saved, const Json& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) {
    const std::string name = text(row, "estimate");
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (std::find(names.begin(), names.end(), saved.part) != names.end()) return saved.part;
  if (saved.part.empty() && names.size() == 1) return names[0];
  std::string hint = saved.part.empty() ? "" : nearest_hint(saved.part, names);
  if (hint.empty()) hint = fmt::format("it has `{}`", fmt::join(names, "`, `"));
  throw_in(asked, saved,
           saved.part.empty() ? fmt::format("the run has {} such estimates; say which: `estimate:{}#NAME`",
                                            names.size(), asked.name)
                              : fmt::format("the run has no estimate `{}` that would serve", saved.part),
           hint);
}

bool is_gravity_run(const Saved& saved) {
  return saved.json.is_object() && saved.json.contains("measures") && saved.json["measures"].is_array() &&
         saved.json.contains("coefficients") && saved.json["coefficients"].is_array();
}

std::vector<Coefficient> coefficients_of(const Study::Model::Saved& asked, const Saved& saved) {
  if (!saved.json.is_object()) throw_in(asked, saved, "the file is no estimate", kHint);
  if (!is_gravity_run(saved)) return file_coefficients(asked, saved);
  require_converged(asked, saved, saved.json);
  const Json& rows = saved.json["coefficients"];
  const std::string name = estimate_of(asked, saved, rows);
  std::vector<Coefficient> out;
  for (const auto& row : rows) {
    if (text(row, "estimate") == name) out.push_back(coefficient_of(row, "coefficient", name));
  }
  return out;
}

// The coefficient that is asked for by its term, or the only one that could be an elasticity: a log.
Coefficient wanted(const Study::Model::Saved& asked, const Saved& saved) {
  const auto all = coefficients_of(asked, saved);
  std::vector<std::string> terms, logs;
  for (const auto& each : all) {
    terms.push_back(each.term);
    if (each.term.starts_with("log(")) logs.push_back(each.term);
  }
  const std::string term = !asked.term.empty() ? asked.term : logs.size() == 1 ? logs[0] : "";
  for (const auto& each : all) {
    if (each.term == term) return each;
  }
  std::string hint = asked.term.empty() ? "" : nearest_hint(asked.term, terms);
  if (hint.empty()) hint = fmt::format("its terms are `{}`", fmt::join(terms, "`, `"));
  throw_in(asked, saved,
           asked.term.empty()
               ? fmt::format("the estimate has {} logs; `theta_term` says which one is meant", logs.size())
               : fmt::format("the estimate has no coefficient of `{}`", asked.term),
           hint);
}

void require_interval(const Study::Model::Saved& asked, const Saved& saved, const ModelFigure& figure) {
  if (!std::isfinite(figure.value) || !(figure.std_error > 0))
    throw_in(asked, saved, fmt::format("the estimate of {} has no standard error", figure.key),
             "its coefficient is not identified");
}

ModelFigure theta_of(const Study& study) {
  const auto& asked = *study.model.theta_from;
  const Saved saved = read_saved(study, asked);
  const Coefficient found = wanted(asked, saved);
  if (!found.term.starts_with("log("))
    throw_in(asked, saved, fmt::format("`{}` is no log, and its coefficient no elasticity", found.term),
             "theta is read off the log of a cost factor, as log(1 + tariff)");
  if (found.term.find("dist") != std::string::npos)
    throw_in(
        asked, saved,
        fmt::format("the coefficient of `{}` is theta times the elasticity of costs to distance", found.term),
        "theta is read off the log of a cost factor, as log(1 + tariff) or log(1 + freight)");
  ModelFigure figure{"theta",    -found.value, found.std_error, -found.high,
                     -found.low, found.model,  found.term,      saved.path};
  if (figure.value <= 0)
    throw_in(asked, saved,
             fmt::format("the coefficient of `{}` is {:.6g}, which makes theta {:.6g}", found.term,
                         found.value, figure.value),
             "trade falls where costs rise: theta is minus the coefficient, and above 0");
  require_interval(asked, saved, figure);
  if (!(study.model.theta_low > 0) && !(figure.low > 0))
    throw_in(asked, saved,
             fmt::format("the interval of theta, {:.4g} to {:.4g}, reaches 0", figure.low, figure.high),
             "give `theta_low`, above 0, which takes the place of its lower end");
  return figure;
}

ModelFigure value_of_time_of(const Study& study) {
  const auto& asked = *study.model.value_of_time_from;
  const Saved saved = read_saved(study, asked);
  if (!is_gravity_run(saved))
    throw_in(asked, saved,
             "a value of time is the ratio of two coefficients, and is read off a gravity study's run",
             "run a study whose [[estimate]] has value_of_time = [\"days\", \"log(freight)\"]");
  require_converged(asked, saved, saved.json);
  Json rows = Json::array();
  for (const auto& row : saved.json["measures"]) {
    if (text(row, "measure") == "value_of_time") rows.push_back(row);
  }
  if (rows.empty())
    throw_in(asked, saved, "the run has no value of time",
             "give its [[estimate]] value_of_time = [\"days\", \"log(freight)\"]");
  const std::string name = estimate_of(asked, saved, rows);
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Json& r) { return text(r, "estimate") == name; });
  ModelFigure figure{"value_of_time",
                     number(*row, "value"),
                     number(*row, "std_error"),
                     number(*row, "low"),
                     number(*row, "high"),
                     name,
                     "",
                     saved.path};
  if (!(figure.value > 0))
    throw_in(asked, saved, fmt::format("the value of time of `{}` is {:.6g}", name, figure.value),
             "a day costs something: the coefficients of time and of freight have one sign");
  require_interval(asked, saved, figure);
  return figure;
}

}  // namespace

void take_figure(Study& study, const ModelFigure& figure) {
  if (figure.key == "value_of_time") {
    study.access.value_of_time = figure.value;
  } else {
    study.model.theta_mid = figure.value;
    if (study.model.theta_low == 0) study.model.theta_low = figure.low;
    if (study.model.theta_high == 0) study.model.theta_high = figure.high;
  }
  study.model.estimated.push_back(figure);
}

Study with_estimates(const Study& study) {
  Study out = study;
  if (study.model.theta_from) take_figure(out, theta_of(study));
  if (study.model.value_of_time_from) take_figure(out, value_of_time_of(study));
  return out;
}

Study load_study(const std::string& path) { return with_estimates(load_study_text(read_file(path), path)); }

}  // namespace sogdia
