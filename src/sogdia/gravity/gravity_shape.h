#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "sogdia/gravity/formula.h"

namespace sogdia {

// Which of a gravity model's effects is which, from the columns that make them:
//   two-way     exporter^year + importer^year    or, without time,  exporter + importer
//   three-way   exporter^year + importer^year + exporter^importer
// in any order and under any names. Of three effects, each pair shares one dimension and nothing tells which
// is time: it is the one whose column is called year, time, date, period, quarter, month, week or day (`yr`,
// `t`; or ends so, as trade_year), or else what the first two effects written share.
struct GravityShape {
  std::size_t exporter_effect = 0, importer_effect = 0;  // among Model::effects
  std::optional<std::size_t> pair_effect;
  Factor exporter, importer;
  Factor time;  // no columns where effects do not vary over time
};

// Throws Error, with `purpose` in its message ("bias correction"), where the effects are of another shape,
// have varying slopes or no dummies of their own.
GravityShape gravity_shape(const Model& model, const std::string& purpose);

}  // namespace sogdia
