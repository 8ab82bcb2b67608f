#include "sogdia/gravity/errors/vcov.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>

#include "gravity/dense.h"
#include "gravity/pyfixest_panel.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/errors/degrees.h"

namespace sogdia::vcov_test {

using namespace pyfixest_panel;

VcovSpec spec_of(const std::string& text) {
  const std::vector<std::string> halves = split(text, ':');
  VcovSpec spec;
  spec.kind = halves[0] == "iid"      ? VcovSpec::Kind::iid
              : halves[0] == "hetero" ? VcovSpec::Kind::hetero
                                      : VcovSpec::Kind::cluster;
  if (halves.size() > 1)
    for (const std::string& key : split(halves[1], '+')) spec.columns.push_back({columns_of(key)});
  return spec;
}

TEST(Vcov, equals_pyfixest_under_its_small_sample_convention) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/vcov_pyfixest.json");
  const Json oracle = Json::parse(file);
  int compared = 0;
  for (const Json& one : oracle.at("cases")) {
    const std::string effects = one.at("effects"), vcov = one.at("vcov"), weights = one.at("weights");
    const Family family = one.at("family") == "ppml" ? Family::ppml : Family::ols;
    const dense::DenseFit fit = dense::fit(sample_of(oracle.at("data"), effects, weights, vcov), family);
    const Errors errors = errors_of(fit.sample, family, fit.working_weight, fit.score_residual, spec_of(vcov),
                                    SmallSample::fixest, 1);
    SCOPED_TRACE(one.at("family").get<std::string>() + " | " + effects + " " + weights + " " + vcov);
    const std::vector<double> expected = one.at("matrix");
    const std::size_t k = fit.sample.x.size();
    const bool negative = expected[0] < 0.0 || expected[3] < 0.0;
    EXPECT_EQ(errors.normal, family == Family::ppml);
    if (family == Family::ols) {
      EXPECT_EQ(errors.df_t, one.at("df_t").get<double>());
    }
    // pyfixest reports a negative variance as it is; here it is mended.
    EXPECT_TRUE(errors.mended || !negative);
    if (errors.mended) continue;
    ++compared;
    const double scale = std::sqrt(expected[0] * expected[3]);
    for (std::size_t a = 0; a < 2; ++a)
      for (std::size_t b = 0; b < 2; ++b)
        // There the deviance's change stops the iteration, residuals feel its square root, and terms of
        // two-way errors cancel. A degree of freedom more or less is 3e-3 here.
        EXPECT_NEAR(errors.vcov[(k - 2 + a) * k + k - 2 + b], expected[a * 2 + b], 1e-6 * scale);
  }
  EXPECT_GT(compared, 70);
}

// A random panel with rows of a country with itself, repeated pairs and gaps.
struct Panel {
  Sample sample;
  std::vector<double> weight, residual;
};

Panel random_panel(unsigned seed, std::size_t n, std::uint32_t countries, std::size_t k) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::uniform_int_distribution<std::uint32_t> country(0, countries - 1);
  Panel panel;
  panel.sample.y.assign(n, 0.0);
  panel.sample.x.assign(k, std::vector<double>(n));
  panel.sample.clusters.resize(2);
  for (Groups& groups : panel.sample.clusters) {
    groups.groups = countries;
    for (std::size_t i = 0; i < n; ++i) groups.group.push_back(country(engine));
  }
  for (auto& x : panel.sample.x)
    for (double& v : x) v = normal(engine);
  for (std::size_t i = 0; i < n; ++i) {
    panel.weight.push_back(std::exp(normal(engine)));
    panel.residual.push_back(normal(engine));
  }
  return panel;
}

dense::Matrix matrix_of(const Errors& errors, std::size_t k) {
  dense::Matrix matrix(k, k);
  matrix.values = errors.vcov;
  return matrix;
}

