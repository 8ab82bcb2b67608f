// Files as people have them: one table of what is written, what is read and what is said.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "sogdia/core/error.h"
#include "sogdia/sql/frame_io.h"
#include "sogdia/sql/table_files.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "sogdia-habits-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::string with(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
};

// "1 2.5 ." of a column of numbers; labels of one of text, "." where one is missing.
std::string cells(const Frame& frame, const std::string& name) {
  std::string out;
  for (std::size_t row = 0; row < frame.rows; ++row) {
    const std::string cell = cell_text(frame.column(name), row);
    out += (row > 0 ? " " : "") + (cell.empty() ? "." : cell);
  }
  return out;
}

std::string numbers(const Frame& frame, const std::string& name) {
  std::string out;
  for (const double value : numbers_of(frame, name))
    out += (out.empty() ? "" : " ") + (std::isnan(value) ? std::string(".") : fmt::format("{}", value));
  return out;
}

std::string utf16(const std::string& ascii, bool little) {
  std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) {
    if (!little) out += '\0';
    out += c;
    if (little) out += '\0';
  }
  return out;
}

struct Case {
  std::string name, text;  // file name and its bytes
  std::string x;           // cells of column x
  std::string note = "";   // part of a note; "" = there is none
  FileRules rules = {};
  bool as_numbers = true;
};

