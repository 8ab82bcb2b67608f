#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sogdia/study/answers/assign_input.h"

// The verbs of the command line: one file each, main.cpp reads the arguments into these structs. A verb
// returns the exit code (0 done, 3 not converged, 4 claims with a likely error) and throws Error for bad
// input (1) and Cancelled for Ctrl-C (130).
namespace sogdia::tool {

struct Common {
  bool json = false;
  int threads = 0;    // 0 = one per core
  std::string world;  // empty = the study's, then as open_world says
};

struct RunArgs {
  std::vector<std::string> studies;
  std::string out;
  bool overwrite = false;
  std::string format = "parquet";
};
int verb_run(const RunArgs& args, const Common& common);

struct CheckArgs {
  std::string study;
};
int verb_check(const CheckArgs& args, const Common& common);

struct InfoArgs {
  std::vector<std::string> names;  // none: the world; two countries: what they trade
};
int verb_info(const InfoArgs& args, const Common& common);

// The network that a way is looked for on: the pack's with projects built, and ways closed or opened.
struct NetworkArgs {
  std::string projects = "open";
  std::vector<std::string> close, open, avoid;
};

struct RouteArgs {
  std::string from, to;
  NetworkArgs network;
  std::string via, mode, why;
  int alternatives = 1;
  std::string sector = "general", goods;
};
int verb_route(const RouteArgs& args, const Common& common);

struct SkimArgs {
  int zones = 480;
  NetworkArgs network;
  std::string sector = "general", out;
  bool places = false;
  std::string pairs, nodes, matrix, weight = "cost";
};
int verb_skim(const SkimArgs& args, const Common& common);

struct ModesArgs {
  std::string from, to, goods, km, through, file, out;
  int year = 2023;
  bool both = false, within = false;
};
int verb_modes(const ModesArgs& args, const Common& common);

struct AssignArgs {
  std::string trips, out;
  AssignAsked asked;
  AssignmentOptions options;  // but for threads
};
int verb_assign(const AssignArgs& args, const Common& common);

struct SolveArgs {
  std::string trade, change;
  double theta = 4.0;
  std::string deficits = "fixed";
};
int verb_solve(const SolveArgs& args, const Common& common);

struct EstimateArgs {
  std::string data, formula, where, weights, offset;
  std::string delimiter, decimal;    // of text; empty = recognised
  std::vector<std::string> missing;  // marks, instead of the usual ones
  std::string family = "ppml", vcov = "hetero", cluster, ssc = "ppmlhdfe";
  bool bias_correct = false, reset = false;
  double level = 0.95, tolerance = 1e-8;
  int max_iterations = 200;
  std::string separation = "exact";
  std::string separated, fitted, effects, resistances, predicted;  // files to write; empty = none
  double sigma = 5;                                                // of the resistances
  std::string reference, output, expenditure;
  std::string predict;                          // table whose rows are predicted
  std::string table, out;                       // format and file of what is printed
  std::vector<std::string> keep, drop, labels;  // labels: term=Label
  std::vector<std::string> order, notes, statistics;
  std::vector<std::string> lincom, wald, margins;  // what is asked of the fit
  std::string split, fsplit;                       // columns
  std::string below = "se";
  int digits = 3;
  bool no_stars = false;
};
int verb_estimate(const EstimateArgs& args, const Common& common);

struct DependArgs {
  std::string a, b;   // b empty = every country
  int year = 0;       // 0 = the latest of the trade table
  std::string goods;  // crude, gas, copper ...; "" = all goods
  int rows = 20;      // of a ranking; 0 = all
  std::string out;    // table to write; empty = none
  bool routes = false, alignment = false, rank = false;
  std::string sanctioned_by;
  std::string io;                                       // an input-output table; empty = none
  int since = 0;                                        // of a comparison; 0 = the earliest
  double least_gdp = 10e9;                              // USD, of a ranking of all
  double theta_low = 0, theta_mid = 0, theta_high = 0;  // 0 = parameters.toml
};
int verb_depend(const DependArgs& args, const Common& common);

struct ClaimsArgs {
  std::string file;
  std::string date;  // on which the text was written; empty = not known
  std::string only;  // "errors", or empty = all
  std::string html;  // page to write; empty = none
  bool exit_code = false;
};
int verb_claims(const ClaimsArgs& args, const Common& common);

struct BriefArgs {
  std::vector<std::string> what;  // a study, a run's folder, a country or bloc, or two of them
  std::string corridor, article;  // instead: an id of the pack, a text
  std::string date;               // on which the article was written; empty = not known
  std::string out;
};
int verb_brief(const BriefArgs& args, const Common& common);

struct CompareArgs {
  std::string first, second;
};
int verb_compare(const CompareArgs& args, const Common& common);

struct DataShowArgs {
  std::string table;
  int rows = 20;  // 0 = all
};
struct DataSchemaArgs {
  std::string table;  // empty = all
};
struct DataImportArgs {
  std::vector<std::string> files;
  std::string codes, out;
  bool overwrite = false;
};
struct DataImportNetworkArgs {
  std::string from, trips, length_unit, speed_unit, time_unit, out;
  bool overwrite = false;
};
int verb_data_list(const Common& common);
int verb_data_show(const DataShowArgs& args, const Common& common);
int verb_data_schema(const DataSchemaArgs& args, const Common& common);
int verb_data_import_baci(const DataImportArgs& args, const Common& common);
int verb_data_import_network(const DataImportNetworkArgs& args, const Common& common);

struct DataBuildArgs {
  bool full = false;
  std::string within, out;
  bool overwrite = false;
};
int verb_data_build(const DataBuildArgs& args, const Common& common);

int verb_completion(const std::string& shell);

}  // namespace sogdia::tool
