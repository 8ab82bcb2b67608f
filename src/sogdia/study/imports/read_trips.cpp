#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/table_io.h"
#include "sogdia/study/imports/source_network.h"
#include "sogdia/study/imports/source_table.h"
#include "sogdia/study/imports/tntp_lines.h"

namespace sogdia {
namespace {

using Trips = std::vector<SourceNetwork::Trip>;

// "Origin 1", then "2 : 100.0;  3 : 50;" over as many lines as it takes.
Trips read_tntp_trips(const std::string& file) {
  const TntpText text = read_tntp_lines(file);
  Trips trips;
  std::string origin;
  for (const auto& line : text.lines) {
    if (line.cells.empty()) continue;
    if (line.cells[0] == "Origin" || line.cells[0] == "origin") {
      if (line.cells.size() != 2) throw Error("an origin needs one zone", text.place(line), "Origin 1");
      origin = line.cells[1];
      continue;
    }
    if (origin.empty()) throw Error("trips before the first `Origin`", text.place(line), "Origin 1");
    if (line.cells.size() % 2 != 0)
      throw Error("a destination without its trips", text.place(line), "write `2 : 100.0;`");
    for (std::size_t k = 0; k < line.cells.size(); k += 2)
      trips.push_back({origin, line.cells[k], tntp_number(text, line, line.cells[k + 1], "trips")});
  }
  return trips;
}

Trips read_trip_table(const std::string& file) {
  const Table table = read_source_table(file);
  const auto column = [&](std::initializer_list<const char*> names, const char* what) {
    for (const char* name : names)
      if (std::string found = source_column(table, name); !found.empty()) return found;
    throw Error(fmt::format("no column of {}", what), file, fmt::format("such as `{}`", *names.begin()));
  };
  const std::string from =
      column({"origin", "o_zone_id", "from", "from_zone", "from_zone_id", "o", "exporter"}, "origins");
  const std::string to =
      column({"destination", "d_zone_id", "to", "to_zone", "to_zone_id", "d", "importer"}, "destinations");
  const std::string amount =
      column({"trips", "volume", "demand", "flow", "value", "value_usd", "amount", "tonnes", "total"},
             "trips or values");
  const auto origins = source_texts(table, from), destinations = source_texts(table, to);
  const auto values = source_numbers(table, amount);
  Trips trips;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (std::isnan(values[row])) continue;
    if (values[row] < 0)
      throw Error(fmt::format("`{}` trips", values[row]), table.place(row), "give 0 or more");
    trips.push_back({origins[row], destinations[row], values[row]});
  }
  return trips;
}

}  // namespace

std::vector<SourceNetwork::Trip> read_trips(const std::string& file) {
  const std::string start = read_file(file).substr(0, 4096);
  Trips trips = start.find("<END OF METADATA>") != std::string::npos || start.find("Origin") == 0
                    ? read_tntp_trips(file)
                    : read_trip_table(file);
  if (trips.empty()) throw Error("the file has no trips", file, "");
  return trips;
}

}  // namespace sogdia
