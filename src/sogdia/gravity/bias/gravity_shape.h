#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "sogdia/gravity/formula/formula.h"

namespace sogdia {

// Which of a gravity model's effects is which, from the columns that make them:
//   two-way     exporter^year + importer^year    or, without time,  exporter + importer
//   three-way   exporter^year + importer^year + exporter^importer
// in any order and under any names; with sectors, each of three effects has the sector's columns beside
// (exporter^sector^year + ...). Of three effects, each pair shares one dimension and nothing tells which is
// time: it is the one whose column is called year, time, date, period, quarter, month, week or day (`yr`,
// `t`; or ends so, as trade_year), or else what the first two effects written share.
struct GravityShape {
  std::size_t exporter_effect = 0, importer_effect = 0;  // among Model::effects
  std::optional<std::size_t> pair_effect;
  Factor exporter, importer;
  Factor time;     // no columns where effects do not vary over time
  Factor network;  // what all three effects have in common, such as a sector; otherwise no columns
};

// Whether a column's name says time.
bool names_time(const std::string& column);

// Throws Error, with `purpose` in its message ("bias correction"), where the effects are of another shape,
// have varying slopes or no dummies of their own.
GravityShape gravity_shape(const Model& model, const std::string& purpose);

}  // namespace sogdia
