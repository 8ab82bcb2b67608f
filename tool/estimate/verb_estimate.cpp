#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "estimate/estimate_after.h"
#include "estimate/estimate_files.h"
#include "estimate/estimate_iv.h"
#include "outputs.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/after/effects.h"
#include "sogdia/gravity/after/predict.h"
#include "sogdia/gravity/after/reset.h"
#include "sogdia/gravity/after/resistances.h"
#include "sogdia/gravity/models/residual_columns.h"
#include "sogdia/gravity/sample/split.h"
#include "sogdia/gravity/tables/regression_table.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/frame_io.h"
#include "sogdia/sql/table_files.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

EstimateOptions options_of(const EstimateArgs& args, const Common& common) {
  EstimateOptions options;
  options.family = args.family == "ols" ? Family::ols : Family::ppml;
  options.vcov = parse_vcov(args.cluster.empty() ? args.vcov : "cluster:" + args.cluster);
  options.small_sample = args.ssc == "fixest" ? SmallSample::fixest
                         : args.ssc == "none" ? SmallSample::none
                                              : SmallSample::ppmlhdfe;
  options.weights = args.weights;
  options.offset = args.offset;
  options.bias_correct = args.bias_correct;
  options.level = args.level;
  options.tolerance = args.tolerance;
  options.max_iterations = args.max_iterations;
  options.separation = args.separation != "off";
  options.threads = common.threads;
  options.keep_sample = args.reset || !args.fitted.empty() || !args.effects.empty() ||
                        !args.resistances.empty() || !args.predicted.empty() || !args.margins.empty();
  return options;
}

FileRules rules_of(const EstimateArgs& args) {
  FileRules rules;
  const std::string& delimiter = args.delimiter;
  if (delimiter == "tab" || delimiter == "\\t")
    rules.delimiter = '\t';
  else if (delimiter == "space")
    rules.delimiter = ' ';
  else if (delimiter.size() == 1 && delimiter != "\"" && delimiter != "." && delimiter != "\n")
    rules.delimiter = delimiter[0];
  else if (!delimiter.empty())
    throw Error(fmt::format("`{}` cannot stand between columns", delimiter), "--delimiter",
                "give one sign, such as ; or |, or the word tab or space");
  if (!args.decimal.empty()) rules.decimal = args.decimal[0];
  if (rules.delimiter == ',' && rules.decimal == ',')
    throw Error("the comma cannot be both the delimiter and the decimal sign", "--delimiter and --decimal",
                "");
  if (!args.missing.empty()) rules.missing = args.missing;
  return rules;
}

Json missing_by(const Fit& fit) {
  Json sources = Json::array();
  for (const auto& source : fit.missing_by)
    sources.push_back({{"name", source.name}, {"rows", source.rows}, {"why", source.why}});
  return sources;
}

// A fit, the sample that it is of, and what was asked of it.
struct Estimated {
  Fit fit;
  std::size_t part = 0;
  After after;
};

// Of a split sample its value, or `all`; otherwise nothing.
std::string sample_name(const Estimated& one, const std::vector<SamplePart>& parts) {
  const std::string& name = parts[one.part].name;
  return name.empty() && parts.size() > 1 ? "all" : name;
}

// NaN becomes null when it is written.
Json json_of(const Estimated& estimated, const std::vector<SamplePart>& parts) {
  const Fit& fit = estimated.fit;
  Json model = {{"family", fit.family == Family::ppml ? "ppml" : "ols"},
                {"formula", fit.formula},
                {"observations", fit.observations},
                {"separated", fit.separated.size()},
                {"singletons", fit.singletons.size()},
                {"missing", fit.missing.size()},
                {"missing_by", missing_by(fit)},
                {"converged", fit.converged},
                {"reason", fit.reason},
                {"iterations", fit.iterations},
                {"seconds", fit.seconds},
                {"deviance", fit.deviance},
                {"log_likelihood", fit.log_likelihood},
                {"null_log_likelihood", fit.null_log_likelihood},
                {"pseudo_r2", fit.pseudo_r2},
                {"r2", fit.r2},
                {"r2_adjusted", fit.r2_adjusted},
                {"r2_within", fit.r2_within},
                {"rmse", fit.rmse},
                {"aic", fit.aic},
                {"bic", fit.bic},
                {"dropped", fit.dropped}};
  if (const std::string sample = sample_name(estimated, parts); !sample.empty()) model["sample"] = sample;
  Json out = {{"model", std::move(model)}, {"coefficients", coefficients_json(fit.coefficients)}};
  add_iv(out, fit);
  add_after(out, estimated.after);
  return out;
}

