#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/gravity/estimate.h"

namespace sogdia::tool {

// The columns that formulas, errors, weights and offset name, each once, in the order of their appearance.
std::vector<std::string> columns_used(const std::vector<Model>& models, const VcovSpec& vcov,
                                      const std::string& weights, const std::string& offset);

// The separated rows of every model: `model` where there are several, `row` in the file, then `columns` as
// they are in the data.
Table separated_table(const Frame& frame, const std::vector<Fit>& fits,
                      const std::vector<std::string>& columns);

// `row`, y, fitted, residual, linear_predictor of every observation, in the order of the file.
Table fitted_table(const Frame& frame, const std::vector<Fit>& fits);

}  // namespace sogdia::tool
