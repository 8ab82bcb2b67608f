#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/gravity/formula/formula.h"
#include "sogdia/gravity/sample/evaluate.h"
#include "sogdia/gravity/sample/keys.h"

namespace sogdia {

// A term tied to a frame: the product of its numbers, and the levels of each of its columns of dummies (one
// or two for each entry of Term::dummies).
struct BoundTerm {
  struct Levels {
    std::string column;
    KeyCodes keys;
    std::vector<std::string> texts;  // of the levels
    std::vector<std::uint8_t> left_out;
    bool drop_first = false;
  };
  std::string name;  // of the numbers: border, x1:log(x2), "" where there are only dummies
  std::vector<BoundExpression> numbers;
  std::vector<Levels> dummies;
};

// The columns whose values the term has dummies of, each once.
std::vector<std::string> dummy_columns(const Term& term, const Frame& frame);

// Throws Error for a column that the frame lacks, and for a reference that is no level.
BoundTerm bind_term(const Term& term, const Frame& frame, int threads);

// The product of the numbers on rows [begin, end); 1 where there are none.
void evaluate_numbers(const BoundTerm& term, std::size_t begin, std::size_t end, double* out);

// Adds the term's columns, given its numbers and the codes of its dummies (those of bind_term, or a subset of
// their rows): `terms` gets their names.
//   dist      year::1990      year::1990:border      year::1990:region::EU      year::1990:x1:log(x2)
void expand_term(const BoundTerm& term, std::vector<double> numbers, int threads,
                 std::vector<std::string>& terms, std::vector<std::vector<double>>& columns);

}  // namespace sogdia
