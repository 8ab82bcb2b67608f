#include "sogdia/core/frame.h"

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <limits>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

// What the views of a table need and the table has not: codes of its texts, bitmaps of what is present, and
// the table itself where the frame is to keep it.
struct TableViews {
  Table table;
  std::vector<std::vector<std::int32_t>> codes;
  std::vector<std::vector<std::uint8_t>> bitmaps;
};

const std::uint8_t* bitmap_of(const Column& column, TableViews& views) {
  if (column.valid.empty()) return nullptr;
  auto& bitmap = views.bitmaps.emplace_back((column.size() + 7) / 8, std::uint8_t{0});
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column.valid[row]) bitmap[row >> 3] = static_cast<std::uint8_t>(bitmap[row >> 3] | (1u << (row & 7)));
  }
  return bitmap.data();
}

FrameColumn coded(const Column& column, TableViews& views) {
  FrameColumn out;
  out.name = column.name;
  out.type = NumberType::code;
  const auto& texts = std::get<std::vector<std::string>>(column.data);
  auto& codes = views.codes.emplace_back(texts.size(), -1);
  std::unordered_map<std::string_view, std::int32_t> seen;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    if (texts[row].empty() || column.is_missing(row)) continue;
    const auto [entry, fresh] = seen.try_emplace(texts[row], static_cast<std::int32_t>(out.labels.size()));
    if (fresh) out.labels.push_back(texts[row]);
    codes[row] = entry->second;
  }
  out.chunks.push_back({codes.data(), nullptr, 0, codes.size()});
  return out;
}

Frame views_of(const Table& table, const std::shared_ptr<TableViews>& views) {
  Frame frame;
  frame.source = table.source.empty() ? (table.name.empty() ? frame.source : table.name) : table.source;
  frame.first_row = table.first_row;
  frame.rows = table.rows();
  for (const auto& column : table.columns) {
    if (std::holds_alternative<std::vector<std::string>>(column.data)) {
      frame.columns.push_back(coded(column, *views));
      continue;
    }
    FrameColumn view;
    view.name = column.name;
    Chunk chunk;
    chunk.rows = column.size();
    chunk.valid = bitmap_of(column, *views);
    if (const auto* reals = std::get_if<std::vector<double>>(&column.data)) {
      chunk.values = reals->data();
    } else {
      view.type = NumberType::int64;
      chunk.values = std::get<std::vector<std::int64_t>>(column.data).data();
    }
    view.chunks.push_back(chunk);
    frame.columns.push_back(std::move(view));
  }
  frame.owner = views;
  return frame;
}

// Labels that no row has do no harm.
void refuse_bad_labels(const Frame& frame, const FrameColumn& column, const std::vector<std::uint8_t>& bad) {
  std::size_t first = frame.rows;
  std::string cell;
  visit_cells(column, 0, frame.rows, [&](auto values, Presence present, std::size_t row, std::size_t count) {
    if constexpr (std::is_same_v<decltype(values), const std::int32_t*>) {
      for (std::size_t k = 0; k < count && first == frame.rows; ++k) {
        if (!present[k] || values[k] < 0 || !bad[static_cast<std::size_t>(values[k])]) continue;
        first = row + k;
        cell = column.labels[static_cast<std::size_t>(values[k])];
      }
    }
  });
  if (first == frame.rows) return;
  if (column.dates)
    throw Error(fmt::format("column `{}` holds dates, as `{}`, and was used as a number", column.name, cell),
                frame.place(first), "use it as an effect or in i(), or make a column of the year");
  std::string hint = number_hint(cell);
  if (hint.empty())
    hint = fmt::format(
        "write i({0}) for dummies of a text column; a number reads 1234.5, and NA or nothing where "
        "it is missing (--missing names other marks)",
        column.name);
  throw Error(fmt::format("`{}` in column `{}` is not a number", cell, column.name), frame.place(first),
              hint);
}

}  // namespace

Frame frame_of(const Table& table) { return views_of(table, std::make_shared<TableViews>()); }

Frame frame_of(Table&& table) {
  auto views = std::make_shared<TableViews>();
  views->table = std::move(table);
  return views_of(views->table, views);
}

