#include "sogdia/network/change.h"

#include <gtest/gtest.h>

#include "sogdia/core/error.h"
#include "toy_map.h"

namespace sogdia {
namespace {

Scenario only(Change change) { return {"test", {std::move(change)}}; }

Change change(NetworkChange what) { return {"change", std::move(what), "study.toml, line 31"}; }

// A change of the kind at one target.
template <class Kind>
Change at(const char* target) {
  return change(Kind{Site{{target}}});
}

bool is_open(const Net& net, const std::string& id) { return net.costs.open(net.links.at(id)); }
double hours(const Net& net, const std::string& id) { return net.costs.hours[net.links.at(id)]; }

Error error_of(const Net& base, const Change& change, const Works& works = {}) {
  try {
    apply_changes(base, base.costs, only(change), works);
  } catch (const Error& error) {
    EXPECT_EQ(error.where, "study.toml, line 31");
    EXPECT_FALSE(error.hint.empty()) << error.message;
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

Net apply(const Net& base, const Scenario& scenario, const Works& works = {}) {
  Net net = base;
  net.costs = apply_changes(base, base.costs, scenario, works).costs;
  return net;
}

Works toy_works() {
  Works works;
  works.projects = {{"p", "", "", "planned"}, {"berths", "", "", "open"}, {"dream", "", "", "cancelled"}};
  works.links = {{"p", "B-C/rail", LinkEffect::build, 1.0, 1.0, "project_links.csv, row 2"},
                 {"berths", "at/rail:A", LinkEffect::terminal, 0.5, 1.0, "project_links.csv, row 3"}};
  return works;
}

TEST(Change, a_passage_closes) {
  const Net net = map_of("A~~s~~B");
  const Edited edited = apply_changes(net, net.costs, only(at<Close>("passage:s")));
  EXPECT_FALSE(edited.costs.open(net.links.at("A-B/sea")));
  EXPECT_EQ(edited.touched, std::vector<std::size_t>{1});
  EXPECT_EQ(edited.changed, std::vector<std::uint32_t>{static_cast<std::uint32_t>(net.links.at("A-B/sea"))});
}

TEST(Change, opening_undoes_closing_and_nothing_else) {
  Net net = map_of("A~~s~~B");
  const Net closed = apply(net, only(at<Close>("passage:s")));
  EXPECT_TRUE(is_open(apply(closed, only(at<Open>("passage:s"))), "A-B/sea"));
  Net both = closed;
  both.costs.closed_by[both.links.at("A-B/sea")] |= kByStatus;
  const Error error = error_of(both, at<Open>("passage:s"));
  EXPECT_EQ(error.message,
            "change `change` changes nothing of `passage:s`: it stays closed, because its links are closed");
}

TEST(Change, a_border_closes_in_either_order_of_its_countries_and_by_mode) {
  const Net net = map_of(R"(
      A==#==B
      |     |
      #     |
      |     |
      C-----D)");
  EXPECT_FALSE(is_open(apply(net, only(at<Close>("border:B-A"))), "A-B/rail"));
  EXPECT_FALSE(is_open(apply(net, only(at<Close>("border:A"))), "A-C/road"));
  EXPECT_FALSE(is_open(apply(net, only(at<Close>("border:A"))), "A-B/rail"));
  const Change by_road = change(Close{Site{{"border:A"}, "road"}});
  EXPECT_FALSE(is_open(apply(net, only(by_road)), "A-C/road"));
  EXPECT_TRUE(is_open(apply(net, only(by_road)), "A-B/rail"));
}

// Closed to others: crossings, the sea at its ports, flights abroad; what runs within the country stays.
TEST(Change, a_country_that_closes_its_borders_closes_every_way_in) {
  const Net net = map_of(R"(
      A~~s~~B==#==C
      '     |     !
      D.....E-----F)");
  const auto closed = apply(net, only(at<Close>("border:B")));
  EXPECT_FALSE(is_open(closed, "A-B/sea"));
  EXPECT_FALSE(is_open(closed, "B-C/rail"));
  EXPECT_TRUE(is_open(closed, "D-E/air"));
  const auto island = apply(net, only(at<Close>("border:A")));
  EXPECT_FALSE(is_open(island, "A-B/sea"));
  EXPECT_FALSE(is_open(island, "A-D/air"));
  EXPECT_TRUE(is_open(apply(closed, only(at<Open>("border:B"))), "A-B/sea"));
  // By a mode, only what goes by it.
  const auto by_rail = apply(net, only(change(Close{Site{{"border:B"}, "rail"}})));
  EXPECT_TRUE(is_open(by_rail, "A-B/sea"));
  EXPECT_FALSE(is_open(by_rail, "B-C/rail"));
  // A reform of a border is one of its crossings.
  const Net reformed = apply(net, only(change(Border{Site{{"border:B"}}, 0.5, 1})));
  EXPECT_LT(hours(reformed, "B-C/rail"), hours(net, "B-C/rail"));
  EXPECT_EQ(hours(reformed, "A-B/sea"), hours(net, "A-B/sea"));
}

TEST(Change, a_canal_closes_with_the_country_it_lies_in_and_a_strait_does_not) {
  ToyMap toy = draw("A~~s~~B~~t~~C");
  toy.passages.add("iso3", std::vector<std::string>{"C", ""});
  const Net net = apply(make(toy), only(at<Close>("border:C")));
  EXPECT_FALSE(is_open(net, "A-B/sea"));
  EXPECT_FALSE(is_open(net, "B-C/sea"));  // its port
  EXPECT_TRUE(is_open(apply(make(toy), only(at<Close>("border:A"))), "B-C/sea"));
}

TEST(Change, a_closed_port_cannot_be_reached_from_land) {
  const Net net = apply(map_of("A~~~B===C"), only(at<Close>("port:B")));
  EXPECT_FALSE(is_open(net, "at/port:B"));
  EXPECT_FALSE(is_open(net, "railside/port:B"));
  EXPECT_TRUE(is_open(net, "A-B/sea"));
}

TEST(Change, an_unknown_target_names_the_nearest_and_its_line) {
  const Net net = map_of("A~~s~~B==#==C");
  for (const char* target : {"passage:t", "border:A-C", "link:A-B/see", "port:Q", "nonsense"})
    error_of(net, at<Close>(target));
}

TEST(Change, building_opens_a_projects_links_and_scales_its_terminals) {
  const Works works = toy_works();
  const Net net = map_of("A===B=p=C");
  const Change build = change(Build{{"all"}});
  const Net after = apply(net, only(build), works);
  EXPECT_TRUE(is_open(after, "B-C/rail"));
  EXPECT_DOUBLE_EQ(hours(after, "at/rail:A"), 12);
  EXPECT_EQ(after.costs.built_projects, (std::vector<std::string>{"p", "berths"}));
}

TEST(Change, a_project_is_built_only_once) {
  const Works works = toy_works();
  Net net = map_of("A===B=p=C");
  build_projects(net, net.costs, {"berths"}, works);
  build_projects(net, net.costs, {"berths"}, works);
  EXPECT_DOUBLE_EQ(hours(net, "at/rail:A"), 12);
}

TEST(Change, the_words_for_projects_follow_their_status) {
  const Works works = toy_works();
  EXPECT_EQ(select_projects({"open"}, works), std::vector<std::string>{"berths"});
  EXPECT_EQ(select_projects({"planned"}, works), std::vector<std::string>{"p"});
  EXPECT_EQ(select_projects({"all"}, works), (std::vector<std::string>{"p", "berths"}));
  EXPECT_EQ(select_projects({"dream"}, works), std::vector<std::string>{"dream"});
  EXPECT_TRUE(select_projects({"none"}, works).empty());
  EXPECT_THROW(select_projects({"bertsh"}, works, "study.toml, line 3"), Error);
}

TEST(Change, a_border_reform_scales_the_border_and_not_the_way_to_it) {
  const Change reform = change(Border{Site{{"border:A-B"}}, 0.5, 0});
  const Net net = apply(map_of("A=%=B"), only(reform));
  EXPECT_DOUBLE_EQ(hours(net, "A-B/rail"), 300 / 40.0 + 9);
  EXPECT_DOUBLE_EQ(net.costs.usd_per_tonne[net.links.at("A-B/rail")], 300 * 0.04);
}

TEST(Change, borders_of_several_countries_lie_between_them_or_between_two_sides) {
  const Net net = map_of("A=#=B=#=C");
  Change reform = change(Border{Site{{"border:A+B"}}, 0});
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "A-B/rail"), 7.5);
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "B-C/rail"), 17.5);
  reform = change(Border{Site{{"border:C-A+B"}}, 0});
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "A-B/rail"), 17.5);
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "B-C/rail"), 7.5);
}

