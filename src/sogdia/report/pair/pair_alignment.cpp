#include <fmt/format.h>

#include <cmath>
#include <map>

#include "sogdia/report/charts/chart_shares.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"

// With whom the two trade, by how the others voted on the first resolution that one of the two voted against
// and the other did not.
namespace sogdia::report {

namespace {

constexpr const char* kGroups[] = {"yes", "abstain", "no"};

// One side's trade by year and group of a resolution, as parts of all its trade of the year.
struct Votes {
  std::string own;
  std::map<int, std::map<std::string, double>> usd;

  double share(int year, const std::string& group) const {
    const auto found = usd.find(year);
    if (found == usd.end()) return std::nan("");
    double all = 0, of = 0;
    for (const auto& [name, value] : found->second) all += value, of += name == group ? value : 0;
    return all > 0 ? of / all : std::nan("");
  }
};

Votes votes_of(const Rows& rows, const std::string& side, const std::string& resolution) {
  Votes votes;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.text(row, "a") != side || rows.text(row, "of") != resolution) continue;
    votes.own = rows.text(row, "own");
    votes.usd[static_cast<int>(rows.number(row, "year"))][rows.text(row, "group")] +=
        rows.number(row, "exports_usd") + rows.number(row, "imports_usd");
  }
  return votes;
}

std::string voters(const std::string& group) {
  return group == "yes" ? "voted yes" : group == "no" ? "voted no" : "abstained";
}

}  // namespace

std::string pair_alignment(const Page& page, const std::string& a, const std::string& b) {
  const Rows rows = result_rows(page.result, "alignment").where("kind", "vote");
  for (const std::string& resolution : rows.distinct("of")) {
    const Votes x = votes_of(rows, a, resolution), y = votes_of(rows, b, resolution);
    if (x.own == y.own || (x.own != "no" && y.own != "no") || x.own.empty() || y.own.empty()) continue;
    const int then = x.usd.begin()->first, now = x.usd.rbegin()->first;
    if (then == now) return "";
    const std::string name = rows.text(static_cast<std::size_t>(rows.find("of", resolution)), "name");
    const bool a_against = x.own == "no";
    const std::string against = country_name(page.result, a_against ? a : b);
    const Votes& votes = a_against ? x : y;

    ShareChart chart;
    chart.then_name = std::to_string(then), chart.now_name = std::to_string(now);
    for (const auto& [side, of, css] : {std::tuple{a, &x, "f-a"}, {b, &y, "f-b"}}) {
      for (const char* group : kGroups)
        chart.rows.push_back(
            {fmt::format("{} with those who {}", capitalised(country_name(page.result, side)), voters(group)),
             of->share(then, group), of->share(now, group), css, ""});
    }
    Figure figure;
    figure.id = fmt::format("alignment-{}-{}", a, b);
    figure.title = fmt::format("Countries that voted for “{}”: from {} of {} trade in {} to {} in {}", name,
                               percent(votes.share(then, "yes")), possessive(against), then,
                               percent(votes.share(now, "yes")), now);
    figure.subtitle = fmt::format(
        "Part of each side’s goods trade, both ways, with those who voted so on resolution {}; {} voted no, "
        "{} {}",
        resolution, against, country_name(page.result, a_against ? b : a), voters(a_against ? y.own : x.own));
    figure.note =
        "The groups are the same in both years; those who were absent or whose vote is not known are the "
        "rest.";
    figure.source = "United Nations General Assembly and Sogdia’s trade table";
    figure.status = "votes observed, trade from both sides’ reports and estimated where nobody reports";
    figure.table.caption = figure.subtitle;
    figure.table.file = "alignment";
    figure.table.columns = {"Trade of", chart.then_name, chart.now_name};
    figure.table.numeric = {false, true, true};
    for (const Share& share : chart.rows)
      figure.table.rows.push_back({share.label, percent(share.then), percent(share.now)});
    chart.title = figure.title;
    chart.desc = "Paired bars of shares of trade by how the partners voted, in two years.";
    figure.draw = [&](Width width, const std::string& id) { return draw_shares(chart, width, id); };
    return html_figure(figure);
  }
  return "";
}

}  // namespace sogdia::report
