#pragma once
#include <map>
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/facts/rows.h"
#include "sogdia/report/maps/basemap.h"
#include "sogdia/report/maps/map_labels.h"
#include "sogdia/report/maps/map_lines.h"

namespace sogdia::report {

// The world sheet, Equal Earth centred on 11 degrees east so that its edge runs through the Bering Strait.
// Its land and network are written once on the page and shown by every map and width with <use>.
Sheet world_sheet();

// The part of the sheet that a width shows: all of it, or Eurasia and Africa on a phone.
struct Window {
  double left, top, width, height, scale;
};
Window world_window(const Sheet& sheet, Width width);

// The sheet's own shape (w-sea), and <g id="w-land"> with one path "w-CHN" a country, borders and disputed
// borders.
std::string shared_land(const Basemap& basemap, const Sheet& sheet);
// Width of a way = trade along it a year (the table link_flows), in classes from these bounds up.
struct TradeWidth {
  double usd;
  const char* label;
};
const std::vector<TradeWidth>& trade_widths();
// <g id="w-network">: thin backbone, ways as wide as the trade along them, then corridors' and projects'
// links, by mode.
std::string shared_network(const Result& result, const Sheet& sheet, const LinkShapes& shapes);

// The network, with projects by kind and places marked by a cross.
struct MapMark {
  double lon = 0, lat = 0;
  std::string name;
};
struct NetworkMap {
  std::string title, desc;
  Rows projects;               // of the result's table, dearest first
  std::vector<MapMark> marks;  // what is closed
};
std::string draw_network_map(const Sheet& sheet, const NetworkMap& map, Width width, const std::string& id);

// Countries coloured by a change (a fraction) round zero. `steps` are the bounds of the classes on the
// positive side, mirrored on the negative one.
struct ChangeMap {
  std::string title, desc;
  std::map<std::string, double> change;      // iso3 -> fraction
  std::map<std::string, std::string> words;  // iso3 -> tooltip
  std::vector<double> steps;                 // ascending, two of them: five classes
};
// "d-3".."d3"; "d-none" where not known.
std::string change_class(double change, const std::vector<double>& steps);
// Round bounds that share out the sizes of the changes; at least 1e-5.
std::vector<double> change_steps(const std::map<std::string, double>& change);
std::string draw_change_map(const ChangeMap& map, const Basemap& basemap, const Sheet& sheet, Width width,
                            const std::string& id);
std::string change_legend(const std::vector<double>& steps);

}  // namespace sogdia::report
