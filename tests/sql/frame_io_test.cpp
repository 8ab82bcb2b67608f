#include "sogdia/sql/frame_io.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unistd.h>
#include <zlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

// A folder of its own for each test, removed with it.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "sogdia-frame-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::string with(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
};

template <typename Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {"", "", ""};
}

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

Texts names_of(const Frame& frame) {
  Texts names;
  for (const auto& column : frame.columns) names.push_back(column.name);
  return names;
}

Texts cells_of(const Frame& frame, const std::string& column) {
  Texts cells;
  for (std::size_t row = 0; row < frame.rows; ++row) cells.push_back(cell_text(frame.column(column), row));
  return cells;
}

const std::string kTrade =
    "exporter,importer,year,value\n"
    "FRA,DEU,1986,1.5\n"
    "\"FRA\",USA,1990,NA\n"
    "DEU,FRA,1990,.\n"
    "USA,\"Côte d'Ivoire, \"\"CIV\"\"\",1994,\n"
    "USA,USA,1994,3e2\n";

TEST(frame_io, a_csv_file_gives_numbers_and_coded_text) {
  const Folder folder;
  const Frame frame = read_frame(folder.with("trade.csv", kTrade));
  EXPECT_EQ(names_of(frame), (Texts{"exporter", "importer", "year", "value"}));
  EXPECT_EQ(frame.column("exporter").labels, (Texts{"FRA", "DEU", "USA"}));
  EXPECT_EQ(cells_of(frame, "importer"), (Texts{"DEU", "USA", "FRA", "Côte d'Ivoire, \"CIV\"", "USA"}));
  const Numbers value = numbers_of(frame, "value");
  EXPECT_EQ(value[0], 1.5);
  EXPECT_TRUE(std::isnan(value[1]) && std::isnan(value[2]) && std::isnan(value[3]));
  EXPECT_EQ(value[4], 300);
  EXPECT_EQ(frame.place(3), frame.source + ", row 5");
}

TEST(frame_io, rows_that_a_condition_keeps_remember_where_they_stood) {
  const Folder folder;
  const std::string csv = folder.with("trade.csv", kTrade);
  const Frame frame = read_frame(csv, {"value"}, "YEAR >= 1990 and exporter <> importer");
  EXPECT_EQ(names_of(frame), Texts{"value"});
  EXPECT_EQ(frame.source_rows, (std::vector<std::int64_t>{3, 4, 5}));
  EXPECT_EQ(frame.place(2), csv + ", row 5");
  EXPECT_EQ(read_frame(csv, {"value"}, "value is null").rows, 3u);
  EXPECT_EQ(read_frame(csv, {}, "false").rows, 0u);
}

TEST(frame_io, a_table_that_comes_in_parts_is_written_whole_or_not_at_all) {
  const Folder folder;
  for (const char* name : {"parts.csv", "parts.parquet"}) {
    const std::string path = (folder.path / name).string();
    int made = 0;
    Table part;
    const auto parts = [&](int last, bool fails) {
      made = 0;
      return [&, last, fails]() -> const Table* {
        if (made == last && fails) throw Error("no more", "here", "");
        if (made == last) return nullptr;
        // The second has no rows.
        const std::size_t rows = made == 1 ? 0 : 3000;
        part = Table();
        part.add("k", std::vector<double>(rows, made)).add("name", std::vector<std::string>(rows, "a,b"));
        ++made;
        return &part;
      };
    };
    EXPECT_THROW(write_parts(parts(2, true), path), Error) << name;
    EXPECT_FALSE(std::filesystem::exists(path)) << name;
    write_parts(parts(3, false), path);
    const Table read = read_table(path), joined = join_parts(parts(3, false));
    ASSERT_EQ(read.rows(), 6000u) << name;
    ASSERT_EQ(joined.rows(), 6000u);
    EXPECT_EQ(read.numbers("k"), joined.numbers("k"));
    EXPECT_EQ(read.numbers("k")[2999], 0);
    EXPECT_EQ(read.numbers("k")[3000], 2);
    EXPECT_EQ(read.text("name"), joined.text("name"));
  }
}

