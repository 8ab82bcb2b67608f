// The words of studies as people type them, put to the embedded world (or the one SOGDIA_WORLD names): what
// each kind of change does with each kind of target, with blocs, names of countries, "all" and years.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/study/pipeline/prepare.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/id_named.h"

namespace sogdia::words_test {

const char* const kElsewhere = std::getenv("SOGDIA_WORLD");
const std::string kPack = kElsewhere ? kElsewhere : SOGDIA_SOURCE_DIR "/data/world";

const std::shared_ptr<const World>& shared_pack() {
  static const auto world = std::make_shared<const World>(load_world(kPack));
  return world;
}
const World& pack() { return *shared_pack(); }

class Words : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kPack + "/datapackage.json")) GTEST_SKIP() << "data/world is not built";
  }
};

// A study of one change, written as its user would.
std::string study_of(const std::string& change, const std::string& base = "") {
  return "title = 'T'\n[base]\n" + base + "\n[[change]]\n" + change + "\n";
}

Prepared prepared(const std::string& change, const std::string& base = "") {
  const Study study = load_study_text(study_of(change, base), "study.toml");
  return prepare(study, make_base(shared_pack(), study));
}

struct Refusal {
  std::string message, where, hint;
};
Refusal refused(const std::string& change, const std::string& base = "") {
  try {
    prepared(change, base);
  } catch (const Error& error) {
    EXPECT_NE(error.where.find("study.toml"), std::string::npos) << change;
    EXPECT_NE(error.hint, "") << change << "\n" << error.message;
    return {error.message, error.where, error.hint};
  }
  ADD_FAILURE() << "no Error was thrown for\n" << change;
  return {};
}

// What the change came to, or the error, for a table of cases.
std::string outcome(const std::string& change, const std::string& base = "") {
  try {
    const Prepared ready = prepared(change, base);
    return ready.touched.front().count > 0 ? "done" : "nothing, without a word";
  } catch (const Error& error) {
    return error.message.find("changes nothing") != std::string::npos     ? "nothing"
           : error.message.find("does not touch") != std::string::npos    ? "other kind"
           : error.message.find("passage is closed") != std::string::npos ? "nothing"
                                                                          : error.message;
  }
}

// Each case loads the pack's network: under sanitizers a part of them must do.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kEvery = 5;
#else
constexpr int kEvery = 1;
#endif

struct Kind {
  const char *name, *more;
};
constexpr Kind kNetworkKinds[] = {{"close", ""},
                                  {"open", ""},
                                  {"upgrade", "hours_scale = 0.5"},
                                  {"border", "hours_scale = 0.5"},
                                  {"dwell", "usd_scale = 0.9"}};

std::string change_of(const Kind& kind, const std::string& target, const std::string& more = "") {
  return std::string("kind = '") + kind.name + "'\ntarget = \"" + target + "\"\n" + kind.more + "\n" + more;
}

// Every kind of change x every kind of target: done, refused with the kind that would do it, or an error that
// says why nothing changes. d: done, n: nothing would change, k: another kind does it.
TEST_F(Words, every_kind_of_change_meets_every_kind_of_target) {
  const struct {
    const char* target;
    const char* expected;  // close open upgrade border dwell
  } cases[] = {
      {"suez", "dndkd"},
      {"passage:suez", "dndkd"},
      {"Suez Canal", "dndkd"},
      {"northern_sea_route", "ndnkn"},
      {"border:CHN-KAZ", "dnkdk"},
      {"border:KAZ-CHN", "dnkdk"},
      {"border:China-Kazakhstan", "dnkdk"},
      {"China - Kazakhstan", "dnkdk"},
      {"border:CHN", "ddkdk"},
      {"border:Russia", "ddkdk"},
      {"border:FIN-RUS", "ddkdk"},
      {"border:SCO", "ddkdk"},
      {"border:EU@2014", "dnkdk"},
      {"border:EU-RUS", "ddkdk"},
      {"border:EAEU-CHN", "dnkdk"},
      {"crossing:AFG-UZB-rail-1", "dnkdk"},
      {"AFG-UZB-rail-1", "dnkdk"},
      {"crossing:FIN-RUS-road-1", "ndknk"},
      {"port:CNSHA", "dnkkd"},
      {"port:cnsha", "dnkkd"},
      {"port:Shanghai", "dnkkd"},
      {"port of Shanghai", "dnkkd"},
      {"air:PVG", "dnkkd"},
      {"rail:CHN-Chongqing", "dnkkd"},
      {"rail:Chongqing", "dnkkd"},
      {"kind:port", "dnkkd"},
      {"kind:rail", "dnkkd"},
      {"kind:airport", "dnkkd"},
      {"corridor:middle_corridor", "dndkk"},
      {"Middle Corridor", "dndkk"},
      {"corridor:Trans-Caspian International Transport Route", "dndkk"},
      {"corridor:china_pakistan", "dndkk"},
      {"Chongqing..Duisburg", "dndkk"},
      {"CHN-Chongqing..DEU-Duisburg", "dndkk"},
      {"suez, panama", "dndkd"},
      {"Suez Canal, Bab-el-Mandeb", "dndkn"},
      {"border:CHN-KAZ, border:CHN-RUS", "dnkdk"},
  };
  for (const auto& each : cases) {
    if ((&each - cases) % kEvery != 0) continue;
    for (std::size_t k = 0; k < 5; ++k) {
      const std::string expected = each.expected[k] == 'd'   ? "done"
                                   : each.expected[k] == 'n' ? "nothing"
                                                             : "other kind";
      EXPECT_EQ(outcome(change_of(kNetworkKinds[k], each.target)), expected)
          << kNetworkKinds[k].name << " " << each.target;
    }
  }
}

