#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/gravity/bias/gravity_shape.h"
#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Who trades with whom, and when: what the effects of a gravity model stand for, of each observation.
//
// Where the effects are written as products (exporter^year), their columns tell. Where they are ids of one's
// own (exp_time + imp_time + pair_id), the ids do: levels of two effects that observations join share what
// both effects have in common, so that the connected components are
//   of exp_time and pair_id    exporters
//   of imp_time and pair_id    importers
//   of exp_time and imp_time   periods (of each sector, where the effects have sectors)
//   of all three               sectors
// and the model is a gravity model where exporter and period make exp_time, importer and period imp_time, and
// exporter and importer pair_id, level for level. Two ids, exp_time + imp_time, tell no pair beyond a period:
// with several periods it is the groups of the errors that tell it.
//
// A country that no observation joins over time counts once for each of its parts: this changes nothing but
// N/(N - 1).
struct GravitySides {
  Groups exporter, importer;  // apart in each network
  Groups period;              // one group where the effects do not vary over time
  Groups pair;                // in the order of exporter and importer
  Groups network;             // sectors; one group where the effects have none
  bool pair_effect = false;
  std::string one_row;  // what an observation is: "exporter, importer and year"
  std::string read;     // from ids: "ids of 65 x 65 sides in 5 periods"; columns: empty
};

// What the sides need of the sample. `shape` where the columns tell, otherwise ids.
struct SidesPlan {
  std::optional<GravityShape> shape;
  std::size_t pair = 2;          // of three ids, the effect of the pairs
  std::vector<Factor> clusters;  // that the sample must have
};

// Throws Error where the effects are none of a gravity model, and where other errors than by pair are asked
// for. Of three ids, the pair is the one whose name says so (pair_id, dyad), or that alone has no name of
// time (exp_time + imp_time + id), or else the last.
SidesPlan plan_sides(const Model& model, const VcovSpec& vcov);

// Throws Error where the ids, or the groups of the errors, are those of no gravity model; names two rows.
GravitySides gravity_sides(const Sample& sample, const Model& model, const SidesPlan& plan);

}  // namespace sogdia
