#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/story.h"
#include "sogdia/report/maps/map_world.h"
#include "sogdia/report/sections/change_figures.h"
#include "sogdia/report/sections/section.h"

// The world after the study's changes: goods income by country and region, and trade by country.
namespace sogdia::report {

namespace {

using Countries = std::vector<IncomeChange>;

std::string income_finding(const Countries& ranked) {
  const auto gainer = std::find_if(ranked.begin(), ranked.end(), [](const auto& c) { return c.usd > 0; });
  const auto loser = std::find_if(ranked.begin(), ranked.end(), [](const auto& c) { return c.usd < 0; });
  std::string out;
  if (gainer != ranked.end())
    out = fmt::format("{} gains most goods income, {} a year", capitalised(with_article(gainer->name)),
                      money(gainer->usd));
  if (loser != ranked.end())
    out +=
        fmt::format("{} loses most{}, {}{}",
                    out.empty() ? capitalised(with_article(loser->name)) : "; " + with_article(loser->name),
                    out.empty() ? " goods income" : "", money(-loser->usd), out.empty() ? " a year" : "");
  return out;
}

// The largest gains and the largest losses in dollars.
std::string bars_figure(const Page& page, const Countries& countries) {
  const Countries ranked = ranked_by_dollars(countries);
  if (ranked.empty()) return "";
  constexpr std::size_t kEach = 6;
  IncomeGroup gain{"Gain", {}}, lose{"Lose", {}};
  for (const IncomeChange& c : ranked) {
    auto& list = (c.usd > 0 ? gain : lose).countries;
    if (list.size() < kEach) list.push_back(c);
  }
  return income_figure(
      page, "income-bars", income_finding(ranked), {gain, lose},
      "Ranked in dollars; economies below $10 bn of GDP, and those whose figures had to be mended, are "
      "in the download of the map alone.");
}

DataTable country_table(const Page& page, const Countries& countries) {
  const Rows rows = result_rows(page.result, "countries");
  DataTable table;
  table.caption = fmt::format("Goods income and trade by country, {}", page.result.study.base.year);
  table.file = "countries";
  table.columns = {"Country", "Region",  "Goods income",     "low",  "high", "USD a year",
                   "Exports", "Imports", "Mean days before", "after"};
  table.numeric = {false, false, true, true, true, true, true, true, true, true};
  for (const IncomeChange& c : countries) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(rows.find("iso3", c.code), 0));
    const auto day = [&](const char* column) {
      const double value = rows.number(at, column);
      return std::isfinite(value) ? days_number(value) : std::string();
    };
    const auto change = [](double value) {
      return std::isfinite(value) ? signed_percent(value, 2) : std::string();
    };
    table.rows.push_back({c.name, c.region, signed_percent(c.mid, 2), signed_percent(c.low, 2),
                          signed_percent(c.high, 2), std::isfinite(c.usd) ? money(c.usd) : "",
                          change(c.exports), change(c.imports), day("mean_hours_before"),
                          day("mean_hours_after")});
  }
  return table;
}

std::string map_figure(const Page& page, const Countries& countries) {
  if (page.basemap.countries.empty()) return "";
  ChangeMap map;
  for (const IncomeChange& c : countries) {
    map.change[c.code] = c.mid;
    map.words[c.code] = c.name + ": " + signed_percent(c.mid) + " (" + percent_range(c.low, c.high) + ")";
  }
  map.steps = change_steps(map.change);
  const IncomeChange world = pooled(countries, "World");
  Figure figure;
  figure.id = "income-map";
  figure.title = world.lose == 0
                     ? fmt::format("{} of {} countries gain, none loses", world.gain, world.countries)
                     : fmt::format("{} countries gain, {} lose and {} are hardly touched", world.gain,
                                   world.lose, world.countries - world.gain - world.lose);
  figure.subtitle =
      fmt::format("Change of goods income by country at the middle trade elasticity, on the trade of {}",
                  page.result.study.base.year);
  figure.breakout = true;
  figure.legend = change_legend(map.steps);
  figure.source = "Sogdia, one-sector equilibrium; borders: Natural Earth, disputed ones dashed";
  figure.status = "computed from estimated trade and costs";
  figure.table = country_table(page, countries);
  map.title = figure.title;
  map.desc = "World map in the Equal Earth projection: blue where goods income rises, orange where it falls.";
  figure.draw = [&](Width width, const std::string& id) {
    return draw_change_map(map, page.basemap, page.world, width, id);
  };
  return html_figure(figure);
}

