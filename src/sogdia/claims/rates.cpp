#include "sogdia/claims/rates.h"

namespace sogdia::claims {

Rates::Rates(const Table* table) {
  if (!table || table->rows() == 0) return;
  const auto& currency = table->text("currency");
  const auto year = table->integers("year");
  const auto rate = table->numbers("per_usd");
  for (std::size_t row = 0; row < table->rows(); ++row)
    if (rate[row] > 0) per_usd_[{currency[row], static_cast<int>(year[row])}] = rate[row];
}

std::optional<double> Rates::usd_per_unit(const std::string& currency, int year) const {
  if (currency == "USD" || currency.empty()) return 1.0;
  const auto found = per_usd_.find({currency, year});
  if (found == per_usd_.end()) return std::nullopt;
  return 1.0 / found->second;
}

}  // namespace sogdia::claims
