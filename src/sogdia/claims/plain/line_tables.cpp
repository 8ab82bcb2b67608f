#include <array>

#include "sogdia/claims/plain/mapped_text.h"
#include "sogdia/claims/plain/table_cells.h"

namespace sogdia::claims {
namespace {

constexpr char kAligned = ' ';  // columns that blanks set apart

struct Stretch {
  std::size_t begin, end;
};

bool is_rule(std::string_view line) {
  return line.find('-') != std::string_view::npos &&
         line.find_first_not_of("|-: \t+=") == std::string_view::npos;
}

// The cells of a line whose columns stand apart by two blanks or more; `headed` where its first cell is
// empty.
std::vector<Stretch> aligned_cells(std::string_view text, Stretch line, bool headed) {
  std::vector<Stretch> cells;
  std::size_t k = line.begin, end = line.end;
  while (end > k && text[end - 1] == ' ') --end;
  while (k < end && text[k] == ' ') ++k;
  if (headed && k >= line.begin + 2) cells.push_back({line.begin, line.begin});
  while (k < end) {
    const std::size_t gap = std::min(text.substr(0, end).find("  ", k), end);
    cells.push_back({k, gap});
    for (k = gap; k < end && text[k] == ' ';) ++k;
  }
  return cells;
}

bool is_indented(std::string_view text, Stretch line) {
  return line.end >= line.begin + 2 && text.substr(line.begin, 2) == "  ";
}

// The cells of a line between delimiters, quotes of RFC 4180 minded; a drawn table's outer bars are no cells.
std::vector<Stretch> cells_of(std::string_view text, Stretch line, char delimiter) {
  if (delimiter == kAligned) return aligned_cells(text, line, false);
  std::vector<Stretch> cells;
  const auto trim = [&](std::size_t begin, std::size_t end) {
    while (begin < end && text[begin] == ' ') ++begin;
    while (begin < end && text[end - 1] == ' ') --end;
    return Stretch{begin, end};
  };
  Stretch whole = trim(line.begin, line.end);
  // "- China: 731.2"
  if (delimiter == ':' && whole.end > whole.begin + 2 &&
      (text[whole.begin] == '-' || text[whole.begin] == '*') && text[whole.begin + 1] == ' ')
    whole = trim(whole.begin + 2, whole.end);
  std::size_t begin = whole.begin, end = whole.end;
  if (delimiter == '|' && begin < end && text[begin] == '|') ++begin;
  if (delimiter == '|' && begin < end && text[end - 1] == '|') --end;
  bool quoted = false;
  std::size_t from = begin;
  for (std::size_t k = begin; k < end; ++k) {
    if (text[k] == '"' && delimiter != '|' && (quoted || k == from)) quoted = !quoted;
    if (text[k] != delimiter || quoted) continue;
    if (delimiter == '|' && k > begin && text[k - 1] == '\\') continue;
    cells.push_back(trim(from, k));
    from = k + 1;
  }
  cells.push_back(trim(from, end));
  for (auto& cell : cells) {
    const bool in_quotes = cell.end - cell.begin >= 2 && text[cell.begin] == '"' && text[cell.end - 1] == '"';
    if (delimiter != '|' && in_quotes) cell = trim(cell.begin + 1, cell.end - 1);
  }
  return cells;
}

// Prose has a blank after its commas, and a clause between them.
bool may_be_row(std::string_view text, Stretch line, const std::vector<Stretch>& cells, char delimiter) {
  if (cells.size() < 2) return false;
  if (delimiter != ',' && delimiter != ';') return true;
  std::size_t spaced = 0;
  for (std::size_t k = 1; k < cells.size(); ++k)
    spaced += cells[k].begin > line.begin && text[cells[k].begin - 1] == ' ';
  return spaced == 0 || 2 * spaced < cells.size();
}

// Whether the last line of words before line k heads a list of bare numbers.
bool headed(std::string_view text, const std::vector<Stretch>& lines, std::size_t k) {
  while (k > 0 && lines[k - 1].begin == lines[k - 1].end) --k;
  if (k == 0) return false;
  const Stretch above = lines[k - 1];
  return heads_a_list(text.substr(above.begin, above.end - above.begin));
}

}  // namespace

MappedText mark_line_tables(const MappedText& in) {
  const std::string_view text = in.text;
  std::vector<Stretch> lines;
  for (std::size_t k = 0; k < text.size();) {
    const std::size_t end = std::min(text.find('\n', k), text.size());
    lines.push_back({k, end});
    k = end + 1;
  }
  static constexpr std::array kDelimiters{'|', '\t', ';', ',', kAligned, ':'};
  std::array<std::size_t, kDelimiters.size()> refused{};  // lines before this one are no table of the kind
  // The first row of an aligned table may leave the head of its labels empty.
  const auto row_of = [&](const std::vector<Stretch>& all, std::size_t j, std::size_t first, char delimiter) {
    if (delimiter != kAligned) return cells_of(text, all[j], delimiter);
    const bool headed =
        j == first && is_indented(text, all[j]) && j + 1 < all.size() && !is_indented(text, all[j + 1]);
    return aligned_cells(text, all[j], headed);
  };
  MappedText out;
  out.reserve(in.size());
  for (std::size_t k = 0; k < lines.size();) {
    std::size_t after = k;
    char found = '\0';
    for (std::size_t d = 0; d < kDelimiters.size() && found == '\0'; ++d) {
      if (k < refused[d]) continue;
      const char delimiter = kDelimiters[d];
      std::vector<std::vector<std::string>> rows;
      std::size_t j = k, columns = 0;
      for (; j < lines.size(); ++j) {
        const std::string_view line = text.substr(lines[j].begin, lines[j].end - lines[j].begin);
        if (line.find(delimiter) == std::string_view::npos) break;
        if ((delimiter == '|' || delimiter == kAligned) && !rows.empty() && is_rule(line)) continue;
        const auto cells = row_of(lines, j, k, delimiter);
        if (!may_be_row(text, lines[j], cells, delimiter)) break;
        if (columns == 0) columns = cells.size();
        if (cells.size() != columns) break;
        rows.emplace_back();
        for (const auto& cell : cells)
          rows.back().emplace_back(text.substr(cell.begin, cell.end - cell.begin));
      }
      // Bars draw a table whatever is in it; other delimiters part figures.
      const bool list = is_list_of_figures(rows) && headed(text, lines, k);
      if (rows.size() >= 2 && (delimiter == '|' || list || (delimiter != ':' && is_table_of_figures(rows)))) {
        found = delimiter;
        after = j;
      } else {
        refused[d] = std::max(j, k + 1);
      }
    }
    if (found == '\0') {
      out.take(in, lines[k].begin, std::min(lines[k].end + 1, text.size()));
      ++k;
      continue;
    }
    const std::size_t first = k;
    for (; k < after; ++k) {
      if (lines[k].begin == lines[k].end) continue;
      const std::string_view line = text.substr(lines[k].begin, lines[k].end - lines[k].begin);
      if ((found == '|' || found == kAligned) && is_rule(line)) continue;
      out.replace(in, lines[k].begin, lines[k].begin + 1, std::string_view(&kRow, 1));
      for (const auto& cell : row_of(lines, k, first, found)) {
        const std::size_t place = std::min(cell.begin, text.size() - 1);
        out.put(std::string_view(&kCell, 1), in.start[place], in.start[place]);
        out.take(in, cell.begin, cell.end);
      }
    }
    const std::size_t last = lines[after - 1].end - 1;
    out.put(std::string_view(&kTableEnd, 1), in.end[last], in.end[last]);
  }
  return out;
}

}  // namespace sogdia::claims
