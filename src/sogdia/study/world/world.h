#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/access/travel.h"
#include "sogdia/core/index.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/core/table.h"
#include "sogdia/io/datapackage.h"
#include "sogdia/io/table_io.h"
#include "sogdia/network/build.h"
#include "sogdia/pack/records.h"
#include "sogdia/study/world/saved_network.h"

namespace sogdia {

// One leaf of parameters.toml.
struct Parameter {
  double value = 0.0;
  std::string unit, source, status;
};
// Dotted keys: "speed.rail", "terminal.port.large.dwell_hours", "sector.general.value_of_time".
using Parameters = std::map<std::string, Parameter>;

// Throws Error with nearest-name hint where the key is absent.
double parameter(const Parameters& parameters, const std::string& key);
// One that a pack may leave out.
double parameter(const Parameters& parameters, const std::string& key, double otherwise);

// The world pack in memory: every table as it stands in data/world, by resource name ("countries", "trade",
// ...), to be shown, and the records that are computed with.
struct World {
  std::string folder;
  std::map<std::string, Table> tables;
  Records records;
  Parameters parameters;
  // Tables that were not read, by name: their files, for who needs them after all (read_on_demand).
  std::map<std::string, Resource> on_demand;
  // What make_network makes of the folder's tables, where it is at hand; then nodes and links are on demand.
  std::shared_ptr<const SavedNetwork> saved_network;

  const Table& table(const std::string& name) const;
  const Table* find(const std::string& name) const;
};

// How much of a pack is read.
enum class PackPart : std::uint8_t {
  ways,   // what ways are found on and named by, and shares of goods come from
  usual,  // all but what datapackage.json marks `onDemand`
  whole
};

// Reads the tables of the folder's datapackage.json, and parameters.toml; unless the whole is asked for, the
// network from where it was saved (saved_network.h), and saves it where it was not. Throws Error where the
// folder, the package, a table the engine needs or a cell of what is read is missing or broken.
World load_world(const std::string& folder, PackPart part = PackPart::usual, const TableFiles& files = {},
                 int threads = 0);

// A table that waits on demand. Throws Error as load_world does.
Table read_on_demand(const Resource& resource, const TableFiles& files = {});

// The pack's network without any project (make_network over nodes, links, crossings, terminals, passages).
Built make_network(const World& world);

// Countries of the economy (in countries.csv order, those with a row in economy.csv) and goods trade with
// internal trade on the diagonal, USD.
struct Economy {
  Index countries;
  int year = 2023;
  OdMatrix trade;             // X_ij with X_ii from economy.csv
  std::vector<double> gdp;    // USD, of the trade's year (gdp_2014_usd, gdp_2023_usd), else gdp_usd
  double left_out_usd = 0.0;  // trade of countries that economy.csv lacks
};
Economy make_economy(const World& world, int year);

// Rows of a table where `keep(row)` holds, in order.
Table rows_where(const Table& table, const std::function<bool(std::size_t)>& keep);

Shipper make_shipper(const World& world, const std::string& sector);

// At most so many places stand for one country: weights.places_per_country.
int places_per_country(const World& world);

}  // namespace sogdia
