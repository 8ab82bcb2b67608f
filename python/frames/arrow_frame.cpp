#include "frames/arrow_frame.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

#include "frames/arrow_values.h"
#include "frames/label_coder.h"
#include "sogdia/core/cell_number.h"
#include "sogdia/core/date_text.h"
#include "sogdia/files/csv/csv_rules.h"
#include "sogdia/files/frame_parts.h"

namespace sogdia::python {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct OwnedSchema : ArrowSchema {
  OwnedSchema() : ArrowSchema{} {}
  OwnedSchema(const OwnedSchema&) = delete;
  OwnedSchema& operator=(const OwnedSchema&) = delete;
  ~OwnedSchema() {
    if (release) release(this);
  }
};

struct OwnedArray : ArrowArray {
  OwnedArray() : ArrowArray{} {}
  OwnedArray(const OwnedArray&) = delete;
  OwnedArray& operator=(const OwnedArray&) = delete;
  ~OwnedArray() {
    if (release) release(this);
  }
};

struct StreamGuard {
  ArrowArrayStream& stream;
  ~StreamGuard() {
    if (stream.release) stream.release(&stream);
  }
};

Error stream_error(ArrowArrayStream& stream, int code) {
  const char* text = stream.get_last_error(&stream);
  return Error("the data's producer failed: " + std::string(text ? text : std::strerror(code)),
               "Arrow stream", "");
}

// A number as it is written; integers of 64 bits with all their digits.
std::string whole_text(NumberType type, const void* values, std::size_t at, double value) {
  if (type == NumberType::int64) return std::to_string(static_cast<const std::int64_t*>(values)[at]);
  if (type == NumberType::uint64) return std::to_string(static_cast<const std::uint64_t*>(values)[at]);
  return number_text(value);
}

// Reads the arrays of one column as they come.
class ColumnReader {
 public:
  ColumnReader(std::string name, const ArrowSchema& schema, FrameParts& parts) : parts_(parts) {
    column_.name = std::move(name);
    format_ = schema.format;
    if (schema.dictionary) {
      dictionary_ = true;
      if (!number_type(format_, type_)) throw unsupported(column_.name, format_);
      const std::string_view values = schema.dictionary->format;
      if (text_layout(values, layout_)) {
        kind_ = Kind::text;
      } else if (number_type(values, dictionary_type_)) {
        kind_ = Kind::converted;
      } else {
        throw unsupported(column_.name, values);
      }
    } else if (text_layout(format_, layout_)) {
      kind_ = Kind::text;
    } else if (number_type(format_, type_)) {
      kind_ = Kind::number;
    } else if (moments_type(format_, moments_)) {
      kind_ = Kind::moments;
    } else if (decimal_type(format_, decimal_) || format_ == "n" || format_ == "e") {
      kind_ = Kind::converted;
    } else {
      throw unsupported(column_.name, format_);
    }
    binary_ =
        is_binary(dictionary_ ? std::string_view(schema.dictionary->format) : std::string_view(format_));
    if (kind_ == Kind::text || kind_ == Kind::moments) column_.type = NumberType::code;
    if (kind_ == Kind::number) column_.type = type_;
  }

  // Rows [begin, begin + rows) of the array.
  void add(std::shared_ptr<const OwnedArray> array, std::size_t begin, std::size_t rows) {
    if (rows == 0) return;
    begin += static_cast<std::size_t>(array->offset);
    if (kind_ == Kind::number) {
      column_.chunks.push_back({array->buffers[1], bitmap_of(*array), begin, rows});
      parts_.kept.push_back(std::move(array));
    } else if (kind_ == Kind::text && dictionary_) {
      add_dictionary_texts(*array, begin, rows);
    } else if (kind_ == Kind::text) {
      add_texts(*array, begin, rows);
    } else if (kind_ == Kind::moments) {
      add_moments(*array, begin, rows);
    } else {
      add_converted(*array, begin, rows);
    }
  }

  void finish() {
    if (kind_ == Kind::text || kind_ == Kind::moments || wide_) {
      column_.type = NumberType::code;
      column_.labels = coder_.take_labels();
      require_text(column_);
      rename_codes(codes_, trim_labels(column_.labels));
      column_.chunks = {keep_values(parts_, std::move(codes_))};
      column_.dates = kind_ == Kind::moments;
      if (column_.dates && moments_.bytes == 8) shorten_midnights(column_.labels);
    } else if (kind_ == Kind::converted) {
      column_.chunks = {keep_values(parts_, std::move(numbers_))};
    }
    add_column(parts_, std::move(column_));
  }

