#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A table as other tools write it: separated by commas, semicolons or tabs, every cell kept as it is written,
// so that node `007` stays what it is.
Table read_source_table(const std::string& file);

// The table's name of a column, whatever its case; "" where it has none.
std::string source_column(const Table& table, const std::string& name);

// Cells of a column, or empty texts where the table lacks it.
std::vector<std::string> source_texts(const Table& table, const std::string& column);

// Numbers; missing ones are NaN. Throws Error with the row where a cell is neither.
std::vector<double> source_numbers(const Table& table, const std::string& column);

}  // namespace sogdia
