#pragma once
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/network/network.h"

namespace sogdia {

// A network as another tool wrote it, in the units of its files until settle_units() makes them km and km/h.
struct SourceNetwork {
  static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

  struct Node {
    std::string id, name;
    std::string zone;     // where trips start and end here; "" = nowhere
    std::string country;  // "" where the file has none
    double x = kMissing, y = kMissing;
    bool centroid = false;  // goods only start and end here
  };
  // How a link slows down with use, and what else it costs, in the units of the file:
  //   free_flow (1 + b (v / capacity)^power) + toll_factor toll + length_factor length
  struct Delay {
    double free_flow = kMissing;            // missing = minutes, from length and speed
    double capacity = kMissing;             // of one direction; missing or 0 = never slower
    double b = kMissing, power = kMissing;  // missing = kUsualB, kUsualPower
    double toll = 0, length = 0;
  };
  struct Link {
    std::string id;
    std::size_t from = 0, to = 0;  // positions in `nodes`
    Mode mode = Mode::road;
    bool directed = false;
    double length = kMissing;  // missing = from the line or the ends
    double speed = kMissing;   // missing = from `time`, else the mode's own
    double time = kMissing;
    std::vector<std::pair<double, double>> line;  // longitude, latitude; may be empty
    std::string place;                            // file and row, for errors
    Delay delay;
  };

  std::string file, format;  // "GMNS", "TNTP", "GeoJSON"
  std::vector<Node> nodes;
  std::vector<Link> links;
  std::string length_unit, speed_unit, time_unit;  // as the files say; "" where they do not
  double toll_factor = 0, length_factor = 0;       // generalized cost for a unit of toll and of length
  std::vector<std::string> notes;                  // what was left out, and why
};

// The Bureau of Public Roads' own (1964).
inline constexpr double kUsualB = 0.15, kUsualPower = 4;

struct SourceTrips {
  struct Trip {
    std::string from, to;    // zones
    double amount = 0;       // >= 0
    std::size_t number = 0;  // of its row or line
  };
  std::string file;
  const char* numbered = "row";  // or "line"
  std::vector<Trip> trips;
  std::vector<std::string> notes;

  std::string place(const Trip& trip) const;
};

// "km", "m", "mi", "ft"; "km/h", "mph", "m/s"; "h", "min", "s". Empty: as the file says, else as the
// coordinates show, else the default, with a note.
struct NetworkUnits {
  std::string length, speed, time;
};

// Lengths in km, speeds in km/h and times in hours. A length that is missing is taken from the line, else
// from the great circle between the ends. Throws Error for an unknown unit and a link without length and
// coordinates.
void settle_units(SourceNetwork& network, const NetworkUnits& asked);

// node.csv and link.csv (config.csv, use_definition as allowed_uses) of the General Modeling Network
// Specification, https://github.com/zephyr-data-specs/GMNS.
SourceNetwork read_gmns(const std::string& folder);

// A *_net.tntp of https://github.com/bstabler/TransportationNetworks, with *_node.tntp beside it where there
// is one.
SourceNetwork read_tntp(const std::string& file);

// Lines (and points, which are then the places) of a GeoJSON FeatureCollection.
SourceNetwork read_geojson_lines(const std::string& file);

// Whether it is a network as another tool wrote it, and no world pack: a file, or a folder of GMNS.
bool is_source_network(const std::string& path);

// What stands at a path: a folder of GMNS, a *.tntp or a *.geojson.
SourceNetwork read_source_network(const std::string& from);

// Trips between zones: a TNTP file, or a table of columns such as origin,destination,trips. Throws Error with
// the row or line for what is no number or below zero, and for a file that was cut short.
SourceTrips read_trips(const std::string& file);
// The same of columns of one length at hand, whose first is `first_row` of the file.
SourceTrips make_trips(const std::string& file, std::size_t first_row, const std::vector<std::string>& from,
                       const std::vector<std::string>& to, const std::vector<double>& amount);

}  // namespace sogdia
