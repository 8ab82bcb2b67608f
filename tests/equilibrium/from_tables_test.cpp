#include "sogdia/equilibrium/from_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

Table trade_table(Texts exporters, Texts importers, Numbers values) {
  Table table;
  table.source = "flows.csv";
  table.add("exporter", std::move(exporters))
      .add("importer", std::move(importers))
      .add("value", std::move(values));
  return table;
}
Table change_table(Texts exporters, Texts importers, Numbers values) {
  Table table;
  table.source = "change.csv";
  table.add("exporter", std::move(exporters))
      .add("importer", std::move(importers))
      .add("kappa_hat", std::move(values));
  return table;
}
const Table kTrade = trade_table({"CHN", "KAZ", "CHN", "KAZ"}, {"CHN", "KAZ", "KAZ", "CHN"}, {90, 40, 5, 6});
const Table kNoChange = change_table({}, {}, {});

Error error_of(const Table& trade, const Table& change) {
  try {
    problem_from_tables(trade, change, 4.0);
  } catch (const Error& error) {
    return error;
  }
  return {"no error", "", ""};
}

TEST(FromTables, pairs_fill_the_matrices_and_the_rest_stays) {
  const auto problem = problem_from_tables(
      kTrade, change_table({"CHN"}, {"KAZ"}, {std::numeric_limits<double>::infinity()}), 5.0);
  EXPECT_EQ(problem.trade.origins, Index({"CHN", "KAZ"}));
  EXPECT_EQ(problem.trade.values, Numbers({90, 5, 6, 40}));
  EXPECT_TRUE(std::isinf(problem.kappa_hat(0, 1)));
  EXPECT_EQ(problem.kappa_hat(1, 0), 1.0);
  EXPECT_EQ(problem.theta, 5.0);
}

TEST(FromTables, errors_name_row_and_way_out) {
  struct Case {
    Table trade, change;
    std::string what, where, hint;
  };
  const std::vector<Case> cases{
      {trade_table({"CHN"}, {"CHN"}, {-3}), kNoChange, "`value` is -3", "flows.csv, row 2", "balance"},
      {trade_table({"CHN", "CHN"}, {"CHN", "KAZ"}, {3, NAN}), kNoChange, "missing", "flows.csv, row 3",
       "delete"},
      {trade_table({"CHN", "CHN"}, {"CHN", "CHN"}, {3, 4}), kNoChange, "comes twice", "flows.csv, row 3",
       "row 2"},
      {trade_table({"CHN "}, {"CHN"}, {3}), kNoChange, "unknown country `CHN `", "flows.csv, row 2", "space"},
      {trade_table({""}, {"CHN"}, {3}), kNoChange, "`exporter` is empty", "flows.csv, row 2", "fill"},
      {trade_table({}, {}, {}), kNoChange, "no rows", "flows.csv", "exporter"},
      {kTrade, change_table({"CHN"}, {"KAX"}, {1.1}), "unknown country `KAX`", "change.csv, row 2", "`KAZ`"},
      {kTrade, change_table({"CHN"}, {"KAZ"}, {0}), "`kappa_hat` is 0", "change.csv, row 2", "unchanged"},
      {kTrade, change_table({"CHN"}, {"KAZ"}, {NAN}), "missing", "change.csv, row 2", "delete"},
      {kTrade, change_table({"CHN", "CHN"}, {"KAZ", "KAZ"}, {1, 2}), "comes twice", "change.csv, row 3",
       "row 2"},
  };
  for (const auto& c : cases) {
    const Error error = error_of(c.trade, c.change);
    EXPECT_NE(error.message.find(c.what), std::string::npos) << error.message;
    EXPECT_EQ(error.where, c.where) << error.message;
    EXPECT_NE(error.hint.find(c.hint), std::string::npos) << error.hint;
  }
}

TEST(FromTables, a_missing_column_is_named) {
  Table table;
  table.source = "flows.csv";
  table.add("exporter", Texts{"CHN"}).add("importer", Texts{"CHN"}).add("valeu", Numbers{1});
  EXPECT_EQ(error_of(table, kNoChange).message, "column `value` is missing");
}

}  // namespace
}  // namespace sogdia
