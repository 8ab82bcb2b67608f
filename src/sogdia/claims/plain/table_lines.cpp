#include <algorithm>

#include "sogdia/claims/plain/mapped_text.h"
#include "sogdia/claims/plain/table_cells.h"
#include "sogdia/claims/plain/table_heads.h"

namespace sogdia::claims {
namespace {

struct Cell {
  std::size_t begin, end;
};
using Row = std::vector<Cell>;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// What the labels of a figure say, as the start of a sentence, and the units that they name, nearest first.
struct CellLabels {
  std::string words;
  std::vector<CellUnit> units;
};

// Of the figure in row r and column c; labels stand before column `first` and in row 0.
CellLabels labels_of(const std::vector<std::vector<std::string>>& rows, std::size_t r, std::size_t c,
                     std::size_t first, const std::string& title) {
  CellLabels said;
  std::string names, periods;
  const auto label = [&](const std::string& text) {
    const std::string shown = without_unit(text);
    std::string& to = is_period_label(shown) ? periods : names;
    if (!shown.empty()) to += (to.empty() ? "" : ", ") + shown;
    said.units.push_back(unit_in(text));
  };
  const std::string column = without_unit(rows[0][c]);
  std::vector<std::string> heads{column};
  for (std::size_t l = 0; l < first; ++l) heads.push_back(without_unit(rows[0][l]));
  heads.push_back(without_unit(title));
  // "Turnover" beside "Uzbek exports": of the same country.
  if (is_bare_flow(column))
    for (std::size_t other = first; other < rows[0].size(); ++other)
      if (const FlowHead head = flow_head(without_unit(rows[0][other]));
          !head.owner.empty() && head.partner.empty())
        heads.push_back(without_unit(rows[0][other]));
  std::string record = flow_of_record(rows[0], rows[r], first);
  const bool composed = record.empty() && first == 1;
  if (composed) record = composed_flow(heads, without_unit(rows[r][0]), column);
  for (std::size_t l = 0; l < first; ++l)
    if (record.empty() || is_period_label(rows[r][l]))
      label(leads_on(heads[l + 1]) ? heads[l + 1] + " " + rows[r][l] : rows[r][l]);
    else
      said.units.push_back(unit_in(rows[r][l]));
  if (!record.empty()) label(record);
  if (!composed || record.empty() || is_period_label(column))
    label(rows[0][c]);
  else
    said.units.push_back(unit_in(rows[0][c]));
  // "China's trade with Central Asia" above a table of countries and years.
  if (!names_flow(names) && names_flow(title)) names = heads.back() + (names.empty() ? "" : ", ") + names;
  if (composed && !record.empty())
    for (const auto& above : heads)
      if (periods.empty()) periods = period_in(above);
  // "2024, $bn | change": of the period of the column before.
  if (periods.empty() && unit_in(rows[0][c]).change)
    for (std::size_t left = c; left-- > first && periods.empty();) periods = period_in(rows[0][left]);
  for (std::size_t l = 0; l < first; ++l) said.units.push_back(unit_in(rows[0][l]));
  said.units.push_back(unit_in(title));
  // "Turnover, $ billion | exports | imports": the unit of the flow beside it.
  if (names_flow(rows[0][c]))
    for (std::size_t other = first; other < rows[0].size(); ++other)
      if (const CellUnit unit = unit_in(rows[0][other]);
          names_flow(rows[0][other]) && !unit.change && unit.after != " percent")
        said.units.push_back(unit);
  said.words = names.empty() ? periods : periods.empty() ? names : names + ", " + periods;
  return said;
}

struct TableWriter {
  const MappedText& in;
  MappedText& out;