// A^-1 (sum over pairs of observations that `related` of s_i s_j') A^-1
template <class Related>
dense::Matrix brute_force(const Panel& panel, Related related) {
  const std::size_t n = panel.residual.size(), k = panel.sample.x.size();
  const std::vector<std::vector<double>>& x = panel.sample.x;
  const std::vector<double>& r = panel.residual;
  dense::Matrix gram(k, k), meat(k, k);
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = 0; b < k; ++b)
      for (std::size_t i = 0; i < n; ++i) gram(a, b) += panel.weight[i] * x[a][i] * x[b][i];
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      if (!related(i, j)) continue;
      for (std::size_t a = 0; a < k; ++a)
        for (std::size_t b = 0; b < k; ++b) meat(a, b) += r[i] * x[a][i] * r[j] * x[b][j];
    }
  const dense::Matrix bread = dense::inverse(gram);
  return dense::product(dense::product(bread, meat), bread);
}

// Relative to the largest entry: sums of some hundred products in another order.
void expect_same(const dense::Matrix& a, const dense::Matrix& b) {
  ASSERT_EQ(a.values.size(), b.values.size());
  EXPECT_LT(dense::largest(dense::difference(a, b)), 1e-11 * dense::largest(b));
}

TEST(Vcov, dyadic_errors_are_the_sum_over_all_pairs_of_rows_that_share_a_country) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const Panel panel = random_panel(seed, 240, 9, 2);
    VcovSpec spec;
    spec.kind = VcovSpec::Kind::dyadic;
    spec.columns = {{{"exporter"}}, {{"importer"}}};
    const Errors errors =
        errors_of(panel.sample, Family::ppml, panel.weight, panel.residual, spec, SmallSample::none, 1);
    const auto& e = panel.sample.clusters[0].group;
    const auto& m = panel.sample.clusters[1].group;
    const dense::Matrix expected = brute_force(panel, [&](std::size_t i, std::size_t j) {
      return e[i] == e[j] || e[i] == m[j] || m[i] == e[j] || m[i] == m[j];
    });
    ASSERT_FALSE(errors.mended);
    expect_same(matrix_of(errors, 2), expected);
    EXPECT_EQ(errors.groups, std::vector<std::uint64_t>{9});
  }
}

TEST(Vcov, multiway_errors_are_the_sum_over_all_pairs_of_rows_that_share_some_cluster) {
  int compared = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Panel panel = random_panel(seed, 300, 12, 3);
    panel.sample.clusters.push_back(panel.sample.clusters[0]);
    auto& third = panel.sample.clusters[2];
    std::rotate(third.group.begin(), third.group.begin() + 11, third.group.end());
    for (std::uint32_t& g : third.group) g %= 5;
    third.groups = 5;
    VcovSpec spec;
    spec.kind = VcovSpec::Kind::cluster;
    spec.columns = {{{"a"}}, {{"b"}}, {{"c"}}};
    const Errors errors =
        errors_of(panel.sample, Family::ppml, panel.weight, panel.residual, spec, SmallSample::fixest, 1);
    if (errors.mended) continue;
    ++compared;
    const auto& c = panel.sample.clusters;
    dense::Matrix expected = brute_force(panel, [&](std::size_t i, std::size_t j) {
      return c[0].group[i] == c[0].group[j] || c[1].group[i] == c[1].group[j] ||
             c[2].group[i] == c[2].group[j];
    });
    for (double& value : expected.values) value *= (299.0 / 297.0) * (5.0 / 4.0);
    expect_same(matrix_of(errors, 3), expected);
  }
  EXPECT_GE(compared, 4);
}

TEST(Vcov, a_matrix_with_a_negative_eigenvalue_is_mended_and_says_so) {
  bool seen = false;
  for (unsigned seed = 1; seed <= 40 && !seen; ++seed) {
    const Panel panel = random_panel(seed, 60, 20, 3);
    VcovSpec spec;
    spec.kind = VcovSpec::Kind::cluster;
    spec.columns = {{{"a"}}, {{"b"}}};
    const Errors errors =
        errors_of(panel.sample, Family::ppml, panel.weight, panel.residual, spec, SmallSample::ppmlhdfe, 1);
    if (!errors.mended) continue;
    seen = true;
    const std::vector<double> eigenvalues = dense::eigenvalues(matrix_of(errors, 3));
    EXPECT_GT(eigenvalues.front(), -1e-15 * eigenvalues.back());  // rounding
  }
  EXPECT_TRUE(seen);
}

