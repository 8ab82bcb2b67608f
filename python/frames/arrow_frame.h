#pragma once
#include <string>
#include <vector>

#include "frames/arrow_abi.h"
#include "frames/frame_parts.h"
#include "sogdia/core/monitor.h"

namespace sogdia::python {

// Reads a stream of record batches to its end and appends the `wanted` columns; the others are not looked at.
//
// Numbers (float32/64, integers, booleans) are views into the producer's buffers with its validity bitmaps:
// not copied. Texts (utf8, large, view) and dictionaries of texts become codes; a dictionary of numbers and a
// decimal become doubles. Dates, times and nested types throw Error naming the column, and so does a wanted
// column that is absent (with the nearest names). The stream is released in every case. The caller does not
// hold the interpreter's lock: a producer may need it on threads of its own. Cancelled is thrown between
// batches.
void add_batches(FrameParts& parts, ArrowArrayStream& stream, const std::vector<std::string>& wanted,
                 const Monitor& monitor);

// Appends one column from a stream of its chunks (an Arrow ChunkedArray), likewise.
void add_chunks(FrameParts& parts, const std::string& name, ArrowArrayStream& stream, const Monitor& monitor);

}  // namespace sogdia::python
