// Trade as the program shows it: who reports a cell, its interval, fuels and ores, and the user's own BACI.
// Runs the program over the embedded world.
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>

#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;

struct trade : scratch::Folder {
  Ran sogdia(const std::string& arguments) const { return run_tool(arguments); }
  Json json(const std::string& arguments) const {
    const Ran ran = sogdia(arguments + " --json");
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.err;
    return ran.code == 0 ? Json::parse(ran.out) : Json();
  }
  std::string claim(const std::string& text) const {
    write("claim.txt", text);
    return json("claims claim.txt").at("claims").at(0).at("verdict");
  }
};

TEST_F(trade, a_pair_says_who_reports_each_flow_and_how_far_off_it_may_be) {
  for (const char* names : {"CHN RUS", "China Russia", "\"united states\" Mexico", "DEU FRA"}) {
    const Json pair = json(std::string("info ") + names);
    ASSERT_EQ(pair.at("trade").size(), 4u) << names;
    for (const auto& cell : pair.at("trade")) {
      const double usd = cell.at("value_usd"), low = cell.at("interval_80")[0],
                   high = cell.at("interval_80")[1];
      EXPECT_LT(low, usd);
      EXPECT_GT(high, usd);
      EXPECT_NEAR(std::sqrt(low * high) / usd, 1.0, 1e-9);
    }
  }
  EXPECT_EQ(json("info DEU FRA").at("trade")[1].at("reported_by"), "both");
  EXPECT_TRUE(json("info DEU FRA").at("trade")[1].contains("exporter_usd"));
  EXPECT_TRUE(json("info DEU FRA").at("trade")[1].contains("importer_usd"));
  EXPECT_EQ(sogdia("info CHN CHN").code, 1);
  EXPECT_EQ(sogdia("info CHN RUS DEU").code, 1);
}

// Russia's customs, by TASS of 24 May 2024 (tass.com/economy/1792767): 22.6 and 23.9 bn USD; KOTRA's report
// on North Korea of 2023: 292 m and 2,429 m; closed relations have no trade.
TEST_F(trade, printed_flows_of_silent_countries_and_closed_borders_are_in_the_table) {
  struct Case {
    const char *a, *b;
    double a_to_b, b_to_a;  // USD in 2023; 0: none
  };
  for (const Case& each : {Case{"RUS", "BLR", 22.6e9, 23.9e9},
                           {"CHN", "PRK", 2.43e9, 0.292e9},
                           {"ISR", "LBN", 0, 0},
                           {"ARM", "AZE", 0, 0},
                           {"KOR", "PRK", 0, 0},
                           {"UKR", "RUS", 0, 0},
                           {"ISR", "SYR", 0, 0}}) {
    double found[2] = {0, 0};
    const Json pair = json(std::string("info ") + each.a + " " + each.b);
    for (const auto& cell : pair.at("trade"))
      if (cell.at("year") == 2023) found[cell.at("exporter") == each.a ? 0 : 1] = cell.at("value_usd");
    EXPECT_NEAR(found[0], each.a_to_b, 0.1 * each.a_to_b) << each.a << each.b;
    EXPECT_NEAR(found[1], each.b_to_a, 0.1 * each.b_to_a) << each.b << each.a;
  }
}

TEST_F(trade, a_region_is_its_countries) {
  const Json region = json("depend 'central asia' CHN"), listed = json("depend KAZ,KGZ,TJK,TKM,UZB China");
  EXPECT_EQ(region.at("a_on_b"), listed.at("a_on_b"));
  EXPECT_EQ(region.at("trade"), listed.at("trade"));
  const auto sold_by_china = [&](const std::string& to) {
    return json("depend '" + to + "' CHN").at("trade").at("b_to_a").at("value_usd").get<double>();
  };
  EXPECT_NEAR(sold_by_china("Africa"), sold_by_china("North Africa") + sold_by_china("Sub-Saharan Africa"),
              1e6);
  EXPECT_NE(sogdia("depend Afrika CHN").err.find("did you mean `Africa`"), std::string::npos);
}

