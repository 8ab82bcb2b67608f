#pragma once
#include <map>
#include <string>
#include <vector>

#include "sogdia/access/skim.h"
#include "sogdia/core/index.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/core/table.h"
#include "sogdia/network/network.h"

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

// The world pack in memory: every table as it stands in data/world, by resource name ("countries", "trade",
// ...).
struct World {
  std::string folder;
  std::map<std::string, Table> tables;
  Parameters parameters;

  const Table& table(const std::string& name) const;
};

World load_world(const std::string& folder);

// Countries of the economy (in countries.csv order) and goods trade with internal trade on the diagonal, USD.
struct Economy {
  Index countries;
  int year = 2023;
  OdMatrix trade;  // X_ij with X_ii from economy.csv
};
Economy make_economy(const World& world, int year);

Shipper make_shipper(const World& world, const std::string& sector);

}  // namespace sogdia
