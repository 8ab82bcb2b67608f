#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/study/pipeline/base.h"

namespace sogdia {

// Trade between countries as trade between the places that stand for them: by the weights of the two, over
// the pairs of places that have a way.
OdMatrix between_places(const OdMatrix& trade, const Zones& zones, const Skim& skim);

// What a link is, costs and carries on the base of the pack: the trade of the latest year, its open projects.
struct LinkUse {
  std::string link, mode, from, to, passage, crossing, project;
  bool open = true;
  double km = 0, hours = 0, usd_per_tonne = 0;
  double usd = 0, tonnes = 0;
  ByFamily<double> by_family{};  // USD, by ModeFamily
  struct Pair {
    std::string exporter, importer;
    double usd = 0;
  };
  std::vector<Pair> pairs;  // largest first
};
// Nothing where the pack's network has no link of this id ("link:" may stand before it).
std::optional<LinkUse> link_use(const std::shared_ptr<const World>& world, const std::string& id,
                                int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
