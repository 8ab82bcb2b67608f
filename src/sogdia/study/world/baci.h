#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace sogdia {

// Bilateral trade as people have it, summed over products: CEPII's BACI (t,i,j,k,v,q; thousand USD; numbered
// countries, whose codes stand in a file of their own) as plain text, gzip or the archive itself, or a long
// table exporter,importer,year,value_kusd (or value_usd). Columns are found by name, in any order; cells may
// be padded or quoted; commas, semicolons (then with decimal commas) and tabs separate them.
struct BaciFlows {
  std::map<std::tuple<std::string, std::string, std::int64_t>, double> usd;  // exporter, importer, year
  std::map<std::string, double> unknown;  // USD by a number or a code that names no country
  std::vector<std::string> notes;         // old codes that were read as today's, and the like
};

// `codes`: CEPII's country codes; "" = the file country_codes*.csv beside the first file, or in its archive.
// Throws Error with the file and the row for a cell that is no number, a value below zero, or a missing
// column.
BaciFlows read_baci(const std::vector<std::string>& files, const std::string& codes);

// Today's code of a country that BACI or another list calls otherwise: S19 (Other Asia) is TWN, ROM is ROU.
// The code itself, in capitals, where it has no other.
std::string todays_code(std::string code);

}  // namespace sogdia
