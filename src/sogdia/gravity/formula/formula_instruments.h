#pragma once
#include <vector>

#include "sogdia/gravity/formula/formula.h"
#include "sogdia/gravity/formula/formula_terms.h"

namespace sogdia {

// endo1 + endo2 ~ z1 + z2: one choice of the steps on either side; both empty where a formula has no such
// part.
struct InstrumentPart {
  std::vector<Pieces> endogenous, instruments;
};

// Whether the part that begins here has a `~` of its own.
bool at_instruments(const FormulaCursor& cursor);

// Throws Error for what can be told from the formula alone: an endogenous regressor that is also an exogenous
// one, and fewer instruments than endogenous regressors.
std::vector<InstrumentPart> parse_instruments(FormulaCursor& cursor,
                                              const std::vector<std::vector<Pieces>>& regressors);

// Puts the endogenous terms before the others, and the part at the end of the text.
void add_instruments(Model& model, const InstrumentPart& part, bool constant, bool absorbed);

}  // namespace sogdia
