#include "sogdia/claims/evidence/rates.h"

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

std::string money_of(const std::string& code) {
  static const std::map<std::string, std::string, std::less<>> kMoney{
      {"CHN", "CNY"}, {"RUS", "RUB"}, {"JPN", "JPY"}, {"KOR", "KRW"}, {"IND", "INR"}, {"GBR", "GBP"},
      {"KAZ", "KZT"}, {"TUR", "TRY"}, {"CHE", "CHF"}, {"MYS", "MYR"}, {"THA", "THB"}, {"SGP", "SGD"},
      {"MEX", "MXN"}, {"ZAF", "ZAR"}, {"TWN", "TWD"}, {"EU", "EUR"},  {"AUT", "EUR"}, {"BEL", "EUR"},
      {"CYP", "EUR"}, {"DEU", "EUR"}, {"ESP", "EUR"}, {"EST", "EUR"}, {"FIN", "EUR"}, {"FRA", "EUR"},
      {"GRC", "EUR"}, {"HRV", "EUR"}, {"IRL", "EUR"}, {"ITA", "EUR"}, {"LTU", "EUR"}, {"LUX", "EUR"},
      {"LVA", "EUR"}, {"MLT", "EUR"}, {"NLD", "EUR"}, {"PRT", "EUR"}, {"SVK", "EUR"}, {"SVN", "EUR"}};
  const auto found = kMoney.find(code);
  return found == kMoney.end() ? "USD" : found->second;
}

std::string statistics_currency(const std::string& code) {
  const std::string money = money_of(code);
  return money == "EUR" || money == "JPY" || money == "GBP" || money == "CHF" ? money : "USD";
}

}  // namespace sogdia::claims
