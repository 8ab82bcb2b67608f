#include "sogdia/report/maps/map_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "sogdia/network/target.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/corridor_choice.h"
#include "sogdia/report/facts/countries_summary.h"

namespace sogdia::report {

Sheet world_sheet() {
  Projection projection;
  projection.centre_lon = 11;
  // Half a degree inside the edge, where the projection does not yet wrap.
  const Points corners{{11 - 179.5, 0}, {11 + 179.5, 0}, {11, 78}, {11, -56}};
  return fit(projection, corners, pixels(Width::wide), 0, 100, 1000);
}

Window world_window(const Sheet& sheet, Width width) {
  if (width != Width::narrow) {
    const double scale = pixels(width) / sheet.width;
    return {0, 0, pixels(width), sheet.height * scale, scale};
  }
  const double left = sheet.at(-20, 20).first, right = sheet.at(152, 20).first;
  const double top = sheet.at(60, 68).second, bottom = sheet.at(60, -36).second;
  const double scale = pixels(width) / (right - left);
  return {left, top, pixels(width), (bottom - top) * scale, scale};
}

std::string shared_land(const Basemap& basemap, const Sheet& sheet) {
  const Land land = draw_land(basemap, sheet);
  // The sheet itself, so that a way that ends at its edge is seen to.
  Points edge;
  for (double lat = -88; lat <= 88; lat += 2)
    edge.push_back(sheet.at(sheet.projection.centre_lon - 179.9999, lat));
  for (double lat = 88; lat >= -88; lat -= 2)
    edge.push_back(sheet.at(sheet.projection.centre_lon + 179.9999, lat));
  std::string out = fmt::format("<path id=\"w-sea\" class=\"water\" d=\"{}\"/>", path_data(edge, true));
  out += "<g id=\"w-land\">";
  for (const auto& country : land.countries) {
    const std::string id = country.iso3.empty() ? "" : fmt::format(" id=\"w-{}\"", escape(country.iso3));
    out += fmt::format("<path{} d=\"{}\"/>", id, country.d);
  }
  out += fmt::format("</g><path id=\"w-borders\" class=\"border\" d=\"{}\"/>",
                     land.borders.empty() ? "M0 0" : land.borders);
  if (!land.disputed.empty()) {
    out += fmt::format("<path id=\"w-disputed\" class=\"disputed\" d=\"{}\"/>", land.disputed);
  }
  return out;
}

namespace {

const char* mode_class(Mode mode) {
  switch (mode) {
    case Mode::sea:
    case Mode::ferry:
    case Mode::inland_water:
      return "sea";
    case Mode::rail:
      return "rail";
    case Mode::air:
      return "air";
    case Mode::oil_pipeline:
    case Mode::gas_pipeline:
      return "pipe";
    case Mode::road:
    case Mode::transfer:
      break;
  }
  return "road";
}

bool works(const std::string& status) { return status == "open" || status.empty(); }

// Link positions of the corridors' ways in the network after the changes.
std::unordered_set<std::size_t> corridor_links(const Result& result, const Network& network) {
  std::unordered_set<std::size_t> links;
  const Rows paths = result_rows(result, "corridor_paths");
  for (std::size_t row = 0; row < paths.size(); ++row) {
    if (paths.text(row, "state") == "before" || paths.text(row, "family") == "air") continue;
    if (is_closed(result, paths.text(row, "corridor_id"))) continue;
    if (const auto at = network.links.find(paths.text(row, "link_id"))) links.insert(*at);
  }
  return links;
}

// USD of trade along each link after the changes; 0 where the run has no such table.
std::vector<double> trade_along(const Result& result, const Network& network) {
  std::vector<double> usd(network.link_count(), 0);
  const Rows flows = result_rows(result, "link_flows");
  for (std::size_t row = 0; row < flows.size(); ++row) {
    if (const auto link = network.links.find(flows.text(row, "link_id")))
      usd[*link] = flows.number(row, "usd_after");
  }
  return usd;
}

// The widest class of trade_widths() whose bound the trade reaches; 0 = none.
std::size_t width_class(double usd) {
  const auto& widths = trade_widths();
  return static_cast<std::size_t>(
      std::count_if(widths.begin(), widths.end(), [&](const TradeWidth& w) { return usd >= w.usd; }));
}

}  // namespace

const std::vector<TradeWidth>& trade_widths() {
  static const std::vector<TradeWidth> widths{
      {2e9, "$2 bn"}, {1e10, "$10 bn"}, {5e10, "$50 bn"}, {2e11, "$200 bn"}, {1e12, "$1 tn"}};
  return widths;
}

std::string shared_network(const Result& result, const Sheet& sheet, const LinkShapes& shapes) {
  const Network& network = result.base->network;
  std::map<std::string, std::string> status;
  const Rows projects = result_rows(result, "projects");
  for (std::size_t row = 0; row < projects.size(); ++row) {
    status[projects.text(row, "project_id")] = projects.text(row, "project_status");
  }
  const auto corridors = corridor_links(result, network);
  const std::vector<double> trade = trade_along(result, network);

  std::map<std::string, Thinner> layers;  // ordered by name, drawn in the order below
  const auto layer = [&](const std::string& name, double cell) -> Thinner& {
    return layers.try_emplace(name, sheet, cell).first->second;
  };
  for (std::size_t link = 0; link < network.link_count(); ++link) {
    const Mode mode = network.mode[link];
    if (mode == Mode::air || mode == Mode::transfer) continue;
    // What gathers the oil of fields to their ports stands for many lines that the pack does not have.
    if (is_pipeline(mode) && pipeline_of(network.links[link]).starts_with("field_")) continue;
    const std::string name = mode_class(mode);
    const std::int32_t project = network.project[link];
    const bool chosen = corridors.contains(link);
    if (project >= 0) {
      const auto found = status.find(network.projects[static_cast<std::size_t>(project)]);
      const bool planned = found != status.end() && !works(found->second);
      layer(planned ? "planned " + name : "project " + name, 0.7).add(shapes.line(network, link));
    } else if (chosen) {
      layer("corridor " + name, 0.7).add(shapes.line(network, link));
    } else if (const std::size_t width = width_class(trade[link]); width > 0) {
      layer(fmt::format("lane{} {}", width, name), width < 3 && mode == Mode::road ? 2.4 : 1.2)
          .add(shapes.line(network, link));
    } else if (name != "sea" && name != "pipe" && result.after.open(link)) {
      layer("thin " + name, mode == Mode::road ? 4.0 : 2.4).add(shapes.line(network, link));
    }
  }
  std::string out = "<g id=\"w-network\">";
  for (const char* weight :
       {"thin", "lane1", "lane2", "lane3", "lane4", "lane5", "corridor", "project", "planned"}) {
    for (const char* name : {"road", "sea", "rail", "pipe"}) {
      const auto found = layers.find(fmt::format("{} {}", weight, name));
      if (found == layers.end()) continue;
      const std::string d = found->second.path();
      if (!d.empty()) out += fmt::format("<path class=\"way {} {}\" d=\"{}\"/>", weight, name, d);
    }
  }
  return out + "</g>";
}

namespace {
void draw_ground(Svg& svg, const Window& window, bool land, bool network) {
  svg.raw(fmt::format("<g transform=\"scale({:.4f}) translate({} {})\"><use href=\"#w-sea\"/>", window.scale,
                      coordinate(-window.left), coordinate(-window.top)));
  if (land) svg.raw("<use href=\"#w-land\" class=\"land\"/>");
  svg.raw("<use href=\"#w-borders\"/><use href=\"#w-disputed\"/>");
  if (network) svg.raw("<use href=\"#w-network\"/>");
  svg.raw("</g>");
}

std::string short_name(std::string name) {
  for (const std::string_view mark : {" (", ", ", ": "}) name = name.substr(0, name.find(mark));
  return name;
}
}  // namespace

std::string draw_network_map(const Sheet& sheet, const NetworkMap& map, Width width, const std::string& id) {
  const Window window = world_window(sheet, width);
  Svg svg(window.width, window.height, id, map.title, map.desc, "map");
  draw_ground(svg, window, true, true);
  const double size = width == Width::wide ? 4.6 : 3.8;
  const Rows& projects = map.projects;
  std::vector<MapLabel> labels, crosses;
  std::vector<Box> taken;
  // The dearest last, so that it lies on top.
  for (std::size_t back = projects.size(); back > 0; --back) {
    const std::size_t row = back - 1;
    const double lon = projects.number(row, "lon"), lat = projects.number(row, "lat");
    if (!std::isfinite(lon) || !std::isfinite(lat)) continue;
    const auto [sheet_x, sheet_y] = sheet.at(lon, lat);
    const double x = (sheet_x - window.left) * window.scale, y = (sheet_y - window.top) * window.scale;
    if (x < size || y < size || x > window.width - size || y > window.height - size) continue;
    const std::string status = projects.text(row, "project_status"), name = projects.text(row, "name");
    svg.open("", name + (status.empty() ? "" : " (" + status + ")"));
    draw_glyph(svg, projects.text(row, "kind"), x, y, size, !works(status));
    svg.close();
    // A label may touch the rim of a neighbour's glyph, its halo keeps it readable.
    taken.push_back({x - size * 0.6, y - size * 0.6, x + size * 0.6, y + size * 0.6});
    const std::string label = short_name(name);
    if (label.size() <= 36)
      labels.push_back({x, y, size + 3, label, works(status) ? "map-label" : "map-label later", false});
  }
  for (const MapMark& mark : map.marks) {
    const auto [sheet_x, sheet_y] = sheet.at(mark.lon, mark.lat);
    const double x = (sheet_x - window.left) * window.scale, y = (sheet_y - window.top) * window.scale;
    if (!(x > 8 && y > 8 && x < window.width - 8 && y < window.height - 8)) continue;
    svg.open("", mark.name);
    svg.circle(x, y, 8, "cross-ground");
    svg.path(path_data({{x - 5, y - 5}, {x + 5, y + 5}}), "cross");
    svg.path(path_data({{x - 5, y + 5}, {x + 5, y - 5}}), "cross");
    svg.close();
    taken.push_back({x - 8, y - 8, x + 8, y + 8});
    crosses.push_back({x, y, 11, mark.name, "map-label strong", false});
  }
  // The dearest first, but those that work before those that do not.
  std::reverse(labels.begin(), labels.end());
  std::stable_partition(labels.begin(), labels.end(),
                        [](const MapLabel& label) { return label.css == "map-label"; });
  labels.insert(labels.begin(), crosses.begin(), crosses.end());
  const std::size_t most = width == Width::wide ? 12 : width == Width::medium ? 9 : 5;
  draw_labels(svg, labels, taken, window.width, window.height, most, width == Width::wide ? 12.5 : 11.5);
  return svg.str();
}

std::string change_class(double change, const std::vector<double>& steps) {
  if (!std::isfinite(change)) return "d-none";
  const double size = std::fabs(change);
  std::size_t level = 0;
  while (level < steps.size() && size >= steps[level]) ++level;
  if (level == 0) return "d0";
  return fmt::format("d{}{}", change < 0 ? "m" : "p", level);
}

std::vector<double> change_steps(const std::map<std::string, double>& change) {
  std::vector<double> sizes;
  for (const auto& [iso3, value] : change) {
    if (std::isfinite(value)) sizes.push_back(std::fabs(value));
  }
  if (sizes.empty()) return {0.001, 0.005, 0.01};
  std::sort(sizes.begin(), sizes.end());
  const auto round = [](double value) {
    const double power = std::pow(10.0, std::floor(std::log10(std::max(value, 1e-5))));
    for (const double multiple : {1.0, 2.0, 5.0}) {
      if (std::max(value, 1e-5) <= multiple * power * 1.4) return multiple * power;
    }
    return 10 * power;
  };
  std::vector<double> steps;
  for (const double quantile : {0.0, 0.7, 0.93}) {
    // The first class is what counts as no change everywhere else on the page.
    const double step =
        steps.empty()
            ? kNoChange
            : round(sizes[static_cast<std::size_t>(quantile * static_cast<double>(sizes.size() - 1))]);
    steps.push_back(steps.empty() ? step : std::max(step, steps.back() * 2));
  }
  return steps;
}

std::string draw_change_map(const ChangeMap& map, const Basemap& basemap, const Sheet& sheet, Width width,
                            const std::string& id) {
  // A phone, too, shows all the world here: who gains and who does not is the message.
  const double scale = pixels(width) / sheet.width;
  const Window window{0, 0, pixels(width), sheet.height * scale, scale};
  Svg svg(window.width, window.height, id, map.title, map.desc, "map");
  svg.raw(fmt::format(
      "<g transform=\"scale({:.4f})\"><use href=\"#w-sea\"/><use href=\"#w-land\" class=\"d-none\"/>",
      scale));
  std::set<std::string> drawn;
  for (const auto& country : basemap.countries) {
    const auto found = map.change.find(country.iso3);
    if (found == map.change.end() || !drawn.insert(country.iso3).second) continue;
    const std::string use = fmt::format("<use href=\"#w-{}\" class=\"{}\"", escape(country.iso3),
                                        change_class(found->second, map.steps));
    const auto words = map.words.find(country.iso3);
    svg.raw(width == Width::narrow || words == map.words.end()
                ? use + "/>"
                : fmt::format("{}><title>{}</title></use>", use, escape(words->second)));
  }
  svg.raw("<use href=\"#w-borders\"/><use href=\"#w-disputed\"/></g>");
  return svg.str();
}

std::string change_legend(const std::vector<double>& steps) {
  const auto key = [](const std::string& css, const std::string& words) {
    return fmt::format("<span class=\"k\"><i class=\"swatch {}\"></i>{}</span>", css, escape(words));
  };
  const auto text = [](double value) { return signed_percent(value); };
  std::string out;
  const std::size_t count = steps.size();
  for (std::size_t level = count; level > 0; --level) {
    out += key(fmt::format("dm{}", level), level == count
                                               ? text(-steps[level - 1]) + " or less"
                                               : text(-steps[level]) + " to " + text(-steps[level - 1]));
  }
  out += key("d0", "within " + percent(steps[0]));
  for (std::size_t level = 1; level <= count; ++level) {
    out += key(fmt::format("dp{}", level), level == count
                                               ? text(steps[level - 1]) + " or more"
                                               : text(steps[level - 1]) + " to " + text(steps[level]));
  }
  return out + key("d-none", "no figure");
}

}  // namespace sogdia::report
