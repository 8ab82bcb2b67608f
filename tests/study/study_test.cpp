#include "sogdia/study/asked/study.h"

#include <gtest/gtest.h>

#include "sogdia/core/error.h"
#include "sogdia/study/pipeline/base.h"

namespace sogdia::study_test {

const std::string kToy = SOGDIA_SOURCE_DIR "/tests/data/toy-world";

template <typename Action>
Error error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

Error error_in(const std::string& text) {
  return error_of([&] { load_study_text(text, "study.toml"); });
}

Error error_in_world(const std::string& text) {
  static const auto world = std::make_shared<const World>(load_world(kToy));
  return error_of([&] {
    const Study study = load_study_text(text, "study.toml");
    resolve_study(study, *world, make_base(world, study).economy.countries);
  });
}

TEST(study, a_study_is_read_whole) {
  const Study study = load_study_text(
      "title = 'T'\n[base]\nyear = 2014\nprojects = 'open'\n[model]\ntheta_low = 2\n[[change]]\nname = "
      "'cut'\n"
      "kind = 'sanction'\nexporters = ['EU']\nimporters = 'RUS'\nbeta = -0.5\nboth_ways = true\n"
      "[brief]\npairs = [['CHN', 'RUS']]\n",
      "study.toml");
  EXPECT_EQ(study.base.year, 2014);
  EXPECT_EQ(study.model.theta_low, 2.0);
  ASSERT_EQ(study.scenario.changes.size(), 1u);
  const auto& cut = std::get<Sanction>(std::get<PolicyChange>(study.scenario.changes[0].what));
  EXPECT_EQ(cut.beta, -0.5);
  EXPECT_TRUE(cut.pairs.both_ways);
  EXPECT_EQ(cut.pairs.importers, std::vector<std::string>{"RUS"});
  EXPECT_EQ(study.scenario.changes[0].where, "study.toml, line 7");
  EXPECT_EQ(study.pairs[0].second, "RUS");
}

TEST(study, a_misspelt_key_gets_its_line_and_the_nearest_key) {
  const Error error = error_in("title = 'T'\n[[change]]\nkind = 'close'\ntaget = 'passage:suez'\n");
  EXPECT_EQ(error.message, "unknown key `taget` in [[change]]");
  EXPECT_EQ(error.where, "study.toml, line 4");
  EXPECT_EQ(error.hint, "did you mean `target`?");
}

TEST(study, a_misspelt_kind_gets_the_nearest_kind) {
  EXPECT_EQ(error_in("title='T'\n[[change]]\nkind = 'tarif'\n").hint, "did you mean `tariff`?");
}

TEST(study, a_key_of_another_kind_is_refused) {
  EXPECT_EQ(error_in("title='T'\n[[change]]\nkind='close'\ntarget='suez'\nbeta=1\n").message,
            "unknown key `beta` in [[change]]");
}

TEST(study, impossible_values_are_refused_with_their_line) {
  const std::string border = "title='T'\n[[change]]\nkind='border'\ntarget='CHN-KAZ'\nhours_scale=";
  EXPECT_EQ(error_in(border + "-1\n").message, "`hours_scale` is -1, and must be 0 or more");
  EXPECT_EQ(error_in(border + "-1\n").where, "study.toml, line 5");
  EXPECT_EQ(error_in(border + "'half'\n").message,
            "`hours_scale` in [[change]] must be a number, and `half` is text");
  EXPECT_EQ(error_in("title='T'\n[model]\ntheta_mid = 0\n").message, "`theta_mid` is 0, and must be above 0");
  EXPECT_NE(error_in("title='T'\n[model]\ntheta_low = 5\ntheta_mid = 4\n").message, "");
  EXPECT_NE(error_in("title='T'\n[[change]]\nkind='decouple'\nexporters='CHN'\nimporters='RUS'\ncut=1\n")
                .hint.find("embargo"),
            std::string::npos);
  EXPECT_NE(
      error_in("title='T'\n[[change]]\nkind='tariff'\nexporters='CHN'\nimporters='RUS'\nrate_after=25\n")
          .hint.find("0.12"),
      std::string::npos);
  EXPECT_NE(error_in("title='T'\n[[change]]\nkind='productivity'\ncountries='CHN'\nhat=0\n").message, "");
}

TEST(study, the_base_changes_where_links_are_and_nowhere_else) {
  const Study study = load_study_text(
      "title='T'\n[access]\nchoice='hours'\nswitching='all'\n[[base.change]]\nkind='close'\ntarget='suez'\n",
      "study.toml");
  ASSERT_EQ(study.base.changes.changes.size(), 1u);
  EXPECT_EQ(study.base.changes.changes[0].name, "close suez");
  EXPECT_TRUE(study.scenario.changes.empty());
  EXPECT_EQ(study.access.choice, "hours");
  EXPECT_EQ(study.access.switching, "all");
  const std::string tariff =
      "title='T'\n[[base.change]]\nkind='tariff'\nexporters='CHN'\nimporters='RUS'\nrate_after=0.1\n";
  EXPECT_EQ(error_in(tariff).message, "a change of the base is of kind `tariff`");
  EXPECT_EQ(error_in(tariff).where, "study.toml, line 2");
  EXPECT_NE(
      error_in("title='T'\n[[base.change]]\nkind='build'\nprojects='open'\n").hint.find("[base] projects"),
      std::string::npos);
  EXPECT_NE(error_in("title='T'\n[access]\nchoice='price'\n").hint.find("goods, hours"), std::string::npos);
  EXPECT_NE(error_in("title='T'\n[access]\nswitching='some'\n").hint.find("costs, none, all"),
            std::string::npos);
}

TEST(study, what_a_kind_needs_must_be_there) {
  EXPECT_EQ(error_in("title='T'\n[[change]]\nkind='close'\n").message,
            "a change of kind `close` needs `target`");
  EXPECT_EQ(error_in("subtitle='T'\n").message, "`title` is missing");
  EXPECT_NE(error_in("title='T'\n[[change]]\nkind='build'\nprojects=[]\n").message, "");
}

TEST(study, two_changes_of_one_name_are_refused) {
  const std::string change = "[[change]]\nname='a'\nkind='close'\ntarget='suez'\n";
  EXPECT_EQ(error_in("title='T'\n" + change + change).message, "two changes are called `a`");
}

TEST(study, what_the_world_does_not_have_is_refused_with_the_nearest_name) {
  const std::string start = "title='T'\n[[change]]\nkind='embargo'\nimporters='RUS'\n";
  EXPECT_EQ(error_in_world(start + "exporters='DEUX'\n").hint.substr(0, 12), "did you mean");
  EXPECT_EQ(error_in_world(start + "exporters='DEUX'\n").where, "study.toml, line 2");
  EXPECT_EQ(error_in_world("title='T'\n[brief]\n\npairs=[['CHN','Rusia']]\n").where, "study.toml, line 4");
  EXPECT_EQ(error_in_world("title='T'\n[brief]\ncorridors=['land_brigde']\n").hint,
            "did you mean `land_bridge`?");
  EXPECT_EQ(error_in_world("title='T'\n[base]\nyear=1999\n").hint, "the table has 2014, 2023");
  EXPECT_EQ(error_in_world("title='T'\n[access]\nsector='generl'\n").hint, "did you mean `general`?");
  EXPECT_EQ(error_in_world("title='T'\n[[change]]\nkind='build'\nprojects='khorgos'\n").where,
            "study.toml, line 2");
}

TEST(study, blocs_and_names_become_codes_and_elasticities_come_from_the_pack) {
  const World world = load_world(kToy);
  const Study study = resolve_study(
      load_study_text("title='T'\n[[change]]\nkind='embargo'\nexporters='SCO'\nimporters='Germany'\n",
                      "s.toml"),
      world, make_economy(world, 2023).countries);
  const auto& embargo = std::get<Embargo>(std::get<PolicyChange>(study.scenario.changes[0].what));
  EXPECT_EQ(embargo.pairs.exporters.size(), 3u);
  EXPECT_EQ(embargo.pairs.importers, std::vector<std::string>{"DEU"});
  EXPECT_EQ(embargo.kappa_hat, parameter(world.parameters, "embargo.kappa_hat"));
  EXPECT_EQ(study.model.theta_mid, 5.0);
}

}  // namespace sogdia::study_test
