#include "frames/frame_parts.h"

#include "sogdia/core/error.h"

namespace sogdia::python {

Error column_error(const std::string& column, std::string what, std::string hint) {
  return Error(std::move(what), "column `" + column + "`", std::move(hint));
}

void add_column(FrameParts& parts, FrameColumn column) {
  std::size_t rows = 0;
  for (const Chunk& chunk : column.chunks) rows += chunk.rows;
  for (const FrameColumn& other : parts.frame.columns) {
    if (other.name == column.name) {
      throw column_error(column.name, "two columns are called `" + column.name + "`", "rename one of them");
    }
  }
  if (parts.rows_known && rows != parts.frame.rows) {
    throw column_error(column.name,
                       "`" + column.name + "` has " + std::to_string(rows) + " rows, the columns before it " +
                           std::to_string(parts.frame.rows),
                       "give columns of equal length");
  }
  parts.frame.rows = rows;
  parts.rows_known = true;
  parts.frame.columns.push_back(std::move(column));
}

void require_columns(const std::vector<std::string>& wanted, const std::vector<std::string>& names,
                     const std::string& source) {
  Frame named;
  named.source = source;
  for (const std::string& name : names) {
    named.columns.emplace_back();
    named.columns.back().name = name;
  }
  for (const std::string& name : wanted) named.column(name);
}

std::vector<std::string> texts_of(const Frame& frame, const std::string& column) {
  const FrameColumn& cells = frame.column(column);
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < frame.rows; ++row) texts.push_back(cell_text(cells, row));
  return texts;
}

Frame finish(FrameParts&& parts) {
  parts.frame.owner = std::make_shared<const std::vector<std::shared_ptr<const void>>>(std::move(parts.kept));
  return std::move(parts.frame);
}

}  // namespace sogdia::python
