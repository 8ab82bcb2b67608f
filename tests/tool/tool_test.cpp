// Black-box tests: the built program with good and bad input, its exit code, its words, and what it leaves
// behind.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <nlohmann/json.hpp>

#include "scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Ran;
using scratch::text_of;

const std::string kToy = SOGDIA_SOURCE_DIR "/tests/data/toy-world";

struct tool : scratch::Folder {
  tool() {
    fs::copy(kToy, folder / "world", fs::copy_options::recursive);
    write("study.toml",
          "title = \"Toy\"\n\n[[change]]\nname = \"all projects\"\nkind = \"build\"\nprojects = \"all\"\n\n"
          "[brief]\npairs = [[\"CHN\", \"RUS\"]]\n");
  }
  void replace(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = text_of(folder / name);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write(name, text.replace(at, from.size(), to));
  }

  Ran sogdia(const std::string& arguments, const std::string& before = "") const {
    return run_tool(arguments, before);
  }
  Ran run_toy(const std::string& more = "", const std::string& before = "") const {
    return sogdia("run study.toml -o run --world world " + more, before);
  }

  void expect_nothing_written() const {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      EXPECT_TRUE(name == "world" || name == "study.toml") << name;
    }
  }
  void expect_error(const Ran& ran, const std::string& what, const std::string& where) const {
    EXPECT_EQ(ran.code, 1) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("error: " + what), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("--> " + where), std::string::npos) << ran.err;
  }
};

TEST_F(tool, run_writes_a_whole_folder) {
  const Ran ran = run_toy("--json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"run\": \"run\""), std::string::npos);
  EXPECT_NE(ran.out.find("\"stages\""), std::string::npos);
  for (const char* name : {"summary.json", "brief.html", "datapackage.json", "study.toml",
                           "tables/countries.parquet", "layers/projects.geojson"})
    EXPECT_TRUE(fs::exists(folder / "run" / name)) << name;
  EXPECT_EQ(run_toy().code, 1);
  EXPECT_EQ(run_toy("--overwrite --format csv").code, 0);
  EXPECT_TRUE(fs::exists(folder / "run/tables/countries.csv"));
  EXPECT_FALSE(fs::exists(folder / "run/tables/countries.parquet"));
}

// A study of estimates: a page, pictures and regressions in place of a brief.
struct tool_gravity : tool {
  tool_gravity() {
    write("study.toml",
          "title = \"Toy <gravity>\"\n[[estimate]]\nname = \"all & sundry\"\n"
          "formula = \"value_usd ~ log(distance_km) | exporter^year + importer^year\"\nvcov = \"hetero\"\n"
          "elasticity = \"log(distance_km)\"\n"
          "[[published]]\nmeasure = \"elasticity\"\nsource = \"A book\"\nlow = -1.1\nhigh = -0.9\n");
  }
};

TEST_F(tool_gravity, run_writes_a_whole_folder) {
  const Ran ran = run_toy("--json --format csv");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"page\": \"run/estimates.html\""), std::string::npos) << ran.out;
  for (const char* name :
       {"summary.json", "estimates.html", "datapackage.json", "study.toml", "regressions.tex",
        "regressions.md", "regressions.txt", "tables/gravity.csv", "tables/measures.csv",
        "tables/coefficients.csv", "tables/published.csv", "pictures/elasticity.svg"})
    EXPECT_TRUE(fs::exists(folder / "run" / name)) << name;
  EXPECT_FALSE(fs::exists(folder / "run/brief.html"));
  const std::string page = text_of(folder / "run/estimates.html");
  EXPECT_NE(page.find("<h1>Toy &lt;gravity&gt;</h1>"), std::string::npos);
  EXPECT_NE(page.find("all &amp; sundry"), std::string::npos);
  EXPECT_EQ(page.find("nan"), std::string::npos);
  EXPECT_NE(sogdia("check study.toml --world world").out.find("is in order: 1 estimates"), std::string::npos);
  expect_error(sogdia("brief study.toml --world world"), "a study of estimates has no brief", "study.toml");
}

