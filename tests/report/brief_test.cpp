#include "sogdia/report/brief.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/sample_result.h"
#include "sogdia/report/facts/story.h"

namespace sogdia {
namespace {

const std::string& folder() {
  static const std::string kFolder = [] {
    // One for each process: tests run side by side.
    std::string path = (std::filesystem::temp_directory_path() / "sogdia-brief-XXXXXX").string();
    if (!::mkdtemp(path.data())) throw std::runtime_error("no folder for the test");
    fixture::write_toy_map(path);
    return path;
  }();
  return kFolder;
}

const std::string& page() {
  static const std::string kPage = write_brief(fixture::sample(folder()).result);
  return kPage;
}

// Names of elements left open or closed out of order; empty when the page is well-formed.
std::string unbalanced(const std::string& html) {
  static const std::set<std::string> kVoid{"meta", "br", "img", "input", "!DOCTYPE"};
  std::vector<std::string> open;
  std::size_t at = html.find("<style>");
  std::string text = html.substr(0, at) + html.substr(html.find("</style>") + 8);
  const std::regex tag("<(/?)([A-Za-z!][A-Za-z0-9]*)([^<>]*?)(/?)>");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), tag); it != std::sregex_iterator(); ++it) {
    const std::string name = (*it)[2];
    if ((*it)[4] == "/" || kVoid.contains(name)) continue;
    if ((*it)[1] != "/") {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> after " + (open.empty() ? "nothing" : open.back());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Brief, is_well_formed) { EXPECT_EQ(unbalanced(page()), ""); }

TEST(Brief, holds_no_number_that_is_not_one) {
  EXPECT_FALSE(std::regex_search(page(), std::regex("[^A-Za-z](nan|inf|NaN|Infinity)[^A-Za-z]")));
}

TEST(Brief, escapes_names) {
  EXPECT_EQ(page().find("<& more>"), std::string::npos);
  EXPECT_NE(page().find("A planned line &lt;&amp; more&gt;"), std::string::npos);
  EXPECT_EQ(page().find("<marks>"), std::string::npos);
}

TEST(Brief, every_svg_is_an_image_with_title_and_desc) {
  const std::regex svg("<svg[^>]*>(<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>)?");
  std::size_t seen = 0;
  for (auto it = std::sregex_iterator(page().begin(), page().end(), svg); it != std::sregex_iterator();
       ++it) {
    EXPECT_TRUE((*it)[1].matched) << it->str();
    EXPECT_NE(it->str().find("role=\"img\""), std::string::npos) << it->str();
    ++seen;
  }
  EXPECT_GE(seen, 20U);
}

TEST(Brief, ids_are_unique) {
  const std::regex id(" id=\"([^\"]+)\"");
  std::set<std::string> seen;
  for (auto it = std::sregex_iterator(page().begin(), page().end(), id); it != std::sregex_iterator(); ++it) {
    EXPECT_TRUE(seen.insert((*it)[1]).second) << (*it)[1];
  }
}

TEST(Brief, needs_neither_script_nor_network) {
  EXPECT_EQ(page().find("<script"), std::string::npos);
  EXPECT_EQ(page().find("<link"), std::string::npos);
  EXPECT_EQ(page().find("src="), std::string::npos);
  EXPECT_EQ(page().find("@import"), std::string::npos);
  EXPECT_EQ(page().find("url(http"), std::string::npos);
}

TEST(Brief, is_the_same_bytes_twice) { EXPECT_EQ(write_brief(fixture::sample(folder()).result), page()); }

TEST(Brief, every_table_has_a_caption) { EXPECT_EQ(count(page(), "<table"), count(page(), "<caption>")); }

TEST(Brief, every_picture_has_a_source_and_a_download_or_points_to_one) {
  EXPECT_EQ(count(page(), "<figure"), count(page(), "Source: "));
  EXPECT_GE(count(page(), "data:text/csv"), 8U);
}

TEST(Brief, the_income_chart_follows_the_sign) {
  const std::size_t at = page().find(" gains most goods income");
  ASSERT_NE(at, std::string::npos);
  const std::size_t start = page().rfind('>', at) + 1;
  const std::string winner = page().substr(start, at - start);
  auto losing = fixture::sample(folder());
  Table& table = losing.result.tables["countries"];
  for (Column& column : table.columns) {
    const bool hat = column.name.rfind("welfare_hat", 0) == 0;
    if (!hat && column.name != "real_income_usd_mid") continue;
    for (double& value : std::get<std::vector<double>>(column.data)) value = hat ? 2 - value : -value;
  }
  const std::string html = write_brief(losing.result);
  EXPECT_EQ(html.find(winner + " gains most"), std::string::npos);
  EXPECT_NE(html.find(winner + " loses most"), std::string::npos);
}

TEST(Brief, the_side_that_loses_more_stands_first) {
  EXPECT_NE(page().find("Cut off from China, Russia would lose 9.4 times"), std::string::npos);
}

TEST(Brief, without_changes_a_page_has_no_world_and_no_map_of_it) {
  auto sample = fixture::sample(folder());
  sample.result.study.scenario.changes.clear();
  const std::string html = write_brief(sample.result);
  EXPECT_EQ(html.find("id=\"countries\""), std::string::npos);
  EXPECT_EQ(html.find("id=\"w-network\""), std::string::npos);
  EXPECT_NE(html.find("id=\"pair-CHN-RUS\""), std::string::npos);
}

TEST(Brief, what_a_study_changes_opens_its_page) {
  const auto first_section = [](AnyChange what) {
    auto sample = fixture::sample(folder());
    sample.result.study.scenario.changes = {{"a change", std::move(what), ""}};
    const std::string html = write_brief(sample.result);
    const std::size_t at = html.find("<section id=\"") + 13;
    return html.substr(at, html.find('"', at) - at);
  };
  const Pairs pairs{{"DEU", "USA"}, {"RUS"}, false};
  EXPECT_EQ(first_section(PolicyChange(Sanction{pairs, -1})), "sanctions");
  EXPECT_EQ(first_section(PolicyChange(Embargo{pairs})), "sanctions");
  EXPECT_EQ(first_section(PolicyChange(Tariff{pairs, 0, 0.1})), "tariffs");
  EXPECT_EQ(first_section(NetworkChange(Close{})), "closure");
  EXPECT_EQ(first_section(NetworkChange(Build{{"open"}})), "projects");
  EXPECT_EQ(first_section(CountryChange(Productivity{{"DEU"}, 1.1})), "economy");
}

TEST(Brief, the_sides_of_a_sanction_are_told_by_their_number) {
  const auto sides = [](Pairs pairs) {
    return report::sides_of({"", {{"", PolicyChange(Sanction{std::move(pairs), -1}), ""}}},
                            report::Topic::sanction);
  };
  EXPECT_EQ(sides({{"DEU", "USA"}, {"RUS"}, false}).targets, std::vector<std::string>{"RUS"});
  EXPECT_EQ(sides({{"RUS"}, {"DEU", "USA"}, false}).targets, std::vector<std::string>{"RUS"});
  EXPECT_EQ(sides({{"USA"}, {"CHN"}, false}).targets, std::vector<std::string>{"CHN"});
  EXPECT_EQ(sides({{"USA"}, {"CHN"}, true}).flows.size(), 2U);
}

TEST(Brief, a_tariff_between_the_sides_of_a_sanction_is_a_part_of_it) {
  const Change sanction{"", PolicyChange(Sanction{{{"DEU", "USA"}, {"RUS"}, false}, -1}), ""};
  const Change inside{"", PolicyChange(Tariff{{{"RUS"}, {"USA"}, false}, 0, 0.1}), ""};
  const Change outside{"", PolicyChange(Tariff{{{"CHN"}, {"USA"}, false}, 0, 0.1}), ""};
  EXPECT_EQ(report::topics_of({"", {sanction, inside}}), std::vector{report::Topic::sanction});
  EXPECT_EQ(report::topics_of({"", {sanction, outside}}),
            (std::vector{report::Topic::sanction, report::Topic::tariff}));
}

TEST(Brief, a_link_preview_has_the_finding) {
  EXPECT_EQ(count(page(), "property=\"og:title\""), 1U);
  EXPECT_EQ(count(page(), "property=\"og:description\" content=\"\""), 0U);
}

TEST(Brief, a_pledge_is_read_by_its_outcome) {
  EXPECT_NE(page().find("3 pledges: 1 reached, 1 missed and 1 open"), std::string::npos);
}

TEST(Brief, without_any_one_table_the_page_is_well_formed_and_has_no_box_that_says_so) {
  const auto full = fixture::sample(folder());
  for (const auto& [name, table] : full.result.tables) {
    auto sample = fixture::sample(folder());
    sample.result.tables.erase(name);
    const std::string html = write_brief(sample.result);
    EXPECT_EQ(unbalanced(html), "") << name;
    EXPECT_EQ(count(html, "class=\"none\""), 0U) << name;
    EXPECT_FALSE(std::regex_search(html, std::regex("[^A-Za-z](nan|inf)[^A-Za-z]"))) << name;
  }
}

TEST(Brief, an_empty_result_gives_a_well_formed_page_without_a_figure) {
  BaseWorld base;
  base.world = std::make_shared<const World>();
  Result empty;
  empty.base = std::make_shared<const BaseWorld>(std::move(base));
  const std::string html = write_brief(empty);
  EXPECT_EQ(unbalanced(html), "");
  EXPECT_EQ(count(html, "<figure"), 0U);
}

}  // namespace
}  // namespace sogdia
