#include "sogdia/equilibrium/from_tables.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

struct Pairs {
  std::vector<std::string> exporter, importer;
  std::vector<double> value;
};

void require_name(const Table& table, std::string_view column, const std::string& name, std::size_t row) {
  if (name.empty())
    throw Error(fmt::format("`{}` is empty, expected a country", column), table.place(row),
                "fill in the cell or delete the row");
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  if (is_blank(name.front()) || is_blank(name.back()))
    throw Error(fmt::format("unknown country `{}` in column `{}`", name, column), table.place(row),
                "remove the space around it");
}

Pairs read_pairs(const Table& table, std::string_view value_column) {
  Pairs pairs{table.text("exporter"), table.text("importer"), table.numbers(value_column)};
  for (std::size_t row = 0; row < pairs.value.size(); ++row) {
    require_name(table, "exporter", pairs.exporter[row], row);
    require_name(table, "importer", pairs.importer[row], row);
    if (std::isnan(pairs.value[row]))
      throw Error(fmt::format("`{}` is missing or not a number", value_column), table.place(row),
                  "delete the row if the pair has none");
  }
  return pairs;
}

std::size_t position(const Index& countries, const std::string& name, std::string_view column,
                     const Table& table, std::size_t row) {
  if (const auto found = countries.find(name)) return *found;
  const std::string near = nearest_hint(name, countries.labels());
  throw Error(fmt::format("unknown country `{}` in column `{}`", name, column), table.place(row),
              near.empty() ? "every country of the change must stand in the trade table" : near);
}

// Calls put(i, j, value, row) for each row; a pair that comes twice is an error naming both rows.
template <class Put>
void for_each_pair(const Table& table, const Pairs& pairs, const Index& countries, Put put) {
  constexpr auto kUnseen = static_cast<std::size_t>(-1);
  std::vector<std::size_t> seen(countries.size() * countries.size(), kUnseen);
  for (std::size_t row = 0; row < pairs.value.size(); ++row) {
    const auto i = position(countries, pairs.exporter[row], "exporter", table, row);
    const auto j = position(countries, pairs.importer[row], "importer", table, row);
    auto& first = seen[i * countries.size() + j];
    if (first != kUnseen)
      throw Error(fmt::format("the pair `{}`,`{}` comes twice", countries[i], countries[j]), table.place(row),
                  fmt::format("it stands in {} too; keep one of them", table.place(first)));
    first = row;
    put(i, j, pairs.value[row], row);
  }
}

}  // namespace

OneSectorProblem problem_from_tables(const Table& trade, const Table& change, double theta) {
  const Pairs flows = read_pairs(trade, "value");
  if (flows.value.empty())
    throw Error("the trade table has no rows", trade.source, "expected `exporter,importer,value`");
  std::set<std::string> names(flows.exporter.begin(), flows.exporter.end());
  names.insert(flows.importer.begin(), flows.importer.end());
  const Index countries(std::vector<std::string>(names.begin(), names.end()));

  OneSectorProblem problem;
  problem.theta = theta;
  problem.trade = OdMatrix(countries, countries, "USD");
  problem.kappa_hat = OdMatrix(countries, countries, "hat", 1.0);
  for_each_pair(trade, flows, countries, [&](std::size_t i, std::size_t j, double value, std::size_t row) {
    if (value < 0.0 || std::isinf(value))
      throw Error(fmt::format("`value` is {}, expected zero or more", value), trade.place(row),
                  "trade can't be negative: is this a balance?");
    problem.trade(i, j) = value;
  });
  for_each_pair(change, read_pairs(change, "kappa_hat"), countries,
                [&](std::size_t i, std::size_t j, double kappa, std::size_t row) {
                  if (!(kappa > 0.0))
                    throw Error(fmt::format("`kappa_hat` is {}, expected more than 0", kappa),
                                change.place(row),
                                "1 means unchanged, 1.1 ten percent dearer, inf no trade at all");
                  problem.kappa_hat(i, j) = kappa;
                });
  return problem;
}

}  // namespace sogdia