TEST_F(tool_gravity, a_mistake_names_the_estimate_and_its_line) {
  replace("study.toml", "exporter^year +", "exportr^year +");
  const Ran ran = run_toy();
  expect_error(ran, "estimate `all & sundry`: ", "study.toml, line 2");
  EXPECT_NE(ran.err.find("`exportr`"), std::string::npos) << ran.err;
  expect_nothing_written();
}

TEST_F(tool, two_runs_write_the_same_bytes_whatever_the_threads) {
  EXPECT_EQ(sogdia("run study.toml -o one --world world --threads 1 --format csv").code, 0);
  EXPECT_EQ(sogdia("run study.toml -o two --world world --threads 3 --format csv").code, 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder / "one")) {
    // The mark names its own folder.
    if (!entry.is_regular_file() || entry.path().filename() == ".sogdia") continue;
    const fs::path other = folder / "two" / fs::relative(entry.path(), folder / "one");
    EXPECT_EQ(text_of(entry.path()), text_of(other)) << other;
  }
  EXPECT_EQ(sogdia("compare one two").out, "the two runs agree\n");
}

TEST_F(tool, a_broken_cell_is_named_with_its_row) {
  replace("world/trade.csv", "CHN,RUS,2023,111000000000", "CHN,RUS,2023,12x");
  expect_error(run_toy(), "`12x` in column `value_usd` is not a number", "world/trade.csv, row 7");
  expect_nothing_written();
}

TEST_F(tool, an_unknown_country_gets_the_nearest) {
  replace("study.toml", "\"RUS\"", "\"Rusia\"");
  const Ran ran = run_toy();
  expect_error(ran, "unknown country `Rusia`", "study.toml, line 9");
  EXPECT_NE(ran.err.find("hint: did you mean `Russia`"), std::string::npos) << ran.err;
  expect_nothing_written();
}

TEST_F(tool, a_misspelt_key_gets_its_line) {
  replace("study.toml", "projects =", "project =");
  const Ran ran = sogdia("check study.toml --world world");
  expect_error(ran, "unknown key `project` in [[change]]", "study.toml, line 6");
  EXPECT_NE(ran.err.find("hint: did you mean `projects`?"), std::string::npos) << ran.err;
}

TEST_F(tool, an_impossible_value_gets_its_line) {
  write("study.toml",
        "title = \"T\"\n[[change]]\nkind = \"border\"\ntarget = \"CHN-KAZ\"\nhours_scale = -1\n");
  expect_error(run_toy(), "`hours_scale` is -1, and must be 0 or more", "study.toml, line 5");
  expect_nothing_written();
}

TEST_F(tool, an_unknown_target_gets_the_nearest) {
  write("study.toml", "title = \"T\"\n[[change]]\nkind = \"close\"\ntarget = \"passage:suex\"\n");
  const Ran ran = sogdia("check study.toml --world world");
  expect_error(ran, "unknown passage `suex`", "study.toml, line 2");
  EXPECT_NE(ran.err.find("`suez`"), std::string::npos) << ran.err;
}

TEST_F(tool, missing_files_and_folders_are_named) {
  expect_error(sogdia("run none.toml -o run --world world"), "the file does not exist", "none.toml");
  expect_error(sogdia("run study.toml -o run --world nowhere"), "the world pack does not exist", "nowhere");
  fs::remove(folder / "world/links.csv");
  expect_error(run_toy(), "the file does not exist", "world/links.csv");
  expect_nothing_written();
}

TEST_F(tool, an_empty_network_is_refused) {
  const std::string text = text_of(folder / "world/links.csv");
  write("world/links.csv", text.substr(0, text.find('\n') + 1));
  expect_error(run_toy(), "the network has no links", "world/links.csv");
  expect_nothing_written();
}

TEST_F(tool, a_full_disk_leaves_nothing_half_written) {
  // Files may not grow past 4 kB: what a full disk is to a program.
  const Ran ran = run_toy("", "ulimit -f 4;");
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_NE(ran.err.find("cannot write the file"), std::string::npos) << ran.err;
  expect_nothing_written();
}

TEST_F(tool, a_full_disk_keeps_the_earlier_run) {
  EXPECT_EQ(run_toy().code, 0);
  const std::string before = text_of(folder / "run/brief.html");
  EXPECT_EQ(run_toy("--overwrite", "ulimit -f 4;").code, 1);
  EXPECT_EQ(text_of(folder / "run/brief.html"), before);
}

