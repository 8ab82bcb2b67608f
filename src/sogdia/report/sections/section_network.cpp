#include <fmt/format.h>

#include <array>
#include <cmath>
#include <map>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/maps/map_world.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 8> kKinds{{{"port", "ports"},
                                                                     {"railway", "railways"},
                                                                     {"road", "roads"},
                                                                     {"airport", "airports"},
                                                                     {"zone", "zones"},
                                                                     {"crossing", "border crossings"},
                                                                     {"pipeline", "pipelines"},
                                                                     {"train", "train services"}}};

std::string legend(const Rows& projects) {
  std::string out;
  for (const auto& [css, words] : std::array<std::pair<const char*, const char*>, 3>{
           {{"sea", "sea"}, {"rail", "rail"}, {"road", "road"}}}) {
    out += fmt::format("<span class=\"k\"><i class=\"{}\"></i>{}</span>", css, words);
  }
  out += "<span class=\"k\"><i class=\"rail dash\"></i>planned</span>";
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
  return fmt::format("{} projects, {} of them open; most are {}", projects.size(), open, plural);
}

}  // namespace

std::string section_network(const Page& page) {
  const Rows projects = result_rows(page.result, "projects").by_number("cost_usd");
  const Rows pack = world_rows(page.result, "projects");
  Figure figure;
  figure.id = "map-network";
  figure.title = finding(projects);
  figure.subtitle =
      "World freight network, the corridors’ ways drawn stronger; sea lanes by their use between large "
      "ports. Air is left out.";
  figure.breakout = true;
  figure.legend = legend(projects);
  figure.source = cite(page, pack.empty() ? projects : pack);
  const std::string network_sources = cite(page, world_rows(page.result, "links"));
  if (!network_sources.empty())
    figure.source += figure.source.empty() ? network_sources : "; network: " + network_sources;
  if (figure.source.empty()) figure.source = "Sogdia’s world pack";
  figure.status = "network observed, simplified; costs as stated in the table";
  figure.table = project_table(page, projects);
  if (page.basemap.countries.empty()) figure.empty = "No map: the world pack of this run has no map.json.";
  const std::string desc = fmt::format(
      "World map in the Equal Earth projection with sea routes in blue, railways in brick, roads in grey and "
      "{} "
      "projects marked by kind.",
      projects.size());
  figure.draw = [&](Width width, const std::string& id) {
    return draw_network_map(page.result, page.world, width, id, figure.title, desc);
  };
  return "<section id=\"network\"><h2>The network and the projects</h2>" + html_figure(figure) +
         "</section>\n";
}

}  // namespace sogdia::report
