#include "sogdia/gravity/bias.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gravity/dense.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/dense_inverse.h"

namespace sogdia {
namespace {

using Json = nlohmann::json;

// A sample on effects of the keys, with x1 and x2; sides and periods as groups.
struct Case {
  Sample sample;
  GravityShape shape;
  Groups exporter, importer, time;
};

Case case_of(const Json& one) {
  const auto keys = [&](const char* name) {
    return one.at("data").at(name).get<std::vector<std::int64_t>>();
  };
  const std::vector<std::int64_t> exporter = keys("exporter"), importer = keys("importer"),
                                  year = keys("year");
  const bool time = one.at("time");
  Case c;
  c.sample.y = one.at("data").at("y").get<std::vector<double>>();
  c.sample.terms = {"x1", "x2"};
  for (const std::string& x : c.sample.terms)
    c.sample.x.push_back(one.at("data").at(x).get<std::vector<double>>());
  for (std::size_t i = 0; i < c.sample.y.size(); ++i) c.sample.row.push_back(std::uint32_t(i));
  std::vector<std::int64_t> it = exporter, jt = importer, pair;
  for (std::size_t i = 0; i < it.size(); ++i) {
    it[i] = it[i] * 100 + (time ? year[i] : 0);
    jt[i] = jt[i] * 100 + (time ? year[i] : 0);
    pair.push_back(exporter[i] * 100 + importer[i]);
  }
  c.sample.effects = {dense::effect_of("exporter", {"exporter"}, it),
                      dense::effect_of("importer", {"importer"}, jt)};
  c.shape.importer_effect = 1;
  if (one.at("pair")) {
    c.sample.effects.push_back(dense::effect_of("pair", {"exporter", "importer"}, pair));
    c.shape.pair_effect = 2;
  }
  c.shape.exporter.columns = {"exporter"};
  c.shape.importer.columns = {"importer"};
  if (time) c.shape.time.columns = {"year"};
  c.exporter = dense::groups_of("exporter", exporter);
  c.importer = dense::groups_of("importer", importer);
  c.time = dense::groups_of("year", year);
  return c;
}

TEST(Bias, equals_a_dense_transcription_of_ppml_fe_bias) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/bias_ppml_fe_bias.json");
  for (const Json& one : Json::parse(file)) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    const Case c = case_of(one);
    const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
    const BiasCorrection correction = bias_correction(fit.sample, fit.mu, c.shape, c.exporter, c.importer,
                                                      one.at("time") ? &c.time : nullptr, true, 1);
    EXPECT_EQ(correction.pairs, one.at("pairs").get<std::uint64_t>());
    const std::vector<double> bias = one.at("bias"), vcov = one.at("vcov"), beta = one.at("beta");
    for (std::size_t k = 0; k < 2; ++k) {
      ASSERT_NEAR(fit.beta[Eigen::Index(k)], beta[k], 1e-10);
      // Both sides are solved to rounding; the ridge of the inverse costs 1e-8 of a leverage.
      EXPECT_NEAR(correction.bias[k], bias[k], 1e-9 * std::abs(bias[k]));
    }
    for (std::size_t e = 0; e < 4; ++e) EXPECT_NEAR(correction.vcov[e], vcov[e], 1e-7 * std::abs(vcov[0]));
  }
}

TEST(Bias, exchanging_exporters_and_importers_changes_nothing) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/bias_ppml_fe_bias.json");
  const Json cases = Json::parse(file);
  const Case c = case_of(cases[0]);
  const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
  const BiasCorrection one =
      bias_correction(fit.sample, fit.mu, c.shape, c.exporter, c.importer, &c.time, true, 2);
  const BiasCorrection other =
      bias_correction(fit.sample, fit.mu, c.shape, c.importer, c.exporter, &c.time, true, 2);
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(one.bias[k], other.bias[k], 1e-12);
  for (std::size_t e = 0; e < 4; ++e)
    EXPECT_NEAR(one.vcov[e], other.vcov[e], 1e-7 * one.vcov[0]);  // the ridge
}

