#pragma once
#include <cmath>
#include <string>

#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

// One direction of the dependence table: how far one country relies on the other. Fractions; NaN = not known.
struct OneWay {
  double export_share = std::nan(""), import_share = std::nan("");
  double exports_over_gdp = std::nan(""), imports_over_gdp = std::nan("");
  double cut_low = std::nan(""), cut_mid = std::nan(""), cut_high = std::nan("");
  double ge_low = std::nan(""), ge_mid = std::nan(""), ge_high = std::nan("");
  double over_gdp() const { return exports_over_gdp + imports_over_gdp; }
};

struct PairFacts {
  std::string a_name, b_name;  // with article: "the United States"
  int year = 0, earlier = 0;   // latest and first year of the table; earlier = 0: only one
  bool known = false;
  OneWay a_on_b, b_on_a, a_on_b_then, b_on_a_then;
  // Real income lost if the two are cut apart: in equilibrium, else in closed form.
  bool solved() const { return std::isfinite(a_on_b.ge_mid) && std::isfinite(b_on_a.ge_mid); }
  double loss_a() const { return solved() ? a_on_b.ge_mid : a_on_b.cut_mid; }
  double loss_b() const { return solved() ? b_on_a.ge_mid : b_on_a.cut_mid; }
};

PairFacts pair_facts(const Result& result, const std::string& a, const std::string& b);

}  // namespace sogdia::report
