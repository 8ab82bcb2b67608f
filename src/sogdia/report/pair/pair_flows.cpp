#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sogdia/report/charts/chart_lines.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"

// Flows over time from the customs table, and the months of one year against the pledge made for it.
namespace sogdia::report {

namespace {

// Rows of whichever of the two reports most.
Rows reported(const Page& page, const std::string& a, const std::string& b) {
  const Rows all = result_rows(page.result, "customs");
  const auto by = [&](const std::string& reporter, const std::string& partner) {
    return all.where([&](std::size_t row) {
      return all.text(row, "reporter") == reporter && all.text(row, "partner") == partner;
    });
  };
  Rows first = by(a, b), second = by(b, a);
  return first.size() >= second.size() ? first : second;
}

struct Series {
  std::map<int, double> values;  // by year, or by month
  std::set<int> estimated;
};

Series yearly(const Rows& rows, const std::string& flow) {
  Series series;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string period = rows.text(row, "period");
    const double value = rows.number(row, "value_usd");
    if (rows.text(row, "flow") != flow || period.size() != 4 || !std::isfinite(value)) continue;
    const int year = std::atoi(period.c_str());
    series.values[year] = value;
    if (rows.text(row, "status") == "estimated") series.estimated.insert(year);
  }
  return series;
}

// Where no total is printed, exports and imports are added.
Series total_of(Series total, const Series& exports, const Series& imports) {
  for (const auto& [year, value] : exports.values) {
    const auto other = imports.values.find(year);
    if (other != imports.values.end()) total.values.emplace(year, value + other->second);
  }
  return total;
}

double decimal_year(const std::string& date) {
  if (date.size() < 4) return std::nan("");
  const auto part = [&](std::size_t from) {
    return date.size() >= from + 2 ? std::atoi(date.substr(from, 2).c_str()) : 1;
  };
  return std::atoi(date.substr(0, 4).c_str()) + (part(5) - 1) / 12.0 + (part(8) - 1) / 365.0;
}

// A title short enough for the chart: up to its first stop, or the kind's own word.
std::string event_word(const std::string& kind, std::string title) {
  // "Target of USD 200 billion of trade by 2024": the amount is the word.
  if (const std::size_t at = title.find("USD "); kind == "pledge" && at != std::string::npos) {
    const std::size_t to = title.find(" billion", at);
    if (to != std::string::npos && to - at < 9)
      return "$" + title.substr(at + 4, to - at - 4) + " bn pledged";
  }
  if (kind == "sanction") return "Sanctions";
  title = title.substr(0, title.find_first_of(":;,("));
  while (!title.empty() && title.back() == ' ') title.pop_back();
  return title.size() <= 31 ? title : capitalised(kind);
}

void add_events(LineChart& chart, const Rows& events, double first, double last) {
  static const std::map<std::string, int> kOrder{
      {"war", 0}, {"sanction", 1}, {"pledge", 2}, {"forum", 3}, {"agreement", 4}};
  std::vector<std::pair<int, ChartEvent>> found;
  std::map<std::string, double> latest;
  const Rows sorted = events.by_text("date");
  for (std::size_t row = 0; row < sorted.size(); ++row) {
    const std::string kind = sorted.text(row, "kind");
    const double x = decimal_year(sorted.text(row, "date"));
    if (!std::isfinite(x) || x < first || x > last) continue;
    if (kind == "visit") {
      chart.marks.push_back(x);
      continue;
    }
    // The first of a cluster of one kind speaks for it.
    const auto before = latest.find(kind);
    const bool clustered = before != latest.end() && x - before->second < 1.6;
    if (!clustered || kind == "war") {
      const auto order = kOrder.find(kind);
      found.push_back(
          {order == kOrder.end() ? 5 : order->second, {x, event_word(kind, sorted.text(row, "title"))}});
      latest[kind] = x;
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& p, const auto& q) { return p.first < q.first; });
  for (auto& [order, event] : found) chart.events.push_back(std::move(event));
}

Points points_of(const Series& series) {
  Points out;
  for (const auto& [x, value] : series.values) out.emplace_back(x, value / 1e9);
  return out;
}

DataTable flow_table(const Series& exports, const Series& imports, const Series& total,
                     const std::string& caption) {
  DataTable table;
  table.caption = caption;
  table.file = "flows";
  table.columns = {"Year", "Exports", "Imports", "Total", "Status"};
  table.numeric = {false, true, true, true, false};
  const auto text = [](const Series& series, int year) {
    const auto found = series.values.find(year);
    return found == series.values.end() ? std::string() : money_printed(found->second);
  };
  const auto raw = [](const Series& series, int year) {
    const auto found = series.values.find(year);
    return found == series.values.end() ? std::string() : fmt::format("{}", found->second);
  };
  for (const auto& [year, value] : total.values) {
    const bool estimated = exports.estimated.contains(year) || imports.estimated.contains(year) ||
                           total.estimated.contains(year);
    const std::string status = estimated ? "split estimated" : "observed";
    table.rows.push_back(
        {std::to_string(year), text(exports, year), text(imports, year), text(total, year), status});
    table.raw.push_back(
        {std::to_string(year), raw(exports, year), raw(imports, year), raw(total, year), status});
  }
  return table;
}

std::string flow_finding(const std::string& a, const std::string& b, const Series& total) {
  const auto [first, before] = *total.values.begin();
  const auto [last, now] = *total.values.rbegin();
  const auto peak = std::max_element(total.values.begin(), total.values.end(),
                                     [](const auto& p, const auto& q) { return p.second < q.second; });
  std::string out = fmt::format("Trade between {} and {} ", a, b);
  if (last == first) return out + fmt::format("was {} in {}", money_printed(now), last);
  if (now >= before) {
    out += fmt::format("{} {} in {}, from {} in {}", peak->first == last ? "reached" : "was",
                       money_printed(now), last, money_printed(before), first);
  } else {
    out +=
        fmt::format("was {} in {}, after {} in {}", money_printed(now), last, money_printed(before), first);
  }
  if (peak->first != last && peak->first != first && now < 0.985 * peak->second) {
    out += fmt::format("; it had stood at {} in {}", money_printed(peak->second), peak->first);
  }
  return out;
}

std::string months_figure(const Page& page, const std::string& a, const std::string& b, const Rows& customs);

}  // namespace

