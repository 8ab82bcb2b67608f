#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "estimate_files.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/regression_table.h"
#include "sogdia/io/file.h"
#include "sogdia/io/frame_io.h"
#include "sogdia/io/table_io.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

EstimateOptions options_of(const EstimateArgs& args, const Common& common) {
  EstimateOptions options;
  options.family = args.family == "ols" ? Family::ols : Family::ppml;
  options.vcov = parse_vcov(args.vcov);
  options.small_sample = args.ssc == "fixest" ? SmallSample::fixest
                         : args.ssc == "none" ? SmallSample::none
                                              : SmallSample::ppmlhdfe;
  options.weights = args.weights;
  options.offset = args.offset;
  options.bias_correct = args.bias_correct;
  options.level = args.level;
  options.tolerance = args.tolerance;
  options.max_iterations = args.max_iterations;
  options.threads = common.threads;
  options.keep_sample =
      !args.fitted.empty() || !args.effects.empty() || !args.resistances.empty() || args.reset;
  return options;
}

// NaN becomes null when it is written.
Json json_of(const Fit& fit) {
  Json model = {{"family", fit.family == Family::ppml ? "ppml" : "ols"},
                {"formula", fit.formula},
                {"observations", fit.observations},
                {"separated", fit.separated.size()},
                {"singletons", fit.singletons.size()},
                {"missing", fit.missing.size()},
                {"converged", fit.converged},
                {"reason", fit.reason},
                {"iterations", fit.iterations},
                {"seconds", fit.seconds},
                {"deviance", fit.deviance},
                {"log_likelihood", fit.log_likelihood},
                {"pseudo_r2", fit.pseudo_r2},
                {"dropped", fit.dropped}};
  Json coefficients = Json::array();
  for (const auto& c : fit.coefficients)
    coefficients.push_back({{"term", c.term},
                            {"estimate", c.estimate},
                            {"std_error", c.std_error},
                            {"statistic", c.statistic},
                            {"p", c.p},
                            {"low", c.low},
                            {"high", c.high}});
  return {{"model", std::move(model)}, {"coefficients", std::move(coefficients)}};
}

std::string json_text(const std::vector<Fit>& fits) {
  if (fits.size() == 1) return json_of(fits.front()).dump(2) + "\n";
  Json models = Json::array();
  for (const auto& fit : fits) models.push_back(json_of(fit));
  return Json{{"models", std::move(models)}}.dump(2) + "\n";
}

RegressionTableOptions table_options(const EstimateArgs& args) {
  RegressionTableOptions options;
  options.keep = args.keep;
  options.drop = args.drop;
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
  const bool chooses = !args.keep.empty() || !args.drop.empty() || !args.labels.empty();
  return models > 1 || chooses ? "text" : "summary";
}

std::string text_of(const std::vector<Fit>& fits, const std::string& format, const EstimateArgs& args) {
  if (format == "json") return json_text(fits);
  if (format != "summary") return regression_table(fits, parse_table_format(format), table_options(args));
  std::string text;
  for (const auto& fit : fits) text += (text.empty() ? "" : "\n") + summary_text(fit);
  return text;
}

// A refusal is worth having before the work, not after it.
void check_before(const EstimateArgs& args) {
  table_options(args);
  for (const auto& path : {args.separated, args.fitted, args.effects, args.resistances}) {
    const std::string kind = std::filesystem::path(path).extension().string();
    if (!path.empty() && kind != ".csv" && kind != ".parquet")
      throw Error(fmt::format("`{}` names no kind of table", path), path, "end the name in .csv or .parquet");
  }
}

void write(const Common& common, const Table& table, const std::string& path) {
  write_table(table, path);
  talk(common, fmt::format("wrote {} ({} rows)", path, table.rows()));
}

}  // namespace

int verb_estimate(const EstimateArgs& args, const Common& common) {
  check_before(args);
  const EstimateOptions options = options_of(args, common);
  const std::vector<Model> models = parse_formula(args.formula);
  const std::vector<std::string> columns = columns_used(models, options.vcov, args.weights, args.offset);
  const Monitor monitor = terminal_monitor(common);
  const auto start = Clock::now();
  const Frame frame = read_frame(args.data, columns, args.where, common.threads);
  const double loading = std::chrono::duration<double>(Clock::now() - start).count();
  check_cancelled(monitor);
  const std::vector<Fit> fits = estimate(frame, args.formula, options, monitor);

  double seconds = 0;
  for (const auto& fit : fits) seconds += fit.seconds;
  talk(common, fmt::format("{} rows read in {:.2f} s; estimated in {:.2f} s",
                           thousands(static_cast<double>(frame.rows)), loading, seconds));
  const std::string text = text_of(fits, format_of(args, common, fits.size()), args);
  if (args.out.empty()) {
    print(text);
  } else {
    write_file(args.out, text);
    talk(common, "wrote " + args.out);
  }
  if (!args.separated.empty()) write(common, separated_table(frame, fits, columns), args.separated);
  if (!args.fitted.empty()) write(common, fitted_table(frame, fits), args.fitted);
  const auto failed = std::find_if(fits.begin(), fits.end(), [](const Fit& fit) { return !fit.converged; });
  if (failed == fits.end()) return 0;
  talk(common, fmt::format("not converged: {}", failed->reason));
  return 3;
}

}  // namespace sogdia::tool
