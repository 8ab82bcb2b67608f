#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/chart_lines.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/maps/map_pair.h"
#include "sogdia/report/sections/change_figures.h"
#include "sogdia/report/sections/section.h"
#include "sogdia/study/world/energy.h"

// One country or bloc: its partners, its fuels and ores, what runs through it and what is built in it.
namespace sogdia::report {

namespace {

struct CountryPage {
  std::string id, name;
  std::set<std::string> members;
  int year = 0, earlier = 0;
  Rows exports, imports;  // of the latest year, largest first
};

CountryPage country_page(const Page& page, const std::string& id) {
  CountryPage country{id, with_article(country_name(page.result, id)), members_of(page.result, id), 0, 0, {},
                      {}};
  const Rows all = result_rows(page.result, "partners").where("iso3", id);
  for (std::size_t row = 0; row < all.size(); ++row) {
    const int year = static_cast<int>(all.number(row, "year"));
    country.year = std::max(country.year, year);
    country.earlier = country.earlier == 0 ? year : std::min(country.earlier, year);
  }
  const Rows now = all.where([&](std::size_t row) { return all.number(row, "year") == country.year; });
  country.exports = now.where("flow", "exports").by_number("share");
  country.imports = now.where("flow", "imports").by_number("share");
  return country;
}

double total(const Rows& rows) {
  double sum = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) sum += rows.number(row, "value_usd");
  return sum;
}

HeadBox headline(const Page& page, const CountryPage& country) {
  HeadBox box;
  const auto first = [&](const Rows& rows) {
    return with_article(country_name(page.result, rows.text(0, "partner")));
  };
  const auto sum = [&](const Rows& rows, const std::string& words) {
    box.numbers.push_back({money(total(rows)), fmt::format("{} of goods in {}", words, country.year),
                           fmt::format("{} {} {}", percent(rows.number(0, "share")),
                                       words == "exports" ? "to" : "from", first(rows))});
  };
  if (!country.exports.empty()) sum(country.exports, "exports");
  if (!country.imports.empty()) sum(country.imports, "imports");
  const Rows countries = result_rows(page.result, "countries");
  const std::ptrdiff_t row = countries.find("iso3", country.id);
  if (row >= 0) {
    const auto at = static_cast<std::size_t>(row);
    const double hours = countries.number(at, "mean_hours_before"),
                 cost = countries.number(at, "mean_cost_before");
    if (std::isfinite(hours) && std::isfinite(cost))
      box.numbers.push_back({days(hours),
                             fmt::format("on the way of its goods, mean over its trade of {}", country.year),
                             percent(cost) + " of the goods’ value"});
    const double gdp = countries.number(at, "gdp_usd");
    if (gdp > 0)
      box.sentences.push_back(fmt::format("Exports of goods are worth {} of GDP and imports {} ({}).",
                                          percent(total(country.exports) / gdp),
                                          percent(total(country.imports) / gdp), country.year));
  }
  return box;
}

// What the study's changes do to it.
std::string change_figure(const Page& page, const CountryPage& country) {
  if (page.result.study.scenario.changes.empty()) return "";
  const auto all = moves_of(page.result);
  std::string out;
  for (const Way way : {Way::exports, Way::imports}) {
    const auto partners = partners_moved(all, country.members, way);
    std::vector<TradeRow> rows;
    for (const PartnerMove& each : partners) {
      if (rows.size() == 8) break;
      if (each.trade.before >= 5e7 && std::fabs(each.trade.change()) >= 5e-4)
        rows.push_back({country_name(page.result, each.partner), each.trade});
    }
    if (rows.empty()) continue;
    const bool sells = way == Way::exports;
    const TradeRow& first = rows.front();
    out += trade_figure(page, fmt::format("change-{}-{}", country.id, sells ? "exports" : "imports"),
                        fmt::format("{} {} {} {} {}, {} without the changes", capitalised(country.name),
                                    sells ? "sells" : "buys", money(first.trade.after), sells ? "to" : "from",
                                    with_article(first.label), money(first.trade.before)),
                        fmt::format("{} {} of goods, the largest changes",
                                    capitalised(possessive(country.name)), sells ? "exports" : "imports"),
                        rows);
  }
  return out;
}

std::string partners_figure(const Page& page, const CountryPage& country) {
  const Rows all = result_rows(page.result, "partners").where("iso3", country.id);
  Figure figure;
  figure.id = "partners-" + country.id;
  figure.table.columns = {"Flow", "Partner", fmt::format("Value {}", country.year),
                          fmt::format("Share {}", country.year), fmt::format("Share {}", country.earlier)};
  figure.table.numeric = {false, false, true, true, true};
  BarChart chart;
  constexpr std::size_t kMost = 7;
  for (const auto& [flow, rows] : {std::pair{"exports", &country.exports}, {"imports", &country.imports}}) {
    for (std::size_t row = 0; row < std::min(rows->size(), kMost); ++row) {
      const std::string partner = rows->text(row, "partner");
      const Rows then = all.where([&, flow = flow](std::size_t k) {
        return all.text(k, "partner") == partner && all.text(k, "flow") == flow &&
               all.number(k, "year") == country.earlier;
      });
      Bar bar;
      bar.label = country_name(page.result, partner);
      bar.value = rows->number(row, "share");
      bar.text = percent(bar.value) + "  " + money(rows->number(row, "value_usd"));
      const std::string by = rows->text(row, "reported_by");
      bar.hatch = by == "none" || by == "embargo"                          ? "hatched"
                  : by == "exporter" || by == "importer" || by == "mirror" ? "hatched-light"
                                                                           : "";
      bar.css = std::string_view(flow) == "exports" ? "f-a" : "f-b";
      if (row == 0)
        bar.gap_before = capitalised(possessive(country.name)) +
                         (std::string_view(flow) == "exports" ? " exports go to" : " imports come from");
      chart.bars.push_back(bar);
      figure.table.rows.push_back({flow, bar.label, money(rows->number(row, "value_usd")), percent(bar.value),
                                   then.empty() ? "" : percent(then.number(0, "share"))});
    }
  }
  if (chart.bars.empty()) return "";
  const auto first = [&](const Rows& rows) {
    return with_article(country_name(page.result, rows.text(0, "partner")));
  };
  figure.title =
      country.exports.empty() || country.imports.empty()
          ? "Its largest partners"
          : fmt::format("{} sells most to {}, {}, and buys most from {}, {}", capitalised(country.name),
                        first(country.exports), percent(country.exports.number(0, "share")),
                        first(country.imports), percent(country.imports.number(0, "share")));
  figure.subtitle =
      fmt::format("Share of its goods trade and US dollars, the largest partners of {}", country.year);
  figure.source = "Sogdia’s trade table, from both sides’ reports";
  figure.status =
      country.members.size() > 1
          ? "estimated, sums of its members"
          : "solid: reported by both; lightly hatched: by one side; hatched: an estimate, nobody reports it";
  figure.table.caption = figure.subtitle;
  figure.table.file = "partners";
  chart.title = figure.title;
  chart.desc = "Bars of the largest partners in exports and in imports, on one scale.";
  chart.tick = [](double value) { return percent(value); };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

constexpr double kWorthALine = 1e8;  // USD in some year

// Fuels, ores and metals sold to all the world.
std::string goods_figure(const Page& page, const CountryPage& country) {
  if (country.members.size() > 1) return "";
  std::map<std::string, std::map<int, double>> sums;
  for (const auto& cell : energy_cells(*page.result.base->world, {country.id, "", "", 0})) {
    if (std::isfinite(cell.usd)) sums[cell.goods][cell.year] += cell.usd;
  }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [goods, years] : sums) {
    double most = 0;
    for (const auto& [year, usd] : years) most = std::max(most, usd);
    order.emplace_back(-most, goods);
  }
  std::sort(order.begin(), order.end());
  std::erase_if(order, [](const auto& each) { return -each.first < kWorthALine; });
  if (order.size() > 4) order.resize(4);
  if (order.empty()) return "";
  const auto words = [](std::string goods) {
    std::replace(goods.begin(), goods.end(), '_', ' ');
    return goods;
  };
  Figure figure;
  figure.id = "goods-" + country.id;
  figure.source = "BACI (CEPII), raw materials";
  figure.status = "observed";
  LineChart chart;
  figure.table.columns = {"Goods", "Year", "Value"};
  figure.table.numeric = {false, true, true};
  static const char* kStyles[] = {"l-main", "l-a", "l-b", "l-soft"};
  int last = 0, first = 3000;
  const bool millions = -order.front().first < 2e9;
  const double unit = millions ? 1e6 : 1e9;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const auto& years = sums[order[k].second];
    Line line{capitalised(words(order[k].second)), money(years.rbegin()->second), {}, kStyles[k], "", 0};
    for (const auto& [year, usd] : years) {
      line.points.emplace_back(year, usd / unit);
      figure.table.rows.push_back({words(order[k].second), std::to_string(year), money(usd)});
      last = std::max(last, year), first = std::min(first, year);
    }
    if (line.points.size() > 1) chart.lines.push_back(std::move(line));
  }
  if (chart.lines.empty()) return "";
  const auto& lead = sums[order.front().second];
  figure.title = fmt::format("{} sold the world {} of {} in {}", capitalised(country.name),
                             money(lead.rbegin()->second), words(order.front().second), lead.rbegin()->first);
  figure.subtitle = fmt::format("Fuels, ores and metals sold to all countries, {} US dollars, {}–{}",
                                millions ? "million" : "billion", first, last);
  figure.table.caption = figure.subtitle;
  figure.table.file = "goods";
  chart.title = figure.title;
  chart.desc = "Lines of the value of the largest fuels, ores and metals sold, by year.";
  for (int at = first; at <= last; ++at)
    if (at % 5 == 0) chart.x_ticks.emplace_back(at, std::to_string(at));
  chart.tick = [millions](double value) { return money(value * (millions ? 1e6 : 1e9)); };
  figure.draw = [&](Width width, const std::string& id) { return draw_lines(chart, width, id); };
  return html_figure(figure);
}

