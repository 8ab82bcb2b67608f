#include "main_options.h"

#include <CLI/CLI.hpp>

namespace sogdia::tool {

void add_assign_options(CLI::App& verb, AssignArgs& to) {
  verb.add_option("--trips", to.trips,
                  "Trips between zones: TNTP, or a table of from,to,trips (also GMNS's demand.csv)")
      ->required();
  verb.get_option("--world")->description(
      "Pack of a network with capacities, or the network itself: a TNTP file or a GMNS folder");
  verb.add_option("--gap", to.options.gap,
                  "Relative gap to reach: what trips cost beyond the cheapest ways, as a fraction")
      ->check(CLI::Range(1e-14, 1.0));
  verb.add_option("--max-iterations", to.options.max_iterations, "Stop there, with exit code 3")
      ->check(CLI::Range(1, 10000000));
  verb.add_option("--frank-wolfe", to.options.frank_wolfe_iterations,
                  "Iterations of Frank-Wolfe before the ways of each pair are kept apart; as many as "
                  "--max-iterations: it alone, for networks too large for that")
      ->check(CLI::Range(0, 10000000));
  verb.add_option("--toll-factor", to.asked.toll_factor, "Cost of a unit of toll; else as the network says")
      ->check(CLI::NonNegativeNumber);
  verb.add_option("--length-factor", to.asked.length_factor,
                  "Cost of a unit of length; else as the network says")
      ->check(CLI::NonNegativeNumber);
  verb.add_option("--capacities", to.asked.capacities,
                  "For a pack without: a table of target,capacity of terminals, passages, borders, links");
  verb.add_option("--sector", to.asked.sector, "Whose goods, with --capacities: general, agriculture, ...");
  verb.add_option("-o,--out", to.out, "CSV or Parquet file for the flows by link");
}

void add_estimate_options(CLI::App& verb, EstimateArgs& to) {
  verb.add_option("DATA", to.data, "Table: .csv, .tsv (also .gz), .parquet, .dta, .duckdb, or a SELECT")
      ->required();
  verb.add_option("--formula", to.formula,
                  "For example trade ~ log(dist) + rta | exporter^year + importer^year; with instruments "
                  "y ~ x1 | exporter | x ~ z1 + z2")
      ->required();
  verb.add_option("--family", to.family, "ppml or ols")->check(CLI::IsMember({"ppml", "ols"}));
  auto* vcov = verb.add_option("--vcov", to.vcov, "Errors: iid, hetero, cluster:a+b^c or dyadic:a+b");
  verb.add_option("--cluster", to.cluster, "Short for --vcov cluster: exporter^importer, or a+b for two ways")
      ->excludes(vcov);
  verb.add_option("--ssc", to.ssc, "Whose small-sample factors: ppmlhdfe, fixest or none")
      ->check(CLI::IsMember({"ppmlhdfe", "fixest", "none"}));
  verb.add_option("--weights", to.weights, "Column of weights; 0 leaves a row out");
  verb.add_option("--offset", to.offset, "Column that enters with coefficient 1");
  verb.add_option("--where", to.where, "Rows to take, in SQL: year >= 2000 AND exporter <> importer");
  verb.add_option("--delimiter", to.delimiter,
                  "Between the columns of text: , ; tab | or space; recognised by default");
  verb.add_option("--decimal", to.decimal, "Decimal sign of numbers in text, . or ,; recognised by default")
      ->check(CLI::IsMember({".", ","}));
  verb.add_option(
          "--missing", to.missing,
          "What stands for missing, instead of NA, N/A, NaN, null, a dot and so on: -99; may be repeated; "
          "none: only the empty cell")
      ->allow_extra_args(false);
  verb.add_flag("--bias-correct", to.bias_correct,
                "Take off the incidental-parameter bias of two- and three-way PPML (Weidner and Zylkin)");
  verb.add_flag("--reset", to.reset, "Ramsey's RESET: the squared prediction as one more regressor");
  verb.add_option("--lincom", to.lincom,
                  "A combination of coefficients with its error: \"rta + 2*log(dist)\"; may be repeated")
      ->allow_extra_args(false);
  verb.add_option("--wald", to.wald, "A joint test: \"a = b = 0\" or \"a, b + c = 1\"; may be repeated")
      ->allow_extra_args(false);
  verb.add_option(
          "--margins", to.margins,
          "Average margin of a column, by the delta method: dist, eyex:dist (elasticity), eydx:, dyex:, "
          "diff:rta (from 0 to 1); may be repeated")
      ->allow_extra_args(false);
  verb.add_option("--split", to.split, "Column: estimate on the rows of each of its values");
  verb.add_option("--fsplit", to.fsplit, "The same, with all rows before them");
  verb.add_option("--level", to.level, "Of the confidence intervals, as a fraction")
      ->check(CLI::Range(0.01, 0.9999));
  verb.add_option("--tolerance", to.tolerance, "Relative change of the deviance that ends the iterations")
      ->check(CLI::Range(1e-15, 0.1));
  verb.add_option("--max-iterations", to.max_iterations, "Of the outer loop")->check(CLI::Range(1, 100000));
  verb.add_option("--separation", to.separation,
                  "exact, or off: leave in what regressors and effects separate together")
      ->check(CLI::IsMember({"exact", "off"}));
  verb.add_option("--table", to.table, "Print a regression table: text, md, latex, csv or html")
      ->check(CLI::IsMember({"text", "md", "latex", "csv", "html"}));
  verb.add_option("--keep", to.keep, "Terms to show in it: a regular expression; may be repeated")
      ->allow_extra_args(false);
  verb.add_option("--drop", to.drop, "Terms not to show; may be repeated")->allow_extra_args(false);
  verb.add_option("--label", to.labels, "Another name in it: rta=\"Trade agreement\"; may be repeated")
      ->allow_extra_args(false);
  verb.add_option("--order", to.order, "Terms to stand first in it, in this order; may be repeated")
      ->allow_extra_args(false);
  verb.add_option("--notes", to.notes, "A further note below it; may be repeated")->allow_extra_args(false);
  verb.add_option("--stats", to.statistics,
                  "Statistics to show in it, between commas: observations,pseudo_r2,aic")
      ->delimiter(',');
  verb.add_option("--below", to.below, "What stands below an estimate in it: se, t, ci, p or none")
      ->check(CLI::IsMember({"se", "t", "ci", "p", "none"}));
  verb.add_option("--digits", to.digits, "Decimals in it")->check(CLI::Range(0, 15));
  verb.add_flag("--no-stars", to.no_stars, "No stars in it");
  verb.add_option("-o,--out", to.out,
                  "File for what is printed; .tex, .md, .csv, .html and .json say its format");
  verb.add_option("--separated", to.separated, "CSV or Parquet file for the separated rows");
  verb.add_option("--fitted", to.fitted, "File for fitted values, residuals and linear predictors");
  verb.add_option("--effects", to.effects, "File for the fixed effects");
  verb.add_option("--resistances", to.resistances, "File for the multilateral resistances");
  verb.add_option("--sigma", to.sigma, "Elasticity of substitution of the resistances")
      ->check(CLI::Range(1.0001, 1000.0));
  verb.add_option("--reference", to.reference, "Importer whose inward resistance is 1; the first by default");
  verb.add_option("--output", to.output, "Column of each exporter's output, for the resistances");
  verb.add_option("--expenditure", to.expenditure, "Column of each importer's expenditure, with --output");
  verb.add_option("--predict", to.predict,
                  "Table of rows to predict, with changed regressors: see --predicted");
  verb.add_option("--predicted", to.predicted, "File for their predictions");
}

}  // namespace sogdia::tool