// BACI (CEPII): Russia's crude to China 34.2 bn USD in 2019 and 62.6 in 2024, 71.5 and 108.5 million tonnes.
TEST_F(trade, fuels_by_pair_and_year_are_shown_and_hidden_origins_named) {
  double usd_2019 = 0, tonnes_2024 = 0;
  const Json pair = json("info CHN RUS");
  for (const auto& cell : pair.at("energy")) {
    if (cell.at("goods") != "crude" || cell.at("exporter") != "RUS") continue;
    if (cell.at("year") == 2019) usd_2019 = cell.at("value_usd");
    if (cell.at("year") == 2024) tonnes_2024 = cell.at("tonnes");
  }
  EXPECT_EQ(usd_2019, 34246534521.0);
  EXPECT_EQ(tonnes_2024, 108469240.0);
  const Json turkey = json("depend TUR --goods crude --year 2023");
  double shares = 0;
  bool hides_russia = false;
  for (const auto& supplier : turkey.at("a_buys_from")) {
    shares += supplier.value("share", 0.0);
    hides_russia = hides_russia || (supplier.at("exporter") == "RUS" && supplier.value("hidden", false) &&
                                    !supplier.contains("share"));
  }
  EXPECT_NEAR(shares, 1.0, 1e-9);
  EXPECT_TRUE(hides_russia);
  EXPECT_NE(sogdia("depend TUR --goods crude --year 2023").err.find("hides what crude it had of Russia"),
            std::string::npos);
  EXPECT_NE(sogdia("depend TUR --goods crud").err.find("did you mean `crude`"), std::string::npos);
}

TEST_F(trade, depend_shows_class_and_interval) {
  const Json found = json("depend DEU FRA");
  EXPECT_EQ(found.at("trade").at("a_to_b").at("reported_by"), "both");
  EXPECT_TRUE(found.at("trade").at("b_to_a").contains("interval_80"));
  EXPECT_NE(sogdia("depend DEU FRA").out.find("reported by both"), std::string::npos);
  // A bloc's flow is its members' together, with the parts of each class.
  const Json bloc = json("depend EU CHN").at("trade").at("a_to_b");
  double parts = 0;
  for (const auto& [name, part] : bloc.at("reported_parts").items()) parts += part.get<double>();
  EXPECT_NEAR(parts, 1, 1e-12);
  EXPECT_LT(bloc.at("interval_80")[0], bloc.at("value_usd"));
}

TEST_F(trade, depend_tells_goods_by_year_for_a_pair_and_a_bloc) {
  const Json pair = json("depend CHN RUS --goods crude"), info = json("info CHN RUS");
  for (const auto& row : info.at("energy")) {
    if (row.at("goods") != "crude" || row.at("exporter") != "RUS" || !row.contains("value_usd")) continue;
    for (const auto& year : pair.at("b_to_a")) {
      if (year.at("year") != row.at("year")) continue;
      EXPECT_EQ(year.at("value_usd"), row.at("value_usd"));
    }
  }
  // Shares of one year's suppliers of a bloc sum to 1, without what its members sell one another.
  const Json bloc = json("depend EU --goods gas --year 2022");
  double shares = 0;
  for (const auto& supplier : bloc.at("a_buys_from")) {
    shares += supplier.value("share", 0.0);
    EXPECT_NE(supplier.at("exporter"), "NLD");
  }
  EXPECT_NEAR(shares, 1, 1e-9);
}

TEST_F(trade, a_claim_is_not_held_against_a_cell_that_nobody_reports) {
  EXPECT_EQ(claim("Bolivia's exports to Kenya were $3 million in 2023."), "not checkable");
  EXPECT_EQ(claim("Germany's exports to France were $130 billion in 2023."), "consistent");
}

const char* kCodes =
    "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n58,Belgium-Luxembourg,BX,"
    "BLX\n156,China,CN,CHN\n"
    "490,\"Other Asia, nes\",TW,S19\n699,India,IN,IND\n757,Switzerland,CH,CHE\n842,USA,US,USA\n";