// The corridors that run through it and the projects in it, on its own map.
std::string through_figure(const Page& page, const CountryPage& country) {
  if (country.members.size() > 1) return "";
  const Network& network = page.result.base->network;
  const Rows paths = result_rows(page.result, "corridor_paths");
  PairMap map;
  std::vector<std::string> corridors;
  for (const std::string& id : paths.distinct("corridor_id")) {
    const Rows rows = paths.where([&](std::size_t row) {
      return paths.text(row, "corridor_id") == id && paths.text(row, "state") == "after";
    });
    PairMap::Way way{"rail", {}};
    bool here = false;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const auto link = network.links.find(rows.text(row, "link_id"));
      if (!link || network.mode[*link] == Mode::transfer) continue;
      const std::int32_t of = network.country[network.from[*link]];
      here = here || (of >= 0 && network.countries[static_cast<std::size_t>(of)] == country.id &&
                      network.mode[*link] != Mode::sea);
      way.stretches.emplace_back(to_string(network.mode[*link]), page.shapes.line(network, *link));
    }
    if (!here) continue;
    corridors.push_back(id);
    map.ways.push_back(std::move(way));
  }
  const Rows projects = world_rows(page.result, "projects").where([&](std::size_t row) {
    const auto in = split(world_rows(page.result, "projects").text(row, "iso3"));
    return std::find(in.begin(), in.end(), country.id) != in.end();
  });
  const auto land = std::find_if(page.basemap.countries.begin(), page.basemap.countries.end(),
                                 [&](const auto& c) { return c.iso3 == country.id; });
  if ((corridors.empty() && projects.empty()) || land == page.basemap.countries.end()) return "";
  // Framed by its largest piece of land, and the islands near it.
  const auto largest = std::max_element(land->rings.begin(), land->rings.end(),
                                        [](const Points& p, const Points& q) { return p.size() < q.size(); });
  map.frame = *largest;
  Figure figure;
  figure.id = "through-" + country.id;
  figure.table.columns = {"What", "Kind", "Status", "Opened", "Cost"};
  figure.table.numeric = {false, false, false, true, true};
  const Rows named = result_rows(page.result, "corridors");
  std::vector<std::string> names;
  for (const std::string& id : corridors) {
    const std::ptrdiff_t row = named.find("corridor_id", id);
    std::string name = row >= 0 ? named.text(static_cast<std::size_t>(row), "name") : id;
    name = name.substr(0, name.find(" ("));
    names.push_back("the " + name);
    figure.table.rows.push_back(
        {name, "corridor", "", "",
         row >= 0 && std::isfinite(named.number(static_cast<std::size_t>(row), "hours_after"))
             ? days(named.number(static_cast<std::size_t>(row), "hours_after")) + " end to end"
             : ""});
  }
  const Rows sorted = projects.by_number("cost_usd");
  for (std::size_t row = 0; row < sorted.size(); ++row) {
    const double cost = sorted.number(row, "cost_usd"), year = sorted.number(row, "opened_year");
    figure.table.rows.push_back(
        {sorted.text(row, "name"), sorted.text(row, "kind"), sorted.text(row, "project_status"),
         year > 0 ? fmt::format("{:.0f}", year) : "", std::isfinite(cost) ? money(cost) : ""});
    map.marks.push_back({sorted.number(row, "lon"), sorted.number(row, "lat"), sorted.text(row, "name"),
                         false, false, sorted.text(row, "kind")});
  }
  figure.title = names.empty() ? fmt::format("{} {} of the Belt and Road in {}", projects.size(),
                                             projects.size() == 1 ? "project" : "projects", country.name)
                               : fmt::format("Through {} {} {}", country.name,
                                             names.size() == 1 ? "runs" : "run", list(names));
  figure.subtitle = names.empty() ? "Projects in the pack, by cost as printed"
                                  : "Named corridors and the projects in the country, by cost as printed";
  figure.source = cite(page, projects);
  if (figure.source.empty()) figure.source = "Sogdia’s world pack";
  figure.status = "as printed; ways as Sogdia finds them";
  figure.table.caption = figure.subtitle;
  figure.table.file = "through";
  figure.table_open = true;
  map.title = figure.title;
  map.desc = "Map of the country with the corridors that cross it and its projects.";
  figure.draw = [&](Width width, const std::string& id) {
    return draw_pair_map(map, page.basemap, width, id);
  };
  return html_figure(figure);
}

}  // namespace

std::string section_country(const Page& page, const std::string& id) {
  const CountryPage country = country_page(page, id);
  const std::string change = change_figure(page, country);
  std::string known =
      partners_figure(page, country) + goods_figure(page, country) + through_figure(page, country);
  if (!change.empty()) known = on_screen(std::move(known));
  const std::string body = change + known;
  if (body.empty()) return "";
  const std::string words = country.exports.empty()
                                ? capitalised(country.name)
                                : fmt::format("{} and its partners", capitalised(country.name));
  return fmt::format("<section class=\"pair\" id=\"country-{}\"><h2>{}</h2>", id_text(id), escape(words)) +
         html_box(headline(page, country)) + body + "</section>\n";
}

}  // namespace sogdia::report
