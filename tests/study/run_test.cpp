#include <gtest/gtest.h>

#include <cmath>

#include "sogdia/study/run.h"

namespace sogdia::run_test {

Study toy_study() {
  Study study;
  study.title = "Toy";
  study.base.projects = {"none"};
  study.pairs = {{"CHN", "RUS"}};
  return study;
}

Study toy_study_that_builds(const char* projects) {
  Study study = toy_study();
  study.scenario.changes = {{"projects", NetworkChange(Build{{projects}}), ""}};
  return study;
}

std::shared_ptr<const World> toy_world() {
  return std::make_shared<const World>(load_world(SOGDIA_SOURCE_DIR "/tests/data/toy-world"));
}

TEST(Run, a_scenario_without_changes_changes_nothing_to_the_last_bit) {
  const auto world = toy_world();
  const Result result = run_study(toy_study(), world, 2);
  const Table& countries = result.tables.at("countries");
  for (const char* column :
       {"welfare_hat_low", "welfare_hat_mid", "welfare_hat_high", "exports_hat", "imports_hat"}) {
    for (const double value : countries.numbers(column)) EXPECT_EQ(value, 1.0) << column;
  }
  for (const double value : result.tables.at("pairs").numbers("kappa_hat")) EXPECT_EQ(value, 1.0);
  const Table& corridors = result.tables.at("corridors");
  EXPECT_EQ(corridors.numbers("hours_before"), corridors.numbers("hours_after"));
}

TEST(Run, the_number_of_threads_changes_no_bit) {
  const auto world = toy_world();
  const Study study = toy_study_that_builds("all");
  const Result one = run_study(study, world, 1), four = run_study(study, world, 4);
  EXPECT_EQ(one.headline, four.headline);
  EXPECT_EQ(one.tables.at("pairs").numbers("trade_after_usd"),
            four.tables.at("pairs").numbers("trade_after_usd"));
}

TEST(Run, building_projects_saves_time_and_never_raises_a_cost) {
  const auto world = toy_world();
  const Study study = toy_study_that_builds("open");
  const Result result = run_study(study, world, 2);
  const Table& pairs = result.tables.at("pairs");
  const auto before = pairs.numbers("cost_before"), after = pairs.numbers("cost_after");
  bool saved = false;
  for (std::size_t k = 0; k < before.size(); ++k) {
    EXPECT_LE(after[k], before[k] + 1e-15);
    saved = saved || after[k] < before[k];
  }
  EXPECT_TRUE(saved);
}

// What is closed in the base and opened by the scenario is the same passage seen from the other side.
TEST(Run, a_change_of_the_base_is_where_a_change_of_the_scenario_starts) {
  const auto world = toy_world();
  const std::string open = "title = \"T\"\n[base]\nprojects = \"none\"\n",
                    closes = "kind = \"border\"\ntarget = \"CHN-KAZ\"\nhours_scale = 3\n";
  const Result plain = run_study(load_study_text(open + "[[change]]\n" + closes, "plain.toml"), world, 2),
               held = run_study(load_study_text(open + "[[base.change]]\n" + closes, "held.toml"), world, 2);
  const Table &one = plain.tables.at("pairs"), &other = held.tables.at("pairs");
  EXPECT_NE(one.numbers("hours_before"), one.numbers("hours_after"));
  EXPECT_EQ(other.numbers("hours_before"), other.numbers("hours_after"));
  EXPECT_EQ(plain.after.hours, held.base->costs.hours);
}

TEST(Run, by_hours_alone_cost_is_time) {
  for (const std::string switching : {"none", "all"}) {
    const Result result = run_study(
        load_study_text(
            "title = 'T'\n[base]\nprojects = 'none'\n[access]\nchoice = 'hours'\nswitching = '" + switching +
                "'\n[model]\nvalue_of_time = 0.01\n[[base.change]]\nkind = 'close'\ntarget = "
                "'kind:airport'\n[[change]]\nkind = 'border'\ntarget = 'CHN-KAZ'\nhours_scale = 0.5\n",
            "hours.toml"),
        toy_world(), 2);
    const Table& pairs = result.tables.at("pairs");
    const auto before = pairs.numbers("hours_before"), after = pairs.numbers("hours_after"),
               cost = pairs.numbers("cost_after");
    double saved = 0;
    for (std::size_t k = 0; k < before.size(); ++k) {
      EXPECT_LE(after[k], before[k] + 1e-9);
      EXPECT_NEAR(cost[k], 0.01 * after[k] / 24, 0.01 * cost[k]);  // (1 + a)^-rho is all but linear here
      saved += before[k] - after[k];
    }
    EXPECT_GT(saved, 0) << switching;
  }
}

// Between two places all goods go along some link of each way, so what comes into the last one is the trade.
TEST(Run, trade_goes_along_links_and_none_along_a_closed_one) {
  const Result result = run_study(toy_study_that_builds("open"), toy_world(), 2);
  const Table& flows = result.tables.at("link_flows");
  ASSERT_GT(flows.rows(), 0u);
  const auto &id = flows.text("link_id"), &mode = flows.text("mode");
  const auto before = flows.numbers("usd_before"), after = flows.numbers("usd_after"),
             tonnes = flows.numbers("tonnes_before");
  const OdMatrix& trade = result.base->economy.trade;
  double all = 0, transfers = 0;
  for (std::size_t i = 0; i < trade.origins.size(); ++i) {
    for (std::size_t j = 0; j < trade.origins.size(); ++j) all += i == j ? 0 : trade(i, j);
  }
  for (std::size_t k = 0; k < flows.rows(); ++k) {
    const std::size_t link = result.base->network.links.at(id[k]);
    EXPECT_TRUE(result.base->costs.open(link) || before[k] == 0) << id[k];
    EXPECT_TRUE(result.after.open(link) || after[k] == 0) << id[k];
    EXPECT_LE(before[k], all) << id[k];
    EXPECT_NEAR(tonnes[k], before[k] / result.base->travel.shipper.usd_per_tonne_value, 1) << id[k];
    if (mode[k] == "transfer") transfers += before[k];
  }
  // Goods that board and alight go along two transfers, others along none.
  EXPECT_GT(transfers, 0);
  EXPECT_LE(transfers, 4 * all);
}

// The world table's own words, worked out again from the table of pairs.
TEST(Run, the_mean_change_and_the_best_pair_are_those_of_the_pairs) {
  const auto world = toy_world();
  const Study study = toy_study_that_builds("open");
  const Result result = run_study(study, world, 2);
  const Table &pairs = result.tables.at("pairs"), &means = result.tables.at("world");
  const auto before = pairs.numbers("hours_before"), after = pairs.numbers("hours_after");
  double sum = 0, count = 0, lowest = 1;
  std::string best;
  for (std::size_t k = 0; k < before.size(); ++k) {
    if (std::isnan(before[k]) || std::isnan(after[k])) continue;
    const double ratio = after[k] / before[k];
    sum += ratio;
    ++count;
    if (ratio >= lowest) continue;
    lowest = ratio;
    best = pairs.text("exporter")[k] + "-" + pairs.text("importer")[k];
  }
  ASSERT_LT(lowest, 1.0);
  const auto change = means.numbers("change");
  bool mean_seen = false, best_seen = false;
  for (std::size_t row = 0; row < means.rows(); ++row) {
    const std::string& measure = means.text("measure")[row];
    if (measure == "pair_hours") {
      mean_seen = true;
      EXPECT_NEAR(change[row], sum / count - 1, 1e-12);
    } else if (measure == "best_pair_hours") {
      best_seen = true;
      EXPECT_NEAR(change[row], lowest - 1, 1e-12);
      EXPECT_EQ(means.text("pair")[row], best);
    } else {
      // Whatever is not about one pair names none.
      EXPECT_TRUE(means.text("pair")[row].empty() || measure.rfind("best_pair", 0) == 0) << measure;
    }
  }
  EXPECT_TRUE(mean_seen && best_seen);
}

}  // namespace sogdia::run_test
