#include "sogdia/dependence/look_through.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

// A sells parts to B alone, and B sells cars to C; nobody buys of A at the end but through B.
InputOutput chain() {
  InputOutput io;
  io.countries = Index({"A", "B", "C"});
  io.country = {0, 1, 2};
  io.sector = {"parts", "cars", "services"};
  io.z = {0, 60, 0,  //
          0, 0,  0,  //
          0, 0,  0};
  io.final_demand = {0, 0,  0,   //
                     0, 20, 80,  //
                     0, 0,  100};
  return io;
}

TEST(LookThrough, who_stands_behind_the_supplier_is_seen_by_hand) {
  const auto found = look_through(chain());
  // Of the cars, 60 in 100 are parts of A: so of C's 80, 48 are A's and 32 B's.
  EXPECT_NEAR(found.value_added(0, 2), 48, 1e-12);
  EXPECT_NEAR(found.value_added(1, 2), 32, 1e-12);
  EXPECT_NEAR(found.value_added(0, 1), 12, 1e-12);
  EXPECT_NEAR(import_share(found.value_added, 2, 0), 0.6, 1e-12);
  EXPECT_EQ(import_share(found.gross, 2, 0), 0);  // customs see none of it
  EXPECT_EQ(export_share(found.gross, 0, 1), 1);  // and all of A's exports go to B
  EXPECT_NEAR(export_share(found.value_added, 0, 2), 48.0 / 60, 1e-12);
}

InputOutput random_table(std::size_t countries, std::size_t sectors, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> uniform;
  InputOutput io;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < countries; ++i) names.push_back("C" + std::to_string(i));
  io.countries = Index(names);
  const std::size_t n = countries * sectors;
  for (std::size_t r = 0; r < n; ++r) {
    io.country.push_back(r / sectors);
    io.sector.push_back("s" + std::to_string(r % sectors));
  }
  for (std::size_t k = 0; k < n * n; ++k) io.z.push_back(uniform(engine));
  for (std::size_t k = 0; k < n * countries; ++k)
    io.final_demand.push_back(static_cast<double>(n) * uniform(engine));
  return io;
}

TEST(LookThrough, value_added_adds_up_by_maker_and_by_buyer) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const auto io = random_table(4, 3, seed);
    const auto found = look_through(io);
    const std::size_t n = 12, m = 4;
    for (std::size_t j = 0; j < m; ++j) {
      double bought = 0, made = 0, column = 0, row = 0;
      for (std::size_t r = 0; r < n; ++r) {
        bought += io.final_demand[r * m + j];
        if (io.country[r] != j) continue;
        for (std::size_t k = 0; k < m; ++k) made += io.final_demand[r * m + k];
        for (std::size_t s = 0; s < n; ++s) made += io.z[r * n + s] - io.z[s * n + r];
      }
      for (std::size_t i = 0; i < m; ++i) {
        column += found.value_added(i, j);
        row += found.value_added(j, i);
      }
      EXPECT_NEAR(column, bought, 1e-9 * bought);
      EXPECT_NEAR(row, made, 1e-9 * bought);
    }
  }
}

// Without inputs of others' goods customs and the chain see the same.
TEST(LookThrough, without_intermediate_trade_it_is_what_customs_see) {
  auto io = random_table(3, 2, 7);
  std::fill(io.z.begin(), io.z.end(), 0.0);
  const auto found = look_through(io);
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = 0; b < 3; ++b)
      EXPECT_NEAR(a == b ? 0 : import_share(found.value_added, a, b),
                  a == b ? 0 : import_share(found.gross, a, b), 1e-12);
}

TEST(LookThrough, a_long_table_is_read_and_summed) {
  Table table;
  table.source = "io.csv";
  table.add("exporter", std::vector<std::string>{"A", "B", "B", "C", "B"});
  table.add("sector", std::vector<std::string>{"parts", "cars", "cars", "services", "cars"});
  table.add("importer", std::vector<std::string>{"B", "C", "B", "C", "C"});
  table.add("use", std::vector<std::string>{"cars", "final households", "final", "final", "final stocks"});
  table.add("value", std::vector<double>{60, 90, 20, 100, -10});
  const auto found = look_through(read_input_output(table)), by_hand = look_through(chain());
  for (std::size_t k = 0; k < 9; ++k)
    EXPECT_NEAR(found.value_added.values[k], by_hand.value_added.values[k], 1e-12);
  std::get<std::vector<double>>(table.columns[4].data)[2] = std::nan("");
  EXPECT_THROW(read_input_output(table), Error);
}

TEST(LookThrough, impossible_tables_are_errors) {
  auto io = chain();
  io.z[1] = -1;
  EXPECT_THROW(look_through(io), Error);
  io = chain();
  io.final_demand = {0, 0, 0, 0, 0, 0, 0, 0, 100};  // B makes cars for nobody, of 60 of parts
  EXPECT_THROW(look_through(io), Error);
}

}  // namespace
}  // namespace sogdia
