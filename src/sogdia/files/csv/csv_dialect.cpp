#include "sogdia/files/csv/csv_dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/cell_number.h"
#include "sogdia/files/csv/csv_scan.h"

namespace sogdia {
namespace {

constexpr std::size_t kRowsRead = 1000;  // rows

using Records = std::vector<std::vector<std::string>>;

// The first rows, header included. A row that is cut off or broken ends them.
Records first_records(std::string_view text, char separator) {
  Records records;
  CsvScanner scanner(text, separator);
  while (!scanner.done() && records.size() < kRowsRead) {
    std::vector<std::string> record;
    std::string_view cell;
    bool last = false;
    while (!last) {
      if (scanner.cell(cell, last) != CsvScanner::Fault::none) return records;
      record.emplace_back(without_blanks(cell));
    }
    records.push_back(std::move(record));
  }
  return records;
}

bool is_blank(const std::vector<std::string>& record) { return record.size() == 1 && record[0].empty(); }

// How well the rows fit the header with a separator: 2 = as many cells everywhere, 1 = one cell more
// everywhere, 0 = neither, or one column.
int fitness(const Records& records) {
  if (records.empty()) return 0;
  const std::size_t width = records[0].size();
  bool equal = true, more = true;
  for (std::size_t k = 1; k < records.size(); ++k) {
    if (is_blank(records[k])) continue;
    equal = equal && records[k].size() == width;
    more = more && records[k].size() == width + 1;
  }
  if (equal && width > 1) return 2;
  // One row alone is more likely broken.
  return more && records.size() > 2 ? 1 : 0;
}

char recognised_separator(std::string_view text, char usual) {
  const int fits = fitness(first_records(text, usual));
  if (fits == 2) return usual;
  char best = usual;
  int most = fits;
  std::size_t columns = 0;
  for (const char candidate : {',', ';', '\t', '|', ' '}) {
    if (candidate == usual) continue;
    const Records records = first_records(text, candidate);
    const int found = fitness(records);
    if (found < most || found == 0 || (found == most && most > 0 && records[0].size() <= columns)) continue;
    // A blank is a separator only where nothing else can be.
    if (candidate == ' ' && most > 0) continue;
    best = candidate;
    most = found;
    columns = records[0].size();
  }
  if (most > 0) return best;
  // Ragged rows: the header says more than the name does.
  const std::string_view header = text.substr(0, text.find('\n'));
  if (header.find(usual) != std::string_view::npos) return usual;
  for (const char candidate : {';', '\t', '|', ','})
    if (header.find(candidate) != std::string_view::npos) return candidate;
  return usual;
}

struct Decimals {
  bool comma = false, point = false;
};

// 0,25 has a decimal comma, 1,234 may have a thousands separator; 0.25 has a decimal point. Digits, one mark,
// digits, perhaps a power of ten.
void look_for_decimals(std::string_view cell, Decimals& found) {
  if (!cell.empty() && (cell[0] == '-' || cell[0] == '+')) cell.remove_prefix(1);
  const std::size_t mark = cell.find_first_of(",.");
  if (mark == std::string_view::npos) return;
  const std::size_t rest = std::min(cell.find_first_of("eE", mark), cell.size());
  const std::string_view before = cell.substr(0, mark), after = cell.substr(mark + 1, rest - mark - 1);
  const auto digits = [](std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!digits(before) || !digits(after) || (before.empty() && after.empty())) return;
  constexpr std::size_t kGroup = 3;
  const bool grouped = after.size() == kGroup && !before.empty() && before.size() <= kGroup &&
                       before[0] != '0' && rest == cell.size();
  if (grouped) return;
  (cell[mark] == ',' ? found.comma : found.point) = true;
}

Decimals decimals_of(const Records& records) {
  Decimals found;
  for (std::size_t k = 1; k < records.size(); ++k) {
    for (const auto& cell : records[k]) look_for_decimals(cell, found);
  }
  return found;
}

// Where no number has a point but before three digits, as 1.412, it may as well group thousands.
void note_doubtful_points(const Records& records, std::vector<std::string>& notes) {
  for (std::size_t c = 0; c < records[0].size(); ++c) {
    std::size_t doubtful = 0;
    std::string example;
    for (std::size_t k = 1; k < records.size() && c < records[k].size(); ++k) {
      const std::string& cell = records[k][c];
      double value = 0;
      if (cell.find('.') == std::string::npos) {
        constexpr double kGroup = 1000;  // larger numbers would have a point too
        if (read_cell_number(cell, '.', value) == CellNumber::number && std::abs(value) >= kGroup) {
          doubtful = 0;
          break;
        }
      } else if (read_grouped_number(cell, ',', value) != Grouped::no) {
        ++doubtful;
        example = cell;
      }
    }
    constexpr std::size_t kEnough = 3;
    if (doubtful >= kEnough)
      notes.push_back(
          fmt::format("numbers in `{}` have a decimal point and three digits each, as {}; if the point "
                      "groups thousands, say "
                      "--decimal ,",
                      records[0][c], example));
  }
}

}  // namespace

std::string separator_name(char separator) {
  switch (separator) {
    case ',':
      return "commas";
    case ';':
      return "semicolons";
    case '\t':
      return "tabs";
    case '|':
      return "vertical bars";
    case ' ':
      return "blanks";
    default:
      return fmt::format("`{}`", separator);
  }
}

std::string_view without_blank_end(std::string_view text, char separator) {
  // Ctrl-Z ended the files of DOS.
  std::string blanks = "\r\n\x1A";
  for (const char c : {' ', '\t'})
    if (c != separator) blanks += c;
  const std::size_t content = text.find_last_not_of(blanks);
  if (content == std::string_view::npos) return text.substr(0, 0);
  std::size_t end = text.find_first_of("\r\n", content);
  if (end == std::string_view::npos) return text.substr(0, content + 1);
  if (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n') ++end;
  return text.substr(0, end + 1);
}

std::string with_line_feeds(std::string_view text) {
  constexpr std::size_t kHead = std::size_t{1} << 20;
  const std::string_view head = text.substr(0, kHead);
  if (head.find('\n') != std::string_view::npos || head.find('\r') == std::string_view::npos) return "";
  std::string out(text);
  bool quoted = false;
  for (std::size_t k = 0; k < out.size(); ++k) {
    if (out[k] == '"') quoted = !quoted;
    if (out[k] == '\r' && !quoted && (k + 1 == out.size() || out[k + 1] != '\n')) out[k] = '\n';
  }
  return out;
}

CsvDialect recognised_dialect(std::string_view text, char usual, const FileRules& rules,
                              std::vector<std::string>& notes) {
  CsvDialect dialect;
  dialect.separator = rules.delimiter != 0 ? rules.delimiter : recognised_separator(text, usual);
  const Records records = first_records(text, dialect.separator);
  const Decimals found = decimals_of(records);
  dialect.decimal = rules.decimal != 0 ? rules.decimal : found.comma && !found.point ? ',' : '.';
  dialect.decimal_known = rules.decimal != 0 || found.comma != found.point;
  if (fitness(records) == 1) {
    const bool trailing = std::all_of(records.begin() + 1, records.end(), [](const auto& record) {
      return is_blank(record) || record.back().empty();
    });
    dialect.extra = trailing ? CsvDialect::Extra::trailing : CsvDialect::Extra::row_names;
    if (!trailing)
      notes.push_back("the rows have a cell more than the header: the first is taken as the row's name");
  }
  if (rules.delimiter == 0 && dialect.separator != usual)
    notes.push_back(fmt::format("the columns are separated by {}", separator_name(dialect.separator)));
  if (rules.decimal == 0 && dialect.decimal == ',')
    notes.push_back("numbers have a decimal comma, as 0,25; --decimal . reads them otherwise");
  if (!dialect.decimal_known && !found.point && !records.empty()) note_doubtful_points(records, notes);
  return dialect;
}

}  // namespace sogdia
