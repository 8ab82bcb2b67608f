#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <deque>
#include <limits>
#include <string_view>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/files/csv/csv_rules.h"
#include "sogdia/io/file.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace {

using Cells = std::vector<std::string_view>;

std::string place(const std::string& name, std::size_t record) { return csv_place(name, record); }

// Cuts CSV text into records of cells. Cells point into the text, or into `unescaped` where quotes were
// doubled.
class Records {
 public:
  Records(std::string_view text, char separator, const std::string& name)
      : text_(text), separator_(separator), name_(name) {}

  bool next(Cells& cells) {
    cells.clear();
    if (at_ >= text_.size()) return false;
    for (;;) {
      cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted() : plain());
      if (at_ >= text_.size()) break;
      if (text_[at_] == separator_) {
        ++at_;
        continue;
      }
      if (text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      break;
    }
    ++record_;
    return true;
  }

 private:
  bool ends_cell(std::size_t k) const {
    const char c = text_[k];
    return c == separator_ || c == '\n' || (c == '\r' && (k + 1 == text_.size() || text_[k + 1] == '\n'));
  }

  std::string_view plain() {
    const std::size_t start = at_;
    while (at_ < text_.size() && !ends_cell(at_)) ++at_;
    return text_.substr(start, at_ - start);
  }

  std::string_view quoted() {
    const std::size_t start = ++at_;
    bool doubled = false;
    for (;; ++at_) {
      if (at_ >= text_.size())
        throw Error("a cell opens with a quote that never closes", place(name_, record_),
                    "close the quote, or double it (`\"\"`) where it belongs to the text");
      if (text_[at_] != '"') continue;
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        doubled = true;
        ++at_;
        continue;
      }
      break;
    }
    std::string_view cell = text_.substr(start, at_ - start);
    ++at_;
    if (at_ < text_.size() && !ends_cell(at_))
      throw Error("text follows a closing quote", place(name_, record_),
                  "double a quote (`\"\"`) where it belongs to the text");
    if (!doubled) return cell;
    std::string& plain = unescaped_.emplace_back();
    for (std::size_t k = 0; k < cell.size(); ++k) {
      plain += cell[k];
      if (cell[k] == '"') ++k;
    }
    return plain;
  }

  std::string_view text_;
  char separator_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t record_ = 0;
  std::deque<std::string> unescaped_;
};

bool parse(std::string_view cell, double& value) {
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return failed == std::errc() && end == cell.data() + cell.size() && std::isfinite(value);
}

bool parse(std::string_view cell, std::int64_t& value) {
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return failed == std::errc() && end == cell.data() + cell.size();
}

std::string number_hint(std::string_view cell) {
  if (cell.front() == ' ' || cell.back() == ' ' || cell.back() == '\t') return "remove the blank around it";
  if (cell.find(',') != cell.npos || cell.find(' ') != cell.npos || cell.find('\'') != cell.npos)
    return "write it without thousands separators and with a decimal point, as 1234.5";
  if (cell.back() == '%') return "write a fraction, as 0.12 for 12 %";
  if (cell == "NA" || cell == "N/A" || cell == "nan" || cell == "NaN" || cell == "." || cell == "-" ||
      cell == "null")
    return "leave the cell empty where the value is missing";
  return "write a number with a decimal point, or leave the cell empty where the value is missing";
}

Column text_column(const std::string& header, const Cells& cells) {
  return {header, std::vector<std::string>(cells.begin(), cells.end()), {}};
}

