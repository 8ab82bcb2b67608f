#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"

namespace sogdia::python {

// A Frame while it is put together column by column. `kept` holds what the chunks look into: Arrow arrays
// with their release callbacks, Python objects, and our own vectors of codes.
struct FrameParts {
  Frame frame;
  std::vector<std::shared_ptr<const void>> kept;
  bool rows_known = false;
};

// Appends the column. Throws Error where its number of rows is not that of the columns before it, or where a
// column of that name is there already.
void add_column(FrameParts& parts, FrameColumn column);

// Throws the Error of Frame::column, with the nearest of `names`, for the first wanted name that is not among
// them.
void require_columns(const std::vector<std::string>& wanted, const std::vector<std::string>& names,
                     const std::string& source);

// Hands what is kept to Frame::owner.
Frame finish(FrameParts&& parts);

// All cells of a column as texts (cell_text); throws Error for one that the frame lacks.
std::vector<std::string> texts_of(const Frame& frame, const std::string& column);

// "column `year`": how an error names the place.
Error column_error(const std::string& column, std::string what, std::string hint);

// Moves `values` into what is kept and gives its one chunk.
template <class T>
Chunk keep_values(FrameParts& parts, std::vector<T>&& values) {
  auto owned = std::make_shared<const std::vector<T>>(std::move(values));
  Chunk chunk;
  chunk.values = owned->data();
  chunk.rows = owned->size();
  parts.kept.push_back(std::move(owned));
  return chunk;
}

}  // namespace sogdia::python