std::string fits_json(const std::vector<Estimated>& all, const std::vector<SamplePart>& parts) {
  if (all.size() == 1) return json_text(json_of(all[0], parts), 2) + "\n";
  Json models = Json::array();
  for (const auto& one : all) models.push_back(json_of(one, parts));
  return json_text(Json{{"models", std::move(models)}}, 2) + "\n";
}

RegressionTableOptions table_options(const EstimateArgs& args) {
  RegressionTableOptions options;
  options.keep = args.keep;
  options.drop = args.drop;
  options.order = args.order;
  options.notes = args.notes;
  options.statistics = args.statistics;
  options.digits = args.digits;
  options.below = args.below == "t"      ? BelowEstimate::statistic
                  : args.below == "ci"   ? BelowEstimate::interval
                  : args.below == "p"    ? BelowEstimate::p
                  : args.below == "none" ? BelowEstimate::nothing
                                         : BelowEstimate::std_error;
  if (args.no_stars) options.stars.clear();
  for (const auto& label : args.labels) {
    const auto equals = label.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error(fmt::format("`{}` is not a label", label), "--label", "write rta=\"Trade agreement\"");
    options.labels.emplace_back(label.substr(0, equals), label.substr(equals + 1));
  }
  return options;
}

// json | summary | a table's format, by --json and --table, then by the file's name.
std::string format_of(const EstimateArgs& args, const Common& common, std::size_t models) {
  if (common.json && args.table.empty()) return "json";
  if (!args.table.empty()) return args.table;
  const std::string kind = std::filesystem::path(args.out).extension().string();
  for (const auto& [extension, format] :
       {std::pair{".tex", "latex"}, {".md", "md"}, {".csv", "csv"}, {".html", "html"}, {".json", "json"}})
    if (kind == extension) return format;
  const bool chooses = !args.keep.empty() || !args.drop.empty() || !args.labels.empty() ||
                       !args.order.empty() || !args.notes.empty() || !args.statistics.empty();
  return models > 1 || chooses ? "text" : "summary";
}

std::string text_of(std::vector<Estimated>& all, const std::vector<SamplePart>& parts,
                    const std::string& format, const EstimateArgs& args) {
  if (format == "json") return fits_json(all, parts);
  if (format != "summary") {
    RegressionTableOptions options = table_options(args);
    // The fits go to the table and come back.
    std::vector<Fit> fits;
    for (auto& one : all) {
      if (const std::string sample = sample_name(one, parts); !sample.empty())
        options.model_names.push_back(sample);
      fits.push_back(std::move(one.fit));
    }
    std::string text = regression_table(fits, parse_table_format(format), options);
    for (std::size_t k = 0; k < all.size(); ++k) all[k].fit = std::move(fits[k]);
    return text;
  }
  std::string text;
  for (const auto& one : all) {
    const std::string sample = sample_name(one, parts);
    text += (text.empty() ? "" : "\n") + (sample.empty() ? "" : "Sample: " + sample + "\n") +
            summary_text(one.fit) + after_text(one.after, one.fit);
  }
  return text;
}

std::vector<After> afters_of(const std::vector<Estimated>& all) {
  std::vector<After> out;
  for (const auto& one : all) out.push_back(one.after);
  return out;
}

std::vector<Fit> fits_of(std::vector<Estimated> all) {
  std::vector<Fit> out;
  for (auto& one : all) out.push_back(std::move(one.fit));
  return out;
}

