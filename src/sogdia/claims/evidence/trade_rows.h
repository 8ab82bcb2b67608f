#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sogdia/claims/evidence/figures.h"
#include "sogdia/core/table.h"

namespace sogdia::claims {

// The trade table's rows by the two countries of each, small enough that the whole table is read at no cost
// worth speaking of; a text asks for some hundred of its ten thousands of pairs.
class TradeRows {
 public:
  explicit TradeRows(const Table* trade);
  bool knows(const Subject& subject) const;
  // Figures of the subject in the table's order; the trade of two behind the second of its directions.
  void put(const Subject& subject, const std::function<void(Figure)>& put) const;
  // All two countries that the table knows both directions of.
  void put_pairs(const std::function<void(const std::string&, const std::string&)>& put) const;

 private:
  struct Row {
    std::uint32_t pair = 0;  // the lower of both codes' numbers, then the other's
    bool turned = false;     // the exporter is the second by name
    std::int16_t year = 0;
    std::uint16_t reported_by = 0, source = 0;
    double value = 0, factor = kNoNumber;
  };
  std::uint16_t number_of(const std::string& text);
  std::pair<std::size_t, std::size_t> rows_of(const Subject& subject) const;
  Figure figure_of(const Row& row) const;
  Figure total_of(const Row& first, const Row& second) const;

  std::vector<Row> rows_;
  std::vector<std::string> texts_;  // codes and notes by their number
  std::unordered_map<std::string, std::uint16_t> numbers_;
};

}  // namespace sogdia::claims
