#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

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

// A column as its cells come in. Of what the schema names, each cell becomes its value at once; what has to
// be inferred waits for its last cell.
class Filling {
 public:
  Filling(std::string header, const TableSchema& schema, std::size_t rows) : header_(std::move(header)) {
    const auto wanted = schema.find(header_);
    if (wanted != schema.end()) type_ = wanted->second;
    if (!type_)
      cells_.reserve(rows);
    else if (*type_ == CellType::text)
      texts_.reserve(rows);
    else if (*type_ == CellType::number)
      numbers_.reserve(rows);
    else
      integers_.reserve(rows);
  }

  void add(std::string_view cell) {
    if (!type_)
      cells_.push_back(cell);
    else if (*type_ == CellType::text)
      texts_.emplace_back(cell);
    else if (*type_ == CellType::number)
      add_number(cell);
    else
      add_integer(cell);
  }

  // The first cell that is not what the column holds is an Error with its row in the file `name`.
  Column finish(const std::string& name) {
    if (!type_) {
      type_ = inferred(cells_);
      texts_.reserve(*type_ == CellType::text ? cells_.size() : 0);
      for (const auto cell : cells_) add(cell);
    }
    if (bad_) throw_bad(name);
    switch (*type_) {
      case CellType::text:
        return {header_, std::move(texts_), {}};
      case CellType::number:
        return {header_, std::move(numbers_), {}};
      case CellType::integer:
        return {header_, std::move(integers_), std::move(valid_)};
    }
    return {};
  }

 private:
  struct Bad {
    std::size_t row;
    std::string cell;
    bool number;  // one, but no whole one
  };

  void add_number(std::string_view cell) {
    double value = std::numeric_limits<double>::quiet_NaN();
    if (!cell.empty() && !parse(cell, value) && !bad_) bad_ = Bad{numbers_.size(), std::string(cell), false};
    numbers_.push_back(value);
  }

  void add_integer(std::string_view cell) {
    const std::size_t row = integers_.size();
    std::int64_t value = 0;
    double wide = 0.0;
    if (cell.empty()) {
      valid_.resize(row, 1);
      valid_.push_back(0);
    } else if (!parse(cell, value)) {
      const bool number = parse(cell, wide);
      if (number && wide == std::floor(wide) && std::abs(wide) < 9e15)
        value = static_cast<std::int64_t>(wide);
      else if (!bad_)
        bad_ = Bad{row, std::string(cell), number};
    }
    integers_.push_back(value);
    if (!valid_.empty()) valid_.resize(integers_.size(), 1);
  }

  [[noreturn]] void throw_bad(const std::string& name) const {
    throw Error(fmt::format("`{}` in column `{}` is not a {}number", bad_->cell, header_,
                            bad_->number ? "whole " : ""),
                place(name, bad_->row + 1), bad_->number ? "write a whole number" : number_hint(bad_->cell));
  }

  std::string header_;
  std::optional<CellType> type_;
  Cells cells_;
  std::vector<std::string> texts_;
  std::vector<double> numbers_;
  std::vector<std::int64_t> integers_;
  std::vector<std::uint8_t> valid_;  // of integers, empty while none is missing
  std::optional<Bad> bad_;
};

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
  const auto lines = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n'));
  std::vector<Filling> columns;
  columns.reserve(header.size());
  for (const auto& column : header) columns.emplace_back(column, schema, lines);
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
    for (std::size_t k = 0; k < cells.size(); ++k) columns[k].add(cells[k]);
  }

  Table table;
  table.source = name;
  const std::size_t slash = name.find_last_of('/');
  table.name = name.substr(slash == std::string::npos ? 0 : slash + 1);
  table.name = table.name.substr(0, table.name.find_last_of('.'));
  for (auto& column : columns) table.columns.push_back(column.finish(name));
  return table;
}

std::string csv_text(const Table& table, const Monitor& monitor, bool with_header) {
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
  for (std::size_t k = 0; with_header && k < table.columns.size(); ++k) {
    if (k > 0) out += ',';
    put(table.columns[k].name);
  }
  if (with_header) out += '\n';
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
