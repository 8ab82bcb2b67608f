#pragma once
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/study/answers/dependence/route_exposure.h"
#include "sogdia/study/world/trade_cell.h"

namespace sogdia {

// `a` on `b`, for a ranking: the loss is the closed form of the medium run, in log points (cutoff.h).
struct Reliance {
  std::string a, b;
  double loss = 0, loss_before = 0;  // in `year` and in `since`
  double import_share = 0, import_share_before = 0;
  TradeCell cell;  // b to a, in `year`
};

struct PassageReliance {
  std::string country;
  RouteExposure exposure;
};

struct RankAsked {
  int year = 0, since = 0;  // 0 = the latest and the earliest of the trade table
  double least_gdp = 10e9;  // USD, of `year`: smaller economies are left out
  bool passages = true;     // takes most of the time
  int zones = 480;          // places, as in a study
  int threads = 0;
};

// Who depends most on whom, who gained most reliance since the earlier year, and who is most exposed to each
// passage; each from the most. Left out are economies below `least_gdp`, those whose expenditure the pack has
// mended (the column `mended` of economy.csv: their shares at home are guesses), and flows that nobody
// reports.
struct Ranked {
  int year = 0, since = 0;
  std::vector<Reliance> most, gained;
  std::vector<PassageReliance> passages;  // passage by passage, in the pack's order
};
Ranked rank_reliance(const World& world, const RankAsked& asked, const Monitor& monitor = {});

}  // namespace sogdia
