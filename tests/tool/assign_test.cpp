// `sogdia assign`: user equilibria of published networks, of packs made of them, of GMNS folders, and of a
// world whose terminals have capacities.
#include <cmath>
#include <map>

#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;

struct assignment : scratch::Folder {
  Json assign(const std::string& arguments) const {
    const Ran ran = run_tool("assign " + arguments + " --json");
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.err;
    return ran.code == 0 ? ran.json() : Json();
  }
  // A column of the flows, by link and where it starts.
  std::map<std::string, double> flows(const std::string& file, std::size_t column) const {
    std::map<std::string, double> out;
    std::istringstream text(text_of(folder / file));
    std::string line;
    for (std::getline(text, line); std::getline(text, line);) {
      std::vector<std::string> cells;
      std::istringstream rest(line);
      for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
      cells.resize(7);
      out[cells[0] + " from " + cells[1]] = cells[column].empty() ? std::nan("") : std::stod(cells[column]);
    }
    return out;
  }
};

std::string net(int zones, int through, const std::string& rows, const std::string& more = "") {
  const auto links = std::count(rows.begin(), rows.end(), '\n');
  return "<NUMBER OF ZONES> " + std::to_string(zones) + "\n<FIRST THRU NODE> " + std::to_string(through) +
         "\n<NUMBER OF LINKS> " + std::to_string(links) + "\n" + more +
         "<END OF "
         "METADATA>\n~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\t"
         "link_type\t;\n" +
         rows;
}

//      3        Braess's example as TNTP has it: six trips from 1 to 2.
//    / | \.
//   1  v  2
//    \ | /
//      4
const std::string kBraess = net(2, 1,
                                "1 3 1 100 0.00000001 1000000000 1 0 0 1 ;\n1 4 1 100 50 0.02 1 0 0 1 ;\n"
                                "3 2 1 100 50 0.02 1 0 0 1 ;\n3 4 1 100 10 0.1 1 0 0 1 ;\n"
                                "4 2 1 100 0.00000001 1000000000 1 0 0 1;\n");
const std::string kSix =
    "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 6.0\n<END OF METADATA>\nOrigin 1\n 1 : 0.0; 2 : 6.0;\n";

TEST_F(assignment, of_braess_prints_six_figures_and_writes_its_flows) {
  write("b_net.tntp", kBraess);
  write("b_trips.tntp", kSix);
  write("trips.csv", "from,to,trips\n1,2,2.5\n1,2,3.5\n2,2,9\n");
  for (const char* trips : {"b_trips.tntp", "trips.csv"}) {
    const Json found = assign(std::string("--world b_net.tntp --gap 1e-10 -o flows.csv --trips ") + trips);
    std::vector<std::string> keys;
    for (const auto& [key, value] : found.items()) keys.push_back(key);
    EXPECT_EQ(keys, (std::vector<std::string>{"objective", "tstt", "relative_gap", "iterations", "seconds",
                                              "converged"}));
    EXPECT_NEAR(found["objective"].get<double>(), 386, 1e-6);
    EXPECT_NEAR(found["tstt"].get<double>(), 552, 1e-5);
    EXPECT_EQ(found["converged"], true);
    EXPECT_EQ(text_of(folder / "flows.csv").substr(0, 56),
              "link_id,from,to,flow,time,cost,volume_over_capacity\n1-3,");
    const auto flow = flows("flows.csv", 3), cost = flows("flows.csv", 5), full = flows("flows.csv", 6);
    EXPECT_NEAR(flow.at("1-3 from 1"), 4, 1e-6);
    EXPECT_NEAR(flow.at("3-4 from 3"), 2, 1e-6);
    EXPECT_NEAR(full.at("3-4 from 3"), 2, 1e-6);
    EXPECT_NEAR(cost.at("1-3 from 1") + cost.at("3-4 from 3") + cost.at("4-2 from 4"), 92, 1e-6);
  }
}