 private:
  enum class Kind { number, text, moments, converted };

  // Text that was written as bytes, as Hive and Impala do.
  void require_text(const FrameColumn& column) const {
    if (!binary_) return;
    for (const std::string& label : column.labels)
      if (first_bad_utf8(label) != std::string_view::npos) throw unsupported(column.name, "z");
  }

  std::int32_t code_of(std::string_view text) { return coder_.code_of(text); }

  void add_texts(const ArrowArray& array, std::size_t begin, std::size_t rows) {
    const Texts texts{layout_, array};
    const std::uint8_t* valid = bitmap_of(array);
    codes_.reserve(codes_.size() + rows);
    for (std::size_t at = begin; at < begin + rows; ++at) {
      codes_.push_back(is_valid(valid, at) ? code_of(texts(at)) : -1);
    }
  }

  void add_moments(const ArrowArray& array, std::size_t begin, std::size_t rows) {
    const std::uint8_t* valid = bitmap_of(array);
    for (std::size_t at = begin; at < begin + rows; ++at)
      codes_.push_back(is_valid(valid, at) ? code_of(moment_at(moments_, array.buffers[1], at)) : -1);
  }

  // Numbers that may be too wide for a double have a text too, by which they stay apart as keys.
  void add_wide(double value, const std::string& text, int scale) {
    constexpr double kExact = 1e15;  // so many digits a double keeps of any decimal number
    numbers_.push_back(value);
    codes_.push_back(code_of(text));
    wide_ = wide_ || std::abs(value) * std::pow(10.0, scale) >= kExact;
  }
  void add_wide_missing() {
    numbers_.push_back(kMissing);
    codes_.push_back(-1);
  }

  // The dictionary entry of each row, -1 for missing.
  std::vector<std::int64_t> entries(const ArrowArray& array, std::size_t begin, std::size_t rows) const {
    const std::uint8_t* valid = bitmap_of(array);
    std::vector<std::int64_t> entry(rows, -1);
    for (std::size_t k = 0; k < rows; ++k) {
      if (is_valid(valid, begin + k)) {
        entry[k] = static_cast<std::int64_t>(number_at(type_, array.buffers[1], begin + k));
      }
    }
    return entry;
  }

  void add_dictionary_texts(const ArrowArray& array, std::size_t begin, std::size_t rows) {
    const ArrowArray& dictionary = *array.dictionary;
    const Texts texts{layout_, dictionary};
    const std::uint8_t* valid = bitmap_of(dictionary);
    std::vector<std::int32_t> code(static_cast<std::size_t>(dictionary.length), -1);
    for (std::size_t k = 0; k < code.size(); ++k) {
      const std::size_t at = k + static_cast<std::size_t>(dictionary.offset);
      if (is_valid(valid, at)) code[k] = code_of(texts(at));
    }
    codes_.reserve(codes_.size() + rows);
    for (const std::int64_t entry : entries(array, begin, rows)) {
      codes_.push_back(entry < 0 ? -1 : code[static_cast<std::size_t>(entry)]);
    }
  }

  void add_converted(const ArrowArray& array, std::size_t begin, std::size_t rows) {
    numbers_.reserve(numbers_.size() + rows);
    if (format_ == "n") {
      numbers_.resize(numbers_.size() + rows, kMissing);
    } else if (format_ == "e") {
      const std::uint8_t* valid = bitmap_of(array);
      const auto* halves = static_cast<const std::uint16_t*>(array.buffers[1]);
      for (std::size_t at = begin; at < begin + rows; ++at)
        numbers_.push_back(is_valid(valid, at) ? half_value(halves[at]) : kMissing);
    } else if (dictionary_) {
      const ArrowArray& dictionary = *array.dictionary;
      const std::uint8_t* valid = bitmap_of(dictionary);
      for (const std::int64_t entry : entries(array, begin, rows)) {
        const auto at = static_cast<std::size_t>(entry + dictionary.offset);
        if (entry < 0 || !is_valid(valid, at)) {
          add_wide_missing();
          continue;
        }
        const double value = number_at(dictionary_type_, dictionary.buffers[1], at);
        add_wide(value, whole_text(dictionary_type_, dictionary.buffers[1], at, value), 0);
      }
    } else {
      const std::uint8_t* valid = bitmap_of(array);
      const auto* bytes = static_cast<const char*>(array.buffers[1]);
      for (std::size_t at = begin; at < begin + rows; ++at) {
        const char* cell = bytes + at * static_cast<std::size_t>(decimal_.bytes);
        if (!is_valid(valid, at))
          add_wide_missing();
        else
          add_wide(decimal_value(cell, decimal_), decimal_text(cell, decimal_), decimal_.scale);
      }
    }
  }

