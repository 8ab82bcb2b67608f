#include "sogdia/pack/columns.h"

#include <limits>

namespace sogdia {
namespace {

const Column* column_of(const Table& table, std::string_view name, Need need) {
  return need == Need::kOptional ? table.find(name) : &table.column(name);
}

}  // namespace

TextColumn::TextColumn(const Table& table, std::string_view name, Need need) {
  const Column* column = column_of(table, name, need);
  if (column && column->valid.empty()) text_ = std::get_if<std::vector<std::string>>(&column->data);
  if (text_) return;
  own_.resize(table.rows());
  for (std::size_t row = 0; column && row < own_.size(); ++row) own_[row] = cell_text(*column, row);
}

NumberColumn::NumberColumn(const Table& table, std::string_view name, Need need)
    : values_(column_of(table, name, need)
                  ? table.numbers(name)
                  : std::vector<double>(table.rows(), std::numeric_limits<double>::quiet_NaN())) {}

WholeColumn::WholeColumn(const Table& table, std::string_view name, int missing, Need need) {
  if (!column_of(table, name, need)) {
    values_.assign(table.rows(), missing);
    return;
  }
  for (const auto value : table.integers(name, missing)) values_.push_back(static_cast<int>(value));
}

}  // namespace sogdia