TEST_F(assignment, of_published_networks_reaches_their_published_objectives) {
  const char* given = std::getenv("SOGDIA_VALIDATION");
  const fs::path data = given ? given : SOGDIA_SOURCE_DIR "/../shared/validation";
  if (!fs::exists(data / "expected_values.json")) GTEST_SKIP() << "no validation data at " << data;
  const Json expected = Json::parse(text_of(data / "expected_values.json"))["tntp"];
  struct Case {
    std::string name, place;
    double gap;
  };
  for (const auto& [name, place, gap] :
       {Case{"Braess", "Braess-Example/Braess", 1e-6}, Case{"SiouxFalls", "SiouxFalls/SiouxFalls", 1e-8},
        Case{"Winnipeg", "Winnipeg/Winnipeg", 1e-6}, Case{"Barcelona", "Barcelona/Barcelona", 1e-6}}) {
    const std::string stem = (data / "network/tntp" / place).string();
    std::ostringstream exact;
    exact << " --trips '" << stem << "_trips.tntp' --gap " << gap;
    const Json found = assign("--world '" + stem + "_net.tntp'" + exact.str());
    const double objective = expected[name]["beckmann"], tstt = expected[name]["tstt"];
    EXPECT_LE(found["relative_gap"].get<double>(), gap) << name;
    EXPECT_NEAR(found["objective"].get<double>(), objective, 1e-6 * objective) << name;
    EXPECT_NEAR(found["tstt"].get<double>(), tstt, 3e-5 * tstt) << name;
    if (name == "Winnipeg") continue;
    // A pack of it keeps all that slows its links down.
    const std::string pack = "pack-" + name;
    EXPECT_EQ(run_tool("data import network '" + stem + "_net.tntp' -o " + pack).code, 0);
    const Json again = assign("--world " + pack + exact.str());
    EXPECT_EQ(found["objective"], again["objective"]) << name;
    EXPECT_EQ(found["iterations"], again["iterations"]) << name;
  }
}

// What files of this kind hold: links that never slow down (capacity 0, b of 0), powers of 0, of a fraction,
// no free flow time, words after the `;`, a zone without links, trips to itself and none to what is not
// there.
//
//   1 --> 4 ==> 5 --> 2     two roads from 4 to 5, the second 2 dearer; zone 3 has no link, and 2 lies on the
//   +-------> 2 -----> 5    way from 1 to 5 that nobody may take
TEST_F(assignment, of_files_as_they_are_takes_every_delay_they_may_have) {
  const std::string rows =
      "1 4 0 1 3 0 0 0 0 1 ; a connector\n4 5 10 1 8 0.5 1 0 0 1 ;\n4 5 10 1 10 0 0 0 0 1 ;\n"
      "5 2 0 1 0 0.15 4 0 0 1 ;\n1 2 5 1 1 0.15 2.5 0 0 1 ;\n2 5 5 1 0 0 4 0 0 1 ;\n";
  write("n_net.tntp", net(3, 4, rows, "~ a comment of its own\n"));
  write("trips.tntp",
        "<NUMBER OF ZONES> 3\n<END OF METADATA>\nOrigin 1\n 1 : 7; 2 : 0.0; 3 : 0;\nOrigin 3\n 3 : 4; 1 : "
        "0;\n");
  EXPECT_EQ(assign("--world n_net.tntp --trips trips.tntp")["tstt"], 0);
  // To 5, a node that is no zone, there are no trips; to 2 by the direct road, until that costs as much as
  // 3 + 8 (1 + 0.5 v / 10): only where very many go.
  write("few.csv", "from,to,trips\n1,2,5\n");
  EXPECT_NEAR(assign("--world n_net.tntp --trips few.csv")["tstt"].get<double>(), 5 * 1.15, 1e-9);
  write("many.csv", "from;to;trips\n1;2;60\n");
  const Json found = assign("--world n_net.tntp --trips many.csv --gap 1e-10 -o flows.csv");
  const auto flow = flows("flows.csv", 3), cost = flows("flows.csv", 5);
  // 8 (1 + 0.05 v) is 10 at 5; the other road between 4 and 5 takes what is left.
  EXPECT_NEAR(flow.at("4-5 from 4"), 5, 1e-6);
  EXPECT_NEAR(cost.at("1-2 from 1"), 13, 1e-6);
  EXPECT_NEAR(flow.at("1-2 from 1"), 5 * std::pow(80, 0.4), 1e-6);
  EXPECT_NEAR(flow.at("4-5#2 from 4"), 60 - 5 - 5 * std::pow(80, 0.4), 1e-6);
  EXPECT_EQ(flow.at("2-5 from 2"), 0);
  EXPECT_NEAR(found["tstt"].get<double>(), 13 * 60, 1e-5);
}

