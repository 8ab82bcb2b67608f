#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <utility>
#include <vector>

#include "bindings.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/tables/regression_table.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

// A copy without what is as long as the data: a table needs none of it. It is set aside while the rest is
// copied; vectors that move keep their place, so that numpy views of them stay good.
Fit figures_of(Fit& fit) {
  Sample sample = std::exchange(fit.sample, {});
  std::vector<double> mu = std::exchange(fit.mu, {}), eta = std::exchange(fit.eta, {});
  Fit copy = fit;
  fit.sample = std::move(sample);
  fit.mu = std::move(mu);
  fit.eta = std::move(eta);
  return copy;
}

BelowEstimate below_of(const std::string& text) {
  if (text == "std_error") return BelowEstimate::std_error;
  if (text == "statistic") return BelowEstimate::statistic;
  if (text == "interval") return BelowEstimate::interval;
  if (text == "p") return BelowEstimate::p;
  if (text == "nothing") return BelowEstimate::nothing;
  throw Error("unknown `" + text + "` to stand below an estimate", "below",
              "`std_error`, `statistic`, `interval`, `p` or `nothing`");
}

std::string table(const nb::list& fits, const std::string& format, std::vector<std::string> keep,
                  std::vector<std::string> drop, const std::string& below, int digits,
                  std::vector<double> stars, std::vector<std::pair<std::string, std::string>> labels,
                  std::vector<std::string> model_names, std::string title,
                  std::vector<std::string> statistics, std::size_t width, std::vector<std::string> order,
                  std::vector<std::string> notes) {
  RegressionTableOptions options;
  options.keep = std::move(keep);
  options.drop = std::move(drop);
  options.below = below_of(below);
  options.digits = digits;
  options.stars = std::move(stars);
  options.labels = std::move(labels);
  options.model_names = std::move(model_names);
  options.title = std::move(title);
  options.statistics = std::move(statistics);
  options.width = width;
  options.order = std::move(order);
  options.notes = std::move(notes);
  std::vector<Fit> models;
  for (const nb::handle fit : fits) models.push_back(figures_of(nb::cast<Fit&>(fit)));
  return regression_table(models, parse_table_format(format), options);
}

}  // namespace

void bind_table(nb::module_& module) {
  module.def("regression_table", table, nb::arg("fits"), nb::arg("format"), nb::arg("keep"), nb::arg("drop"),
             nb::arg("below"), nb::arg("digits"), nb::arg("stars"), nb::arg("labels"), nb::arg("model_names"),
             nb::arg("title"), nb::arg("statistics"), nb::arg("width"), nb::arg("order"), nb::arg("notes"));
  module.def("summary_text", [](const Fit& fit) { return summary_text(fit); });
}

}  // namespace sogdia::python
