#include "sogdia/gravity/sample/keys.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"
#include "sogdia/gravity/sample/blocks.h"
#include "sogdia/gravity/sample/order.h"

namespace sogdia {
namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

// Direct tables serve ranges of keys up to this size; they cost five bytes an entry while they stand.
std::size_t table_limit(std::size_t rows) { return std::max<std::size_t>(std::size_t{1} << 22, 2 * rows); }

// A whole number of a float column as the key of that integer, so that 1986.0 and 1986 make the same table.
template <typename Value>
bool is_whole(Value value) {
  constexpr double kLargestWhole = 9007199254740992.0;  // 2^53
  return std::abs(static_cast<double>(value)) <= kLargestWhole && std::floor(value) == value;
}

// Keys ascend as the values do.
template <typename Value>
std::uint64_t key_of(Value value, bool whole) {
  if constexpr (std::is_floating_point_v<Value>) {
    if (whole) return static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) ^ kSign;
    const double wide = value == 0 ? 0.0 : static_cast<double>(value);  // -0 is 0
    const auto bits = std::bit_cast<std::uint64_t>(wide);
    return bits & kSign ? ~bits : bits | kSign;
  } else if constexpr (std::is_signed_v<Value>) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) ^ kSign;
  } else {
    return static_cast<std::uint64_t>(value);
  }
}

template <typename Value>
bool is_present(Value value) {
  if constexpr (std::is_floating_point_v<Value>)
    return std::isfinite(value);
  else
    return true;
}

// Calls body(row, key) for the cells of rows [begin, end) that are present. A text's key is its code.
template <typename Body>
void visit_keys(const FrameColumn& column, std::size_t begin, std::size_t end, bool whole, Body&& body) {
  const bool text = column.type == NumberType::code;
  visit_cells(column, begin, end, [&](auto values, Presence present, std::size_t row, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
      const auto value = values[k];
      if (!present[k] || !is_present(value)) continue;
      if constexpr (std::is_same_v<decltype(values), const std::int32_t*>) {
        if (text) {
          if (value >= 0) body(row + k, static_cast<std::uint64_t>(value));
          continue;
        }
      }
      body(row + k, key_of(value, whole));
    }
  });
}

struct KeyRange {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max(), most = 0;
  bool empty() const { return least > most; }
};

bool all_whole(const FrameColumn& column, std::size_t rows, int threads) {
  if (column.type != NumberType::real64 && column.type != NumberType::real32) return false;
  std::vector<std::uint8_t> broken(rows / kBlockRows + 1, 0);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    visit_cells(column, begin, end, [&](auto values, Presence present, std::size_t, std::size_t count) {
      if constexpr (std::is_floating_point_v<std::decay_t<decltype(values[0])>>) {
        for (std::size_t k = 0; k < count; ++k) {
          if (present[k] && is_present(values[k]) && !is_whole(values[k])) {
            broken[begin / kBlockRows] = 1;
            return;
          }
        }
      }
    });
  });
  return std::find(broken.begin(), broken.end(), 1) == broken.end();
}

KeyRange range_of(const FrameColumn& column, std::size_t rows, bool whole, int threads) {
  if (column.type == NumberType::code) {
    KeyRange range;
    if (!column.labels.empty()) range = {0, column.labels.size() - 1};
    return range;
  }
  std::vector<KeyRange> parts(rows / kBlockRows + 1);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    KeyRange part;
    visit_keys(column, begin, end, whole, [&](std::size_t, std::uint64_t key) {
      part.least = std::min(part.least, key);
      part.most = std::max(part.most, key);
    });
    parts[begin / kBlockRows] = part;
  });
  KeyRange range;
  for (const auto& part : parts) {
    range.least = std::min(range.least, part.least);
    range.most = std::max(range.most, part.most);
  }
  return range;
}

// Marked entries numbered in their order; the count of them.
std::uint32_t rank_marked(const std::vector<std::uint8_t>& marked, std::vector<std::uint32_t>& rank) {
  std::uint32_t levels = 0;
  rank.resize(marked.size());
  for (std::size_t k = 0; k < marked.size(); ++k) rank[k] = marked[k] ? levels++ : kNoLevel;
  return levels;
}

// Used labels numbered by the numbers that they stand for, otherwise by their bytes; equal labels, which a
// dictionary may hold, share a number, and the empty text is missing.
std::uint32_t rank_labels(const FrameColumn& column, const std::vector<std::uint8_t>& used,
                          std::vector<std::uint32_t>& rank) {
  const auto& labels = column.labels;
  const auto& values = column.label_values;
  std::vector<std::uint32_t> order;
  for (std::uint32_t k = 0; k < labels.size(); ++k) {
    if (used[k] && !labels[k].empty()) order.push_back(k);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (!values.empty() && values[a] != values[b]) return values[a] < values[b];
    return labels[a] < labels[b];
  });
  rank.assign(labels.size(), kNoLevel);
  std::uint32_t levels = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k == 0 || labels[order[k]] != labels[order[k - 1]]) ++levels;
    rank[order[k]] = levels - 1;
  }
  return levels;
}

