#include "sogdia/core/table_cells.h"

#include <cstdlib>
#include <limits>

namespace sogdia {

std::string text_at(const Table& table, std::string_view column, std::size_t row) {
  const Column* found = table.find(column);
  return found ? cell_text(*found, row) : std::string();
}

double number_at(const Table& table, std::string_view column, std::size_t row) {
  const std::string text = text_at(table, column, row);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  const bool number = end != text.c_str() && *end == '\0';
  return number ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace sogdia