TEST(Vcov, threads_do_not_change_a_bit) {
  const Panel panel = random_panel(5, 300000, 150, 2);
  Panel sorted = panel;
  std::sort(sorted.sample.clusters[0].group.begin(), sorted.sample.clusters[0].group.end());
  for (const Panel* p : {&panel, static_cast<const Panel*>(&sorted)})
    for (const auto kind :
         {VcovSpec::Kind::iid, VcovSpec::Kind::hetero, VcovSpec::Kind::cluster, VcovSpec::Kind::dyadic}) {
      VcovSpec spec;
      spec.kind = kind;
      spec.columns = {{{"a"}}, {{"b"}}};
      const auto run = [&](int threads) {
        return errors_of(p->sample, Family::ppml, p->weight, p->residual, spec, SmallSample::ppmlhdfe,
                         threads)
            .vcov;
      };
      EXPECT_EQ(run(1), run(7));
    }
}

TEST(Vcov, sorted_and_shuffled_rows_give_the_same_clustered_errors) {
  const Panel panel = random_panel(8, 200000, 3000, 2);
  std::vector<std::size_t> order(panel.residual.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto& group = panel.sample.clusters[0].group;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return group[a] < group[b]; });
  Panel sorted = panel;
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t c = 0; c < 2; ++c) {
      sorted.sample.x[c][i] = panel.sample.x[c][order[i]];
      sorted.sample.clusters[c].group[i] = panel.sample.clusters[c].group[order[i]];
    }
    sorted.weight[i] = panel.weight[order[i]];
    sorted.residual[i] = panel.residual[order[i]];
  }
  VcovSpec spec;
  spec.kind = VcovSpec::Kind::cluster;
  for (const bool two : {false, true}) {
    spec.columns = {{{"a"}}};
    if (two) spec.columns.push_back({{"b"}});
    const auto of = [&](Panel p) {
      if (!two) p.sample.clusters.pop_back();
      return matrix_of(errors_of(p.sample, Family::ppml, p.weight, p.residual, spec, SmallSample::none, 2),
                       2);
    };
    expect_same(of(sorted), of(panel));
  }
}

TEST(Vcov, each_convention_multiplies_by_its_own_factor) {
  const Panel panel = random_panel(3, 400, 11, 2);
  Sample sample = panel.sample;
  sample.clusters.pop_back();
  Effect effect;
  effect.columns = {"year"};
  effect.levels = 5;
  for (std::size_t i = 0; i < 400; ++i) effect.level.push_back(std::uint32_t(i % 5));
  sample.effects.push_back(effect);
  VcovSpec cluster;
  cluster.kind = VcovSpec::Kind::cluster;
  cluster.columns = {{{"exporter"}}};
  const auto ratio = [&](Family family, const VcovSpec& spec, SmallSample convention) {
    const auto of = [&](SmallSample c) {
      return errors_of(sample, family, panel.weight, panel.residual, spec, c, 1).vcov[0];
    };
    return of(convention) / of(SmallSample::none);
  };
  const double n = 400, k = 2 + 5, g = 11;
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-14 * b); };  // one multiplication
  near(ratio(Family::ppml, {}, SmallSample::ppmlhdfe), n / (n - 1));
  near(ratio(Family::ppml, cluster, SmallSample::ppmlhdfe), g / (g - 1));
  near(ratio(Family::ols, {}, SmallSample::ppmlhdfe), n / (n - k));
  near(ratio(Family::ols, cluster, SmallSample::ppmlhdfe), (n - 1) / (n - k) * g / (g - 1));
  near(ratio(Family::ppml, {}, SmallSample::fixest), n / (n - k));
  near(ratio(Family::ppml, cluster, SmallSample::fixest), (n - 1) / (n - k) * g / (g - 1));
}

