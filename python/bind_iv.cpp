#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <utility>
#include <vector>

#include "bindings.h"
#include "sogdia/gravity/models/estimate.h"
#include "sogdia/gravity/models/residual_columns.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

nb::dict dict_of(const IvTest& test) {
  nb::dict out;
  out["statistic"] = test.statistic;
  out["df"] = test.df1;
  out["df_residual"] = test.df2;
  out["p"] = test.p;
  return out;
}

nb::dict dict_of(const std::vector<Coefficient>& coefficients) {
  std::vector<std::string> terms;
  std::vector<double> numbers[6];
  for (const auto& c : coefficients) {
    terms.push_back(c.term);
    const double of[] = {c.estimate, c.std_error, c.statistic, c.p, c.low, c.high};
    for (std::size_t k = 0; k < 6; ++k) numbers[k].push_back(of[k]);
  }
  nb::dict out;
  out["term"] = terms;
  const char* const names[] = {"estimate", "std_error", "statistic", "p", "low", "high"};
  for (std::size_t k = 0; k < 6; ++k) out[names[k]] = numbers[k];
  return out;
}

nb::object iv_of(const Fit& fit) {
  if (!fit.iv) return nb::none();
  const IvReport& report = *fit.iv;
  nb::list stages;
  for (const auto& stage : report.first_stages) {
    nb::dict one;
    one["endogenous"] = stage.endogenous;
    one["coefficients"] = dict_of(stage.coefficients);
    one["f"] = dict_of(stage.f);
    one["conditional_f"] = stage.conditional_f;
    one["partial_r2"] = stage.partial_r2;
    one["residual"] = stage.residual;
    stages.append(one);
  }
  std::vector<std::pair<double, double>> set;
  for (const auto& interval : report.anderson_rubin_set) set.emplace_back(interval.low, interval.high);
  nb::dict out;
  out["first_stages"] = stages;
  out["instruments"] = report.instruments;
  out["underidentification"] = dict_of(report.underidentification);
  out["kleibergen_paap_f"] = report.kleibergen_paap_f;
  out["cragg_donald_f"] = report.cragg_donald_f;
  out["effective_f"] = report.effective_f;
  out["effective_f_critical"] = report.effective_f_critical;
  out["overidentification_name"] = report.overidentification_name;
  out["overidentification"] = dict_of(report.overidentification);
  out["endogeneity"] = dict_of(report.endogeneity);
  out["anderson_rubin"] = dict_of(report.anderson_rubin);
  out["anderson_rubin_set"] = report.has_anderson_rubin_set ? nb::cast(set) : nb::none();
  out["warning"] = report.warning;
  return out;
}

}  // namespace

void bind_iv(nb::module_& module) {
  module.def("iv", iv_of, nb::arg("fit"));
  module.def("residual_columns", residual_terms, nb::arg("fit"));
}

}  // namespace sogdia::python
