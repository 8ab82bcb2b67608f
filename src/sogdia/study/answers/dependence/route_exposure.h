#pragma once
#include <string>
#include <vector>

#include "sogdia/access/passage_use.h"
#include "sogdia/core/table.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/party.h"

namespace sogdia {

// How much of a party's trade goes through a passage, by value. The fractions are of the trade with partners
// to whom the network has a way; every place pair carries its part of its country pair's trade
// (passage_use.h).
struct RouteExposure {
  std::string passage, name;                             // "suez", "Suez Canal"
  double usd = 0;                                        // exports and imports through it
  double export_share = 0, import_share = 0, share = 0;  // of exports, of imports, of both
  double lose_mode = 0;    // share of both that goes through it and has no other way of its mode
  double no_way = 0;       // share of both that goes through it and has no other way at all
  double detour_days = 0;  // of what goes through it and has another way, on average; NaN where nothing does
};

// Of a's trade with b's members, or with all others where `b` is empty. From the passage with the largest
// share; those that nothing goes through are left out.
std::vector<RouteExposure> route_exposure(const World& world, const std::vector<PassageUse>& uses,
                                          const Economy& economy, const std::vector<std::string>& a,
                                          const std::vector<std::string>& b = {});

// Places for such a question: up to 12 of each country of `a` and `b` (fewer of each where they are many),
// and with `b` empty the largest place of every other country.
Zones exposure_zones(const World& world, const Network& network, const Index& countries,
                     const std::vector<std::string>& a, const std::vector<std::string>& b);

// The whole of it on the pack's network with its open projects: some seconds for a party against the world.
std::vector<RouteExposure> route_exposure(const World& world, const Economy& economy,
                                          const std::vector<std::string>& a,
                                          const std::vector<std::string>& b, int threads = 0,
                                          const Monitor& monitor = {});

// a, b ("" = all others), passage, name, usd, export_share, import_share, share, lose_mode, no_way,
// detour_days.
struct ExposureRow {
  std::string a, b;
  RouteExposure exposure;
};
Table exposure_table(const std::vector<ExposureRow>& rows);

}  // namespace sogdia
