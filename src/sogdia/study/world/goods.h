#pragma once
#include <memory>
#include <string>
#include <vector>

#include "sogdia/access/goods_choice.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// Names of the classes of goods in parameters.toml, in alphabetical order; empty where the pack has none.
std::vector<std::string> goods_classes(const World& world);

// The year nearest to this one that raw_materials.csv has; 0 where it has none.
int raw_materials_year(const World& world, int year);

// Choice of a family by class of goods, for the trade of a year (a year without raw materials takes the
// nearest that has them): raw materials as they were traded, the rest of a pair's trade by
//
//   share_ij,c  ~  exports_i,c  imports_j,c / world_c
//
// where what a country sells and buys abroad besides raw materials is goods_shares.csv's. Raw materials that
// are worth more than the pair's trade are all of it. nullptr where the pack does not tell goods apart.
// `value_of_time`: that of general goods, with which those of the classes move; NaN = the pack's.
std::shared_ptr<const GoodsChoice> goods_choice(const World& world, const Economy& economy,
                                                double value_of_time);

}  // namespace sogdia