TEST_F(tool, output_to_a_full_device_is_an_error) {
  const Ran ran = sogdia("route Chongqing Duisburg --world world >/dev/full");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("cannot write the output"), std::string::npos) << ran.err;
}

TEST_F(tool, a_folder_that_is_not_a_run_is_left_alone) {
  fs::create_directory(folder / "run");
  write("run/thesis.txt", "years of work");
  EXPECT_EQ(run_toy("--overwrite").code, 1);
  EXPECT_EQ(text_of(folder / "run/thesis.txt"), "years of work");
}

TEST_F(tool, errors_are_json_when_asked) {
  const Ran ran = sogdia("route Chongqin Duisburg --world world --json");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.rfind("{\"error\":{\"what\":\"unknown place `Chongqin`\"", 0), 0u) << ran.err;
  EXPECT_NE(ran.err.find("did you mean `Chongqing`"), std::string::npos) << ran.err;
}

TEST_F(tool, route_takes_names_in_any_script_towns_and_points) {
  const Ran names = sogdia("route Москва 佛山 --json");
  EXPECT_EQ(names.code, 0) << names.err;
  EXPECT_EQ(names.out.rfind("{\n  \"from\": \"RUS-Moscow\",\n  \"to\": \"CHN-Guangzhou\"", 0), 0u)
      << names.out.substr(0, 200);
  EXPECT_NE(names.out.find("Foshan, Guangdong, China is not a place of the network"), std::string::npos);
  const Ran points = sogdia("route 31.2,121.5 -33.9,18.4");
  EXPECT_EQ(points.code, 0) << points.err;
  EXPECT_EQ(points.out.rfind("Shanghai, China to Cape Town, South Africa\n", 0), 0u) << points.out;
  EXPECT_NE(points.err.find("note: `31.2,121.5` is read as 31.2° N, 121.5° E"), std::string::npos)
      << points.err;
  const Ran country = sogdia("route China Rotterdam");
  EXPECT_EQ(country.code, 1);
  EXPECT_NE(country.err.find("hint: name one of its cities: `Shanghai`"), std::string::npos) << country.err;
}

TEST_F(tool, data_shows_tables_that_are_read_on_demand) {
  EXPECT_NE(sogdia("data show place_names --rows 2").out.find("name,iso3,region,lon,lat"), std::string::npos);
  EXPECT_NE(sogdia("data list").out.find("place_names"), std::string::npos);
}

TEST_F(tool, usage_errors_exit_with_2_and_name_the_nearest_verb) {
  const Ran ran = sogdia("rout A B");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("did you mean `route`"), std::string::npos) << ran.err;
  EXPECT_EQ(sogdia("").code, 2);
  EXPECT_EQ(sogdia("run study.toml").code, 2);
  EXPECT_EQ(sogdia("run study.toml --json").err.rfind("{\"error\"", 0), 0u);
}

TEST_F(tool, route_takes_free_names_and_closures) {
  const Ran open = sogdia("route chongqing hamburg --world world --json");
  EXPECT_EQ(open.code, 0) << open.err;
  EXPECT_NE(open.out.find("\"suez\""), std::string::npos);
  const Ran closed =
      sogdia("route chongqing hamburg --world world --json --close suez --close border:CHN-KAZ");
  EXPECT_EQ(closed.out.find("\"suez\""), std::string::npos);
  EXPECT_EQ(closed.out.find("\"rail\",\n      \"share\""), std::string::npos);
  EXPECT_NE(closed.out.find("cape_of_good_hope"), std::string::npos);
}

TEST_F(tool, an_unreachable_pair_has_no_routes_and_is_no_error) {
  const Ran ran = sogdia(
      "route Chongqing Duisburg --world world --json --close border:CHN-KAZ --close suez --close "
      "cape_of_good_hope "
      "--close air:PVG");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"routes\": []"), std::string::npos) << ran.out;
}

TEST_F(tool, solve_without_change_changes_nothing) {
  write("trade.csv", "exporter,importer,value\nA,A,10\nA,B,2\nB,A,3\nB,B,8\n");
  const Ran ran = sogdia("solve --trade trade.csv --theta 4 --json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"welfare_hat\": 1.0"), std::string::npos) << ran.out;
  EXPECT_EQ(sogdia("solve --trade trade.csv --theta 0").code, 1);
}

