// `depend` as a user runs it: identities that hold whatever the trade table says.
#include <cmath>
#include <map>
#include <set>

#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;

struct depend : scratch::Folder {
  depend() {
    fs::copy(SOGDIA_SOURCE_DIR "/tests/data/toy-world", folder / "world", fs::copy_options::recursive);
  }
  Json json(const std::string& arguments) const {
    const Ran ran = run_tool("depend " + arguments + " --json --world world");
    EXPECT_EQ(ran.code, 0) << arguments << ran.err;
    return ran.code == 0 ? ran.json() : Json();
  }
};

// Numbers of an object by their path.
void numbers(const Json& json, const std::string& path, std::map<std::string, double>& out) {
  if (json.is_number()) out[path] = json.get<double>();
  if (json.is_object())
    for (const auto& [key, value] : json.items()) numbers(value, path + "/" + key, out);
}

TEST_F(depend, no_figure_of_a_pair_stays_when_trade_changes) {
  const Json before = json("RUS CHN");
  // More from China to Russia, less the other way, and both trade more with Germany.
  std::string trade = text_of(folder / "world/trade.csv");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto at = trade.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    trade.replace(at, from.size(), to);
  };
  replace("CHN,RUS,2023,111000000000", "CHN,RUS,2023,150000000000");
  replace("RUS,CHN,2023,129000000000", "RUS,CHN,2023,99000000000");
  replace("RUS,DEU,2023,4000000000", "RUS,DEU,2023,9000000000");
  replace("DEU,RUS,2023,10000000000", "DEU,RUS,2023,19000000000");
  replace("CHN,DEU,2023,150000000000", "CHN,DEU,2023,190000000000");
  replace("DEU,CHN,2023,105000000000", "DEU,CHN,2023,125000000000");
  write("world/trade.csv", trade);
  const Json after = json("RUS CHN");
  std::map<std::string, double> x, y;
  for (const char* part : {"a_on_b", "b_on_a", "loss_ratio"}) {
    numbers(before[part], part, x);
    numbers(after[part], part, y);
  }
  ASSERT_GE(x.size(), 33u);
  for (const auto& [path, value] : x) EXPECT_GT(std::fabs(y[path] / value - 1), 1e-5) << path;
}

TEST_F(depend, both_sides_are_told_alike_whoever_is_named_first) {
  const Json x = json("RUS CHN"), y = json("CHN RUS");
  EXPECT_EQ(x["a_on_b"], y["b_on_a"]);
  EXPECT_NEAR(x["loss_ratio"]["low"].get<double>() * y["loss_ratio"]["high"].get<double>(), 1, 1e-9);
  EXPECT_EQ(x["trade"]["a_to_b"], y["trade"]["b_to_a"]);
  ASSERT_EQ(x["other_years"].size(), 1u);
  EXPECT_EQ(x["other_years"][0]["year"], 2014);
}

TEST_F(depend, shares_of_groups_and_partners_sum_to_one) {
  for (const char* who : {"RUS", "CHN,KAZ"}) {
    const Json all = json(std::string(who) + " --alignment");
    double exports = 0, imports = 0;
    for (const auto& partner : all["partners"]) {
      exports += partner["a_on_b"]["export_share"].get<double>();
      imports += partner["a_on_b"]["import_share"].get<double>();
    }
    EXPECT_NEAR(exports, 1, 1e-12);
    EXPECT_NEAR(imports, 1, 1e-12);
    const Json& world = all["world"];
    EXPECT_NEAR(world["hhi_exports"].get<double>() * world["effective_export_partners"].get<double>(), 1,
                1e-12);
    std::map<std::string, std::pair<double, double>> sums;
    for (const auto& row : all["alignment"]) {
      auto& sum = sums[row["of"].get<std::string>() + std::to_string(row["year"].get<int>())];
      sum.first += row["export_share"].get<double>();
      sum.second += row["import_share"].get<double>();
      EXPECT_NEAR(row["exports_left"].get<double>(), 1 - row["export_share"].get<double>(), 1e-15);
    }
    EXPECT_EQ(sums.size(), 2u * 4u) << "a vote and three blocs, in two years";
    for (const auto& [of, sum] : sums) {
      EXPECT_NEAR(sum.first, 1, 1e-12) << who << of;
      EXPECT_NEAR(sum.second, 1, 1e-12) << who << of;
    }
  }
  const Json russia = json("RUS --alignment");
  for (const auto& row : russia["alignment"]) {
    if (row["kind"] != "vote") continue;
    EXPECT_EQ(row["own"], "no");
  }
}

