#pragma once
#include <algorithm>
#include <cstdint>

#include "sogdia/core/frame.h"

namespace sogdia {

// The bits of an Arrow bitmap, from bit `first` on.
struct Bits {
  const std::uint8_t* bytes = nullptr;
  std::size_t first = 0;
  bool operator[](std::size_t k) const { return (bytes[(first + k) >> 3] >> ((first + k) & 7)) & 1; }
};

// Whether each of a run of cells is present; no bitmap = all are.
struct Presence {
  Bits bits;
  bool all() const { return bits.bytes == nullptr; }
  bool operator[](std::size_t k) const { return all() || bits[k]; }
};

// Calls body(values, presence, row, count) for each run of cells of rows [begin, end) that lie together: cell
// values[k] of row + k, for k below count. `values` is a typed pointer (Bits for booleans, the codes for
// text).
template <typename Body>
void visit_cells(const FrameColumn& column, std::size_t begin, std::size_t end, Body&& body) {
  std::size_t start = 0;
  for (const Chunk& chunk : column.chunks) {
    const std::size_t from = std::max(begin, start);
    const std::size_t to = std::min(end, start + chunk.rows);
    if (from < to) {
      const std::size_t at = chunk.offset + (from - start);
      const Presence presence{{chunk.valid, at}};
      const auto run = [&](auto type) {
        body(static_cast<const decltype(type)*>(chunk.values) + at, presence, from, to - from);
      };
      switch (column.type) {
        case NumberType::real64:
          run(double{});
          break;
        case NumberType::real32:
          run(float{});
          break;
        case NumberType::int8:
          run(std::int8_t{});
          break;
        case NumberType::int16:
          run(std::int16_t{});
          break;
        case NumberType::int32:
        case NumberType::code:
          run(std::int32_t{});
          break;
        case NumberType::int64:
          run(std::int64_t{});
          break;
        case NumberType::uint8:
          run(std::uint8_t{});
          break;
        case NumberType::uint16:
          run(std::uint16_t{});
          break;
        case NumberType::uint32:
          run(std::uint32_t{});
          break;
        case NumberType::uint64:
          run(std::uint64_t{});
          break;
        case NumberType::boolean:
          body(Bits{static_cast<const std::uint8_t*>(chunk.values), at}, presence, from, to - from);
          break;
      }
    }
    start += chunk.rows;
    if (start >= end) return;
  }
}

// The numbers that the labels of a text column stand for: FrameColumn::label_values where it has them,
// otherwise what they read as, NaN for a missing mark. Where a cell's label is not a number, throws Error
// that names the first such cell.
std::vector<double> numbers_of_labels(const Frame& frame, const FrameColumn& column);

// Cells of rows [begin, end) as doubles, missing as NaN, into out[0 .. end - begin). `label_numbers` is that
// of numbers_of_labels for a text column, and not looked at for others.
void copy_numbers(const FrameColumn& column, std::size_t begin, std::size_t end,
                  const std::vector<double>& label_numbers, double* out);

}  // namespace sogdia
