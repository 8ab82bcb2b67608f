#include "sogdia/files/stata/stata.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/sql/frame_io.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

const fs::path kFolder = fs::path(SOGDIA_SOURCE_DIR) / "tests" / "data" / "stata";

using Texts = std::vector<std::string>;

Texts cells_of(const Frame& frame, const std::string& column) {
  Texts cells;
  for (std::size_t row = 0; row < frame.rows; ++row) cells.push_back(cell_text(frame.column(column), row));
  return cells;
}

// Files that pandas wrote (make.py), in both byte orders.
TEST(stata, every_format_gives_the_same_cells) {
  for (const char* version : {"114", "117", "118", "119"}) {
    for (const char* order : {"little", "big"}) {
      const Frame frame = read_frame((kFolder / (std::string(version) + "_" + order + ".dta")).string());
      SCOPED_TRACE(std::string(version) + order);
      ASSERT_EQ(frame.rows, 4u);
      EXPECT_EQ(cells_of(frame, "exporter"), (Texts{"FRA", "DEU", "", "Côte"}));
      EXPECT_EQ(cells_of(frame, "year"), (Texts{"1986", "1990", "1994", "1998"}));
      EXPECT_EQ(cells_of(frame, "code"), (Texts{"-127", "0", "7", "100"}));
      EXPECT_EQ(cells_of(frame, "id"), (Texts{"2147483620", "-5", "0", "1"}));
      const auto share = numbers_of(frame, "share");
      EXPECT_EQ(share[0], 0.5);
      EXPECT_TRUE(std::isnan(share[1]));
      EXPECT_EQ(share[2], static_cast<double>(0.1f));
      EXPECT_EQ(share[3], static_cast<double>(1e38f));
      EXPECT_EQ(cells_of(frame, "trade"), (Texts{"1.25", "1e+300", "", "0"}));
      const Texts note = cells_of(frame, "note");
      EXPECT_EQ(note[0], "short");
      EXPECT_EQ(note[1].size(), std::string(version) == "114" ? 4u : 2499u);  // without the blank at its end
      EXPECT_EQ(note[2], "");
      EXPECT_EQ(note[3], "short");
    }
  }
}

// Files that pandas wrote with value labels and dates.
TEST(stata, value_labels_and_dates_are_what_they_say) {
  for (const char* version : {"114_little", "117_big", "118_little", "118_big"}) {
    SCOPED_TRACE(version);
    const std::string path = (kFolder / ("labels_" + std::string(version) + ".dta")).string();
    const Frame frame = read_frame(path);
    EXPECT_EQ(cells_of(frame, "region"), (Texts{"Europe", "Asia", "", "Other (7)", "Other (8)", "Europe"}));
    EXPECT_EQ(cells_of(frame, "day"),
              (Texts{"1959-12-31", "1960-01-01", "2020-02-29", "", "2000-03-01", "1900-02-28"}));
    EXPECT_EQ(cells_of(frame, "month"), (Texts{"1959-12", "1960-01", "2020-02", "", "2000-03", "1900-02"}));
    EXPECT_EQ(cells_of(frame, "moment")[2], "2020-02-29 13:45:30");
    EXPECT_EQ(cells_of(frame, "year"), (Texts{"1959", "1960", "2020", "", "2000", "1900"}));
    // Arithmetic takes the numbers behind the labels.
    EXPECT_EQ(numbers_of(frame, "region")[1], 3);
    EXPECT_EQ(numbers_of(frame, "day")[0], -1);
    EXPECT_TRUE(std::isnan(numbers_of(frame, "region")[2]));
    const std::vector<std::pair<std::string, std::size_t>> conditions{
        {"region = 'Europe'", 2},
        {"region IN (1, 3)", 3},
        {"region = 'Other (8)'", 1},
        {"region IS NULL", 1},
        {"region = 1 AND day < '1960-01-01'", 2},
        {"day >= '2000-01-01'", 2},
        {"day < DATE '1960-01-01'", 2},
        {"year(day) = 2020", 1},
        {"month >= '2000-01'", 2},
        {"year >= 1960", 3}};
    for (const auto& [where, rows] : conditions)
      EXPECT_EQ(read_frame(path, {"region"}, where).rows, rows) << where;
  }
}

