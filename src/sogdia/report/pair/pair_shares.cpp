#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/chart_shares.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/moves.h"
#include "sogdia/report/facts/pair_facts.h"
#include "sogdia/report/sections/section.h"

// Four shares then and now, and what each of the two depends on.
namespace sogdia::report {

namespace {

// Nothing over what both sides report, light hatching over what one does, full hatching over an estimate.
std::string hatch_of(const std::string& reported_by) {
  // The sum of a bloc's members has no one standing.
  if (reported_by == "both" || reported_by.empty()) return "";
  return reported_by == "none" || reported_by == "embargo" ? "hatched" : "hatched-light";
}

constexpr const char* kHatching =
    "solid: reported by both; lightly hatched: by one side; hatched: an estimate, nobody reports it";

// The row of one flow with one partner in a year, or none.
Rows flow_row(const Page& page, const std::string& country, const std::string& flow,
              const std::string& partner, double year) {
  const Rows all = result_rows(page.result, "partners");
  return all.where([&](std::size_t row) {
    return all.text(row, "iso3") == country && all.text(row, "flow") == flow &&
           all.text(row, "partner") == partner && all.number(row, "year") == year;
  });
}

// "China to Russia $111 bn ($109 bn to $113 bn)" for both flows of the pair.
std::string interval_note(const Page& page, const std::string& a, const std::string& b, double year) {
  std::vector<std::string> parts;
  for (const auto& [from, to] : {std::pair{a, b}, {b, a}}) {
    const Rows row = flow_row(page, from, "exports", to, year);
    if (row.empty()) continue;
    const double usd = row.number(0, "value_usd"), factor = row.number(0, "interval_factor");
    if (!(factor > 1)) continue;
    parts.push_back(fmt::format("{} to {} {} ({} to {})", country_name(page.result, from),
                                country_name(page.result, to), money(usd), money(usd / factor),
                                money(usd * factor)));
  }
  if (parts.empty()) return "";
  return fmt::format("In brackets the 80 % interval, from reports left out of the estimate: {}.",
                     list(parts));
}

std::string share_finding(const ShareChart& chart) {
  const Share* most = nullptr;
  for (const Share& row : chart.rows) {
    if (!std::isfinite(row.now) || !std::isfinite(row.then)) continue;
    if (!most || std::fabs(row.now - row.then) > std::fabs(most->now - most->then)) most = &row;
  }
  if (!most) return "Four shares";
  const double change = most->now - most->then;
  if (std::fabs(change) < 0.01)
    return fmt::format("The four shares have hardly moved since {}", chart.then_name);
  return fmt::format("{}: {} from {} to {}, the largest move of the four", most->label,
                     change > 0 ? "up" : "down", percent(most->then), percent(most->now));
}

std::string shares_figure(const Page& page, const std::string& a, const std::string& b) {
  const PairFacts facts = pair_facts(page.result, a, b);
  ShareChart chart;
  chart.then_name = std::to_string(facts.earlier), chart.now_name = std::to_string(facts.year);
  const auto row = [&](const std::string& label, double then, double now, const char* css) {
    chart.rows.push_back({capitalised(label), then, now, css, ""});
  };
  const std::string &x = facts.a_name, &y = facts.b_name;
  row(fmt::format("{} in {} imports", x, possessive(y)), facts.b_on_a_then.import_share,
      facts.b_on_a.import_share, "f-b");
  row(fmt::format("{} in {} exports", x, possessive(y)), facts.b_on_a_then.export_share,
      facts.b_on_a.export_share, "f-b");
  row(fmt::format("{} in {} imports", y, possessive(x)), facts.a_on_b_then.import_share,
      facts.a_on_b.import_share, "f-a");
  row(fmt::format("{} in {} exports", y, possessive(x)), facts.a_on_b_then.export_share,
      facts.a_on_b.export_share, "f-a");
  const auto hatch = [&](std::size_t k, const std::string& from, const std::string& to) {
    const Rows flow = flow_row(page, from, "exports", to, facts.year);
    chart.rows[k].hatch = hatch_of(flow.empty() ? "" : flow.text(0, "reported_by"));
  };
  hatch(0, a, b), hatch(1, b, a), hatch(2, b, a), hatch(3, a, b);
  std::erase_if(chart.rows, [](const Share& share) { return !std::isfinite(share.now); });
  Figure figure;
  figure.id = fmt::format("shares-{}-{}", a, b);
  figure.title = facts.earlier > 0 ? share_finding(chart) : fmt::format("The four shares of {}", facts.year);
  figure.subtitle = "Share of the partner in a country’s goods trade, one scale for all";
  figure.source = "Sogdia’s trade table, from both sides’ partner shares";
  figure.status = kHatching;
  figure.note = interval_note(page, a, b, facts.year);
  if (chart.rows.empty()) return "";
  if (facts.earlier == 0) {
    for (Share& share : chart.rows) share.then = std::nan("");
    figure.note +=
        "The world pack’s trade table holds one year only, so there is no earlier share to compare with.";
  }
  chart.title = figure.title;
  chart.desc = "Paired bars of four trade shares in two years on one scale.";
  figure.table.caption = figure.subtitle;
  figure.table.file = "shares";
  figure.table.columns = {"Share", facts.earlier > 0 ? chart.then_name : "earlier", chart.now_name};
  figure.table.numeric = {false, true, true};
  for (const Share& share : chart.rows)
    figure.table.rows.push_back({share.label, percent(share.then), percent(share.now)});
  figure.draw = [&](Width width, const std::string& id) { return draw_shares(chart, width, id); };
  return html_figure(figure);
}

struct Side {
  std::string country, other, css;
};

// Top partners of one country, one flow.
void add_partners(BarChart& chart, DataTable& table, const Page& page, const Side& side,
                  const std::string& flow, double year) {
  const Rows all = result_rows(page.result, "partners");
  // A bloc stands as one, and its members not beside it.
  std::set<std::string> members = members_of(page.result, side.other);
  if (members.size() == 1) members.clear();
  const Rows rows = all.where([&](std::size_t row) {
                         return all.text(row, "iso3") == side.country && all.text(row, "flow") == flow &&
                                all.number(row, "year") == year &&
                                !members.contains(all.text(row, "partner"));
                       })
                        .by_number("share");
  constexpr std::size_t kMost = 3;
  const std::string name = with_article(country_name(page.result, side.country));
  for (std::size_t row = 0; row < std::min(rows.size(), kMost); ++row) {
    const std::string partner = rows.text(row, "partner");
    Bar bar;
    bar.label = country_name(page.result, partner);
    bar.value = rows.number(row, "share");
    if (!std::isfinite(bar.value)) continue;
    bar.text = percent(bar.value);
    bar.css = partner == side.other ? side.css : "f-soft";
    bar.hatch = hatch_of(rows.text(row, "reported_by"));
    if (row == 0)
      bar.gap_before =
          capitalised(possessive(name)) + (flow == "exports" ? " exports go to" : " imports come from");
    chart.bars.push_back(bar);
    table.rows.push_back({country_name(page.result, side.country), flow, bar.label, bar.text,
                          money(rows.number(row, "value_usd"))});
  }
}

// "China buys a third of Russia's exports and is its first partner in both directions"
std::string partner_finding(const Page& page, const std::array<Side, 2>& sides, double year) {
  std::vector<std::string> parts;
  const Rows all = result_rows(page.result, "partners");
  for (const Side& side : sides) {
    int ranks[2] = {0, 0};
    int k = 0;
    for (const char* flow : {"exports", "imports"}) {
      const Rows rows = all.where([&](std::size_t row) {
                             return all.text(row, "iso3") == side.country && all.text(row, "flow") == flow &&
                                    all.number(row, "year") == year;
                           })
                            .by_number("share");
      ranks[k++] = static_cast<int>(rows.find("partner", side.other)) + 1;
    }
    const std::string name = with_article(country_name(page.result, side.country));
    const std::string other = with_article(country_name(page.result, side.other));
    if (ranks[0] == 0 || ranks[1] == 0) continue;
    parts.push_back(fmt::format("{} is {} no. {} buyer and no. {} supplier", other, possessive(name),
                                ranks[0], ranks[1]));
  }
  if (parts.empty()) return "What each depends on";
  std::string out = parts[0];
  for (std::size_t k = 1; k < parts.size(); ++k) out += "; " + parts[k];
  std::string tidy;
  for (const char c : out) {
    if (c != ' ' || tidy.empty() || tidy.back() != ' ') tidy += c;
  }
  return capitalised(tidy);
}

std::string partners_figure(const Page& page, const std::string& a, const std::string& b) {
  const std::array<Side, 2> sides{{{b, a, "f-b"}, {a, b, "f-a"}}};
  const Rows all = result_rows(page.result, "partners");
  double year = 0;
  for (std::size_t row = 0; row < all.size(); ++row) year = std::fmax(year, all.number(row, "year"));
  Figure figure;
  figure.id = fmt::format("partners-{}-{}", a, b);
  figure.title = partner_finding(page, sides, year);
  figure.subtitle = fmt::format("The three largest partners in goods trade, share, {:.0f}", year);
  figure.source = "Sogdia’s trade table, from both sides’ partner shares";
  figure.status = kHatching;
  figure.table.caption = figure.subtitle;
  figure.table.file = "partners";
  figure.table.columns = {"Country", "Flow", "Partner", "Share", "Value"};
  figure.table.numeric = {false, false, false, true, true};
  BarChart chart;
  for (const Side& side : sides) {
    for (const char* flow : {"exports", "imports"}) add_partners(chart, figure.table, page, side, flow, year);
  }
  if (chart.bars.empty()) return "";
  chart.title = figure.title;
  chart.desc = "Bars of the three largest partners of each country in exports and in imports, on one scale.";
  chart.tick = [](double value) { return percent(value); };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

}  // namespace

std::string pair_shares(const Page& page, const std::string& a, const std::string& b) {
  return shares_figure(page, a, b);
}

std::string pair_partners(const Page& page, const std::string& a, const std::string& b) {
  return partners_figure(page, a, b);
}

}  // namespace sogdia::report
