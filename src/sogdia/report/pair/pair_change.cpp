#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/moves.h"
#include "sogdia/report/sections/section.h"

// What the study's changes do between the two: days, cost and trade, before and after; and what was seen.
namespace sogdia::report {

namespace {

// The year in which most sanctions on either were set; 0 where none was.
int sanction_year(const Page& page, const std::string& a, const std::string& b) {
  std::map<int, int> count;
  const Rows events = world_rows(page.result, "events");
  for (std::size_t row = 0; row < events.size(); ++row) {
    if (events.text(row, "kind") != "sanction") continue;
    const auto parties = split(events.text(row, "parties"));
    if (parties.empty() || (parties.back() != a && parties.back() != b)) continue;
    count[std::atoi(events.text(row, "date").substr(0, 4).c_str())] += 1;
  }
  const auto most = std::max_element(count.begin(), count.end(),
                                     [](const auto& p, const auto& q) { return p.second < q.second; });
  return most == count.end() ? 0 : most->first;
}

// "Seen: China's exports to Russia went from $67.6 bn in 2021 to $111 bn in 2023 (+64 %)."
std::string seen(const Page& page, const std::string& a, const std::string& b) {
  const int year = sanction_year(page, a, b);
  if (year == 0) return "";
  const Rows customs = result_rows(page.result, "customs");
  const auto value = [&](const std::string& reporter, const std::string& partner, const std::string& flow,
                         int at) {
    for (std::size_t row = 0; row < customs.size(); ++row) {
      if (customs.text(row, "reporter") == reporter && customs.text(row, "partner") == partner &&
          customs.text(row, "flow") == flow && customs.text(row, "period") == std::to_string(at))
        return customs.number(row, "value_usd");
    }
    return std::nan("");
  };
  std::vector<std::string> parts;
  for (const auto& [reporter, partner] : {std::pair{a, b}, {b, a}}) {
    for (const std::string flow : {"exports", "imports"}) {
      const double before = value(reporter, partner, flow, year - 1),
                   after = value(reporter, partner, flow, year + 1);
      if (!(before > 0) || !std::isfinite(after)) continue;
      parts.push_back(fmt::format("{} {} {} {}: {} in {}, {} in {} ({})",
                                  possessive(with_article(country_name(page.result, reporter))), flow,
                                  flow == "exports" ? "to" : "from",
                                  with_article(country_name(page.result, partner)), money_printed(before),
                                  year - 1, money_printed(after), year + 1,
                                  signed_percent(after / before - 1)));
    }
  }
  return parts.empty()
             ? ""
             : "What customs saw round the sanctions of " + std::to_string(year) + ": " + list(parts) + ".";
}

std::string time_text(double hours) { return std::isfinite(hours) ? days_number(hours) : "no way"; }
std::string cost_text(double cost) { return std::isfinite(cost) ? percent(cost) : "no way"; }

}  // namespace

std::string pair_change(const Page& page, const std::string& a, const std::string& b) {
  const Scenario& scenario = page.result.study.scenario;
  if (scenario.changes.empty()) return "";
  const auto all = moves_of(page.result);
  const auto left = members_of(page.result, a), right = members_of(page.result, b);
  const Move there = move_between(all, left, right), back = move_between(all, right, left);
  const double before = there.trade_before + back.trade_before, after = there.trade_after + back.trade_after;
  if (!(before > 0)) return "";
  const std::string x = with_article(country_name(page.result, a)),
                    y = with_article(country_name(page.result, b));
  constexpr double kNothing = 5e-4;
  const auto same = [](double p, double q) {
    return std::fabs(p / q - 1) < kNothing || (!std::isfinite(p) && !std::isfinite(q));
  };
  const bool still = same(there.hours_after, there.hours_before) &&
                     same(back.hours_after, back.hours_before) && same(there.cost_after, there.cost_before) &&
                     same(there.trade_after, there.trade_before) && same(back.trade_after, back.trade_before);
  if (still)
    return paragraph(
        fmt::format("The study’s changes leave days, cost and trade between {} and {} as they were.", x, y));
  const int year = page.result.study.base.year;
  Figure figure;
  figure.id = fmt::format("change-{}-{}", a, b);
  figure.title = same(after, before) || money(after) == money(before)
                     ? fmt::format("Trade between {} and {} stays at {}", x, y, money(after))
                     : fmt::format("With the changes, {} and {} trade {} instead of {}", x, y, money(after),
                                   money(before));
  figure.subtitle = fmt::format(
      "Mean days door to door, what freight and the days cost as a part of the goods’ value, and goods trade "
      "a "
      "year: as in {}, and with the study’s changes",
      year);
  figure.source = "Sogdia, on the world pack’s network and trade table";
  figure.status = "computed from estimated trade and costs, middle elasticity";
  figure.note = seen(page, a, b);
  figure.table.caption = fmt::format("{} and {} before and after", capitalised(x), y);
  figure.table.file = "before-after";
  figure.table.columns = {"Flow",        "Days before", "Days after",
                          "Cost before", "Cost after",  fmt::format("Trade of {}", year),
                          "Trade after", "Change"};
  figure.table.numeric = {false, true, true, true, true, true, true, true};
  figure.table_open = true;
  const auto add = [&](const std::string& name, const Move& move) {
    if (!(move.trade_before > 0)) return;
    figure.table.rows.push_back({name, time_text(move.hours_before), time_text(move.hours_after),
                                 cost_text(move.cost_before), cost_text(move.cost_after),
                                 money(move.trade_before), money(move.trade_after),
                                 signed_percent(move.trade_after / move.trade_before - 1)});
  };
  add(capitalised(x) + " to " + y, there);
  add(capitalised(y) + " to " + x, back);
  figure.table.rows.push_back(
      {"Both ways", "", "", "", "", money(before), money(after), signed_percent(after / before - 1)});
  return html_figure(figure);
}

}  // namespace sogdia::report
