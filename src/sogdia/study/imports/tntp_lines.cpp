#include "sogdia/study/imports/tntp_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {

constexpr std::string_view kBlanks = " \t\r;:";

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
    cells.emplace_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlanks, end);
  }
  return cells;
}

// Names of columns may hold blanks, and are then separated by tabs.
std::vector<std::string> column_names_of(std::string_view line) {
  if (line.find('\t') == std::string_view::npos) return cells_of(line);
  std::vector<std::string> names;
  while (!line.empty()) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    std::string_view name = line.substr(0, tab);
    line.remove_prefix(std::min(tab + 1, line.size()));
    while (!name.empty() && kBlanks.find(name.front()) != std::string_view::npos) name.remove_prefix(1);
    while (!name.empty() && kBlanks.find(name.back()) != std::string_view::npos) name.remove_suffix(1);
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

}  // namespace

std::string TntpText::place(const TntpLine& line) const {
  return fmt::format("{}, line {}", file, line.number);
}

TntpText read_tntp_lines(const std::string& file, TntpEnd row_end) {
  TntpText out;
  out.file = file;
  const std::string text = read_file(file);
  std::string_view rest = text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t start = line.find_first_not_of(" \t\r");
    if (start == std::string_view::npos) continue;
    line.remove_prefix(start);
    if (line.front() == '<') {
      const std::size_t close = line.find('>');
      if (close == std::string_view::npos)
        throw Error("a line of metadata has no `>`", fmt::format("{}, line {}", file, number),
                    "<NUMBER OF NODES> 24");
      std::string_view value = line.substr(close + 1);
      const std::size_t first = value.find_first_not_of(" \t\r");
      value = first == std::string_view::npos ? std::string_view() : value.substr(first);
      out.metadata.emplace(line.substr(1, close - 1), value.substr(0, value.find_last_not_of(" \t\r") + 1));
    } else if (line.front() == '~') {
      if (out.names.empty()) out.names = column_names_of(line.substr(1));
    } else {
      line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
      const bool ended = line.back() == ';' || (row_end == TntpEnd::row && line.find(';') != line.npos);
      if (row_end == TntpEnd::row) line = line.substr(0, line.find(';'));
      if (auto cells = cells_of(line); !cells.empty()) out.lines.push_back({std::move(cells), number, ended});
    }
  }
  if (out.lines.empty())
    throw Error("the file has no rows", file, "a TNTP file has rows after <END OF METADATA>");
  return out;
}

double tntp_number(const TntpText& text, const TntpLine& line, const std::string& cell, const char* name) {
  double value = 0;
  const char* first = cell.data() + (!cell.empty() && cell.front() == '+' ? 1 : 0);
  const auto [end, failed] = std::from_chars(first, cell.data() + cell.size(), value);
  if (failed != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
    throw Error(fmt::format("`{}` for `{}` is not a number", cell, name), text.place(line), "");
  return value;
}

std::optional<double> tntp_metadata(const TntpText& text, const std::string& name) {
  const auto found = text.metadata.find(name);
  if (found == text.metadata.end()) return std::nullopt;
  double value = 0;
  const auto [end, failed] =
      std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  if (failed != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace sogdia