TEST(data_as_people_have_it, is_read_as_it_is_meant) {
  const FileRules comma{0, ',', {}}, point{0, '.', {}}, bar{'|', 0, {}};
  const std::vector<Case> cases{
      {"semicolons.csv", "x;y\n0,25;1\n-3,5e2;2\n", "0.25 -350", "decimal comma"},
      {"semicolons_points.csv", "x;y\n0.25;1\n.5;2\n", "0.25 0.5", "semicolons"},
      {"tabs.csv", "x\ty\n1\t2\n3\t4\n", "1 3", "tabs"},
      {"tabs.tsv", "x\ty\n1\t2\n3\t4\n", "1 3"},
      {"commas.tsv", "x,y\n1,2\n3,4\n", "1 3", "commas"},
      {"bars.txt", "x|y\n1|2\n3|4\n", "1 3", "vertical bars"},
      {"blanks.txt", "\"x\" \"y\"\n\"1\" 1 2\n\"2\" 3 4\n", "1 3", "row's name"},
      {"quoted_decimals.csv", "x,y\n\"0,5\",1\n\"12,25\",2\n", "0.5 12.25", "decimal comma"},
      {"given_decimal.csv", "x;y\n1,234;1\n2,345;2\n", "1.234 2.345", "semicolons", comma},
      {"given_point.csv", "x;y\n1,5;1\n2,5;2\n", "1,5 2,5", "semicolons", point, false},
      {"given_bar.csv", "x|y,z\n1|2,5\n3|4,6\n", "1 3", "decimal comma", bar},
      {"bom.csv", "\xEF\xBB\xBFx,y\n1,2\n", "1"},
      {"little.csv", utf16("x,y\n1,2\n3,4\n", true), "1 3"},
      {"big.csv", utf16("x,y\r\n1,2\r\n3,4\r\n", false), "1 3"},
      {"crlf.csv", "x,y\r\n1,2\r\n3,4\r\n", "1 3"},
      {"cr.csv", "x,y\r1,2\r3,4\r", "1 3"},
      {"padded.csv", " x ,y\n  1 ,2\n\t3,4\n \"5\" ,6\n", "1 3 5"},
      {"padded_text.csv", "x,y\n USA,1\nUSA ,2\n\" USA \",3\n", "USA USA USA", "", {}, false},
      {"signs.csv", "x\n+3\n1e5\n.5\n5.\n+1E-2\n-0\n", "3 100000 0.5 5 0.01 -0"},
      {"blank_end.csv", "x,y\n1,2\n\n  \n\r\n", "1"},
      {"no_end.csv", "x,y\n1,2", "1"},
      {"infinite.csv", "x\nInf\n-inf\nInfinity\n+Inf\n1\n", "inf -inf inf inf 1"},
      {"marks.csv", "x\n1\n\"\"\nNA\nN/A\n#N/A\nNaN\nnan\nnull\nNULL\nNone\n<NA>\n.\n..\n-\n",
       "1 . . . . . . . . . . . . ."},
      {"own_mark.csv", "x\n1\n-99\n-99.0\nNo\n", "1 . . .", "", {0, 0, {{"-99", "No"}}}},
      {"truth.csv", "x\nTRUE\nFALSE\nNA\n", "1 0 ."},
      {"python_truth.csv", "x\nTrue\nFalse\nTrue\n", "1 0 1"},
      {"sql_truth.csv", "x\ntrue\nfalse\n\"\"\n", "1 0 ."},
      {"t_and_f.csv", "x\nT\nF\nF\n", "1 0 0"},
      {"one_grade.csv", "x\nT\nT\nT\n", "T T T", "", {}, false},
      {"quoted.csv", "x,y\n\"1\",\"a\n\"\"b\"\"\"\n\"2.5\",c\n", "1 2.5"},
      {"nameless.csv", ",x\n1,5\n2,6\n", "5 6"},
      {"row_names.csv", "\"x\",\"y\"\n\"a\",5,1\n\"b\",6,2\n", "5 6", "row's name"},
      {"trailing.csv", "y,x\n1,5,\n2,6,\n", "5 6"},
      {"latin.csv", "c,x\nC\xF4te,1\nPer\xFA,2\n", "1 2", "Windows-1252"},
      {"other_twice.csv", "x,y,y\n1,2,3\n", "1"},
      {"wide.csv", "year,2000,2001,x\n1,2,3,4\n", "4"},
      {"zeros.csv", "x\n007\n7\n0.5\n", "7 7 0.5"},
      // Thousands, where it is plain what they are.
      {"english.csv", "x,y\n\"1,234.5\",2\n\"12,345,678\",3\n999,4\nNA,5\n", "1234.5 12345678 999 .",
       "thousands separators"},
      {"german.csv", "x;y\n1.234,5;2\n0,5;3\n-1.234;4\n", "1234.5 0.5 -1234", "thousands separators"},
      {"swiss.csv", "x\n1'234\n5\n", "1234 5", "thousands separators"},
      {"blank.tsv", "x\ty\n1 234\t2\n5\t3\n", "1234 5", "thousands separators"},
      {"no_break.csv",
       "x\n1\n1\xC2\xA0"
       "234\n1\xE2\x80\xAF"
       "234.5\n1\xE2\x80\x99"
       "000\n",
       "1 1234 1234.5 1000", "thousands separators"},
      {"known.csv", "x;y\n1,234;2.5\n5;3\n", "1234 5", "thousands separators"},
      {"told.csv", "x;y\n1,234;2\n5;3\n", "1234 5", "thousands separators", {0, '.', {}}},
      {"told_comma.csv", "x;y\n1.234;2\n5;3\n", "1234 5", "thousands separators", {0, ',', {}}},
      {"doubtful.csv", "x;y\n1.234;2\n5.678;3\n2.345;9\n", "1.234 5.678 2.345",
       "if the point groups thousands"},
      {"not_doubtful.csv", "x;y\n1.234;2.5\n5.678;3\n2.345;9\n", "1.234 5.678 2.345", "semicolons"},
      {"large.csv", "x,y\n1.234,2\n5678.123,3\n2.345,9\n1.234,9\n", "1.234 5678.123 2.345 1.234"},
      // What stands around the columns.
      {"title.csv", "Trade of six\n\nx,y\n1,2\n3,4\n", "1 3", "named in row 3"},
      {"comments.csv", "# made by R\n# on a day\nx,y\n1,2\n3,4\n", "1 3", "named in row 3"},
      {"commas.csv", "Trade of six,,\n,,\ny,x,\n1,2,\n3,4,\n", "2 4", "named in row 3"},
      {"sep.csv", "sep=;\r\nx;y\r\n1;2\r\n3;4\r\n", "1 3"},
      {"sep_bar.csv", "sep=|\nx|y\n1|2\n", "1"},
      {"blank_lines.csv", "\n\nx,y\n1,2\n\n3,4\n\n", "1 . 3"},
      {"utf16.csv",
       std::string("x\0,\0y\0\n\0"
                   "1\0,\0"
                   "2\0\n\0",
                   16),
       "1"},
      // What stands for missing where a number should be.
      {"excel.csv", "x\n1\n#DIV/0!\n#REF!\n#VALUE!\n#NAME?\n#NUM!\n2\n", "1 . . . . . 2"},
      {"dashes.csv", "x\n1\n--\n...\n\xE2\x80\x93\n.a\n.z\n1.#QNAN\n", "1 . . . . . ."},
  };
  const Folder folder;
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    try {
      const Frame frame = read_frame(folder.with(c.name, c.text), {"x"}, "", 1, c.rules);
      EXPECT_EQ(c.as_numbers ? numbers(frame, "x") : cells(frame, "x"), c.x);
      std::string notes;
      for (const auto& note : frame.notes) notes += note + "\n";
      EXPECT_EQ(notes.empty(), c.note.empty()) << notes;
      EXPECT_NE(notes.find(c.note), std::string::npos) << notes;
    } catch (const Error& error) {
      ADD_FAILURE() << error.message << " " << error.where;
    }
  }
}