TEST_F(depend, exposure_to_passages_is_within_its_bounds) {
  for (const char* who : {"CHN DEU", "DEU", "EU SCO"}) {
    const Json all = json(std::string(who) + " --routes");
    ASSERT_TRUE(all["routes"].is_array()) << who;
    for (const auto& row : all["routes"]) {
      const double share = row["share"].get<double>();
      EXPECT_GT(share, 0);
      EXPECT_LE(share, 1);
      EXPECT_LE(row["lose_mode"].get<double>(), share * (1 + 1e-12));
      EXPECT_LE(row["no_way"].get<double>(), row["lose_mode"].get<double>() * (1 + 1e-12));
      EXPECT_NE(row["passage"], "northern_sea_route") << "closed in the base";
    }
  }
  const Json routes = json("CHN DEU --routes")["routes"];
  std::set<std::string> names;
  for (const auto& row : routes) names.insert(row["passage"].get<std::string>());
  EXPECT_TRUE(names.contains("suez")) << routes;
}

TEST_F(depend, the_rank_has_the_figures_of_a_pair_and_falls) {
  const Json rank = json("--rank --least-gdp 0 --rows 0");
  for (const char* list : {"most", "gained"}) {
    ASSERT_FALSE(rank[list].empty()) << list;
    double last = INFINITY;
    for (const auto& row : rank[list]) {
      const double loss = row["cutoff_loss"].get<double>();
      const double of = list == std::string("most") ? loss : loss - row["cutoff_loss_before"].get<double>();
      EXPECT_LE(of, last);
      last = of;
    }
  }
  const Json& first = rank["most"][0];
  const Json pair = json(first["a"].get<std::string>() + " " + first["b"].get<std::string>());
  EXPECT_NEAR(first["cutoff_loss"].get<double>(), pair["a_on_b"]["cutoff_loss"]["medium_run"].get<double>(),
              1e-15);
  EXPECT_NEAR(first["import_share"].get<double>(), pair["a_on_b"]["import_share"].get<double>(), 1e-15);
  EXPECT_EQ(run_tool("depend --rank RUS --world world").code, 1);
  EXPECT_EQ(run_tool("depend --world world").code, 1);
  // A higher line leaves the smaller ones out.
  for (const auto& row : json("--rank --least-gdp 1e12 --rows 0")["most"]) EXPECT_NE(row["a"], "KAZ");
}

TEST_F(depend, diversion_adds_up) {
  const Json all = json("RUS --sanctioned-by sanctions_2022");
  double gained = 0, passed_on = 0;
  for (const auto& row : all["third"]) {
    gained += row["to_target_after"].get<double>() - row["to_target_before"].get<double>();
    passed_on += row["passed_on"].get<double>();
    EXPECT_NE(row["country"], "DEU");
  }
  EXPECT_NEAR(all["gained"].get<double>(), gained, 1);
  EXPECT_NEAR(all["passed_on"].get<double>(), passed_on, 1);
  // All trade of the toy world grew alike.
  EXPECT_NEAR(passed_on, 0, 1);
  EXPECT_EQ(run_tool("depend RUS --sanctioned-by SCO --world world").code, 1) << "Russia is of it";
  EXPECT_EQ(run_tool("depend EU,RUS --sanctioned-by sanctions_2022 --world world").code, 1);
}