TEST_F(assignment, adds_tolls_and_lengths_by_the_factors_of_the_network) {
  // By the short road 10 and a toll of 100; by the long one 14 and no toll.
  const std::string rows = "1 2 0 5 10 0 0 0 100 1 ;\n1 2 0 8 14 0 0 0 0 1 ;\n";
  write("plain_net.tntp", net(2, 1, rows));
  write("told_net.tntp", net(2, 1, rows, "<TOLL FACTOR> 0.02\n<DISTANCE FACTOR> 0.5\n"));
  fs::create_directory(folder / "read");
  write("read/read_net.tntp", net(2, 1, rows));
  write("read/README.md",
        "# X\n\n## Generalized Cost Weights\nToll: 0.1 minutes/cent\nDistance: 0.5 minutes/mile\n");
  write("trips.csv", "from,to,trips\n1,2,1\n");
  const auto cost = [&](const std::string& arguments) {
    return assign(arguments + " --trips trips.csv")["tstt"].get<double>();
  };
  EXPECT_DOUBLE_EQ(cost("--world plain_net.tntp"), 10);
  EXPECT_DOUBLE_EQ(cost("--world told_net.tntp"), 10 + 2 + 2.5);
  EXPECT_DOUBLE_EQ(cost("--world read/read_net.tntp"), 14 + 4);
  EXPECT_DOUBLE_EQ(cost("--world read/read_net.tntp --toll-factor 0 --length-factor 2"), 20);
  EXPECT_NE(run_tool("assign --world read/read_net.tntp --trips trips.csv").err.find("README.md: toll 0.1"),
            std::string::npos);
  EXPECT_EQ(run_tool("data import network told_net.tntp -o pack").code, 0);
  EXPECT_DOUBLE_EQ(cost("--world pack"), 14.5);
  EXPECT_DOUBLE_EQ(cost("--world pack --toll-factor 1"), 14 + 4);
  // A pack made with this one at hand has its own factors, once.
  EXPECT_EQ(run_tool("data import network plain_net.tntp -o again --world pack").code, 0);
  EXPECT_DOUBLE_EQ(cost("--world again"), 10);
}

// A road of two lanes and one of one, 6 and 3 km long at 60 and 20 km/h: 6 and 9 minutes.
TEST_F(assignment, of_gmns_counts_minutes_and_lanes) {
  fs::create_directory(folder / "gmns");
  write("gmns/config.csv", "dataset_name,long_length,speed\nx,km,km/h\n");
  write("gmns/node.csv", "node_id,x_coord,y_coord,zone_id\na,0,0,A\nb,0.03,0,B\n");
  write("gmns/link.csv",
        "link_id,from_node_id,to_node_id,directed,length,free_speed,capacity,lanes,VDF_alpha,VDF_beta\n"
        "wide,a,b,1,6,60,50,2,1,1\nnarrow,a,b,0,3,20,100,1,,\n");
  write("gmns/demand.csv", "o_zone_id,d_zone_id,volume\nA,B,60\nB,A,10\n");
  const Json found = assign("--world gmns --trips gmns/demand.csv --gap 1e-10 -o flows.csv");
  const auto flow = flows("flows.csv", 3), time = flows("flows.csv", 4), full = flows("flows.csv", 6);
  // 6 (1 + v / 100) = 9 (1 + 0.15 ((60 - v) / 100)^4), v = 50.0...
  EXPECT_NEAR(time.at("wide from a"), time.at("narrow from a"), 1e-6);
  EXPECT_NEAR(time.at("wide from a"), 6 * (1 + flow.at("wide from a") / 100), 1e-9);
  EXPECT_NEAR(flow.at("wide from a") + flow.at("narrow from a"), 60, 1e-9);
  EXPECT_NEAR(full.at("wide from a"), flow.at("wide from a") / 100, 1e-12);
  EXPECT_DOUBLE_EQ(flow.at("narrow from b"), 10);
  EXPECT_EQ(run_tool("data import network gmns -o pack").code, 0);
  EXPECT_EQ(assign("--world pack --trips gmns/demand.csv --gap 1e-10")["objective"], found["objective"]);
}

