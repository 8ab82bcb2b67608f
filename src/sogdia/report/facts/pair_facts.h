#pragma once
#include <cmath>
#include <string>

#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

// A loss as a fraction: the smallest, the middle and the largest over the trade elasticities.
struct Loss {
  double low = std::nan(""), mid = std::nan(""), high = std::nan("");
};

// One direction of the dependence table: how far one country relies on the other. Fractions; NaN = not known.
struct OneWay {
  double export_share = std::nan(""), import_share = std::nan("");
  double exports_over_gdp = std::nan(""), imports_over_gdp = std::nan("");
  double cut_low = std::nan(""), cut_mid = std::nan(""), cut_high = std::nan("");
  double ge_low = std::nan(""), ge_mid = std::nan(""), ge_high = std::nan("");
  double ratio_low = std::nan(""), ratio_mid = std::nan(""),
         ratio_high = std::nan("");  // its loss over the other's
  double over_gdp() const { return exports_over_gdp + imports_over_gdp; }
  // Of a cut between the two: in equilibrium where it was solved, else from the shares.
  Loss loss() const {
    return std::isfinite(ge_mid) ? Loss{ge_low, ge_mid, ge_high} : Loss{cut_low, cut_mid, cut_high};
  }
};

struct PairFacts {
  std::string a_name, b_name;  // with article: "the United States"
  int year = 0, earlier = 0;   // latest and first year of the table; earlier = 0: only one
  bool known = false;
  OneWay a_on_b, b_on_a, a_on_b_then, b_on_a_then;
};

PairFacts pair_facts(const Result& result, const std::string& a, const std::string& b);

}  // namespace sogdia::report
