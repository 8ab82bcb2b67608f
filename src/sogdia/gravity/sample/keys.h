#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"

namespace sogdia {

constexpr std::uint32_t kNoLevel = 0xFFFFFFFFu;

// The levels of a column: code[row] numbers its values in ascending order (numbers by size, texts by their
// bytes or the numbers that they are labels of), kNoLevel where the cell is missing. Every level occurs.
struct KeyCodes {
  std::vector<std::uint32_t> code;
  std::uint32_t levels = 0;
};

KeyCodes key_codes(const FrameColumn& column, std::size_t rows, int threads);

// The cells of two columns below each other, so that both sides of a dyad have the same codes; sides of
// different types meet as texts. The frame's buffers must outlive it. Throws Error where one side is text and
// the other numbers, and no text is a number.
struct StackedColumn {
  FrameColumn column;
  std::vector<std::int32_t> first_codes, second_codes;  // of sides that became texts, and of joined ones
};
StackedColumn stacked(const Frame& frame, const FrameColumn& first, const FrameColumn& second);

// The text of each level of a column whose codes are given for all rows of the frame.
std::vector<std::string> level_texts(const FrameColumn& column, const KeyCodes& keys);

// The levels of the product of columns, in the order of the first column's levels, then of the second's, and
// so on; only combinations that occur are levels. All columns have as many rows, and none is missing.
KeyCodes product_codes(const std::vector<const KeyCodes*>& columns, int threads);

}  // namespace sogdia
