#include "sogdia/study/estimates/saved_estimate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/study/pipeline/base.h"

namespace sogdia::saved_estimate_test {
namespace fs = std::filesystem;

const char* const kTariff = R"json(
  {"model": {"formula": "trade ~ log(1 + tariff) + fta | i + j", "converged": true}, "coefficients": [
  {"term": "log(1 + tariff)", "estimate": -4.0, "std_error": 0.5, "low": -5.0, "high": -3.0},
  {"term": "log(distance)", "estimate": -0.9, "std_error": 0.1, "low": -1.1, "high": -0.7},
  {"term": "log(gdp)", "estimate": 0.8, "std_error": 0.1, "low": 0.6, "high": 1.0},
  {"term": "log(fuel)", "estimate": -0.5, "std_error": 0.4, "low": -1.3, "high": 0.3},
  {"term": "log(lost)", "estimate": -2.0, "std_error": null, "low": null, "high": null},
  {"term": "fta", "estimate": 0.4, "std_error": 0.1, "low": 0.2, "high": 0.6}]})json";
const char* const kOne = R"json(
  {"model": {"formula": "trade ~ log(kappa) + fta | i", "converged": true}, "coefficients": [
  {"term": "fta", "estimate": 0.4, "std_error": 0.1, "low": 0.2, "high": 0.6},
  {"term": "log(kappa)", "estimate": -6.0, "std_error": 1.0, "low": -8.0, "high": -4.0}]})json";
const char* const kRun = R"json({"converged": true, "measures": [
  {"estimate": "2014", "measure": "value_of_time", "value": 0.004, "std_error": 0.001, "low": 0.002, "high": 0.006},
  {"estimate": "2023", "measure": "value_of_time", "value": 0.009, "std_error": 0.002, "low": null, "high": null},
  {"estimate": "wrong", "measure": "value_of_time", "value": -0.009, "std_error": 0.002, "low": -0.01, "high": 0},
  {"estimate": "freight", "measure": "elasticity", "value": -3, "std_error": 0.2, "low": -3.4, "high": -2.6}],
  "coefficients": [
  {"estimate": "2014", "term": "days", "coefficient": -0.1, "std_error": 0.01, "low": -0.12, "high": -0.08},
  {"estimate": "freight", "term": "log(1 + freight)", "coefficient": -3, "std_error": 0.2, "low": -3.4, "high": -2.6}]})json";

class saved_estimate : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "sogdia-saved-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    fs::create_directories(folder / "studies");
    fs::create_directories(folder / "run");
    put("fit.json", kTariff);
    put("one.json", kOne);
    put("two.json", std::string("{\"models\": [") + kTariff + ", " + kOne + "]}");
    put("lost.json", R"({"model": {"formula": "y ~ x", "converged": false}, "coefficients": []})");
    put("other.json", R"({"welfare": []})");
    put("broken.json", "{");
    put("run/summary.json", kRun);
  }
  void TearDown() override { fs::remove_all(folder); }
  void put(const std::string& name, const std::string& text) { write_file((folder / name).string(), text); }

  // The [model] of a study that lies beside the folder of estimates.
  Study study(const std::string& model) {
    put("studies/study.toml", "title = 'T'\n[model]\n" + model + "\n");
    return load_study((folder / "studies/study.toml").string());
  }
  Error error_in(const std::string& model) {
    try {
      study(model);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no Error was thrown by " << model;
    return {"", "", ""};
  }

  fs::path folder;
};

TEST_F(saved_estimate, theta_is_minus_the_coefficient_and_its_band_the_interval) {
  const Study taken = study("theta = 'estimate:../fit.json'\ntheta_term = 'log(1 + tariff)'");
  EXPECT_EQ(taken.model.theta_low, 3.0);
  EXPECT_EQ(taken.model.theta_mid, 4.0);
  EXPECT_EQ(taken.model.theta_high, 5.0);
  ASSERT_EQ(taken.model.estimated.size(), 1u);
  const ModelFigure& figure = taken.model.estimated[0];
  EXPECT_EQ(figure.std_error, 0.5);
  EXPECT_EQ(figure.term, "log(1 + tariff)");
  EXPECT_EQ(figure.estimate, "trade ~ log(1 + tariff) + fta | i + j");
}

TEST_F(saved_estimate, a_lone_log_needs_no_term_and_a_number_of_several_models_says_which) {
  EXPECT_EQ(study("theta = 'estimate:../one.json'").model.theta_mid, 6.0);
  EXPECT_EQ(study("theta = 'estimate:../two.json#2'").model.theta_mid, 6.0);
  EXPECT_EQ(study("theta = 'estimate:../run#freight'").model.theta_low, 2.6);
  EXPECT_EQ(study("theta = 'estimate:../run/summary.json#freight'").model.theta_high, 3.4);
}

TEST_F(saved_estimate, what_the_study_says_of_the_band_goes_before_the_interval) {
  const Study taken = study("theta = 'estimate:../one.json'\ntheta_low = 5\ntheta_high = 20");
  EXPECT_EQ(taken.model.theta_low, 5.0);
  EXPECT_EQ(taken.model.theta_mid, 6.0);
  EXPECT_EQ(taken.model.theta_high, 20.0);
  EXPECT_EQ(
      study("theta = 'estimate:../fit.json'\ntheta_term = 'log(fuel)'\ntheta_low = 0.1").model.theta_mid,
      0.5);
}

TEST_F(saved_estimate, a_number_is_a_number_without_a_band) {
  const Study::Model model = study("theta = 4").model;
  EXPECT_EQ(model.theta_low, 4.0);
  EXPECT_EQ(model.theta_mid, 4.0);
  EXPECT_EQ(model.theta_high, 4.0);
  EXPECT_EQ(study("theta = 4\ntheta_high = 8").model.theta_high, 8.0);
  EXPECT_EQ(study("value_of_time = 0.012").access.value_of_time, 0.012);
  EXPECT_FALSE(study("theta = 4").access.value_of_time);
}

