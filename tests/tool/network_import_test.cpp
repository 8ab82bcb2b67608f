// `sogdia data import network`: networks as other tools write them become packs on which route, skim, run and
// info work.
#include <algorithm>
#include <array>
#include <map>

#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;

struct own_network : scratch::Folder {
  // What the import tells; fails where it does not pass.
  Json import(const std::string& arguments) const {
    const Ran ran = run_tool("data import network " + arguments + " --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? ran.json() : Json();
  }
  // The best way by road, as `route --json` has it.
  Json road(const std::string& ends, const std::string& world) const {
    const Ran ran = run_tool("route " + ends + " --world " + world + " --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    if (ran.code != 0) return {};
    const Json all = ran.json();
    for (const auto& route : all["routes"])
      if (route["family"] == "road") return route;
    return {};
  }
};

bool tells(const Json& imported, const std::string& words) {
  const Json notes = imported.value("notes", Json::array());
  return std::any_of(notes.begin(), notes.end(), [&](const Json& note) {
    return note.get<std::string>().find(words) != std::string::npos;
  });
}

//   1 --10--> 2 --10--> 3      zones 1, 2, 3 and through node 4; ways may not lead through zone 2
//    \--20--> 4 --20--> 3
const std::string kTntp =
    "<NUMBER OF ZONES> 3\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 4\n<NUMBER OF LINKS> 4\n<END OF "
    "METADATA>\n\n"
    "~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;\n"
    "\t1\t2\t100\t10\t10\t0.15\t4\t0\t0\t1\t;\n\t2\t3\t100\t10\t10\t0.15\t4\t0\t0\t1\t;\n"
    "\t1\t4\t100\t20\t20\t0.15\t4\t0\t0\t1\t;\n\t4\t3\t100\t20\t20\t0.15\t4\t0\t0\t1\t;\n";

TEST_F(own_network, of_tntp_keeps_ways_out_of_zones_and_takes_its_trips) {
  write("toy_net.tntp", kTntp);
  write("toy_trips.tntp",
        "<NUMBER OF ZONES> 3\n<END OF METADATA>\nOrigin 1\n 2 : 5.0; 3 : 15.0;\nOrigin 2\n 3 : 1;\n");
  const Json imported = import("toy_net.tntp -o pack --length-unit km --time-unit min");
  EXPECT_EQ(imported["places"], 3);
  EXPECT_TRUE(tells(imported, "trips are read from")) << imported.dump(1);
  const Json way = road("1 3", "pack");
  EXPECT_DOUBLE_EQ(way["km"], 40);
  EXPECT_NEAR(way["hours"].get<double>(), 40.0 / 60, 1e-12);
  EXPECT_DOUBLE_EQ(road("1 2", "pack")["km"], 10);
  const std::string trade = text_of(folder / "pack" / "trade.csv");
  EXPECT_NE(trade.find("Z1,Z3,2023,15000"), std::string::npos) << trade;
  // No way from 3 back to 1 is no error.
  EXPECT_EQ(run_tool("skim --world pack").code, 0);
}

TEST_F(own_network, of_tntp_answers_for_its_units_rows_and_zones) {
  write("toy_net.tntp", kTntp);
  const Json imported = import("toy_net.tntp -o miles --length-unit mi --time-unit s");
  EXPECT_TRUE(tells(imported, "no trips")) << imported.dump(1);
  EXPECT_NEAR(road("1 2", "miles")["km"].get<double>(), 16.09344, 1e-9);
  EXPECT_NEAR(road("1 2", "miles")["hours"].get<double>(), 10.0 / 3600, 1e-12);
  struct Fault {
    std::string text, trips, options, what;
  };
  std::string cut = kTntp, word = kTntp;
  cut.resize(cut.size() - 20);
  word.replace(word.find("\t100\t20"), 7, "\t100\ttwenty");
  const std::vector<Fault> faults{
      {cut.substr(0, cut.rfind('\n') + 1), "", "", "says 4 links"},
      {word, "", "", "line 10"},
      {kTntp, "", "--length-unit cubits", "cubits"},
      {kTntp, "Origin 1\n 9 : 5;\n", "--trips trips.tntp", "zone `9`"},
      {kTntp, "Origin 1\n 2 : many;\n", "--trips trips.tntp", "many"},
      {"<END OF METADATA>\n", "", "", "no rows"},
  };
  for (const auto& [text, trips, options, what] : faults) {
    write("bad_net.tntp", text);
    write("trips.tntp", trips);
    const Ran ran = run_tool("data import network bad_net.tntp -o bad " + options);
    EXPECT_EQ(ran.code, 1) << what;
    EXPECT_NE(ran.err.find(what), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(folder / "bad"));
  }
}

// A square of four towns by road, a railway along its diagonal, a footpath, in metres and mph.
//   c ---- d
//   |    / |        d on the railway of a
//   a ---- b
TEST_F(own_network, of_gmns_has_terminals_borders_and_its_own_units) {
  fs::create_directory(folder / "gmns");
  write("gmns/config.csv", "dataset_name,long_length,speed\nsquare,m,km/h\n");
  write("gmns/node.csv",
        "node_id,name,x_coord,y_coord,zone_id,iso3\n"
        "007,Alfa,0,0,1,FRA\n02,Bravo,1,0,2,FRA\n03,Charlie,0,1,3,DEU\n04,Delta,1,1,4,DEU\n");
  write("gmns/link.csv",
        "link_id,from_node_id,to_node_id,directed,length,free_speed,allowed_uses,geometry\n"
        "ab,007,02,0,111000,50,\"auto,truck\",\"LINESTRING (0 0, 0.5 0, 1 0)\"\n"
        "ac,007,03,0,111000,50,truck,\nbd,02,04,0,111000,50,truck,\ncd,03,04,0,111000,50,truck,\n"
        "ad,007,04,0,157000,100,rail,\nbc,02,03,0,157000,,walk,\n");
  const Json imported = import("gmns -o pack");
  EXPECT_EQ(imported["places"], 4);
  EXPECT_TRUE(tells(imported, "1 links for `walk`")) << imported.dump(1);
  EXPECT_TRUE(tells(imported, "3 links join two countries")) << imported.dump(1);
  EXPECT_TRUE(tells(imported, "terminals: 2")) << imported.dump(1);
  const Ran ran = run_tool("route Alfa Delta --world pack --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::map<std::string, double> km;
  const Json all = ran.json();
  for (const auto& route : all["routes"]) km[route["family"]] = route["km"];
  EXPECT_DOUBLE_EQ(km["road"], 222);
  EXPECT_DOUBLE_EQ(km["rail"], 157);
  EXPECT_EQ(run_tool("info Charlie --world pack").code, 0);
  // A study of the pack: a border closed.
  write("study.toml",
        "title = \"x\"\n[[change]]\nname = \"c\"\nkind = \"close\"\ntarget = \"border:FRA-DEU\"\n");
  const Ran run = run_tool("run study.toml --world pack -o out");
  EXPECT_EQ(run.code, 0) << run.err;
  const std::string page = text_of(folder / "out" / "brief.html");
  EXPECT_EQ(page.find("nan"), std::string::npos);
  // An unknown node is an error with its row.
  write("gmns/link.csv", "link_id,from_node_id,to_node_id,directed\nab,007,99,1\n");
  const Ran bad = run_tool("data import network gmns -o bad");
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.err.find("link.csv, row 2"), std::string::npos) << bad.err;
}

TEST_F(own_network, of_geojson_meets_at_shared_vertices_and_stands_at_its_points) {
  // Two lines cross at (1, 0), a vertex of both; one is one-way.
  write("lines.geojson", R"({"type":"FeatureCollection","features":[
    {"type":"Feature","geometry":{"type":"LineString","coordinates":[[0,0],[1,0],[2,0]]},"properties":{"highway":"primary","maxspeed":"50"}},
    {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,1],[1,0],[1,-1]]},"properties":{"oneway":"yes","maxspeed":"30 mph"}},
    {"type":"Feature","geometry":{"type":"Point","coordinates":[0.001,0]},"properties":{"name":"West"}},
    {"type":"Feature","geometry":{"type":"Point","coordinates":[1,0.999]},"properties":{"name":"North"}},
    {"type":"Feature","geometry":{"type":"Point","coordinates":[1,-1]},"properties":{"name":"South"}},
    {"type":"Feature","geometry":{"type":"Point","coordinates":[50,50]},"properties":{"name":"Far"}}]})");
  const Json imported = import("lines.geojson -o pack");
  EXPECT_EQ(imported["places"], 3);
  EXPECT_EQ(imported["links"], 4);
  EXPECT_TRUE(tells(imported, "1 points lie over 25 km")) << imported.dump(1);
  const Json way = road("North South", "pack");
  EXPECT_NEAR(way["km"].get<double>(), 222.4, 0.1);
  EXPECT_NEAR(way["hours"].get<double>(), 222.39 / (30 * 1.609344), 0.01);
  EXPECT_EQ(road("West South", "pack").value("family", ""), "road");
  // Against the one way there is none.
  EXPECT_TRUE(road("South North", "pack").is_null());
  write(
      "bad.geojson",
      "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
      "[[500000,5000000],[500100,5000000]]}}]}");
  const Ran bad = run_tool("data import network bad.geojson -o bad");
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.err.find("feature 1"), std::string::npos) << bad.err;
}

