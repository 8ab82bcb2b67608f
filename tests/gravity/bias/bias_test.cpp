#include "sogdia/gravity/bias/bias.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gravity/dense.h"
#include "sogdia/core/error.h"

namespace sogdia::bias_test {

using Json = nlohmann::json;

// A sample on effects of the keys, with x1 and x2, its sides, and ids that the effects are given by.
struct Case {
  Sample sample;
  GravitySides sides;
  Model ids;
};

Groups alike(std::size_t n) { return {"", std::vector<std::uint32_t>(n, 0), 1}; }

std::vector<std::int64_t> joined(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  std::vector<std::int64_t> both;
  for (std::size_t i = 0; i < a.size(); ++i) both.push_back(a[i] * 10000 + b[i]);
  return both;
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

Case case_of(const Json& one) {
  const Json& data = one.at("data");
  const auto keys = [&](const char* name) { return data.at(name).get<std::vector<std::int64_t>>(); };
  std::vector<std::int64_t> exporter = keys("exporter"), importer = keys("importer"), year = keys("year");
  const bool time = one.at("time"), pair = one.at("pair");
  Case c;
  c.sample.y = data.at("y").get<std::vector<double>>();
  c.sample.terms = {"x1", "x2"};
  for (const std::string& x : c.sample.terms) c.sample.x.push_back(data.at(x).get<std::vector<double>>());
  for (std::size_t i = 0; i < c.sample.y.size(); ++i) c.sample.row.push_back(std::uint32_t(i));
  c.sides.network = alike(exporter.size());
  if (data.contains("sector")) {
    c.sides.network = dense::groups_of("sector", keys("sector"));
    exporter = joined(keys("sector"), exporter);
    importer = joined(keys("sector"), importer);
  }
  if (!time) year.assign(year.size(), 0);
  c.sample.effects = {dense::effect_of("exp_time", {"exp_time"}, joined(exporter, year)),
                      dense::effect_of("imp_time", {"imp_time"}, joined(importer, year))};
  c.ids = model_of({{"exp_time"}, {"imp_time"}});
  if (pair) {
    c.sample.effects.push_back(dense::effect_of("pair_id", {"pair_id"}, joined(exporter, importer)));
    c.ids = model_of({{"exp_time"}, {"imp_time"}, {"pair_id"}});
  }
  c.sides.pair_effect = pair;
  c.sides.exporter = dense::groups_of("exporter", exporter);
  c.sides.importer = dense::groups_of("importer", importer);
  c.sides.period = dense::groups_of("year", year);
  c.sides.pair = dense::groups_of("exporter^importer", joined(exporter, importer));
  c.sides.one_row = "exporter, importer and year";
  return c;
}

Json cases() {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/bias_ppml_fe_bias.json");
  return Json::parse(file);
}

TEST(Bias, equals_a_dense_transcription_of_ppml_fe_bias) {
  for (const Json& one : cases()) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    const Case c = case_of(one);
    const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
    const BiasCorrection correction = bias_correction(fit.sample, fit.mu, c.sides, true, 1);
    EXPECT_EQ(correction.pairs, one.at("pairs").get<std::uint64_t>());
    const std::vector<double> bias = one.at("bias"), vcov = one.at("vcov"), beta = one.at("beta");
    for (std::size_t k = 0; k < 2; ++k) {
      ASSERT_NEAR(fit.beta[k], beta[k], 1e-10);
      // Both sides are solved to rounding; the ridge of the inverse costs 1e-8 of a leverage.
      EXPECT_NEAR(correction.bias[k], bias[k], 1e-9 * std::abs(bias[k]));
    }
    for (std::size_t e = 0; e < 4; ++e) EXPECT_NEAR(correction.vcov[e], vcov[e], 1e-7 * std::abs(vcov[0]));
  }
}

TEST(Bias, exchanging_exporters_and_importers_changes_nothing) {
  Case c = case_of(cases()[0]);
  const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
  const BiasCorrection one = bias_correction(fit.sample, fit.mu, c.sides, true, 2);
  std::swap(c.sides.exporter, c.sides.importer);
  const BiasCorrection other = bias_correction(fit.sample, fit.mu, c.sides, true, 2);
  for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(one.bias[k], other.bias[k], 1e-12);
  for (std::size_t e = 0; e < 4; ++e)
    EXPECT_NEAR(one.vcov[e], other.vcov[e], 1e-7 * one.vcov[0]);  // the ridge
}

TEST(Bias, threads_do_not_change_a_bit) {
  for (const Json& one : cases()) {
    const Case c = case_of(one);
    const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
    const auto run = [&](int threads) { return bias_correction(fit.sample, fit.mu, c.sides, true, threads); };
    const BiasCorrection on_one = run(1), on_many = run(5);
    EXPECT_EQ(on_one.bias, on_many.bias);
    EXPECT_EQ(on_one.vcov, on_many.vcov);
  }
}

TEST(Bias, two_observations_of_a_pair_and_period_are_an_error_that_names_their_rows) {
  Case c = case_of(cases()[0]);
  c.sides.period.group[1] = c.sides.period.group[0];
  ASSERT_EQ(c.sides.importer.group[1], c.sides.importer.group[0]);
  const std::vector<double> mu(c.sample.size(), 1.0);
  try {
    bias_correction(c.sample, mu, c.sides, true, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.where.find("rows 1 and 2"), std::string::npos) << error.where;
  }
}

VcovSpec clustered_by(const std::string& column) { return parse_vcov("cluster:" + column); }

// Ids of three effects tell all; of two with periods, the groups of the errors tell the pairs.
TEST(GravitySides, ids_of_ones_own_give_what_the_columns_give_to_the_bit) {
  for (const Json& one : cases()) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    Case c = case_of(one);
    const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
    Sample sample = fit.sample;
    const bool needs_pairs = one.at("time") && !one.at("pair");
    if (needs_pairs) {
      EXPECT_THROW(gravity_sides(sample, c.ids, plan_sides(c.ids, {})), Error);
      sample.clusters = {c.sides.pair};
    }
    const SidesPlan plan = plan_sides(c.ids, needs_pairs ? clustered_by("pair_id") : VcovSpec{});
    const GravitySides sides = gravity_sides(sample, c.ids, plan);
    EXPECT_EQ(sides.network.groups, c.sides.network.groups);
    EXPECT_EQ(sides.pair_effect, c.sides.pair_effect);
    if (sides.pair_effect) {
      EXPECT_EQ(sides.exporter.group, c.sides.exporter.group);
      EXPECT_EQ(sides.importer.group, c.sides.importer.group);
    }
    const BiasCorrection by_ids = bias_correction(sample, fit.mu, sides, true, 1);
    EXPECT_EQ(by_ids.pairs, one.at("pairs").get<std::uint64_t>());
    const std::vector<double> bias = one.at("bias"), vcov = one.at("vcov");
    for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(by_ids.bias[k], bias[k], 1e-9 * std::abs(bias[k]));
    for (std::size_t e = 0; e < 4; ++e) EXPECT_NEAR(by_ids.vcov[e], vcov[e], 1e-7 * std::abs(vcov[0]));
    const BiasCorrection by_columns = bias_correction(fit.sample, fit.mu, c.sides, true, 1);
    EXPECT_EQ(by_ids.bias, by_columns.bias);
    EXPECT_EQ(by_ids.vcov, by_columns.vcov);
  }
}

