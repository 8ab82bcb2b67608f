#pragma once
#include <vector>

#include "sogdia/gravity/formula/formula.h"
#include "sogdia/gravity/formula/formula_steps.h"

namespace sogdia {

// A factor of a product of regressors: an expression, or dummies.
struct Piece {
  std::string text;
  bool numeric = true;
  bool plain_dummies = false;  // factor() and C(): coded as R codes them
  bool offset = false;         // offset(): enters with coefficient 1
  Expression number;
  Term::Dummies dummies;
};

// A regressor as its pieces; none = the constant.
using Pieces = std::vector<Piece>;

// What the right-hand side up to `|` stands for: one list of regressors per choice of steps, a constant at
// their head where there is one.
std::vector<std::vector<Pieces>> parse_regressors(FormulaCursor& cursor);

// The terms of the pieces, those of more pieces later. `constant`: the formula asked for one;
// `absorbed`: an effect stands for it.
std::vector<Term> terms_of(const std::vector<Pieces>& regressors, bool constant, bool absorbed);

}  // namespace sogdia
