#include "sogdia/pack/records.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

Table named(const std::string& name) {
  Table table;
  table.name = name;
  table.source = name + ".csv";
  return table;
}

Table countries() {
  return named("countries").add("iso3", Texts{"CHN", "KAZ"}).add("name", Texts{"China", "Kazakhstan"});
}

std::optional<Error> error_of(std::map<std::string, Table> tables) {
  tables.emplace("countries", countries());
  try {
    read_records(tables);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

Table trade(const Texts& importer, const Numbers& usd) {
  return named("trade")
      .add("exporter", Texts(importer.size(), "CHN"))
      .add("importer", importer)
      .add("year", Wholes(importer.size(), 2023))
      .add("value_usd", usd);
}

TEST(Records, a_cell_at_fault_is_placed_by_file_and_row) {
  struct Case {
    Table table;
    const char *message, *where;
  };
  const Table links = named("project_links")
                          .add("project_id", Texts{"p", "p"})
                          .add("link_id", Texts{"a", "b"})
                          .add("hours_scale", Numbers{1, 1})
                          .add("usd_scale", Numbers{1, 1});
  const Case cases[] = {
      {trade({"KAZ", "KAZ"}, {1, -2}), "trade cannot be negative: -2", "trade.csv, row 3"},
      {trade({"KAZ"}, {NAN}), "a value is missing in column `value_usd`", "trade.csv, row 2"},
      {trade({"KAZ", "KZA"}, {1, 1}), "unknown country `KZA` in column `importer`", "trade.csv, row 3"},
      {named("economy")
           .add("iso3", Texts{"CHN"})
           .add("year", Wholes{2023})
           .add("internal_trade_usd", Numbers{0}),
       "internal trade of `CHN` is not above zero", "economy.csv, row 2"},
      {Table(links).add("effect", Texts{"build", "biuld"}), "unknown effect `biuld`",
       "project_links.csv, row 3"},
      {named("places").add("place_id", Texts{"A"}).add("iso3", Texts{"CHN"}).add("population", Texts{"9m"}),
       "`9m` in column `population` is not a number", "places.csv, row 2"},
      {named("places").add("place_id", Texts{"A"}).add("iso3", Texts{"CHN"}),
       "column `population` is missing", "places.csv"},
      {named("blocs")
           .add("bloc", Texts{"B"})
           .add("name", Texts{"B"})
           .add("iso3", Texts{"CHN"})
           .add("from_year", Numbers{2001.5})
           .add("to_year", Numbers{NAN}),
       "`2001.5` in column `from_year` is not a whole number", "blocs.csv, row 2"},
      {named("un_votes")
           .add("resolution", Texts{"A/RES/1", "A/RES/1"})
           .add("iso3", Texts{"CHN", "KAZ"})
           .add("vote", Texts{"yes", "abstains"}),
       "unknown vote `abstains`", "un_votes.csv, row 3"},
      {named("seen")
           .add("exporter", Texts{"CHN"})
           .add("importer", Texts{"KAZ"})
           .add("from_year", Wholes{2021})
           .add("to_year", Numbers{2022.5})
           .add("change", Numbers{0.1}),
       "`2022.5` in column `to_year` is not a whole number", "seen.csv, row 2"},
  };
  for (const auto& each : cases) {
    const auto error = error_of({{each.table.name, each.table}});
    ASSERT_TRUE(error) << each.message;
    EXPECT_EQ(error->message, each.message);
    EXPECT_EQ(error->where, each.where);
  }
}

TEST(Records, a_pack_without_a_table_has_none_of_its_records) {
  const Records records = read_records({{"countries", countries()}});
  EXPECT_EQ(records.countries.size(), 2u);
  EXPECT_TRUE(records.blocs.empty());
  EXPECT_TRUE(records.works.corridors.empty());
}

TEST(Records, stops_of_a_corridor_stand_in_its_order_and_corridors_in_the_table_s) {
  const auto corridors = read_corridors(named("corridors")
                                            .add("corridor_id", Texts{"b", "a", "b", "b"})
                                            .add("name", Texts{"B", "A", "B", "B"})
                                            .add("seq", Wholes{3, 1, 1, 2})
                                            .add("node", Texts{"third", "only", "first", "second"})
                                            .add("mode_to_next", Texts{"", "", "rail", "sea"}));
  ASSERT_EQ(corridors.size(), 2u);
  EXPECT_EQ(corridors[0].id, "b");
  ASSERT_EQ(corridors[0].stops.size(), 3u);
  EXPECT_EQ(corridors[0].stops[0].node, "first");
  EXPECT_EQ(corridors[0].stops[1].mode_to_next, "sea");
  EXPECT_EQ(corridors[0].stops[2].node, "third");
}

TEST(Records, missing_cells_are_what_the_record_says_they_are) {
  const auto places = read_places(named("places")
                                      .add("place_id", Texts{"A", "B"})
                                      .add("iso3", Texts{"CHN", "CHN"})
                                      .add("node_id", Texts{"", "node"})
                                      .add("population", Numbers{5, NAN})
                                      .add("names", Texts{"Alpha| Alef ", ""}));
  EXPECT_EQ(places[0].node, "A");
  EXPECT_EQ(places[1].node, "node");
  EXPECT_TRUE(std::isnan(places[1].population));
  EXPECT_EQ(places[0].names, (Texts{"Alpha", "Alef"}));
  EXPECT_FALSE(places[0].capital);

  const auto links = read_project_links(named("project_links")
                                            .add("project_id", Texts{"p"})
                                            .add("link_id", Texts{"a"})
                                            .add("effect", Texts{"upgrade"})
                                            .add("hours_scale", Numbers{NAN})
                                            .add("usd_scale", Numbers{0.5}));
  EXPECT_EQ(links[0].hours_scale, 1.0);
  EXPECT_EQ(links[0].usd_scale, 0.5);

  const auto blocs = read_blocs(named("blocs")
                                    .add("bloc", Texts{"B", "B"})
                                    .add("name", Texts{"B", "B"})
                                    .add("iso3", Texts{"CHN", "KAZ"})
                                    .add("from_year", Numbers{2001, NAN})
                                    .add("to_year", Numbers{NAN, 2010})
                                    .add("status", Texts{"", "partner"}));
  EXPECT_TRUE(blocs[0].member_in(2023));
  EXPECT_FALSE(blocs[0].member_in(2000));
  EXPECT_FALSE(blocs[1].member_in(2005));

  const auto known = read_countries(countries()
                                        .add("iso2", Texts{"CN", "KZ"})
                                        .add("gdp_usd", Numbers{2, 3})
                                        .add("gdp_2014_usd", Numbers{1, NAN}));
  EXPECT_EQ(known[0].gdp_of_year.at(2014), 1.0);
  EXPECT_TRUE(std::isnan(known[1].gdp_of_year.at(2014)));
  EXPECT_EQ(known[1].iso2, "KZ");
}

TEST(Records, what_a_tonne_of_goods_is_worth_is_above_zero) {
  const auto values = [](double usd) {
    return named("goods_values")
        .add("iso3", Texts{"CHN"})
        .add("class", Texts{"food"})
        .add("year", Numbers{2023})
        .add("usd_per_tonne", Numbers{usd});
  };
  EXPECT_EQ(read_goods_values(values(361)).front().usd_per_tonne, 361);
  const auto error = error_of({{"goods_values", values(0)}});
  ASSERT_TRUE(error);
  EXPECT_NE(error->where.find("goods_values.csv"), std::string::npos);
}

}  // namespace
}  // namespace sogdia
