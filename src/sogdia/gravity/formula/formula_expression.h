#pragma once
#include "sogdia/gravity/formula/formula.h"
#include "sogdia/gravity/formula/formula_tokens.h"

namespace sogdia {

// Parses arithmetic with R's precedence, from loosest: | & ! comparisons + - * / unary-minus ^. Outside
// parentheses `|` ends it, since there it opens the effects.
Expression parse_arithmetic(FormulaCursor& cursor);

// The same, up to a `+` or `-` outside parentheses: one outcome, one part of a sum.
Expression parse_arithmetic_product(FormulaCursor& cursor);

// A number, a column, a call, I(...) or a parenthesis.
Expression parse_arithmetic_atom(FormulaCursor& cursor);

// Whether the name is one of the functions of Expression, under any name that is understood (np.log, ln,
// pmin).
bool is_function(std::string_view name);

// Hint for a function that is not: the nearest names, or all.
std::string function_hint(std::string_view name);

}  // namespace sogdia
