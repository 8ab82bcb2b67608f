#include "sogdia/study/estimates/gravity_study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/query.h"
#include "sogdia/study/estimates/gravity_table.h"

namespace sogdia::gravity_study_test {

const std::string kToy = SOGDIA_SOURCE_DIR "/tests/data/toy-world";

const char* const kStudy = R"toml(title = "Toy"
[[estimate]]
name = "distance"
formula = "value_usd ~ log(distance_km) | exporter^year + importer^year"
vcov = "hetero"
elasticity = "log(distance_km)"
)toml";

std::string message(const std::string& text) {
  try {
    const World world = load_world(kToy);
    run_gravity_study(load_study_text(text, "toy.toml"), world, table_where, 1);
  } catch (const Error& error) {
    return error.message + " --> " + error.where;
  }
  return "no error";
}

std::string with(const std::string& more) { return kStudy + more; }

TEST(gravity_table, has_every_flow_of_the_pack_with_what_lies_between) {
  const World world = load_world(kToy);
  const Table table = gravity_table(world, load_study_text(kStudy, "toy.toml"), 1, {});
  EXPECT_EQ(table.rows(), world.table("trade").rows());
  const auto days = table.numbers("days"), hours = table.numbers("hours"),
             usd = table.numbers("usd_per_tonne");
  const auto freight = table.numbers("freight"), km = table.numbers("distance_km");
  const double value = parameter(world.parameters, "sector.general.usd_per_tonne_value");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    EXPECT_DOUBLE_EQ(days[row] * 24, hours[row]);
    EXPECT_DOUBLE_EQ(freight[row] * value, usd[row]);
    EXPECT_GT(km[row], 0);
  }
}

// Head & Mayer's effective distance lies between the nearest and the farthest places; it is symmetric, and of
// a country to itself it is shorter than to any other.
TEST(country_distances, are_symmetric_and_shortest_at_home) {
  const World world = load_world(kToy);
  const Index countries(world.table("countries").text("iso3"));
  const OdMatrix km = country_distances(world, countries);
  for (std::size_t i = 0; i < countries.size(); ++i) {
    for (std::size_t j = 0; j < countries.size(); ++j) {
      EXPECT_EQ(km(i, j), km(j, i));
      if (i == j) continue;
      EXPECT_GT(km(i, j), km(i, i)) << countries[i] << countries[j];
    }
  }
}

// CEPII's distwces (Mayer & Zignago 2011) has the same formula on other places: the 25 largest of each
// country around 2004.
TEST(country_distances, agree_with_cepii) {
  const char* given = std::getenv("SOGDIA_VALIDATION");
  const std::string path =
      (given ? given : std::string(SOGDIA_SOURCE_DIR "/../shared/validation")) + "/world/dist_cepii.csv.gz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
  const Table all = read_csv_text(read_gzip(path), path);
  const Table cepii = query(
      "SELECT iso_o, iso_d, TRY_CAST(distwces AS DOUBLE) AS km FROM cepii WHERE iso_o < iso_d ORDER BY 1, 2",
      {{"cepii", &all}});
  const World world = load_world(SOGDIA_SOURCE_DIR "/data/world");
  const Index countries(world.table("countries").text("iso3"));
  const OdMatrix ours = country_distances(world, countries);
  const auto km = cepii.numbers("km");
  std::vector<double> gaps;
  for (std::size_t row = 0; row < cepii.rows(); ++row) {
    const auto i = countries.find(cepii.text("iso_o")[row]), j = countries.find(cepii.text("iso_d")[row]);
    if (i && j && std::isfinite(km[row]) && std::isfinite(ours(*i, *j)))
      gaps.push_back(std::abs(std::log(ours(*i, *j) / km[row])));
  }
  ASSERT_GT(gaps.size(), 15000u);
  std::sort(gaps.begin(), gaps.end());
  // Half of the pairs within 1 %, nine in ten within 5 %.
  EXPECT_LT(gaps[gaps.size() / 2], 0.01);
  EXPECT_LT(gaps[gaps.size() * 9 / 10], 0.05);
}

TEST(gravity_study, measures_what_its_estimates_name) {
  const World world = load_world(kToy);
  const GravityResult result = run_gravity_study(load_study_text(kStudy, "toy.toml"), world, table_where, 1);
  ASSERT_EQ(result.fits.size(), 1u);
  const Table& measures = result.tables.at("measures");
  ASSERT_EQ(measures.rows(), 1u);
  EXPECT_EQ(measures.text("measure")[0], "elasticity");
  EXPECT_EQ(measures.numbers("value")[0], result.fits[0].coefficients[0].estimate);
}

TEST(gravity_study, a_filter_leaves_the_other_rows_out) {
  const World world = load_world(kToy);
  const std::string text = with("where = \"year = 2023\"\n");
  const GravityResult all = run_gravity_study(load_study_text(kStudy, "toy.toml"), world, table_where, 1);
  const GravityResult some = run_gravity_study(load_study_text(text, "toy.toml"), world, table_where, 1);
  EXPECT_EQ(2 * some.fits[0].observations, all.fits[0].observations);
}

TEST(gravity_study, threads_change_no_bit) {
  const World world = load_world(kToy);
  const Study study = load_study_text(kStudy, "toy.toml");
  EXPECT_EQ(run_gravity_study(study, world, table_where, 1).fits[0].coefficients[0].estimate,
            run_gravity_study(study, world, table_where, 3).fits[0].coefficients[0].estimate);
}

TEST(gravity_study, mistakes_are_placed) {
  EXPECT_EQ(message(with("where = \"yeer = 2023\"\n")).rfind("estimate `distance`: ", 0), 0u)
      << message(with("where = \"yeer = 2023\"\n"));
  EXPECT_NE(message(with("where = \"yeer = 2023\"\n")).find("toy.toml, line 2"), std::string::npos);
  EXPECT_NE(message(with("where = \"year = 1900\"\n")).find("no row of the gravity table has `year = 1900`"),
            std::string::npos);
  EXPECT_NE(message(with("value_of_time = [\"days\"]\n")).find("`value_of_time` names two terms"),
            std::string::npos);
  EXPECT_NE(
      message(with("[[change]]\nkind = \"close\"\ntarget = \"suez\"\n")).find("either changes the world or"),
      std::string::npos);
  EXPECT_NE(message(with("familly = \"ols\"\n")).find("unknown key `familly`"), std::string::npos);
  EXPECT_NE(message(with("[[published]]\nmeasure = \"elasticity\"\nsource = \"x\"\n")).find("needs `low`"),
            std::string::npos);
  std::string other = kStudy;
  other.replace(other.find("elasticity = \"log(distance_km)\""), 31, "elasticity = \"log(distance)\"");
  EXPECT_NE(message(other).find("the model has no term `log(distance)`"), std::string::npos)
      << message(other);
}

}  // namespace sogdia::gravity_study_test
