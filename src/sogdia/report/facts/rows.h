#pragma once
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/study/tables/result.h"

namespace sogdia::report {

// A forgiving view of a table: an absent table has no rows, an absent column or cell reads NaN or "". The
// brief says why a figure is missing instead of failing.
class Rows {
 public:
  Rows() = default;
  explicit Rows(const Table* table);

  std::size_t size() const { return kept_.size(); }
  bool empty() const { return kept_.empty(); }
  bool has(std::string_view column) const { return table_ && table_->find(column); }

  double number(std::size_t row, std::string_view column) const;
  std::string text(std::size_t row, std::string_view column) const;

  // Rows for which `keep(row)` holds, in the same order.
  Rows where(const std::function<bool(std::size_t)>& keep) const;
  Rows where(std::string_view column, std::string_view value) const;
  // Sorted, stable: largest number first, or text ascending.
  Rows by_number(std::string_view column) const;
  Rows by_text(std::string_view column) const;
  // Distinct texts of a column in order of first appearance.
  std::vector<std::string> distinct(std::string_view column) const;
  // First row with this text, or -1.
  std::ptrdiff_t find(std::string_view column, std::string_view value) const;

 private:
  const Table* table_ = nullptr;
  std::vector<std::size_t> kept_;
};

// A table of the result, or of the world pack; both absent give no rows.
Rows result_rows(const Result& result, const std::string& table);
Rows world_rows(const Result& result, const std::string& table);

// Texts such as "CHN-KAZ;KAZ-RUS" or "a|b" as parts.
std::vector<std::string> split(std::string_view text, std::string_view separators = ";|");

// Names of countries by iso3, as the world pack prints them; the code itself where it has none.
std::string country_name(const Result& result, const std::string& iso3);

// A border's name with a country where no place near it gave one: "CHN - Irkeshtam" is "China - Irkeshtam".
std::string border_words(const Result& result, const std::string& crossing);

}  // namespace sogdia::report