TEST_F(assignment, tells_file_and_row_of_what_it_cannot_take) {
  struct Fault {
    std::string network, trips, what, where;
  };
  std::string cut = kBraess, shorter = kBraess, lines = kBraess;
  cut.resize(cut.find("3 4 1 100"));
  shorter.resize(shorter.rfind(" 1 0 0 1;"));
  std::string negative = kBraess;
  negative.replace(negative.find("0.02"), 4, "-1.0");
  std::string endless = kBraess;
  endless.replace(endless.find("50 0.02"), 2, "1e999");
  const std::string head = "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 100\n<END OF METADATA>\n";
  const std::vector<Fault> faults{
      {cut, kSix, "says 5 links and has 3", "n_net.tntp"},
      {shorter, kSix, "has 6 cells", "n_net.tntp, line 10"},
      {negative, kSix, "`-1` for the b", "n_net.tntp, line 7"},
      {endless, kSix, "is not a number", "n_net.tntp, line 7"},
      {kBraess, "from,to,trips\n1,2,5\n1,2,-3\n", "`-3` trips", "trips, row 3"},
      {kBraess, "from,to,trips\n1,2,5\n1,7,3\n", "zone `7`", "trips, row 3"},
      {kBraess, "from,to,trips\n1,2,5\n1,2,\n", "no number of trips", "trips, row 3"},
      {kBraess, "from,to,trips\n1,2,many\n", "many", "trips, row 2"},
      {kBraess, "from,to,trips\n1,2\n", "", "trips, row 2"},
      {kBraess, "Origin 1\n 2 : -4;\n", "`-4` trips", "trips, line 2"},
      {kBraess, "Origin 1\n 9 : 5;\n", "zone `9`", "trips, line 2"},
      {kBraess, "Origin 1\n 2 : nan;\n", "is not a number", "trips, line 2"},
      {kBraess, "Origin 1\n 2 : 5; 1 : 2\n", "no `;`", "trips, line 2"},
      {kBraess, head + "Origin 1\n 2 : 50; 1 : 40;\n", "says 100 trips", "trips, line 5"},
      {kBraess, "from,to,trips\n2,1,3\n", "no way leads from `2` to `1`", ""},
  };
  for (const auto& [network, trips, what, where] : faults) {
    write("n_net.tntp", network);
    write("trips", trips);
    const Ran ran = run_tool("assign --world n_net.tntp --trips trips -o flows.csv");
    EXPECT_EQ(ran.code, 1) << what;
    EXPECT_NE(ran.err.find(what), std::string::npos) << what << "\n" << ran.err;
    EXPECT_NE(ran.err.find(where), std::string::npos) << where << "\n" << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_FALSE(fs::exists(folder / "flows.csv"));
  }
  write("n_net.tntp", kBraess);
  write("trips", kSix);
  EXPECT_EQ(run_tool("assign --world n_net.tntp --trips trips --max-iterations 1 --gap 1e-12").code, 3);
  EXPECT_EQ(run_tool("assign --world n_net.tntp --trips trips --gap 0").code, 2);
  EXPECT_EQ(run_tool("assign --world n_net.tntp").code, 2);
}