TEST_F(Words, a_link_is_named_with_or_without_its_prefix) {
  const auto [network, costs] = base_network(pack(), Study().base.projects, "");
  const auto named = [&](auto condition) {
    for (std::size_t l = 0; l < network.link_count(); ++l) {
      if (condition(l)) return network.links[l];
    }
    ADD_FAILURE() << "the pack has no such link";
    return std::string();
  };
  const std::string open =
      named([&](std::size_t l) { return costs.open(l) && network.mode[l] == Mode::rail; });
  const std::string planned = named([&](std::size_t l) { return (costs.closed_by[l] & kByProject) != 0; });
  for (const std::string prefix : {"", "link:"}) {
    EXPECT_EQ(outcome(change_of({"close", ""}, prefix + open)), "done");
    EXPECT_EQ(outcome(change_of({"open", ""}, prefix + open)), "nothing");
    EXPECT_EQ(outcome(change_of({"upgrade", "usd_scale = 0.5"}, prefix + open)), "done");
    EXPECT_EQ(outcome(change_of({"open", ""}, prefix + planned)), "done");
    EXPECT_EQ(outcome(change_of({"close", ""}, prefix + planned)), "nothing");
  }
}

TEST_F(Words, every_corridor_can_be_upgraded_as_a_whole_and_by_its_modes) {
  const Table& corridors = pack().table("corridors");
  std::set<std::pair<std::string, std::string>> legs;
  for (std::size_t row = 0; row < corridors.rows(); ++row) {
    legs.emplace(corridors.text("corridor_id")[row], "");
    legs.emplace(corridors.text("corridor_id")[row], corridors.text("mode_to_next")[row]);
  }
  ASSERT_GT(legs.size(), 8u);
  for (const auto& [id, mode] : legs) {
    // A corridor along a closed passage has no way until that opens.
    const bool closed = id == "northern_sea_route";
    const std::string open = closed ? "kind = 'open'\ntarget = '" + id + "'\n[[change]]\n" : "";
    const std::string upgrade = change_of({"upgrade", "hours_scale = 0.5"}, "corridor:" + id,
                                          mode.empty() ? "" : "mode = '" + mode + "'");
    const Prepared ready = prepared(open + upgrade);
    EXPECT_GT(ready.touched.back().count, 0u) << id << mode;
    if (closed) {
      EXPECT_NE(refused(upgrade).hint.find("open `passage:"), std::string::npos);
    }
  }
}

TEST_F(Words, a_mode_narrows_what_goes_by_several_and_is_refused_elsewhere) {
  const auto links = [](const char* mode) {
    return prepared(change_of({"close", ""}, "border:CHN-KAZ", mode)).touched.front().count;
  };
  EXPECT_EQ(links("mode = 'rail'") + links("mode = 'road'") + links("mode = 'oil_pipeline'") +
                links("mode = 'gas_pipeline'"),
            links(""));
  EXPECT_EQ(links("mode = 'Rail'"), links("mode = 'rail'"));
  for (const char* target :
       {"suez", "border:CHN-KAZ", "crossing:AFG-UZB-rail-1", "port:CNSHA", "kind:rail"}) {
    refused(change_of({"close", ""}, target, "mode = 'air'"));
    refused(change_of({"close", ""}, target, "mode = 'train'"));
  }
  refused(change_of({"upgrade", "hours_scale = 0.5"}, "corridor:middle_corridor", "mode = 'air'"));
  EXPECT_EQ(outcome(change_of({"upgrade", "hours_scale = 0.5"}, "Aktau..Baku", "mode = 'sea'")), "done");
}

