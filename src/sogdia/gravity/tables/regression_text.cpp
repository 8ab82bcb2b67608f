// The table for a terminal and for Markdown.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sogdia/gravity/tables/paper_number.h"
#include "sogdia/gravity/tables/regression_grid.h"

namespace sogdia {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kMostLabel = 44;  // columns; a longer label goes on in the next line

std::string padded(const std::string& text, std::size_t left, std::size_t right) {
  return std::string(left, ' ') + text + std::string(right, ' ');
}

// A column of one model. Stars and the closing parenthesis hang to the right of the last digit, so that
// decimals stand below each other.
struct ModelColumn {
  std::size_t number = 0;  // columns left of what hangs
  std::size_t hang = 0;
  std::size_t width() const { return std::max(number + hang, head); }
  std::size_t head = 0;

  static std::size_t hanging(const GridCell& cell) {
    const bool closes = !cell.text.empty() && (cell.text.back() == ')' || cell.text.back() == ']');
    return closes ? 1 : cell.stars.size();
  }
  void fit(const GridCell& cell) {
    const std::size_t out = hanging(cell);
    hang = std::max(hang, out);
    number = std::max(number, text_width(cell.text) + cell.stars.size() - out);
  }
  std::string print(const GridCell& cell) const {
    const std::string text = plain_spaces(cell.text) + cell.stars;
    const std::size_t right = hang - std::min(hang, hanging(cell)), used = text_width(text) + right;
    return padded(text, width() - std::min(width(), used), right);
  }
};

std::string centred(const std::string& text, std::size_t width) {
  const std::size_t space = width - std::min(width, text_width(text));
  // To the right where it doesn't divide: numbers stand there.
  return padded(text, space - space / 2, space / 2);
}

void add_line(std::string& out, const std::string& line) {
  out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

struct Panel {
  const RegressionGrid& grid;
  const std::vector<ModelColumn>& columns;
  std::size_t first, end, label;

  std::size_t width() const {
    std::size_t sum = label;
    for (std::size_t k = first; k < end; ++k) sum += kGap + columns[k].width();
    return sum;
  }
  void rows(std::string& out, const std::vector<GridRow>& rows) const {
    std::vector<std::string> rest;  // of a label that was too long, for the lines that follow
    const auto line = [&](const GridRow* row) {
      std::string text;
      if (!rest.empty()) {
        text = rest.front();
        rest.erase(rest.begin());
      }
      text = padded(text, 0, label - text_width(text));
      for (std::size_t k = first; row && k < end; ++k)
        text += std::string(kGap, ' ') + columns[k].print(row->cells[k]);
      add_line(out, text);
    };
    for (const auto& row : rows) {
      const bool empty = std::all_of(row.cells.begin() + static_cast<std::ptrdiff_t>(first),
                                     row.cells.begin() + static_cast<std::ptrdiff_t>(end),
                                     [](const GridCell& cell) { return cell.text.empty(); });
      if (row.kind != GridRowKind::below) {
        while (!rest.empty()) line(nullptr);
        if (!empty) rest = wrapped(row.label, label);
      }
      if (!empty) line(&row);
    }
    while (!rest.empty()) line(nullptr);
  }
  void head(std::string& out, const std::vector<std::string>& texts) const {
    std::string text(label, ' ');
    for (std::size_t k = first; k < end; ++k)
      text += std::string(kGap, ' ') + centred(texts[k], columns[k].width());
    add_line(out, text);
  }
  void outcomes(std::string& out) const {
    std::string text(label, ' ');
    for (std::size_t k = first; k < end;) {
      std::size_t span = columns[k].width(), last = k + 1;
      for (; last < end && grid.outcomes[last] == grid.outcomes[k]; ++last)
        span += kGap + columns[last].width();
      text += std::string(kGap, ' ') + centred(grid.outcomes[k], span);
      k = last;
    }
    add_line(out, text);
  }
  void print(std::string& out) const {
    const std::string rule(width(), '-'), thick(width(), '=');
    add_line(out, thick);
    outcomes(out);
    head(out, grid.names);
    head(out, grid.families);
    for (const auto* section : {&grid.coefficients, &grid.effects, &grid.statistics}) {
      if (section->empty()) continue;
      add_line(out, rule);
      if (section == &grid.effects) add_line(out, "Fixed effects");
      rows(out, *section);
    }
    add_line(out, thick);
  }
};

std::string escaped_markdown(const std::string& text) {
  std::string out;
  const auto word = [&](std::size_t k) {
    return k < text.size() && (std::isalnum(static_cast<unsigned char>(text[k])) != 0);
  };
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    const bool inner_underscore = c == '_' && k > 0 && word(k - 1) && word(k + 1);
    if (std::string_view("\\|*_<>[]^~`").find(c) != std::string_view::npos && !inner_underscore) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace

std::string text_table(const RegressionGrid& grid, std::size_t width) {
  std::size_t label = 0;
  std::vector<ModelColumn> columns(grid.outcomes.size());
  for (const auto* section : {&grid.coefficients, &grid.effects, &grid.statistics}) {
    for (const auto& row : *section) {
      label = std::max(label, std::min(text_width(row.label), kMostLabel));
      for (std::size_t k = 0; k < columns.size(); ++k) columns[k].fit(row.cells[k]);
    }
  }
  for (std::size_t k = 0; k < columns.size(); ++k)
    columns[k].head = std::max({text_width(grid.names[k]), text_width(grid.families[k])});
  // A long outcome over several models needs its width once.
  for (const auto& span : outcome_spans(grid)) {
    const std::size_t name = text_width(grid.outcomes[span.first]);
    const std::size_t share = (name - std::min(name, kGap * (span.count - 1)) + span.count - 1) / span.count;
    for (std::size_t k = span.first; k < span.first + span.count; ++k)
      columns[k].head = std::max(columns[k].head, share);
  }
  label = std::max<std::size_t>(label, 12);

  std::string out = grid.title.empty() ? "" : grid.title + "\n";
  for (std::size_t first = 0; first < columns.size();) {
    std::size_t end = first, used = label;
    while (end < columns.size() && (end == first || used + kGap + columns[end].width() <= width))
      used += kGap + columns[end++].width();
    if (first > 0) out += "\n";
    Panel{grid, columns, first, end, label}.print(out);
    first = end;
  }
  for (const auto& note : grid.notes)
    for (const auto& line : wrapped(plain_spaces(note), width)) out += line + "\n";
  return out;
}

std::string markdown_table(const RegressionGrid& grid) {
  const auto line = [&](const std::string& label, const std::function<std::string(std::size_t)>& cell) {
    std::string out = "| " + escaped_markdown(label) + " |";
    for (std::size_t k = 0; k < grid.outcomes.size(); ++k) out += " " + escaped_markdown(cell(k)) + " |";
    return out + "\n";
  };
  std::string out = grid.title.empty() ? "" : "**" + escaped_markdown(grid.title) + "**\n\n";
  out += line("", [&](std::size_t k) { return grid.outcomes[k]; });
  out += "|---|";
  for (std::size_t k = 0; k < grid.outcomes.size(); ++k) out += "---:|";
  out += "\n" + line("", [&](std::size_t k) { return grid.names[k]; });
  out += line("", [&](std::size_t k) { return grid.families[k]; });
  for (const auto* section : {&grid.coefficients, &grid.effects, &grid.statistics}) {
    for (const auto& row : *section) {
      const std::string label = row.kind == GridRowKind::effect ? "Effect: " + row.label : row.label;
      out += line(label, [&](std::size_t k) { return row.cells[k].text + row.cells[k].stars; });
    }
  }
  out += "\n";
  for (const auto& note : grid.notes) out += escaped_markdown(note) + "  \n";
  return out;
}

}  // namespace sogdia