TEST(Change, dwell_reforms_reach_one_terminal_or_a_kind) {
  const Net net = map_of("A~~~B===C");
  Change reform = change(Dwell{Site{{"kind:port"}}, 0.25});
  const Net after = apply(net, only(reform));
  EXPECT_DOUBLE_EQ(hours(after, "at/port:A"), 12);
  EXPECT_DOUBLE_EQ(hours(after, "railside/port:B"), 12);
  EXPECT_DOUBLE_EQ(hours(after, "at/rail:B"), 24);
  reform = change(Dwell{Site{{"rail:C"}}, 0.25});
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "at/rail:C"), 6);
}

TEST(Change, an_upgrade_between_two_places_takes_the_shortest_way_by_its_mode) {
  const Net net = map_of(R"(
      A===B===C
      !       !
      !       !
      !       !
      D=======E)");
  const Change upgrade = change(Upgrade{Site{{"A..C"}}, 0.5});
  const Net after = apply(net, only(upgrade));
  EXPECT_DOUBLE_EQ(hours(after, "A-B/rail"), hours(net, "A-B/rail") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "B-C/rail"), hours(net, "B-C/rail") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "D-E/rail"), hours(net, "D-E/rail"));
}

TEST(Change, the_way_by_sea_begins_at_a_port_that_land_leads_to) {
  const Net net = map_of("A---B~~~C");
  const Change upgrade = change(Upgrade{Site{{"A..C"}, "sea"}, 0.5});
  const Net after = apply(net, only(upgrade));
  EXPECT_DOUBLE_EQ(hours(after, "B-C/sea"), hours(net, "B-C/sea") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "A-B/road"), hours(net, "A-B/road"));
  EXPECT_NE(error_of(net, change(Upgrade{Site{{"A..C"}, "air"}, 0.5})).message.find("no way by air"),
            std::string::npos);
}