TEST_F(Words, a_border_reform_takes_the_members_of_the_studys_year_or_of_the_one_named) {
  const auto links = [](const char* bloc, const char* base) {
    return prepared(change_of({"border", "hours_scale = 0.5"}, bloc), base).touched.front().count;
  };
  EXPECT_GT(links("SCO", "year = 2023"), links("SCO", "year = 2014"));
  EXPECT_EQ(links("SCO@2014", "year = 2023"), links("SCO", "year = 2014"));
  EXPECT_GT(links("EU@2014", "year = 2023"), links("EU", "year = 2023"));
  EXPECT_NE(
      refused(change_of({"border", "hours_scale = 0.5"}, "EAEU"), "year = 2014").message.find("no members"),
      std::string::npos);
}

TEST_F(Words, what_scales_nothing_is_refused) {
  for (const char* kind : {"upgrade", "border", "dwell"}) {
    const std::string target = std::string(kind) == "upgrade"  ? "Chongqing..Duisburg"
                               : std::string(kind) == "border" ? "CHN-KAZ"
                                                               : "kind:port";
    EXPECT_NE(refused(change_of({kind, ""}, target)).message.find("needs `hours_scale`"), std::string::npos);
    EXPECT_NE(refused(change_of({kind, "hours_scale = 1"}, target)).message.find("changes nothing"),
              std::string::npos);
  }
}

TEST_F(Words, mistyped_targets_get_a_hint_that_helps) {
  const auto hint = [](const char* target) { return refused(change_of({"close", ""}, target)).hint; };
  EXPECT_NE(hint("malaca").find("`malacca`"), std::string::npos);
  EXPECT_NE(hint("Druzba").find("Druzhba"), std::string::npos);
  EXPECT_NE(hint("Russia").find("border:Russia"), std::string::npos);
  EXPECT_NE(hint("SCO").find("border:SCO"), std::string::npos);
  EXPECT_NE(hint("Rotterdam").find("port:NLRTM"), std::string::npos);
  EXPECT_NE(hint("border:CHN-FRA").find("did you mean"), std::string::npos);
  EXPECT_NE(hint("suez, pnama").find("panama"), std::string::npos);
  for (const char* target :
       {"", " , ", "nonsense", "port:Atlantis", "passage:", "link:no such", "crossing:x", "kind:harbour",
        "corridor:silk", "..", "Moscow..", "Moscow..Moscow", "border:EU@soon"})
    hint(target);
}

// Policies: blocs, names, "all" and years for either side.
TEST_F(Words, every_policy_takes_countries_blocs_all_and_years) {
  const char* policies[] = {"kind = 'tariff'\nrate_after = 0.1", "kind = 'embargo'",
                            "kind = 'embargo'\nexact = true", "kind = 'sanction'\nbeta = -0.5",
                            "kind = 'decouple'\ncut = 0.5"};
  const char* sides[][2] = {{"'CHN'", "'USA'"},         {"'China'", "'united states'"},
                            {"'CN'", "'US'"},           {"'BRI'", "'all'"},
                            {"'all'", "'all'"},         {"'all'", "'BRI'"},
                            {"'EU@2014'", "'Türkiye'"}, {"'sanctions_2022'", "'RUS'"},
                            {"'USA, CAN'", "'CHN'"},    {"['EU', 'G7']", "'BRICS+'"},
                            {"'EU'", "'EU'"},           {"'Korea, Republic of'", "'CHN'"}};
  for (const char* policy : policies) {
    for (const auto& [exporters, importers] : sides)
      EXPECT_EQ(outcome(std::string(policy) + "\nexporters = " + exporters + "\nimporters = " + importers),
                "done")
          << policy << exporters << importers;
  }
}

TEST_F(Words, every_shift_takes_countries_blocs_and_all) {
  for (const char* shift : {"kind = 'productivity'\nhat = 1.1", "kind = 'labour'\nhat = 0.9",
                            "kind = 'deficit'\ndeficit_scale = 0.5"}) {
    for (const char* countries : {"'CHN'", "'Germany'", "'EU'", "'BRI'", "'all'", "['USA', 'SCO@2014']"})
      EXPECT_EQ(outcome(std::string(shift) + "\ncountries = " + countries), "done") << shift << countries;
  }
}

TEST_F(Words, policies_that_touch_nothing_are_refused) {
  const std::string sides = "exporters = 'USA'\nimporters = 'CHN'\n";
  for (const std::string& change :
       {"kind = 'tariff'\nrate_after = 0\n" + sides,
        "kind = 'tariff'\nrate_before = 0.1\nrate_after = 0.1\n" + sides,
        "kind = 'sanction'\nbeta = 0\n" + sides, "kind = 'decouple'\ncut = 0\n" + sides,
        std::string("kind = 'embargo'\nexporters = 'CHN'\nimporters = 'China'\n"),
        std::string("kind = 'productivity'\nhat = 1\ncountries = 'all'\n"),
        std::string("kind = 'deficit'\ndeficit_scale = 1\ncountries = 'all'\n")})
    EXPECT_NE(refused(change).message.find("changes nothing"), std::string::npos) << change;
}

