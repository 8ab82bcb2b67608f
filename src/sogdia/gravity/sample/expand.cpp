#include "sogdia/gravity/sample/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/formula/formula_tokens.h"
#include "sogdia/gravity/sample/blocks.h"

namespace sogdia {
namespace {

// More columns of dummies than this are meant as an effect.
constexpr std::size_t kMostDummies = 10'000;

// A level is named by its text; where that is the label of a number, by the number too: 3 or Europe.
std::vector<std::string>::const_iterator find_level(const FrameColumn& column,
                                                    const std::vector<std::string>& texts,
                                                    const std::string& level) {
  const auto found = std::find(texts.begin(), texts.end(), level);
  if (found != texts.end()) return found;
  for (std::size_t k = 0; k < column.label_values.size(); ++k)
    if (spelled_number(column.label_values[k]) == level)
      return std::find(texts.begin(), texts.end(), column.labels[k]);
  // Among texts that are no numbers, a number is a place: 2 is the second.
  double value = 0;
  const bool numbers = column.type != NumberType::code ||
                       std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
                         return read_cell_number(text, '.', value) == CellNumber::number;
                       });
  if (!numbers && read_cell_number(level, '.', value) == CellNumber::number && value == std::floor(value) &&
      value >= 1 && value <= static_cast<double>(texts.size()))
    return texts.begin() + static_cast<std::ptrdiff_t>(value) - 1;
  return found;
}

BoundTerm::Levels bind_levels(const std::string& name, const std::vector<std::string>& reference,
                              const Frame& frame, int threads) {
  const FrameColumn& column = frame.column(name);
  BoundTerm::Levels out;
  out.column = name;
  out.keys = key_codes(column, frame.rows, threads);
  out.texts = level_texts(column, out.keys);
  out.left_out.assign(out.texts.size(), 0);
  for (const auto& level : reference) {
    const auto found = find_level(column, out.texts, level);
    if (found == out.texts.end()) {
      std::string hint = nearest_hint(level, out.texts);
      if (hint.empty() && !out.texts.empty())
        hint = fmt::format("its values run from `{}` to `{}`", out.texts.front(), out.texts.back());
      throw Error(fmt::format("the reference `{}` is no value of column `{}`", level, name), frame.source,
                  hint);
    }
    out.left_out[static_cast<std::size_t>(found - out.texts.begin())] = 1;
  }
  return out;
}

// The levels that stand for a column: those that occur among the codes at hand, less what is left out.
std::vector<std::uint32_t> kept_levels(const BoundTerm::Levels& levels) {
  std::vector<std::uint8_t> occurs(levels.texts.size(), 0);
  for (const std::uint32_t code : levels.keys.code) {
    if (code != kNoLevel) occurs[code] = 1;
  }
  std::vector<std::uint32_t> kept;
  bool first = levels.drop_first;
  for (std::uint32_t level = 0; level < occurs.size(); ++level) {
    if (!occurs[level]) continue;
    if (!first && !levels.left_out[level]) kept.push_back(level);
    first = false;
  }
  return kept;
}

// Whether the second column of i() has dummies too: it was said so, or it holds text. A column of 0 and 1
// stays numbers, whatever labels Stata has for them.
bool has_dummies_of_both(const Term::Dummies& dummies, const Frame& frame) {
  if (dummies.by.empty()) return false;
  if (dummies.by_dummies || !dummies.by_reference.empty()) return true;
  const FrameColumn& column = frame.column(dummies.by);
  const auto& values = column.label_values;
  const bool indicator = !values.empty() && std::all_of(values.begin(), values.end(), [](double value) {
    return value == 0 || value == 1;
  });
  return column.type == NumberType::code && !indicator;
}

std::string level_name(const BoundTerm::Levels& levels, std::uint32_t level) {
  return spelled_name(levels.column) + "::" + levels.texts[level];
}

}  // namespace

std::vector<std::string> dummy_columns(const Term& term, const Frame& frame) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& dummies : term.dummies) {
    add(dummies.column);
    if (has_dummies_of_both(dummies, frame)) add(dummies.by);
  }
  return names;
}

