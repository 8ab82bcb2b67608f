#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Arithmetic on columns: number, column, call (log, log1p, exp, expm1, sqrt, abs, asinh, min, max) or operator
// (+ - * / ^, unary -, comparisons giving 0 or 1).
struct Expression {
  enum class Kind { number, column, call, op };
  Kind kind = Kind::number;
  double number = 0;
  std::string name;  // of the column, function or operator
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
//   i(year, border, ref=1986)     dummies of `year` times `border`, 1986 left out
//   i(year, ref=1986), factor(year), C(year)
//   i(year, region, ref=..., ref2=...)  where region is text: dummies of both
struct Term {
  std::string text;  // as written: the coefficient's name where the term has one column
  std::vector<Expression> numbers;
  struct Dummies {
    std::string column;
    std::vector<std::string> reference;  // levels left out, as text; empty = none named
    bool drop_first = false;             // factor(), C(): the first level in order is left out
    std::string by;                      // second argument of i(): a column; "" = none
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

// One model: an outcome, its regressors and its fixed effects. `intercept`: a constant is estimated (no effects
// absorb it and the formula has no `0 +` or `- 1`).
struct Model {
  std::string text;  // the formula of this one model
  Expression outcome;
  std::string outcome_text;
  std::vector<Term> terms;
  std::vector<EffectTerm> effects;
  bool intercept = true;
};

// Every model that the formula stands for: several outcomes (`y1 + y2 ~ x` or c(y1, y2)), times the steps of
// sw(), sw0(), csw(), csw0() among the regressors, times those among the effects.
//   y ~ x1 + log(x2) + i(year, border, ref=1986) | exporter^year + importer^year + exporter^importer
// Throws Error whose `where` shows the formula with a caret under the place.
std::vector<Model> parse_formula(std::string_view formula);

// A cluster or effect written alone: "exporter^year".
Factor parse_factor(std::string_view text);

}  // namespace sogdia
