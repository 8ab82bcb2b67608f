#pragma once
#include <string>
#include <string_view>

namespace sogdia {

// A code point as UTF-8.
void append_utf8(std::string& out, unsigned point);

// Windows-1252, which is Latin-1 and the curly quotes, as a code point and as UTF-8. Every byte has a
// meaning.
unsigned windows_point(unsigned char byte);
std::string utf8_of_windows(std::string_view text);

// UTF-16 as UTF-8, with its byte order mark (FF FE or FE FF), which is left out, or without one where the
// first characters are ASCII. Half a pair becomes U+FFFD.
bool is_utf16(std::string_view bytes);
std::string utf8_of_utf16(std::string_view bytes);

}  // namespace sogdia
