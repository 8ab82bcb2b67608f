#include "sogdia/io/table_io.h"
#include "sogdia/sql/query.h"
#include "sogdia/sql/table_files.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <functional>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

// A folder of its own for each test, removed with it.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "sogdia-io-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::string operator/(const std::string& name) const { return (path / name).string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

Error error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

Error error_in_csv(const std::string& text, const TableSchema& schema = {}) {
  return error_of([&] { read_csv_text(text, "flows.csv", schema); });
}

const TableSchema kFlows{{"exporter", CellType::text}, {"value_usd", CellType::number}};

TEST(table_io, numbers_and_text_are_told_apart_by_column) {
  const Table table = read_csv_text("iso3,gdp,year\nCHN,1.5e13,2023\nRUS,,2023\n", "c.csv");
  EXPECT_EQ(table.text("iso3")[1], "RUS");
  EXPECT_EQ(table.numbers("gdp")[0], 1.5e13);
  EXPECT_TRUE(std::isnan(table.numbers("gdp")[1]));
  EXPECT_EQ(table.integers("year")[1], 2023);
  EXPECT_EQ(table.place(1), "c.csv, row 3");
}

TEST(table_io, a_broken_cell_is_named_with_its_row) {
  const Error error = error_in_csv("exporter,value_usd\nCHN,12\nRUS,12x\n", kFlows);
  EXPECT_EQ(error.message, "`12x` in column `value_usd` is not a number");
  EXPECT_EQ(error.where, "flows.csv, row 3");
  EXPECT_NE(error.hint, "");
}

TEST(table_io, rows_are_counted_as_a_spreadsheet_shows_them_after_line_breaks_in_quotes) {
  EXPECT_EQ(error_in_csv("exporter,value_usd\n\"two\nlines\",1\nCHN,bad\n", kFlows).where,
            "flows.csv, row 3");
}

TEST(table_io, a_hint_says_what_to_change_in_a_number) {
  EXPECT_EQ(error_in_csv("exporter,value_usd\nCHN,12 \n", kFlows).hint, "remove the blank around it");
  EXPECT_NE(error_in_csv("exporter,value_usd\nCHN,\"1,234\"\n", kFlows).hint.find("thousands"),
            std::string::npos);
  EXPECT_NE(error_in_csv("exporter,value_usd\nCHN,12%\n", kFlows).hint.find("fraction"), std::string::npos);
  EXPECT_NE(error_in_csv("exporter,value_usd\nCHN,NA\n", kFlows).hint.find("empty"), std::string::npos);
  EXPECT_NE(error_in_csv("exporter,value_usd\nCHN,inf\n", kFlows).message.find("not a number"),
            std::string::npos);
}

TEST(table_io, an_integer_column_refuses_a_fraction) {
  const TableSchema schema{{"year", CellType::integer}};
  EXPECT_EQ(error_in_csv("year\n2023.5\n", schema).message,
            "`2023.5` in column `year` is not a whole number");
  EXPECT_EQ(read_csv_text("year\n2e3\n", "t.csv", schema).integers("year")[0], 2000);
}

TEST(table_io, codes_that_look_like_numbers_stay_text_when_the_schema_says_so) {
  const Table table = read_csv_text("id,value\n007,1\n", "t.csv", {{"id", CellType::text}});
  EXPECT_EQ(table.text("id")[0], "007");
}

TEST(table_io, quotes_commas_and_windows_line_ends_are_understood) {
  const Table table = read_csv_text("\xEF\xBB\xBFname,note\r\n\"Xi'an, \"\"old\"\"\",a\r\n", "t.csv");
  EXPECT_EQ(table.text("name")[0], "Xi'an, \"old\"");
  EXPECT_EQ(table.text("note")[0], "a");
}

TEST(table_io, a_last_line_without_a_line_end_counts) {
  EXPECT_EQ(read_csv_text("a,b\n1,2", "t.csv").numbers("b")[0], 2.0);
}

TEST(table_io, malformed_files_are_refused_with_a_reason) {
  EXPECT_EQ(error_in_csv("").message, "the file is empty");
  EXPECT_EQ(error_in_csv("a,b\n1\n").where, "flows.csv, row 2");
  EXPECT_EQ(error_in_csv("a,b\n1,2,3\n").message, "the row has 3 cells where the header has 2");
  EXPECT_EQ(error_in_csv("a,b\n1,2\n\n3,4\n").message, "the row is empty");
  EXPECT_EQ(error_in_csv("a,a\n1,2\n").message, "two columns are called `a`");
  EXPECT_EQ(error_in_csv("a,\n1,2\n").message, "column 2 has no name");
  EXPECT_EQ(error_in_csv("CHN,12\nRUS,13\n").where, "flows.csv, row 1");
  EXPECT_NE(error_in_csv("a;b\n1;2\n").hint.find("commas"), std::string::npos);
  EXPECT_EQ(error_in_csv("a\n\"open\n").message, "a cell opens with a quote that never closes");
  EXPECT_EQ(error_in_csv("a\n\"x\"y\n").message, "text follows a closing quote");
  EXPECT_EQ(error_in_csv("name\nM\xFCnchen\n").message, "byte 0xFC is not UTF-8 text");
  EXPECT_EQ(error_in_csv("name\nM\xC3").message, "byte 0xC3 is not UTF-8 text");
}

