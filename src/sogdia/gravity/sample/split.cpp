#include "sogdia/gravity/sample/split.h"

#include <fmt/format.h>

#include "sogdia/core/frame_rows.h"
#include "sogdia/gravity/sample/keys.h"

namespace sogdia {

std::vector<SamplePart> sample_parts(const Frame& frame, const std::string& column, bool with_all,
                                     int threads) {
  std::vector<SamplePart> parts;
  if (column.empty() || with_all) parts.push_back({"", frame, {}});
  if (column.empty()) return parts;
  const FrameColumn& by = frame.column(column);
  const KeyCodes keys = key_codes(by, frame.rows, threads);
  constexpr std::uint32_t kMost = 200;
  if (keys.levels == 0)
    throw Error(fmt::format("`{}` has no value, so there is nothing to split by", column), frame.source, "");
  if (keys.levels > kMost)
    throw Error(fmt::format("`{}` has {} values, too many to split by", column, keys.levels), frame.source,
                fmt::format("split by a column of at most {} values", kMost));
  const std::vector<std::string> texts = level_texts(by, keys);
  for (std::uint32_t level = 0; level < keys.levels; ++level) {
    SamplePart part;
    part.name = column + " = " + texts[level];
    std::vector<std::uint8_t> keep(frame.rows);
    for (std::size_t row = 0; row < frame.rows; ++row) {
      if (keys.code[row] != level) continue;
      keep[row] = 1;
      part.row.push_back(static_cast<std::uint32_t>(row));
    }
    part.frame = kept_rows(frame, keep);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::size_t rows_in_no_part(const Frame& frame, const std::vector<SamplePart>& parts) {
  if (parts.size() == 1 && parts[0].name.empty()) return 0;
  std::size_t known = 0;
  for (const SamplePart& part : parts) known += part.row.size();
  return frame.rows - known;
}

Error in_part(const Error& error, const SamplePart& part) {
  if (part.name.empty()) return error;
  return {error.message, error.where.empty() ? part.name : error.where + ", where " + part.name, error.hint};
}

}  // namespace sogdia