TEST_F(tool, solve_reads_inf_as_no_trade_at_all) {
  write("trade.csv", "exporter,importer,value\nA,A,10\nA,B,5\nB,A,5\nB,B,10\n");
  for (const char* word : {"inf", "Inf", "INF", "infinity"}) {
    write("cut.csv", std::string("exporter,importer,kappa_hat\nA,B,") + word + "\nB,A," + word + "\n");
    const Ran ran = sogdia("solve --trade trade.csv --change cut.csv --theta 5 --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    // Autarky: W_hat = lambda^(1/theta), lambda = 10/15 (Arkolakis, Costinot & Rodriguez-Clare 2012, equation
    // 1).
    EXPECT_NE(ran.out.find("\"welfare_hat\": 0.922107911"), std::string::npos) << ran.out;
  }
  write("cut.csv", "exporter,importer,kappa_hat\nA,B,much\n");
  expect_error(sogdia("solve --trade trade.csv --change cut.csv"),
               "`much` in column `kappa_hat` is not a number", "cut.csv, row 2");
}

TEST_F(tool, skim_prints_json_and_as_many_places_as_studies_take) {
  const Ran ran = sogdia("skim --world world --json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out.rfind("[{\"exporter\":", 0), 0u) << ran.out.substr(0, 200);
  const Ran file = sogdia("skim --world world --json -o s.csv");
  EXPECT_NE(file.out.find("\"file\": \"s.csv\""), std::string::npos) << file.out << file.err;
  EXPECT_EQ(sogdia("skim --world world").out, sogdia("skim --world world --zones 480").out);
  EXPECT_EQ(text_of(folder / "s.csv"), sogdia("skim --world world").out);
}

TEST_F(tool, depend_takes_blocs_and_ranks_every_partner) {
  const Ran ranked = sogdia("depend Russia --world world --json");
  EXPECT_EQ(ranked.code, 0) << ranked.err;
  // The toy world's three others, the largest loss first.
  const auto place = [&](const char* code) {
    return ranked.out.find("\"b\": \"" + std::string(code) + "\"");
  };
  for (const char* code : {"CHN", "DEU", "KAZ"}) EXPECT_NE(place(code), std::string::npos) << ranked.out;
  EXPECT_EQ(ranked.out.find("equilibrium_loss"), std::string::npos);
  const Ran blocs = sogdia("depend SCO Germany --world world");
  EXPECT_EQ(blocs.code, 0) << blocs.err;
  EXPECT_NE(blocs.out.find("SCO on Germany"), std::string::npos) << blocs.out;
  EXPECT_NE(sogdia("depend SCO Russia --world world").err.find("`RUS` is of both"), std::string::npos);
  EXPECT_EQ(sogdia("depend all --world world").code, 1);
  EXPECT_EQ(sogdia("depend Russia russia --world world").code, 1);
}

TEST_F(tool, targets_of_route_are_lists_of_words_in_any_case) {
  const Ran ran = sogdia("route Shanghai Hamburg --close 'Suez, border:China-Kazakhstan' --world world");
  EXPECT_TRUE(ran.code == 0) << ran.err;
  expect_error(sogdia("route Shanghai Hamburg --close Siez --world world"), "nothing called `Siez`",
               "--close");
  expect_error(sogdia("route Shanghai Hamburg --open suez --world world"),
               "change `suez` changes nothing of `passage:suez`: it is open already", "--open");
  expect_error(sogdia("route Shanghai Hamburg --projects opne --world world"), "unknown project `opne`",
               "--projects");
}

TEST_F(tool, info_knows_passages_terminals_and_blocs_of_a_year) {
  for (const char* name : {"suez", "Suez", "port:CNSHA", "SCO", "SCO@2014"}) {
    const Ran ran = sogdia(std::string("info ") + name + " --world world");
    EXPECT_EQ(ran.code, 0) << name << ran.err;
  }
}

TEST_F(tool, info_shows_the_records_of_the_pack) {
  struct Asked {
    const char *name, *shows;
  };
  constexpr Asked kAsked[] = {
      {"brf_2023", R"("actual_countries": 151)"},
      {"Third Belt and Road Forum for International Cooperation", R"("announced_countries": 140)"},
      {"ES-11/6", R"("yes": 141)"},
      {"A/RES/ES-11/6", R"("by_country": "complete")"},
      {"the path to peace", R"("abstain": 73)"},
      {"India", R"("A/RES/ES-11/6": "abstain")"},
      {"Druzhba", R"("capacity": 2000000)"},
      {"Power of Siberia", R"("unit": "bcm_per_year")"},
      {"Azerbaijan", R"("btc")"},
      {"Indonesia", R"("year_other": 2018)"},
      {"Italy", R"("withdrew": 2023)"},
      {"BRICS+@2025", R"("status": "disputed")"},
  };
  for (const auto& asked : kAsked) {
    const Ran ran = sogdia(std::string("info '") + asked.name + "' --json");
    EXPECT_EQ(ran.code == 0, *asked.shows != 0) << asked.name << ran.err;
    EXPECT_NE(ran.out.find(asked.shows), std::string::npos) << asked.name << ran.out;
  }
  // A partner country is no member.
  const Ran partners = sogdia("info BRICS+@2025 --json");
  const auto members = partners.out.find("\"members\""), memberships = partners.out.find("\"memberships\"");
  ASSERT_LT(members, memberships) << partners.out;
  const std::string list = partners.out.substr(members, memberships - members);
  EXPECT_NE(list.find("SAU"), std::string::npos) << list;
  EXPECT_EQ(list.find("BLR"), std::string::npos) << list;
  EXPECT_NE(partners.out.find("BLR", memberships), std::string::npos);
}

TEST_F(tool, info_shows_a_place_by_any_of_its_names_and_says_what_stands_for_it) {
  struct Asked {
    const char *name, *shows, *notes;
  };
  constexpr Asked kAsked[] = {
      {"Frankfurt", R"("place_id": "DEU-Frankfurt_am_Main")", ""},
      {"Frankfurt", R"("terminal_id": "air:FRA")", ""},
      {"Франкфурт-на-Майне", R"("country": "Germany")", ""},
      {"Khorgos", R"("project_id": "khorgos_gateway")", ""},
      {"Alashankou", R"("corridors": [)", ""},
      {"Wolfsburg", R"("place_id": "DEU-Hannover")",
       "is not a place of the network and is taken as Hannover"},
      {"Ust-Luga", R"("terminal_id": "port:RULED")", "is no terminal of the network"},
      {"Yangshan", R"("terminal_id": "port:CNSHA")", "is taken as port of Shanghai"},
      {"Suez", R"("passage": "suez")", "`route` takes `Suez` as Suez, Egypt (`EGY-Suez`)"},
      {"Singapore", R"("iso3": "SGP")", "`route` takes `Singapore` as Singapore, Singapore"},
      {"China", R"("iso3": "CHN")", ""},
  };
  for (const auto& asked : kAsked) {
    const Ran ran = sogdia(std::string("info '") + asked.name + "' --json");
    EXPECT_EQ(ran.code, 0) << asked.name << ran.err;
    EXPECT_NE(ran.out.find(asked.shows), std::string::npos) << asked.name << ran.out;
    EXPECT_NE(ran.out.find(asked.notes), std::string::npos) << asked.name << ran.out;
    EXPECT_EQ(ran.out.find("notes") != std::string::npos, *asked.notes != 0) << asked.name << ran.out;
  }
  EXPECT_NE(sogdia("info Wolfsburg").err.find("note: Wolfsburg"), std::string::npos);
  const Ran misspelt = sogdia("info Frankfrut");
  EXPECT_EQ(misspelt.code, 1);
  EXPECT_NE(misspelt.err.find("passage, terminal or place"), std::string::npos) << misspelt.err;
  EXPECT_NE(misspelt.err.find("did you mean"), std::string::npos) << misspelt.err;
}

TEST_F(tool, check_says_what_each_change_touches) {
  const Ran ran = sogdia("check study.toml --world world");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("all projects  build  "), std::string::npos) << ran.out;
  write("study.toml", "title = 'T'\n[[change]]\nkind = 'open'\ntarget = 'suez'\n");
  expect_error(sogdia("check study.toml --world world"), "change `open suez` changes nothing",
               "study.toml, line 2");
  const Ran run = run_toy();
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.err.find("changes nothing"), std::string::npos);
}

