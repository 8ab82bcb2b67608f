#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/moves.h"
#include "sogdia/report/sections/section.h"
#include "sogdia/study/world/trade_cell.h"

// Trade between the two in the years of the trade table, where no customs figures over time are in the pack.
namespace sogdia::report {

std::string pair_trade(const Page& page, const std::string& a, const std::string& b) {
  if (!pair_flows(page, a, b).empty()) return "";
  const Rows partners = result_rows(page.result, "partners");
  const std::string x = with_article(country_name(page.result, a)),
                    y = with_article(country_name(page.result, b));
  Figure figure;
  figure.id = fmt::format("trade-{}-{}", a, b);
  figure.table.columns = {"Flow", "Year", "Value", "80 % interval", "Reported by"};
  figure.table.numeric = {false, true, true, true, false};
  BarChart chart;
  double most = 0;
  int last = 0;
  std::vector<double> latest;
  for (const auto& [from, to, css] : {std::tuple{a, b, "f-b"}, {b, a, "f-a"}}) {
    Rows rows = partners.where([&, from = from, to = to](std::size_t row) {
      return partners.text(row, "iso3") == from && partners.text(row, "partner") == to &&
             partners.text(row, "flow") == "exports";
    });
    bool first = true;
    double value = std::nan("");
    for (std::size_t row = 0; row < rows.size(); ++row) {
      Bar bar;
      const int year = static_cast<int>(rows.number(row, "year"));
      const double usd = rows.number(row, "value_usd"), factor = rows.number(row, "interval_factor");
      bar.label = std::to_string(year);
      bar.value = usd;
      if (factor > 1) bar.low = usd / factor, bar.high = usd * factor;
      bar.text = money(usd);
      bar.css = css;
      const std::string by = rows.text(row, "reported_by");
      bar.hatch = by == "none" || by == "embargo"                          ? "hatched"
                  : by == "exporter" || by == "importer" || by == "mirror" ? "hatched-light"
                                                                           : "";
      if (first)
        bar.gap_before = capitalised(with_article(country_name(page.result, from))) + " to " +
                         with_article(country_name(page.result, to));
      first = false;
      most = std::max(most, usd), last = std::max(last, year), value = usd;
      figure.table.rows.push_back({country_name(page.result, from) + " to " + country_name(page.result, to),
                                   bar.label, bar.text,
                                   factor > 1 ? money(usd / factor) + " to " + money(usd * factor) : "",
                                   by.empty() ? "sum of its members" : class_words(by)});
      chart.bars.push_back(std::move(bar));
    }
    latest.push_back(value);
  }
  if (!(most > 0)) return "";
  const auto sold = [&](double usd) { return std::isfinite(usd) ? money(usd) : "next to nothing"; };
  figure.title = fmt::format("{} sold {} {} of goods in {}, and bought {}", capitalised(x), y,
                             sold(latest[0]), last, sold(latest[1]));
  figure.subtitle =
      "Goods trade, US dollars a year; whiskers: the interval that holds the truth in four cases of five";
  figure.source = "Sogdia’s trade table, from both sides’ reports";
  figure.status =
      "solid: reported by both; lightly hatched: by one side; hatched: an estimate, nobody reports it";
  figure.table.caption = figure.subtitle;
  figure.table.file = "trade";
  chart.title = figure.title;
  chart.desc = "Bars of trade in either direction by year.";
  chart.tick = [](double value) { return money(value); };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

}  // namespace sogdia::report
