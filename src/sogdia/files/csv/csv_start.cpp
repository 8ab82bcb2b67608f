#include "sogdia/files/csv/csv_start.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/files/csv/csv_scan.h"

namespace sogdia {
namespace {

constexpr std::size_t kMostLines = 30;

bool names_all(std::string_view text, char separator, const std::vector<std::string>& columns) {
  CsvScanner scanner(text, separator);
  std::vector<std::string> names;
  bool last = text.empty();
  while (!last) {
    std::string_view cell;
    if (scanner.cell(cell, last) != CsvScanner::Fault::none) return false;
    names.emplace_back(without_blanks(cell));
  }
  return std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
    return std::find(names.begin(), names.end(), column) != names.end();
  });
}

bool is_header(std::string_view text, char usual, const FileRules& rules,
               const std::vector<std::string>& columns) {
  if (rules.delimiter != 0) return names_all(text, rules.delimiter, columns);
  const std::array<char, 5> separators{usual, ',', ';', '\t', '|'};
  return std::any_of(separators.begin(), separators.end(),
                     [&](char separator) { return names_all(text, separator, columns); });
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  std::string_view line = text.substr(offset, text.find('\n', offset) - offset);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// The start of the next line, or the end of the text.
std::size_t next_line(std::string_view text, std::size_t offset) {
  const std::size_t end = text.find('\n', offset);
  return end == std::string_view::npos ? text.size() : end + 1;
}

struct OtherKind {
  std::string_view start, what, hint;
};
constexpr std::string_view kZipped = "PK\x03\x04";
constexpr std::array<OtherKind, 11> kOtherKinds{{
    {"\x1F\x8B", "packed with gzip", "end its name in .csv.gz"},
    {"BZh", "packed with bzip2", "unpack it first"},
    {"\xFD"
     "7zXZ",
     "packed with xz", "unpack it first"},
    {"\x28\xB5\x2F\xFD", "packed with zstd", "unpack it first"},
    {"7z\xBC\xAF", "packed with 7-Zip", "unpack it first"},
    {"\xD0\xCF\x11\xE0", "a workbook of Excel", "save the sheet as CSV UTF-8"},
    {"PAR1", "Parquet", "end its name in .parquet"},
    {"<stata_dta>", "Stata's", "end its name in .dta"},
    {"%PDF", "a PDF", "the data themselves are needed: save them as CSV"},
    {"<!DOCTYPE", "a web page", "it may be a message of the server that was asked for the data: open it"},
    {"<html", "a web page", "it may be a message of the server that was asked for the data: open it"},
}};

}  // namespace

CsvStart csv_start(std::string_view text, char usual, const FileRules& rules,
                   const std::vector<std::string>& columns, std::vector<std::string>& notes) {
  CsvStart start;
  const std::string_view first = line_at(text, 0);
  if (first.size() == 5 && first.substr(0, 4) == "sep=") {
    start.separator = first[4];
    start.offset = next_line(text, 0);
    start.lines = 1;
  }
  while (start.offset < text.size() &&
         line_at(text, start.offset).find_first_not_of(' ') == std::string_view::npos) {
    start.offset = next_line(text, start.offset);
    ++start.lines;
  }
  if (columns.empty()) return start;
  CsvStart found = start;
  while (found.offset < text.size() && found.lines < kMostLines) {
    if (is_header(text.substr(found.offset), usual, rules, columns)) {
      if (found.lines > start.lines)
        notes.push_back(
            fmt::format("the columns are named in row {}; what stands above was left out", found.lines + 1));
      return found;
    }
    found.offset = next_line(text, found.offset);
    ++found.lines;
  }
  return start;
}

void require_text_of_columns(std::string_view bytes, const std::string& name) {
  const auto refuse = [&](std::string_view what, std::string_view hint) {
    throw Error(fmt::format("the file is {}, not text of columns", what), name, std::string(hint));
  };
  for (const OtherKind& kind : kOtherKinds)
    if (bytes.substr(0, kind.start.size()) == kind.start) refuse(kind.what, kind.hint);
  if (bytes.substr(0, kZipped.size()) == kZipped) {
    constexpr std::size_t kLooks = 4096;
    const bool workbook = bytes.substr(0, kLooks).find("xl/") != std::string_view::npos ||
                          bytes.substr(0, kLooks).find("[Content_Types].xml") != std::string_view::npos;
    if (workbook) refuse("a workbook of Excel", "save the sheet as CSV UTF-8");
    refuse("a zip archive", "unpack it first");
  }
  if (bytes.substr(0, 4) == std::string_view("\xFF\xFE\0\0", 4) ||
      bytes.substr(0, 4) == std::string_view("\0\0\xFE\xFF", 4))
    refuse("UTF-32", "save it as UTF-8");
}

}  // namespace sogdia