// The files that are read: the data and the rows to predict, what a query names in quotes, and a database
// before the name of its table.
std::vector<std::string> inputs_of(const EstimateArgs& args) {
  std::vector<std::string> files{args.data, args.predict, args.data.substr(0, args.data.rfind(':'))};
  for (auto from = args.data.find('\''); from != std::string::npos;) {
    const auto to = args.data.find('\'', from + 1);
    if (to == std::string::npos) break;
    files.push_back(args.data.substr(from + 1, to - from - 1));
    from = args.data.find('\'', to + 1);
  }
  return files;
}

// A refusal is worth having before the work, not after it.
void check_before(const EstimateArgs& args) {
  table_options(args);
  rules_of(args);
  const bool splits = !args.split.empty() || !args.fsplit.empty();
  if (!args.split.empty() && !args.fsplit.empty())
    throw Error("--split and --fsplit exclude each other", "the command line", "--fsplit has all rows too");
  for (const auto& path : {args.separated, args.fitted, args.effects, args.resistances, args.predicted})
    if (splits && !path.empty())
      throw Error("a split sample is shown, and not written by rows", "--split",
                  "write " + path + " for one value at a time, with --where");
  if (args.predict.empty() != args.predicted.empty())
    throw Error("--predict and --predicted belong together", "the command line",
                "--predict ROWS.csv names the rows, --predicted FILE.csv takes their predictions");
  for (const auto& path : {args.separated, args.fitted, args.effects, args.resistances, args.predicted}) {
    const std::string kind = std::filesystem::path(path).extension().string();
    if (!path.empty() && kind != ".csv" && kind != ".parquet")
      throw Error(fmt::format("`{}` names no kind of table", path), path, "end the name in .csv or .parquet");
  }
  require_outputs({args.separated, args.fitted, args.effects, args.resistances, args.predicted, args.out},
                  inputs_of(args));
}

void write(const Common& common, const Table& table, const std::string& path, const Monitor& monitor) {
  report_progress(monitor, "writing", 0.95);
  check_cancelled(monitor);
  write_table(table, path, monitor);
  talk(common, fmt::format("wrote {} ({} rows)", path, table.rows()));
}

void tell_notes(const Common& common, const Frame& frame) {
  for (const auto& note : frame.notes) talk(common, fmt::format("note: {}: {}", frame.source, note));
}

// Rows without the first stages' residuals are refused with what they are for.
Frame rows_to_predict(const EstimateArgs& args, const Common& common, const std::vector<std::string>& wanted,
                      const Monitor& monitor) {
  try {
    return read_frame(args.predict, wanted, "", common.threads, rules_of(args), monitor);
  } catch (const Error& error) {
    for (const auto& name : wanted)
      if (is_residual_name(name) && error.message == "column `" + name + "` is missing")
        throw missing_residuals(name, args.predict);
    throw;
  }
}

void write_files(const EstimateArgs& args, const Common& common, const Frame& frame,
                 const std::vector<Fit>& fits, const std::vector<std::string>& columns,
                 const Monitor& monitor) {
  const auto each = [&](auto&& table_of) {
    std::vector<Table> tables;
    for (const auto& fit : fits) tables.push_back(table_of(fit));
    return stacked(tables);
  };
  if (!args.separated.empty()) write(common, separated_table(frame, fits, columns), args.separated, monitor);
  if (!args.fitted.empty()) write(common, fitted_table(frame, fits), args.fitted, monitor);
  if (!args.effects.empty())
    write(common, each([&](const Fit& fit) {
            return effects_table(recover_effects(fit, frame, common.threads, monitor));
          }),
          args.effects, monitor);
  if (!args.resistances.empty()) {
    const ResistanceOptions options{args.sigma, args.reference, args.output, args.expenditure};
    write(common, each([&](const Fit& fit) {
            return resistances_table(multilateral_resistances(fit, frame, options, common.threads, monitor));
          }),
          args.resistances, monitor);
  }
  if (!args.predicted.empty()) {
    std::vector<Model> models;
    for (const auto& fit : fits) models.push_back(fit.model);
    std::vector<std::string> wanted = columns_to_predict(models, args.offset);
    for (const auto& name : residual_columns(fits)) wanted.push_back(name);
    const Frame rows = rows_to_predict(args, common, wanted, monitor);
    tell_notes(common, rows);
    std::vector<Prediction> predictions;
    for (const auto& fit : fits)
      predictions.push_back(predict(fit, frame, rows, args.offset, true, common.threads, monitor));
    write(common, predicted_table(rows, predictions), args.predicted, monitor);
    for (const auto& prediction : predictions)
      if (prediction.unknown > 0)
        talk(common,
             fmt::format("{} rows have levels that were not estimated, or not together", prediction.unknown));
  }
}

}  // namespace

