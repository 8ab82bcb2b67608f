#include "sogdia/claims/evidence/trade_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <variant>

#include "sogdia/core/error.h"
#include "sogdia/core/table_cells.h"

namespace sogdia::claims {
namespace {

// A column's cells; texts without a copy of each.
struct Cells {
  Cells(const Table& table, std::string_view name)
      : column(table.find(name)),
        texts(column ? std::get_if<std::vector<std::string>>(&column->data) : nullptr) {}
  std::string text(std::size_t row) const {
    return !column || column->is_missing(row) ? std::string()
           : texts                            ? (*texts)[row]
                                              : cell_text(*column, row);
  }
  double number(std::size_t row) const {
    const std::string cell = text(row);
    char* end = nullptr;
    const double value = std::strtod(cell.c_str(), &end);
    return end != cell.c_str() && *end == '\0' ? value : kNoNumber;
  }
  const Column* column;
  const std::vector<std::string>* texts;
};

constexpr int kBits = 16;

}  // namespace

std::uint16_t TradeRows::number_of(const std::string& text) {
  if (texts_.size() >> kBits != 0 && !numbers_.contains(text))
    throw Error("the table of trade names more countries, reporters and sources than 65,536", "trade", "");
  const auto [entry, fresh] = numbers_.try_emplace(text, static_cast<std::uint16_t>(texts_.size()));
  if (fresh) texts_.push_back(text);
  return entry->second;
}

TradeRows::TradeRows(const Table* trade) {
  if (!trade) return;
  const Cells exporter(*trade, "exporter"), importer(*trade, "importer"), year(*trade, "year"),
      value(*trade, "value_usd"), factor(*trade, "interval_factor"), reported_by(*trade, "reported_by"),
      source(*trade, "source");
  rows_.reserve(trade->rows());
  for (std::size_t k = 0; k < trade->rows(); ++k) {
    const std::string from = exporter.text(k), to = importer.text(k);
    Row row;
    row.value = value.number(k);
    if (from == to || std::isnan(row.value)) continue;
    row.turned = to < from;
    const std::uint32_t one = number_of(row.turned ? to : from), two = number_of(row.turned ? from : to);
    row.pair = (one << kBits) | two;
    row.year = static_cast<std::int16_t>(year.number(k));
    row.factor = factor.number(k);
    row.reported_by = number_of(reported_by.text(k));
    row.source = number_of(source.text(k));
    rows_.push_back(row);
  }
  std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.pair < b.pair; });
}

std::pair<std::size_t, std::size_t> TradeRows::rows_of(const Subject& subject) const {
  const auto& [less, more] = std::minmax(subject.from, subject.to);
  const auto one = numbers_.find(less), two = numbers_.find(more);
  if (one == numbers_.end() || two == numbers_.end()) return {0, 0};
  const std::uint32_t pair = (std::uint32_t{one->second} << kBits) | two->second;
  const auto first = std::lower_bound(rows_.begin(), rows_.end(), pair,
                                      [](const Row& row, std::uint32_t key) { return row.pair < key; });
  auto last = first;
  while (last != rows_.end() && last->pair == pair) ++last;
  return {static_cast<std::size_t>(first - rows_.begin()), static_cast<std::size_t>(last - rows_.begin())};
}

Figure TradeRows::figure_of(const Row& row) const {
  const std::string &one = texts_[row.pair >> kBits], &two = texts_[row.pair & ((1u << kBits) - 1)];
  Figure f;
  f.subject = {false, row.turned ? two : one, row.turned ? one : two};
  f.value = f.printed = row.value;
  f.period = year_period(row.year);
  f.table = "trade";
  f.estimated = true;
  f.source = texts_[row.source];
  f.reported_by = texts_[row.reported_by];
  f.factor = row.factor;
  return f;
}

Figure TradeRows::total_of(const Row& first, const Row& second) const {
  Figure total = figure_of(first);
  total.subject = {true, texts_[first.pair >> kBits], texts_[first.pair & ((1u << kBits) - 1)]};
  add_direction(total, figure_of(second));
  return total;
}

bool TradeRows::knows(const Subject& subject) const {
  const auto [first, last] = rows_of(subject);
  return first < last;
}

void TradeRows::put(const Subject& subject, const std::function<void(Figure)>& put) const {
  const auto [first, last] = rows_of(subject);
  for (std::size_t k = first; k < last; ++k) {
    if (!subject.total) {
      if (rows_[k].turned == (subject.to < subject.from)) put(figure_of(rows_[k]));
      continue;
    }
    std::size_t other = first;
    while (rows_[other].year != rows_[k].year) ++other;
    if (other < k) put(total_of(rows_[other], rows_[k]));
  }
}

void TradeRows::put_pairs(const std::function<void(const std::string&, const std::string&)>& put) const {
  for (std::size_t first = 0, last = 0; first < rows_.size(); first = last) {
    while (last < rows_.size() && rows_[last].pair == rows_[first].pair) ++last;
    bool both = false;
    for (std::size_t k = first; k < last; ++k)
      for (std::size_t other = first; other < k && !both; ++other)
        both = rows_[other].year == rows_[k].year && rows_[other].value + rows_[k].value > 0;
    if (both) put(texts_[rows_[first].pair >> kBits], texts_[rows_[first].pair & ((1u << kBits) - 1)]);
  }
}

}  // namespace sogdia::claims
