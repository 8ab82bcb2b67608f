#include <cmath>

#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

Table model_table(const Outcome& outcome) {
  std::vector<std::string> key, estimate, term, file;
  std::vector<double> value, std_error, low, high;
  const auto add = [&](const ModelFigure& figure) {
    key.push_back(figure.key);
    value.push_back(figure.value);
    std_error.push_back(figure.std_error);
    low.push_back(figure.low);
    high.push_back(figure.high);
    estimate.push_back(figure.estimate);
    term.push_back(figure.term);
    file.push_back(figure.file);
  };
  const Study::Model& model = outcome.study.model;
  const double none = std::nan("");
  std::vector<ModelFigure> figures{
      {"theta", model.theta_mid, none, model.theta_low, model.theta_high, "", "", ""},
      {"value_of_time", outcome.base->travel.shipper.value_of_time, none, none, none, "", "", ""},
      {"pass_through", model.pass_through, none, none, none, "", "", ""}};
  for (ModelFigure& figure : figures) {
    for (const ModelFigure& estimated : model.estimated) {
      if (estimated.key == figure.key) figure = estimated;
    }
    // What the study itself says of the band goes before the estimate's interval.
    if (figure.key == "theta") {
      figure.low = model.theta_low;
      figure.high = model.theta_high;
    }
    add(figure);
  }
  Table table;
  table.name = "model";
  table.add("key", key).add("value", value).add("std_error", std_error).add("low", low).add("high", high);
  return table.add("estimate", estimate).add("term", term).add("file", file);
}

}  // namespace sogdia
