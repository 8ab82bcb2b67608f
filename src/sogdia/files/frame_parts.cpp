#include "sogdia/files/frame_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/files/sql_names.h"

namespace sogdia {
namespace {

template <typename Value>
void keep_parts(std::vector<std::vector<Value>>& parts, const std::vector<std::uint8_t>& keep) {
  std::size_t row = 0;
  for (auto& part : parts) {
    std::size_t to = 0;
    for (const Value value : part) {
      if (keep[row++]) part[to++] = value;
    }
    part.resize(to);
    if (2 * to < part.capacity()) part.shrink_to_fit();
  }
}

template <typename Value>
void add_chunks(const std::vector<std::vector<Value>>& parts, FrameColumn& column) {
  for (const auto& part : parts) {
    if (!part.empty()) column.chunks.push_back({part.data(), nullptr, 0, part.size()});
  }
}

void add_integers(const ColumnParts& column, FrameColumn& to,
                  std::vector<std::vector<std::uint8_t>>& bitmaps) {
  if (column.present.empty()) return add_chunks(column.integers, to);
  for (std::size_t k = 0; k < column.integers.size(); ++k) {
    const auto& values = column.integers[k];
    if (values.empty()) continue;
    auto& bitmap = bitmaps.emplace_back((values.size() + 7) / 8, std::uint8_t{0});
    for (std::size_t row = 0; row < values.size(); ++row) {
      if (column.present[k][row])
        bitmap[row >> 3] = static_cast<std::uint8_t>(bitmap[row >> 3] | (1u << (row & 7)));
    }
    to.chunks.push_back({values.data(), bitmap.data(), 0, values.size()});
  }
}

template <typename Value>
std::size_t size_of(const std::vector<std::vector<Value>>& parts) {
  std::size_t rows = 0;
  for (const auto& part : parts) rows += part.size();
  return rows;
}

}  // namespace

std::size_t rows_of(const FrameParts& parts) {
  if (parts.columns.empty()) return 0;
  const ColumnParts& column = parts.columns.front();
  return size_of(column.reals) + size_of(column.integers) + size_of(column.codes);
}

void join_labels(ColumnParts& column, const std::vector<std::vector<std::string>>& labels, int threads,
                 const std::function<bool(std::string&)>& value_of) {
  LabelCodes all;
  std::vector<std::vector<std::int32_t>> renamed(labels.size());
  for (std::size_t k = 0; k < labels.size(); ++k) {
    for (std::string label : labels[k]) {
      const bool value = !value_of || value_of(label);
      const std::string_view seen = without_invisible(label);
      renamed[k].push_back(value && !seen.empty() ? all.code(seen) : -1);
    }
  }
  parallel_for(labels.size(), threads, [&](std::size_t k) { rename_codes(column.codes[k], renamed[k]); });
  column.type = NumberType::code;
  column.labels = all.take();
}

std::vector<std::int32_t> trim_labels(std::vector<std::string>& labels) {
  std::vector<std::int32_t> renamed;
  if (std::all_of(labels.begin(), labels.end(),
                  [](const std::string& label) { return without_invisible(label).size() == label.size(); }))
    return renamed;
  LabelCodes all;
  for (const std::string& label : labels) {
    const std::string_view seen = without_invisible(label);
    renamed.push_back(seen.empty() ? -1 : all.code(seen));
  }
  labels = all.take();
  return renamed;
}

void rename_codes(std::vector<std::int32_t>& codes, const std::vector<std::int32_t>& renamed) {
  if (renamed.empty()) return;
  for (std::int32_t& code : codes)
    if (code >= 0) code = renamed[static_cast<std::size_t>(code)];
}

void note_mark(std::vector<std::string>& marks, std::string_view mark) {
  if (!marks.empty() && marks.back() == mark) return;
  if (std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.emplace_back(mark);
}

Frame frame_of_parts(FrameParts parts) {
  auto owned = std::make_shared<FrameParts>(std::move(parts));
  Frame frame;
  frame.source = owned->source;
  frame.first_row = owned->first_row;
  frame.source_rows = std::move(owned->source_rows);
  frame.rows = rows_of(*owned);
  frame.notes = owned->notes;
  for (auto& column : owned->columns) {
    FrameColumn view;
    view.name = column.name;
    view.type = column.type;
    view.labels = std::move(column.labels);
    view.label_values = std::move(column.label_values);
    view.dates = column.dates;
    view.logical = column.logical;
    view.decimal = column.decimal;
    view.missing_marks = std::move(column.missing_marks);
    add_chunks(column.reals, view);
    add_integers(column, view, owned->bitmaps);
    add_chunks(column.codes, view);
    frame.columns.push_back(std::move(view));
  }
  frame.owner = std::move(owned);
  return frame;
}

void keep_rows(FrameParts& parts, const std::vector<std::uint8_t>& keep) {
  std::vector<std::int64_t> source_rows;
  for (std::size_t row = 0; row < keep.size(); ++row) {
    if (!keep[row]) continue;
    source_rows.push_back(parts.source_rows.empty() ? parts.first_row + static_cast<std::int64_t>(row)
                                                    : parts.source_rows[row]);
  }
  parts.source_rows = std::move(source_rows);
  for (auto& column : parts.columns) {
    keep_parts(column.reals, keep);
    keep_parts(column.integers, keep);
    keep_parts(column.present, keep);
    keep_parts(column.codes, keep);
  }
}

std::vector<std::size_t> wanted_columns(const std::vector<std::string>& header,
                                        const std::vector<std::string>& columns, const std::string& where,
                                        const std::string& source) {
  Frame names;
  names.source = source;
  for (const auto& name : header) {
    FrameColumn column;
    column.name = name;
    names.columns.push_back(std::move(column));
  }
  for (const auto& name : columns) names.column(name);
  const std::vector<bool> named = columns_named(where, header);
  std::vector<std::size_t> wanted;
  for (std::size_t k = 0; k < header.size(); ++k) {
    const bool asked =
        columns.empty() || std::find(columns.begin(), columns.end(), header[k]) != columns.end();
    if (!asked && !named[k]) continue;
    for (const std::size_t before : wanted) {
      if (header[before] != header[k]) continue;
      throw Error(fmt::format("two columns are called `{}`: columns {} and {}", header[k], before + 1, k + 1),
                  source, "rename one of them");
    }
    wanted.push_back(k);
  }
  return wanted;
}

Frame selected_frame(FrameParts parts, const std::vector<std::string>& columns, const RowsWhere& rows_where) {
  if (rows_where) {
    std::vector<std::uint8_t> keep;
    {
      // A frame of the parts as they stand; what it took of them is given back.
      Frame whole = frame_of_parts(std::move(parts));
      keep = rows_where(whole);
      auto owned =
          std::const_pointer_cast<FrameParts>(std::static_pointer_cast<const FrameParts>(whole.owner));
      for (std::size_t k = 0; k < owned->columns.size(); ++k) {
        owned->columns[k].labels = std::move(whole.columns[k].labels);
        owned->columns[k].label_values = std::move(whole.columns[k].label_values);
        owned->columns[k].missing_marks = std::move(whole.columns[k].missing_marks);
      }
      owned->source_rows = std::move(whole.source_rows);
      owned->bitmaps.clear();
      parts = std::move(*owned);
    }
    keep_rows(parts, keep);
  }
  if (!columns.empty()) {
    const auto extra = [&](const ColumnParts& column) {
      return std::find(columns.begin(), columns.end(), column.name) == columns.end();
    };
    parts.columns.erase(std::remove_if(parts.columns.begin(), parts.columns.end(), extra),
                        parts.columns.end());
  }
  return frame_of_parts(std::move(parts));
}

}  // namespace sogdia
