#pragma once
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <optional>
#include <string>
#include <vector>

#include "frames/frame_parts.h"

namespace sogdia::python {

// Any contiguous one-dimensional array in the CPU's memory. The frame keeps it alive and reads it where it
// lies.
using Values = nanobind::ndarray<nanobind::ro, nanobind::ndim<1>, nanobind::c_contig, nanobind::device::cpu>;

// Float32/64, integers of 8 to 64 bits. `valid`: an Arrow validity bitmap (uint8, bit 1 = present), or
// nothing = all present. NaN is missing.
void add_numbers(FrameParts& parts, const std::string& name, Values values, std::optional<Values> valid);

// Codes into `labels`, negative = missing; copied to int32. `dates`: the labels are dates or moments.
void add_codes(FrameParts& parts, const std::string& name, Values codes, std::vector<std::string> labels,
               bool dates = false);

// A sequence of str; None, NaN and pandas.NA (whatever is in `missing`, or is a float that is not itself) are
// missing. Numbers among them or instead of them: if every one present is a number the column is numbers.
// Anything else throws Error naming the column and the row.
void add_objects(FrameParts& parts, const std::string& name, nanobind::handle sequence);

}  // namespace sogdia::python