TEST(data_as_people_have_it, or_is_an_error_that_says_where_and_what_to_do) {
  struct Fault {
    std::string text, message, where, hint;
  };
  const std::vector<Fault> faults{
      {"x,y\n1,2\n\"1,234\",3\n", "`1,234` in column `x` is not a number", "row 3", "--decimal"},
      {"x;y\n1.234;2\n5,678;3\n", "`5,678` in column `x` is not a number", "row 3", "thousands"},
      {"x\n1\n(5)\n", "`(5)` in column `x` is not a number", "row 3", "minus sign"},
      {"x\n1\n5-\n", "`5-` in column `x` is not a number", "row 3", "minus sign"},
      {"x\n1\n5 km\n", "`5 km` in column `x` is not a number", "row 3", "unit"},
      {"x\n1\nno\n", "`no` in column `x` is not a number", "row 3", "yes and no"},
      {"x\n1\n?\n", "`?` in column `x` is not a number", "row 3", "--missing"},
      {"x,y\n1,2\nSource: WTO\n", "the row has one cell where the header has 2", "row 3", "no data"},
      {"Trade\n\nx,y\n1,2\n3\n", "the row has one cell", "row 5", ""},
      {"Trade\n\nx,y\n1,2\nz,3\n", "`z` in column `x` is not a number", "row 5", ""},
      {"PK\x03\x04.....xl/workbook.xml", "the file is a workbook of Excel", "", "CSV"},
      {"PK\x03\x04.....t.csv", "the file is a zip archive", "", "unpack"},
      {"\x1F\x8B\x08", "packed with gzip", "", ".csv.gz"},
      {"<!DOCTYPE html><html></html>", "the file is a web page", "", "server"},
      {"x\n1\n12 %\n", "`12 %` in column `x` is not a number", "row 3", "0.12"},
      {"x\n1\n$5\n", "`$5` in column `x` is not a number", "row 3", "currency"},
      {"x\n1\nabc\n", "`abc` in column `x` is not a number", "row 3", "i(x)"},
      {"x,y\n1,2\n3\n", "the row has one cell where the header has 2", "row 3", "remove it"},
      {"x;y\n1;2\n3;4;5\n6;7\n", "the row has 3 cells where the header has 2", "row 3", "semicolons"},
      {"x,x\n1,2\n", "two columns are called `x`: columns 1 and 2", "", "rename"},
      {"x,y\n", "the file has a header and no rows", "", ""},
      {"", "the file is empty", "", "header"},
      {"c,x\nC\xF4te,1\nC\xC3\xB4te,2\n", "byte 0xF4 is not UTF-8 text", "row 2", "UTF-8"},
      {"1,2\n3,4\n", "the first row holds the number `1`", "row 1", "header"},
      {"X,y\n1,2\n", "column `x` is missing", "", "`X`"},
      {"a b c\n1\n2\n", "the file has one column, `a b c`", "", "--delimiter"},
  };
  const Folder folder;
  for (const auto& fault : faults) {
    SCOPED_TRACE(fault.message);
    try {
      const std::string path = folder.with("t.csv", fault.text);
      numbers(read_frame(path, {"x"}), "x");
      ADD_FAILURE() << "no error";
    } catch (const Error& error) {
      EXPECT_NE(error.message.find(fault.message), std::string::npos) << error.message;
      EXPECT_NE(error.where.find("t.csv"), std::string::npos);
      EXPECT_NE(error.where.find(fault.where), std::string::npos) << error.where;
      EXPECT_NE(error.hint.find(fault.hint), std::string::npos) << error.hint;
    }
  }
}

