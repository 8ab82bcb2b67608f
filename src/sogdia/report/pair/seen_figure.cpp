#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/change_figures.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

// Changes that were seen beside those that are computed, a pair of bars each.
std::string seen_figure(const Page& page) {
  const Rows rows = result_rows(page.result, "seen");
  const int year = page.result.study.base.year;
  Figure figure;
  figure.id = "seen";
  figure.table.columns = {"Exports", "Years", "Seen", "Computed", "low", "high"};
  figure.table.numeric = {false, false, true, true, true, true};
  BarChart chart;
  std::string title;
  double largest = 0;
  std::vector<std::string> notes;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double seen = rows.number(row, "seen_change"), mid = rows.number(row, "computed_mid"),
                 low = rows.number(row, "computed_low"), high = rows.number(row, "computed_high");
    if (!std::isfinite(seen) || !std::isfinite(mid)) continue;
    const std::string from = with_article(country_name(page.result, rows.text(row, "exporter"))),
                      to = with_article(country_name(page.result, rows.text(row, "importer")));
    const std::string years =
        fmt::format("{:.0f}\u2013{:.0f}", rows.number(row, "from_year"), rows.number(row, "to_year"));
    Bar was, is;
    was.label = "seen " + years, was.value = seen, was.text = signed_percent(seen), was.css = "f-soft";
    was.gap_before = capitalised(possessive(from)) + " exports to " + to;
    is.label = "computed", is.value = mid, is.text = signed_percent(mid), is.css = "f-main";
    is.low = std::min({low, mid, high}), is.high = std::max({low, mid, high});
    // What third countries did is asked most; else the first flow.
    const double size = rows.number(row, "value_to") * (rows.number(row, "policy") == 0 ? 1e3 : 1);
    if (title.empty() || size > largest) {
      largest = size;
      title = fmt::format("{} exports to {}: {} seen, {} computed", capitalised(possessive(from)), to,
                          signed_percent(seen), signed_percent(mid));
    }
    if (const std::string note = rows.text(row, "note"); !note.empty())
      notes.push_back(capitalised(from) + " to " + to + ": " + note.substr(0, note.find(';')));
    figure.table.rows.push_back(
        {was.gap_before, years, was.text, is.text, signed_percent(is.low), signed_percent(is.high)});
    chart.bars.push_back(std::move(was));
    chart.bars.push_back(std::move(is));
  }
  if (chart.bars.empty()) return "";
  figure.title = title;
  figure.subtitle = fmt::format(
      "Change of exports: what customs printed in those years, and what the study’s changes do to trade of "
      "{}; {}",
      year, theta_words(page.result.study));
  figure.note =
      "Seen is all that happened in those years, at their prices; computed are the study’s changes alone.";
  for (const std::string& note : notes) figure.note += " " + note + ".";
  figure.source = cite(page, rows) + "; Sogdia, one-sector equilibrium";
  figure.status = "seen: observed; computed from estimated trade and costs";
  figure.table.caption = figure.subtitle;
  figure.table.file = "seen";
  chart.title = figure.title;
  chart.desc = "Pairs of bars: the change of a flow that was seen, and the one that is computed.";
  chart.tick = [](double value) { return signed_percent(value); };
  figure.draw = [&](Width width, const std::string& svg) { return draw_bars(chart, width, svg); };
  return html_figure(figure);
}

}  // namespace sogdia::report
