#include "sogdia/core/frame_rows.h"

#include <type_traits>
#include <utility>

#include "sogdia/core/frame_cells.h"

namespace sogdia {
namespace {

struct Copies {
  std::vector<std::vector<double>> reals;
  std::vector<std::vector<std::int64_t>> integers;
  std::vector<std::vector<std::uint64_t>> unsigneds;
  std::vector<std::vector<std::int32_t>> codes;
  std::vector<std::vector<std::uint8_t>> bitmaps;
};

// The kept cells of a column, each type in the widest of its kind.
template <typename Wide>
FrameColumn copied(const FrameColumn& column, NumberType type, const Frame& frame,
                   const std::vector<std::uint8_t>& keep, std::vector<std::vector<Wide>>& owned,
                   Copies& copies) {
  auto& values = owned.emplace_back();
  std::vector<std::uint8_t> present;
  bool any_missing = false;
  visit_cells(column, 0, frame.rows, [&](auto cells, Presence valid, std::size_t row, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
      if (!keep[row + k]) continue;
      values.push_back(static_cast<Wide>(cells[k]));
      present.push_back(valid[k] ? 1 : 0);
      any_missing = any_missing || !valid[k];
    }
  });
  FrameColumn out = column;
  out.type = type;
  Chunk chunk;
  chunk.values = values.data();
  chunk.rows = values.size();
  if (any_missing) {
    auto& bitmap = copies.bitmaps.emplace_back((present.size() + 7) / 8, std::uint8_t{0});
    for (std::size_t row = 0; row < present.size(); ++row)
      if (present[row]) bitmap[row >> 3] = static_cast<std::uint8_t>(bitmap[row >> 3] | (1u << (row & 7)));
    chunk.valid = bitmap.data();
  }
  out.chunks = {chunk};
  return out;
}

}  // namespace

Frame kept_rows(const Frame& frame, const std::vector<std::uint8_t>& keep) {
  auto copies = std::make_shared<Copies>();
  Frame out;
  out.source = frame.source;
  out.first_row = frame.first_row;
  out.notes = frame.notes;
  for (std::size_t row = 0; row < frame.rows; ++row) {
    if (!keep[row]) continue;
    out.source_rows.push_back(frame.source_rows.empty() ? frame.first_row + static_cast<std::int64_t>(row)
                                                        : frame.source_rows[row]);
  }
  out.rows = out.source_rows.size();
  for (const auto& column : frame.columns) {
    switch (column.type) {
      case NumberType::code:
        out.columns.push_back(copied(column, NumberType::code, frame, keep, copies->codes, *copies));
        break;
      case NumberType::real64:
      case NumberType::real32:
        out.columns.push_back(copied(column, NumberType::real64, frame, keep, copies->reals, *copies));
        break;
      case NumberType::uint64:
        out.columns.push_back(copied(column, NumberType::uint64, frame, keep, copies->unsigneds, *copies));
        break;
      default:
        out.columns.push_back(copied(column, NumberType::int64, frame, keep, copies->integers, *copies));
    }
  }
  out.owner = std::move(copies);
  return out;
}

}  // namespace sogdia