// Free flow times of a published network against all shortest ways by Floyd and Warshall's algorithm.
TEST_F(own_network, of_sioux_falls_has_the_shortest_times) {
  const char* given = std::getenv("SOGDIA_VALIDATION");
  const fs::path data =
      fs::path(given ? given : SOGDIA_SOURCE_DIR "/../shared/validation") / "network/tntp/SiouxFalls";
  if (!fs::exists(data)) GTEST_SKIP() << "no validation data at " << data;
  constexpr int kNodes = 24;
  std::array<std::array<double, kNodes>, kNodes> best;
  for (auto& row : best) row.fill(1e9);
  std::ifstream file(data / "SiouxFalls_net.tntp");
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    int from = 0, to = 0;
    double capacity = 0, length = 0, time = 0;
    if (cells >> from >> to >> capacity >> length >> time) best[from - 1][to - 1] = time;
  }
  for (int k = 0; k < kNodes; ++k)
    for (auto& row : best)
      for (int j = 0; j < kNodes; ++j) row[j] = std::min(row[j], row[k] + best[k][j]);

  import("'" + (data / "SiouxFalls_net.tntp").string() + "' -o pack");
  const Ran ran = run_tool("skim --world pack --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  int pairs = 0;
  const Json all = ran.json();
  for (const auto& row : all) {
    const int from = std::stoi(row["exporter"].get<std::string>().substr(1)),
              to = std::stoi(row["importer"].get<std::string>().substr(1));
    if (from == to) continue;
    ++pairs;
    EXPECT_NEAR(row["hours"].get<double>() * 60, best[from - 1][to - 1], 1e-5) << from << " to " << to;
  }
  EXPECT_EQ(pairs, kNodes * (kNodes - 1));
}

}  // namespace
