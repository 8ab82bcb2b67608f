#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/format.h"
#include "sogdia/report/maps/map_pair.h"
#include "sogdia/report/sections/section.h"

// The ways between the two: a table with days, money, borders, gauge breaks and passages, and their map.
namespace sogdia::report {

namespace {

std::string place_name(const Page& page, const std::string& id) {
  const Rows places = world_rows(page.result, "places");
  const std::ptrdiff_t row = places.find("place_id", id);
  if (row >= 0) return places.text(static_cast<std::size_t>(row), "name");
  return id.size() > 4 && id[3] == '-' ? id.substr(4) : id;
}

// The parts of a cell, each in the words that `words` has for it.
template <typename Words>
std::string listed(const std::string& cell, const Words& words) {
  std::string out;
  for (const std::string& part : split(cell)) out += (out.empty() ? "" : ", ") + words(part);
  return out;
}

// "oil_pipeline" reads "oil pipeline".
std::string spaced(std::string words) {
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// A passage by the pack's name: "bab_el_mandeb" reads "Bab-el-Mandeb".
std::string passage_words(const Page& page, const std::string& passage) {
  const Rows table = world_rows(page.result, "passages");
  const std::ptrdiff_t row = table.find("passage", passage);
  const std::string name = row >= 0 ? table.text(static_cast<std::size_t>(row), "name") : "";
  return name.empty() ? spaced(passage) : name;
}

// "CHN-KAZ, KAZ-RUS; gauge changes at Alashankou - Dostyk; through the Suez Canal"
std::string on_the_way(const std::string& borders, const std::string& gauges, const std::string& through) {
  std::string out = borders;
  for (const auto& [words, cell] : {std::pair{"gauge changes at ", &gauges}, {"through ", &through}})
    if (!cell->empty()) out += (out.empty() ? "" : "; ") + std::string(words) + *cell;
  return out.empty() ? "–" : out;
}

bool by_pipe(const Rows& routes, std::size_t row) {
  return routes.text(row, "family").ends_with("_pipeline");
}

// What comes out of wells belongs to no city, and gas goes to all that a grid reaches: a pipeline's way is
// from the country, and of gas to the country.
std::string ends_words(const Page& page, const Rows& routes, std::size_t row, const std::string& a,
                       const std::string& b) {
  const bool gas = routes.text(row, "family") == "gas_pipeline";
  return (by_pipe(routes, row) ? country_name(page.result, a) : place_name(page, routes.text(row, "from"))) +
         " – " + (gas ? country_name(page.result, b) : place_name(page, routes.text(row, "to")));
}

DataTable route_table(const Page& page, const Rows& routes, const std::string& a, const std::string& b) {
  DataTable table;
  table.caption = "Ways between the two countries’ main places, best first within each pair of places";
  table.file = "routes";
  table.columns = {"From – to", "Mode", "Share of value", "Of tonnes", "Days", "USD/t", "km", "On the way"};
  table.numeric = {false, false, true, true, true, true, true, false};
  const auto as_it_is = [](const std::string& part) { return part; };
  const auto in_words = [&](const std::string& part) { return border_words(page.result, part); };
  const auto by_name = [&](const std::string& part) { return passage_words(page, part); };
  for (std::size_t row = 0; row < routes.size(); ++row) {
    std::vector<std::string> cells{ends_words(page, routes, row, a, b),
                                   spaced(routes.text(row, "family")),
                                   percent(routes.number(row, "share")),
                                   percent(routes.number(row, "share_tonnes")),
                                   days_number(routes.number(row, "hours")),
                                   fixed(routes.number(row, "usd_per_tonne"), 0),
                                   fixed(routes.number(row, "km"), 0),
                                   on_the_way(listed(routes.text(row, "borders"), as_it_is),
                                              listed(routes.text(row, "gauge_breaks"), in_words),
                                              listed(routes.text(row, "passages"), by_name))};
    // The same pipe to every place stands once.
    if (by_pipe(routes, row) && std::find(table.rows.begin(), table.rows.end(), cells) != table.rows.end())
      continue;
    table.rows.push_back(std::move(cells));
  }
  return table;
}

// The two ways that carry most between the first two places.
std::string route_finding(const Page& page, const Rows& routes) {
  const std::string from = routes.text(0, "from"), to = routes.text(0, "to");
  const auto between = [&](bool pipes) {
    return routes
        .where([&](std::size_t row) {
          return routes.text(row, "from") == from && routes.text(row, "to") == to &&
                 by_pipe(routes, row) == pipes;
        })
        .by_number("share_tonnes");
  };
  // Pipelines join no two cities; they have the title where nothing else goes.
  Rows ways = between(false);
  if (ways.empty()) ways = between(true);
  std::string out = place_name(page, from) + " to " + place_name(page, to) + ": ";
  for (std::size_t row = 0; row < std::min<std::size_t>(ways.size(), 2); ++row) {
    if (row > 0 && !(ways.number(row, "share_tonnes") >= 0.01)) break;
    out += fmt::format("{}{} and ${} a tonne by {}", row > 0 ? ", " : "",
                       days_number(ways.number(row, "hours")) + " days",
                       fixed(ways.number(row, "usd_per_tonne"), 0), spaced(ways.text(row, "family")));
  }
  return out;
}

}  // namespace

std::string pair_routes(const Page& page, const std::string& a, const std::string& b) {
  const Rows all = result_rows(page.result, "pair_routes");
  const auto between = [&](const std::string& x, const std::string& y) {
    return all.where([&](std::size_t row) {
      return all.text(row, "a") == x && all.text(row, "b") == y && is_shown(all, row);
    });
  };
  Rows routes = between(a, b);
  std::string x = a, y = b;
  if (routes.empty()) routes = between(b, a), std::swap(x, y);
  Figure figure;
  figure.id = fmt::format("routes-{}-{}", a, b);
  figure.source = "Sogdia, on the world pack’s network";
  figure.status = "computed from estimated speeds, rates and dwell times";
  if (routes.empty()) return "";
  figure.title = route_finding(page, routes);
  figure.subtitle = fmt::format(
      "The way of least cost by each mode on the network of {}, terminals, borders and changes of gauge "
      "included; the title has those that carry the most tonnes; share: what the model sends that way",
      page.result.study.base.year);
  figure.table = route_table(page, routes, x, y);
  // Paper has the ways between the first two places, those of the title and the map.
  figure.table.printed = routes
                             .where([&](std::size_t row) {
                               return routes.text(row, "from") == routes.text(0, "from") &&
                                      routes.text(row, "to") == routes.text(0, "to");
                             })
                             .size();
  figure.table_open = true;
  PairMap map = pair_map(page.result, page.shapes, x, y);
  map.title = figure.title;
  map.desc = "Map of the ways by sea, rail, road and air between the two countries, with border crossings.";
  if (map.ways.empty() || page.basemap.countries.empty()) {
    figure.table_open = true;
  } else {
    for (const auto& way : map.ways) {
      const bool pipe = way.family.ends_with("_pipeline");
      figure.legend +=
          fmt::format("<span class=\"k\"><i class=\"{}\"></i>{}</span>", pipe ? "pipe" : way.family,
                      pipe ? spaced(way.family) : way.family + "-led");
    }
    figure.legend += "<span class=\"k\">○ border crossing</span><span class=\"k\">□ change of gauge</span>";
    figure.draw = [&](Width width, const std::string& id) {
      return draw_pair_map(map, page.basemap, width, id);
    };
  }
  return html_figure(figure);
}

}  // namespace sogdia::report
