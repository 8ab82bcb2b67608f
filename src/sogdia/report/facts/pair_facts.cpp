#include "sogdia/report/facts/pair_facts.h"

#include <algorithm>

#include "sogdia/report/charts/format.h"

namespace sogdia::report {

namespace {

OneWay one_way(const Rows& table, const std::string& a, const std::string& b, int year) {
  const Rows rows = table.where([&](std::size_t row) {
    return table.text(row, "a") == a && table.text(row, "b") == b &&
           (year == 0 || table.number(row, "year") == year);
  });
  OneWay out;
  if (rows.empty()) return out;
  out.export_share = rows.number(0, "export_share"), out.import_share = rows.number(0, "import_share");
  out.exports_over_gdp = rows.number(0, "exports_over_gdp"),
  out.imports_over_gdp = rows.number(0, "imports_over_gdp");
  const auto band = [&](const char* low, const char* mid, const char* high, double& l, double& m, double& h) {
    // Ordered by size: the low elasticity gives the large loss.
    const double x = rows.number(0, low), y = rows.number(0, mid), z = rows.number(0, high);
    l = std::fmin(x, std::fmin(y, z)), m = y, h = std::fmax(x, std::fmax(y, z));
  };
  band("cutoff_low", "cutoff_mid", "cutoff_high", out.cut_low, out.cut_mid, out.cut_high);
  out.ratio_low = rows.number(0, "loss_ratio_low"), out.ratio_mid = rows.number(0, "loss_ratio_mid");
  out.ratio_high = rows.number(0, "loss_ratio_high");
  band("ge_low", "ge_mid", "ge_high", out.ge_low, out.ge_mid, out.ge_high);
  return out;
}

}  // namespace

PairFacts pair_facts(const Result& result, const std::string& a, const std::string& b) {
  PairFacts facts;
  facts.a_name = with_article(country_name(result, a));
  facts.b_name = with_article(country_name(result, b));
  const Rows table = result_rows(result, "dependence");
  const Rows rows = table.where([&](std::size_t row) {
    const std::string x = table.text(row, "a"), y = table.text(row, "b");
    return (x == a && y == b) || (x == b && y == a);
  });
  facts.known = !rows.empty();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double year = rows.number(row, "year");
    if (!std::isfinite(year)) continue;
    const int whole = static_cast<int>(year);
    facts.year = std::max(facts.year, whole);
    facts.earlier = facts.earlier == 0 ? whole : std::min(facts.earlier, whole);
  }
  if (facts.earlier == facts.year) facts.earlier = 0;
  facts.a_on_b = one_way(rows, a, b, facts.year), facts.b_on_a = one_way(rows, b, a, facts.year);
  if (facts.earlier > 0) {
    facts.a_on_b_then = one_way(rows, a, b, facts.earlier);
    facts.b_on_a_then = one_way(rows, b, a, facts.earlier);
  }
  return facts;
}

}  // namespace sogdia::report
