#pragma once
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

// What goes through a passage, by its fullest link.
struct PassageFlow {
  double usd = 0, tonnes = 0, dues = 0;  // dues: USD
};

// By passage of the network, from what goes along each link: usd(link) and tonnes(link).
template <class Usd, class Tonnes>
std::vector<PassageFlow> through_passages(const Network& network, const LinkCosts& costs, const Usd& usd,
                                          const Tonnes& tonnes) {
  std::vector<PassageFlow> flows(network.passages.size());
  for (std::size_t link = 0; link < network.link_count(); ++link) {
    if (network.passage[link] < 0) continue;
    PassageFlow& flow = flows[static_cast<std::size_t>(network.passage[link])];
    const double heavy = tonnes(link);
    if (heavy > flow.tonnes) flow = {usd(link), heavy, heavy * costs.stop_usd[link]};
  }
  return flows;
}

// By passage: the country whose waters it lies in, a position in network.countries; -1 = none.
std::vector<std::int32_t> passage_owners(const Network& network);

SideEffects side_effects(const Baseline& base, const Edited& edited, const Ways& after, int threads);

}  // namespace sogdia
