#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "sogdia/network/target.h"
#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/maps/map_world.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 9> kKinds{{{"port", "ports"},
                                                                     {"railway", "railways"},
                                                                     {"road", "roads"},
                                                                     {"airport", "airports"},
                                                                     {"zone", "zones"},
                                                                     {"crossing", "border crossings"},
                                                                     {"pipeline", "pipelines"},
                                                                     {"train", "train services"},
                                                                     {"canal", "canals"}}};

std::string width_keys() {
  std::string out;
  std::size_t k = 0;
  for (const TradeWidth& width : trade_widths()) {
    ++k;
    if (k % 2 == 0) continue;
    out += fmt::format("<span class=\"k\"><i class=\"lane{}\"></i>{} a year</span>", k, width.label);
  }
  return out;
}

std::string legend(const Rows& projects) {
  std::string out;
  for (const auto& [css, words] : std::array<std::pair<const char*, const char*>, 4>{
           {{"sea", "sea"}, {"rail", "rail"}, {"road", "road"}, {"pipe", "pipeline"}}}) {
    out += fmt::format("<span class=\"k\"><i class=\"{}\"></i>{}</span>", css, words);
  }
  out += width_keys() + "<span class=\"k\"><i class=\"rail dash\"></i>planned</span>";
  for (const auto& [kind, plural] : kKinds) {
    if (projects.find("kind", kind) < 0) continue;
    Svg svg(14, 14, fmt::format("key-{}", kind), plural, fmt::format("The mark of {} on the map", plural));
    draw_glyph(svg, kind, 7, 7, 4.6, false);
    out += fmt::format("<span class=\"k\">{}{}</span>", svg.str(), plural);
  }
  return out + "<span class=\"k\">hollow: not open yet</span>";
}

DataTable project_table(const Page& page, const Rows& projects) {
  DataTable table;
  table.caption = "Projects, by cost";
  table.file = "projects";
  table.columns = {"Project", "Kind", "Country", "Status", "Opened", "Cost"};
  table.numeric = {false, false, false, false, true, true};
  for (std::size_t row = 0; row < projects.size(); ++row) {
    std::vector<std::string> countries;
    for (const std::string& iso3 : split(projects.text(row, "iso3"))) {
      countries.push_back(country_name(page.result, iso3));
    }
    const double cost = projects.number(row, "cost_usd"), year = projects.number(row, "opened_year");
    table.rows.push_back({projects.text(row, "name"), projects.text(row, "kind"), list(countries),
                          projects.text(row, "project_status"),
                          std::isfinite(year) && year > 0 ? fmt::format("{:.0f}", year) : "",
                          std::isfinite(cost) ? money(cost) : ""});
    table.raw.push_back({projects.text(row, "name"), projects.text(row, "kind"), projects.text(row, "iso3"),
                         projects.text(row, "project_status"), projects.text(row, "opened_year"),
                         projects.text(row, "cost_usd")});
  }
  return table;
}

// "64 projects: 21 ports, 18 railways, ...; 40 are open"
std::string finding(const Rows& projects) {
  if (projects.empty()) return "The network, with no project of its own";
  if (projects.size() == 1)
    return fmt::format("{} ({})", projects.text(0, "name"), projects.text(0, "project_status"));
  std::map<std::string, int> count;
  int open = 0;
  for (std::size_t row = 0; row < projects.size(); ++row) {
    count[projects.text(row, "kind")] += 1;
    open += projects.text(row, "project_status") == "open";
  }
  std::string most;
  for (const auto& [kind, plural] : kKinds) {
    if (count[kind] > 0 && (most.empty() || count[kind] > count[most])) most = kind;
  }
  std::string plural = most;
  for (const auto& [kind, name] : kKinds) {
    if (most == kind) plural = name;
  }
  return open == static_cast<int>(projects.size())
             ? fmt::format("{} open projects; most are {}", open, plural)
             : fmt::format("{} projects, {} of them open; most are {}", projects.size(), open, plural);
}

