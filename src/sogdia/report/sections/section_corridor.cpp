#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/maps/map_pair.h"
#include "sogdia/report/sections/section.h"

// One named corridor: its way, where its days and dollars go, its projects and the trade along it.
namespace sogdia::report {

namespace {

// A stretch of the way: moving by one mode in one country, or a stop at a border, port, terminal or passage.
struct Stretch {
  std::string name;
  bool stop = false;
  double hours = 0, usd = 0, km = 0;
};

struct Corridor {
  std::string id, name;
  Rows row;  // of the run's table `corridors`
  std::vector<std::uint32_t> links;
  std::vector<std::string> countries;  // in order of travel, each once
  std::vector<Stretch> stretches;
};

std::string country_of(const Page& page, std::size_t node) {
  const Network& network = page.result.base->network;
  const std::int32_t at = network.country[node];
  return at < 0 ? "" : network.countries[static_cast<std::size_t>(at)];
}

const char* moving(Mode mode) {
  switch (mode) {
    case Mode::rail:
      return "By rail";
    case Mode::road:
      return "By road";
    case Mode::air:
      return "By air";
    case Mode::oil_pipeline:
    case Mode::gas_pipeline:
      return "By pipeline";
    case Mode::sea:
    case Mode::ferry:
    case Mode::inland_water:
    case Mode::transfer:
      break;
  }
  return "By ship";
}

// The name of the stop on a link, or "".
std::string stop_name(const Page& page, std::size_t link) {
  const Network& network = page.result.base->network;
  if (const std::int32_t crossing = network.crossing[link]; crossing >= 0)
    return "Border at " +
           border_words(page.result, network.crossing_name[static_cast<std::size_t>(crossing)]);
  if (const std::int32_t terminal = network.terminal[link]; terminal >= 0) {
    const auto at = static_cast<std::size_t>(terminal);
    const std::string kind = network.terminal_kind[at];
    if (network.terminal_name[at].find("erminal") != std::string::npos)
      return capitalised(network.terminal_name[at]);
    return (kind == "port"      ? "Port of "
            : kind == "airport" ? "Airport of "
                                : "Terminal of ") +
           network.terminal_name[at];
  }
  if (const std::int32_t passage = network.passage[link]; passage >= 0) return "Passage";
  return "";
}

Corridor read_corridor(const Page& page, const std::string& id) {
  const Network& network = page.result.base->network;
  const Rows paths = result_rows(page.result, "corridor_paths");
  Corridor corridor;
  corridor.id = id;
  corridor.row = result_rows(page.result, "corridors").where("corridor_id", id);
  corridor.name = corridor.row.empty() ? id : corridor.row.text(0, "name");
  corridor.name = corridor.name.substr(0, corridor.name.find(" ("));
  const Rows rows = paths.where([&](std::size_t row) {
    return paths.text(row, "corridor_id") == id && paths.text(row, "state") == "after";
  });
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto link = network.links.find(rows.text(row, "link_id"));
    if (!link) continue;
    corridor.links.push_back(static_cast<std::uint32_t>(*link));
    const bool transfer = network.mode[*link] == Mode::transfer;
    for (const std::size_t node :
         {static_cast<std::size_t>(network.from[*link]), static_cast<std::size_t>(network.to[*link])}) {
      const std::string country = country_of(page, node);
      if (!country.empty() && std::find(corridor.countries.begin(), corridor.countries.end(), country) ==
                                  corridor.countries.end())
        corridor.countries.push_back(country);
    }
    const double hours = page.result.after.hours[*link], usd = page.result.after.usd_per_tonne[*link];
    const double stop_hours = transfer ? hours : page.result.after.stop_hours[*link],
                 stop_usd = transfer ? usd : page.result.after.stop_usd[*link];
    const auto add = [&](const std::string& name, bool stop, double h, double d, double km) {
      const auto known = std::find_if(corridor.stretches.begin(), corridor.stretches.end(),
                                      [&](const Stretch& s) { return s.name == name; });
      Stretch& stretch = known == corridor.stretches.end()
                             ? corridor.stretches.emplace_back(Stretch{name, stop, 0, 0, 0})
                             : *known;
      stretch.hours += h, stretch.usd += d, stretch.km += km;
    };
    if (!transfer) {
      const std::string country = country_of(page, network.from[*link]);
      const bool sea = network.mode[*link] == Mode::sea || network.mode[*link] == Mode::ferry;
      add(sea || country.empty() ? moving(network.mode[*link])
                                 : fmt::format("{} in {}", moving(network.mode[*link]),
                                               with_article(country_name(page.result, country))),
          false, hours - stop_hours, usd - stop_usd, network.length_km[*link]);
    }
    if (stop_hours > 0 || stop_usd > 0) {
      const std::string name = stop_name(page, *link);
      add(name.empty() ? "Other stops" : name, true, stop_hours, stop_usd, 0);
    }
  }
  return corridor;
}

HeadBox headline(const Page& page, const Corridor& corridor) {
  HeadBox box;
  if (corridor.row.empty()) return box;
  const double hours = corridor.row.number(0, "hours_after"), usd = corridor.row.number(0, "usd_after"),
               km = corridor.row.number(0, "km_after");
  if (!std::isfinite(hours)) {
    box.sentences.push_back(fmt::format(
        "There is no way along the {} in this world: a leg of it is closed or not built.", corridor.name));
    return box;
  }
  const auto borders = split(corridor.row.text(0, "borders"));
  box.numbers = {
      {days(hours), fmt::format("from end to end, {}", fixed(km, 0) + std::string(kNarrow) + "km"), ""},
      {"$" + fixed(usd, 0), "a tonne, terminals and borders included", ""},
      {std::to_string(borders.size()), borders.size() == 1 ? "border" : "borders", ""}};
  double stops = 0, all = 0;
  for (const Stretch& s : corridor.stretches) stops += s.stop ? s.hours : 0, all += s.hours;
  if (all > 0)
    box.sentences.push_back(
        fmt::format("Borders, ports and terminals take {} of its time. The network is that of {}.",
                    percent(stops / all), page.result.study.base.year));
  return box;
}

std::string stretches_figure(const Page& page, const Corridor& corridor) {
  if (corridor.stretches.empty()) return "";
  Figure figure;
  figure.id = "stretches-" + corridor.id;
  BarChart chart;
  double stops = 0, all = 0;
  const Stretch* longest = nullptr;
  figure.table.columns = {"Stretch", "Days", "USD/t", "km"};
  figure.table.numeric = {false, true, true, true};
  constexpr double kHoursWorthABar = 3;  // hours
  for (const Stretch& s : corridor.stretches) {
    stops += s.stop ? s.hours : 0, all += s.hours;
    if (s.stop && (!longest || s.hours > longest->hours)) longest = &s;
    figure.table.rows.push_back(
        {s.name, days_number(s.hours), fixed(s.usd, 0), s.km > 0 ? fixed(s.km, 0) : ""});
    if (s.hours < kHoursWorthABar) continue;
    Bar bar;
    bar.label = s.name;
    bar.value = s.hours / 24;
    bar.text = fmt::format("{} days, ${}", days_number(s.hours), fixed(s.usd, 0));
    bar.css = s.stop ? "f-a" : "f-b";
    chart.bars.push_back(bar);
  }
  figure.table.rows.push_back({"All borders and terminals", days_number(stops), "", ""});
  figure.table.rows.push_back({"End to end", days_number(all), "", ""});
  if (chart.bars.empty()) return "";
  figure.title =
      fmt::format("Borders and terminals take {} of {} days", days_number(stops), days_number(all));
  if (longest)
    figure.title +=
        fmt::format("; most at the {}, {}",
                    longest->name.substr(0, 1) == "B" ? "b" + longest->name.substr(1) : longest->name,
                    days_number(longest->hours));
  figure.subtitle = fmt::format(
      "Days and US dollars a tonne of each stretch on the network of {}, in the order of travel; what takes "
      "less "
      "than three hours is in the table",
      page.result.study.base.year);
  figure.legend =
      "<span class=\"k\"><i class=\"swatch f-b\"></i>moving</span><span class=\"k\"><i class=\"swatch "
      "f-a\"></i>borders, ports, terminals</span>";
  figure.source = "Sogdia, on the world pack’s network, speeds and terminal times";
  figure.status = "computed from estimated speeds, rates and dwell times";
  figure.table.caption = figure.subtitle;
  figure.table.file = "stretches";
  chart.title = figure.title;
  chart.desc = "Bars of days by stretch of the corridor.";
  chart.tick = [](double value) { return significant(value) + " days"; };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

// The pack's rows of the corridor's projects.
Rows projects_of(const Page& page, const std::string& id) {
  const Rows of = world_rows(page.result, "corridor_projects").where("corridor_id", id);
  std::set<std::string> ids;
  for (std::size_t row = 0; row < of.size(); ++row) ids.insert(of.text(row, "project_id"));
  const Rows all = world_rows(page.result, "projects");
  return all.where([&](std::size_t row) { return ids.contains(all.text(row, "project_id")); })
      .by_number("cost_usd");
}

std::string map_figure(const Page& page, const Corridor& corridor) {
  const Network& network = page.result.base->network;
  if (page.basemap.countries.empty() || corridor.links.empty()) return "";
  PairMap map;
  PairMap::Way way{"rail", {}};
  std::set<std::string> seen;
  for (const std::uint32_t link : corridor.links) {
    if (network.mode[link] != Mode::transfer)
      way.stretches.emplace_back(to_string(network.mode[link]), page.shapes.line(network, link));
    if (network.crossing[link] >= 0) {
      const PairMap::Mark mark = border_mark(page.result, link);
      if (seen.insert(mark.name).second) map.marks.push_back(mark);
    }
  }
  map.ways.push_back(std::move(way));
  const Rows stops = world_rows(page.result, "corridors").where("corridor_id", corridor.id);
  std::vector<PairMap::Mark> places;
  for (std::size_t row = 0; row < stops.size(); ++row) {
    const auto node = network.nodes.find(stops.text(row, "node"));
    if (node)
      places.push_back({network.lon[*node], network.lat[*node], network.node_name[*node], false, true, ""});
  }
  map.marks.insert(map.marks.begin(), places.begin(), places.end());
  if (places.size() < 2) return "";
  Figure figure;
  figure.id = "map-" + corridor.id;
  figure.title =
      fmt::format("From {} to {} through {}", places.front().name, places.back().name,
                  corridor.countries.size() > 2 ? fmt::format("{} countries", corridor.countries.size())
                                                : "two countries");
  std::vector<std::string> names;
  for (const auto& code : corridor.countries) names.push_back(country_name(page.result, code));
  figure.subtitle = fmt::format("The way as Sogdia finds it on the network of {}, stop by stop: {}",
                                page.result.study.base.year, list(names));
  figure.legend =
      "<span class=\"k\"><i class=\"rail\"></i>rail</span><span class=\"k\"><i "
      "class=\"sea\"></i>ship</span><span class=\"k\"><i class=\"road\"></i>road</span>"
      "<span class=\"k\">○ border crossing</span><span class=\"k\">□ change of gauge</span>";
  figure.source = cite(page, stops);
  if (figure.source.empty()) figure.source = "Sogdia’s world pack";
  figure.status = "network observed, simplified";
  map.title = figure.title;
  map.desc = "Map of the corridor's way with its stops and border crossings.";
  figure.draw = [&](Width width, const std::string& id) {
    return draw_pair_map(map, page.basemap, width, id);
  };
  return html_figure(figure);
}

std::string projects_figure(const Page& page, const Corridor& corridor) {
  const Rows projects = projects_of(page, corridor.id);
  if (projects.empty()) return "";
  int open = 0;
  Figure figure;
  figure.id = "projects-" + corridor.id;
  figure.table.columns = {"Project", "Kind", "Country", "Status", "Opened", "Cost"};
  figure.table.numeric = {false, false, false, false, true, true};
  for (std::size_t row = 0; row < projects.size(); ++row) {
    open += projects.text(row, "project_status") == "open";
    std::vector<std::string> names;
    for (const auto& code : split(projects.text(row, "iso3")))
      names.push_back(country_name(page.result, code));
    const double cost = projects.number(row, "cost_usd"), year = projects.number(row, "opened_year");
    figure.table.rows.push_back({projects.text(row, "name"), projects.text(row, "kind"), list(names),
                                 projects.text(row, "project_status"),
                                 year > 0 ? fmt::format("{:.0f}", year) : "",
                                 std::isfinite(cost) ? money(cost) : ""});
  }
  figure.title = fmt::format("{} {} on it, {} open", projects.size(),
                             projects.size() == 1 ? "project" : "projects", open);
  figure.subtitle = "Projects of the pack that lie on the corridor, by cost as printed";
  figure.source = cite(page, projects);
  figure.status = "as printed";
  figure.table.caption = figure.subtitle;
  figure.table.file = "corridor-projects";
  figure.table_open = true;
  return html_figure(figure);
}

// Trade between the countries along it, the largest pairs.
std::string along_figure(const Page& page, const Corridor& corridor) {
  const Economy& economy = page.result.base->economy;
  struct PairFlow {
    std::string name;
    double usd = 0;
  };
  std::vector<PairFlow> flows;
  for (std::size_t i = 0; i < corridor.countries.size(); ++i) {
    for (std::size_t j = i + 1; j < corridor.countries.size(); ++j) {
      const auto a = economy.countries.find(corridor.countries[i]),
                 b = economy.countries.find(corridor.countries[j]);
      if (!a || !b) continue;
      const double usd = economy.trade(*a, *b) + economy.trade(*b, *a);
      if (usd >= 5e7)
        flows.push_back({country_name(page.result, corridor.countries[i]) + " – " +
                             country_name(page.result, corridor.countries[j]),
                         usd});
    }
  }
  std::stable_sort(flows.begin(), flows.end(),
                   [](const PairFlow& p, const PairFlow& q) { return p.usd > q.usd; });
  if (flows.empty()) return "";
  Figure figure;
  figure.id = "along-" + corridor.id;
  figure.table.columns = {"Between", fmt::format("Trade of {}", economy.year)};
  figure.table.numeric = {false, true};
  BarChart chart;
  double all = 0;
  constexpr std::size_t kMost = 10;
  for (std::size_t k = 0; k < flows.size(); ++k) {
    all += flows[k].usd;
    figure.table.rows.push_back({flows[k].name, money(flows[k].usd)});
    if (k >= kMost) continue;
    Bar bar;
    bar.label = flows[k].name;
    bar.value = flows[k].usd;
    bar.text = money(flows[k].usd);
    chart.bars.push_back(bar);
  }
  figure.table.rows.push_back({"All of them", money(all)});
  figure.title = fmt::format("The {} countries on the way traded {} of goods with each other in {}",
                             corridor.countries.size(), money(all), economy.year);
  figure.subtitle =
      fmt::format("Goods trade both ways by all ways, not this corridor’s alone, {}; the largest {}",
                  economy.year, chart.bars.size());
  figure.source = "Sogdia’s trade table, from both sides’ reports";
  figure.status = "estimated";
  figure.table.caption = figure.subtitle;
  figure.table.file = "along";
  chart.title = figure.title;
  chart.desc = "Bars of trade between the countries along the corridor.";
  chart.tick = [](double value) { return money(value); };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

}  // namespace

std::string section_corridor(const Page& page, const std::string& id) {
  const Corridor corridor = read_corridor(page, id);
  return fmt::format("<section class=\"pair\" id=\"corridor-{}\"><h2>{}</h2>", escape(id),
                     escape(capitalised(corridor.name))) +
         html_box(headline(page, corridor)) + map_figure(page, corridor) + stretches_figure(page, corridor) +
         pair_routes(page, id, id) + projects_figure(page, corridor) + along_figure(page, corridor) +
         "</section>\n";
}

}  // namespace sogdia::report
