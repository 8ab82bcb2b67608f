#pragma once
#include <cstddef>
#include <string_view>

namespace sogdia {

// Bytes of the well-formed UTF-8 sequence that begins at `k`, 1 to 4; 0 where none does: a byte that starts
// none, a sequence cut short, one that is longer than need be, half of a surrogate pair.
std::size_t utf8_length(std::string_view text, std::size_t k);

bool is_utf8(std::string_view text);

}  // namespace sogdia
