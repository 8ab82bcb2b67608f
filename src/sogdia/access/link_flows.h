#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/skim.h"

namespace sogdia {

// What goes along each link, by mode family and link, both directions together, in the unit of the demand.
struct LinkFlows {
  ByFamily<std::vector<double>> by_family;

  double of(std::size_t link) const {
    double sum = 0;
    for (const auto& flow : by_family) sum += flow[link];
    return sum;
  }
};

// Loads demand between the zones of a skim onto the links: the goods of a pair are spread over the mode
// families by the skim's logit shares, and within each go by the one least-cost way that the skim found (all
// or nothing). It is the skim run backwards: the join hands each pair's goods to a start, a cell of the haul
// and an end; then one sweep with its reverse over each hierarchy; then one unpacking. The same bits for any
// number of threads.
//
// `skim` must hold its chains (SkimNeeds) and be of this metric. `demand`: zones x zones; what stays within a
// zone, and what has no way, goes along no link.
// `of` tonnes: for a demand in USD, the tonnes that it weighs by class of goods and family (Skim::tonnes).
enum class FlowOf : std::uint8_t { demand, tonnes };
LinkFlows link_flows(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
                     const Skim& skim, const OdMatrix& demand, int threads = 0, FlowOf of = FlowOf::demand);

// What ships and pipelines alone carry along each link: the sum over their families, without the legs to and
// from ports.
std::vector<double> ship_flows(const Network& network, const AccessTopology& topology,
                               const AccessMetric& metric, const Skim& skim, const OdMatrix& demand,
                               int threads = 0, FlowOf of = FlowOf::demand);

}  // namespace sogdia