Column integer_column(const std::string& header, const Cells& cells, const std::string& name) {
  std::vector<std::int64_t> values(cells.size(), 0);
  std::vector<std::uint8_t> valid;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (cells[row].empty()) {
      if (valid.empty()) valid.assign(cells.size(), 1);
      valid[row] = 0;
      continue;
    }
    double wide = 0.0;
    if (parse(cells[row], values[row])) continue;
    const bool number = parse(cells[row], wide);
    if (number && wide == std::floor(wide) && std::abs(wide) < 9e15) {
      values[row] = static_cast<std::int64_t>(wide);
      continue;
    }
    throw Error(
        fmt::format("`{}` in column `{}` is not a {}number", cells[row], header, number ? "whole " : ""),
        place(name, row + 1), number ? "write a whole number" : number_hint(cells[row]));
  }
  return {header, std::move(values), std::move(valid)};
}

Column number_column(const std::string& header, const Cells& cells, const std::string& name) {
  std::vector<double> values(cells.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (cells[row].empty() || parse(cells[row], values[row])) continue;
    throw Error(fmt::format("`{}` in column `{}` is not a number", cells[row], header), place(name, row + 1),
                number_hint(cells[row]));
  }
  return {header, std::move(values), {}};
}

CellType inferred(const Cells& cells) {
  bool any = false;
  double value = 0.0;
  for (const auto cell : cells) {
    if (cell.empty()) continue;
    if (!parse(cell, value)) return CellType::text;
    any = true;
  }
  return any ? CellType::number : CellType::text;
}

}  // namespace

Table read_csv_text(const std::string& text, const std::string& name, const TableSchema& schema,
                    char separator) {
  std::string_view body = text;
  if (body.substr(0, 3) == "\xEF\xBB\xBF") body.remove_prefix(3);
  if (body.empty()) throw Error("the file is empty", name, "it needs a header row that names the columns");
  require_utf8(body, 0, name);

  Records records(body, separator, name);
  Cells cells;
  records.next(cells);
  const std::vector<std::string> header = csv_header(cells, name, separator);
  std::vector<Cells> columns(header.size());
  std::size_t rows = 0;
  while (records.next(cells)) {
    ++rows;
    if (cells.size() != header.size()) {
      const bool blank = cells.size() == 1 && cells[0].empty();
      throw Error(blank ? std::string("the row is empty")
                        : fmt::format("the row has {} where the header has {}",
                                      cells.size() == 1 ? "one cell" : fmt::format("{} cells", cells.size()),
                                      header.size()),
                  place(name, rows),
                  blank ? "remove the empty row"
                        : "put cells that hold a comma in quotes, and give every row the same cells");
    }
    for (std::size_t k = 0; k < cells.size(); ++k) columns[k].push_back(cells[k]);
  }

  Table table;
  table.source = name;
  const std::size_t slash = name.find_last_of('/');
  table.name = name.substr(slash == std::string::npos ? 0 : slash + 1);
  table.name = table.name.substr(0, table.name.find_last_of('.'));
  for (std::size_t k = 0; k < header.size(); ++k) {
    const auto wanted = schema.find(header[k]);
    switch (wanted == schema.end() ? inferred(columns[k]) : wanted->second) {
      case CellType::text:
        table.columns.push_back(text_column(header[k], columns[k]));
        break;
      case CellType::number:
        table.columns.push_back(number_column(header[k], columns[k], name));
        break;
      case CellType::integer:
        table.columns.push_back(integer_column(header[k], columns[k], name));
        break;
    }
  }
  return table;
}

std::string csv_text(const Table& table, const Monitor& monitor) {
  constexpr std::size_t kBetweenLooks = 1 << 15;  // rows
  std::string out;
  const auto put = [&](const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      out += cell;
      return;
    }
    out += '"';
    for (const char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  };
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    if (k > 0) out += ',';
    put(table.columns[k].name);
  }
  out += '\n';
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (row % kBetweenLooks == 0) check_cancelled(monitor);
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
      if (k > 0) out += ',';
      put(cell_text(table.columns[k], row));
    }
    // A lone empty cell would read back as an empty row.
    if (table.columns.size() == 1 && out.back() == '\n') out += "\"\"";
    out += '\n';
  }
  return out;
}

}  // namespace sogdia
