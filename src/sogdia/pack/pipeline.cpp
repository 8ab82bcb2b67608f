#include "sogdia/pack/pipeline.h"

#include <cmath>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/pack/columns.h"

namespace sogdia {
namespace {

// A tonne of crude oil is 7.33 barrels (BP Statistical Review, approximate conversion factors); a billion
// cubic metres of gas 0.735 million tonnes of liquefied gas (the same page).
constexpr double kBarrelsPerTonne = 7.33, kTonnesPerBcm = 735e3, kDays = 365,
                 kCubicFeetPerCubicMetre = 35.3147;

double tonnes_of(double capacity, const std::string& unit, const std::string& where) {
  if (std::isnan(capacity) || unit.empty()) return std::numeric_limits<double>::quiet_NaN();
  if (unit == "barrels_per_day") return capacity * kDays / kBarrelsPerTonne;
  if (unit == "mt_per_year") return capacity * 1e6;
  if (unit == "bcm_per_year") return capacity * kTonnesPerBcm;
  if (unit == "mcm_per_day") return capacity * kDays / 1000 * kTonnesPerBcm;
  if (unit == "mmscf_per_day") return capacity * 1e6 * kDays / kCubicFeetPerCubicMetre / 1e9 * kTonnesPerBcm;
  throw Error("unknown unit of capacity `" + unit + "`", where,
              "barrels_per_day, mt_per_year, bcm_per_year, mcm_per_day or mmscf_per_day");
}

}  // namespace

std::vector<Pipeline> read_pipelines(const Table& table) {
  const TextColumn id(table, "pipeline_id"), name(table, "name"), goods(table, "goods"),
      countries(table, "countries"), unit(table, "unit"), status(table, "pipeline_status");
  const TextColumn names(table, "names", Need::kOptional), bypasses(table, "bypasses", Need::kOptional);
  const NumberColumn capacity(table, "capacity"), flow(table, "flow", Need::kOptional);
  const WholeColumn opened(table, "opened_year", 0), shut_from(table, "shut_from", 0, Need::kOptional),
      shut_to(table, "shut_to", -1, Need::kOptional), loads_ships(table, "loads_ships", 0, Need::kOptional);
  return records_of(table, [&](std::size_t row) {
    return Pipeline{id[row],
                    name[row],
                    split_list(names[row], '|'),
                    goods[row],
                    split_list(countries[row], ';'),
                    tonnes_of(capacity[row], unit[row], table.place(row)),
                    tonnes_of(flow[row], unit[row], table.place(row)),
                    opened[row],
                    status[row] == "open",
                    shut_from[row],
                    shut_to[row],
                    loads_ships[row] == 1,
                    bypasses[row]};
  });
}

}  // namespace sogdia
