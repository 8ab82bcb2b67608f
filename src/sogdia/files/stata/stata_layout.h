#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/error.h"

namespace sogdia::stata {

// What a variable is stored as, in the codes of formats 117 to 119; up to kLongText a text of so many bytes.
inline constexpr unsigned kLongText = 2045, kStrl = 32768, kDouble = 65526, kFloat = 65527, kLong = 65528,
                          kInt = 65529, kByte = 65530;

struct Variable {
  std::string name;
  std::string format;  // how Stata shows it: %td is a date
  std::string labels;  // the name of its value labels; "" = none
  unsigned type = 0;
  std::size_t offset = 0;  // in a row
  std::size_t width() const {
    switch (type) {
      case kByte:
        return 1;
      case kInt:
        return 2;
      case kLong:
      case kFloat:
        return 4;
      case kDouble:
      case kStrl:
        return 8;
      default:
        return type;
    }
  }
  bool is_text() const { return type <= kLongText || type == kStrl; }
};

struct Layout {
  int release = 0;
  bool little = true;
  std::vector<Variable> variables;
  std::size_t rows = 0, row_width = 0, data = 0;  // `data`: the byte where the rows start
  std::size_t strls = 0;                          // where long texts start; 0 = there are none
  std::size_t value_labels = 0;                   // where the value labels start
};

// Bytes of the file in its order; reading past the end is an Error.
class Bytes {
 public:
  Bytes(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  bool little = true;
  std::size_t at = 0;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(what, name_, "save the data again from Stata, or as CSV");
  }
  void need(std::size_t count) const {
    if (count > bytes_.size() || at > bytes_.size() - count) fail("the file is cut short");
  }
  std::string_view text(std::size_t count) {
    need(count);
    const std::string_view out = bytes_.substr(at, count);
    at += count;
    return out;
  }
  std::uint64_t whole(std::size_t width) {
    const std::string_view raw = text(width);
    std::uint64_t value = 0;
    for (std::size_t k = 0; k < width; ++k)
      value |= std::uint64_t{static_cast<unsigned char>(raw[k])} << (8 * (little ? k : width - 1 - k));
    return value;
  }
  void tag(std::string_view expected) {
    if (text(expected.size()) != expected)
      fail("`" + std::string(expected) + "` was expected at byte " + std::to_string(at - expected.size()) +
           ", and something else is there");
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  const std::string& name_;
};

// A field of fixed width holds a text and then a zero.
std::string_view until_zero(std::string_view field);

// Text as UTF-8: that of formats before 118 is Windows-1252.
std::string decoded(std::string_view text, int release);

// What stands where in a data set of formats 113 to 119; the file is at its start. Throws Error for anything
// else.
Layout layout_of(Bytes& file);

}  // namespace sogdia::stata