TEST(frame_io, parquet_and_csv_give_the_same_frame) {
  const Folder folder;
  const std::string csv = folder.with("trade.csv", kTrade);
  Table table;
  table.add("exporter", Texts{"FRA", "FRA", "DEU", "USA", "USA"});
  table.add("year", std::vector<std::int64_t>{1986, 1990, 1990, 1994, 1994});
  table.add("value", Numbers{1.5, std::nan(""), std::nan(""), std::nan(""), 300});
  const std::string parquet = (folder.path / "trade.parquet").string();
  write_table(table, parquet);
  for (const char* where : {"", "year > 1986", "value is not null or exporter = 'DEU'"}) {
    const Frame one = read_frame(csv, {"exporter", "year", "value"}, where);
    const Frame two = read_frame(parquet, {"exporter", "year", "value"}, where);
    ASSERT_EQ(one.rows, two.rows);
    for (const char* column : {"exporter", "year", "value"})
      EXPECT_EQ(cells_of(one, column), cells_of(two, column));
    // Row 1 of a CSV file is its header.
    for (std::size_t row = 0; row < one.source_rows.size(); ++row)
      EXPECT_EQ(one.source_rows[row], two.source_rows[row] + 1);
  }
  EXPECT_EQ(read_frame(parquet).column("year").type, NumberType::int64);
}

