#pragma once
#include <string>
#include <string_view>

#include "sogdia/core/table.h"

namespace sogdia {

// The text of one cell; "" where it is missing, or the table lacks the column.
std::string text_at(const Table& table, std::string_view column, std::size_t row);

// The number of one cell; NaN where it is missing, is none, or the table lacks the column.
double number_at(const Table& table, std::string_view column, std::size_t row);

}  // namespace sogdia