TEST_F(Words, who_is_left_out_of_a_bloc_is_told_and_a_country_by_itself_is_refused) {
  const Economy economy = make_economy(pack(), 2023);
  std::vector<std::string> without;
  for (const auto& code : pack().table("countries").text("iso3")) {
    if (!economy.countries.contains(code)) without.push_back(code);
  }
  ASSERT_FALSE(without.empty()) << "every country has an economy: take this test out";
  const Study study = prepared("kind = 'embargo'\nexporters = 'all'\nimporters = 'CHN'").study;
  ASSERT_EQ(study.notes.size(), 1u);
  EXPECT_NE(study.notes[0].find(country_name(pack(), without.front())), std::string::npos) << study.notes[0];
  EXPECT_EQ(std::get<Embargo>(std::get<PolicyChange>(study.scenario.changes[0].what)).pairs.exporters,
            economy.countries.labels());
  EXPECT_NE(refused("kind = 'embargo'\nexporters = '" + without.front() + "'\nimporters = 'CHN'")
                .message.find("has no economy"),
            std::string::npos);
}

TEST_F(Words, brics_is_not_brics_plus) {
  EXPECT_EQ(expand_countries(pack(), {"BRICS"}, 2024).size(), 5u);
  EXPECT_EQ(expand_countries(pack(), {"brics"}, 2024).size(), 5u);
  EXPECT_GT(expand_countries(pack(), {"BRICS+"}, 2024).size(), 5u);
}

TEST_F(Words, unnamed_changes_get_names_of_their_own) {
  const std::string change = "[[change]]\nkind='tariff'\nexporters='USA'\nimporters='CHN'\nrate_after=0.1\n";
  const Study study = load_study_text("title='T'\n" + change + change, "study.toml");
  EXPECT_EQ(study.scenario.changes[0].name, "tariff USA to CHN");
  EXPECT_EQ(study.scenario.changes[1].name, "tariff USA to CHN (2)");
  EXPECT_EQ(prepare(study, make_base(shared_pack(), study)).touched.size(), 2u);
}

TEST_F(Words, the_base_has_the_open_projects_unless_the_study_says_otherwise) {
  const Study study = load_study_text("title='T'\n", "study.toml");
  EXPECT_EQ(study.base.projects, std::vector<std::string>{"open"});
  EXPECT_NE(refused("kind = 'build'\nprojects = 'open'").hint.find("[base] projects"), std::string::npos);
  EXPECT_EQ(outcome("kind = 'build'\nprojects = 'open'", "projects = 'none'"), "done");
  EXPECT_EQ(outcome("kind = 'build'\nprojects = 'planned'"), "done");
  EXPECT_EQ(outcome("kind = 'build'\nprojects = 'open, planned'"), "done");
  EXPECT_EQ(outcome("kind = 'build'\nprojects = 'planned'", "projects = ['open', 'planned']"), "nothing");
}

TEST_F(Words, a_slip_in_a_target_names_the_nearest_of_every_kind) {
  for (const auto& [slip, meant] : {std::pair{"CHN-KZA", "CHN-KAZ"},
                                    {"sues", "suez"},
                                    {"Suez Cannal", "Suez Canal"},
                                    {"midle_corridor", "middle_corridor"},
                                    {"port:CNSHH", "CNSHA"}}) {
    const std::string hint = refused(change_of({"close", ""}, slip)).hint;
    EXPECT_NE(hint.find(meant), std::string::npos) << slip << ": " << hint;
  }
}

TEST_F(Words, a_resolved_study_resolves_to_itself) {
  const Study once = prepared("kind = 'close'\ntarget = 'Suez Canal, border:EU-RUS'").study;
  const Study twice = prepare(once, make_base(shared_pack(), once)).study;
  EXPECT_EQ(site_of(once.scenario.changes[0].what)->targets,
            site_of(twice.scenario.changes[0].what)->targets);
}

TEST_F(Words, a_corridor_is_called_by_its_name_a_part_of_it_or_its_capitals) {
  const auto& corridors = pack().records.works.corridors;
  for (const auto& [words, id] : std::vector<std::pair<std::string, std::string>>{
           {"CPEC", "china_pakistan"},
           {"titr", "middle_corridor"},
           {"Middle Corridor", "middle_corridor"},
           {"New Eurasian Land Bridge", "new_eurasian_land_bridge"},
           {"northern_sea_route", "northern_sea_route"}})
    EXPECT_EQ(corridor_named(corridors, words), id) << words;
  EXPECT_FALSE(corridor_named(corridors, "the corridor"));
}

}  // namespace sogdia::words_test
