#include "sogdia/pack/columns.h"

#include <limits>

namespace sogdia {
namespace {

const Column* find(const Table& table, std::string_view name, Need need) {
  return need == Need::kOptional ? table.find(name) : &table.column(name);
}

}  // namespace

TextColumn::TextColumn(const Table& table, std::string_view name, Need need)
    : column_(find(table, name, need)) {}

std::string TextColumn::operator[](std::size_t row) const {
  return column_ ? cell_text(*column_, row) : std::string();
}

NumberColumn::NumberColumn(const Table& table, std::string_view name, Need need)
    : values_(find(table, name, need)
                  ? table.numbers(name)
                  : std::vector<double>(table.rows(), std::numeric_limits<double>::quiet_NaN())) {}

WholeColumn::WholeColumn(const Table& table, std::string_view name, int missing, Need need) {
  if (!find(table, name, need)) {
    values_.assign(table.rows(), missing);
    return;
  }
  for (const auto value : table.integers(name, missing)) values_.push_back(static_cast<int>(value));
}

}  // namespace sogdia
