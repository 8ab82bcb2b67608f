#include "sogdia/report/sections/change_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/chart_dumbbell.h"
#include "sogdia/report/charts/format.h"

namespace sogdia::report {

std::string theta_words(const Study& study) {
  const auto& model = study.model;
  return fmt::format("bars: trade elasticity {}; whiskers: {} to {}", significant(model.theta_mid),
                     significant(std::min(model.theta_low, model.theta_high)),
                     significant(std::max(model.theta_low, model.theta_high)));
}

std::string income_figure(const Page& page, const std::string& id, const std::string& title,
                          const std::vector<IncomeGroup>& groups, const std::string& note) {
  Figure figure;
  figure.id = id;
  figure.title = title;
  figure.subtitle = fmt::format(
      "Change of goods income (what spending on goods buys), billion US dollars a year at {} prices and in "
      "per cent; {}",
      page.result.study.base.year, theta_words(page.result.study));
  figure.source = "Sogdia, one-sector equilibrium on the world pack’s trade table";
  figure.status = "computed from estimated trade and costs";
  figure.note = note;
  figure.table.caption = figure.subtitle;
  figure.table.file = id;
  figure.table.columns = {"Country", "Group", "USD a year", "low", "high", "Goods income"};
  figure.table.numeric = {false, false, true, true, true, true};
  BarChart chart;
  chart.title = title;
  chart.desc = "Bars of the change of goods income in dollars, with whiskers over the trade elasticity.";
  chart.tick = [](double value) { return signed_money(value); };
  for (const IncomeGroup& group : groups) {
    bool first = true;
    for (const IncomeChange& c : group.countries) {
      Bar bar;
      bar.label = c.name;
      bar.value = c.usd, bar.low = c.usd_low, bar.high = c.usd_high;
      bar.text = income_text(c);
      bar.css = c.usd < 0 ? "f-loss" : "f-main";
      if (first) bar.gap_before = group.heading;
      first = false;
      chart.bars.push_back(std::move(bar));
      figure.table.rows.push_back({c.name, group.heading, signed_money(c.usd), signed_money(c.usd_low),
                                   signed_money(c.usd_high), signed_percent(c.mid)});
      figure.table.raw.push_back({c.code, group.heading, fmt::format("{:.0f}", c.usd),
                                  fmt::format("{:.0f}", c.usd_low), fmt::format("{:.0f}", c.usd_high),
                                  fmt::format("{:.6g}", c.mid)});
    }
  }
  if (chart.bars.empty()) return "";
  figure.draw = [&](Width width, const std::string& svg) { return draw_bars(chart, width, svg); };
  return html_figure(figure);
}

std::string trade_figure(const Page& page, const std::string& id, const std::string& title,
                         const std::string& subtitle, const std::vector<TradeRow>& rows,
                         const std::string& note) {
  const int year = page.result.study.base.year;
  Figure figure;
  figure.id = id;
  figure.title = title;
  figure.subtitle = fmt::format("{}, billion US dollars a year: {} as it was, and with the study’s changes",
                                subtitle, year);
  figure.source = "Sogdia, one-sector equilibrium on the world pack’s trade table";
  figure.status =
      "before: estimated trade; after: computed at the middle elasticity, dollars of unchanged world income";
  figure.note = note;
  figure.table.caption = figure.subtitle;
  figure.table.file = id;
  figure.table.columns = {"Flow", std::to_string(year), "With the changes", "Difference", "Change"};
  figure.table.numeric = {false, true, true, true, true};
  DumbbellChart chart;
  chart.title = title;
  chart.desc = "Dots of trade before and after the changes, one row a flow.";
  chart.before_name = std::to_string(year), chart.after_name = "with the changes";
  chart.tick = [](double value) { return money(value * 1e9); };
  for (const TradeRow& row : rows) {
    if (!(row.trade.before > 0)) continue;
    chart.rows.push_back({row.label, row.trade.before / 1e9, row.trade.after / 1e9, money(row.trade.before),
                          money(row.trade.after), signed_percent(row.trade.change())});
    figure.table.rows.push_back({row.label, money(row.trade.before), money(row.trade.after),
                                 signed_money(row.trade.after - row.trade.before),
                                 signed_percent(row.trade.change())});
  }
  if (chart.rows.empty()) return "";
  figure.draw = [&](Width width, const std::string& svg) { return draw_dumbbells(chart, width, svg); };
  return html_figure(figure);
}

}  // namespace sogdia::report
