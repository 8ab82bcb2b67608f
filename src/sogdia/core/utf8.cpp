#include "sogdia/core/utf8.h"

namespace sogdia {

std::size_t utf8_length(std::string_view text, std::size_t k) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (k >= text.size()) return 0;
  const unsigned char first = at(k);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0 || k + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(k + i) & 0xC0u) != 0x80u) return 0;
  // The second byte tells forms that are too long, surrogates, and what lies beyond Unicode.
  const unsigned char second = at(k + 1);
  const bool bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
                   (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90);
  return bad ? 0 : length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t k = 0; k < text.size();) {
    const std::size_t length = utf8_length(text, k);
    if (length == 0) return false;
    k += length;
  }
  return true;
}

}  // namespace sogdia