const FrameColumn* Frame::find(std::string_view name) const {
  for (const auto& candidate : columns) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

const FrameColumn& Frame::column(std::string_view name) const {
  if (const FrameColumn* found = find(name)) return *found;
  std::vector<std::string> names;
  for (const auto& candidate : columns) names.push_back(candidate.name);
  std::string hint = nearest_hint(name, names);
  // L.trade, F2.trade
  std::size_t dot = 1;
  while (dot < name.size() && std::isdigit(static_cast<unsigned char>(name[dot]))) ++dot;
  if (dot + 1 < name.size() && name[dot] == '.' &&
      std::string_view("LFDS").find(name[0]) != std::string_view::npos && find(name.substr(dot + 1)))
    hint = fmt::format("`{}` is Stata's: make a column of the lag, lead or difference of `{}` in the data",
                       name.substr(0, dot + 1), name.substr(dot + 1));
  if (hint.empty()) {
    constexpr std::size_t kMost = 20;
    hint = "it has";
    for (std::size_t k = 0; k < names.size() && k < kMost; ++k) hint += " `" + names[k] + "`";
    if (names.size() > kMost) hint += fmt::format(" and {} more", names.size() - kMost);
  }
  throw Error(fmt::format("column `{}` is missing", name), source, hint);
}

std::string Frame::place(std::size_t row) const {
  const std::int64_t number =
      row < source_rows.size() ? source_rows[row] : first_row + static_cast<std::int64_t>(row);
  return fmt::format("{}, row {}", source, number);
}

std::vector<double> numbers_of_labels(const Frame& frame, const FrameColumn& column) {
  if (!column.label_values.empty()) return column.label_values;
  std::vector<double> numbers(column.labels.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<std::uint8_t> bad(column.labels.size(), 0);
  bool any = false;
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (read_cell_number(column.labels[k], column.decimal, numbers[k]) != CellNumber::text) continue;
    bad[k] = 1;
    any = true;
  }
  if (any) refuse_bad_labels(frame, column, bad);
  return numbers;
}

void copy_numbers(const FrameColumn& column, std::size_t begin, std::size_t end,
                  const std::vector<double>& label_numbers, double* out) {
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  const bool text = column.type == NumberType::code;
  visit_cells(column, begin, end, [&](auto values, Presence present, std::size_t row, std::size_t count) {
    double* to = out + (row - begin);
    if constexpr (std::is_same_v<decltype(values), const std::int32_t*>) {
      if (text) {
        for (std::size_t k = 0; k < count; ++k)
          to[k] =
              present[k] && values[k] >= 0 ? label_numbers[static_cast<std::size_t>(values[k])] : kMissing;
        return;
      }
    }
    if (present.all()) {
      for (std::size_t k = 0; k < count; ++k) to[k] = static_cast<double>(values[k]);
    } else {
      for (std::size_t k = 0; k < count; ++k) to[k] = present[k] ? static_cast<double>(values[k]) : kMissing;
    }
  });
}

std::vector<double> numbers_of(const Frame& frame, std::string_view name) {
  const FrameColumn& column = frame.column(name);
  std::vector<double> labels;
  if (column.type == NumberType::code) labels = numbers_of_labels(frame, column);
  std::vector<double> out(frame.rows);
  copy_numbers(column, 0, frame.rows, labels, out.data());
  return out;
}

std::string cell_text(const FrameColumn& column, std::size_t row) {
  std::string text;
  visit_cells(column, row, row + 1, [&](auto values, Presence present, std::size_t, std::size_t) {
    if (!present[0]) return;
    using Value = std::decay_t<decltype(values[0])>;
    if constexpr (std::is_same_v<Value, bool>) {
      text = values[0] ? "1" : "0";
    } else if constexpr (std::is_floating_point_v<Value>) {
      if (std::isnan(values[0])) return;
      // The shortest text of a float is that of the float, not of the double next to it.
      const auto wide = static_cast<double>(values[0]);
      text = wide == std::floor(wide) ? number_text(wide) : fmt::format("{}", values[0]);
    } else {
      if (column.type != NumberType::code)
        text = fmt::format(
            "{}",
            static_cast<std::conditional_t<std::is_signed_v<Value>, std::int64_t, std::uint64_t>>(values[0]));
      else if (values[0] >= 0)
        text = column.labels[static_cast<std::size_t>(values[0])];
    }
  });
  return text;
}

}  // namespace sogdia