TEST(Bias, threads_do_not_change_a_bit) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/bias_ppml_fe_bias.json");
  for (const Json& one : Json::parse(file)) {
    const Case c = case_of(one);
    const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
    const auto run = [&](int threads) {
      return bias_correction(fit.sample, fit.mu, c.shape, c.exporter, c.importer,
                             one.at("time") ? &c.time : nullptr, true, threads);
    };
    const BiasCorrection on_one = run(1), on_many = run(5);
    EXPECT_EQ(on_one.bias, on_many.bias);
    EXPECT_EQ(on_one.vcov, on_many.vcov);
  }
}

TEST(Bias, two_observations_of_a_pair_and_period_are_an_error_that_names_their_rows) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/bias_ppml_fe_bias.json");
  const Json cases = Json::parse(file);
  Case c = case_of(cases[0]);
  c.time.group[1] = c.time.group[0];
  ASSERT_EQ(c.importer.group[1], c.importer.group[0]);
  const std::vector<double> mu(c.sample.size(), 1.0);
  try {
    bias_correction(c.sample, mu, c.shape, c.exporter, c.importer, &c.time, true, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.where.find("rows 1 and 2"), std::string::npos) << error.where;
  }
}

Model model_of(const std::vector<std::vector<std::string>>& effects) {
  Model model;
  for (const auto& columns : effects) {
    EffectTerm term;
    term.factor.columns = columns;
    term.text = term.factor.name();
    model.effects.push_back(term);
  }
  return model;
}

TEST(GravityShape, effects_are_known_in_any_order) {
  const GravityShape shape =
      gravity_shape(model_of({{"to", "from"}, {"year", "from"}, {"to", "year"}}), "bias correction");
  EXPECT_EQ(shape.pair_effect, 0u);
  EXPECT_EQ(shape.exporter.columns, std::vector<std::string>{"from"});
  EXPECT_EQ(shape.importer.columns, std::vector<std::string>{"to"});
  EXPECT_EQ(shape.time.columns, std::vector<std::string>{"year"});
  // Without a name for time, the pair is the last.
  EXPECT_EQ(gravity_shape(model_of({{"a", "b"}, {"a", "c"}, {"b", "c"}}), "").time.columns,
            std::vector<std::string>{"a"});
  const GravityShape two = gravity_shape(model_of({{"from"}, {"to"}}), "");
  EXPECT_FALSE(two.pair_effect);
  EXPECT_TRUE(two.time.columns.empty());
}

TEST(GravityShape, other_effects_are_an_error) {
  for (const auto& effects : std::vector<std::vector<std::vector<std::string>>>{
           {},
           {{"a"}},
           {{"a"}, {"a", "b"}},
           {{"a", "t"}, {"b", "t"}, {"c"}},
           {{"a"}, {"b"}, {"year"}},
           {{"a", "year", "s"}, {"b", "year", "s"}, {"a", "b", "s"}}})
    EXPECT_THROW(gravity_shape(model_of(effects), "bias correction"), Error);
  Model slopes = model_of({{"a"}, {"b"}});
  slopes.effects[0].slope_names = {"x"};
  slopes.effects[0].slopes.resize(1);
  EXPECT_THROW(gravity_shape(slopes, "bias correction"), Error);
}

TEST(DenseInverse, is_the_inverse_on_one_thread_and_on_many) {
  // Larger than two tiles, so that every part of the blocked algorithm is at work.
  const Eigen::Index n = 300;
  Eigen::MatrixXd root = Eigen::MatrixXd::Random(n, n + 20);
  const Eigen::MatrixXd matrix = root * root.transpose();
  Eigen::MatrixXd one = matrix, many = matrix;
  invert_in_place(one, 1);
  invert_in_place(many, 5);
  EXPECT_TRUE(one == many);
  // The ridge: 1e-8 against a condition number of some 1e5.
  EXPECT_LT((one * matrix - Eigen::MatrixXd::Identity(n, n)).cwiseAbs().maxCoeff(), 1e-2);
  Eigen::MatrixXd well = matrix;
  well.diagonal().array() *= 2.0;
  Eigen::MatrixXd inverse = well;
  invert_in_place(inverse, 2);
  EXPECT_LT((inverse * well - Eigen::MatrixXd::Identity(n, n)).cwiseAbs().maxCoeff(), 1e-6);
}

}  // namespace
}  // namespace sogdia
