#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// How the numbers of a column lie in memory. `code` is an int32 that points into FrameColumn::labels, -1 for
// missing; text columns come in that way. `boolean` is a bitmap, as in Arrow.
enum class NumberType {
  real64,
  real32,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  boolean,
  code
};

// Rows of a column that lie together: `values` is the start of the buffer, its first used entry is number
// `offset`. `valid` is an Arrow validity bitmap with the same offset (bit 1 = present), or nullptr = all
// present.
struct Chunk {
  const void* values = nullptr;
  const std::uint8_t* valid = nullptr;
  std::size_t offset = 0;
  std::size_t rows = 0;
};

struct FrameColumn {
  std::string name;
  NumberType type = NumberType::real64;
  std::vector<Chunk> chunks;
  std::vector<std::string>
      labels;  // of a `code` column, in the order of their first appearance or the producer's
  // Of a `code` column whose labels stand for numbers (value labels and dates of Stata): the number of each,
  // which is what arithmetic takes and what orders its levels. Empty = the labels speak for themselves.
  std::vector<double> label_values = {};
  bool dates = false;    // the labels are dates or times: no numbers, but they order as they should
  bool logical = false;  // 0 and 1 stand for false and true in the source
  char decimal = '.';    // of numbers among the labels
  std::vector<std::string> missing_marks =
      {};  // what stood in the cells that are missing: "NA", "" for nothing
};

// A data set as views: nothing is copied but text, which is coded. `source` is named in errors; row 0 stands
// in row `first_row` of it. `owner` keeps the buffers alive.
struct Frame {
  std::string source = "data";
  std::int64_t first_row = 2;
  std::size_t rows = 0;
  std::vector<std::int64_t> source_rows;  // of each row, where some were filtered out; empty = first_row + k
  std::vector<FrameColumn> columns;
  std::vector<std::string> notes;  // what the reader of the source recognised and its user should know
  std::shared_ptr<const void> owner;

  const FrameColumn* find(std::string_view name) const;
  // Throws Error with the nearest names.
  const FrameColumn& column(std::string_view name) const;
  // "trade.csv, row 14" for row k (0-based).
  std::string place(std::size_t row) const;
};

// Views of a table that must outlive the frame (texts are coded and owned).
Frame frame_of(const Table& table);
// The same, and the frame keeps the table.
Frame frame_of(Table&& table);

// All values as doubles; missing is NaN. Texts are read as numbers (see cell_number.h); the first cell of a
// text column that is neither a number nor missing is an Error with its row.
std::vector<double> numbers_of(const Frame& frame, std::string_view column);

// The value of a cell as a reader would write it: 1986, FRA, 0.25; 1 for true; "" for missing.
std::string cell_text(const FrameColumn& column, std::size_t row);

}  // namespace sogdia