BoundTerm bind_term(const Term& term, const Frame& frame, int threads) {
  BoundTerm out;
  for (std::size_t k = 0; k < term.numbers.size(); ++k) {
    out.numbers.push_back(bind(term.numbers[k], frame));
    out.name += (out.name.empty() ? "" : ":") + term.number_names[k];
  }
  for (const auto& dummies : term.dummies) {
    out.dummies.push_back(bind_levels(dummies.column, dummies.reference, frame, threads));
    out.dummies.back().drop_first = dummies.drop_first;
    if (dummies.by.empty()) continue;
    if (has_dummies_of_both(dummies, frame)) {
      out.dummies.push_back(bind_levels(dummies.by, dummies.by_reference, frame, threads));
    } else {
      Expression by;
      by.kind = Expression::Kind::column;
      by.name = dummies.by;
      out.numbers.push_back(bind(by, frame));
      out.name += (out.name.empty() ? "" : ":") + spelled_name(dummies.by);
    }
  }
  return out;
}

void evaluate_numbers(const BoundTerm& term, std::size_t begin, std::size_t end, double* out) {
  if (term.numbers.empty()) return std::fill(out, out + (end - begin), 1.0), void();
  evaluate(term.numbers[0], begin, end, out);
  std::vector<double> factor(term.numbers.size() > 1 ? end - begin : 0);
  for (std::size_t k = 1; k < term.numbers.size(); ++k) {
    evaluate(term.numbers[k], begin, end, factor.data());
    for (std::size_t i = 0; i < factor.size(); ++i) out[i] *= factor[i];
  }
}

void expand_term(const BoundTerm& term, std::vector<double> numbers, int threads,
                 std::vector<std::string>& terms, std::vector<std::vector<double>>& columns) {
  if (term.dummies.empty()) {
    terms.push_back(term.name);
    columns.push_back(std::move(numbers));
    return;
  }
  std::vector<std::vector<std::uint32_t>> kept;
  std::size_t combinations = 1;
  for (const auto& levels : term.dummies) {
    kept.push_back(kept_levels(levels));
    combinations *= kept.back().size();
    if (combinations > kMostDummies)
      throw Error(
          fmt::format("the dummies of column `{}` are more than {} regressors", levels.column, kMostDummies),
          "formula", "put the column after `|` as an effect");
  }
  // slot[level] is the place of a level among those kept; `cell` the combination that a row belongs to.
  std::vector<std::vector<std::uint32_t>> slot;
  for (std::size_t d = 0; d < kept.size(); ++d) {
    slot.emplace_back(term.dummies[d].texts.size(), kNoLevel);
    for (std::uint32_t k = 0; k < kept[d].size(); ++k) slot[d][kept[d][k]] = k;
  }
  const auto combination = [&](std::size_t row) -> std::size_t {
    std::size_t cell = 0;
    for (std::size_t d = 0; d < kept.size(); ++d) {
      const std::uint32_t at = slot[d][term.dummies[d].keys.code[row]];
      if (at == kNoLevel) return combinations;
      cell = cell * kept[d].size() + at;
    }
    return cell;
  };
  // A combination of two columns that no row has is no regressor.
  std::vector<std::uint8_t> occurs(combinations + 1, 0);
  for_blocks(numbers.size(), threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) mark(occurs[combination(row)]);
  });
  std::vector<std::size_t> place(combinations + 1, 0);
  const std::size_t first = columns.size();
  for (std::size_t cell = 0; cell < combinations; ++cell) {
    if (!occurs[cell]) continue;
    place[cell] = columns.size();
    columns.emplace_back(numbers.size(), 0.0);
    std::string name;
    std::size_t rest = cell;
    for (std::size_t d = kept.size(); d-- > 0;) {
      name = level_name(term.dummies[d], kept[d][rest % kept[d].size()]) + (name.empty() ? "" : ":") + name;
      rest /= kept[d].size();
    }
    terms.push_back(term.name.empty() ? name : name + ":" + term.name);
  }
  if (columns.size() == first) return;
  for_blocks(numbers.size(), threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::size_t cell = combination(row);
      if (cell < combinations) columns[place[cell]][row] = numbers[row];
    }
  });
}

}  // namespace sogdia
