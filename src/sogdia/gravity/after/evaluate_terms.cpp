#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/formula/formula_tokens.h"
#include "sogdia/gravity/models/residual_columns.h"
#include "sogdia/gravity/sample/expand.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {
namespace {

// The levels that a coefficient's name says, one for each column of dummies; nothing where the name is not
// one of the term's:  year::1990:region::EU:border  ->  1990, EU.
std::optional<std::vector<std::string>> levels_in(std::string_view name, const BoundTerm& term) {
  const std::string suffix = term.name.empty() || term.dummies.empty() ? term.name : ":" + term.name;
  if (name.size() < suffix.size() || name.substr(name.size() - suffix.size()) != suffix) return std::nullopt;
  name.remove_suffix(suffix.size());
  std::vector<std::string> levels;
  for (std::size_t d = 0; d < term.dummies.size(); ++d) {
    const std::string prefix = spelled_name(term.dummies[d].column) + "::";
    if (name.substr(0, prefix.size()) != prefix) return std::nullopt;
    name.remove_prefix(prefix.size());
    std::size_t end = name.size(), next = name.size();
    if (d + 1 < term.dummies.size()) {
      end = name.find(":" + spelled_name(term.dummies[d + 1].column) + "::");
      if (end == std::string_view::npos) return std::nullopt;
      next = end + 1;
    }
    levels.emplace_back(name.substr(0, end));
    name.remove_prefix(next);
  }
  if (!name.empty()) return std::nullopt;
  return levels;
}

// References need not occur in data that only hold what is asked.
Term without_references(Term term) {
  for (auto& dummies : term.dummies) {
    dummies.by_dummies = dummies.by_dummies || !dummies.by_reference.empty();
    dummies.reference.clear();
    dummies.by_reference.clear();
    dummies.drop_first = false;
  }
  return term;
}

std::vector<double> term_column(const BoundTerm& term, const std::vector<std::string>& levels,
                                const Frame& frame, const std::vector<std::uint32_t>& rows) {
  std::vector<double> numbers(frame.rows), out(rows.size());
  evaluate_numbers(term, 0, frame.rows, numbers.data());
  for (std::size_t i = 0; i < rows.size(); ++i) out[i] = numbers[rows[i]];
  for (std::size_t d = 0; d < term.dummies.size(); ++d) {
    const auto& dummies = term.dummies[d];
    const auto found = std::find(dummies.texts.begin(), dummies.texts.end(), levels[d]);
    const auto level = found == dummies.texts.end()
                           ? kNoLevel - 1
                           : static_cast<std::uint32_t>(found - dummies.texts.begin());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t code = dummies.keys.code[rows[i]];
      if (code == kNoLevel)
        out[i] = std::numeric_limits<double>::quiet_NaN();
      else if (code != level)
        out[i] *= 0;
    }
  }
  return out;
}

// The residuals of a first stage are no function of the data's columns: they stand in one of their own.
std::vector<double> residual_column(const Frame& frame, const std::string& name,
                                    const std::vector<std::uint32_t>& rows) {
  if (std::none_of(frame.columns.begin(), frame.columns.end(),
                   [&](const FrameColumn& column) { return column.name == name; }))
    throw missing_residuals(name, frame.source);
  const std::vector<double> all = numbers_of(frame, name);
  std::vector<double> out(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) out[i] = all[rows[i]];
  return out;
}

}  // namespace

std::vector<std::vector<double>> evaluate_terms(const Frame& frame, const Model& model,
                                                const std::vector<std::string>& terms,
                                                const std::vector<std::uint32_t>& rows) {
  std::vector<BoundTerm> bound;
  for (const auto& term : model.terms) bound.push_back(bind_term(without_references(term), frame, 1));
  std::vector<std::vector<double>> columns;
  for (const auto& name : terms) {
    if (name == "(Intercept)" && model.intercept) {
      columns.emplace_back(rows.size(), 1.0);
      continue;
    }
    if (model.endogenous > 0 && is_residual_name(name)) {
      columns.push_back(residual_column(frame, name, rows));
      continue;
    }
    const std::size_t before = columns.size();
    for (const auto& term : bound) {
      const auto levels = levels_in(name, term);
      if (!levels) continue;
      columns.push_back(term_column(term, *levels, frame, rows));
      break;
    }
    if (columns.size() > before) continue;
    std::vector<std::string> known;
    for (const auto& term : model.terms) known.push_back(term.text);
    throw Error(fmt::format("the model has no term `{}`", name), model.text, nearest_hint(name, known));
  }
  return columns;
}

}  // namespace sogdia