// Each file as people have it gives the same row: China to the USA, 1,500 thousand dollars of 2023.
TEST_F(trade, baci_is_read_as_people_have_it) {
  write("country_codes_V202501.csv", kCodes);
  const std::string head = "t,i,j,k,v,q\n",
                    rows = "2023,156,842,010121,1000.000,5\n2023,156,842,854231,500,NA\n";
  write("own.csv", head + rows);
  write("bom.csv", "\xEF\xBB\xBF" + head + rows);
  write("crlf.csv", "t,i,j,k,v,q\r\n2023,156,842,010121,1000,5\r\n2023,156,842,854231,500,NA\r\n");
  write("padded.csv",
        " t , i, j ,k,v,q\n2023, 156 , 842,010121,    1000.000 ,  NA\n2023,0156,842,854231,5.0e2,NA\n\n");
  write(
      "quoted.csv",
      "\"t\",\"i\",\"j\",\"k\",\"v\",\"q\"\n2023,156,842,\"010121\",1000,5\n2023,156,842,\"85,42\",500,5\n");
  write("order.csv", "k,v,q,j,i,t\n010121,1500,5,842,156,2023\n");
  write("semicolon.csv", "t;i;j;k;v;q\n2023;156;842;010121;1000,5;5\n2023;156;842;010122;499,5;5\n");
  write("iso.csv", "t,i,j,k,v,q\n2023,156,840,010121,1500,5\n");
  write("long.csv", "exporter,importer,year,value_kusd\nchn,USA,2023,1500\n");
  write("dollars.csv", "exporter,importer,year,value_usd\nCHN,USA,2023,1500000\n");
  gzFile packed = gzopen((folder / "packed.csv.gz").c_str(), "wb");
  gzputs(packed, (head + rows).c_str());
  gzclose(packed);
  for (const char* file : {"own.csv", "bom.csv", "crlf.csv", "padded.csv", "quoted.csv", "order.csv",
                           "semicolon.csv", "iso.csv", "long.csv", "dollars.csv", "packed.csv.gz"}) {
    const Ran ran = sogdia(std::string("data import baci ") + file + " -o mine --overwrite --json");
    ASSERT_EQ(ran.code, 0) << file << ran.err;
    EXPECT_NE(text_of(folder / "mine/trade.csv").find("CHN,USA,2023,1500000,"), std::string::npos) << file;
    EXPECT_EQ(Json::parse(ran.out).at("years"), Json({2023})) << file;
  }
  if (std::system("command -v zip >/dev/null 2>&1") == 0) {
    ASSERT_EQ(std::system(
                  ("cd " + folder.string() + " && zip -q all.zip own.csv country_codes_V202501.csv").c_str()),
              0);
    fs::create_directory(folder / "elsewhere");
    fs::rename(folder / "all.zip", folder / "elsewhere/all.zip");
    ASSERT_EQ(sogdia("data import baci elsewhere/all.zip -o mine --overwrite").code, 0);
    EXPECT_NE(text_of(folder / "mine/trade.csv").find("CHN,USA,2023,1500000,"), std::string::npos);
  }
}

TEST_F(trade, baci_keeps_taiwan_and_old_codes_and_tells_what_it_leaves_out) {
  write("country_codes.csv", kCodes);
  write("b.csv",
        "t,i,j,k,v,q\n2023,490,842,854231,2000,NA\n2023,58,842,010121,1000,5\n2023,156,999,010121,1000,"
        "5\n1998,156,842,010121,1,1\n");
  const Json read = json("data import baci b.csv -o mine");
  const std::string table = text_of(folder / "mine/trade.csv");
  EXPECT_NE(table.find("TWN,USA,2023,2000000,"), std::string::npos);
  EXPECT_NE(table.find("BEL,USA,2023,1000000,"), std::string::npos);
  ASSERT_EQ(read.at("not_placed").size(), 1u);
  EXPECT_EQ(read.at("not_placed")[0].at("code"), "999");
  EXPECT_EQ(read.at("not_placed")[0].at("value_usd"), 1e6);
  const std::string notes = read.at("notes").dump();
  EXPECT_NE(notes.find("`BLX` is read as BEL"), std::string::npos) << notes;
  EXPECT_NE(notes.find("no study can stand on 1998"), std::string::npos) << notes;
}

TEST_F(trade, baci_that_is_wrong_is_an_error_with_its_row) {
  write("country_codes.csv", kCodes);
  const std::string head = "t,i,j,k,v,q\n2023,156,842,010121,1,5\n";
  struct Case {
    std::string text, says, where;
  };
  for (const Case& each :
       {Case{head + "2023,156,842,010121,NA,5\n", "a value is missing in column `v`", "bad.csv, row 3"},
        {head + "2023,156,842,010121,,5\n", "a value is missing in column `v`", "bad.csv, row 3"},
        {head + "2023,156,842,010121,12x,5\n", "`12x` in column `v` is not a number", "bad.csv, row 3"},
        {head + "2023,156,842,010121,-5,5\n", "`-5` in column `v` is negative", "bad.csv, row 3"},
        {head + "2023,156,842,010121,5\n", "the row has 5 cells", "bad.csv, row 3"},
        {head + "2023,1560,842,010121,5,5\n", "is not a country number", "bad.csv, row 3"},
        {"t,i,j,k,q\n2023,156,842,010121,5\n", "column `v` is missing", "bad.csv"},
        {"exporter,importer,year,value\nCHN,USA,2023,1\n", "does not say its unit", "bad.csv"},
        {"a,b,c\n1,2,3\n", "is not BACI's", "bad.csv, row 1"},
        {"t,i,j,k,v,q\n", "the file has no flows", "bad.csv"},
        {"", "the file is empty", "bad.csv"}}) {
    write("bad.csv", each.text);
    const Ran ran = sogdia("data import baci bad.csv -o mine");
    EXPECT_EQ(ran.code, 1) << each.text;
    EXPECT_NE(ran.err.find(each.says), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(each.where), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(folder / "mine"));
  }
}

}  // namespace
