#include "sogdia/pack/country.h"

#include <charconv>
#include <utility>

#include "sogdia/core/names.h"
#include "sogdia/pack/columns.h"

namespace sogdia {
namespace {

// The year of a column gdp_YYYY_usd, 0 of another.
int year_of_gdp(std::string_view column) {
  constexpr std::string_view kBefore = "gdp_", kAfter = "_usd";
  if (!column.starts_with(kBefore) || !column.ends_with(kAfter)) return 0;
  if (column.size() != kBefore.size() + 4 + kAfter.size()) return 0;
  int year = 0;
  const char* first = column.data() + kBefore.size();
  return std::from_chars(first, first + 4, year).ptr == first + 4 ? year : 0;
}

}  // namespace

std::vector<Country> read_countries(const Table& table) {
  const TextColumn iso3(table, "iso3"), name(table, "name"), region(table, "region", Need::kOptional),
      subregion(table, "subregion", Need::kOptional), iso2(table, "iso2", Need::kOptional),
      names(table, "names", Need::kOptional);
  const NumberColumn gdp(table, "gdp_usd", Need::kOptional);
  const WholeColumn landlocked(table, "landlocked", 0, Need::kOptional);
  std::vector<std::pair<int, NumberColumn>> gdps;
  for (const auto& column : table.columns) {
    if (const int year = year_of_gdp(column.name)) gdps.emplace_back(year, NumberColumn(table, column.name));
  }
  return records_of(table, [&](std::size_t row) {
    Country country{
        iso3[row], iso2[row], name[row],           region[row], subregion[row], split_list(names[row], '|'),
        gdp[row],  {},        landlocked[row] != 0};
    for (const auto& [year, of_year] : gdps) country.gdp_of_year[year] = of_year[row];
    return country;
  });
}

std::vector<BlocYears> read_blocs(const Table& table) {
  const TextColumn bloc(table, "bloc"), name(table, "name"), iso3(table, "iso3"),
      status(table, "status", Need::kOptional);
  const WholeColumn from(table, "from_year", BlocYears().from_year),
      to(table, "to_year", BlocYears().to_year);
  return records_of(table, [&](std::size_t row) {
    return BlocYears{bloc[row], name[row], iso3[row], from[row], to[row], status[row] == "partner"};
  });
}

std::vector<Signatory> read_signatories(const Table& table) {
  const TextColumn iso3(table, "iso3"), status(table, "status");
  const WholeColumn year(table, "year", 0);
  return records_of(table, [&](std::size_t row) {
    return Signatory{iso3[row], year[row], status[row] == "withdrew"};
  });
}

}  // namespace sogdia
