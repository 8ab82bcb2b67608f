#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/countries_summary.h"
#include "sogdia/report/maps/map_world.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

using Countries = std::vector<IncomeChange>;

Countries sorted(Countries countries) {
  std::stable_sort(countries.begin(), countries.end(),
                   [](const auto& a, const auto& b) { return a.mid > b.mid; });
  return countries;
}

Bar income_bar(const IncomeChange& change, std::string label, int decimals) {
  Bar bar;
  bar.label = std::move(label);
  bar.value = change.mid, bar.low = change.low, bar.high = change.high;
  bar.text = signed_percent(change.mid, decimals);
  bar.css = change.mid < 0 ? "f-loss" : "f-main";
  return bar;
}

std::string income_finding(const Countries& countries) {
  const auto gain = std::count_if(countries.begin(), countries.end(), [](const auto& c) { return c.gain; });
  const auto lose = std::count_if(countries.begin(), countries.end(), [](const auto& c) { return c.lose; });
  if (gain == 0 && lose == 0) return "No country’s real income moves";
  std::string out;
  if (gain > 0)
    out = fmt::format("{} gains most, {}", countries.front().name, signed_percent(countries.front().mid));
  if (lose == 0) return out + "; no country loses";
  const IncomeChange& worst = countries.back();
  if (!out.empty()) out += "; ";
  return out + (lose == 1 ? fmt::format("only {} loses, {}", worst.name, signed_percent(worst.mid))
                          : fmt::format("{} countries lose, {} most, {}", lose, worst.name,
                                        signed_percent(worst.mid)));
}

DataTable country_table(const Page& page, const Countries& countries) {
  const Rows rows = result_rows(page.result, "countries");
  DataTable table;
  table.caption = "Real income and trade by country";
  table.file = "countries";
  table.columns = {"Country", "Region",  "Real income",      "low",  "high", "USD a year",
                   "Exports", "Imports", "Mean days before", "after"};
  table.numeric = {false, false, true, true, true, true, true, true, true, true};
  for (const IncomeChange& c : countries) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(rows.find("iso3", c.code), 0));
    const auto day = [&](const char* column) {
      const double value = rows.number(at, column);
      return std::isfinite(value) ? days_number(value) : std::string();
    };
    table.rows.push_back({c.name, c.region, signed_percent(c.mid, 2), signed_percent(c.low, 2),
                          signed_percent(c.high, 2), money(c.usd), signed_percent(c.exports, 2),
                          signed_percent(c.imports, 2), day("mean_hours_before"), day("mean_hours_after")});
  }
  return table;
}

std::string theta_band(const Page& page) {
  const auto& model = page.result.study.model;
  return fmt::format("bars: trade elasticity {}; whiskers: {} to {}", significant(model.theta_mid),
                     significant(std::min(model.theta_low, model.theta_high)),
                     significant(std::max(model.theta_low, model.theta_high)));
}

Figure income_figure(const Page& page, const Countries& countries) {
  Figure figure;
  figure.id = "income-bars";
  figure.title = income_finding(countries);
  figure.subtitle = "Change of real income, countries with a GDP above $1 bn; " + theta_band(page);
  figure.source = "Sogdia, one-sector equilibrium on the world pack’s trade table and GDP";
  figure.status = "computed from estimated trade and costs";
  figure.table = country_table(page, countries);
  return figure;
}

// Countries large enough that a bar of theirs means something; all are in the table and on the map.
constexpr double kLeastGdp = 1e9;

// Those that gain most, and those that lose; the least gains where none loses.
BarChart income_chart(Countries countries, const Figure& figure) {
  std::erase_if(countries, [](const auto& c) { return !(c.gdp >= kLeastGdp); });
  BarChart chart;
  chart.title = figure.title;
  chart.desc = "Bars of the change of real income with whiskers for the range over the trade elasticity.";
  chart.tick = [](double value) { return signed_percent(value); };
  constexpr std::size_t kEach = 10;
  if (countries.empty()) return chart;
  const bool all = countries.size() <= 2 * kEach;
  const auto losers = static_cast<std::size_t>(
      std::count_if(countries.begin(), countries.end(), [](const auto& c) { return c.lose; }));
  const std::size_t last = losers > 0 ? std::min(losers, kEach) : 5;
  const int decimals = percent_decimals({countries.front().mid, countries.back().mid});
  for (std::size_t k = 0; k < countries.size(); ++k) {
    if (!all && k >= kEach && k + last < countries.size()) continue;
    Bar bar = income_bar(countries[k], countries[k].name, decimals);
    if (!all && k == 0) bar.gap_before = "Most";
    if (!all && k + last == countries.size()) bar.gap_before = losers > 0 ? "Losing" : "Least";
    chart.bars.push_back(std::move(bar));
  }
  return chart;
}

std::string map_figure(const Page& page, const Countries& countries) {
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
  figure.subtitle = "Change of real income by country at the middle trade elasticity";
  figure.breakout = true;
  figure.legend = change_legend(map.steps);
  figure.source = "Sogdia, one-sector equilibrium; borders: Natural Earth, disputed ones dashed";
  figure.status = "computed; the numbers stand under the bars above";
  map.title = figure.title;
  map.desc = "World map in the Equal Earth projection: blue where real income rises, orange where it falls.";
  if (page.basemap.countries.empty()) figure.empty = "No map: the world pack of this run has no map.json.";
  figure.draw = [&](Width width, const std::string& id) {
    return draw_change_map(map, page.basemap, page.world, width, id);
  };
  return html_figure(figure);
}

