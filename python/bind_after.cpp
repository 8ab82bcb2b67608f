#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bindings.h"
#include "interruptible.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/after/combinations.h"
#include "sogdia/gravity/after/effects.h"
#include "sogdia/gravity/after/margins.h"
#include "sogdia/gravity/after/predict.h"
#include "sogdia/gravity/after/reset.h"
#include "sogdia/gravity/after/resistances.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

// A numpy array that owns the numbers.
template <class T>
nb::object numpy_of(std::vector<T> values) {
  auto* owned = new std::vector<T>(std::move(values));
  const nb::capsule owner(owned, [](void* held) noexcept { delete static_cast<std::vector<T>*>(held); });
  return nb::cast(nb::ndarray<nb::numpy, T, nb::ndim<1>>(owned->data(), {owned->size()}, owner));
}

// Name to numpy array or list of texts.
nb::dict columns_of(Table table) {
  nb::dict out;
  for (Column& column : table.columns) {
    const nb::str name(column.name.c_str());
    if (auto* numbers = std::get_if<std::vector<double>>(&column.data)) {
      out[name] = numpy_of(std::move(*numbers));
    } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data)) {
      out[name] = numpy_of(std::move(*integers));
    } else {
      out[name] = nb::cast(std::get<std::vector<std::string>>(column.data));
    }
  }
  return out;
}

nb::tuple fixed_effects(const Fit& fit, const Frame& frame, int threads) {
  RecoveredEffects found;
  run_interruptible([&](const Monitor& monitor) { found = recover_effects(fit, frame, threads, monitor); });
  return nb::make_tuple(columns_of(effects_table(found)), found.constant, found.converged);
}

nb::tuple resistances(const Fit& fit, const Frame& frame, double sigma, const std::string& reference,
                      const std::string& output, const std::string& expenditure, int threads) {
  ResistanceOptions options;
  options.sigma = sigma;
  options.reference = reference;
  options.output = output;
  options.expenditure = expenditure;
  Resistances found;
  run_interruptible([&](const Monitor& monitor) {
    found = multilateral_resistances(fit, frame, options, threads, monitor);
  });
  return nb::make_tuple(columns_of(resistances_table(found)), found.converged);
}

nb::tuple predict_rows(const Fit& fit, const Frame& frame, const Frame& rows, const std::string& offset,
                       bool corrected, int threads) {
  Prediction found;
  run_interruptible([&](const Monitor& monitor) {
    found = predict(fit, frame, rows, offset, corrected, threads, monitor);
  });
  return nb::make_tuple(numpy_of(std::move(found.eta)), numpy_of(std::move(found.mean)), found.unknown);
}

nb::dict reset(const Fit& fit, const Frame& frame, const EstimateOptions& options) {
  Reset found;
  run_interruptible([&](const Monitor& monitor) { found = reset_test(fit, frame, options, monitor); });
  nb::dict out;
  out["statistic"] = found.statistic;
  out["p"] = found.p;
  out["normal"] = found.normal;
  out["df"] = found.df_t;
  out["converged"] = found.converged;
  out["added"] = found.added;
  return out;
}

nb::dict combination_dict(const Combination& found) {
  nb::dict out;
  out["text"] = found.text;
  out["estimate"] = found.estimate;
  out["std_error"] = found.std_error;
  out["statistic"] = found.statistic;
  out["p"] = found.p;
  out["low"] = found.low;
  out["high"] = found.high;
  return out;
}

nb::dict lincom_dict(const Fit& fit, const std::string& expression, double level) {
  return combination_dict(lincom(fit, expression, level));
}

nb::dict margins_dict(const Fit& fit, const Frame& frame, const std::string& request, double level) {
  Combination found;
  run_interruptible([&](const Monitor& monitor) { found = margins(fit, frame, request, level, monitor); });
  return combination_dict(found);
}

nb::dict wald_dict(const Fit& fit, const std::string& restrictions) {
  const WaldTest found = wald(fit, restrictions);
  nb::dict out;
  out["restrictions"] = found.restrictions;
  out["statistic"] = found.statistic;
  out["df"] = found.df;
  out["p"] = found.p;
  out["normal"] = found.normal;
  out["df_residual"] = found.df_t;
  return out;
}

}  // namespace

void bind_after(nb::module_& module) {
  module.def("fixed_effects", fixed_effects, nb::arg("fit"), nb::arg("frame"), nb::arg("threads"));
  module.def("resistances", resistances, nb::arg("fit"), nb::arg("frame"), nb::arg("sigma"),
             nb::arg("reference"), nb::arg("output"), nb::arg("expenditure"), nb::arg("threads"));
  module.def("predict", predict_rows, nb::arg("fit"), nb::arg("frame"), nb::arg("rows"), nb::arg("offset"),
             nb::arg("corrected"), nb::arg("threads"));
  module.def("lincom", lincom_dict, nb::arg("fit"), nb::arg("expression"), nb::arg("level"));
  module.def("wald", wald_dict, nb::arg("fit"), nb::arg("restrictions"));
  module.def("margins", margins_dict, nb::arg("fit"), nb::arg("frame"), nb::arg("request"), nb::arg("level"));
  module.def("reset", reset, nb::arg("fit"), nb::arg("frame"), nb::arg("options"));
}

}  // namespace sogdia::python
