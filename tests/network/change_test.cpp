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
  c.targets = {std::move(target)};
  c.where = "study.toml, line 31";
  return c;
}

bool is_open(const Net& net, const std::string& id) { return net.costs.open(net.links.at(id)); }
double hours(const Net& net, const std::string& id) { return net.costs.hours[net.links.at(id)]; }

Error error_of(const Net& base, const Change& change, const ChangeTables& tables = {}) {
  try {
    apply_changes(base, base.costs, only(change), tables);
  } catch (const Error& error) {
    EXPECT_EQ(error.where, "study.toml, line 31");
    EXPECT_FALSE(error.hint.empty()) << error.message;
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

Net apply(const Net& base, const Scenario& scenario, const ChangeTables& tables = {}) {
  Net net = base;
  net.costs = apply_changes(base, base.costs, scenario, tables).costs;
  return net;
}

struct Projects {
  Table projects, links;
  ChangeTables tables() const { return {&projects, &links, nullptr}; }
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

TEST(Change, a_passage_closes) {
  const Net net = map_of("A~~s~~B");
  const Edited edited = apply_changes(net, net.costs, only(change(ChangeKind::close, "passage:s")));
  EXPECT_FALSE(edited.costs.open(net.links.at("A-B/sea")));
  EXPECT_EQ(edited.touched, std::vector<std::size_t>{1});
  EXPECT_EQ(edited.changed, std::vector<std::uint32_t>{static_cast<std::uint32_t>(net.links.at("A-B/sea"))});
}

TEST(Change, opening_undoes_closing_and_nothing_else) {
  Net net = map_of("A~~s~~B");
  const Net closed = apply(net, only(change(ChangeKind::close, "passage:s")));
  EXPECT_TRUE(is_open(apply(closed, only(change(ChangeKind::open, "passage:s"))), "A-B/sea"));
  Net both = closed;
  both.costs.closed_by[both.links.at("A-B/sea")] |= kByStatus;
  const Error error = error_of(both, change(ChangeKind::open, "passage:s"));
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
  EXPECT_FALSE(is_open(apply(net, only(change(ChangeKind::close, "border:B-A"))), "A-B/rail"));
  Change by_road = change(ChangeKind::close, "border:A");
  EXPECT_FALSE(is_open(apply(net, only(by_road)), "A-C/road"));
  EXPECT_FALSE(is_open(apply(net, only(by_road)), "A-B/rail"));
  by_road.mode = "road";
  EXPECT_FALSE(is_open(apply(net, only(by_road)), "A-C/road"));
  EXPECT_TRUE(is_open(apply(net, only(by_road)), "A-B/rail"));
}

TEST(Change, a_closed_port_cannot_be_reached_from_land) {
  const Net net = apply(map_of("A~~~B===C"), only(change(ChangeKind::close, "port:B")));
  EXPECT_FALSE(is_open(net, "at/port:B"));
  EXPECT_FALSE(is_open(net, "railside/port:B"));
  EXPECT_TRUE(is_open(net, "A-B/sea"));
}

TEST(Change, an_unknown_target_names_the_nearest_and_its_line) {
  const Net net = map_of("A~~s~~B==#==C");
  for (const char* target : {"passage:t", "border:A-C", "link:A-B/see", "port:Q", "nonsense"})
    error_of(net, change(ChangeKind::close, target));
}

TEST(Change, building_opens_a_projects_links_and_scales_its_terminals) {
  const Projects projects = toy_projects();
  const Net net = map_of("A===B=p=C");
  Change build = change(ChangeKind::build, "");
  build.projects = {"all"};
  const Net after = apply(net, only(build), projects.tables());
  EXPECT_TRUE(is_open(after, "B-C/rail"));
  EXPECT_DOUBLE_EQ(hours(after, "at/rail:A"), 12);
  EXPECT_EQ(after.costs.built_projects, (std::vector<std::string>{"p", "berths"}));
}

TEST(Change, a_project_is_built_only_once) {
  const Projects projects = toy_projects();
  Net net = map_of("A===B=p=C");
  build_projects(net, net.costs, {"berths"}, projects.tables());
  build_projects(net, net.costs, {"berths"}, projects.tables());
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
  Change reform = change(ChangeKind::border, "border:A-B");
  reform.hours_scale = 0.5;
  reform.usd_scale = 0;
  const Net net = apply(map_of("A=%=B"), only(reform));
  EXPECT_DOUBLE_EQ(hours(net, "A-B/rail"), 300 / 40.0 + 9);
  EXPECT_DOUBLE_EQ(net.costs.usd_per_tonne[net.links.at("A-B/rail")], 300 * 0.04);
}

TEST(Change, borders_of_several_countries_lie_between_them_or_between_two_sides) {
  const Net net = map_of("A=#=B=#=C");
  Change reform = change(ChangeKind::border, "border:A+B");
  reform.hours_scale = 0;
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "A-B/rail"), 7.5);
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "B-C/rail"), 17.5);
  reform.targets = {"border:C-A+B"};
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "A-B/rail"), 17.5);
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "B-C/rail"), 7.5);
}