TEST_F(depend, the_table_is_written) {
  EXPECT_EQ(run_tool("depend RUS CHN -o d.csv --world world").code, 0);
  const std::string text = text_of(folder / "d.csv");
  EXPECT_EQ(text.substr(0, text.find('\n')).find("a,b,year,export_share"), 0u) << text;
  EXPECT_NE(text.find("loss_ratio_mid"), std::string::npos);
  EXPECT_EQ(text.find("asymmetry"), std::string::npos);
}

// Whatever `--json` lists stands in a file, with as many rows; a question without an answer in tables says
// so.
TEST_F(depend, every_list_of_the_answer_is_a_table) {
  const auto rows = [&](const std::string& file) {
    const std::string text = text_of(folder / file);
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) - 1;
  };
  const Json pair = json("RUS CHN --alignment -o d.csv");
  EXPECT_EQ(rows("d.csv"), 2 * (1 + pair["other_years"].size()));
  EXPECT_GE(rows("d-goods.csv"), pair["goods"]["a_to_b"].size() + pair["goods"]["b_to_a"].size());
  EXPECT_EQ(rows("d-alignment.csv"), pair["alignment"].size());
  const Json one = json("RUS -o one.csv");
  EXPECT_EQ(rows("one.csv"), 2 * one["partners"].size());
  EXPECT_NE(text_of(folder / "one-world.csv").find("hhi_imports"), std::string::npos);
  EXPECT_EQ(run_tool("depend --rank -o rank.csv --world world").code, 1);
}

// A deficit rule is read, is stated, and is what the run is solved with.
TEST_F(depend, the_deficit_rule_is_chosen_by_the_study_and_stated) {
  const auto run = [&](const std::string& rule) {
    write("s.toml", "title = \"S\"\n[model]\n" + (rule.empty() ? "" : "deficits = \"" + rule + "\"\n") +
                        "[[change]]\nkind = \"decouple\"\nexporters = [\"DEU\"]\nimporters = [\"RUS\"]\n"
                        "cut = 0.9\nboth_ways = true\n");
    return run_tool("run s.toml -o run --overwrite --format csv --world world");
  };
  std::map<std::string, std::string> pairs;
  for (const std::string rule : {"", "fixed", "scaled", "zero"}) {
    const Ran ran = run(rule);
    ASSERT_EQ(ran.code, 0) << rule << ran.err;
    const Json summary = Json::parse(text_of(folder / "run/summary.json"));
    EXPECT_EQ(summary["deficits"], rule.empty() ? "fixed" : rule);
    pairs[rule] = text_of(folder / "run/tables/pairs.csv");
  }
  EXPECT_EQ(pairs[""], pairs["fixed"]);
  EXPECT_NE(pairs["scaled"], pairs["fixed"]);
  EXPECT_NE(pairs["zero"], pairs["fixed"]);
  const Ran wrong = run("halved");
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.err.find("`deficits` is `halved`"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("fixed, scaled, zero"), std::string::npos) << wrong.err;
}

// On the embedded world: third countries have the sign that was seen.
TEST_F(depend, sanctions_raise_chinas_exports_to_russia_as_was_seen) {
  const Ran ran = run_tool("run '" SOGDIA_SOURCE_DIR "/studies/sanctions.toml' -o run --format csv");
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::istringstream table(text_of(folder / "run/tables/seen.csv"));
  std::string line;
  std::getline(table, line);
  std::map<std::string, std::vector<double>> rows;
  while (std::getline(table, line)) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    ASSERT_GE(cells.size(), 12u) << line;
    for (std::size_t k = 7; k < 11; ++k) rows[cells[0] + "-" + cells[1]].push_back(std::stod(cells[k]));
  }
  ASSERT_TRUE(rows.contains("CHN-RUS") && rows.contains("EU-RUS"));
  for (const char* pair : {"CHN-RUS", "EU-RUS", "KGZ-RUS"})
    for (const double computed : rows[pair])  // what was seen, then three elasticities
      EXPECT_GT(computed * rows[pair][0], 0) << pair;
}

}  // namespace
