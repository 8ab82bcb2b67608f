#pragma once
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/study/answers/network_asked.h"

namespace sogdia {

struct SkimAsked {
  NetworkAsked network;
  int zones = 480;  // places that stand for their countries; every country keeps one
  std::string sector = "general";
  bool places = false;  // from place to place by mode family, not from country to country
  int threads = 0;
};

// Time and money between all countries: exporter, importer, hours, usd_per_tonne, km, ad_valorem_cost, NaN
// where there is no way; or between all places: from, to, family, hours, usd_per_tonne, km, ad_valorem_cost,
// share, for the pairs and families that have one. With ways closed or opened, costs are told on the base's
// reference, as a study tells them.
Table skim_table(const World& world, const SkimAsked& asked, std::vector<std::string>& notes,
                 const Monitor& monitor = {});

}  // namespace sogdia
