#include <fmt/format.h>

#include <cmath>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"

// Straits and canals that the trade of the two goes through, and what is left without each.
namespace sogdia::report {

namespace {

constexpr double kShareWorthAFigure = 0.05, kWorthABar = 0.02;  // of the pair's trade
constexpr std::size_t kMostBars = 6;

// "+11.3 days", or what stands for it: another way may be quicker and dearer.
std::string without(const Rows& rows, std::size_t row) {
  const double share = rows.number(row, "share"), none = rows.number(row, "no_way"),
               detour = rows.number(row, "detour_days");
  if (none > 0.5 * share) return "no other way";
  if (!(detour > 0)) return "dearer, not slower";
  return fmt::format("+{} days", fixed(detour, 1));
}

}  // namespace

std::string pair_passages(const Page& page, const std::string& a, const std::string& b) {
  const Rows all = result_rows(page.result, "route_exposure");
  const Rows rows = all.where([&](std::size_t row) {
                         const std::string x = all.text(row, "a"), y = all.text(row, "b");
                         return (x == a && y == b) || (x == b && y == a);
                       })
                        .by_number("share");
  if (rows.empty() || !(rows.number(0, "share") >= kShareWorthAFigure)) return "";
  Figure figure;
  figure.id = fmt::format("passages-{}-{}", a, b);
  figure.subtitle = fmt::format(
      "Part of the two’s goods trade of {}, both ways, by value, that goes through; and what the way round "
      "takes "
      "on average",
      page.result.study.base.year);
  figure.source = "Sogdia, on the world pack’s network and trade table";
  figure.status = "computed from the ways of least cost; no ships were counted";
  figure.table.caption = figure.subtitle;
  figure.table.file = "passages";
  figure.table.columns = {"Passage",      "Through it", "USD a year", "No other way by its mode",
                          "No other way", "Without it"};
  figure.table.numeric = {false, true, true, true, true, true};
  BarChart chart;
  std::vector<std::string> first;
  for (std::size_t row = 0; row < rows.size() && chart.bars.size() < kMostBars; ++row) {
    const double share = rows.number(row, "share");
    if (!(share >= kWorthABar)) break;
    if (percent(share) == percent(rows.number(0, "share")))
      first.push_back(with_article(rows.text(row, "name")));
    Bar bar;
    bar.label = rows.text(row, "name");
    bar.value = share;
    bar.text = percent(share) + ", " + without(rows, row);
    chart.bars.push_back(bar);
    figure.table.rows.push_back({bar.label, percent(share), money(rows.number(row, "usd")),
                                 percent(rows.number(row, "lose_mode")), percent(rows.number(row, "no_way")),
                                 without(rows, row)});
  }
  figure.title =
      fmt::format("{} of the two’s trade goes through {}", percent(rows.number(0, "share")), list(first));
  chart.title = figure.title;
  chart.desc = "Bars of the share of trade through each strait and canal.";
  chart.tick = [](double value) { return percent(value); };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

}  // namespace sogdia::report
