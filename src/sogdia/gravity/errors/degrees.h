#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Connected components of the graph whose nodes are the levels of two effects and whose edges are the
// observations: each but the first costs the second effect a level (Abowd, Creecy & Kramarz 2002).
std::uint64_t connected_components(const Effect& a, const Effect& b);

// The component of each level of both, numbered in the order of a's levels.
struct Components {
  std::vector<std::uint32_t> of_a, of_b;
  std::uint32_t count = 0;
};
Components components_of(const Effect& a, const Effect& b);

// Whether all observations of a level are in one group.
bool is_nested(const std::vector<std::uint32_t>& level, std::uint32_t levels,
               const std::vector<std::uint32_t>& group);

// Degrees of freedom that the effects absorb.
struct AbsorbedDegrees {
  std::uint64_t all = 0;  // levels less the redundant ones
  std::uint64_t outside =
      0;  // the same, with the effects that are nested in a cluster counted as the convention does
  bool any_nested = false;   // some effect is nested in a cluster
  std::uint64_t levels = 0;  // sum of levels, slopes' among them
};

// Columns of the sample's clusters, in their order; none where errors are not clustered. SmallSample::fixest
// takes one level from every effect but the first; the others one for each connected component (reghdfe:
// `pairwise`). A varying slope counts one per level, but for levels in which it does not vary (fixest counts
// all).
AbsorbedDegrees count_absorbed(const Sample& sample, const std::vector<Factor>& clusters,
                               SmallSample convention, int threads = 0);

// The same columns in any order make the same groups.
std::vector<std::string> column_set(const std::vector<std::string>& columns);
bool includes(const std::vector<std::string>& set, const std::vector<std::string>& part);

}  // namespace sogdia