TEST_F(saved_estimate, the_value_of_time_is_a_measure_of_a_gravity_run) {
  const Study taken = study("value_of_time = 'estimate:../run#2014'");
  EXPECT_EQ(taken.access.value_of_time, 0.004);
  EXPECT_EQ(taken.model.estimated[0].std_error, 0.001);
  EXPECT_EQ(study("value_of_time = 'estimate:../run#2023'").access.value_of_time, 0.009);
}

TEST_F(saved_estimate, the_base_minds_time_as_the_study_says) {
  const auto world = std::make_shared<const World>(load_world(SOGDIA_SOURCE_DIR "/tests/data/toy-world"));
  const BaseWorld own = make_base(world, study("theta = 4"));
  const BaseWorld made = make_base(world, study("value_of_time = 'estimate:../run#2014'"));
  EXPECT_EQ(made.travel.shipper.value_of_time, 0.004);
  EXPECT_NE(own.travel.shipper.value_of_time, 0.004);
  EXPECT_FALSE(same_base(own, study("value_of_time = 0.004")));
  EXPECT_TRUE(same_base(made, study("value_of_time = 0.004")));
  EXPECT_THROW(on_base(study("value_of_time = 0.004"), own), Error);
  EXPECT_EQ(on_base(study("theta = 4"), made).access.value_of_time, 0.004);
}

TEST_F(saved_estimate, what_does_not_serve_is_told_with_the_line_the_file_and_a_hint) {
  const struct {
    const char *model, *message, *where, *hint;
  } cases[] = {
      {"theta = 'estimate:../none.json'", "does not exist", "none.json", "-o FILE.json"},
      {"theta = 'estimate:nowhere#x'", "does not exist", "nowhere", "-o FILE.json"},
      {"theta = 'estimate:'", "`theta` is `estimate:`", "line 3", "estimate:NAME"},
      {"theta = 'four'", "`theta` is `four`", "line 3", "estimate:NAME"},
      {"theta = -4", "above 0", "line 3", "between 2 and 10"},
      {"theta = [4]", "must be a number", "line 3", ""},
      {"theta = 4\ntheta_mid = 4", "the same", "line 3", "leave one"},
      {"theta_term = 'log(x)'", "goes with", "line 3", "leave it out"},
      {"theta = 'estimate:../broken.json'", "is no estimate", "broken.json", "-o FILE.json"},
      {"theta = 'estimate:../other.json'", "is no estimate", "other.json", "-o FILE.json"},
      {"theta = 'estimate:../lost.json'", "did not converge", "lost.json", "reason"},
      {"theta = 'estimate:../two.json'", "has 2 models", "two.json", "#1"},
      {"theta = 'estimate:../two.json#3'", "has 2 models", "two.json", "#1"},
      {"theta = 'estimate:../one.json#2'", "has one model", "one.json", "leave it out"},
      {"theta = 'estimate:../fit.json'", "has 5 logs", "fit.json", "log(1 + tariff)"},
      {"theta = 'estimate:../fit.json'\ntheta_term = 'log(1 + tarif)'", "no coefficient of `log(1 + tarif)`",
       "fit.json", "did you mean `log(1 + tariff)`?"},
      {"theta = 'estimate:../fit.json'\ntheta_term = 'fta'", "no log", "fit.json", "log(1 + tariff)"},
      {"theta = 'estimate:../fit.json'\ntheta_term = 'log(distance)'", "elasticity of costs to distance",
       "fit.json", "log(1 + freight)"},
      {"theta = 'estimate:../fit.json'\ntheta_term = 'log(gdp)'", "makes theta -0.8", "fit.json", "above 0"},
      {"theta = 'estimate:../fit.json'\ntheta_term = 'log(fuel)'", "reaches 0", "fit.json", "theta_low"},
      {"theta = 'estimate:../fit.json'\ntheta_term = 'log(lost)'", "no standard error", "fit.json",
       "identified"},
      {"theta = 'estimate:../run'", "2 such estimates", "summary.json", "`freight`"},
      {"theta = 'estimate:../run#freigt'", "no estimate `freigt`", "summary.json", "did you mean `freight`?"},
      {"theta = 'estimate:../run#2014'", "has 0 logs", "summary.json", "`days`"},
      {"value_of_time = 'estimate:../fit.json'", "gravity study", "fit.json", "days"},
      {"value_of_time = 'estimate:../run'", "3 such estimates", "summary.json", "`2014`"},
      {"value_of_time = 'estimate:../run#freight'", "no estimate `freight`", "summary.json", "`2014`"},
      {"value_of_time = 'estimate:../run#wrong'", "is -0.009", "summary.json", "one sign"},
      {"value_of_time = 0.6e1", "must be a fraction", "line 3", "0.006"},
      {"value_of_time = -0.1", "must be a fraction", "line 3", "0.006"},
      {"value_of_time = 'a lot'", "`value_of_time` is `a lot`", "line 3", "estimate:NAME"},
  };
  for (const auto& each : cases) {
    const Error error = error_in(each.model);
    EXPECT_NE(error.message.find(each.message), std::string::npos) << each.model << "\n" << error.message;
    EXPECT_NE(error.where.find(each.where), std::string::npos) << each.model << "\n" << error.where;
    EXPECT_NE(error.where.find("study.toml, line "), std::string::npos) << each.model << "\n" << error.where;
    EXPECT_NE(error.hint.find(each.hint), std::string::npos) << each.model << "\n" << error.hint;
  }
}

}  // namespace sogdia::saved_estimate_test