std::string pair_flows(const Page& page, const std::string& a, const std::string& b) {
  const Rows customs = reported(page, a, b);
  const std::string reporter = customs.empty() ? a : customs.text(0, "reporter");
  const std::string partner = reporter == a ? b : a;
  const std::string reporter_name = with_article(country_name(page.result, reporter));
  const std::string partner_name = with_article(country_name(page.result, partner));
  const Series exports = yearly(customs, "exports"), imports = yearly(customs, "imports");
  const Series total = total_of(yearly(customs, "total"), exports, imports);

  Figure figure;
  figure.id = fmt::format("flows-{}-{}", a, b);
  figure.source = cite(page, customs);
  figure.status = standing(customs);
  LineChart chart;
  if (total.values.size() < 2) return "";
  {
    figure.title = flow_finding(reporter_name, partner_name, total);
    figure.subtitle =
        fmt::format("Goods, billion US dollars a year, as {} customs printed them, {}–{}",
                    possessive(reporter_name), total.values.begin()->first, total.values.rbegin()->first);
    chart.title = figure.title;
    chart.desc = "Lines of total trade, exports and imports by year, with events as thin verticals.";
    const auto add = [&](const Series& series, const std::string& name, const std::string& css,
                         const std::string& text_css) {
      if (series.values.size() < 2) return;
      chart.lines.push_back(
          {name, money_printed(series.values.rbegin()->second), points_of(series), css, text_css, 0});
      // Estimated years at the start of the line are dashed.
      if (!series.estimated.empty() && *series.estimated.begin() == series.values.begin()->first) {
        Line& solid = chart.lines.back();
        const std::size_t count = series.estimated.size();
        if (count < solid.points.size()) solid.dashed_until = count;
      }
    };
    const bool a_reports = reporter == a;
    add(total, "Total", "l-main", "");
    add(imports, fmt::format("{} buys", reporter_name), a_reports ? "l-b" : "l-a", a_reports ? "t-b" : "t-a");
    add(exports, fmt::format("{} sells", reporter_name), a_reports ? "l-a" : "l-b",
        a_reports ? "t-a" : "t-b");
    for (auto& line : chart.lines) line.name = capitalised(line.name);
    for (const auto& [year, value] : total.values)
      chart.x_ticks.emplace_back(year + 0.5, std::to_string(year));
    // A year's value stands at its middle, an event at its day.
    chart.x_from = total.values.begin()->first, chart.x_to = total.values.rbegin()->first + 1;
    for (Line& line : chart.lines) {
      for (auto& point : line.points) point.first += 0.5;
    }
    // The pack's events rather than the run's: what others do to one of the two matters, too.
    const Rows pack = world_rows(page.result, "events");
    const Rows events = pack.empty() ? result_rows(page.result, "events") : pack;
    const Rows theirs = events.where([&](std::size_t row) {
      const auto parties = split(events.text(row, "parties"));
      const auto has = [&](const std::string& who) {
        return std::find(parties.begin(), parties.end(), who) != parties.end();
      };
      const std::string kind = events.text(row, "kind");
      // What lies between the two, and what others do to one of them.
      return (has(a) && has(b)) || ((has(a) || has(b)) && (kind == "war" || kind == "sanction"));
    });
    add_events(chart, theirs, chart.x_from, chart.x_to);
    if (!chart.marks.empty()) chart.marks_name = "▲ meetings of the two leaders";
    if (!theirs.empty()) figure.source += "; events: " + cite(page, theirs);
    chart.tick = [](double value) { return money(value * 1e9); };
    figure.table = flow_table(exports, imports, total, figure.subtitle);
  }
  figure.draw = [&](Width width, const std::string& id) { return draw_lines(chart, width, id); };
  return html_figure(figure) + on_screen(months_figure(page, a, b, customs));
}

