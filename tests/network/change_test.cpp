#include "sogdia/network/change.h"

#include <gtest/gtest.h>

#include "sogdia/core/error.h"
#include "toy_map.h"

namespace sogdia {
namespace {

Scenario only(Change change) { return {"test", {std::move(change)}}; }

Change change(ChangeKind kind, std::string target) {
  Change c;
  c.name = "change";
  c.kind = kind;
  c.target = std::move(target);
  c.where = "study.toml, line 31";
  return c;
}

bool is_open(const Network& network, const std::string& id) {
  return network.open[network.links.at(id)] != 0;
}
double hours(const Network& network, const std::string& id) { return network.hours[network.links.at(id)]; }

struct Projects {
  Table projects, links;
  ChangeTables tables() const { return {&projects, &links, nullptr, nullptr}; }
};

Projects toy_projects() {
  Projects p;
  p.projects.name = "projects.csv";
  p.projects.add("project_id", std::vector<std::string>{"p", "berths", "dream"})
      .add("project_status", std::vector<std::string>{"planned", "open", "cancelled"});
  p.links.name = "project_links.csv";
  p.links.add("project_id", std::vector<std::string>{"p", "berths"})
      .add("link_id", std::vector<std::string>{"B-C/rail", "at/rail:A"})
      .add("effect", std::vector<std::string>{"build", "terminal"})
      .add("hours_scale", std::vector<double>{1.0, 0.5})
      .add("usd_scale", std::vector<double>{1.0, 1.0});
  return p;
}

TEST(Change, a_passage_closes_by_its_name_with_or_without_prefix) {
  const Network net = map_of("A~~s~~B");
  EXPECT_FALSE(is_open(apply_changes(net, only(change(ChangeKind::close, "passage:s"))), "A-B/sea"));
  EXPECT_FALSE(is_open(apply_changes(net, only(change(ChangeKind::close, "s"))), "A-B/sea"));
}

TEST(Change, opening_undoes_closing_and_nothing_else) {
  Network net = map_of("A~~s~~B");
  const Network closed = apply_changes(net, only(change(ChangeKind::close, "s")));
  EXPECT_TRUE(is_open(apply_changes(closed, only(change(ChangeKind::open, "s"))), "A-B/sea"));
  const Network both = apply_changes(closed, only(change(ChangeKind::close, "link:A-B/sea")));
  EXPECT_FALSE(is_open(apply_changes(both, only(change(ChangeKind::open, "s"))), "A-B/sea"));
}

TEST(Change, a_border_closes_in_either_order_of_its_countries_and_by_mode) {
  const Network net = map_of(R"(
      A==#==B
      |     |
      #     |
      |     |
      C-----D)");
  EXPECT_FALSE(is_open(apply_changes(net, only(change(ChangeKind::close, "border:B-A"))), "A-B/rail"));
  Change by_road = change(ChangeKind::close, "border:A");
  EXPECT_FALSE(is_open(apply_changes(net, only(by_road)), "A-C/road"));
  EXPECT_FALSE(is_open(apply_changes(net, only(by_road)), "A-B/rail"));
  by_road.mode = "road";
  EXPECT_FALSE(is_open(apply_changes(net, only(by_road)), "A-C/road"));
  EXPECT_TRUE(is_open(apply_changes(net, only(by_road)), "A-B/rail"));
}

TEST(Change, a_closed_port_cannot_be_reached_from_land) {
  const Network net = apply_changes(map_of("A~~~B===C"), only(change(ChangeKind::close, "port:B")));
  EXPECT_FALSE(is_open(net, "at/port:B"));
  EXPECT_FALSE(is_open(net, "railside/port:B"));
  EXPECT_TRUE(is_open(net, "A-B/sea"));
}

TEST(Change, an_unknown_target_names_the_nearest_and_its_line) {
  const Network net = map_of("A~~s~~B==#==C");
  for (const char* target : {"passage:t", "border:A-C", "link:A-B/see", "port:Q", "nonsense"}) {
    try {
      apply_changes(net, only(change(ChangeKind::close, target)));
      FAIL() << target;
    } catch (const Error& error) {
      EXPECT_EQ(error.where, "study.toml, line 31");
      EXPECT_FALSE(error.hint.empty()) << target;
    }
  }
}

TEST(Change, building_opens_a_projects_links_and_scales_its_terminals) {
  const Projects projects = toy_projects();
  const Network net = map_of("A===B=p=C");
  Change build = change(ChangeKind::build, "");
  build.projects = {"all"};
  const Network after = apply_changes(net, only(build), projects.tables());
  EXPECT_TRUE(is_open(after, "B-C/rail"));
  EXPECT_DOUBLE_EQ(hours(after, "at/rail:A"), 12);
  EXPECT_EQ(after.built_projects, (std::vector<std::string>{"p", "berths"}));
}

TEST(Change, a_project_is_built_only_once) {
  const Projects projects = toy_projects();
  Network net = map_of("A===B=p=C");
  build_projects(net, {"berths"}, projects.tables());
  build_projects(net, {"berths"}, projects.tables());
  EXPECT_DOUBLE_EQ(hours(net, "at/rail:A"), 12);
}

TEST(Change, the_words_for_projects_follow_their_status) {
  const Projects projects = toy_projects();
  EXPECT_EQ(select_projects({"open"}, projects.tables()), std::vector<std::string>{"berths"});
  EXPECT_EQ(select_projects({"planned"}, projects.tables()), std::vector<std::string>{"p"});
  EXPECT_EQ(select_projects({"all"}, projects.tables()), (std::vector<std::string>{"p", "berths"}));
  EXPECT_EQ(select_projects({"dream"}, projects.tables()), std::vector<std::string>{"dream"});
  EXPECT_TRUE(select_projects({"none"}, projects.tables()).empty());
  EXPECT_THROW(select_projects({"bertsh"}, projects.tables(), "study.toml, line 3"), Error);
}

TEST(Change, a_border_reform_scales_the_border_and_not_the_way_to_it) {
  Change reform = change(ChangeKind::border, "A-B");
  reform.hours_scale = 0.5;
  reform.usd_scale = 0;
  const Network net = apply_changes(map_of("A=%=B"), only(reform));
  EXPECT_DOUBLE_EQ(hours(net, "A-B/rail"), 300 / 40.0 + 9);
  EXPECT_DOUBLE_EQ(net.usd_per_tonne[net.links.at("A-B/rail")], 300 * 0.04);
}

TEST(Change, a_bloc_reform_touches_only_borders_between_members) {
  Table blocs;
  blocs.add("bloc", std::vector<std::string>{"U", "U", "U"})
      .add("iso3", std::vector<std::string>{"A", "B", "C"})
      .add("to_year", std::vector<std::string>{"", "", "2020"});
  Change reform = change(ChangeKind::border, "U");
  reform.hours_scale = 0;
  const Network net = apply_changes(map_of("A=#=B=#=C"), only(reform), {nullptr, nullptr, nullptr, &blocs});
  EXPECT_DOUBLE_EQ(hours(net, "A-B/rail"), 7.5);
  EXPECT_DOUBLE_EQ(hours(net, "B-C/rail"), 17.5);
}

TEST(Change, dwell_reforms_reach_one_terminal_or_a_kind) {
  const Network net = map_of("A~~~B===C");
  Change reform = change(ChangeKind::dwell, "kind:port");
  reform.hours_scale = 0.25;
  const Network after = apply_changes(net, only(reform));
  EXPECT_DOUBLE_EQ(hours(after, "at/port:A"), 12);
  EXPECT_DOUBLE_EQ(hours(after, "railside/port:B"), 12);
  EXPECT_DOUBLE_EQ(hours(after, "at/rail:B"), 24);
  reform.target = "rail:C";
  EXPECT_DOUBLE_EQ(hours(apply_changes(net, only(reform)), "at/rail:C"), 6);
}

TEST(Change, an_upgrade_between_two_places_takes_the_shortest_way_by_its_mode) {
  const Network net = map_of(R"(
      A===B===C
      !       !
      !       !
      !       !
      D=======E)");
  Change upgrade = change(ChangeKind::upgrade, "A..C");
  upgrade.hours_scale = 0.5;
  const Network after = apply_changes(net, only(upgrade));
  EXPECT_DOUBLE_EQ(hours(after, "A-B/rail"), hours(net, "A-B/rail") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "B-C/rail"), hours(net, "B-C/rail") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "D-E/rail"), hours(net, "D-E/rail"));
}

TEST(Change, a_scale_of_one_changes_no_bit) {
  const Network net = map_of("A=%=B~~s~~C");
  for (const auto& [kind, target] : {std::pair{ChangeKind::upgrade, "A-B/rail"},
                                     {ChangeKind::border, "A-B"},
                                     {ChangeKind::dwell, "kind:port"}}) {
    const Network after = apply_changes(net, only(change(kind, target)));
    EXPECT_EQ(after.hours, net.hours);
    EXPECT_EQ(after.usd_per_tonne, net.usd_per_tonne);
  }
}

}  // namespace
}  // namespace sogdia
