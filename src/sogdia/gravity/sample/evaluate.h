#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/gravity/formula/formula.h"

namespace sogdia {

// An expression tied to the columns of a frame, which must outlive it.
struct BoundExpression {
  enum class Op {
    number,
    column,
    same_text,
    add,
    subtract,
    multiply,
    divide,
    power,
    square,
    negate,
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    both,
    either,
    inverted,
    log,
    log1p,
    exp,
    expm1,
    sqrt,
    abs,
    asinh,
    min,
    max
  };
  Op op = Op::number;
  double number = 0;  // of a number; what `same_text` gives where the texts are the same
  const FrameColumn* column = nullptr;
  std::vector<double> label_numbers;          // of a text column that is read as numbers
  const FrameColumn* other = nullptr;         // same_text: the second column; nullptr = one text
  std::vector<std::uint32_t> ids, other_ids;  // same_text: of the labels; equal texts have equal ids
  std::uint32_t text_id = 0;
  std::vector<BoundExpression> arguments;
};

// Throws Error for a column that the frame lacks, and for a text that is used as a number, with its row.
BoundExpression bind(const Expression& expression, const Frame& frame);

// Values of rows [begin, end) into out[0 .. end - begin). A missing cell makes the value NaN.
void evaluate(const BoundExpression& expression, std::size_t begin, std::size_t end, double* out);

}  // namespace sogdia
