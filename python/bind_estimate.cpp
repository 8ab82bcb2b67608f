#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "bindings.h"
#include "interruptible.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/errors/student.h"
#include "sogdia/gravity/models/estimate.h"
#include "sogdia/gravity/sample/split.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

// Names in the order in which the formula uses them, each once.
struct Columns {
  std::vector<std::string> names;

  void add(const std::string& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  void add(const Expression& expression) {
    if (expression.kind == Expression::Kind::column) add(expression.name);
    for (const Expression& argument : expression.arguments) add(argument);
  }
  void add(const Factor& factor) {
    for (const std::string& column : factor.columns) add(column);
  }
  void add(const std::vector<Term>& terms) {
    for (const Term& term : terms) {
      for (const Expression& number : term.numbers) add(number);
      for (const Term::Dummies& dummies : term.dummies) {
        add(dummies.column);
        add(dummies.by);
      }
    }
  }
  void add_right_side(const Model& model) {
    add(model.terms);
    for (const Expression& offset : model.offsets) add(offset);
    for (const EffectTerm& effect : model.effects) {
      add(effect.factor);
      for (const Expression& slope : effect.slopes) add(slope);
    }
  }
};

std::vector<std::string> needed_columns(const std::string& formula, const std::string& vcov,
                                        const std::string& weights, const std::string& offset) {
  Columns columns;
  for (const Model& model : parse_formula(formula)) {
    columns.add(model.outcome);
    columns.add_right_side(model);
    columns.add(model.instruments);
  }
  for (const Factor& factor : parse_vcov(vcov).columns) columns.add(factor);
  columns.add(weights);
  columns.add(offset);
  return columns.names;
}

SmallSample small_sample_of(const std::string& text) {
  if (text == "ppmlhdfe") return SmallSample::ppmlhdfe;
  if (text == "fixest") return SmallSample::fixest;
  if (text == "none") return SmallSample::none;
  throw Error("unknown small-sample convention `" + text + "`", "ssc", "`ppmlhdfe`, `fixest` or `none`");
}

EstimateOptions options_of(const std::string& family, const std::string& vcov, const std::string& ssc,
                           const std::string& weights, const std::string& offset, bool bias_correct,
                           double level, double tolerance, int max_iterations, int threads, bool keep_sample,
                           bool separation) {
  EstimateOptions options;
  options.family = family == "ols" ? Family::ols : Family::ppml;
  options.vcov = parse_vcov(vcov);
  options.small_sample = small_sample_of(ssc);
  options.weights = weights;
  options.offset = offset;
  options.bias_correct = bias_correct;
  options.level = level;
  options.tolerance = tolerance;
  options.max_iterations = max_iterations;
  options.threads = threads;
  options.keep_sample = keep_sample;
  options.separation = separation;
  return options;
}

std::vector<Fit> estimate_frame(const Frame& frame, const std::string& formula,
                                const EstimateOptions& options) {
  std::vector<Fit> fits;
  run_interruptible([&](const Monitor& monitor) { fits = estimate(frame, formula, options, monitor); });
  return fits;
}

std::vector<SamplePart> parts_of(const Frame& frame, const std::string& column, bool with_all, int threads) {
  std::vector<SamplePart> parts;
  run_interruptible([&](const Monitor&) { parts = sample_parts(frame, column, with_all, threads); });
  return parts;
}

std::vector<Fit> estimate_part(const SamplePart& part, const std::string& formula,
                               const EstimateOptions& options) {
  try {
    return estimate_frame(part.frame, formula, options);
  } catch (const Error& error) {
    throw in_part(error, part);
  }
}

// A read-only numpy view of a vector that `owner` (a Python object) holds.
template <class T>
nb::object view(const std::vector<T>& values, nb::handle owner) {
  return nb::cast(nb::ndarray<nb::numpy, const T, nb::ndim<1>>(values.data(), {values.size()}, owner),
                  nb::rv_policy::reference);
}

template <class Get>
auto viewed(Get get) {
  return [get](nb::handle self) { return view(get(nb::cast<const Fit&>(self)), self); };
}

// One number of every coefficient.
template <double Coefficient::*field>
std::vector<double> numbers(const Fit& fit) {
  std::vector<double> out;
  for (const Coefficient& coefficient : fit.coefficients) out.push_back(coefficient.*field);
  return out;
}

std::vector<std::string> terms(const Fit& fit) {
  std::vector<std::string> out;
  for (const Coefficient& coefficient : fit.coefficients) out.push_back(coefficient.term);
  return out;
}

}  // namespace

