#include "sogdia/gravity/after/resistances.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "sogdia/core/error.h"
#include "sogdia/io/table_io.h"

namespace sogdia::resistances_test {

Table world(unsigned seed, int countries, int years) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::vector<std::string> exporter, importer;
  std::vector<std::int64_t> year;
  std::vector<double> distance, trade;
  for (int t = 0; t < years; ++t)
    for (int i = 0; i < countries; ++i)
      for (int j = 0; j < countries; ++j) {
        exporter.push_back("C" + std::to_string(i));
        importer.push_back("C" + std::to_string(j));
        year.push_back(1990 + t);
        distance.push_back(i == j ? 0.2 : 1.0 + std::abs(normal(engine)));
        trade.push_back(std::exp(0.4 * i - 0.1 * j - distance.back() + 0.2 * normal(engine) + 0.3 * t));
      }
  Table table;
  table.add("exporter", exporter).add("importer", importer).add("year", year);
  table.add("distance", distance).add("trade", trade);
  return table;
}

// Anderson & van Wincoop's two equations, with the fitted sums as sizes.
TEST(Resistances, from_effects_solve_the_system_in_every_period) {
  const Frame frame = frame_of(world(2, 8, 3));
  const Fit fit = estimate(frame, "trade ~ distance | exporter^year + importer^year").front();
  ResistanceOptions options;
  options.sigma = 6;
  options.reference = "C3";
  const Resistances found = multilateral_resistances(fit, frame, options);
  std::map<std::string, double> out, in, output, expenditure, world_output;
  for (std::size_t l = 0; l < found.exporter.size(); ++l) {
    out[found.exporter[l] + found.exporter_time[l]] = std::pow(found.outward[l], 1 - options.sigma);
    output[found.exporter[l] + found.exporter_time[l]] = found.output[l];
    world_output[found.exporter_time[l]] += found.output[l];
  }
  for (std::size_t l = 0; l < found.importer.size(); ++l) {
    in[found.importer[l] + found.importer_time[l]] = std::pow(found.inward[l], 1 - options.sigma);
    expenditure[found.importer[l] + found.importer_time[l]] = found.expenditure[l];
  }
  const auto distance = numbers_of(frame, "distance");
  std::map<std::string, double> outward_sum, inward_sum;
  for (std::size_t r = 0; r < frame.rows; ++r) {
    const std::string year = cell_text(frame.column("year"), r);
    const std::string i = cell_text(frame.column("exporter"), r) + year,
                      j = cell_text(frame.column("importer"), r) + year;
    const double cost = std::exp(fit.coefficients[0].estimate * distance[r]);
    outward_sum[i] += cost / in[j] * expenditure[j] / world_output[year];
    inward_sum[j] += cost / out[i] * output[i] / world_output[year];
  }
  // The fit's first-order conditions hold to some 1e-9.
  for (const auto& [i, sum] : outward_sum) EXPECT_NEAR(sum, out[i], 1e-7 * out[i]);
  for (const auto& [j, sum] : inward_sum) EXPECT_NEAR(sum, in[j], 1e-7 * in[j]);
  for (const int year : {1990, 1991, 1992}) EXPECT_NEAR(in["C3" + std::to_string(year)], 1.0, 1e-12);
  EXPECT_EQ(resistances_table(found).rows(), 2u * 8 * 3);
}

