#include "sogdia/report/facts/countries_summary.h"

#include <algorithm>

#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

std::vector<IncomeChange> country_changes(const Result& result) {
  const Rows rows = result_rows(result, "countries");
  std::vector<IncomeChange> out;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    IncomeChange change;
    change.code = rows.text(row, "iso3");
    change.name = rows.text(row, "name").empty() ? change.code : rows.text(row, "name");
    change.region = rows.text(row, "region");
    change.gdp = rows.number(row, "gdp_usd");
    change.mid = rows.number(row, "welfare_hat_mid") - 1;
    const double a = rows.number(row, "welfare_hat_low") - 1, b = rows.number(row, "welfare_hat_high") - 1;
    change.low = std::fmin(change.mid, std::fmin(a, b));
    change.high = std::fmax(change.mid, std::fmax(a, b));
    change.exports = rows.number(row, "exports_hat") - 1;
    change.imports = rows.number(row, "imports_hat") - 1;
    change.usd = rows.number(row, "real_income_usd_mid");
    const std::string signatory = rows.text(row, "bri_signatory");
    change.signatory = signatory == "1" || signatory == "yes" || signatory == "true" || signatory == "signed";
    change.gain = change.mid >= kNoChange;
    change.lose = change.mid <= -kNoChange;
    if (std::isfinite(change.mid)) out.push_back(std::move(change));
  }
  return out;
}

IncomeChange pooled(const std::vector<IncomeChange>& countries, const std::string& name) {
  IncomeChange sum;
  sum.name = name;
  sum.mid = sum.low = sum.high = sum.usd = 0;
  sum.countries = 0;
  for (const IncomeChange& country : countries) {
    sum.countries += 1;
    sum.gain += country.gain;
    sum.lose += country.lose;
    if (!(country.gdp > 0)) continue;
    sum.gdp += country.gdp;
    if (std::isfinite(country.usd)) sum.usd += country.usd;
    sum.mid += country.gdp * country.mid;
    sum.low += country.gdp * country.low;
    sum.high += country.gdp * country.high;
  }
  sum.mid /= sum.gdp, sum.low /= sum.gdp, sum.high /= sum.gdp;
  return sum;
}

}  // namespace sogdia::report
