#include "sogdia/dependence/look_through.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <cmath>
#include <map>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/dependence/partners.h"

namespace sogdia {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::string name_of(const InputOutput& table, std::size_t row) {
  return fmt::format("country `{}`, sector `{}`", table.countries[table.country[row]], table.sector[row]);
}

std::vector<double> outputs(const InputOutput& table) {
  const std::size_t n = table.country.size(), m = table.countries.size();
  std::vector<double> x(n);
  for (std::size_t r = 0; r < n; ++r) {
    std::vector<double> terms(table.z.begin() + static_cast<std::ptrdiff_t>(r * n),
                              table.z.begin() + static_cast<std::ptrdiff_t>((r + 1) * n));
    for (const double value : terms)
      if (!(value >= 0) || !std::isfinite(value))
        throw Error(fmt::format("a delivery is {}, expected zero or more", value), name_of(table, r), "");
    terms.insert(terms.end(), table.final_demand.begin() + static_cast<std::ptrdiff_t>(r * m),
                 table.final_demand.begin() + static_cast<std::ptrdiff_t>((r + 1) * m));
    x[r] = ordered_sum(terms);
    if (!std::isfinite(x[r])) throw Error("a final demand is missing", name_of(table, r), "");
    if (x[r] < 0)
      throw Error(fmt::format("output is {}: more is taken from stocks than is made", x[r]),
                  name_of(table, r), "");
  }
  return x;
}

// Gross deliveries between countries.
OdMatrix gross_of(const InputOutput& table) {
  const std::size_t n = table.country.size(), m = table.countries.size();
  OdMatrix gross(table.countries, table.countries, "USD");
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t s = 0; s < n; ++s)
      if (table.country[r] != table.country[s])
        gross(table.country[r], table.country[s]) += table.z[r * n + s];
    for (std::size_t j = 0; j < m; ++j)
      if (table.country[r] != j) gross(table.country[r], j) += table.final_demand[r * m + j];
  }
  return gross;
}

double share(const std::vector<double>& flows, std::size_t own, std::size_t other) {
  const double total = concentration(flows, own).total;
  return total > 0 ? flows[other] / total : 0.0;
}

}  // namespace

LookThrough look_through(const InputOutput& table) {
  const std::size_t n = table.country.size(), m = table.countries.size();
  const auto rows = static_cast<Eigen::Index>(n), columns = static_cast<Eigen::Index>(m);
  const std::vector<double> x = outputs(table);
  Matrix leontief = Matrix::Identity(rows, rows);
  Eigen::VectorXd value_added = Eigen::VectorXd::Ones(rows);
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t s = 0; s < n; ++s) {
      if (!(x[s] > 0)) continue;
      const double a = table.z[r * n + s] / x[s];
      leontief(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(s)) -= a;
      value_added(static_cast<Eigen::Index>(s)) -= a;
    }
  }
  const Eigen::Map<const Matrix> demand(table.final_demand.data(), rows, columns);
  const Eigen::PartialPivLU<Matrix> factored(leontief);
  const Matrix made = factored.solve(demand);
  // The outputs that support all final demand are the table's own, unless I - A is singular.
  constexpr double kOff = 1e-6;
  for (std::size_t r = 0; r < n; ++r) {
    const double sum = made.row(static_cast<Eigen::Index>(r)).sum();
    if (!(std::fabs(sum - x[r]) <= kOff * std::max(1.0, x[r])))
      throw Error("its output cannot be traced to final demand", name_of(table, r),
                  "some sectors' inputs are worth as much as what they make");
  }
  LookThrough out;
  out.value_added = OdMatrix(table.countries, table.countries, "USD");
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t j = 0; j < m; ++j)
      out.value_added(table.country[r], j) +=
          value_added(static_cast<Eigen::Index>(r)) *
          made(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(j));
  out.gross = gross_of(table);
  return out;
}

InputOutput read_input_output(const Table& table) {
  const auto &exporter = table.text("exporter"), &sector = table.text("sector");
  const auto &importer = table.text("importer"), &use = table.text("use");
  const auto value = table.numbers("value");
  const auto is_final = [](const std::string& word) { return word.rfind("final", 0) == 0; };
  std::map<std::pair<std::string, std::string>, std::size_t> row_of;
  std::set<std::string> names(exporter.begin(), exporter.end());
  names.insert(importer.begin(), importer.end());
  for (std::size_t k = 0; k < value.size(); ++k) {
    for (const auto* cell : {&exporter[k], &sector[k], &importer[k], &use[k]})
      if (cell->empty()) throw Error("a cell is empty", table.place(k), "exporter, sector, importer and use");
    if (!std::isfinite(value[k])) throw Error("`value` is missing or not a number", table.place(k), "");
    row_of[{exporter[k], sector[k]}] = 0;
    if (!is_final(use[k])) row_of[{importer[k], use[k]}] = 0;
  }
  if (row_of.empty()) throw Error("the input-output table has no rows", table.source, "");
  InputOutput out;
  out.countries = Index(std::vector<std::string>(names.begin(), names.end()));
  for (auto& [key, row] : row_of) {
    row = out.country.size();
    out.country.push_back(out.countries.at(key.first, "country"));
    out.sector.push_back(key.second);
  }
  const std::size_t n = out.country.size(), m = out.countries.size();
  out.z.assign(n * n, 0.0);
  out.final_demand.assign(n * m, 0.0);
  for (std::size_t k = 0; k < value.size(); ++k) {
    const std::size_t row = row_of[{exporter[k], sector[k]}];
    if (is_final(use[k]))
      out.final_demand[row * m + out.countries.at(importer[k], "country")] += value[k];
    else
      out.z[row * n + row_of[{importer[k], use[k]}]] += value[k];
  }
  return out;
}

double import_share(const OdMatrix& flows, std::size_t a, std::size_t b) {
  return share(imports_of(flows, a), a, b);
}

double export_share(const OdMatrix& flows, std::size_t a, std::size_t b) {
  return share(exports_of(flows, a), a, b);
}

}  // namespace sogdia
