#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "sogdia/core/table.h"

namespace sogdia::claims {

// Exchange rates as averages of a year, from exchange_rates.csv (currency, year, per_usd). Used within 3 %
// only.
class Rates {
 public:
  explicit Rates(const Table* table);
  // US dollars per unit of the currency; 1 for dollars and where no currency is printed; nothing where not
  // known.
  std::optional<double> usd_per_unit(const std::string& currency, int year) const;

 private:
  std::map<std::pair<std::string, int>, double> per_usd_;
};

// The currency that a country's (or group's) own statistics count in: "EUR" of Germany; "USD" where dollars
// are usual.
std::string statistics_currency(const std::string& code);
// What people of a country would name a sum in: "CNY" of China; "USD" where not known.
std::string money_of(const std::string& code);

}  // namespace sogdia::claims
