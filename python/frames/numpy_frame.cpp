#include "frames/numpy_frame.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>

#include "frames/label_coder.h"
#include "sogdia/files/frame_parts.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

bool number_type(nb::dlpack::dtype type, NumberType& out) {
  using Code = nb::dlpack::dtype_code;
  if (type.lanes != 1) return false;
  const auto pick = [&](NumberType b8, NumberType b16, NumberType b32, NumberType b64) {
    switch (type.bits) {
      case 8:
        out = b8;
        return true;
      case 16:
        out = b16;
        return true;
      case 32:
        out = b32;
        return true;
      case 64:
        out = b64;
        return true;
      default:
        return false;
    }
  };
  switch (static_cast<Code>(type.code)) {
    case Code::Int:
      return pick(NumberType::int8, NumberType::int16, NumberType::int32, NumberType::int64);
    case Code::UInt:
      return pick(NumberType::uint8, NumberType::uint16, NumberType::uint32, NumberType::uint64);
    case Code::Float:
      if (type.bits == 32)
        out = NumberType::real32;
      else if (type.bits == 64)
        out = NumberType::real64;
      else
        return false;
      return true;
    default:
      return false;
  }
}

// The array's reference is given back under the interpreter's lock, whichever thread drops the frame.
std::shared_ptr<const void> keep(Values values) {
  return std::shared_ptr<const void>(new Values(std::move(values)), [](const void* held) {
    const nb::gil_scoped_acquire lock;
    delete static_cast<const Values*>(held);
  });
}

Error object_error(const std::string& name, std::size_t row, nb::handle found, const std::string& expected) {
  return Error("`" + name + "` holds " + nb::repr(found).c_str() + " (" + nb::inst_name(found).c_str() +
                   ") among " + expected,
               "column `" + name + "`, row " + std::to_string(row),
               "make the column all numbers or all text");
}

bool is_missing(nb::handle value) {
  if (value.is_none()) return true;
  if (PyFloat_Check(value.ptr())) return std::isnan(PyFloat_AsDouble(value.ptr()));
  // pandas.NA and NaT, wherever a version of pandas says that they live.
  const nb::str type = nb::inst_name(value);
  const std::string_view name = type.c_str();
  return name.ends_with("NAType") || name.ends_with("NaTType");
}

double object_number(const std::string& name, std::size_t row, nb::handle value) {
  const double number = PyErr_Occurred() ? 0 : PyFloat_AsDouble(value.ptr());
  if (PyErr_Occurred()) {
    PyErr_Clear();
    throw object_error(name, row, value, "numbers");
  }
  return number;
}

}  // namespace

void add_numbers(FrameParts& parts, const std::string& name, Values values, std::optional<Values> valid) {
  FrameColumn column;
  column.name = name;
  if (!number_type(values.dtype(), column.type)) {
    throw column_error(name, "`" + name + "` is of a kind that no formula can use", "cast it to float64");
  }
  Chunk chunk;
  chunk.values = values.data();
  chunk.rows = values.shape(0);
  if (valid) {
    if (valid->dtype() != nb::dtype<std::uint8_t>() || valid->shape(0) * 8 < chunk.rows) {
      throw column_error(name, "the validity bitmap of `" + name + "` is too short or not of bytes", "");
    }
    chunk.valid = static_cast<const std::uint8_t*>(valid->data());
    parts.kept.push_back(keep(std::move(*valid)));
  }
  column.chunks.push_back(chunk);
  parts.kept.push_back(keep(std::move(values)));
  add_column(parts, std::move(column));
}

void add_codes(FrameParts& parts, const std::string& name, Values codes, std::vector<std::string> labels,
               bool dates) {
  const std::size_t rows = codes.shape(0);
  std::vector<std::int32_t> own(rows);
  const auto copy = [&](auto zero) {
    const auto* from = static_cast<const decltype(zero)*>(codes.data());
    for (std::size_t k = 0; k < rows; ++k) {
      const auto code = static_cast<std::int64_t>(from[k]);
      if (code >= static_cast<std::int64_t>(labels.size())) {
        throw column_error(name,
                           "`" + name + "` has the code " + std::to_string(code) + " and only " +
                               std::to_string(labels.size()) + " labels",
                           "");
      }
      own[k] = code < 0 ? -1 : static_cast<std::int32_t>(code);
    }
  };
  NumberType type{};
  if (!number_type(codes.dtype(), type))
    throw column_error(name, "codes of `" + name + "` are not integers", "");
  switch (type) {
    case NumberType::int8:
      copy(std::int8_t{});
      break;
    case NumberType::int16:
      copy(std::int16_t{});
      break;
    case NumberType::int32:
      copy(std::int32_t{});
      break;
    case NumberType::int64:
      copy(std::int64_t{});
      break;
    default:
      throw column_error(name, "codes of `" + name + "` are not signed integers", "");
  }
  FrameColumn column;
  column.name = name;
  column.type = NumberType::code;
  rename_codes(own, trim_labels(labels));
  column.labels = std::move(labels);
  column.dates = dates;
  column.chunks = {keep_values(parts, std::move(own))};
  add_column(parts, std::move(column));
}

void add_objects(FrameParts& parts, const std::string& name, nb::handle sequence) {
  const nb::list values(nb::borrow<nb::object>(sequence));
  const std::size_t rows = values.size();
  std::vector<std::int32_t> codes;
  std::vector<double> numbers;
  LabelCoder coder;
  codes.reserve(rows);
  constexpr std::size_t kBetweenLooks = 1 << 16;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % kBetweenLooks == 0 && PyErr_CheckSignals() != 0) throw nb::python_error();
    const nb::handle value = PyList_GetItem(values.ptr(), static_cast<Py_ssize_t>(row));
    if (PyUnicode_Check(value.ptr())) {
      if (!numbers.empty()) throw object_error(name, row, value, "numbers");
      Py_ssize_t length = 0;
      const char* bytes = PyUnicode_AsUTF8AndSize(value.ptr(), &length);
      if (!bytes) throw nb::python_error();
      codes.push_back(coder.code_of({bytes, static_cast<std::size_t>(length)}));
    } else if (is_missing(value)) {
      if (numbers.empty())
        codes.push_back(-1);
      else
        numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    } else {
      if (numbers.empty()) {
        for (std::size_t k = 0; k < row; ++k) {
          if (codes[k] >= 0) throw object_error(name, row, value, "text");
        }
        numbers.reserve(rows);
        numbers.assign(row, std::numeric_limits<double>::quiet_NaN());
      }
      numbers.push_back(object_number(name, row, value));
    }
  }
  FrameColumn column;
  column.name = name;
  if (numbers.empty()) {
    column.type = NumberType::code;
    column.labels = coder.take_labels();
    rename_codes(codes, trim_labels(column.labels));
    column.chunks = {keep_values(parts, std::move(codes))};
  } else {
    column.chunks = {keep_values(parts, std::move(numbers))};
  }
  add_column(parts, std::move(column));
}

}  // namespace sogdia::python