TEST_F(tool_gravity, check_finds_what_a_run_would_find) {
  const std::string head = "title = 'G'\n[[estimate]]\nname = 'e'\n";
  for (const std::string bad :
       {"formula = 'value_usd ~ log(distnce_km) | exporter'\n",
        "formula = 'value_usd ~ days | exporter'\nwhere = 'yaer = 2023'\n",
        "formula = 'value_usd ~ days | exporter'\nwhere = 'year = 1800'\n",
        "formula = 'value_usd ~ days | exporter'\nelasticity = 'log(days)'\n",
        "formula = 'value_usd ~ days | exporter'\nvcov = 'cluster:nobody'\n",
        "formula = 'value_usd ~ days | exporter'\nvalue_of_time = ['days', 'freight']\n"}) {
    write("study.toml", head + bad);
    const Ran ran = sogdia("check study.toml --world world");
    EXPECT_EQ(ran.code, 1) << bad;
    EXPECT_NE(ran.err.find("estimate `e`"), std::string::npos) << bad << ran.err;
  }
}

TEST_F(tool, import_makes_a_pack_with_the_users_trade) {
  write("baci.csv", "exporter,importer,year,value_kusd\nCHN,RUS,2023,5000\nCHN,XXX,2023,7\n");
  const Ran ran = sogdia("data import baci baci.csv -o mine --world world --json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"XXX\""), std::string::npos);
  const std::string trade = text_of(folder / "mine/trade.csv");
  EXPECT_NE(trade.find("CHN,RUS,2023,5000000,"), std::string::npos) << trade;
  EXPECT_NE(trade.find("CHN,RUS,2014,"), std::string::npos);
  EXPECT_EQ(trade.find("DEU,RUS,2023,"), std::string::npos);
  write("bad.csv", "exporter,importer,year,value_kusd\nCHN,RUS,2023,-5\n");
  expect_error(sogdia("data import baci bad.csv -o other --world world"),
               "`-5` in column `value_kusd` is negative", "bad.csv, row 2");
  EXPECT_FALSE(fs::exists(folder / "other"));
}

