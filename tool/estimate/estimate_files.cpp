#include "estimate/estimate_files.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <type_traits>
#include <utility>
#include <variant>

#include "sogdia/gravity/models/residual_columns.h"

namespace sogdia::tool {
namespace {

void collect(const Expression& expression, std::vector<std::string>& names) {
  if (expression.kind == Expression::Kind::column) names.push_back(expression.name);
  for (const auto& argument : expression.arguments) collect(argument, names);
}

void collect(const std::vector<Term>& terms, std::vector<std::string>& names) {
  for (const auto& term : terms) {
    for (const auto& number : term.numbers) collect(number, names);
    for (const auto& dummies : term.dummies) {
      names.push_back(dummies.column);
      names.push_back(dummies.by);
    }
  }
}

void collect(const Model& model, std::vector<std::string>& names) {
  collect(model.terms, names);
  for (const auto& offset : model.offsets) collect(offset, names);
  for (const auto& effect : model.effects) {
    names.insert(names.end(), effect.factor.columns.begin(), effect.factor.columns.end());
    for (const auto& slope : effect.slopes) collect(slope, names);
  }
}

std::vector<std::string> once(std::vector<std::string> all) {
  std::vector<std::string> names;
  for (auto& name : all)
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  return names;
}

std::int64_t file_row(const Frame& frame, std::uint32_t row) {
  return frame.source_rows.empty() ? frame.first_row + row : frame.source_rows[row];
}

// A column of the frame on some rows, of the type that it had: texts, whole numbers or numbers.
void add_column(Table& table, const Frame& frame, const std::string& name,
                const std::vector<std::uint32_t>& rows) {
  const FrameColumn& column = frame.column(name);
  if (column.type == NumberType::code) {
    std::vector<std::string> texts;
    for (const auto row : rows) texts.push_back(cell_text(column, row));
    table.add(name, std::move(texts));
    return;
  }
  const std::vector<double> all = numbers_of(frame, name);
  std::vector<double> numbers;
  for (const auto row : rows) numbers.push_back(all[row]);
  const bool whole = std::all_of(numbers.begin(), numbers.end(),
                                 [](double v) { return v == std::floor(v) && std::abs(v) < 9e15; });
  if (whole)
    table.add(name, std::vector<std::int64_t>(numbers.begin(), numbers.end()));
  else
    table.add(name, std::move(numbers));
}

}  // namespace

std::vector<std::string> columns_used(const std::vector<Model>& models, const VcovSpec& vcov,
                                      const std::string& weights, const std::string& offset) {
  std::vector<std::string> all;
  for (const auto& model : models) {
    collect(model.outcome, all);
    collect(model, all);
    collect(model.instruments, all);
  }
  for (const auto& factor : vcov.columns) all.insert(all.end(), factor.columns.begin(), factor.columns.end());
  all.push_back(weights);
  all.push_back(offset);
  return once(std::move(all));
}

std::vector<std::string> columns_to_predict(const std::vector<Model>& models, const std::string& offset) {
  std::vector<std::string> all;
  for (const auto& model : models) collect(model, all);
  all.push_back(offset);
  return once(std::move(all));
}

std::vector<std::string> residual_columns(const std::vector<Fit>& fits) {
  std::vector<std::string> all;
  for (const auto& fit : fits)
    for (auto& name : residual_terms(fit)) all.push_back(std::move(name));
  return once(std::move(all));
}

Table separated_table(const Frame& frame, const std::vector<Fit>& fits,
                      const std::vector<std::string>& columns) {
  std::vector<std::int64_t> model, place;
  std::vector<std::uint32_t> rows;
  for (std::size_t k = 0; k < fits.size(); ++k) {
    for (const auto row : fits[k].separated) {
      model.push_back(static_cast<std::int64_t>(k + 1));
      place.push_back(file_row(frame, row));
      rows.push_back(row);
    }
  }
  Table table;
  table.name = "separated";
  if (fits.size() > 1) table.add("model", std::move(model));
  table.add("row", std::move(place));
  for (const auto& name : columns) {
    // The data's own column `row` would stand there twice.
    if (table.find(name) == nullptr) add_column(table, frame, name, rows);
  }
  return table;
}

Table fitted_table(const Frame& frame, const std::vector<Fit>& fits) {
  std::vector<std::int64_t> model, place;
  std::vector<double> y, fitted, residual, eta;
  std::vector<std::pair<std::string, std::vector<double>>> first_stages;
  for (const Fit& fit : fits)
    for (const auto& stage : fit.iv ? fit.iv->first_stages : std::vector<FirstStage>{})
      if (std::none_of(first_stages.begin(), first_stages.end(),
                       [&](const auto& have) { return have.first == residual_name(stage.endogenous); }))
        first_stages.push_back({residual_name(stage.endogenous), {}});
  for (std::size_t k = 0; k < fits.size(); ++k) {
    const Fit& fit = fits[k];
    std::vector<std::size_t> order(fit.sample.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return fit.sample.row[a] < fit.sample.row[b]; });
    for (const std::size_t i : order) {
      model.push_back(static_cast<std::int64_t>(k + 1));
      place.push_back(file_row(frame, fit.sample.row[i]));
      y.push_back(fit.sample.y[i]);
      fitted.push_back(fit.mu[i]);
      residual.push_back(fit.sample.y[i] - fit.mu[i]);
      eta.push_back(fit.eta[i]);
      for (auto& [name, values] : first_stages) {
        values.push_back(std::nan(""));
        for (const auto& stage : fit.iv ? fit.iv->first_stages : std::vector<FirstStage>{})
          if (residual_name(stage.endogenous) == name) values.back() = stage.residual[i];
      }
    }
  }
  Table table;
  table.name = "fitted";
  if (fits.size() > 1) table.add("model", std::move(model));
  table.add("row", std::move(place)).add("y", std::move(y)).add("fitted", std::move(fitted));
  table.add("residual", std::move(residual)).add("linear_predictor", std::move(eta));
  for (auto& [name, values] : first_stages) table.add(name, std::move(values));
  return table;
}

Table predicted_table(const Frame& rows, const std::vector<Prediction>& predictions) {
  std::vector<Table> tables;
  for (const auto& prediction : predictions) {
    std::vector<std::int64_t> place;
    for (std::uint32_t row = 0; row < rows.rows; ++row) place.push_back(file_row(rows, row));
    Table table;
    table.name = "predicted";
    table.add("row", std::move(place))
        .add("linear_predictor", prediction.eta)
        .add("predicted", prediction.mean);
    tables.push_back(std::move(table));
  }
  return stacked(tables);
}

Table stacked(const std::vector<Table>& tables) {
  if (tables.size() == 1) return tables.front();
  Table out;
  out.name = tables.front().name;
  std::vector<std::int64_t> model;
  for (std::size_t k = 0; k < tables.size(); ++k)
    model.insert(model.end(), tables[k].rows(), static_cast<std::int64_t>(k + 1));
  out.add("model", std::move(model));
  for (std::size_t c = 0; c < tables.front().columns.size(); ++c) {
    Column column = tables.front().columns[c];
    std::visit(
        [&](auto& data) {
          using Data = std::decay_t<decltype(data)>;
          for (std::size_t k = 1; k < tables.size(); ++k) {
            const auto& more = std::get<Data>(tables[k].columns[c].data);
            data.insert(data.end(), more.begin(), more.end());
          }
        },
        column.data);
    out.columns.push_back(std::move(column));
  }
  return out;
}

}  // namespace sogdia::tool