// Any order of the effects, and any numbers for their levels.
TEST(GravitySides, neither_order_nor_numbers_of_the_ids_matter) {
  const Json all = cases();
  for (const std::size_t which : {std::size_t{0}, std::size_t{4}}) {
    const Case c = case_of(all[which]);
    const dense::DenseFit fit = dense::fit(c.sample, Family::ppml);
    Sample sample = fit.sample;
    std::swap(sample.effects[0], sample.effects[2]);
    for (Effect& effect : sample.effects)
      for (std::uint32_t& level : effect.level) level = (level * 101u + 3u) % effect.levels;
    for (const Effect& effect : sample.effects) ASSERT_NE(effect.levels % 101, 0u);
    for (const char* name : {"pair_id", "dyad", "od"}) {
      const Model ids = model_of({{name}, {"imp_time"}, {"exp_time"}});
      const BiasCorrection found =
          bias_correction(sample, fit.mu, gravity_sides(sample, ids, plan_sides(ids, {})), true, 1);
      const BiasCorrection known = bias_correction(fit.sample, fit.mu, c.sides, true, 1);
      for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(found.bias[k], known.bias[k], 1e-12);
      for (std::size_t e = 0; e < 4; ++e) EXPECT_NEAR(found.vcov[e], known.vcov[e], 1e-7 * known.vcov[0]);
    }
  }
}

