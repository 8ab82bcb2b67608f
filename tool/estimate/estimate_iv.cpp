#include "estimate/estimate_iv.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "estimate/estimate_after.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

// null where the model has no such test.
Json json_of(const IvTest& test) {
  if (!std::isfinite(test.statistic)) return nullptr;
  Json out = {{"statistic", test.statistic},
              {"distribution", test.df2 > 0 ? "F" : "chi2"},
              {"df", test.df1},
              {"p", test.p}};
  if (test.df2 > 0) out["df_residual"] = test.df2;
  return out;
}

}  // namespace

Json coefficients_json(const std::vector<Coefficient>& coefficients) {
  Json list = Json::array();
  for (const auto& c : coefficients) list.push_back(row_json("term", c.term, c));
  return list;
}

void add_iv(Json& json, const Fit& fit) {
  if (!fit.iv) return;
  const IvReport& report = *fit.iv;
  Json stages = Json::array();
  for (const auto& stage : report.first_stages)
    stages.push_back({{"endogenous", stage.endogenous},
                      {"coefficients", coefficients_json(stage.coefficients)},
                      {"f", json_of(stage.f)},
                      {"conditional_f", stage.conditional_f},
                      {"partial_r2", stage.partial_r2}});
  Json out = {{"instruments", report.instruments},
              {"first_stages", std::move(stages)},
              {"underidentification", json_of(report.underidentification)},
              {"kleibergen_paap_f", report.kleibergen_paap_f},
              {"cragg_donald_f", report.cragg_donald_f},
              {"effective_f", report.effective_f},
              {"effective_f_critical", report.effective_f_critical},
              {"overidentification", json_of(report.overidentification)},
              {"endogeneity", json_of(report.endogeneity)},
              {"anderson_rubin", json_of(report.anderson_rubin)},
              {"anderson_rubin_set", nullptr},
              {"warning", report.warning}};
  if (out["overidentification"].is_object())
    out["overidentification"]["name"] = report.overidentification_name;
  if (report.has_anderson_rubin_set) {
    // An end that is infinite is null.
    Json set = Json::array();
    for (const auto& interval : report.anderson_rubin_set) set.push_back({interval.low, interval.high});
    out["anderson_rubin_set"] = std::move(set);
  }
  json["iv"] = std::move(out);
}

}  // namespace sogdia::tool
