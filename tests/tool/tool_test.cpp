// Black-box tests: the built program with good and bad input, its exit code, its words, and what it leaves
// behind.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <nlohmann/json.hpp>

#include "tool/toy_tool.h"

namespace {
namespace fs = std::filesystem;
using scratch::Ran;
using scratch::text_of;

using scratch::kToy;

struct tool : scratch::ToyTool {};

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

// What two runs do not share beneath their changes is named: a file of the pack, an elasticity.
TEST_F(tool, compare_names_what_the_bases_do_not_share) {
  EXPECT_EQ(sogdia("run study.toml -o one --world world --format csv").code, 0);
  replace("world/trade.csv", "CHN,RUS,2023,111000000000", "CHN,RUS,2023,112000000000");
  EXPECT_EQ(sogdia("run study.toml -o two --world world --format csv").code, 0);
  const std::string out = sogdia("compare one two").out;
  EXPECT_NE(out.find("world pack: not the same trade.csv\n"), std::string::npos) << out;
  EXPECT_NE(out.find("\npairs "), std::string::npos) << out;
  EXPECT_NE(sogdia("compare one two --json").out.find("\"counts\""), std::string::npos);
}

// A sum that was added up in another order is no difference.
TEST_F(tool, compare_tells_rounding_apart) {
  for (const char* run : {"one", "two"})
    EXPECT_EQ(sogdia(std::string("run study.toml -o ") + run + " --world world --format csv").code, 0);
  std::istringstream lines(text_of(folder / "two/tables/countries.csv"));
  std::string head, row, cell, rest;
  std::getline(lines, head);
  std::getline(lines, row);
  std::getline(lines, rest, '\0');
  std::istringstream names(head.substr(0, head.find("welfare_hat_mid")));
  std::string before;
  std::istringstream cells(row);
  while (std::getline(names, cell, ',')) {
    std::getline(cells, cell, ',');
    before += cell + ",";
  }
  std::string after;
  std::getline(cells, cell, ',');
  std::getline(cells, after);
  const auto with = [&](double factor) {
    write("two/tables/countries.csv",
          head + "\n" + before + fmt::format("{}", std::stod(cell) * factor) + "," + after + "\n" + rest);
    return sogdia("compare one two").out;
  };
  EXPECT_EQ(with(1 + 1e-13), "the two runs agree; 1 figures differ by less than a billionth: rounding\n");
  EXPECT_NE(with(1 + 1e-6).find("welfare_hat_mid"), std::string::npos);
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

TEST_F(tool, an_empty_article_makes_no_page) {
  write("world/article.txt", " \n");
  const Ran ran = sogdia("brief --article world/article.txt --world world -o page.html");
  expect_error(ran, "the article is empty", "world/article.txt");
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

TEST_F(tool, usage_errors_exit_with_2_and_name_the_nearest_verb) {
  const Ran ran = sogdia("rout A B");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("did you mean `route`"), std::string::npos) << ran.err;
  EXPECT_EQ(sogdia("").code, 2);
  EXPECT_EQ(sogdia("run study.toml").code, 2);
  EXPECT_EQ(sogdia("run study.toml --json").err.rfind("{\"error\"", 0), 0u);
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
