#pragma once
#include <vector>

#include "sogdia/access/hierarchy/metric.h"

namespace sogdia {

// The least weight from one vertex to another, by the two ways up the elimination tree: no queue, and no
// vertex but their ancestors. One query's memory is reused from call to call.
template <class W>
class Query {
 public:
  Query(const Topology& topology, const Metric<W>& metric);

  // kNoWay where there is none.
  W weight(std::uint32_t from, std::uint32_t to);
  // What rides along the way that was found last.
  Carried carried() const;
  // The arcs of the way that was found last, in order of travel.
  std::vector<std::uint32_t> way(const ArcWeights<W>& arcs) const;

 private:
  // The edges of the way that was found last, in order of travel.
  struct Step {
    std::uint32_t edge;
    bool upward;
  };
  std::vector<Step> steps() const;

  const Topology& topology_;
  const Metric<W>& metric_;
  std::vector<W> up_, down_;                         // by rank, kNoWay but while a query runs
  std::vector<std::uint32_t> up_by_, down_by_;       // edge by which a vertex was reached
  std::uint32_t from_ = 0, to_ = 0, meets_ = kNone;  // ranks
};

}  // namespace sogdia
