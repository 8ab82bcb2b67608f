#include "sogdia/io/frame_parts.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"
#include "sogdia/core/parallel.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace {

// A name in SQL is read without regard to case; a column too many does no harm.
bool mentions(const std::string& where, const std::string& name) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(where.begin(), where.end(), name.begin(), name.end(), same) != where.end();
}

Table block_table(const Frame& frame, const std::vector<std::size_t>& columns, std::size_t begin,
                  std::size_t end) {
  Table table;
  std::vector<std::int64_t> number(end - begin);
  std::iota(number.begin(), number.end(), static_cast<std::int64_t>(begin));
  for (const std::size_t k : columns) {
    const FrameColumn& column = frame.columns[k];
    if (column.type != NumberType::code) {
      std::vector<double> values(end - begin);
      copy_numbers(column, begin, end, {}, values.data());
      table.add(column.name, std::move(values));
      continue;
    }
    std::vector<std::string> texts(end - begin);
    std::vector<std::uint8_t> valid(end - begin, 0);
    visit_cells(column, begin, end, [&](auto values, Presence, std::size_t row, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) {
        const auto code = static_cast<std::int64_t>(values[i]);
        if (code < 0) continue;
        texts[row - begin + i] = column.labels[static_cast<std::size_t>(code)];
        valid[row - begin + i] = 1;
      }
    });
    table.add(column.name, std::move(texts));
    table.columns.back().valid = std::move(valid);
  }
  table.add("sogdia row", std::move(number));
  return table;
}

std::vector<std::uint8_t> rows_where(const Frame& frame, const std::string& where) {
  std::vector<std::size_t> columns;
  for (std::size_t k = 0; k < frame.columns.size(); ++k) {
    if (mentions(where, frame.columns[k].name)) columns.push_back(k);
  }
  std::vector<std::uint8_t> keep(frame.rows, 0);
  constexpr std::size_t kBlock = 1'000'000;
  for (std::size_t begin = 0; begin == 0 || begin < frame.rows; begin += kBlock) {
    const Table block = block_table(frame, columns, begin, std::min(frame.rows, begin + kBlock));
    try {
      const Table kept = query("SELECT \"sogdia row\" FROM data WHERE (" + where + "\n)", {{"data", &block}});
      for (const std::int64_t row : kept.integers("sogdia row")) keep[static_cast<std::size_t>(row)] = 1;
    } catch (const Error& error) {
      const std::string failed = "the query failed: ";
      const bool prefixed = error.message.compare(0, failed.size(), failed) == 0;
      throw Error("the condition on rows is not understood: " +
                      (prefixed ? error.message.substr(failed.size()) : error.message),
                  where, "write it in SQL over the data's columns: year >= 2000 and exporter <> 'USA'");
    }
  }
  return keep;
}

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

void join_labels(ColumnParts& column, const std::vector<std::vector<std::string>>& labels, int threads) {
  LabelCodes all;
  std::vector<std::vector<std::int32_t>> renamed(labels.size());
  for (std::size_t k = 0; k < labels.size(); ++k) {
    for (const auto& label : labels[k]) renamed[k].push_back(all.code(label));
  }
  parallel_for(labels.size(), threads, [&](std::size_t k) {
    for (auto& code : column.codes[k]) {
      if (code >= 0) code = renamed[k][static_cast<std::size_t>(code)];
    }
  });
  column.type = NumberType::code;
  column.labels = all.take();
}

Frame frame_of_parts(FrameParts parts) {
  auto owned = std::make_shared<FrameParts>(std::move(parts));
  Frame frame;
  frame.source = owned->source;
  frame.first_row = owned->first_row;
  frame.source_rows = std::move(owned->source_rows);
  frame.rows = rows_of(*owned);
  for (auto& column : owned->columns) {
    FrameColumn view;
    view.name = column.name;
    view.type = column.type;
    view.labels = std::move(column.labels);
    add_chunks(column.reals, view);
    add_chunks(column.integers, view);
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
    keep_parts(column.codes, keep);
  }
}

std::vector<std::size_t> wanted_columns(const std::vector<std::string>& header,
                                        const std::vector<std::string>& columns, const std::string& where,
                                        const std::string& source) {
  Frame names;
  names.source = source;
  for (const auto& name : header) names.columns.push_back({name, NumberType::real64, {}, {}});
  for (const auto& name : columns) names.column(name);
  std::vector<std::size_t> wanted;
  for (std::size_t k = 0; k < header.size(); ++k) {
    const bool asked =
        columns.empty() || std::find(columns.begin(), columns.end(), header[k]) != columns.end();
    if (asked || mentions(where, header[k])) wanted.push_back(k);
  }
  return wanted;
}

Frame selected_frame(FrameParts parts, const std::vector<std::string>& columns, const std::string& where) {
  if (!where.empty()) {
    // A frame of the parts as they stand, which does not own them.
    std::vector<std::uint8_t> keep;
    {
      Frame whole = frame_of_parts(std::move(parts));
      keep = rows_where(whole, where);
      auto owned =
          std::const_pointer_cast<FrameParts>(std::static_pointer_cast<const FrameParts>(whole.owner));
      for (std::size_t k = 0; k < owned->columns.size(); ++k)
        owned->columns[k].labels = std::move(whole.columns[k].labels);
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