int verb_estimate(const EstimateArgs& args, const Common& common) {
  check_before(args);
  const EstimateOptions options = options_of(args, common);
  const std::vector<Model> models = parse_formula(args.formula);
  std::vector<std::string> columns = columns_used(models, options.vcov, args.weights, args.offset);
  const std::vector<std::string> shown = columns;
  for (const auto& name : {args.output, args.expenditure, args.split, args.fsplit})
    if (!name.empty() && std::find(columns.begin(), columns.end(), name) == columns.end())
      columns.push_back(name);
  const Monitor monitor = terminal_monitor(common);
  const auto start = Clock::now();
  const Frame frame = read_frame(args.data, columns, args.where, common.threads, rules_of(args), monitor);
  tell_notes(common, frame);
  if (frame.rows == 0 && !args.where.empty())
    throw Error("no row meets the condition", args.where,
                "it is the condition of --where on " + frame.source);
  const double loading = std::chrono::duration<double>(Clock::now() - start).count();
  check_cancelled(monitor);
  const std::string by = args.split + args.fsplit;
  const std::vector<SamplePart> parts = sample_parts(frame, by, !args.fsplit.empty(), common.threads);
  if (const std::size_t rows = rows_in_no_part(frame, parts); rows > 0)
    talk(common, fmt::format("note: {} rows have no `{}` and are in no part", rows, by));
  std::vector<Estimated> all;
  double seconds = 0;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    try {
      for (Fit& fit : estimate(parts[part].frame, args.formula, options, monitor)) {
        seconds += fit.seconds;
        After after = after_of(fit, parts[part].frame, args, options, monitor);
        all.push_back({std::move(fit), part, std::move(after)});
      }
    } catch (const Error& error) {
      throw in_part(error, parts[part]);
    }
  }
  talk(common, fmt::format("{} rows read in {:.2f} s; estimated in {:.2f} s",
                           thousands(static_cast<double>(frame.rows)), loading, seconds));
  const std::string format = format_of(args, common, all.size());
  const std::string text = text_of(all, parts, format, args);
  const std::vector<After> afters = afters_of(all);
  const std::vector<Fit> fits = fits_of(std::move(all));
  write_files(args, common, frame, fits, shown, monitor);
  if (args.out.empty()) {
    print(text);
  } else {
    write_file(args.out, text);
    talk(common, "wrote " + args.out);
  }
  if (format != "json" && format != "summary") {
    for (std::size_t k = 0; k < fits.size(); ++k) {
      const std::string more = after_text(afters[k], fits[k]);
      const std::string name = fits.size() > 1 ? fmt::format("({}) ", k + 1) : "";
      if (!more.empty()) talk(common, name + more.substr(0, more.size() - 1));
    }
  }
  const auto failed = std::find_if(fits.begin(), fits.end(), [](const Fit& fit) { return !fit.converged; });
  if (!options.separation && options.family == Family::ppml)
    talk(common,
         "warning: separated observations were not looked for; coefficients and errors may owe to them");
  if (failed == fits.end()) return 0;
  talk(common, fmt::format("not converged: {}", failed->reason));
  return 3;
}

}  // namespace sogdia::tool
