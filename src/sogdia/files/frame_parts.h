#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sogdia/core/frame.h"

namespace sogdia {

// Numbers texts in the order of their first appearance.
class LabelCodes {
 public:
  std::int32_t code(std::string_view text) {
    if (!labels_.empty() && last_ >= 0 && labels_[static_cast<std::size_t>(last_)] == text) return last_;
    const auto found = codes_.find(text);
    if (found != codes_.end()) return last_ = found->second;
    last_ = static_cast<std::int32_t>(labels_.size());
    labels_.emplace_back(text);
    codes_.emplace(labels_.back(), last_);
    return last_;
  }
  const std::vector<std::string>& labels() const { return labels_; }
  std::vector<std::string> take() { return std::move(labels_); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::vector<std::string> labels_;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> codes_;
  std::int32_t last_ = -1;
};

// A column on its way into a Frame, in parts of some rows each. One of the three kinds has parts; the other
// fields are those of FrameColumn.
struct ColumnParts {
  std::string name;
  NumberType type = NumberType::real64;  // real64 (missing is NaN), int64 or code
  std::vector<std::vector<double>> reals;
  std::vector<std::vector<std::int64_t>> integers;
  std::vector<std::vector<std::uint8_t>> present;  // of integers, a byte a row; empty = all are
  std::vector<std::vector<std::int32_t>> codes;
  std::vector<std::string> labels;
  std::vector<double> label_values;
  bool dates = false, logical = false;
  char decimal = '.';
  std::vector<std::string> missing_marks;
};

// Gives the codes of a column, each part of which has labels of its own, the labels of all, in the order of
// the parts. `value_of` may change a label, and says whether it stands for a value; the cells of one that
// does not are missing.
void join_labels(ColumnParts& column, const std::vector<std::vector<std::string>>& labels, int threads,
                 const std::function<bool(std::string& label)>& value_of = {});

// Takes blanks, and what cannot be seen, from the ends of labels; labels that are then alike are one, and an
// empty one is missing. Gives the new code of each label, nothing where all stay. join_labels does so too.
std::vector<std::int32_t> trim_labels(std::vector<std::string>& labels);

// Codes by the labels of before become codes by those of after.
void rename_codes(std::vector<std::int32_t>& codes, const std::vector<std::int32_t>& renamed);

// Adds the mark where it is not there.
void note_mark(std::vector<std::string>& marks, std::string_view mark);

// Columns of equal length and equally cut.
struct FrameParts {
  std::string source;
  std::int64_t first_row = 1;
  std::vector<std::int64_t> source_rows;
  std::vector<ColumnParts> columns;
  std::vector<std::string> notes;
  std::vector<std::vector<std::uint8_t>> bitmaps;  // of what is present, once it is a frame
};

// A frame that owns the parts.
Frame frame_of_parts(FrameParts parts);

// Keeps the rows with keep[row] != 0, in place, and their source_rows.
void keep_rows(FrameParts& parts, const std::vector<std::uint8_t>& keep);

std::size_t rows_of(const FrameParts& parts);

// The columns that a reader has to read: those asked for (all where none are) and those that `where` names.
// Throws Error for one that is not in the header, with the nearest, and for one that is there twice.
std::vector<std::size_t> wanted_columns(const std::vector<std::string>& header,
                                        const std::vector<std::string>& columns, const std::string& where,
                                        const std::string& source);

// 1 for the rows of a frame to keep.
using RowsWhere = std::function<std::vector<std::uint8_t>(const Frame&)>;

// The frame of the rows to keep (all where none are asked for), with these columns alone (all where none are
// named).
Frame selected_frame(FrameParts parts, const std::vector<std::string>& columns, const RowsWhere& rows_where);

}  // namespace sogdia