TEST(GravitySides, ids_of_another_model_are_an_error_that_names_two_rows) {
  const Json all = cases();
  Case c = case_of(all[0]);
  const auto refused = [&](const Model& model, const VcovSpec& vcov, const char* part) {
    try {
      gravity_sides(c.sample, model, plan_sides(model, vcov));
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      EXPECT_NE((error.message + error.where + error.hint).find(part), std::string::npos)
          << error.message << error.where << error.hint;
    }
  };
  // Exporter, importer and year each for itself.
  const std::vector<Effect> right = c.sample.effects;
  for (std::size_t e = 0; e < 3; ++e) {
    const Groups& plain = e == 0 ? c.sides.exporter : e == 1 ? c.sides.importer : c.sides.period;
    c.sample.effects[e].level = plain.group;
    c.sample.effects[e].levels = plain.groups;
  }
  refused(model_of({{"exporter"}, {"importer"}, {"year"}}), {}, "of the data have two levels of");
  c.sample.effects = right;
  // Errors by something else than pairs.
  c.sample.clusters = {c.sides.exporter};
  refused(c.ids, clustered_by("exporter"), "clustered by pair");
  c.sample.clusters = {c.sides.pair};
  gravity_sides(c.sample, c.ids, plan_sides(c.ids, clustered_by("anything")));
  refused(c.ids, parse_vcov("iid"), "cluster:pair_id");
  // Time on one side alone.
  refused(model_of({{"pair_id"}, {"year"}}), {}, "varies over time");
  refused(model_of({{"exporter", "year"}, {"importer"}}), {}, "varies over time");
  refused(model_of({{"a"}, {"b"}, {"c"}, {"d"}}), {}, "i(year, border)");
  refused(model_of({{"a"}}), {}, "no incidental-parameter bias");
  Case two = case_of(all[1]);
  c = two;
  refused(c.ids, {}, "cluster:pair_id");
  c.sample.clusters = {c.sides.exporter};
  refused(c.ids, clustered_by("exporter"), "is not the pairs");
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
  const GravityShape sectors = gravity_shape(
      model_of({{"from", "s", "year"}, {"to", "s", "year"}, {"from", "to", "s"}}), "bias correction");
  EXPECT_EQ(sectors.network.columns, std::vector<std::string>{"s"});
  EXPECT_EQ(sectors.time.columns, std::vector<std::string>{"year"});
  EXPECT_EQ(sectors.exporter.columns, std::vector<std::string>{"from"});
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
           {{"a", "year", "s"}, {"b", "year", "s"}, {"a", "s"}}})
    EXPECT_THROW(gravity_shape(model_of(effects), "bias correction"), Error);
  Model slopes = model_of({{"a"}, {"b"}});
  slopes.effects[0].slope_names = {"x"};
  slopes.effects[0].slopes.resize(1);
  EXPECT_THROW(gravity_shape(slopes, "bias correction"), Error);
}

}  // namespace sogdia::bias_test
