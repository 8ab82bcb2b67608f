#include "sogdia/network/build.h"

#include <gtest/gtest.h>

#include "sogdia/core/error.h"
#include "toy_map.h"

namespace sogdia {
namespace {

std::size_t link(const Network& network, const std::string& id) { return network.links.at(id, "link"); }

Error error_of(const ToyMap& toy) {
  try {
    make(toy);
  } catch (const Error& error) {
    return error;
  }
  return Error("no error", "", "");
}

template <typename Value>
void set(Table& table, const std::string& column, std::size_t row, Value value) {
  for (auto& candidate : table.columns) {
    if (candidate.name == column) std::get<std::vector<Value>>(candidate.data)[row] = value;
  }
}

TEST(Build, a_link_takes_length_over_speed_and_its_price_per_km) {
  const Net net = map_of("A----B");
  EXPECT_DOUBLE_EQ(net.costs.hours[link(net, "A-B/road")], 400 / 50.0);
  EXPECT_DOUBLE_EQ(net.costs.usd_per_tonne[link(net, "A-B/road")], 400 * 0.1);
}

TEST(Build, drivers_rest_on_roads_alone) {
  const ToyMap toy = draw("A----B====C");
  NetworkParameters parameters = toy_parameters();
  parameters["driving.hours_per_day"] = 8;
  const Built built =
      make_network({toy.nodes, toy.links, toy.crossings, toy.terminals, toy.passages}, parameters);
  EXPECT_DOUBLE_EQ(built.costs.hours[link(built.network, "A-B/road")], 400 / 50.0 * 3);
  EXPECT_DOUBLE_EQ(built.costs.hours[link(built.network, "B-C/rail")], 400 / 40.0);
  EXPECT_DOUBLE_EQ(built.costs.usd_per_tonne[link(built.network, "A-B/road")], 400 * 0.1);
  for (const double none : {0.0, -1.0, 25.0}) {
    parameters["driving.hours_per_day"] = none;
    EXPECT_THROW(make_network({toy.nodes, toy.links, toy.crossings, toy.terminals, toy.passages}, parameters),
                 Error);
  }
}

TEST(Build, a_connector_driven_within_a_shift_has_no_rest) {
  ToyMap toy = draw("A----B");
  toy.links.add("facility", std::vector<std::string>{"connector"});
  NetworkParameters parameters = toy_parameters();
  for (const auto& [shift, rests] : {std::pair{8.0, 1.0}, std::pair{7.9, 24 / 7.9}}) {
    parameters["driving.hours_per_day"] = shift;
    const Built built =
        make_network({toy.nodes, toy.links, toy.crossings, toy.terminals, toy.passages}, parameters);
    EXPECT_DOUBLE_EQ(built.costs.hours[0], 400 / 50.0 * rests);
  }
}

TEST(Build, a_free_speed_of_the_link_takes_precedence) {
  ToyMap toy = draw("A----B");
  toy.links.add("free_speed", std::vector<double>{100});
  const Net net = make(toy);
  EXPECT_DOUBLE_EQ(net.costs.hours[0], 4.0);
}

TEST(Build, a_transfer_pays_the_terminal_a_border_its_crossing_and_its_gauge) {
  const Net net = map_of("A=%=B=#=C");
  EXPECT_DOUBLE_EQ(net.costs.hours[link(net, "at/rail:A")], 24);
  EXPECT_DOUBLE_EQ(net.costs.usd_per_tonne[link(net, "at/rail:A")], 5);
  EXPECT_DOUBLE_EQ(net.costs.hours[link(net, "A-B/rail")], 300 / 40.0 + 10 + 8);
  EXPECT_DOUBLE_EQ(net.costs.usd_per_tonne[link(net, "A-B/rail")], 300 * 0.04 + 4 + 3);
  EXPECT_DOUBLE_EQ(net.costs.hours[link(net, "B-C/rail")], 300 / 40.0 + 10);
  EXPECT_EQ(net.gauge_break[link(net, "A-B/rail")], 1);
  EXPECT_EQ(net.gauge_break[link(net, "B-C/rail")], 0);
}

TEST(Build, every_link_through_a_passage_pays_its_toll) {
  const Net net = map_of(R"(
      A~~s~~B
      :     :
      C~s~~~D)");
  EXPECT_DOUBLE_EQ(net.costs.hours[link(net, "A-B/sea")], 500 / 25.0 + 12);
  EXPECT_DOUBLE_EQ(net.costs.usd_per_tonne[link(net, "C-D/sea")], 500 * 0.005 + 5);
}

TEST(Build, closed_borders_and_unbuilt_projects_are_closed_links) {
  const Net net = map_of("A=x=B=p=C===D");
  EXPECT_FALSE(net.costs.open(link(net, "A-B/rail")));
  EXPECT_FALSE(net.costs.open(link(net, "B-C/rail")));
  EXPECT_TRUE(net.costs.open(link(net, "C-D/rail")));
  EXPECT_EQ(net.costs.closed_by[link(net, "A-B/rail")], kByCrossing);
  EXPECT_EQ(net.costs.closed_by[link(net, "B-C/rail")], kByProject);
}

TEST(Build, an_unknown_mode_names_file_and_row) {
  ToyMap toy = draw("A----B");
  set<std::string>(toy.links, "mode", 0, "raod");
  const Error error = error_of(toy);
  EXPECT_STREQ(error.what(), "unknown mode `raod`");
  EXPECT_EQ(error.where, "links.csv, row 2");
  EXPECT_NE(error.hint.find("road"), std::string::npos);
}

TEST(Build, an_unknown_node_names_the_nearest) {
  ToyMap toy = draw("A====B");
  set<std::string>(toy.links, "to_node_id", 0, "rail:AA");
  const Error error = error_of(toy);
  EXPECT_STREQ(error.what(), "unknown node `rail:AA`");
  EXPECT_NE(error.hint.find("`rail:A`"), std::string::npos);
}

TEST(Build, a_negative_length_is_an_error) {
  ToyMap toy = draw("A----B----C");
  set<double>(toy.links, "length", 1, -4.0);
  const Error error = error_of(toy);
  EXPECT_STREQ(error.what(), "negative length `-4`");
  EXPECT_EQ(error.where, "links.csv, row 3");
}

TEST(Build, a_missing_length_is_an_error) {
  ToyMap toy = draw("A----B");
  set<double>(toy.links, "length", 0, std::nan(""));
  EXPECT_STREQ(error_of(toy).what(), "link `A-B/road` has no length");
}

TEST(Build, a_repeated_id_names_both_rows) {
  ToyMap toy = draw("A----B----C");
  set<std::string>(toy.links, "link_id", 1, "A-B/road");
  const Error error = error_of(toy);
  EXPECT_STREQ(error.what(), "link `A-B/road` stands twice");
  EXPECT_EQ(error.where, "links.csv, row 3");
  EXPECT_EQ(error.hint, "it was given before in links.csv, row 2");
}

TEST(Build, an_empty_network_is_an_error) {
  ToyMap toy;
  toy.nodes.name = "nodes.csv";
  EXPECT_STREQ(error_of(toy).what(), "the network has no nodes");
  ToyMap alone = draw("A");
  EXPECT_STREQ(error_of(alone).what(), "the network has no links");
}

TEST(Build, an_unknown_status_is_an_error) {
  ToyMap toy = draw("A----B");
  toy.links.add("status", std::vector<std::string>{"opn"});
  EXPECT_STREQ(error_of(toy).what(), "unknown link status `opn`");
}

TEST(Build, a_missing_parameter_says_which_row_needs_it) {
  const ToyMap toy = draw("A----B");
  NetworkParameters parameters = toy_parameters();
  parameters.erase("speed.road");
  try {
    make_network({toy.nodes, toy.links, toy.crossings, toy.terminals, toy.passages}, parameters);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "parameter `speed.road` is missing; links.csv, row 2 needs it");
  }
}

TEST(Build, a_coordinate_off_the_globe_is_an_error) {
  ToyMap toy = draw("A----B");
  set<double>(toy.nodes, "y_coord", 1, 91.0);
  EXPECT_EQ(error_of(toy).where, "nodes.csv, row 3");
}

}  // namespace
}  // namespace sogdia