// Middles of the passages, borders and terminals that the study closes.
std::vector<MapMark> closed_places(const Page& page) {
  const Network& network = page.result.base->network;
  std::vector<MapMark> marks;
  std::set<std::string> seen;
  const auto add = [&](double lon, double lat, const std::string& name) {
    if (seen.insert(name).second) marks.push_back({lon, lat, name});
  };
  const Rows passages = world_rows(page.result, "passages"), pipelines = world_rows(page.result, "pipelines");
  std::map<std::string, std::vector<std::size_t>> pipes;  // links of each closed pipeline
  for (std::size_t link = 0; link < network.link_count(); ++link) {
    if (page.result.after.open(link) || !page.result.base->costs.open(link)) continue;
    if (is_pipeline(network.mode[link])) {
      pipes[std::string(pipeline_of(network.links[link]))].push_back(link);
    } else if (const std::int32_t passage = network.passage[link]; passage >= 0) {
      const std::string id = network.passages[static_cast<std::size_t>(passage)];
      const std::ptrdiff_t row = passages.find("passage", id);
      if (row < 0) continue;
      const auto at = static_cast<std::size_t>(row);
      add(passages.number(at, "lon"), passages.number(at, "lat"), passages.text(at, "name") + " closed");
    } else if (const std::int32_t crossing = network.crossing[link]; crossing >= 0) {
      const std::size_t node = network.from[link];
      add(network.lon[node], network.lat[node],
          border_words(page.result, network.crossing_name[static_cast<std::size_t>(crossing)]) + " closed");
    } else if (const std::int32_t terminal = network.terminal[link]; terminal >= 0) {
      const std::size_t node = network.from[link];
      add(network.lon[node], network.lat[node],
          network.terminal_name[static_cast<std::size_t>(terminal)] + " closed");
    }
  }
  for (const auto& [id, links] : pipes) {
    const std::ptrdiff_t row = pipelines.find("pipeline_id", id);
    const std::size_t node = network.from[links[links.size() / 2]];
    add(network.lon[node], network.lat[node],
        (row >= 0 ? pipelines.text(static_cast<std::size_t>(row), "name") : id) + " closed");
  }
  return marks;
}

std::string mode_keys() {
  std::string out;
  for (const auto& [css, words] :
       {std::pair{"sea", "sea"}, {"rail", "rail"}, {"road", "road"}, {"pipe", "pipeline"}})
    out += fmt::format("<span class=\"k\"><i class=\"{}\"></i>{}</span>", css, words);
  return out + width_keys();
}

Figure map_figure(const Page& page) {
  Figure figure;
  figure.id = "map-network";
  figure.breakout = true;
  figure.source = cite(page, world_rows(page.result, "links"));
  figure.source = figure.source.empty() ? "Sogdia’s world pack" : "network: " + figure.source;
  figure.status = "network observed, simplified; trade along ways estimated";
  return figure;
}

}  // namespace

std::string closure_map(const Page& page) {
  NetworkMap map;
  map.marks = closed_places(page);
  if (map.marks.empty() || page.basemap.countries.empty()) return "";
  std::vector<std::string> names;
  for (const MapMark& mark : map.marks)
    names.push_back(with_article(mark.name.substr(0, mark.name.rfind(" closed"))));
  constexpr std::size_t kNamed = 3;
  Figure figure = map_figure(page);
  figure.title = names.size() <= kNamed
                     ? fmt::format("Where {} {} closed, and the ways that are left", list(names),
                                   names.size() == 1 ? "is" : "are")
                     : fmt::format("The {} places that are closed, and the ways that are left", names.size());
  figure.subtitle = fmt::format(
      "World freight network of {} with the changes; ways as wide as the trade that the model sends along "
      "them. Air is left out.",
      page.result.study.base.year);
  figure.legend = mode_keys() + "<span class=\"k\"><b class=\"cross\">✕</b>closed</span>";
  map.title = figure.title;
  map.desc = "World map with sea lanes, railways and roads; what is closed is marked with a cross.";
  figure.draw = [&](Width width, const std::string& id) {
    return draw_network_map(page.world, map, width, id);
  };
  return html_figure(figure);
}

std::string project_map(const Page& page) {
  const Rows all = result_rows(page.result, "projects");
  const Rows projects = all.where([&](std::size_t row) {
                             return all.number(row, "in_scenario") == 1 && all.number(row, "in_base") != 1;
                           })
                            .by_number("cost_usd");
  if (projects.empty() || page.basemap.countries.empty()) return "";
  Figure figure = map_figure(page);
  figure.title = finding(projects);
  figure.subtitle = fmt::format(
      "World freight network of {}, the corridors’ ways drawn stronger; others as wide as the trade that the "
      "model sends along them. Air is left out.",
      page.result.study.base.year);
  figure.legend = legend(projects);
  const std::string sources = cite(page, world_rows(page.result, "projects"));
  if (!sources.empty()) figure.source = sources + "; " + figure.source;
  figure.status = "network observed, simplified; trade along ways estimated; costs as stated in the table";
  figure.table = project_table(page, projects);
  NetworkMap map;
  map.projects = projects;
  map.title = figure.title;
  map.desc = fmt::format(
      "World map with sea routes in blue, railways in brick, roads in grey and {} projects marked by kind.",
      projects.size());
  figure.draw = [&](Width width, const std::string& id) {
    return draw_network_map(page.world, map, width, id);
  };
  return html_figure(figure);
}

}  // namespace sogdia::report
