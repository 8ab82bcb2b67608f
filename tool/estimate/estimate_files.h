#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/gravity/after/predict.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia::tool {

// The columns that formulas, errors, weights and offset name, each once, in the order of their appearance.
std::vector<std::string> columns_used(const std::vector<Model>& models, const VcovSpec& vcov,
                                      const std::string& weights, const std::string& offset);

// Those that a prediction needs: all but the outcomes', the errors' and the weights.
std::vector<std::string> columns_to_predict(const std::vector<Model>& models, const std::string& offset);

// The residuals of first stages that are among the regressors, each once (gravity/models/residual_columns.h).
std::vector<std::string> residual_columns(const std::vector<Fit>& fits);

// The separated rows of every model: `model` where there are several, `row` in the file, then `columns` as
// they are in the data.
Table separated_table(const Frame& frame, const std::vector<Fit>& fits,
                      const std::vector<std::string>& columns);

// `row`, y, fitted, residual, linear_predictor of every observation, in the order of the file; then the
// residuals of the first stages.
Table fitted_table(const Frame& frame, const std::vector<Fit>& fits);

// `row` of `rows` and its `linear_predictor` and `predicted`; empty where a level was not estimated.
Table predicted_table(const Frame& rows, const std::vector<Prediction>& predictions);

// One below the other, with a column `model` in front where there are several. They have the same columns.
Table stacked(const std::vector<Table>& tables);

}  // namespace sogdia::tool