namespace {

// The year with the most cumulative readings, against a target that covers it.
std::string months_figure(const Page& page, const std::string& a, const std::string& b, const Rows& customs) {
  std::map<int, Series> years;
  for (std::size_t row = 0; row < customs.size(); ++row) {
    const std::string period = customs.text(row, "period");
    const double value = customs.number(row, "value_usd"), months = customs.number(row, "cumulative_months");
    if (customs.text(row, "flow") != "total" || period.size() < 4 || !std::isfinite(value) || !(months >= 1))
      continue;
    years[std::atoi(period.substr(0, 4).c_str())].values[static_cast<int>(months)] = value;
  }
  int year = 0;
  for (const auto& [candidate, series] : years) {
    if (series.values.size() >= 4 && (year == 0 || series.values.size() > years[year].values.size()))
      year = candidate;
  }
  if (year == 0) return "";
  const Series& series = years[year];
  double target = std::nan("");
  int by_year = 0;
  const Rows pledges = result_rows(page.result, "pledges");
  for (std::size_t row = 0; row < pledges.size(); ++row) {
    const auto parties = split(pledges.text(row, "parties"));
    const bool both = parties.size() == 2 && std::find(parties.begin(), parties.end(), a) != parties.end() &&
                      std::find(parties.begin(), parties.end(), b) != parties.end();
    const double by = pledges.number(row, "by_year"), value = pledges.number(row, "target_usd");
    const std::string flow = pledges.text(row, "flow");
    if (!both || (flow != "trade" && flow != "total") || !(by >= year)) continue;
    if (by_year == 0 || by < by_year) by_year = static_cast<int>(by), target = value;
  }
  Figure figure;
  figure.id = fmt::format("months-{}-{}", a, b);
  figure.subtitle = fmt::format(
      "Total goods trade of {} from January on, billion US dollars, as the customs printed it month by month",
      year);
  figure.source = cite(page, customs);
  const auto [last_month, last_value] = *series.values.rbegin();
  const auto passed = std::find_if(series.values.begin(), series.values.end(),
                                   [&](const auto& p) { return p.second >= target; });
  if (!std::isfinite(target)) {
    figure.title = fmt::format("By {}, trade of {} had reached {}", month_name(last_month, true), year,
                               money(last_value));
  } else if (passed != series.values.end()) {
    figure.title = fmt::format("The {} pledged for {} were passed by the end of {} {}", money(target),
                               by_year, month_name(passed->first, true), year);
  } else {
    figure.title =
        fmt::format("By {} {}, trade stood at {}, {} of the {} pledged for {}", month_name(last_month, true),
                    year, money(last_value), percent(last_value / target), money(target), by_year);
  }
  LineChart chart;
  chart.title = figure.title;
  chart.desc = "A line of cumulative trade by month against the pledged target.";
  chart.lines.push_back(
      {std::to_string(year), money_printed(last_value), points_of(series), "l-main", "", 0});
  const auto before = years.find(year - 1);
  if (before != years.end() && before->second.values.size() >= 2) {
    chart.lines.push_back({std::to_string(year - 1), money_printed(before->second.values.rbegin()->second),
                           points_of(before->second), "l-soft", "", 0});
  }
  for (int month = 1; month <= 12; ++month) chart.x_ticks.emplace_back(month, month_name(month, false));
  if (std::isfinite(target))
    chart.levels.push_back({target / 1e9, fmt::format("pledged for {}: {}", by_year, money(target))});
  chart.tick = [](double value) { return money(value * 1e9); };
  figure.table.caption = figure.subtitle;
  figure.table.file = "months";
  figure.table.columns = {"Months", "Total"};
  figure.table.numeric = {false, true};
  for (const auto& [month, value] : series.values) {
    figure.table.rows.push_back(
        {fmt::format("January to {} {}", month_name(month, true), year), money_printed(value)});
  }
  figure.status = "observed";
  figure.draw = [&](Width width, const std::string& id) { return draw_lines(chart, width, id); };
  return html_figure(figure);
}

}  // namespace

}  // namespace sogdia::report
