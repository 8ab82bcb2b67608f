#pragma once
#include <map>
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A row of countries.csv.
struct Country {
  std::string iso3, iso2, name, region, subregion;
  std::vector<std::string> names;     // other names
  double gdp_usd = 0;                 // NaN where not known
  std::map<int, double> gdp_of_year;  // of the columns gdp_YYYY_usd
  bool landlocked = false;
};
std::vector<Country> read_countries(const Table& table);

// A row of blocs.csv: a country's years in a bloc, or as its partner.
struct BlocYears {
  std::string bloc, name, iso3;
  int from_year = -9999, to_year = 9999;
  bool partner = false;  // no member

  bool member_in(int year) const { return !partner && from_year <= year && year <= to_year; }
};
std::vector<BlocYears> read_blocs(const Table& table);

// A row of bri_signatories.csv.
struct Signatory {
  std::string iso3;
  int year = 0;
  bool withdrew = false;
};
std::vector<Signatory> read_signatories(const Table& table);

}  // namespace sogdia