TEST(frame_io, integers_with_a_missing_cell_read_as_numbers) {
  const Folder folder;
  Table table;
  std::vector<std::int64_t> values(600'000);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<std::int64_t>(k);
  table.add("year", values);
  table.columns[0].valid.assign(values.size(), 1);
  table.columns[0].valid[500'000] = 0;
  const std::string parquet = (folder.path / "years.parquet").string();
  write_table(table, parquet);
  const Numbers read = numbers_of(read_frame(parquet), "year");
  ASSERT_EQ(read.size(), values.size());
  for (std::size_t k = 0; k < read.size(); ++k)
    ASSERT_TRUE(k == 500'000 ? std::isnan(read[k]) : read[k] == static_cast<double>(k)) << k;
}

TEST(frame_io, a_query_and_a_packed_file_are_data_too) {
  const Folder folder;
  const std::string csv = folder.with("trade.csv", kTrade);
  const Frame query =
      read_frame("SELECT year + 1 AS next FROM (VALUES (1986), (1990)) AS t(year)", {}, "next > 1987");
  EXPECT_EQ(numbers_of(query, "next"), Numbers{1991});
  const std::string packed = (folder.path / "trade.csv.gz").string();
  gzFile file = gzopen(packed.c_str(), "wb");
  gzwrite(file, kTrade.data(), static_cast<unsigned>(kTrade.size()));
  gzclose(file);
  EXPECT_EQ(cells_of(read_frame(packed), "importer"), cells_of(read_frame(csv), "importer"));
  const std::string bytes = read_file(packed);
  const std::string cut = folder.with("cut.csv.gz", bytes.substr(0, bytes.size() - 12));
  EXPECT_EQ(error_of([&] { read_frame(cut); }).message, "the gzip file is cut short");
  const std::string twice = folder.with("twice.csv.gz", bytes + bytes);
  EXPECT_EQ(read_frame(twice).rows, 11u);
  EXPECT_EQ(error_of([&] { read_frame(folder.with("no.csv.gz", kTrade)); }).message,
            "the file is not gzip, or is damaged");
}

TEST(frame_io, a_broken_number_matters_only_where_it_is_used_as_one) {
  const Folder folder;
  const std::string csv = folder.with("t.csv", "x,y\n1,1\n12x,2\nNA,3\n");
  const Frame frame = read_frame(csv);
  EXPECT_EQ(numbers_of(frame, "y"), (Numbers{1, 2, 3}));
  const Error error = error_of([&] { numbers_of(frame, "x"); });
  EXPECT_EQ(error.message, "`12x` in column `x` is not a number");
  EXPECT_EQ(error.where, csv + ", row 3");
}

TEST(frame_io, r_writes_missing_text_as_na_without_quotes) {
  const Folder folder;
  const Frame frame = read_frame(folder.with("t.csv", "iso2,x\nFR,1\nNA,2\n\"NA\",3\n"));
  EXPECT_EQ(cells_of(frame, "iso2"), (Texts{"FR", "", "NA"}));
}

TEST(frame_io, identifiers_beyond_a_doubles_digits_stay_apart) {
  const Folder folder;
  const Frame frame = read_frame(folder.with("t.csv",
                                             "id,short\n9007199254740993,9007199254740991\n"
                                             "9007199254740992,9007199254740992\n"));
  EXPECT_EQ(cells_of(frame, "id"), (Texts{"9007199254740993", "9007199254740992"}));
  EXPECT_EQ(frame.column("id").type, NumberType::code);
  EXPECT_EQ(frame.column("short").type, NumberType::real64);
}

TEST(frame_io, malformed_files_say_what_is_wrong_and_where) {
  const Folder folder;
  const auto fault = [&](const std::string& text) {
    const std::string path = folder.with("t.csv", text);
    const Error error = error_of([&] { read_frame(path); });
    return error.message + " @ " + error.where.substr(error.where.find("t.csv"));
  };
  EXPECT_EQ(fault(""), "the file is empty @ t.csv");
  EXPECT_EQ(fault("a,b\n1\n"), "the row has one cell where the header has 2 @ t.csv, row 2");
  EXPECT_EQ(fault("a,b\n1,2,3\n"), "the row has 3 cells where the header has 2 @ t.csv, row 2");
  EXPECT_EQ(fault("a,b\n1,2\n\"x,3\n"), "a cell opens with a quote that never closes @ t.csv, row 3");
  EXPECT_EQ(fault("a,b\n\"x\"y,3\n"), "text follows a closing quote @ t.csv, row 2");
  EXPECT_EQ(fault("a,b\n1,é\n\xff,3\n"), "byte 0xFF is not UTF-8 text @ t.csv, row 3");
  EXPECT_EQ(fault("a,b\n"), "the file has a header and no rows @ t.csv");
  EXPECT_EQ(fault("\n\n"), "the file is empty @ t.csv");
  EXPECT_EQ(fault("a,a\n1,2\n"), "two columns are called `a`: columns 1 and 2 @ t.csv");
  EXPECT_EQ(fault("1,2\n1,2\n"),
            "the first row holds the number `1` where a column name was expected @ t.csv, row 1");
}

TEST(frame_io, a_kind_may_stand_in_capitals) {
  const Folder folder;
  EXPECT_EQ(read_frame(folder.with("TRADE.CSV", kTrade)).rows, read_frame(folder.with("t.csv", kTrade)).rows);
  EXPECT_EQ(error_of([&] { read_frame(folder.with("T.XLS", "x")); }).hint, "save the sheet as CSV UTF-8");
}

TEST(frame_io, wrong_requests_say_what_to_try) {
  const Folder folder;
  const std::string csv = folder.with("trade.csv", kTrade);
  EXPECT_EQ(error_of([&] { read_frame(csv, {"valu"}); }).hint, "did you mean `value`?");
  EXPECT_EQ(error_of([&] { read_frame("nowhere.csv"); }).message, "the file does not exist");
  EXPECT_EQ(error_of([&] { read_frame("nowhere.parquet"); }).message, "the file does not exist");
  EXPECT_EQ(error_of([&] { read_frame(folder.path.string()); }).message,
            "a file was expected, and this is a folder");
  EXPECT_NE(error_of([&] { read_frame(csv, {}, "yaer > 1990"); }).message.find("yaer"), std::string::npos);
  EXPECT_EQ(error_of([&] { read_frame(csv, {}, "year >"); }).where, "year >");
  EXPECT_EQ(error_of([&] { read_frame(folder.with("t.parquet", "no parquet")); }).hint,
            "check that it is a Parquet file");
  EXPECT_EQ(error_of([&] { read_frame(folder.with("t.xls", "x")); }).message,
            "a data set was expected, and `.xls` is not a known kind");
  EXPECT_EQ(error_of([&] { read_frame("SELECT nothing FROM nowhere"); }).where,
            "SELECT nothing FROM nowhere");
}

// The plain reader is the reference: same cells, or the same Error, but for what only the other one forgives
// (blanks, blank lines, bytes that are not UTF-8).
TEST(frame_io, the_fast_reader_agrees_with_the_plain_one) {
  EXPECT_TRUE(rc::check([](std::uint32_t seed) {
    const Folder folder;
    std::mt19937 engine(seed);
    const std::vector<std::string> pieces{"1",    "2.5",  ",",    ",", ",",     "\n", "\n",
                                          "\r\n", "\"",   "\"\"", "a", "é",     "_",  "-3",
                                          "1e5",  "\"b,", "c\"",  "x", "\"q\"", "\r"};
    std::string text = "a,b\n";
    for (int k = static_cast<int>(engine() % 25); k > 0; --k) text += pieces[engine() % pieces.size()];
    while (text.size() > 4 && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    const std::string path = folder.with("t.csv", text);
    std::string plain, fast;
    const TableSchema schema{{"a", CellType::text}, {"b", CellType::text}};
    try {
      const Table table = read_table(path, schema);
      for (const auto& column : table.columns)
        for (std::size_t row = 0; row < table.rows(); ++row) plain += cell_text(column, row) + "|";
    } catch (const Error& error) {
      plain = error.message;
    }
    try {
      // A first cell that is no number makes both columns text.
      const std::string other = folder.with("u.csv", "a,b\nx,x\n" + text.substr(4));
      const Frame frame = read_frame(other, {}, "", 0, FileRules{',', '.', {{"none"}}});
      for (const auto& column : frame.columns)
        for (std::size_t row = 1; row < frame.rows; ++row) fast += cell_text(column, row) + "|";
    } catch (const Error& error) {
      fast = error.message;
    }
    if (plain == "the row is empty") return;
    RC_ASSERT(plain == fast);
  }));
}

// Many parts, quotes with line breaks at their seams, and a column that turns to text in the last of them.
TEST(frame_io, a_file_of_many_parts_reads_as_one) {
  const Folder folder;
  std::string text = "k,name,late\n";
  const int rows = 400'000;
  for (int k = 0; k < rows; ++k)
    text += std::to_string(k) +
            (k % 3 == 0 ? ",\"a\nb " + std::to_string(k % 1000) + "\"," : ",plain name of a row,") +
            (k == rows - 1 ? "late" : "7") + "\n";
  ASSERT_GT(text.size(), std::size_t{9} << 20);
  const std::string path = folder.with("t.csv", text);
  const Frame one = read_frame(path, {}, "", 1);
  const Frame two = read_frame(path, {}, "", 4);
  ASSERT_EQ(one.rows, static_cast<std::size_t>(rows));
  const Numbers k = numbers_of(two, "k");
  for (std::size_t row = 0; row < k.size(); ++row) ASSERT_EQ(k[row], static_cast<double>(row));
  EXPECT_EQ(one.column("name").labels, two.column("name").labels);
  EXPECT_EQ(cell_text(two.column("name"), 300'000), "a\nb 0");
  EXPECT_EQ(cell_text(two.column("late"), 0), "7");
  EXPECT_EQ(cell_text(two.column("late"), rows - 1), "late");
  EXPECT_EQ(error_of([&] { numbers_of(two, "late"); }).where, path + ", row 400001");
  const std::string broken = folder.with("b.csv", text + "1,2\n");
  EXPECT_EQ(error_of([&] { read_frame(broken); }).where, broken + ", row 400002");
}

}  // namespace
}  // namespace sogdia
