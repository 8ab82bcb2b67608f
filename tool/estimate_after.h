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

// A sample of the data: all of it, or the rows with one value of the column of --split.
struct SamplePart {
  std::string name;  // region = Europe; "" = all
  Frame frame;
};

// One part for each value of the column, in the order of the values; `with_all` puts all rows before them. An
// empty column name gives all rows alone. Throws Error for a column of very many values.
std::vector<SamplePart> sample_parts(const Frame& frame, const std::string& column, bool with_all,
                                     int threads);

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
