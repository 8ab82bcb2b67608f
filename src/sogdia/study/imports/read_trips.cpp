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

// A file may round what it says of its total, or leave something out of it: this much, as a fraction.
constexpr double kRounded = 1e-6, kOwnTotal = 0.01;

void require_whole(SourceTrips& trips, const TntpText& text, const std::string& last_origin) {
  const bool ended = text.lines.back().ended || text.lines.back().cells[0] == "Origin";
  const auto said = tntp_metadata(text, "TOTAL OD FLOW"), zones = tntp_metadata(text, "NUMBER OF ZONES");
  double sum = 0;
  for (const auto& trip : trips.trips) sum += trip.amount;
  const bool to_the_end = ended && (!zones || last_origin == fmt::format("{}", *zones));
  const double least = said ? *said * (1 - (to_the_end ? kOwnTotal : kRounded)) : 0;
  if (said ? sum < least : !ended)
    throw Error(said ? fmt::format("the file says {} trips in all and has {}", *said, sum)
                     : std::string("the last trips have no `;` after them"),
                text.place(text.lines.back()), "was it cut off? This is its last line");
  if (said && std::fabs(sum - *said) > kRounded * *said)
    trips.notes.push_back(fmt::format("{} says {} trips in all and has {}", text.file, *said, sum));
}

// "Origin 1", then "2 : 100.0;  3 : 50;" over as many lines as it takes.
SourceTrips read_tntp_trips(const std::string& file) {
  const TntpText text = read_tntp_lines(file, TntpEnd::entry);
  SourceTrips trips{file, "line", {}, {}};
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
    for (std::size_t k = 0; k < line.cells.size(); k += 2) {
      const double amount = tntp_number(text, line, line.cells[k + 1], "trips");
      if (amount < 0)
        throw Error(fmt::format("`{}` trips from `{}` to `{}`", amount, origin, line.cells[k]),
                    text.place(line), "give 0 or more");
      trips.trips.push_back({origin, line.cells[k], amount, line.number});
    }
  }
  require_whole(trips, text, origin);
  return trips;
}

SourceTrips read_trip_table(const std::string& file) {
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
  return make_trips(file, static_cast<std::size_t>(table.first_row), origins, destinations, values);
}

}  // namespace

std::string SourceTrips::place(const Trip& trip) const {
  return fmt::format("{}, {} {}", file, numbered, trip.number);
}

SourceTrips make_trips(const std::string& file, std::size_t first_row, const std::vector<std::string>& from,
                       const std::vector<std::string>& to, const std::vector<double>& amount) {
  SourceTrips trips{file, "row", {}, {}};
  for (std::size_t row = 0; row < amount.size(); ++row) {
    trips.trips.push_back({from[row], to[row], amount[row], first_row + row});
    const SourceTrips::Trip& trip = trips.trips.back();
    if (trip.from.empty() || trip.to.empty())
      throw Error("trips without an origin or a destination", trips.place(trip), "name both zones");
    if (!std::isfinite(trip.amount))
      throw Error(fmt::format("no number of trips from `{}` to `{}`", trip.from, trip.to), trips.place(trip),
                  "write 0 for none");
    if (trip.amount < 0)
      throw Error(fmt::format("`{}` trips from `{}` to `{}`", trip.amount, trip.from, trip.to),
                  trips.place(trip), "give 0 or more");
  }
  return trips;
}

SourceTrips read_trips(const std::string& file) {
  const std::string start = read_file(file).substr(0, 4096);
  SourceTrips trips = start.find("<END OF METADATA>") != std::string::npos || start.find("Origin ") == 0
                          ? read_tntp_trips(file)
                          : read_trip_table(file);
  if (trips.trips.empty()) throw Error("the file has no trips", file, "");
  return trips;
}

}  // namespace sogdia
