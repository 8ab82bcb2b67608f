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
  };
  struct Trip {
    std::string from, to;  // zones
    double amount = 0;
  };

  std::string file, format;  // "GMNS", "TNTP", "GeoJSON"
  std::vector<Node> nodes;
  std::vector<Link> links;
  std::string length_unit, speed_unit, time_unit;  // as the files say; "" where they do not
  std::vector<std::string> notes;                  // what was left out, and why
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

// Trips between zones: a TNTP file, or a table of columns such as origin,destination,trips.
std::vector<SourceNetwork::Trip> read_trips(const std::string& file);

}  // namespace sogdia
