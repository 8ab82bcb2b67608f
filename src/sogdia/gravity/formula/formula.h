#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Arithmetic on columns: number, column, call (log, log1p, exp, expm1, sqrt, abs, asinh; min and max of two
// or more) or operator (+ - * / ^, unary -, comparisons and the logical & | ! giving 0 or 1). A text in
// quotes may stand on one side of == or !=, and so may two text columns: exporter != importer, region ==
// "EU".
struct Expression {
  enum class Kind { number, column, call, op, text };
  Kind kind = Kind::number;
  double number = 0;
  std::string name;  // of the column, function or operator; the text
  std::vector<Expression> arguments;
};

// exporter^year: the product of one or more columns.
struct Factor {
  std::vector<std::string> columns;
  std::string name() const;  // exporter^year
};

// A term of the right-hand side: the product of numeric expressions and dummies.
//   log(x2)                       one expression
//   x1:x2                         two
//   i(year, border, ref=1986)     dummies of `year` times `border`, 1986 left out; ref=TRUE: the first; of
//   text
//                                 that is no number, ref=2: the second
//   i(year, 1986)                 a value stands for ref
//   i(year, ref=1986), factor(year), C(year)
// factor() and C() leave out their first level, as R does, where the rest of the term stands in the model
// (alone: where a constant or an effect does); i() does so where it stands alone and names no reference.
//   i(year, region, ref=..., ref2=...)  where region is text: dummies of both
struct Term {
  std::string text;  // as written: the coefficient's name where the term has one column
  std::vector<Expression> numbers;
  std::vector<std::string> number_names;  // of each, as written: log(x2)
  struct Dummies {
    std::string column;
    std::vector<std::string> reference;  // levels left out, as text; empty = none named
    bool drop_first = false;             // the first level in order is left out
    std::string by;                      // second argument of i(): a column; "" = none
    bool by_dummies = false;             // it was written i.region: dummies of its values, also of numbers
    std::vector<std::string> by_reference;
  };
  std::vector<Dummies> dummies;
};

// exporter^year, or with varying slopes fe[x1, x2] (intercept and slopes), fe[[x]] (slopes only).
struct EffectTerm {
  Factor factor;
  std::vector<Expression> slopes;
  std::vector<std::string> slope_names;
  bool intercept = true;
  std::string text;
};

// One model: an outcome, its regressors and its fixed effects. `intercept`: a constant is estimated (no
// effects absorb it and the formula has no `0 +` or `- 1`).
struct Model {
  std::string text;  // the formula of this one model
  Expression outcome;
  std::string outcome_text;
  std::vector<Term> terms;        // the endogenous ones first
  std::size_t endogenous = 0;     // how many of them; 0 = no instrumental variables
  std::vector<Term> instruments;  // excluded ones: the exogenous terms are their own
  std::vector<EffectTerm> effects;
  bool intercept = true;
  std::vector<Expression> offsets;  // offset(log(x)): what enters with coefficient 1
  std::vector<std::string> offset_texts;
};

// The model's terms, then its instruments.
std::vector<Term> all_terms(const Model& model);

// Every model that the formula stands for: the steps of sw(), sw0(), csw(), csw0() and mvsw() among the
// effects, times the outcomes (`y1 + y2 ~ x` or c(y1, y2)), times the steps among the regressors, the last
// running quickest, as in fixest and pyfixest.
//   y ~ x1 + log(x2) + i(year, border, ref=1986) | exporter^year + importer^year + exporter^importer
// Regressors:  x1:x2 (product), x1*x2 (both and their product), (x1 + x2):x3, (x1 + x2)^2, I(any arithmetic),
// x^2
//   (as I(x^2)), offset(log(pop)), .[x1, x2] (x1 + x2) and x.[1:3] (x1 + x2 + x3), `odd name`, - x (takes x
//   out), + 0 and - 1 (no constant). Those of more columns come last.
// Effects:  a^b^c, C(a) and factor(a) (the same as a), fe[x] and fe[x1, x2] (the effect and slopes that vary
// with it), fe[[x]] (the slopes alone);
//   `| 0` and `| 1` are no effects. An effect that is named twice is taken once.
// Instruments:  y ~ x1 | effects | endo1 + endo2 ~ z1 + z2 + z3, or without the effects.
// Throws Error whose `where` shows the formula with a caret under the place.
std::vector<Model> parse_formula(std::string_view formula);

// A cluster or effect written alone: "exporter^year".
Factor parse_factor(std::string_view text);

}  // namespace sogdia
