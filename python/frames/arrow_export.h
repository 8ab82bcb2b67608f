#pragma once
#include "frames/arrow_abi.h"
#include "sogdia/core/table.h"

namespace sogdia::python {

// Fills `stream` with one record batch of the table's columns (float64, int64, utf8; missing integers and
// texts are null, missing doubles NaN). The stream, its schema and its arrays each keep the table as long as
// they live.
void export_table(Table table, ArrowArrayStream& stream);

// Fills `stream` with the one array, moved out of `array` and its schema out of `schema`.
void stream_one_array(ArrowSchema& schema, ArrowArray& array, ArrowArrayStream& stream);

}  // namespace sogdia::python
