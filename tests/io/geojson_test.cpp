#include "sogdia/io/geojson.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sogdia/io/datapackage.h"

namespace sogdia {
namespace {
using nlohmann::json;

TEST(geojson, points_carry_the_other_columns_as_properties) {
  Table table;
  table.add("name", std::vector<std::string>{"Xi\"an"})
      .add("lon", std::vector<double>{108.94})
      .add("lat", std::vector<double>{34.25});
  table.add("cost_usd", std::vector<double>{std::nan("")});
  const json parsed = json::parse(geojson_points(table));
  EXPECT_EQ(parsed["type"], "FeatureCollection");
  EXPECT_EQ(parsed["features"][0]["geometry"]["coordinates"], json::parse("[108.94, 34.25]"));
  EXPECT_EQ(parsed["features"][0]["properties"]["name"], "Xi\"an");
  EXPECT_TRUE(parsed["features"][0]["properties"]["cost_usd"].is_null());
}

TEST(geojson, a_line_over_the_antimeridian_is_cut_there) {
  Table table;
  table.add("id", std::vector<std::string>{"a"});
  const json parsed = json::parse(geojson_lines(table, {{{170, 10}, {-170, 20}}}));
  const json geometry = parsed["features"][0]["geometry"];
  EXPECT_EQ(geometry["type"], "MultiLineString");
  EXPECT_EQ(geometry["coordinates"], json::parse("[[[170,10],[180,15]],[[-180,15],[-170,20]]]"));
}

TEST(datapackage, names_every_table_with_its_fields) {
  Table table;
  table.name = "pairs";
  table.add("exporter", std::vector<std::string>{}).add("year", std::vector<std::int64_t>{});
  const json parsed = json::parse(datapackage_text("run", "Run", {&table}, {"tables/pairs.parquet"}));
  EXPECT_EQ(parsed["resources"][0]["schema"]["fields"][1]["type"], "integer");
}

}  // namespace
}  // namespace sogdia