TEST(table_io, a_missing_file_a_folder_and_an_unknown_kind_are_told_apart) {
  const Folder folder;
  EXPECT_EQ(error_of([&] { read_table(folder / "none.csv"); }).message, "the file does not exist");
  fs::create_directory(folder.path / "dir.csv");
  EXPECT_NE(error_of([&] { read_table(folder / "dir.csv"); }).message.find("folder"), std::string::npos);
  write_file(folder / "a.xlsx", "x");
  EXPECT_NE(error_of([&] { read_table(folder / "a.xlsx"); }).message.find("`.xlsx`"), std::string::npos);
  write_file(folder / "a.parquet", "not parquet at all");
  EXPECT_NE(error_of([&] { read_table(folder / "a.parquet"); }).message.find("Parquet"), std::string::npos);
}

Table sample() {
  Table table;
  table.name = "sample";
  table.add("iso3", std::vector<std::string>{"CHN", "R\"U,S", "", "Köln\nx"});
  table.add("share", std::vector<double>{0.1, std::nan(""), 1e300, -0.0});
  table.add("year", std::vector<std::int64_t>{2023, 0, -7, 9007199254740993});
  table.columns[2].valid = {1, 0, 1, 1};
  return table;
}

void expect_same(const Table& a, const Table& b) {
  ASSERT_EQ(a.columns.size(), b.columns.size());
  ASSERT_EQ(a.rows(), b.rows());
  for (std::size_t k = 0; k < a.columns.size(); ++k) {
    EXPECT_EQ(a.columns[k].name, b.columns[k].name);
    for (std::size_t row = 0; row < a.rows(); ++row)
      EXPECT_EQ(cell_text(a.columns[k], row), cell_text(b.columns[k], row))
          << a.columns[k].name << " " << row;
  }
}

TEST(table_io, a_table_comes_back_from_csv_and_parquet_as_it_went) {
  const Folder folder;
  for (const char* name : {"t.csv", "t.parquet"}) {
    write_table(sample(), folder / name);
    expect_same(read_table(folder / name, {{"year", CellType::integer}}), sample());
  }
  EXPECT_EQ(folder.entries(), 2u);
}

TEST(table_io, an_empty_table_comes_back_with_its_columns) {
  const Folder folder;
  Table table;
  table.add("a", std::vector<double>{}).add("b", std::vector<std::string>{});
  for (const char* name : {"t.csv", "t.parquet"}) {
    write_table(table, folder / name);
    EXPECT_EQ(read_table(folder / name).columns.size(), 2u);
    EXPECT_EQ(read_table(folder / name).rows(), 0u);
  }
}

TEST(table_io, parquet_of_many_rows_keeps_their_order) {
  const Folder folder;
  std::vector<double> values(100000);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<double>(k * 7919 % 100003);
  Table table;
  table.add("v", values);
  write_table(table, folder / "t.parquet");
  EXPECT_EQ(read_table(folder / "t.parquet").numbers("v"), values);
}

RC_GTEST_PROP(table_io_property, any_text_and_number_survive_csv, (std::vector<std::string> texts)) {
  std::vector<double> numbers;
  for (auto& text : texts) {
    for (char& c : text) c = static_cast<char>(c & 0x7F);
    numbers.push_back(*rc::gen::arbitrary<double>());
    if (!std::isfinite(numbers.back())) numbers.back() = 0.0;
  }
  Table table;
  table.add("t", texts).add("n", numbers);
  const Table back =
      read_csv_text(csv_text(table), "t.csv", {{"t", CellType::text}, {"n", CellType::number}});
  RC_ASSERT(back.text("t") == texts);
  RC_ASSERT(back.numbers("n") == numbers);
}

TEST(table_io, sql_runs_over_tables_in_memory) {
  const Table flows = read_csv_text("exporter,value\nCHN,1\nRUS,2\nCHN,4\n", "flows.csv");
  const Table sums =
      query("SELECT exporter, sum(value) AS total, count(*) AS n FROM flows GROUP BY 1 ORDER BY 1",
            {{"flows", &flows}});
  EXPECT_EQ(sums.text("exporter"), (std::vector<std::string>{"CHN", "RUS"}));
  EXPECT_EQ(sums.numbers("total"), (std::vector<double>{5, 2}));
  EXPECT_EQ(sums.integers("n")[0], 2);
  EXPECT_NE(error_of([&] {
              query("SELECT nope FROM flows", {{"flows", &flows}});
            }).message.find("nope"),
            std::string::npos);
}

// Files may not grow past `bytes` while this lives: how a full disk looks to a program, without one.
struct SmallDisk {
  rlimit before{};
  explicit SmallDisk(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before); }
};

TEST(table_io, a_full_disk_is_an_error_and_leaves_the_old_file) {
  const Folder folder;
  Table large;
  large.add("v", std::vector<double>(200000, 0.123456789));
  for (std::size_t k = 0; k < 200000; ++k)
    std::get<0>(large.columns[0].data)[k] += static_cast<double>(k) * 1e-7;
  for (const char* name : {"t.csv", "t.parquet"}) {
    write_table(sample(), folder / name);
    {
      const SmallDisk disk(100000);
      const Error error = error_of([&] { write_table(large, folder / name); });
      EXPECT_NE(error.message.find("cannot write the file"), std::string::npos) << error.message;
      EXPECT_EQ(error.where, folder / name);
    }
    expect_same(read_table(folder / name, {{"year", CellType::integer}}), sample());
  }
  EXPECT_EQ(folder.entries(), 2u);
}

TEST(table_io, a_folder_that_does_not_exist_is_an_error) {
  const Folder folder;
  EXPECT_NE(error_of([&] { write_table(sample(), folder / "no/t.csv"); }).message, "");
  EXPECT_NE(error_of([&] { write_table(sample(), folder / "no/t.parquet"); }).message, "");
  EXPECT_EQ(folder.entries(), 0u);
}

}  // namespace
}  // namespace sogdia