TEST(stata, columns_and_conditions_work_as_elsewhere) {
  const std::string path = (kFolder / "118_little.dta").string();
  const Frame frame = read_frame(path, {"trade"}, "year >= 1990 and trade is not null");
  EXPECT_EQ(frame.columns.size(), 1u);
  EXPECT_EQ(frame.place(0), path + ", row 2");
  EXPECT_THROW(read_frame(path, {"nothing"}), Error);
}

// A damaged file is an Error or other numbers, never a crash.
TEST(stata, damaged_files_are_errors_or_data) {
  for (const char* name : {"114_little.dta", "117_big.dta", "118_little.dta", "119_big.dta"}) {
    const std::string whole = read_file((kFolder / name).string());
    for (std::size_t size = 0; size < whole.size(); size += 7) {
      try {
        read_stata_parts(std::string_view(whole).substr(0, size), name, {}, "", 1);
      } catch (const Error& error) {
        EXPECT_FALSE(error.message.empty());
      }
    }
    EXPECT_TRUE(rc::check([&](std::uint16_t place, std::uint8_t byte) {
      std::string damaged = whole;
      damaged[place % damaged.size()] = static_cast<char>(byte);
      try {
        frame_of_parts(read_stata_parts(damaged, name, {}, "", 1));
      } catch (const Error& error) {
        RC_ASSERT(!error.message.empty());
      }
    }));
  }
  EXPECT_THROW(read_stata_parts("", "x.dta", {}, "", 1), Error);
  EXPECT_THROW(read_stata_parts("year,trade", "x.dta", {}, "", 1), Error);
}

// Sums that pandas.read_stata gives for the data sets published with ppmlhdfe and ppml_fe_bias.
TEST(stata, published_data_sets_have_the_sums_that_pandas_reads) {
  const char* folder = std::getenv("SOGDIA_VALIDATION");
  const fs::path trade =
      (folder ? fs::path(folder) : fs::path(SOGDIA_SOURCE_DIR) / ".." / "shared" / "validation") / "trade";
  if (!fs::exists(trade)) GTEST_SKIP() << "no validation data at " << trade;
  const auto sum = [](const Frame& frame, const std::string& column) {
    double total = 0;
    for (const double value : numbers_of(frame, column)) total += std::isnan(value) ? 0 : value;
    return total;
  };
  const Frame example = read_frame((trade / "ppmlhdfe_example/EXAMPLE_TRADE_FTA_DATA.dta").string());
  EXPECT_EQ(example.rows, 17850u);
  EXPECT_EQ(example.column("isoexp").labels.size(), 35u);
  EXPECT_EQ(example.column("isoimp").labels.size(), 35u);
  EXPECT_EQ(example.column("category").labels.size(), 3u);
  EXPECT_NEAR(sum(example, "year") / 35628600.0, 1, 1e-13);
  EXPECT_NEAR(sum(example, "trade") / 39563378672.913185, 1, 1e-13);
  EXPECT_NEAR(sum(example, "fta") / 5676.0, 1, 1e-13);
  EXPECT_NEAR(sum(example, "ln_distw") / 151635.2409915359, 1, 1e-13);
  const Frame bias = read_frame((trade / "ppml_fe_bias/PPMLFEBIAS_EXAMPLE_DATA.dta").string());
  EXPECT_EQ(bias.rows, 62400u);
  EXPECT_EQ(bias.column("isoexp").labels.size(), 65u);
  EXPECT_EQ(bias.column("isoimp").labels.size(), 65u);
  EXPECT_EQ(bias.column("category").labels.size(), 3u);
  EXPECT_NEAR(sum(bias, "year") / 124550400.0, 1, 1e-13);
  EXPECT_NEAR(sum(bias, "trade") / 43265103038.0084, 1, 1e-13);
  EXPECT_NEAR(sum(bias, "fta") / 7764.0, 1, 1e-13);
  EXPECT_NEAR(sum(bias, "ln_distw") / 548823.9820870617, 1, 1e-13);
}

}  // namespace
}  // namespace sogdia
