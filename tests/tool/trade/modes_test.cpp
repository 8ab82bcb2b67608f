// How trade goes by mode: `sogdia modes` on the embedded world, and shares by class of goods in `route`.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "tool/toy_tool.h"

namespace {
using scratch::Json;
using scratch::Ran;

struct modes : scratch::ToyTool {
  std::map<std::string, Json> by_mode(const std::string& arguments) const {
    const Ran ran = sogdia("modes " + arguments + " --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::map<std::string, Json> rows;
    if (ran.code == 0)
      for (const auto& row : Json::parse(ran.out)) rows[row["mode"]] = row;
    return rows;
  }

  // A figure of a country in the run in `out`.
  double of_country(const std::string& iso3, const std::string& column) const {
    const auto cells_of = [](const std::string& row) {
      std::vector<std::string> cells;
      std::istringstream line(row);
      for (std::string cell; std::getline(line, cell, ',');) cells.push_back(cell);
      return cells;
    };
    std::istringstream rows(scratch::text_of(folder / "out/tables/countries.csv"));
    std::string row;
    std::getline(rows, row);
    const auto head = cells_of(row);
    const auto at = static_cast<std::size_t>(std::find(head.begin(), head.end(), column) - head.begin());
    while (std::getline(rows, row))
      if (row.rfind(iso3 + ",", 0) == 0) return std::stod(cells_of(row).at(at));
    ADD_FAILURE() << iso3 << " is not there";
    return std::nan("");
  }
};

double sum(const std::map<std::string, Json>& rows, const char* of) {
  double all = 0;
  for (const auto& [mode, row] : rows) all += row[of].get<double>();
  return all;
}

TEST_F(modes, shares_sum_to_one_and_neighbours_trade_by_lorry) {
  const auto rows = by_mode("USA MEX --both");
  for (const char* share : {"share_value", "share_tonnes", "share_tonne_km"})
    EXPECT_NEAR(sum(rows, share), 1, 1e-9) << share;
  for (const auto& [mode, row] : rows) {
    if (mode != "road") {
      EXPECT_LT(row["share_value"], rows.at("road")["share_value"]) << mode;
    }
  }
  EXPECT_LT(rows.at("air")["share_tonnes"], rows.at("air")["share_value"]);
}

TEST_F(modes, crude_oil_and_gas_take_no_lorry_and_no_aircraft) {
  for (const char* goods : {"crude_oil", "gas"}) {
    const auto rows = by_mode(fmt::format("RUS CHN --goods {}", goods));
    EXPECT_FALSE(rows.contains("road") || rows.contains("air") || rows.contains("ferry")) << goods;
    EXPECT_GT(rows.at("pipeline")["share_tonnes"], 0.2) << goods;
    // No train takes what tankers do; the line to Daqing carries no more than 30 million tonnes a year.
    if (rows.contains("rail")) {
      EXPECT_LT(rows.at("rail")["share_tonnes"], 0.15) << goods;
    }
  }
}

TEST_F(modes, what_is_near_and_what_is_far_is_all) {
  const auto all = by_mode("JPN"), near = by_mode("JPN --km 0-500"), far = by_mode("JPN --km 500-");
  EXPECT_NEAR(sum(near, "usd") + sum(far, "usd"), sum(all, "usd"), 1e-6 * sum(all, "usd"));
  EXPECT_GT(near.at("road")["share_tonnes"], far.at("road")["share_tonnes"]);
}

TEST_F(modes, what_goes_through_a_passage_is_part_of_what_goes) {
  const auto all = by_mode("KWT world --goods crude_oil"),
             through = by_mode("KWT world --goods crude_oil --through hormuz");
  EXPECT_LE(sum(through, "usd"), sum(all, "usd"));
  EXPECT_GT(sum(through, "usd"), 0.9 * sum(all, "usd"));  // Kuwait has no other way
  EXPECT_EQ(sogdia("modes DEU FRA --through hormuz").code, 1);
}

// The line from Tengiz to Novorossiysk, 63 million tonnes in 2024, ends north of the Bosporus.
// Habshan-Fujairah loads ships outside the Gulf.
TEST_F(modes, oil_that_a_line_takes_past_a_strait_does_not_go_through_it) {
  const auto all = by_mode("ARE world --goods crude_oil"),
             through = by_mode("ARE world --goods crude_oil --through hormuz");
  EXPECT_LT(sum(through, "usd"), 0.75 * sum(all, "usd"));
  EXPECT_GT(sum(through, "usd"), 0.3 * sum(all, "usd"));
}

// Ukraine sold 61.5 million tonnes for USD 22.2 bn, and Australian ore is USD 140 a tonne (goods_values.csv).
TEST_F(modes, grain_and_ore_weigh_what_their_exporters_sell) {
  const auto food = by_mode("UKR world --goods food"), ore = by_mode("AUS world --goods dry_bulk"),
             copper = by_mode("CHL world --goods dry_bulk");
  const auto price = [](const std::map<std::string, Json>& rows) {
    return sum(rows, "usd") / sum(rows, "tonnes");
  };
  EXPECT_NEAR(price(food), 361, 4);
  EXPECT_NEAR(price(ore), 140, 15);
  EXPECT_GT(price(copper), 3 * price(ore));
}

TEST_F(modes, what_a_pipeline_brings_to_ships_goes_through_their_straits) {
  const auto all = by_mode("KAZ world --goods crude_oil"),
             through = by_mode("KAZ world --goods crude_oil --through bosporus");
  EXPECT_GT(sum(through, "tonnes"), 30e6);
  EXPECT_LT(sum(through, "tonnes"), sum(all, "tonnes"));
  // Druzhba ends at refineries.
  EXPECT_EQ(sogdia("modes RUS CZE --goods crude_oil --through oresund").code, 1);
}

TEST_F(modes, ships_that_draw_too_much_for_sunda_take_malacca_or_lombok) {
  const auto passages = [&](const char* goods) {
    const Ran ran = sogdia(fmt::format("route port:AOLAD port:CNNGB --mode sea --goods {} --json", goods));
    EXPECT_EQ(ran.code, 0) << ran.err;
    return Json::parse(ran.out).at("routes").at(0).at("passages").dump();
  };
  EXPECT_NE(passages("food").find("sunda"), std::string::npos);
  EXPECT_EQ(passages("crude_oil").find("sunda"), std::string::npos);
}

TEST_F(modes, a_way_from_port_to_port_is_none_of_a_pipe) {
  const Ran ran = sogdia("route CNSHA NLRTM --goods crude_oil --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json found = Json::parse(ran.out);
  for (const auto& route : found["routes"]) {
    EXPECT_NE(route["family"], "oil_pipeline");
    if (route["family"] == "sea") {
      EXPECT_GT(route["share"], 0.9);
    }
  }
}

// VLCC fit neither Panama nor, laden, Suez; ships of all sizes are one mode.
TEST_F(modes, crude_oil_goes_round_a_canal_that_its_ships_do_not_fit) {
  const Ran ran = sogdia("route Houston Yokohama --goods crude_oil --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  int by_sea = 0;
  const Json found = Json::parse(ran.out);
  for (const auto& route : found["routes"]) {
    EXPECT_NE(route["family"], "large_ship");
    if (route["family"] != "sea") continue;
    ++by_sea;
    EXPECT_GT(route["share"], 0.9);
    for (const auto& passage : route["passages"]) EXPECT_TRUE(passage != "panama" && passage != "suez");
  }
  EXPECT_EQ(by_sea, 1);
  const auto all = by_mode("USA JPN,KOR,CHN --goods crude_oil"),
             panama = by_mode("USA JPN,KOR,CHN --goods crude_oil --through panama");
  EXPECT_FALSE(all.contains("large_ship"));
  EXPECT_LT(sum(panama, "tonnes"), 0.6 * sum(all, "tonnes"));
  EXPECT_GT(sum(panama, "tonnes"), 0);
}

TEST_F(modes, a_file_asks_what_its_rows_would_ask_one_by_one) {
  write("asked.csv", "from,to,goods,both\nCHN,KAZ,food,yes\n\"CAN,MEX\",USA,,no\n");
  const Ran ran = sogdia("modes --file asked.csv --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto one = by_mode("CHN KAZ --goods food --both"), two = by_mode("CAN,MEX USA");
  for (const auto& row : Json::parse(ran.out)) {
    const auto& alone = row["row"] == 1 ? one : two;
    EXPECT_EQ(row["usd"], alone.at(row["mode"])["usd"]);
  }
}

TEST_F(modes, what_cannot_be_asked_is_said) {
  const auto fails = [&](const std::string& arguments, const std::string& word) {
    const Ran ran = sogdia("modes " + arguments);
    EXPECT_EQ(ran.code, 1) << arguments;
    EXPECT_NE(ran.err.find(word), std::string::npos) << ran.err;
  };
  fails("USA MEX --goods cars", "unknown class of goods `cars`");
  fails("USA Qwertzuiop", "Qwertzuiop");
  fails("USA MEX --km 800", "no range of km");
  fails("USA MEX --km 800-400", "is empty");
  fails("Rotterdam Duisburg", "both ends are places");
  fails("Rotterdam", "is a place");
  fails("CHN --through suez", "between countries");
  fails("Rotterdam DEU --through suez", "between countries");
  fails("Rotterdam DEU --km 100-200", "told whole");
  fails("", "neither countries nor a file");
  fails("USA MEX --world world", "does not tell classes of goods apart");
  write("bad.csv", "from,to,both\nUSA,MEX,perhaps\n");
  fails("--file bad.csv", "neither yes nor no");
}

// The International North-South Transport Corridor takes some 25 days.
TEST_F(modes, a_way_between_two_seas_leads_over_land) {
  for (const char* more : {"", " --alternatives 2"}) {
    const Ran ran = sogdia(
        std::string("route Mumbai Moscow --close suez --close cape_of_good_hope --mode sea --json") + more);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const Json ways = Json::parse(ran.out).at("routes");
    ASSERT_EQ(ways.size(), 2u) << ran.out;
    EXPECT_TRUE(ways[0].at("land_bridge"));
    EXPECT_FALSE(ways[1].at("land_bridge"));
    EXPECT_EQ(ways[0].at("alternative"), 1);
    EXPECT_EQ(ways[1].at("alternative"), 2);
    EXPECT_NEAR(ways[0].at("hours").get<double>() / 24, 25, 7);
    EXPECT_GT(ways[1].at("ad_valorem_cost"), ways[0].at("ad_valorem_cost"));
  }
  EXPECT_FALSE(Json::parse(sogdia("route Shanghai Rotterdam --mode sea --json").out)
                   .at("routes")[0]
                   .at("land_bridge"));
}

// 2022/23: 1.5 bn net tons and 9.4 bn USD (Suez Canal Authority); the model within a quarter of either.
TEST_F(modes, suez_closed_costs_egypt_its_dues) {
  const Ran ran = sogdia("run " SOGDIA_SOURCE_DIR "/studies/suez-closed.toml -o out --format csv");
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::istringstream rows(scratch::text_of(folder / "out/tables/passage_flows.csv"));
  std::string row;
  bool found = false;
  while (std::getline(rows, row)) {
    if (row.rfind("suez,", 0) != 0) continue;
    found = true;
    std::vector<std::string> cells;
    std::istringstream line(row);
    for (std::string cell; std::getline(line, cell, ',');) cells.push_back(cell);
    ASSERT_EQ(cells.size(), 12u) << row;
    EXPECT_EQ(cells[1], "passage");
    EXPECT_EQ(cells[3], "EGY");
    EXPECT_NEAR(std::stod(cells[6]), 1.5e9, 0.25 * 1.5e9);
    EXPECT_NEAR(std::stod(cells[10]), 9.4e9, 0.25 * 9.4e9);
    EXPECT_EQ(std::stod(cells[7]), 0);
    EXPECT_EQ(std::stod(cells[11]), 0);
    const std::string links = sogdia("data show links --rows 0").out;
    const std::size_t start = links.rfind('\n', links.find(",suez,")) + 1;
    const std::string canal = links.substr(start, links.find(',', start) - start);
    const Json link = Json::parse(sogdia("info " + canal + " --json").out);
    EXPECT_EQ(link["passage"], "suez");
    EXPECT_NEAR(link["trade_usd"].get<double>(), std::stod(cells[4]), 1e-6 * std::stod(cells[4]));
    EXPECT_NEAR(link["trade_tonnes"].get<double>(), std::stod(cells[6]), 1e-6 * std::stod(cells[6]));
    // They are its income: what it loses is what the passage took.
    // Two sums of the same dues, one by country and one by passage: equal to a billionth part.
    EXPECT_NEAR(of_country("EGY", "dues_change_usd"), -std::stod(cells[10]), 1e-9 * std::stod(cells[10]));
  }
  EXPECT_TRUE(found);
  EXPECT_LT(of_country("EGY", "welfare_hat_mid"), 0.99);
  EXPECT_GT(of_country("PAN", "dues_change_usd"), 0);
}

TEST_F(modes, oil_that_has_no_way_is_not_produced) {
  write("hormuz.toml", "title = 'T'\n[[change]]\nkind = 'close'\ntarget = 'hormuz'\n");
  const Ran ran = sogdia("run hormuz.toml -o out --format csv");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("oil and gas of"), std::string::npos) << ran.err;
  for (const char* country : {"KWT", "QAT"}) {
    EXPECT_GT(of_country(country, "stranded_usd"), 4e10);
    EXPECT_LT(of_country(country, "exports_hat"), 0.45);
  }
  // The East-West line has room for most of Saudi oil, the line to Fujairah for a part of the Emirates'.
  EXPECT_LT(of_country("SAU", "stranded_usd"), 4e10);
  EXPECT_GT(of_country("SAU", "exports_hat"), 0.85);
  EXPECT_NE(ran.err.find("the pipeline ADCOP would have to take"), std::string::npos) << ran.err;
  EXPECT_GT(of_country("ARE", "stranded_usd"), 1e10);
  EXPECT_LT(of_country("ARE", "stranded_usd"), 9e10);
  EXPECT_LT(of_country("NOR", "stranded_usd"), 1e8);
}

// Each study beside the World Bank's is one that anyone can run.
TEST_F(modes, the_steps_to_the_world_bank_are_in_order) {
  int steps = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SOGDIA_SOURCE_DIR "/studies/world-bank")) {
    const Ran ran = sogdia("check " + entry.path().string());
    EXPECT_EQ(ran.code, 0) << ran.err;
    ++steps;
  }
  EXPECT_EQ(steps, 8);
}

TEST_F(modes, route_tells_the_shares_of_a_class) {
  const auto shares = [&](const std::string& goods) {
    const Ran ran = sogdia("route Chicago 'Mexico City' --json --goods " + goods);
    EXPECT_EQ(ran.code, 0) << ran.err;
    const Json told = Json::parse(ran.out);
    EXPECT_EQ(told["class"], goods);
    std::map<std::string, double> by_family;
    double all = 0;
    for (const auto& route : told["routes"]) all += by_family[route["family"]] = route["share"];
    EXPECT_NEAR(all, 1, 1e-9);
    return by_family;
  };
  const auto ore = shares("dry_bulk"), parcels = shares("parcels"),
             machines = shares("machinery_electronics");
  EXPECT_EQ(ore.at("air"), 0);
  EXPECT_GT(parcels.at("air"), machines.at("air"));
  EXPECT_GT(ore.at("rail"), machines.at("rail"));
  const Ran bad = sogdia("route Chicago 'Mexico City' --goods cars");
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.err.find("unknown class of goods `cars`"), std::string::npos) << bad.err;
}

}  // namespace