struct Groups {
  std::vector<IncomeChange> regions;
  std::vector<IncomeChange> belt;  // signatories, others; empty unless both exist
};

Groups group(const Countries& countries) {
  std::map<std::string, Countries> by_region;
  Countries in, out;
  for (const IncomeChange& c : countries) {
    by_region[c.region.empty() ? "Other" : c.region].push_back(c);
    (c.signatory ? in : out).push_back(c);
  }
  Groups groups;
  for (const auto& [region, members] : by_region) {
    const IncomeChange sum = pooled(members, region);
    if (std::isfinite(sum.mid)) groups.regions.push_back(sum);
  }
  groups.regions = sorted(groups.regions);
  if (!in.empty() && !out.empty()) {
    groups.belt = {pooled(in, "Belt and Road signatories"), pooled(out, "Other countries")};
  }
  return groups;
}

std::string groups_figure(const Page& page, const Countries& countries) {
  const Groups groups = group(countries);
  Figure figure;
  figure.id = "income-groups";
  figure.subtitle = "Change of real income, weighted by GDP; " + theta_band(page);
  figure.source = "Sogdia, one-sector equilibrium; regions and signatories: world pack";
  figure.status = "computed from estimated trade and costs";
  const auto& regions = groups.regions;
  if (regions.size() > 1) {
    figure.title =
        fmt::format("Among regions, {} {}; {} {}", regions.front().name,
                    moves(regions.front().mid, "gains most,", "loses least,", "does not move"),
                    regions.back().name, moves(regions.back().mid, "least,", "loses", "does not move"));
  } else {
    figure.title = "Who gains and who does not";
  }
  BarChart chart;
  chart.title = figure.title;
  chart.desc = "Bars of the change of real income by region and by Belt and Road signature.";
  chart.tick = [](double value) { return signed_percent(value); };
  figure.table.caption = "Real income by group";
  figure.table.file = "groups";
  figure.table.columns = {"Group", "Real income", "low", "high", "USD a year", "gain", "lose", "countries"};
  figure.table.numeric = {false, true, true, true, true, true, true, true};
  const int decimals = regions.empty() ? 2 : percent_decimals({regions.front().mid, regions.back().mid});
  const auto add = [&](const IncomeChange& sum, const std::string& heading) {
    Bar bar = income_bar(sum, sum.name, decimals);
    bar.gap_before = heading;
    chart.bars.push_back(bar);
    figure.table.rows.push_back({sum.name, signed_percent(sum.mid), signed_percent(sum.low),
                                 signed_percent(sum.high), money(sum.usd), fixed(sum.gain, 0),
                                 fixed(sum.lose, 0), fixed(sum.countries, 0)});
  };
  for (std::size_t k = 0; k < regions.size(); ++k) add(regions[k], k == 0 ? "By region" : "");
  for (std::size_t k = 0; k < groups.belt.size(); ++k) add(groups.belt[k], k == 0 ? "By signature" : "");
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

std::string trade_figure(Countries countries) {
  std::erase_if(countries, [](const auto& c) { return !std::isfinite(c.exports) || !(c.gdp >= kLeastGdp); });
  std::stable_sort(countries.begin(), countries.end(),
                   [](const auto& a, const auto& b) { return a.exports > b.exports; });
  Figure figure;
  figure.id = "trade-bars";
  figure.subtitle =
      "Change of the value of exports at the middle trade elasticity, countries with a GDP above $1 bn; the "
      "first and last eight";
  figure.source = "Sogdia, one-sector equilibrium on the world pack’s trade table";
  figure.status = "computed from estimated trade and costs";
  BarChart chart;
  chart.desc = "Bars of the change of exports by country.";
  chart.tick = [](double value) { return signed_percent(value); };
  constexpr std::size_t kEach = 8;
  for (std::size_t k = 0; k < countries.size(); ++k) {
    const bool last = k + kEach >= countries.size();
    if (k >= kEach && !last) continue;
    Bar bar;
    bar.label = countries[k].name;
    bar.value = countries[k].exports;
    bar.text =
        signed_percent(bar.value, percent_decimals({countries.front().exports, countries.back().exports}));
    bar.css = bar.value < 0 ? "f-loss" : "f-main";
    if (countries.size() > 2 * kEach && k == 0) bar.gap_before = "Most";
    if (countries.size() > 2 * kEach && k + kEach == countries.size()) bar.gap_before = "Least";
    chart.bars.push_back(std::move(bar));
  }
  if (countries.empty()) {
    figure.title = "Trade by country";
    figure.empty = "This run has no change of exports by country: the equilibrium was not solved.";
  } else {
    const auto up = std::count_if(countries.begin(), countries.end(),
                                  [](const auto& c) { return c.exports >= kNoChange; });
    figure.title = up == 0 ? "Exports grow nowhere"
                           : fmt::format("Exports of {} grow most, {}; they grow in {} of {} countries",
                                         countries.front().name, signed_percent(countries.front().exports),
                                         up, countries.size());
  }
  chart.title = figure.title;
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

}  // namespace

std::string section_countries(const Page& page) {
  const Countries countries = sorted(country_changes(page.result));
  std::string out = "<section id=\"countries\"><h2>Who gains and who does not</h2>";
  if (countries.empty()) {
    return out +
           paragraph("This run has no real incomes by country: the equilibrium was not solved.", "none") +
           "</section>\n";
  }
  Figure income = income_figure(page, countries);
  const BarChart chart = income_chart(countries, income);
  income.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return out + html_figure(income) + map_figure(page, countries) + groups_figure(page, countries) +
         trade_figure(countries) + "</section>\n";
}

}  // namespace sogdia::report
