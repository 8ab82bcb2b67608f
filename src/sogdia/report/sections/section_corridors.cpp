#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/chart_dumbbell.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/corridor_choice.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

std::string label(const CorridorChange& corridor) {
  return corridor.family.empty() ? corridor.name : corridor.name + ", " + corridor.family;
}

// Percentages as in the chart's last column.
std::string time_finding(const std::vector<CorridorChange>& corridors, std::size_t all) {
  const CorridorChange &best = corridors.front(), &worst = corridors.back();
  if (best.hours_change() < 0 && -best.hours_change() >= worst.hours_change()) {
    const auto faster = std::count_if(corridors.begin(), corridors.end(),
                                      [](const auto& c) { return c.hours_change() <= -0.0005; });
    return fmt::format("The {} saves most time, {} days instead of {}; {} of {} corridors become faster",
                       best.name, days_number(best.hours_after), days_number(best.hours_before), faster, all);
  }
  if (worst.hours_change() > 0)
    return fmt::format("The {} loses most time, {} days instead of {}", worst.name,
                       days_number(worst.hours_after), days_number(worst.hours_before));
  return "Corridors change in cost and not in time";
}

std::string cost_finding(const std::vector<CorridorChange>& corridors) {
  const auto most = std::max_element(corridors.begin(), corridors.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.usd_change()) < std::fabs(b.usd_change());
  });
  return fmt::format("Freight costs {} most on the {}, by {}", most->usd_change() < 0 ? "fall" : "rise",
                     most->name, percent(std::fabs(most->usd_change()), 1));
}

DataTable corridor_table(const Page& page) {
  const Rows rows = result_rows(page.result, "corridors");
  DataTable table;
  table.caption = "Time and freight cost of every corridor and mode, before and after";
  table.file = "corridors";
  table.columns = {"Corridor",   "From",         "To",          "Mode", "Days before",
                   "Days after", "USD/t before", "USD/t after", "km",   "Borders"};
  table.numeric = {false, false, false, false, true, true, true, true, true, false};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::vector<std::string> borders = split(rows.text(row, "borders"));
    std::string crossed;
    for (const std::string& border : borders) crossed += (crossed.empty() ? "" : ", ") + border;
    const auto cell = [&](const char* column, int decimals) {
      const double value = rows.number(row, column);
      return std::isfinite(value) ? fixed(value, decimals) : "no way";
    };
    const auto day = [&](const char* column) {
      const double value = rows.number(row, column);
      return std::isfinite(value) ? days_number(value) : "no way";
    };
    table.rows.push_back({rows.text(row, "name"), rows.text(row, "from"), rows.text(row, "to"),
                          rows.text(row, "family"), day("hours_before"), day("hours_after"),
                          cell("usd_before", 0), cell("usd_after", 0), cell("km_after", 0), crossed});
  }
  return table;
}

// What became of the corridors without a row in the chart, a sentence each kind.
std::string not_drawn(const Page& page, const std::vector<CorridorChange>& drawn) {
  const Rows rows = result_rows(page.result, "corridors");
  std::vector<std::string> lost, none;
  std::string text;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string whole = rows.text(row, "name"), name = whole.substr(0, whole.find(" ("));
    if (name.empty() ||
        std::any_of(drawn.begin(), drawn.end(), [&](const auto& c) { return c.name == name; }))
      continue;
    const double before = rows.number(row, "hours_before"), after = rows.number(row, "hours_after");
    if (std::isfinite(after) && !std::isfinite(before)) {
      text +=
          fmt::format("{}The {} had no way before; now it takes {} and ${} a tonne.", text.empty() ? "" : " ",
                      name, days(after), fixed(rows.number(row, "usd_after"), 0));
    } else {
      (std::isfinite(before) ? lost : none).push_back(name);
    }
  }
  if (!lost.empty()) text += fmt::format("{}No way is left along: {}.", text.empty() ? "" : " ", list(lost));
  if (!none.empty())
    text += fmt::format("{}No way before or after: {}.", text.empty() ? "" : " ", list(none));
  return text;
}

}  // namespace

std::string corridor_figures(const Page& page) {
  std::vector<CorridorChange> corridors = corridor_changes(page.result);
  const std::size_t all = corridors.size();
  constexpr double kMoved = 0.0005;
  std::erase_if(corridors, [](const auto& c) {
    return !(std::fabs(c.hours_change()) >= kMoved || std::fabs(c.usd_change()) >= kMoved);
  });
  const std::string note = not_drawn(page, corridor_changes(page.result));
  if (corridors.empty()) return note.empty() ? "" : paragraph(note, "note");
  Figure time;
  time.id = "corridor-time";
  time.title = time_finding(corridors, all);
  time.subtitle = "Days from end to end, before and after the changes; corridors whose time or cost changes";
  time.source = "Sogdia, on the world pack’s network, speeds and terminal times";
  time.status = "computed from estimated speeds and dwell times";
  time.table = corridor_table(page);
  DumbbellChart chart;
  chart.title = time.title;
  chart.desc = "Dots of days before and after the changes, one row a corridor.";
  chart.tick = [](double value) { return significant(value) + " days"; };
  DumbbellChart money_chart = chart;
  for (const CorridorChange& c : corridors) {
    chart.rows.push_back({label(c), c.hours_before / 24, c.hours_after / 24, days_number(c.hours_before),
                          days_number(c.hours_after), signed_percent(c.hours_change(), 1)});
    if (std::fabs(c.usd_change()) >= kMoved && c.usd_before > 0) {
      money_chart.rows.push_back({label(c), c.usd_before, c.usd_after, fixed(c.usd_before, 0),
                                  fixed(c.usd_after, 0), signed_percent(c.usd_change(), 1)});
    }
  }
  time.note = note;
  time.draw = [&](Width width, const std::string& id) { return draw_dumbbells(chart, width, id); };
  std::string out = html_figure(time);
  if (money_chart.rows.empty()) return out;

  Figure cost = time;
  cost.id = "corridor-cost";
  cost.title = cost_finding(corridors);
  cost.subtitle = "USD per tonne from end to end, terminals and borders included; the same ways as above";
  cost.status = "computed from estimated rates";
  cost.table.caption = cost.subtitle;
  cost.table.file = "corridor-cost";
  cost.table.columns = {"Corridor", "USD/t before", "USD/t after", "Change"};
  cost.table.numeric = {false, true, true, true};
  cost.table.rows.clear();
  cost.note.clear();
  money_chart.title = cost.title;
  money_chart.desc = "Dots of USD per tonne before and after the changes, one row a corridor.";
  money_chart.tick = [](double value) { return "$" + significant(value); };
  std::stable_sort(money_chart.rows.begin(), money_chart.rows.end(),
                   [](const auto& a, const auto& b) { return a.after / a.before < b.after / b.before; });
  for (const Dumbbell& row : money_chart.rows)
    cost.table.rows.push_back({row.label, row.before_text, row.after_text, row.change_text});
  cost.draw = [&](Width width, const std::string& id) { return draw_dumbbells(money_chart, width, id); };
  return out + html_figure(cost);
}

}  // namespace sogdia::report