TEST(Resistances, solved_on_the_fitted_sums_are_those_from_effects) {
  Table table = world(3, 7, 1);
  const Fit fit = estimate(frame_of(table), "trade ~ distance | exporter + importer").front();
  std::vector<double> output(table.rows(), 0.0), expenditure(table.rows(), 0.0);
  std::map<std::string, double> from, to;
  const auto exporter = table.text("exporter"), importer = table.text("importer");
  for (std::size_t i = 0; i < fit.sample.size(); ++i) {
    from[exporter[fit.sample.row[i]]] += fit.mu[i];
    to[importer[fit.sample.row[i]]] += fit.mu[i];
  }
  for (std::size_t r = 0; r < table.rows(); ++r) {
    output[r] = from[exporter[r]];
    expenditure[r] = to[importer[r]];
  }
  table.add("Y", output).add("E", expenditure);
  const Frame frame = frame_of(table);
  ResistanceOptions options;
  const Resistances effects = multilateral_resistances(fit, frame, options);
  options.output = "Y";
  options.expenditure = "E";
  const Resistances solved = multilateral_resistances(fit, frame, options);
  EXPECT_TRUE(solved.converged);
  for (std::size_t l = 0; l < 7; ++l) {
    EXPECT_NEAR(solved.outward[l], effects.outward[l], 1e-8 * effects.outward[l]);  // first-order conditions
    EXPECT_NEAR(solved.inward[l], effects.inward[l], 1e-8 * effects.inward[l]);
  }
}

// gegravity's sample of 30 countries, 2006: sigma 5, inward resistance of Germany 1. Its trade costs have a
// constant c, which scales outward resistances: CAN-JPN is 11305.165421 there.
TEST(Resistances, are_those_that_gegravity_publishes) {
  const char* set = std::getenv("SOGDIA_VALIDATION");
  const std::filesystem::path root = set ? set : SOGDIA_SOURCE_DIR "/../shared/validation";
  const std::filesystem::path path = root / "trade/gegravity/sample_data_set.dlm";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "validation data not found; set SOGDIA_VALIDATION";
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const Frame frame = frame_of(read_csv_text(text, path.string()));
  const Fit fit =
      estimate(frame,
               "trade ~ pta + contiguity + common_language + lndist + international | exporter + importer")
          .front();
  ResistanceOptions options;
  options.sigma = 5;
  options.reference = "DEU";
  options.output = "Y";
  options.expenditure = "E";
  const Resistances found = multilateral_resistances(fit, frame, options);
  ASSERT_TRUE(found.converged);
  const auto at = [](const std::vector<std::string>& country, const std::string& name) {
    return std::size_t(std::find(country.begin(), country.end(), name) - country.begin());
  };
  // Their estimates stop at a tolerance of their own.
  EXPECT_NEAR(found.inward[at(found.importer, "AUS")], 1.4270896465, 2e-7);
  double index = 0.0;
  for (std::size_t r = 0; r < frame.rows; ++r)
    if (cell_text(frame.column("exporter"), r) == "CAN" && cell_text(frame.column("importer"), r) == "JPN")
      for (const Coefficient& c : fit.coefficients) index += c.estimate * numbers_of(frame, c.term)[r];
  const double constant = 11305.165421 / std::exp(index);
  const double outward =
      found.outward[at(found.exporter, "DEU")] * std::pow(constant, 1.0 / (1.0 - options.sigma));
  EXPECT_NEAR(outward, 0.05034646, 2e-8);
}

TEST(Resistances, what_they_cannot_be_computed_from_is_an_error) {
  const Frame frame = frame_of(world(4, 6, 3));
  const Fit fit = estimate(frame, "trade ~ distance | exporter^year + importer^year").front();
  ResistanceOptions options;
  options.reference = "nobody";
  EXPECT_THROW(multilateral_resistances(fit, frame, options), Error);
  options.reference = "";
  options.sigma = 1;
  EXPECT_THROW(multilateral_resistances(fit, frame, options), Error);
  options.sigma = 5;
  options.output = "trade";
  EXPECT_THROW(multilateral_resistances(fit, frame, options), Error);
  options.expenditure = "trade";  // not the same in all rows of a country
  EXPECT_THROW(multilateral_resistances(fit, frame, options), Error);
  const Fit pairs =
      estimate(frame, "trade ~ distance | exporter^year + importer^year + exporter^importer").front();
  EXPECT_THROW(multilateral_resistances(pairs, frame), Error);
}

}  // namespace sogdia::resistances_test