TEST(Change, what_changes_nothing_is_an_error_with_the_reason) {
  const Net net = map_of("A=%=B~~s~~C");
  const auto message = [&](const Net& base, const Change& wrong) { return error_of(base, wrong).message; };
  EXPECT_NE(message(net, at<Open>("passage:s")).find("open already"), std::string::npos);
  EXPECT_NE(message(net, at<Open>("link:A-B/rail")).find("open already"), std::string::npos);
  const Net closed = apply(net, only(at<Close>("passage:s")));
  EXPECT_NE(message(closed, at<Close>("passage:s")).find("closed already"), std::string::npos);
  for (const auto& wrong : {at<Upgrade>("link:A-B/rail"), at<Border>("border:A-B"), at<Dwell>("kind:port")})
    EXPECT_NE(message(net, wrong).find("both are 1"), std::string::npos) << kind_of(wrong.what);
  const Change twice = change(Close{Site{{"border:A", "border:A-B"}}});
  EXPECT_NE(message(net, twice).find("named twice"), std::string::npos);
}

TEST(Change, a_kind_that_does_not_touch_the_target_names_the_one_that_does) {
  const Net net = map_of("A=%=B~~s~~C");
  const auto hint = [&](const NetworkChange& wrong) { return error_of(net, change(wrong)).hint; };
  EXPECT_EQ(hint(Upgrade{Site{{"border:A-B"}}, 0.5}), "use kind = \"border\"");
  EXPECT_EQ(hint(Upgrade{Site{{"port:B"}}, 0.5}), "use kind = \"dwell\"");
  EXPECT_EQ(hint(Border{Site{{"rail:B"}}, 0.5}), "use kind = \"dwell\"");
  EXPECT_EQ(hint(Dwell{Site{{"border:A-B"}}, 0.5}), "use kind = \"border\"");
  EXPECT_EQ(hint(Dwell{Site{{"link:A-B/rail"}}, 0.5}), "use kind = \"upgrade\"");
}

TEST(Change, a_mode_that_the_target_does_not_go_by_is_an_error) {
  const Net net = map_of("A=%=B~~s~~C");
  for (const char* target : {"passage:s", "border:A-B", "link:A-B/rail", "port:C", "crossing:A-B/rail"}) {
    error_of(net, change(Close{Site{{target}, "road"}}));
    error_of(net, change(Close{Site{{target}, "train"}}));
  }
}

TEST(Change, a_planned_link_opens_by_its_own_id) {
  const Net net = map_of("A===B=p=C");
  EXPECT_TRUE(is_open(apply(net, only(at<Open>("link:B-C/rail"))), "B-C/rail"));
}

TEST(Change, a_project_that_does_nothing_is_an_error_when_it_is_named) {
  const Works works = toy_works();
  Net net = map_of("A===B=p=C");
  EXPECT_NE(error_of(net, change(Build{{"dream"}}), works).message.find("touches no link"),
            std::string::npos);
  build_projects(net, net.costs, {"berths"}, works);
  for (const char* word : {"berths", "open", "none"}) {
    EXPECT_NE(error_of(net, change(Build{{word}}), works).message.find("changes nothing"), std::string::npos)
        << word;
  }
}

}  // namespace
}  // namespace sogdia
