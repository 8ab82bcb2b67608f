#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "frames/arrow_abi.h"
#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"

// How single values lie in Arrow's buffers (https://arrow.apache.org/docs/format/Columnar.html). Formats are
// the strings of ArrowSchema::format. Positions count from the buffers' start.

namespace sogdia::python {

inline bool is_valid(const std::uint8_t* bitmap, std::size_t at) {
  return !bitmap || ((bitmap[at >> 3] >> (at & 7)) & 1);
}

// nullptr where nothing is missing.
inline const std::uint8_t* bitmap_of(const ArrowArray& array) {
  if (array.null_count == 0 || array.n_buffers == 0) return nullptr;
  return static_cast<const std::uint8_t*>(array.buffers[0]);
}

// Texts of one array, whichever of Arrow's three layouts they have.
struct Texts {
  enum class Layout { small, large, view } layout;
  const ArrowArray& array;

  std::string_view operator()(std::size_t at) const {
    if (layout == Layout::view) return view(at);
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    std::int64_t begin = 0, end = 0;
    if (layout == Layout::small) {
      const auto* ends = static_cast<const std::int32_t*>(array.buffers[1]);
      begin = ends[at], end = ends[at + 1];
    } else {
      const auto* ends = static_cast<const std::int64_t*>(array.buffers[1]);
      begin = ends[at], end = ends[at + 1];
    }
    return begin == end ? std::string_view()
                        : std::string_view(bytes + begin, static_cast<std::size_t>(end - begin));
  }

 private:
  // 16 bytes: a length, then up to 12 bytes of text, or 4 bytes of it, the number of its buffer and its place
  // there.
  std::string_view view(std::size_t at) const {
    const auto* bytes = static_cast<const char*>(array.buffers[1]) + 16 * at;
    std::int32_t length = 0;
    std::memcpy(&length, bytes, 4);
    if (length <= 12) return {bytes + 4, static_cast<std::size_t>(length)};
    std::int32_t place[2];
    std::memcpy(place, bytes + 8, 8);
    return {static_cast<const char*>(array.buffers[2 + place[0]]) + place[1],
            static_cast<std::size_t>(length)};
  }
};

// Bytes, which may be text all the same.
bool is_binary(std::string_view format);

// IEEE 754 binary16.
double half_value(std::uint16_t half);

// Each is true, and fills its second argument, where the format is of its kind.
bool text_layout(std::string_view format, Texts::Layout& layout);
bool number_type(std::string_view format, NumberType& type);

// Dates and moments: counts of so many parts of a second since 1970 ("tdD": whole days, per_second 0).
struct Moments {
  std::int64_t per_second = 0;
  int bytes = 8;
};
bool moments_type(std::string_view format, Moments& moments);
std::string moment_at(const Moments& moments, const void* values, std::size_t at);

struct Decimal {
  int scale = 0;
  int bytes = 16;
};

// "d:precision,scale" or "d:precision,scale,bits", of 32, 64 or 128 bits.
bool decimal_type(std::string_view format, Decimal& decimal);

// The decimal whose first byte this is.
double decimal_value(const char* bytes, const Decimal& decimal);
// All its digits: -12345678901234567890.50.
std::string decimal_text(const char* bytes, const Decimal& decimal);

// A value of a numeric buffer; a missing one is whatever stands there.
double number_at(NumberType type, const void* values, std::size_t at);

// What to throw for a column whose format none of the above knows.
Error unsupported(const std::string& column, std::string_view format);

}  // namespace sogdia::python
