#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// Columns of one table of the pack, found by name once, for the file that makes records of its rows. One that
// the pack may leave out is `kOptional`: its cells are then missing. The others throw Error with the file and
// the nearest column where they are absent, and with the row for a cell that is no number.
enum class Need : std::uint8_t { kNeeded, kOptional };

class TextColumn {
 public:
  TextColumn(const Table& table, std::string_view name, Need need = Need::kNeeded);
  const std::string& operator[](std::size_t row) const { return values()[row]; }  // "" where missing
  const std::vector<std::string>& values() const { return text_ ? *text_ : own_; }

 private:
  const std::vector<std::string>* text_ = nullptr;  // the table's own, where it is all text; else `own_`
  std::vector<std::string> own_;
};

class NumberColumn {
 public:
  NumberColumn(const Table& table, std::string_view name, Need need = Need::kNeeded);
  double operator[](std::size_t row) const { return values_[row]; }  // NaN where missing

 private:
  std::vector<double> values_;
};

class WholeColumn {
 public:
  WholeColumn(const Table& table, std::string_view name, int missing, Need need = Need::kNeeded);
  int operator[](std::size_t row) const { return values_[row]; }

 private:
  std::vector<int> values_;
};

// record(row) for every row.
template <typename Make>
auto records_of(const Table& table, Make&& make) {
  std::vector<decltype(make(std::size_t{}))> records;
  records.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) records.push_back(make(row));
  return records;
}

}  // namespace sogdia
