// What the verbs that ask the world answer: route, skim, solve, depend, info, data.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"
#include "tool/toy_tool.h"

namespace {
using scratch::Ran;
using scratch::text_of;

struct verbs : scratch::ToyTool {};

TEST_F(verbs, route_takes_names_in_any_script_towns_and_points) {
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

TEST_F(verbs, data_shows_tables_that_are_read_on_demand) {
  EXPECT_NE(sogdia("data show place_names --rows 2").out.find("name,iso3,region,lon,lat"), std::string::npos);
  EXPECT_NE(sogdia("data list").out.find("place_names"), std::string::npos);
}

TEST_F(verbs, route_takes_free_names_and_closures) {
  const Ran open = sogdia("route chongqing hamburg --world world --json");
  EXPECT_EQ(open.code, 0) << open.err;
  EXPECT_NE(open.out.find("\"suez\""), std::string::npos);
  const Ran closed =
      sogdia("route chongqing hamburg --world world --json --close suez --close border:CHN-KAZ");
  EXPECT_EQ(closed.out.find("\"suez\""), std::string::npos);
  EXPECT_EQ(closed.out.find("\"rail\",\n      \"share\""), std::string::npos);
  EXPECT_NE(closed.out.find("cape_of_good_hope"), std::string::npos);
}

TEST_F(verbs, an_unreachable_pair_has_no_routes_and_is_no_error) {
  const Ran ran = sogdia(
      "route Chongqing Duisburg --world world --json --close border:CHN-KAZ --close suez --close "
      "cape_of_good_hope "
      "--close air:PVG");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"routes\": []"), std::string::npos) << ran.out;
}

TEST_F(verbs, no_way_names_the_mode_that_was_asked_for) {
  const std::string ask =
      "route Chongqing Duisburg --world world --close border:CHN-KAZ,suez,cape_of_good_hope,air:PVG";
  EXPECT_NE(sogdia(ask).out.find("no way by any mode"), std::string::npos);
  const Ran road = sogdia(ask + " --mode road");
  EXPECT_EQ(road.code, 0) << road.err;
  EXPECT_NE(road.out.find("no way by road"), std::string::npos) << road.out;
  EXPECT_NE(sogdia(ask + " --mode inland_water").out.find("no way by inland water"), std::string::npos);
}

TEST_F(verbs, solve_without_change_changes_nothing) {
  write("trade.csv", "exporter,importer,value\nA,A,10\nA,B,2\nB,A,3\nB,B,8\n");
  const Ran ran = sogdia("solve --trade trade.csv --theta 4 --json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"welfare_hat\": 1.0"), std::string::npos) << ran.out;
  EXPECT_EQ(sogdia("solve --trade trade.csv --theta 0").code, 1);
}

TEST_F(verbs, solve_reads_inf_as_no_trade_at_all) {
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

TEST_F(verbs, skim_writes_the_square_of_some_nodes_as_it_prints_it) {
  write("nodes.csv", "node\nShanghai\nChongqing\nHamburg\nShanghai\n");
  write("none.csv", "node\n");
  const std::string printed = sogdia("skim --world world --nodes nodes.csv").out;
  EXPECT_EQ(sogdia("skim --world world --nodes nodes.csv --matrix m.csv").code, 0);
  EXPECT_EQ(text_of(folder / "m.csv"), printed);
  EXPECT_EQ(sogdia("skim --world world --nodes nodes.csv --matrix m.parquet").code, 0);
  EXPECT_EQ(sogdia::csv_text(sogdia::read_table((folder / "m.parquet").string())), printed);
  const auto told = nlohmann::json::parse(sogdia("skim --world world --nodes nodes.csv --json").out);
  EXPECT_EQ(told.size(), static_cast<std::size_t>(std::count(printed.begin(), printed.end(), '\n')) - 1);
  // By pairs, the same ways.
  write("pairs.csv", "from,to\nShanghai,Hamburg\n");
  const std::string pair = sogdia("skim --world world --pairs pairs.csv").out;
  EXPECT_NE(printed.find(pair.substr(pair.find('\n') + 1)), std::string::npos);
  EXPECT_EQ(sogdia("skim --world world --nodes none.csv").out, printed.substr(0, printed.find('\n') + 1));
  EXPECT_EQ(sogdia("skim --world world --nodes none.csv --matrix n.parquet").code, 0);
}

TEST_F(verbs, skim_prints_json_and_as_many_places_as_studies_take) {
  const Ran ran = sogdia("skim --world world --json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out.rfind("[{\"exporter\":", 0), 0u) << ran.out.substr(0, 200);
  const Ran file = sogdia("skim --world world --json -o s.csv");
  EXPECT_NE(file.out.find("\"file\": \"s.csv\""), std::string::npos) << file.out << file.err;
  EXPECT_EQ(sogdia("skim --world world").out, sogdia("skim --world world --zones 480").out);
  EXPECT_EQ(text_of(folder / "s.csv"), sogdia("skim --world world").out);
}

TEST_F(verbs, depend_takes_blocs_and_ranks_every_partner) {
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

TEST_F(verbs, targets_of_route_are_lists_of_words_in_any_case) {
  const Ran ran = sogdia("route Shanghai Hamburg --close 'Suez, border:China-Kazakhstan' --world world");
  EXPECT_TRUE(ran.code == 0) << ran.err;
  expect_error(sogdia("route Shanghai Hamburg --close Siez --world world"), "nothing called `Siez`",
               "--close");
  expect_error(sogdia("route Shanghai Hamburg --open suez --world world"),
               "change `suez` changes nothing of `passage:suez`: it is open already", "--open");
  expect_error(sogdia("route Shanghai Hamburg --projects opne --world world"), "unknown project `opne`",
               "--projects");
}

TEST_F(verbs, info_knows_passages_terminals_and_blocs_of_a_year) {
  for (const char* name : {"suez", "Suez", "port:CNSHA", "SCO", "SCO@2014"}) {
    const Ran ran = sogdia(std::string("info ") + name + " --world world");
    EXPECT_EQ(ran.code, 0) << name << ran.err;
  }
}

TEST_F(verbs, info_shows_the_records_of_the_pack) {
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
      {"Druzhba", R"("capacity": 1400000)"},
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

TEST_F(verbs, info_shows_a_place_by_any_of_its_names_and_says_what_stands_for_it) {
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

}  // namespace
