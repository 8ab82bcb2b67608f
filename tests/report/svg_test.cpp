#include "sogdia/report/charts/svg.h"

#include <gtest/gtest.h>

#include "sogdia/report/charts/axis.h"
#include "sogdia/report/charts/figure.h"

namespace sogdia::report {
namespace {

// An id with a space would be two where another element refers to it.
TEST(Svg, ids_have_no_space) {
  EXPECT_EQ(id_text("trade-Central Asia-CHN"), "trade-Central-Asia-CHN");
  EXPECT_EQ(id_text("pair-USA, CAN-EU@2014"), "pair-USA--CAN-EU-2014");
}

TEST(Svg, text_and_titles_are_escaped) {
  Svg svg(10, 10, "x", "a <b> & \"c\"", "d");
  svg.text(1, 2, "<script>");
  const std::string out = svg.str();
  EXPECT_EQ(out.find("<script>"), std::string::npos);
  EXPECT_NE(out.find("&lt;script&gt;"), std::string::npos);
  EXPECT_NE(out.find("a &lt;b&gt; &amp; &quot;c&quot;"), std::string::npos);
  EXPECT_NE(out.find("role=\"img\""), std::string::npos);
}

TEST(Svg, a_path_is_written_in_tenths_with_relative_moves) {
  EXPECT_EQ(path_data({{0, 0}, {10, 0}, {10, 5.55}}), "M0 0l10 0 0 5.6");
  EXPECT_EQ(path_data({{1, 1}, {0, 3}}), "M1 1l-1 2");
  EXPECT_EQ(path_data({{1, 1}, {1.01, 1.01}}), "");
}

TEST(Axis, ticks_are_round_and_cover_the_span) {
  EXPECT_EQ(nice_ticks(0, 95, 4), (std::vector<double>{0, 25, 50, 75, 100}));
  const auto ticks = nice_ticks(-0.3, 2.1, 4);
  EXPECT_LE(ticks.front(), -0.3);
  EXPECT_GE(ticks.back(), 2.1);
}

TEST(Axis, spread_labels_stand_apart) {
  const auto y = spread({10, 11, 50}, 15, 0, 100);
  EXPECT_GE(y[1] - y[0], 15);
  EXPECT_EQ(y[2], 50);
}

TEST(DataTable, csv_quotes_what_needs_quotes) {
  DataTable table;
  table.columns = {"a", "b"};
  table.rows = {{"x, y", "say \"hi\""}};
  EXPECT_EQ(csv(table), "a,b\n\"x, y\",\"say \"\"hi\"\"\"\n");
}

TEST(Figure, one_without_data_says_why_and_draws_nothing) {
  Figure figure;
  figure.id = "f";
  figure.title = "Title";
  figure.empty = "No trade was reported.";
  figure.draw = [](Width, const std::string&) { return std::string("<svg></svg>"); };
  const std::string html = html_figure(figure);
  EXPECT_EQ(html.find("<svg"), std::string::npos);
  EXPECT_NE(html.find("No trade was reported."), std::string::npos);
}

TEST(Figure, what_is_for_a_screen_alone_is_marked_once) {
  const std::string html =
      "<h2>H</h2><div class=\"box\">b</div><figure id=\"f\"><h3 id=\"f-h\">T</h3></figure>";
  const std::string marked = on_screen(html);
  EXPECT_EQ(marked,
            "<h2>H</h2><div data-screen=\"\" class=\"box\">b</div><figure data-screen=\"\" id=\"f\">"
            "<h3 id=\"f-h\">T</h3></figure>");
  EXPECT_EQ(on_screen(marked), marked);
}

}  // namespace
}  // namespace sogdia::report