TEST_F(tool, several_studies_each_have_a_folder_and_the_numbers_that_they_have_alone) {
  write("tariff.toml",
        "title = 'Tariff'\n[[change]]\nkind = 'tariff'\nexporters = 'CHN'\nimporters = 'RUS'\nrate_after = "
        "0.1\n");
  write("other.toml",
        "title = 'Other base'\n[base]\nprojects = 'none'\n[[change]]\nkind = 'build'\nprojects = 'all'\n");
  const Ran together =
      sogdia("run study.toml tariff.toml other.toml -o all --format csv --world world --json");
  ASSERT_EQ(together.code, 0) << together.err;
  EXPECT_EQ(together.json().size(), 3u);
  for (const std::string name : {"study", "tariff", "other"}) {
    ASSERT_EQ(sogdia("run " + name + ".toml -o alone-" + name + " --format csv --world world").code, 0);
    for (const auto& entry : fs::recursive_directory_iterator(folder / ("alone-" + name))) {
      const auto inside = fs::relative(entry.path(), folder / ("alone-" + name));
      if (entry.is_directory() || inside == ".sogdia") continue;  // the mark names its own folder
      EXPECT_EQ(text_of(entry.path()), text_of(folder / "all" / name / inside)) << name << "/" << inside;
    }
  }
  fs::create_directory(folder / "twin");
  fs::copy(folder / "study.toml", folder / "twin/study.toml");
  const Ran twins = sogdia("run study.toml twin/study.toml -o twins --world world");
  EXPECT_EQ(twins.code, 1);
  EXPECT_NE(twins.err.find("one folder"), std::string::npos) << twins.err;
  EXPECT_FALSE(fs::exists(folder / "twins"));
}

