#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"
#include "sogdia/study/world/trade_cell.h"

// The ledger of pledges with their outcomes, and where the two sides' customs disagree.
namespace sogdia::report {

namespace {

// Reached in time, late, missed or open: from the outcome, never from the target.
std::string outcome(const Rows& rows, std::size_t row) {
  const std::string reached = rows.text(row, "reached");
  const double value = rows.number(row, "outcome_usd"), year = rows.number(row, "outcome_year");
  std::string out = reached == "yes" ? "reached" : reached == "no" ? "not reached" : "open";
  if (std::isfinite(value)) {
    out += ": " + money_printed(value);
    if (std::isfinite(year)) out += fmt::format(" in {:.0f}", year);
  }
  return out;
}

}  // namespace

std::string pair_pledges(const Page& page, const std::string& a, const std::string& b) {
  const Rows all = result_rows(page.result, "pledges");
  const Rows rows = all.where([&](std::size_t row) {
                         const auto parties = split(all.text(row, "parties"));
                         const auto has = [&](const std::string& who) {
                           return std::find(parties.begin(), parties.end(), who) != parties.end();
                         };
                         return has(a) && has(b);
                       })
                        .by_text("date");
  Figure figure;
  figure.id = fmt::format("pledges-{}-{}", a, b);
  figure.subtitle = "What was announced, and what the customs later printed";
  figure.source = cite(page, rows);
  figure.status = "targets as announced; outcomes observed";
  int reached = 0, missed = 0, open = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string word = rows.text(row, "reached");
    (word == "yes" ? reached : word == "no" ? missed : open) += 1;
  }
  if (rows.empty()) return "";
  std::vector<std::string> parts;
  if (reached > 0) parts.push_back(fmt::format("{} reached", reached));
  if (missed > 0) parts.push_back(fmt::format("{} missed", missed));
  if (open > 0) parts.push_back(fmt::format("{} open", open));
  figure.title = fmt::format("{} {}: {}", rows.size(), rows.size() == 1 ? "pledge" : "pledges", list(parts));
  figure.table.caption = "Pledges and outcomes";
  figure.table.file = "pledges";
  figure.table.columns = {"Date", "Pledge", "Target", "By", "Outcome"};
  figure.table.numeric = {false, false, true, true, false};
  figure.table_open = true;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double by = rows.number(row, "by_year");
    figure.table.rows.push_back(
        {date(rows.text(row, "date")), rows.text(row, "text"), money(rows.number(row, "target_usd")),
         std::isfinite(by) ? fmt::format("{:.0f}", by) : "no year", outcome(rows, row)});
  }
  return html_figure(figure);
}

std::string pair_reporters(const Page& page, const std::string& a, const std::string& b) {
  const Rows all = result_rows(page.result, "customs");
  const std::string x = with_article(country_name(page.result, a)),
                    y = with_article(country_name(page.result, b));
  Figure figure;
  figure.id = fmt::format("reporters-{}-{}", a, b);
  figure.subtitle = "The same flow as printed by either side, goods, by year";
  figure.table.caption = figure.subtitle;
  figure.table.file = "reporters";
  figure.table.columns = {"Flow and year", capitalised(x) + " prints", capitalised(y) + " prints",
                          "Difference"};
  figure.table.numeric = {false, true, true, true};
  figure.table_open = true;
  double widest = 0;
  std::string widest_flow;
  const auto compare = [&](const std::string& from, const std::string& to, const std::string& name) {
    for (std::size_t row = 0; row < all.size(); ++row) {
      const std::string period = all.text(row, "period");
      if (all.text(row, "reporter") != from || all.text(row, "partner") != to ||
          all.text(row, "flow") != "exports" || period.size() != 4) {
        continue;
      }
      const Rows mirror = all.where([&](std::size_t k) {
        return all.text(k, "reporter") == to && all.text(k, "partner") == from &&
               all.text(k, "flow") == "imports" && all.text(k, "period") == period;
      });
      if (mirror.empty()) continue;
      const double seller = all.number(row, "value_usd"), buyer = mirror.number(0, "value_usd");
      if (!(seller > 0) || !std::isfinite(buyer)) continue;
      const double first = from == a ? seller : buyer, second = from == a ? buyer : seller;
      figure.table.rows.push_back({name + ", " + period, money_printed(first), money_printed(second),
                                   signed_percent(second / first - 1)});
      if (std::fabs(second / first - 1) > std::fabs(widest))
        widest = second / first - 1, widest_flow = name + " in " + period;
    }
  };
  compare(a, b, capitalised(x) + " to " + y);
  compare(b, a, capitalised(y) + " to " + x);
  figure.source = cite(page, all);
  figure.status = "observed";
  // Where no customs are printed, what either side's figure comes to in the trade table.
  if (figure.table.rows.empty()) {
    const int year = page.result.base->economy.year;
    for (const auto& [from, to] : {std::pair{a, b}, {b, a}}) {
      const auto cell = trade_cell(*page.result.base->world, from, to, year);
      if (!cell || !(cell->exporter_usd > 0) || !(cell->importer_usd > 0)) continue;
      const double first = from == a ? cell->exporter_usd : cell->importer_usd,
                   second = from == a ? cell->importer_usd : cell->exporter_usd;
      const std::string name =
          fmt::format("{} to {}, {}", country_name(page.result, from), country_name(page.result, to), year);
      figure.table.rows.push_back({name, money(first), money(second), signed_percent(second / first - 1)});
      if (std::fabs(second / first - 1) > std::fabs(widest)) widest = second / first - 1, widest_flow = name;
    }
    figure.source = "Sogdia’s trade table, from what either side prints";
    figure.status = "estimated from partner shares";
  }
  if (figure.table.rows.empty()) return "";
  {
    figure.title = std::fabs(widest) < 0.02 ? "Both sides print nearly the same figures"
                                            : fmt::format("The two sides differ most on {}: {}", widest_flow,
                                                          signed_percent(widest));
  }
  return html_figure(figure);
}

}  // namespace sogdia::report