std::string groups_figure(const Page& page, const Countries& countries, bool signatories) {
  std::map<std::string, Countries> by_region;
  Countries in, out;
  for (const IncomeChange& c : countries) {
    by_region[c.region.empty() ? "Other" : c.region].push_back(c);
    (c.signatory ? in : out).push_back(c);
  }
  IncomeGroup regions{"By region", {}}, belt{"By signature of the Belt and Road", {}};
  for (const auto& [region, members] : by_region) {
    const IncomeChange sum = pooled_by_spending(members, region);
    if (std::isfinite(sum.mid)) regions.countries.push_back(sum);
  }
  std::stable_sort(regions.countries.begin(), regions.countries.end(),
                   [](const auto& a, const auto& b) { return a.usd > b.usd; });
  const bool moved = std::any_of(regions.countries.begin(), regions.countries.end(),
                                 [](const auto& c) { return std::fabs(c.mid) >= kNoChange; });
  if (regions.countries.size() < 2 || !moved) return "";
  if (signatories && !in.empty() && !out.empty())
    belt.countries = {pooled_by_spending(in, "Signatories"), pooled_by_spending(out, "Other countries")};
  const IncomeChange &most = regions.countries.front(), &least = regions.countries.back();
  const std::string title =
      most.usd <= 0 ? fmt::format("{} loses most, {} a year", least.name, money(-least.usd))
                    : fmt::format("{} gains most, {} a year; {} {} {}", most.name, money(most.usd),
                                  least.name, least.usd < 0 ? "loses" : "gains", money(std::fabs(least.usd)));
  return income_figure(page, "income-groups", title, {regions, belt});
}

// Exports of every country in dollars, the largest changes.
std::string exports_figure(const Page& page, const Countries& countries) {
  std::map<std::string, TradeSum> sums;
  for (const Move& move : moves_of(page.result)) sums[move.exporter].add(move);
  struct Exporter {
    std::string name;
    TradeSum trade;
    double usd() const { return trade.after - trade.before; }
  };
  std::vector<Exporter> list;
  for (const IncomeChange& c : countries) {
    if (c.mended || !(c.gdp >= 1e10) || !sums.contains(c.code)) continue;
    list.push_back({c.name, sums[c.code]});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return std::fabs(a.usd()) > std::fabs(b.usd()); });
  constexpr std::size_t kMost = 12;
  if (list.size() > kMost) list.resize(kMost);
  if (list.empty() || std::fabs(list.front().usd()) < 1e6) return "";
  std::vector<TradeRow> rows;
  for (const Exporter& each : list) rows.push_back({each.name, each.trade});
  const Exporter& first = list.front();
  return trade_figure(
      page, "exports",
      fmt::format("{} exports change most, from {} to {}", capitalised(possessive(with_article(first.name))),
                  money(first.trade.before), money(first.trade.after)),
      fmt::format("Exports of goods by country, the {} largest changes", rows.size()), rows);
}

}  // namespace

std::string section_countries(const Page& page) {
  const Countries countries = country_changes(page.result);
  const auto topics = topics_of(page.result.study.scenario);
  const bool moved =
      std::any_of(countries.begin(), countries.end(), [](const auto& c) { return c.gain || c.lose; });
  if (topics.empty() || !moved) return "";
  const bool policy = topics.front() == Topic::sanction || topics.front() == Topic::tariff;
  std::string out = "<section id=\"countries\"><h2>Who gains and who does not</h2>";
  out += map_figure(page, countries);
  // The sides of a policy have had their bars already.
  const bool projects = std::find(topics.begin(), topics.end(), Topic::project) != topics.end();
  const std::string groups = groups_figure(page, countries, projects);
  if (policy) return out + on_screen(groups) + "</section>\n";
  // Countries that were asked for take a sheet of a print: regions stay on the screen.
  return out + bars_figure(page, countries) +
         (page.result.study.countries.empty() ? groups : on_screen(groups)) +
         on_screen(exports_figure(page, countries)) + "</section>\n";
}

}  // namespace sogdia::report
