#include "sogdia/files/encoding.h"

#include <array>

namespace sogdia {
namespace {

// Windows-1252 beyond Latin-1: code points of bytes 0x80 to 0x9F; those that have none stand for themselves.
constexpr std::array<unsigned, 32> kWindows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                            0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool has_utf16_mark(std::string_view bytes) {
  return bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF";
}

// Whether the first bytes are ASCII characters and zero bytes by turns, the characters first or second.
bool are_ascii_units(std::string_view bytes, std::size_t character) {
  constexpr std::size_t kLooks = 8;
  if (bytes.size() < kLooks) return false;
  for (std::size_t k = 0; k < kLooks; ++k) {
    const auto byte = static_cast<unsigned char>(bytes[k]);
    if (k % 2 == character ? byte == 0 || byte >= 0x80 : byte != 0) return false;
  }
  return true;
}

}  // namespace

void append_utf8(std::string& out, unsigned point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

unsigned windows_point(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80] : byte;
}

std::string utf8_of_windows(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(out, windows_point(byte));
  }
  return out;
}

bool is_utf16(std::string_view bytes) {
  return has_utf16_mark(bytes) || are_ascii_units(bytes, 0) || are_ascii_units(bytes, 1);
}

std::string utf8_of_utf16(std::string_view bytes) {
  const bool marked = has_utf16_mark(bytes);
  const bool little = marked ? bytes[0] == '\xFF' : are_ascii_units(bytes, 0);
  constexpr unsigned kUnknown = 0xFFFD;
  const auto unit = [&](std::size_t k) {
    const auto first = static_cast<unsigned char>(bytes[k]),
               second = static_cast<unsigned char>(bytes[k + 1]);
    return little ? first | unsigned{second} << 8 : second | unsigned{first} << 8;
  };
  std::string out;
  out.reserve(bytes.size() / 2);
  for (std::size_t k = marked ? 2 : 0; k + 1 < bytes.size(); k += 2) {
    unsigned point = unit(k);
    if (point >= 0xD800 && point < 0xE000) {
      const unsigned low = k + 3 < bytes.size() ? unit(k + 2) : 0;
      const bool pair = point < 0xDC00 && low >= 0xDC00 && low < 0xE000;
      point = pair ? 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00) : kUnknown;
      if (pair) k += 2;
    }
    append_utf8(out, point);
  }
  return out;
}

}  // namespace sogdia