TEST(Change, dwell_reforms_reach_one_terminal_or_a_kind) {
  const Net net = map_of("A~~~B===C");
  Change reform = change(ChangeKind::dwell, "kind:port");
  reform.hours_scale = 0.25;
  const Net after = apply(net, only(reform));
  EXPECT_DOUBLE_EQ(hours(after, "at/port:A"), 12);
  EXPECT_DOUBLE_EQ(hours(after, "railside/port:B"), 12);
  EXPECT_DOUBLE_EQ(hours(after, "at/rail:B"), 24);
  reform.targets = {"rail:C"};
  EXPECT_DOUBLE_EQ(hours(apply(net, only(reform)), "at/rail:C"), 6);
}

TEST(Change, an_upgrade_between_two_places_takes_the_shortest_way_by_its_mode) {
  const Net net = map_of(R"(
      A===B===C
      !       !
      !       !
      !       !
      D=======E)");
  Change upgrade = change(ChangeKind::upgrade, "A..C");
  upgrade.hours_scale = 0.5;
  const Net after = apply(net, only(upgrade));
  EXPECT_DOUBLE_EQ(hours(after, "A-B/rail"), hours(net, "A-B/rail") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "B-C/rail"), hours(net, "B-C/rail") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "D-E/rail"), hours(net, "D-E/rail"));
}

TEST(Change, the_way_by_sea_begins_at_a_port_that_land_leads_to) {
  const Net net = map_of("A---B~~~C");
  Change upgrade = change(ChangeKind::upgrade, "A..C");
  upgrade.mode = "sea";
  upgrade.hours_scale = 0.5;
  const Net after = apply(net, only(upgrade));
  EXPECT_DOUBLE_EQ(hours(after, "B-C/sea"), hours(net, "B-C/sea") / 2);
  EXPECT_DOUBLE_EQ(hours(after, "A-B/road"), hours(net, "A-B/road"));
  upgrade.mode = "air";
  EXPECT_NE(error_of(net, upgrade).message.find("no way by air"), std::string::npos);
}

TEST(Change, what_changes_nothing_is_an_error_with_the_reason) {
  const Net net = map_of("A=%=B~~s~~C");
  const auto message = [&](const Net& base, ChangeKind kind, const char* target) {
    return error_of(base, change(kind, target)).message;
  };
  EXPECT_NE(message(net, ChangeKind::open, "passage:s").find("open already"), std::string::npos);
  EXPECT_NE(message(net, ChangeKind::open, "link:A-B/rail").find("open already"), std::string::npos);
  const Net closed = apply(net, only(change(ChangeKind::close, "passage:s")));
  EXPECT_NE(message(closed, ChangeKind::close, "passage:s").find("closed already"), std::string::npos);
  for (const auto& [kind, target] : {std::pair{ChangeKind::upgrade, "link:A-B/rail"},
                                     {ChangeKind::border, "border:A-B"},
                                     {ChangeKind::dwell, "kind:port"}})
    EXPECT_NE(message(net, kind, target).find("both are 1"), std::string::npos) << target;
  Change twice = change(ChangeKind::close, "border:A");
  twice.targets.emplace_back("border:A-B");
  EXPECT_NE(error_of(net, twice).message.find("named twice"), std::string::npos);
}

TEST(Change, a_kind_that_does_not_touch_the_target_names_the_one_that_does) {
  const Net net = map_of("A=%=B~~s~~C");
  const auto hint = [&](ChangeKind kind, const char* target) {
    Change wrong = change(kind, target);
    wrong.hours_scale = 0.5;
    return error_of(net, wrong).hint;
  };
  EXPECT_EQ(hint(ChangeKind::upgrade, "border:A-B"), "use kind = \"border\"");
  EXPECT_EQ(hint(ChangeKind::upgrade, "port:B"), "use kind = \"dwell\"");
  EXPECT_EQ(hint(ChangeKind::border, "rail:B"), "use kind = \"dwell\"");
  EXPECT_EQ(hint(ChangeKind::dwell, "border:A-B"), "use kind = \"border\"");
  EXPECT_EQ(hint(ChangeKind::dwell, "link:A-B/rail"), "use kind = \"upgrade\"");
}

TEST(Change, a_mode_that_the_target_does_not_go_by_is_an_error) {
  const Net net = map_of("A=%=B~~s~~C");
  for (const char* target : {"passage:s", "border:A-B", "link:A-B/rail", "port:C", "crossing:A-B/rail"}) {
    Change wrong = change(ChangeKind::close, target);
    wrong.mode = "road";
    error_of(net, wrong);
    wrong.mode = "train";
    error_of(net, wrong);
  }
}

TEST(Change, a_planned_link_opens_by_its_own_id) {
  const Net net = map_of("A===B=p=C");
  EXPECT_TRUE(is_open(apply(net, only(change(ChangeKind::open, "link:B-C/rail"))), "B-C/rail"));
}

TEST(Change, a_project_that_does_nothing_is_an_error_when_it_is_named) {
  const Projects projects = toy_projects();
  Net net = map_of("A===B=p=C");
  Change build = change(ChangeKind::build, "");
  build.projects = {"dream"};
  EXPECT_NE(error_of(net, build, projects.tables()).message.find("touches no link"), std::string::npos);
  build_projects(net, net.costs, {"berths"}, projects.tables());
  for (const char* word : {"berths", "open", "none"}) {
    build.projects = {word};
    EXPECT_NE(error_of(net, build, projects.tables()).message.find("changes nothing"), std::string::npos)
        << word;
  }
}

}  // namespace
}  // namespace sogdia