// Every printed value is a level of its own, whatever the file; its number can still be taken.
TEST(data_as_people_have_it, keys_stay_as_they_are_written) {
  const Folder folder;
  const std::vector<std::pair<std::string, std::size_t>> columns{
      {"9223372036854775808 9223372036854775809 9223372036854775810", 3},
      {"18446744073709551615 18446744073709551614", 2},
      {"1000000000000000000000001 1000000000000000000000002", 2},
      {"-9223372036854775809 -9223372036854775810", 2},
      {"9007199254740993.0 9007199254740992.0", 2},
      {"9007199254740992 9007199254740994 9007199254740992", 2},
      {"007 7 07", 3},
      {"0 00 0", 2},
      {"00001 00002 00001", 2}};
  for (const auto& [values, levels] : columns) {
    std::string text = "x,k\n";
    std::stringstream words(values);
    for (std::string word; words >> word;) text += "1," + word + "\n";
    const Frame frame = read_frame(folder.with("t.csv", text));
    EXPECT_EQ(cells(frame, "k"), values.find(".0") == std::string::npos ? values : cells(frame, "k"));
    std::set<std::string> different;
    for (std::size_t row = 0; row < frame.rows; ++row) different.insert(cell_text(frame.column("k"), row));
    EXPECT_EQ(different.size(), levels) << values;
    const auto first = numbers_of(frame, "k")[0];
    EXPECT_EQ(first, std::strtod(values.c_str(), nullptr));
  }
  const std::vector<std::pair<std::string, std::size_t>> queries{
      {"18446744073709551615::UBIGINT - i::UBIGINT", 10},
      {"170141183460469231731687303715884105727::HUGEINT - i", 10},
      {"(1234567890123456789012.5 + i * 0.1)::DECIMAL(38,1)", 10},
      {"(12345678901234567 + i)::DECIMAL(18,0)", 10},
      {"9007199254740992 + i", 10},
      {"CASE WHEN i > 0 THEN 9007199254740992 + i END", 10},
      {"i::UBIGINT", 10},
      {"(i / 4)::DECIMAL(20,2)", 10}};
  for (const auto& [value, levels] : queries) {
    const Frame frame = read_frame("SELECT " + value + " AS k FROM range(10) AS t(i)");
    std::set<std::string> different;
    for (std::size_t row = 0; row < frame.rows; ++row) different.insert(cell_text(frame.column("k"), row));
    EXPECT_EQ(different.size(), levels) << value << ": " << cells(frame, "k");
    EXPECT_EQ(numbers_of(frame, "k").size(), 10u);
  }
}

// A blank that nobody sees makes no level of its own; a column of texts keeps its groups of digits.
TEST(data_as_people_have_it, keys_lose_what_cannot_be_seen_and_nothing_else) {
  const Folder folder;
  const Frame frame =
      read_frame(folder.with("t.csv",
                             "x,k,w\n1,USA,1 234\n2,USA\xC2\xA0,a\n3,\xE2\x80\x8BUSA,b\n4,\xC2\xA0,"
                             "12 34\n5,U\xC2\xA0SA,c\n"));
  EXPECT_EQ(cells(frame, "k"), "USA USA USA . U\xC2\xA0SA");
  EXPECT_EQ(cells(frame, "w"), "1 234 a b 12 34 c");
  const Frame queried =
      read_frame("SELECT unnest(['USA', 'USA' || chr(160), chr(8203) || 'USA ', chr(160)]) AS k");
  EXPECT_EQ(cells(queried, "k"), "USA USA USA .");
}