TEST_F(tool, the_brief_of_a_finished_run_is_written_again_to_the_byte) {
  for (const std::string format : {"parquet", "csv"}) {
    ASSERT_EQ(sogdia("run study.toml -o run --overwrite --world world --format " + format).code, 0);
    const Ran again = sogdia("brief run -o again.html --world world");
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(text_of(folder / "again.html"), text_of(folder / "run/brief.html")) << format;
  }
  const Ran none = sogdia("brief world -o none.html --world world");
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("is no run"), std::string::npos) << none.err;
  write("run/summary.json", "{}");
  EXPECT_EQ(sogdia("brief run -o none.html --world world").code, 1);
  EXPECT_FALSE(fs::exists(folder / "none.html"));
}

TEST_F(tool, an_estimate_feeds_the_model_and_the_run_says_which) {
  // Trade with an elasticity of about 4 to 1 + tariff.
  std::string rows = "exporter,importer,trade,tariff\n";
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 8; ++j) {
      const double tariff = 0.02 * ((5 * i + 3 * j + i * j) % 11),
                   noise = 1 + 0.05 * ((7 * i + 4 * j + i * i * j) % 5 - 2);
      rows += fmt::format("C{},C{},{},{}\n", i, j, 100 * (i + 1) * (j + 2) * noise * std::pow(1 + tariff, -4),
                          tariff);
    }
  }
  write("trade.csv", rows);
  const std::string change =
      "[[change]]\nkind = 'tariff'\nexporters = 'CHN'\nimporters = 'RUS'\nrate_after = 0.1\n";
  ASSERT_EQ(
      sogdia(
          "estimate trade.csv --formula 'trade ~ log(1 + tariff) | exporter + importer' --json -o fit.json")
          .code,
      0);
  write("model.toml", "title = 'T'\n[model]\ntheta = 'estimate:fit.json'\nvalue_of_time = 0.01\n" + change);
  ASSERT_EQ(sogdia("check model.toml --world world").code, 0);
  for (const std::string format : {"parquet", "csv"}) {
    const Ran ran = sogdia("run model.toml -o run --overwrite --world world --format " + format);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  const std::string table = text_of(folder / "run/tables/model.csv"),
                    brief = text_of(folder / "run/brief.html");
  const auto row = nlohmann::json::parse(text_of(folder / "fit.json"))["coefficients"][0];
  const double value = row["estimate"], error = row["std_error"];
  EXPECT_NEAR(value, -4, 0.7);
  EXPECT_NE(table.find(fmt::format("theta,{},{},", -value, error)), std::string::npos) << table;
  EXPECT_NE(table.find("value_of_time,0.01,"), std::string::npos) << table;
  EXPECT_NE(brief.find("minus the coefficient of log(1 + tariff)"), std::string::npos);
  // The run keeps the figures that it took, whatever becomes of the estimate.
  fs::remove(folder / "fit.json");
  const Ran again = sogdia("brief run -o again.html --world world");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(text_of(folder / "again.html"), brief);
  expect_error(sogdia("run model.toml -o none --world world"), "the estimate `fit.json` does not exist",
               "model.toml, line 3");
  EXPECT_EQ(sogdia("check model.toml --world world").code, 1);
}

TEST_F(tool, every_verb_answers) {
  for (const char* arguments :
       {"--help", "--version", "info --world world", "info Russia --world world --json",
        "info land_bridge --world world", "info khorgos_port --world world", "data list --world world",
        "data show trade --rows 2 --world world", "skim --world world",
        "skim --places --zones 8 --world world", "depend China Russia --world world --json",
        "check study.toml --world world --json", "brief study.toml -o b.html --world world",
        "completion bash", "completion zsh", "completion fish"}) {
    const Ran ran = sogdia(arguments);
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.err;
    EXPECT_NE(ran.out, "") << arguments;
  }
  EXPECT_EQ(sogdia("completion bash >c.sh").code, 0);
  EXPECT_EQ(std::system(("bash -n '" + (folder / "c.sh").string() + "'").c_str()), 0);
}

TEST_F(tool, an_interrupt_exits_with_130_and_leaves_nothing) {
  const Ran ran =
      run_toy("", "trap '' INT; exec env --default-signal=INT timeout --preserve-status -s INT 0.001");
  EXPECT_TRUE(ran.code == 130 || ran.code == 0) << ran.code << ran.err;
  if (ran.code == 130) expect_nothing_written();
}

}  // namespace
