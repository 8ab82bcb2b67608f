#include "sogdia/gravity/models/residual_columns.h"

#include <limits>
#include <string_view>
#include <utility>

namespace sogdia {
namespace {

constexpr std::string_view kPrefix = "residual(";

}  // namespace

std::string residual_name(const std::string& endogenous) { return std::string(kPrefix) + endogenous + ")"; }

bool is_residual_name(const std::string& term) { return term.compare(0, kPrefix.size(), kPrefix) == 0; }

Error missing_residuals(const std::string& name, const std::string& source) {
  return Error(
      "the rows have no column `" + name + "`", source,
      "the model has the first stage's residuals among its regressors: give them in that column, "
      "those of the estimation (--fitted writes them) to hold what is not observed, 0 for the average");
}

std::vector<std::string> residual_terms(const Fit& fit) {
  std::vector<std::string> names;
  if (!fit.iv || fit.family != Family::ppml) return names;
  for (const auto& c : fit.coefficients)
    if (is_residual_name(c.term)) names.push_back(c.term);
  return names;
}

const Frame& with_residuals(const Frame& frame, const Fit& fit, WidenedFrame& held) {
  if (!fit.iv || fit.family != Family::ppml) return frame;
  held.frame = frame;
  held.columns.reserve(fit.iv->first_stages.size());
  for (const auto& stage : fit.iv->first_stages) {
    auto& values = held.columns.emplace_back(frame.rows, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < stage.residual.size(); ++i) values[fit.sample.row[i]] = stage.residual[i];
    FrameColumn added;
    added.name = residual_name(stage.endogenous);
    added.chunks = {{values.data(), nullptr, 0, values.size()}};
    // The data's own column of the name, a user's for other rows, does not stand here.
    std::erase_if(held.frame.columns, [&](const FrameColumn& own) { return own.name == added.name; });
    held.frame.columns.push_back(std::move(added));
  }
  return held.frame;
}

}  // namespace sogdia
