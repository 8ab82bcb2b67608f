#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"

namespace sogdia {

// A sample of the data: all of it, or the rows with one value of a column.
struct SamplePart {
  std::string name;  // region = Europe; "" = all
  Frame frame;
  std::vector<std::uint32_t> row;  // of the whole frame, for each of the part's; empty = all
};

// One part for each value of the column, in the order of the values; `with_all` puts all rows before them. An
// empty column name gives all rows alone. Rows without a value are in no part. Throws Error for a column of
// no value or of more than 200.
std::vector<SamplePart> sample_parts(const Frame& frame, const std::string& column, bool with_all,
                                     int threads);

// Rows that have no value in the column, so that they are in no part.
std::size_t rows_in_no_part(const Frame& frame, const std::vector<SamplePart>& parts);

// The error, with the part in which it was found.
Error in_part(const Error& error, const SamplePart& part);

}  // namespace sogdia
