#include "sogdia/gravity/formula/formula_instruments.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace sogdia {
namespace {

std::string text_of(const Pieces& pieces) {
  std::string text;
  for (const auto& piece : pieces) text += (text.empty() ? "" : ":") + piece.text;
  return text;
}

bool has(const std::vector<Pieces>& list, const Pieces& pieces) {
  return std::any_of(list.begin(), list.end(), [&](const Pieces& other) {
    return std::is_permutation(other.begin(), other.end(), pieces.begin(), pieces.end(),
                               [](const Piece& a, const Piece& b) { return a.text == b.text; });
  });
}

bool makes_dummies(const Pieces& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return !piece.numeric; });
}

// One side of the inner `~`, without the constant, which belongs to the exogenous regressors.
std::vector<std::vector<Pieces>> parse_side(FormulaCursor& cursor, std::string_view what) {
  const std::size_t at = cursor.position();
  if (cursor.at_symbol("~") || cursor.at_symbol("|") || cursor.at_end())
    cursor.fail(fmt::format("the {} are missing", what),
                "write outcome ~ exogenous | effects | endogenous ~ instruments");
  auto sides = parse_regressors(cursor);
  for (auto& side : sides) {
    for (const auto& pieces : side)
      for (const auto& piece : pieces)
        if (piece.offset)
          cursor.fail_at(at, fmt::format("an offset is not among the {}", what),
                         "put it among the regressors before the first `|`");
    side.erase(std::remove_if(side.begin(), side.end(), [](const Pieces& pieces) { return pieces.empty(); }),
               side.end());
    if (side.empty()) cursor.fail_at(at, fmt::format("there are no {}", what), "name a column");
  }
  return sides;
}

std::string joined(const std::vector<Term>& terms) {
  std::string text;
  for (const auto& term : terms) text += (text.empty() ? "" : " + ") + term.text;
  return text;
}

}  // namespace

bool at_instruments(const FormulaCursor& cursor) {
  for (std::size_t ahead = 0; cursor.peek(ahead).kind != Token::Kind::end; ++ahead) {
    if (cursor.at_symbol("|", ahead)) return false;
    if (cursor.at_symbol("~", ahead)) return true;
  }
  return false;
}

std::vector<InstrumentPart> parse_instruments(FormulaCursor& cursor,
                                              const std::vector<std::vector<Pieces>>& regressors) {
  const std::size_t at = cursor.position();
  const auto endogenous = parse_side(cursor, "endogenous regressors");
  if (!cursor.accept("~")) cursor.fail_unexpected("write endogenous ~ instruments");
  const std::size_t after = cursor.position();
  const auto instruments = parse_side(cursor, "instruments");
  if (cursor.at_symbol("~"))
    cursor.fail("there is a `~` too many", "write outcome ~ exogenous | effects | endogenous ~ instruments");
  std::vector<InstrumentPart> parts;
  for (const auto& left : endogenous) {
    for (const auto& pieces : left)
      for (const auto& side : regressors)
        if (has(side, pieces))
          cursor.fail_at(at, fmt::format("`{}` is both exogenous and endogenous", text_of(pieces)),
                         "take it out of the regressors before the first `|`");
    for (const auto& right : instruments) {
      // Dummies are counted once their levels are known.
      if (right.size() < left.size() && std::none_of(right.begin(), right.end(), makes_dummies))
        cursor.fail_at(after,
                       fmt::format("{} endogenous regressors have {} instrument{}", left.size(), right.size(),
                                   right.size() == 1 ? "" : "s"),
                       "give at least as many instruments as endogenous regressors");
      parts.push_back({left, right});
      if (parts.size() > kMostModels) cursor.fail("the formula stands for too many models", "");
    }
  }
  return parts;
}

void add_instruments(Model& model, const InstrumentPart& part, bool constant, bool absorbed) {
  if (part.endogenous.empty()) return;
  std::vector<Term> terms = terms_of(part.endogenous, constant, absorbed);
  model.instruments = terms_of(part.instruments, constant, absorbed);
  model.endogenous = terms.size();
  model.text += " | " + joined(terms) + " ~ " + joined(model.instruments);
  terms.insert(terms.end(), model.terms.begin(), model.terms.end());
  model.terms = std::move(terms);
}

std::vector<Term> all_terms(const Model& model) {
  std::vector<Term> terms = model.terms;
  terms.insert(terms.end(), model.instruments.begin(), model.instruments.end());
  return terms;
}

}  // namespace sogdia
