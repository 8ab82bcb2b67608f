#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/after/combinations.h"
#include "sogdia/gravity/after/reset.h"
#include "sogdia/gravity/models/estimate.h"
#include "verb.h"

namespace sogdia::tool {

// What is asked of a fit beside its coefficients.
struct After {
  std::optional<Reset> reset;
  std::vector<Combination> lincoms, margins;
  std::vector<WaldTest> walds;
};
After after_of(const Fit& fit, const Frame& frame, const EstimateArgs& args, const EstimateOptions& options,
               const Monitor& monitor);

std::string after_text(const After& after, const Fit& fit);

// A Coefficient or a Combination, its name under `name_key`. NaN becomes null when it is written.
template <class Row>
nlohmann::ordered_json row_json(const char* name_key, const std::string& name, const Row& row) {
  return {{name_key, name},
          {"estimate", row.estimate},
          {"std_error", row.std_error},
          {"statistic", row.statistic},
          {"p", row.p},
          {"low", row.low},
          {"high", row.high}};
}

// Adds `reset`, `lincom`, `wald` and `margins` to the JSON of the fit, those that were asked for.
void add_after(nlohmann::ordered_json& json, const After& after);

}  // namespace sogdia::tool