  FrameParts& parts_;
  FrameColumn column_;
  std::string format_;
  Kind kind_ = Kind::number;
  bool dictionary_ = false, binary_ = false;
  NumberType type_ = NumberType::real64, dictionary_type_ = NumberType::real64;
  Texts::Layout layout_ = Texts::Layout::small;
  Decimal decimal_;
  Moments moments_;
  LabelCoder coder_;
  bool wide_ = false;  // of numbers that were converted
  std::vector<std::int32_t> codes_;
  std::vector<double> numbers_;
};

void read_schema(ArrowArrayStream& stream, OwnedSchema& schema) {
  if (const int code = stream.get_schema(&stream, &schema)) throw stream_error(stream, code);
}

// False at the end of the stream.
bool read_next(ArrowArrayStream& stream, OwnedArray& array) {
  if (const int code = stream.get_next(&stream, &array)) throw stream_error(stream, code);
  return array.release != nullptr;
}

std::vector<std::string> names_in(const ArrowSchema& schema) {
  if (std::string_view(schema.format) != "+s") {
    throw Error("the Arrow stream holds one array, not a table", "data", "give a table with named columns");
  }
  std::vector<std::string> names;
  for (std::int64_t k = 0; k < schema.n_children; ++k) {
    names.emplace_back(schema.children[k]->name ? schema.children[k]->name : "");
  }
  return names;
}

// A child may outlive its parent when it is moved out: its `release` in the parent becomes nullptr.
std::shared_ptr<const OwnedArray> move_child(ArrowArray& parent, std::size_t child) {
  auto owned = std::make_shared<OwnedArray>();
  static_cast<ArrowArray&>(*owned) = *parent.children[child];
  parent.children[child]->release = nullptr;
  return owned;
}

}  // namespace

void add_batches(FrameParts& parts, ArrowArrayStream& stream, const std::vector<std::string>& wanted,
                 const Monitor& monitor) {
  const StreamGuard guard{stream};
  OwnedSchema schema;
  read_schema(stream, schema);
  const std::vector<std::string> names = names_in(schema);
  require_columns(wanted, names, parts.frame.source);
  std::vector<ColumnReader> readers;
  std::vector<std::size_t> child;
  for (const std::string& name : wanted) {
    std::size_t found = names.size();
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (names[k] != name) continue;
      if (found < names.size()) {
        throw column_error(name, "two columns are called `" + name + "`", "rename one of them");
      }
      found = k;
    }
    child.push_back(found);
    readers.emplace_back(name, *schema.children[found], parts);
  }
  for (;;) {
    check_cancelled(monitor);
    OwnedArray batch;
    if (!read_next(stream, batch)) break;
    if (bitmap_of(batch) && batch.null_count != 0) {
      throw Error("the Arrow stream has rows that are missing as a whole", parts.frame.source,
                  "drop them first");
    }
    for (std::size_t k = 0; k < readers.size(); ++k) {
      readers[k].add(move_child(batch, child[k]), static_cast<std::size_t>(batch.offset),
                     static_cast<std::size_t>(batch.length));
    }
  }
  for (ColumnReader& reader : readers) reader.finish();
}

void add_chunks(FrameParts& parts, const std::string& name, ArrowArrayStream& stream,
                const Monitor& monitor) {
  const StreamGuard guard{stream};
  OwnedSchema schema;
  read_schema(stream, schema);
  ColumnReader reader(name, schema, parts);
  for (;;) {
    check_cancelled(monitor);
    auto array = std::make_shared<OwnedArray>();
    if (!read_next(stream, *array)) break;
    const auto rows = static_cast<std::size_t>(array->length);
    reader.add(std::move(array), 0, rows);
  }
  reader.finish();
}

}  // namespace sogdia::python
