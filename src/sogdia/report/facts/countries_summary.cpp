#include "sogdia/report/facts/countries_summary.h"

#include <algorithm>
#include <set>

#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

std::vector<IncomeChange> country_changes(const Result& result) {
  const Rows rows = result_rows(result, "countries");
  std::set<std::string> mended;
  const Rows economy = world_rows(result, "economy");
  for (std::size_t row = 0; row < economy.size(); ++row) {
    if (economy.number(row, "mended") == 1 && economy.number(row, "year") == result.study.base.year)
      mended.insert(economy.text(row, "iso3"));
  }
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
    const double spent = rows.number(row, "goods_expenditure_usd");
    change.spending = spent;
    change.usd_low = change.low * spent, change.usd_high = change.high * spent;
    change.mended = mended.contains(change.code);
    const std::string signatory = rows.text(row, "bri_signatory");
    change.signatory = signatory == "1" || signatory == "yes" || signatory == "true" || signatory == "signed";
    change.gain = change.mid >= kNoChange;
    change.lose = change.mid <= -kNoChange;
    if (std::isfinite(change.mid)) out.push_back(std::move(change));
  }
  return out;
}

// Economies below it are no row of a ranking, USD.
static constexpr double kLeastGdp = 1e10;

std::vector<IncomeChange> ranked_by_dollars(std::vector<IncomeChange> countries) {
  std::erase_if(countries, [](const auto& c) {
    return c.mended || !(c.gdp >= kLeastGdp) || !std::isfinite(c.usd) || !(c.gain || c.lose);
  });
  std::stable_sort(countries.begin(), countries.end(),
                   [](const auto& a, const auto& b) { return std::fabs(a.usd) > std::fabs(b.usd); });
  return countries;
}

std::string income_text(const IncomeChange& change) {
  return signed_money(change.usd) + " (" + signed_percent(change.mid) + ")";
}

IncomeChange pooled(const std::vector<IncomeChange>& countries, const std::string& name) {
  IncomeChange sum;
  sum.name = name;
  sum.mid = sum.low = sum.high = sum.usd = sum.usd_low = sum.usd_high = 0;
  sum.countries = 0;
  for (const IncomeChange& country : countries) {
    sum.countries += 1;
    sum.gain += country.gain;
    sum.lose += country.lose;
    if (!(country.gdp > 0)) continue;
    sum.gdp += country.gdp;
    if (std::isfinite(country.usd))
      sum.usd += country.usd, sum.usd_low += country.usd_low, sum.usd_high += country.usd_high;
    sum.mid += country.gdp * country.mid;
    sum.low += country.gdp * country.low;
    sum.high += country.gdp * country.high;
  }
  sum.mid /= sum.gdp, sum.low /= sum.gdp, sum.high /= sum.gdp;
  return sum;
}

IncomeChange pooled_by_spending(const std::vector<IncomeChange>& countries, const std::string& name) {
  IncomeChange sum = pooled(countries, name);
  sum.spending = sum.usd = sum.usd_low = sum.usd_high = 0;
  for (const IncomeChange& country : countries) {
    if (!(country.spending > 0) || !std::isfinite(country.usd)) continue;
    sum.spending += country.spending;
    sum.usd += country.usd, sum.usd_low += country.usd_low, sum.usd_high += country.usd_high;
  }
  sum.mid = sum.usd / sum.spending, sum.low = sum.usd_low / sum.spending,
  sum.high = sum.usd_high / sum.spending;
  return sum;
}

}  // namespace sogdia::report