void bind_estimate(nb::module_& module) {
  nb::class_<Fit>(module, "Fit")
      .def_ro("formula", &Fit::formula)
      .def_prop_ro("family", [](const Fit& fit) { return fit.family == Family::ppml ? "ppml" : "ols"; })
      .def_prop_ro("outcome", [](const Fit& fit) { return fit.model.outcome_text; })
      .def_prop_ro("effects",
                   [](const Fit& fit) {
                     std::vector<std::string> names;
                     for (const EffectTerm& effect : fit.model.effects) names.push_back(effect.text);
                     return names;
                   })
      .def_prop_ro("right_side_columns",
                   [](const Fit& fit) {
                     Columns columns;
                     columns.add_right_side(fit.model);
                     return columns.names;
                   })
      .def_ro("vcov_name", &Fit::vcov_name)
      .def_prop_ro("terms", terms)
      .def_prop_ro("estimates", numbers<&Coefficient::estimate>)
      .def_prop_ro("std_errors", numbers<&Coefficient::std_error>)
      .def_prop_ro("statistics", numbers<&Coefficient::statistic>)
      .def_prop_ro("p_values", numbers<&Coefficient::p>)
      .def_prop_ro("low", numbers<&Coefficient::low>)
      .def_prop_ro("high", numbers<&Coefficient::high>)
      .def_prop_ro("vcov", viewed([](const Fit& fit) -> auto& { return fit.vcov; }))
      .def_ro("normal", &Fit::normal)
      .def_ro("df_t", &Fit::df_t)
      .def_ro("observations", &Fit::observations)
      .def_prop_ro("separated", viewed([](const Fit& fit) -> auto& { return fit.separated; }))
      .def_prop_ro("singletons", viewed([](const Fit& fit) -> auto& { return fit.singletons; }))
      .def_prop_ro("missing_by",
                   [](const Fit& fit) {
                     std::vector<std::tuple<std::string, std::size_t, std::string>> sources;
                     for (const auto& source : fit.missing_by)
                       sources.emplace_back(source.name, source.rows, source.why);
                     return sources;
                   })
      .def_prop_ro("missing", viewed([](const Fit& fit) -> auto& { return fit.missing; }))
      .def_ro("dropped", &Fit::dropped)
      .def_ro("separating", &Fit::separating)
      .def_ro("converged", &Fit::converged)
      .def_ro("reason", &Fit::reason)
      .def_ro("iterations", &Fit::iterations)
      .def_ro("seconds", &Fit::seconds)
      .def_ro("deviance", &Fit::deviance)
      .def_ro("log_likelihood", &Fit::log_likelihood)
      .def_ro("null_log_likelihood", &Fit::null_log_likelihood)
      .def_ro("pseudo_r2", &Fit::pseudo_r2)
      .def_ro("r2", &Fit::r2)
      .def_ro("r2_adjusted", &Fit::r2_adjusted)
      .def_ro("r2_within", &Fit::r2_within)
      .def_ro("rmse", &Fit::rmse)
      .def_ro("aic", &Fit::aic)
      .def_ro("bic", &Fit::bic)
      .def_ro("effect_levels", &Fit::effect_levels)
      .def_ro("degrees_absorbed", &Fit::degrees_absorbed)
      .def_ro("bias", &Fit::bias)
      .def_prop_ro("row", viewed([](const Fit& fit) -> auto& { return fit.sample.row; }))
      .def_prop_ro("y", viewed([](const Fit& fit) -> auto& { return fit.sample.y; }))
      .def_prop_ro("mu", viewed([](const Fit& fit) -> auto& { return fit.mu; }))
      .def_prop_ro("eta", viewed([](const Fit& fit) -> auto& { return fit.eta; }));

  module.def("two_sided_quantile", two_sided_quantile, nb::arg("level"), nb::arg("normal"), nb::arg("df"));
  module.def("needed_columns", needed_columns, nb::arg("formula"), nb::arg("vcov"), nb::arg("weights"),
             nb::arg("offset"));
  nb::class_<EstimateOptions>(module, "Options")
      .def_ro("offset", &EstimateOptions::offset)
      .def_ro("threads", &EstimateOptions::threads);
  module.def("options", options_of, nb::kw_only(), nb::arg("family"), nb::arg("vcov"), nb::arg("ssc"),
             nb::arg("weights"), nb::arg("offset"), nb::arg("bias_correct"), nb::arg("level"),
             nb::arg("tolerance"), nb::arg("max_iterations"), nb::arg("threads"), nb::arg("keep_sample"),
             nb::arg("separation"));
  nb::class_<SamplePart>(module, "SamplePart")
      .def_ro("name", &SamplePart::name)
      .def_ro("frame", &SamplePart::frame)
      .def_prop_ro("row", [](nb::handle self) { return view(nb::cast<const SamplePart&>(self).row, self); });
  module.def("sample_parts", parts_of, nb::arg("frame"), nb::arg("column"), nb::arg("with_all"),
             nb::arg("threads"));
  module.def("rows_in_no_part", rows_in_no_part, nb::arg("frame"), nb::arg("parts"));
  module.def("estimate", estimate_part, nb::arg("part"), nb::arg("formula"), nb::arg("options"));
}

}  // namespace sogdia::python