TEST(data_as_people_have_it, na_is_namibia_among_codes_of_two_letters_only) {
  const Folder folder;
  struct Rule {
    std::string column, cells;
    bool noted;
    FileRules rules;
  };
  const std::vector<Rule> rules{
      {"NA\nZA\nDE\n", "NA ZA DE", true, {}},
      {"NA\nZA\n\nDE\n", "NA ZA . DE", true, {}},
      {"NA\nZA\nDE\n", ". ZA DE", false, {0, 0, {{"NA"}}}},
      {"NA\nZAF\nDEU\n", ". ZAF DEU", false, {}},
      {"\"NA\"\nNA\n\"ZA\"\n", "NA . ZA", false, {}},
      {"NA\n1\n2\n", ". 1 2", false, {}},
      {"NA\nNA\n", ". .", false, {}},
      {"#N/A\nnull\nUSA\n", ". . USA", false, {}},
      {"#N/A\nnull\nUSA\n", "#N/A null USA", false, {0, 0, {{"none"}}}},
  };
  for (const auto& rule : rules) {
    std::string text = "k,x\n";
    std::stringstream lines(rule.column);
    for (std::string line; std::getline(lines, line);) text += line + ",1\n";
    const Frame frame = read_frame(folder.with("t.csv", text), {}, "", 0, rule.rules);
    EXPECT_EQ(cells(frame, "k"), rule.cells);
    EXPECT_EQ(!frame.notes.empty(), rule.noted) << rule.column;
  }
}

// The same data in CSV and in Parquet give the same rows and the same cells.
TEST(data_as_people_have_it, is_the_same_in_csv_and_parquet) {
  const Folder folder;
  const std::string csv = folder.with("t.csv",
                                      "x,X,b,s,d,big\n"
                                      "1,5,TRUE, USA ,2020-01-03,18446744073709551615\n"
                                      "inf,6,FALSE,DEU,2020-01-04,18446744073709551614\n"
                                      ",7,TRUE,,2020-02-01,1\n"
                                      "-inf,8,,FRA,,18446744073709551613\n");
  const std::string source =
      "SELECT * FROM (VALUES (1::DOUBLE, true, ' USA ', DATE '2020-01-03', 18446744073709551615::UBIGINT), "
      "('inf'::DOUBLE, false, 'DEU', DATE '2020-01-04', 18446744073709551614::UBIGINT), "
      "(NULL, true, NULL, DATE '2020-02-01', 1::UBIGINT), "
      "('-inf'::DOUBLE, NULL, 'FRA', NULL, 18446744073709551613::UBIGINT)) AS t(x, b, s, d, big)";
  for (const char* where : {"", "b", "NOT b", "d >= '2020-01-04'", "d < DATE '2020-02-01'", "x > 0",
                            "s IS NULL", "s = 'DEU'", "b = true OR x < 0"}) {
    SCOPED_TRACE(where);
    const Frame one = read_frame(csv, {"x", "b", "s", "d", "big"}, where);
    const Frame two = read_frame(source, {"x", "b", "s", "d", "big"}, where);
    for (const char* column : {"x", "b", "s", "d", "big"}) EXPECT_EQ(cells(one, column), cells(two, column));
  }
  EXPECT_EQ(cells(read_frame(csv, {"x"}, "X > 5 AND x > 0"), "x"), "inf");
  EXPECT_EQ(cells(read_frame(csv, {"X"}, "\"X\" > 5 AND x > 0"), "X"), "6");
  // Columns of Parquet that differ by case keep their names.
  Table table;
  table.add("x", std::vector<double>{1, 2, 3});
  table.add("y", std::vector<double>{4, 5, 6});
  const std::string parquet = (folder.path / "t.parquet").string();
  write_table(table, parquet);
  std::string bytes;
  {
    std::ifstream file(parquet, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  // The name stands in the file's footer, after its length.
  const std::string named = std::string("\x18\x01") + "y";
  for (std::size_t k = bytes.find(named); k != std::string::npos; k = bytes.find(named, k + 1))
    bytes[k + 2] = 'X';
  const std::string changed = folder.with("case.parquet", bytes);
  const Frame frame = read_frame(changed, {"X", "x"}, "X > 4 AND x < 3");
  EXPECT_EQ(cells(frame, "x"), "2");
  EXPECT_EQ(cells(frame, "X"), "5");
}

}  // namespace
}  // namespace sogdia
