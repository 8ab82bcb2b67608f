#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// One flow of trade.csv, with who stands behind it and how far off it may be. The interval covers the truth
// in four cases of five: usd / factor to usd * factor (docs/explanation/trade-table.md).
struct TradeCell {
  std::string exporter, importer;
  int year = 0;
  double usd = 0;
  double factor = 0;                          // NaN where the table has no interval
  std::string reported_by;                    // both | exporter | importer | mirror | embargo | none
  double exporter_usd = 0, importer_usd = 0;  // what either side's own figure comes to; NaN where it has none
  std::size_t row = 0;                        // of the table, where its source and status stand

  double low() const { return usd / factor; }
  double high() const { return usd * factor; }
};
// Throws Error with file and row for a value that is missing or below zero.
std::vector<TradeCell> read_trade(const Table& table);

// A row of economy.csv: a country's size in one year.
struct CountrySize {
  std::string iso3;
  int year = 0;
  double internal_trade_usd = 0;
  bool mended = false;  // set by a rule of last resort
};
// Throws Error with file and row for internal trade that is not above zero.
std::vector<CountrySize> read_sizes(const Table& table);

// A row of commodities.csv: a code of goods, its name and the word by which the goods are asked for.
struct Commodity {
  std::string code, name, goods;
};
std::vector<Commodity> read_commodities(const Table& table);

// A row of seen.csv: how trade from a country or bloc to another went between two years, as its customs print
// it, in a currency. NaN where not known.
struct Seen {
  std::string exporter, importer;
  int from_year = 0, to_year = 0;
  double value_from = 0, value_to = 0;
  std::string currency;
  double change = 0;  // value_to / value_from - 1
  std::string note, source;
};
std::vector<Seen> read_seen(const Table& table);

}  // namespace sogdia