// A grid on which Frank-Wolfe alone has long to go.
TEST_F(assignment, ends_with_ctrl_c_and_writes_nothing) {
  constexpr int kSide = 12;
  std::string rows;
  for (int n = 1; n <= kSide * kSide; ++n)
    for (const int step : {1, kSide}) {
      if (step == 1 ? n % kSide == 0 : n > kSide * (kSide - 1)) continue;
      const std::string a = std::to_string(n), b = std::to_string(n + step);
      const std::string rest =
          " " + std::to_string(5 + n % 7) + " 1 " + std::to_string(1 + n * step % 5) + " 0.15 4 0 0 1 ;\n";
      rows += a + " " + b + rest + b + " " + a + rest;
    }
  write("grid_net.tntp", net(kSide * kSide, 1, rows));
  std::string trips = "from,to,trips\n";
  for (int n = 1; n <= kSide * kSide; ++n)
    trips += std::to_string(n) + "," + std::to_string(1 + n * 37 % (kSide * kSide)) + ",9\n";
  write("trips.csv", trips);
  const Ran ran = run_tool(
      "assign --world grid_net.tntp --trips trips.csv --gap 1e-14 --frank-wolfe 10000000 --max-iterations "
      "10000000 -o flows.csv",
      "timeout --preserve-status -s INT 0.6");
  EXPECT_EQ(ran.code, 130) << ran.err;
  EXPECT_FALSE(fs::exists(folder / "flows.csv"));
  EXPECT_EQ(assign("--world grid_net.tntp --trips trips.csv --gap 1e-6")["converged"], true);
}

// The toy world: from Shanghai to Hamburg by sea, or overland. The port and the way by Suez fill up.
TEST_F(assignment, of_a_world_sends_round_what_finds_no_room) {
  const std::string world = "--world '" SOGDIA_SOURCE_DIR "/tests/data/toy-world' --trips trips.csv ";
  write("trips.csv", "from,to,trips\nShanghai,DEU-Hamburg,900\nHamburg,Shanghai,100\n");
  const Ran bare = run_tool("assign " + world);
  EXPECT_EQ(bare.code, 1);
  EXPECT_NE(bare.err.find("has no capacities"), std::string::npos) << bare.err;

  write("wide.csv", "target,capacity\nsuez,1e12\nport:CNSHA,1e12\n");
  const double free = assign(world + "--capacities wide.csv -o flows.csv")["tstt"];
  EXPECT_NEAR(flows("flows.csv", 3).at("sea:suez from s2"), 900, 1e-9);

  write("narrow.csv", "target,capacity,hours,power\nport:CNSHA,500,400,4\nSuez Canal,300,100,2\n");
  const Json found = assign(world + "--capacities narrow.csv --gap 1e-9 -o flows.csv");
  EXPECT_GT(found["tstt"].get<double>(), free);
  const auto flow = flows("flows.csv", 3), time = flows("flows.csv", 4), cost = flows("flows.csv", 5),
             full = flows("flows.csv", 6);
  const double suez = flow.at("sea:suez from s2"), cape = flow.at("sea:5-4 from s5");
  EXPECT_GT(suez, 0);
  EXPECT_GT(cape, 0);
  EXPECT_LT(suez, 900);
  // Both ways share the canal, and the waits are the hours given times (v / c)^2.
  const double both = (suez + flow.at("sea:suez from s3")) / 300;
  EXPECT_NEAR(full.at("sea:suez from s2"), both, 1e-9);
  EXPECT_NEAR(time.at("sea:suez from s2") - 18 - 1500 / 30.0, 100 * both * both, 20);
  // All links of the port wait for the same.
  EXPECT_EQ(full.at("at:port:CNSHA from CHN-Shanghai"), full.at("railside:port:CNSHA from port:CNSHA"));
  // What goes by Suez and what goes by the Cape costs the same.
  EXPECT_NEAR(cost.at("sea:1-2 from s1") + cost.at("sea:suez from s2") + cost.at("sea:3-4 from s3"),
              cost.at("sea:1-5 from s1") + cost.at("sea:5-4 from s5"), 1e-3);

  for (const auto& [text, what] :
       {std::pair{"target,capacity\nsuez,0\n", "no capacity above 0"},
        {"target,capacity\natlantis,5\n", "atlantis"},
        {"target\nsuez\n", "no column `capacity`"},
        {"target,capacity\ncape_of_good_hope,5\n", "takes no hours"},
        {"target,capacity\nsuez,5\nlink:sea:suez,5\n", "has a capacity already"}}) {
    write("bad.csv", text);
    const Ran ran = run_tool("assign " + world + "--capacities bad.csv");
    EXPECT_EQ(ran.code, 1) << what;
    EXPECT_NE(ran.err.find(what), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("bad.csv"), std::string::npos) << ran.err;
  }
}

}  // namespace