TEST(Vcov, a_cluster_of_one_group_is_an_error_that_names_it) {
  Panel panel = random_panel(3, 40, 1, 1);
  VcovSpec spec;
  spec.kind = VcovSpec::Kind::cluster;
  spec.columns = {{{"world"}}};
  panel.sample.clusters.pop_back();
  try {
    errors_of(panel.sample, Family::ppml, panel.weight, panel.residual, spec, SmallSample::none, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message.find("`world`"), std::string::npos);
  }
}

// reghdfe's pairwise count on a panel where every effect shares a column with every other.
TEST(Degrees, exporter_year_and_importer_year_effects_share_one_component_each_year) {
  std::vector<std::int64_t> ey, iy, pair, e, year;
  const int countries = 6, years = 4;
  for (int i = 0; i < countries; ++i)
    for (int j = 0; j < countries; ++j)
      for (int t = 0; t < years; ++t) {
        ey.push_back(i * years + t);
        iy.push_back(j * years + t);
        pair.push_back(i * countries + j);
        e.push_back(i);
        year.push_back(t);
      }
  Sample sample;
  sample.y.assign(ey.size(), 0.0);
  sample.effects = {dense::effect_of("exporter^year", {"exporter", "year"}, ey),
                    dense::effect_of("importer^year", {"importer", "year"}, iy),
                    dense::effect_of("exporter^importer", {"exporter", "importer"}, pair)};
  EXPECT_EQ(connected_components(sample.effects[0], sample.effects[1]), 4u);
  EXPECT_EQ(connected_components(sample.effects[0], sample.effects[2]), 6u);
  const AbsorbedDegrees degrees = count_absorbed(sample, {}, SmallSample::ppmlhdfe);
  EXPECT_EQ(degrees.levels, 24u + 24 + 36);
  EXPECT_EQ(degrees.all, 24u + (24 - 4) + (36 - 6));
  EXPECT_EQ(count_absorbed(sample, {}, SmallSample::fixest).all, 24u + 23 + 35);

  // Clustered by pair: the pair effects are nested, one degree stands for them.
  sample.clusters = {dense::groups_of("exporter^importer", pair)};
  const std::vector<Factor> by_pair = {{{"importer", "exporter"}}};
  EXPECT_EQ(count_absorbed(sample, by_pair, SmallSample::ppmlhdfe).outside, (24u - 1) + (24 - 4) + 1);
  EXPECT_EQ(count_absorbed(sample, by_pair, SmallSample::fixest).outside, 24u + 23 + 0);
  EXPECT_EQ(connected_components(dense::effect_of("exporter", {"exporter"}, e), sample.effects[0]), 6u);
  EXPECT_EQ(connected_components(dense::effect_of("year", {"year"}, year), sample.effects[2]), 1u);
}

TEST(Degrees, components_and_levels_give_the_rank_of_the_dummies_of_two_effects) {
  rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& cells) {
    RC_PRE(!cells.empty());
    std::vector<std::int64_t> a, b;
    for (const auto& [p, q] : cells) {
      a.push_back(p % 12);
      b.push_back(q % 12);
    }
    Sample sample;
    sample.y.assign(a.size(), 0.0);
    sample.effects = {dense::effect_of("a", {"a"}, a), dense::effect_of("b", {"b"}, b)};
    RC_ASSERT(count_absorbed(sample, {}, SmallSample::ppmlhdfe).all == dense::rank(dense::dummies(sample)));
  });
}

TEST(Degrees, a_varying_slope_does_not_count_where_it_does_not_vary) {
  Sample sample;
  sample.y.assign(6, 0.0);
  Effect effect = dense::effect_of("pair", {"pair"}, {0, 0, 1, 1, 2, 2});
  effect.slopes = {{1, 2, 5, 5, 0, 3}};
  sample.effects = {effect};
  EXPECT_EQ(count_absorbed(sample, {}, SmallSample::ppmlhdfe).all, 3u + 2);
  sample.effects[0].intercept = false;
  sample.effects[0].slopes = {{1, 2, 5, 5, 0, 0}};
  EXPECT_EQ(count_absorbed(sample, {}, SmallSample::ppmlhdfe).all, 2u);
}

}  // namespace sogdia::vcov_test