KeyCodes codes_by_table(const FrameColumn& column, std::size_t rows, const KeyRange& range, bool whole,
                        int threads) {
  std::vector<std::uint8_t> marked(range.most - range.least + 1, 0);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    visit_keys(column, begin, end, whole,
               [&](std::size_t, std::uint64_t key) { mark(marked[key - range.least]); });
  });
  KeyCodes out;
  std::vector<std::uint32_t> rank;
  out.levels =
      column.type == NumberType::code ? rank_labels(column, marked, rank) : rank_marked(marked, rank);
  out.code.assign(rows, kNoLevel);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    visit_keys(column, begin, end, whole,
               [&](std::size_t row, std::uint64_t key) { out.code[row] = rank[key - range.least]; });
  });
  return out;
}

// Open addressing from keys to numbers in order of first appearance.
class KeyNumbers {
 public:
  KeyNumbers() { grow(1024); }

  std::uint32_t number(std::uint64_t key) {
    std::size_t slot = slot_of(key);
    while (numbers_[slot] != kNoLevel) {
      if (slots_[slot] == key) return numbers_[slot];
      slot = (slot + 1) & (slots_.size() - 1);
    }
    if (2 * (keys_.size() + 1) > slots_.size()) {
      grow(2 * slots_.size());
      return number(key);
    }
    slots_[slot] = key;
    numbers_[slot] = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(key);
    return numbers_[slot];
  }
  const std::vector<std::uint64_t>& keys() const { return keys_; }

 private:
  // Fibonacci hashing: the high bits of the product with 2^64 / golden ratio.
  std::size_t slot_of(std::uint64_t key) const {
    key ^= key >> 32;
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15u) >> shift_);
  }
  void grow(std::size_t size) {
    slots_.assign(size, 0);
    numbers_.assign(size, kNoLevel);
    shift_ = 64 - std::countr_zero(size);
    for (std::uint32_t k = 0; k < keys_.size(); ++k) {
      std::size_t slot = slot_of(keys_[k]);
      while (numbers_[slot] != kNoLevel) slot = (slot + 1) & (size - 1);
      slots_[slot] = keys_[k];
      numbers_[slot] = k;
    }
  }
  std::vector<std::uint64_t> slots_, keys_;
  std::vector<std::uint32_t> numbers_;
  int shift_ = 0;
};

KeyCodes codes_by_hash(const FrameColumn& column, std::size_t rows, bool whole, int threads) {
  KeyCodes out;
  out.code.assign(rows, kNoLevel);
  KeyNumbers numbers;
  visit_keys(column, 0, rows, whole,
             [&](std::size_t row, std::uint64_t key) { out.code[row] = numbers.number(key); });
  const auto& keys = numbers.keys();
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
  std::vector<std::uint32_t> rank(keys.size());
  for (std::uint32_t k = 0; k < order.size(); ++k) rank[order[k]] = k;
  out.levels = static_cast<std::uint32_t>(keys.size());
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      if (out.code[row] != kNoLevel) out.code[row] = rank[out.code[row]];
    }
  });
  return out;
}

// code = (c1 * L2 + c2) * L3 + c3, which ascends as the tuple does.
KeyCodes product_by_table(const std::vector<const KeyCodes*>& columns, std::size_t size, int threads) {
  const std::size_t rows = columns.front()->code.size();
  const auto visit = [&](std::size_t begin, std::size_t end, auto&& body) {
    if (columns.size() == 1) {
      for (std::size_t row = begin; row < end; ++row) body(row, columns[0]->code[row]);
    } else if (columns.size() == 2) {
      const std::size_t width = columns[1]->levels;
      for (std::size_t row = begin; row < end; ++row)
        body(row, columns[0]->code[row] * width + columns[1]->code[row]);
    } else {
      for (std::size_t row = begin; row < end; ++row) {
        std::size_t code = 0;
        for (const KeyCodes* column : columns) code = code * column->levels + column->code[row];
        body(row, code);
      }
    }
  };
  std::vector<std::uint8_t> marked(size, 0);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    visit(begin, end, [&](std::size_t, std::size_t code) { mark(marked[code]); });
  });
  KeyCodes out;
  std::vector<std::uint32_t> rank;
  out.levels = rank_marked(marked, rank);
  out.code.resize(rows);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    visit(begin, end, [&](std::size_t row, std::size_t code) { out.code[row] = rank[code]; });
  });
  return out;
}

// Sorts the rows by the tuple and numbers the runs.
KeyCodes product_by_order(const std::vector<const KeyCodes*>& columns, int threads) {
  std::vector<LevelView> keys;
  for (const KeyCodes* column : columns) keys.push_back({column->code.data(), column->levels});
  const std::vector<std::uint32_t> order = order_by(keys, columns.front()->code.size(), threads);
  KeyCodes out;
  out.code.resize(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    bool fresh = k == 0;
    for (std::size_t c = 0; !fresh && c < columns.size(); ++c)
      fresh = columns[c]->code[order[k]] != columns[c]->code[order[k - 1]];
    if (fresh) ++out.levels;
    out.code[order[k]] = out.levels - 1;
  }
  return out;
}

}  // namespace