  std::string words(Cell cell) const {
    std::string text = in.text.substr(cell.begin, cell.end - cell.begin);
    std::replace(text.begin(), text.end(), '\t', ' ');
    return text;
  }
  // Cells as they stand, apart from each other.
  void apart(const Row& row) {
    for (const Cell& cell : row) {
      if (cell.begin == cell.end) continue;
      out.replace(in, cell.begin, cell.begin + 1, "\n\n");
      out.take(in, cell.begin, cell.end);
    }
    if (!row.empty() && row.back().end > row.back().begin)
      out.replace(in, row.back().end - 1, row.back().end, "\n\n");
  }
  void figure(Cell cell, const std::string& labels, const std::vector<CellUnit>& units) {
    const std::string figure = words(cell);
    const std::size_t at = in.start[cell.begin], to = in.end[cell.end - 1];
    const bool bare = std::none_of(figure.begin(), figure.end(), is_ascii_letter) &&
                      figure.find_first_of("$%") == std::string::npos &&
                      figure.find("\u20AC") == std::string::npos;
    CellUnit unit;
    for (const auto& each : units) {
      unit.change = unit.change || each.change;
      if (unit.before.empty() && unit.after.empty()) {
        unit.before = each.before;
        unit.after = each.after;
      }
    }
    std::string before = "\n\n" + labels + ": ";
    if (unit.change && is_ascii_digit(figure.front()) && (unit.after == " percent" || figure.back() == '%'))
      before += "+";
    if (bare && unit.after != " percent") before += unit.before;
    out.put(before, at, at);
    out.take(in, cell.begin, cell.end);
    out.put((bare ? unit.after : "") + "\n\n", to, to);
  }
  // The line above the table, where it may say the unit: "In billions of dollars", and no figure.
  std::string line_before() const {
    constexpr std::size_t kLongest = 150;  // bytes
    const auto last = out.text.find_last_not_of(" \n\t");
    if (last == std::string::npos) return "";
    const auto end_before = out.text.rfind('\n', last);
    const std::size_t begin = end_before == std::string::npos ? 0 : end_before + 1;
    if (last - begin > kLongest) return "";
    const std::string line = out.text.substr(begin, last + 1 - begin);
    return has_figures_but_years(line) ? "" : line;
  }
  // The line in brackets below it, where it says the unit: "(billion US dollars)".
  std::string unit_after(std::size_t at) const {
    constexpr std::size_t kLongest = 60;  // bytes
    const std::string_view text = in.text;
    while (at < text.size() && (is_blank(text[at]) || text[at] == kTableEnd)) ++at;
    const auto end = std::min(text.find('\n', at), text.size());
    if (at >= end || text[at] != '(' || end - at > kLongest || text[end - 1] != ')') return "";
    const std::string line(text.substr(at, end - at));
    return without_unit(line).empty() ? line : "";
  }
  void write(const std::vector<Row>& rows);
};

void TableWriter::write(const std::vector<Row>& all) {
  // A row of one cell names the table.
  std::size_t head = 0;
  std::string title = line_before();
  for (; head < all.size(); ++head) {
    const Row& row = all[head];
    const auto filled = std::count_if(row.begin(), row.end(), [](Cell c) { return c.end > c.begin; });
    if (filled > 1 || (filled == 1 && head + 1 == all.size())) break;
    for (const Cell& cell : row) title += words(cell);
    apart(row);
  }
  std::size_t tail = all.size();  // notes below it
  while (tail > head && all[tail - 1].size() == 1) --tail;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = head; r < tail; ++r) {
    rows.emplace_back();
    for (const Cell& cell : all[r]) rows.back().push_back(words(cell));
  }
  if (!all.empty() && !all.back().empty())
    if (const std::string unit = unit_after(all.back().back().end); !unit.empty()) title += " " + unit;
  // "France;116.2" below "Germany's exports in 2024 (billion euros)": no row heads the others.
  const bool list = is_list_of_figures(rows) && heads_a_list(title);
  if (list) rows.insert(rows.begin(), {"", ""});
  if (!list && !is_table_of_figures(rows)) {
    for (std::size_t r = head; r < all.size(); ++r) apart(all[r]);
    return;
  }
  // Columns of labels stand before the first column of figures.
  const std::size_t columns = rows.front().size();
  std::size_t first = 0;
  const auto has_figures = [&](std::size_t c) {
    return std::any_of(rows.begin() + 1, rows.end(), [&](const auto& row) { return is_figure(row[c]); });
  };
  while (first < columns && !has_figures(first)) ++first;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    const Row& row = all[head + r - (list ? 1 : 0)];
    for (std::size_t c = first; c < columns; ++c) {
      if (!is_figure(rows[r][c])) {
        apart({row[c]});
        continue;
      }
      const CellLabels said = labels_of(rows, r, c, first, title);
      figure(row[c], said.words, said.units);
    }
  }
  for (std::size_t r = tail; r < all.size(); ++r) apart(all[r]);
}

}  // namespace

MappedText table_lines(MappedText in) {
  constexpr char kMarks[] = {kRow, kCell, kTableEnd, '\0'};
  if (in.text.find_first_of(kMarks) == std::string::npos) return in;
  MappedText out;
  TableWriter writer{in, out};
  const std::string_view text = in.text;
  std::vector<Row> rows;
  bool in_table = false;
  for (std::size_t k = 0; k < text.size();) {
    const char c = text[k];
    if (c != kRow && c != kCell && c != kTableEnd) {
      // Blanks between rows are of the page's source.
      const std::size_t next = std::min(text.find_first_of(kMarks, k), text.size());
      out.take(in, k, next);
      k = next;
      continue;
    }
    if (c == kTableEnd) {
      writer.write(rows);
      rows.clear();
      in_table = false;
      out.replace(in, k, k + 1, "\n\n");
      ++k;
      continue;
    }
    in_table = true;
    if (c == kRow || rows.empty()) rows.emplace_back();
    std::size_t end = k + 1;
    while (end < text.size() && text[end] != kRow && text[end] != kCell && text[end] != kTableEnd) ++end;
    Cell cell{k + 1, end};
    while (cell.begin < cell.end && is_blank(text[cell.begin])) ++cell.begin;
    while (cell.begin < cell.end && is_blank(text[cell.end - 1])) --cell.end;
    // What stands in a row but in no cell is nothing, or lost its tag.
    if (c == kCell || cell.end > cell.begin) rows.back().push_back(cell);
    k = end;
  }
  if (in_table) writer.write(rows);
  return out;
}

}  // namespace sogdia::claims
