#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/combinations.h"
#include "sogdia/gravity/estimate.h"
#include "sogdia/gravity/reset.h"
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

// Adds `reset`, `lincom`, `wald` and `margins` to the JSON of the fit, those that were asked for.
void add_after(nlohmann::ordered_json& json, const After& after);

}  // namespace sogdia::tool
