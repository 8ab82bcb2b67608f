#include "sogdia/gravity/bias/gravity_shape.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/errors/degrees.h"

namespace sogdia {
namespace {

using ColumnNames = std::vector<std::string>;

ColumnNames common(const ColumnNames& a, const ColumnNames& b) {
  ColumnNames both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

ColumnNames without(const ColumnNames& a, const ColumnNames& b) {
  ColumnNames left;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(left));
  return left;
}

[[noreturn]] void refuse_shape(const Model& model, const std::string& purpose, const std::string& why) {
  throw Error(purpose + " needs exporter and importer effects: " + why, "model `" + model.text + "`",
              "write `| exporter^year + importer^year`, with `+ exporter^importer` or without, or `| "
              "exporter + importer`");
}

}  // namespace

bool names_time(const std::string& column) {
  const std::string lower = lower_case(column);
  if (lower == "t" || lower == "yr") return true;
  for (const char* unit : {"year", "time", "date", "period", "quarter", "month", "week", "day"})
    if (lower.ends_with(unit)) return true;
  return false;
}

GravityShape gravity_shape(const Model& model, const std::string& purpose) {
  std::vector<ColumnNames> sets;
  for (const EffectTerm& effect : model.effects) {
    if (!effect.intercept || !effect.slopes.empty())
      refuse_shape(model, purpose, "`" + effect.text + "` has varying slopes");
    sets.push_back(column_set(effect.factor.columns));
  }
  if (sets.size() != 2 && sets.size() != 3)
    refuse_shape(model, purpose,
                 "the model has " + std::to_string(sets.size()) + " effects, not two or three");

  GravityShape shape;
  std::size_t a = 0, b = 1;
  if (sets.size() == 3) {
    shape.network.columns = common(common(sets[0], sets[1]), sets[2]);
    for (ColumnNames& set : sets) set = without(set, shape.network.columns);
    // Whichever two share the time dimension; the third is the pair.
    std::size_t pair = 2;
    int found = 0;
    for (std::size_t e = 0; e < 3; ++e) {
      const ColumnNames shared = common(sets[(e + 1) % 3], sets[(e + 2) % 3]);
      if (std::any_of(shared.begin(), shared.end(), names_time)) {
        pair = e;
        ++found;
      }
    }
    if (found != 1) pair = 2;
    a = std::min((pair + 1) % 3, (pair + 2) % 3);
    b = std::max((pair + 1) % 3, (pair + 2) % 3);
    shape.pair_effect = pair;
  }
  shape.exporter_effect = a;
  shape.importer_effect = b;
  shape.time.columns = common(sets[a], sets[b]);
  shape.exporter.columns = without(sets[a], shape.time.columns);
  shape.importer.columns = without(sets[b], shape.time.columns);
  if (shape.exporter.columns.empty() || shape.importer.columns.empty())
    refuse_shape(model, purpose,
                 "`" + model.effects[a].text + "` and `" + model.effects[b].text + "` are not of two sides");
  if (shape.pair_effect) {
    ColumnNames sides;
    std::set_union(shape.exporter.columns.begin(), shape.exporter.columns.end(),
                   shape.importer.columns.begin(), shape.importer.columns.end(), std::back_inserter(sides));
    if (shape.time.columns.empty() || sets[*shape.pair_effect] != sides)
      refuse_shape(model, purpose,
                   "`" + model.effects[*shape.pair_effect].text + "` is not the pair of `" +
                       shape.exporter.name() + "` and `" + shape.importer.name() + "`");
  }
  return shape;
}

}  // namespace sogdia