KeyCodes key_codes(const FrameColumn& column, std::size_t rows, int threads) {
  const bool whole = all_whole(column, rows, threads);
  const KeyRange range = range_of(column, rows, whole, threads);
  if (range.empty()) return {std::vector<std::uint32_t>(rows, kNoLevel), 0};
  const bool table = column.type == NumberType::code || range.most - range.least < table_limit(rows);
  return table ? codes_by_table(column, rows, range, whole, threads)
               : codes_by_hash(column, rows, whole, threads);
}

namespace {

bool is_number(const std::string& label) {
  double value = 0;
  return read_cell_number(label, '.', value) == CellNumber::number;
}

// The column itself where it is text, otherwise its numbers as they are written.
StackedColumn as_text(const FrameColumn& column, std::size_t rows) {
  StackedColumn out;
  out.column = column;
  if (column.type == NumberType::code) return out;
  const KeyCodes keys = key_codes(column, rows, 1);
  out.column.labels = level_texts(column, keys);
  out.column.type = NumberType::code;
  for (const std::uint32_t code : keys.code)
    out.second_codes.push_back(code == kNoLevel ? -1 : static_cast<std::int32_t>(code));
  out.column.chunks = {{out.second_codes.data(), nullptr, 0, rows}};
  return out;
}

StackedColumn stacked_texts(const FrameColumn& first, const FrameColumn& second, std::size_t rows) {
  StackedColumn out;
  out.column.name = first.name;
  out.column.type = NumberType::code;
  out.column.chunks = first.chunks;
  out.column.labels = first.labels;
  std::unordered_map<std::string_view, std::int32_t> known;
  for (std::size_t k = 0; k < first.labels.size(); ++k)
    known.try_emplace(first.labels[k], static_cast<std::int32_t>(k));
  std::vector<std::int32_t> code_of;
  for (const auto& label : second.labels) {
    const auto next = static_cast<std::int32_t>(out.column.labels.size());
    const auto [entry, fresh] = known.try_emplace(label, next);
    if (fresh) out.column.labels.push_back(label);
    code_of.push_back(entry->second);
  }
  out.second_codes.assign(rows, -1);
  visit_keys(second, 0, rows, false,
             [&](std::size_t row, std::uint64_t code) { out.second_codes[row] = code_of[code]; });
  out.column.chunks.push_back({out.second_codes.data(), nullptr, 0, rows});
  return out;
}

}  // namespace

StackedColumn stacked(const Frame& frame, const FrameColumn& first, const FrameColumn& second) {
  const bool text = first.type == NumberType::code;
  if (text != (second.type == NumberType::code)) {
    // 007 is a text and 123 is a number, and both may be codes of countries.
    const auto& labels = text ? first.labels : second.labels;
    if (std::none_of(labels.begin(), labels.end(), is_number))
      throw Error(fmt::format("of the two sides of a dyad, `{}` holds {} and `{}` holds {}", first.name,
                              text ? "text" : "numbers", second.name, text ? "numbers" : "text"),
                  frame.source, "both sides name countries in the same way");
  }
  if (text && second.type == NumberType::code) return stacked_texts(first, second, frame.rows);
  if (first.type == second.type) {
    StackedColumn out;
    out.column = first;
    out.column.chunks.insert(out.column.chunks.end(), second.chunks.begin(), second.chunks.end());
    return out;
  }
  StackedColumn left = as_text(first, frame.rows);
  const StackedColumn right = as_text(second, frame.rows);
  StackedColumn out = stacked_texts(left.column, right.column, frame.rows);
  out.first_codes = std::move(left.second_codes);
  return out;
}

std::vector<std::string> level_texts(const FrameColumn& column, const KeyCodes& keys) {
  std::vector<std::string> texts(keys.levels);
  std::vector<std::uint8_t> seen(keys.levels, 0);
  std::size_t left = keys.levels;
  for (std::size_t row = 0; row < keys.code.size() && left > 0; ++row) {
    const std::uint32_t level = keys.code[row];
    if (level == kNoLevel || seen[level]) continue;
    seen[level] = 1;
    texts[level] = cell_text(column, row);
    --left;
  }
  return texts;
}

KeyCodes product_codes(const std::vector<const KeyCodes*>& columns, int threads) {
  const std::size_t rows = columns.front()->code.size();
  std::size_t size = 1;
  for (const KeyCodes* column : columns) {
    const std::size_t levels = std::max<std::size_t>(column->levels, 1);
    if (size > table_limit(rows) / levels) return product_by_order(columns, threads);
    size *= levels;
  }
  return product_by_table(columns, size, threads);
}

}  // namespace sogdia
