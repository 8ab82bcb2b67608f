#pragma once
#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::claims {

// A text that is mostly held against words of another length, which takes no call.
struct TokenText : std::string {
  using std::string::string;
  using std::string::operator=;
};
template <std::size_t N>
inline bool operator==(const TokenText& text, const char (&word)[N]) {
  return text.size() == N - 1 && std::char_traits<char>::compare(text.data(), word, N - 1) == 0;
}

// A word (folded), a number with its printed precision, or one mark. `text` of a mark is the mark in ASCII;
// currency signs are "$" and ISO codes in
// capitals.
struct Token {
  enum class Kind { word, number, mark };
  Kind kind = Kind::mark;
  std::size_t start = 0, end = 0;  // bytes of the input
  TokenText text;
  double value = 0;      // of a number
  double unit = 1;       // of its last significant printed digit: 190 -> 10, 190.3 -> 0.1
  bool grouped = false;  // written with thousands separators
  bool capital = false;  // a word that starts with a capital or is written in another script
  bool glued = false;    // no space before it
  bool possessive = false;
};

using Words = std::initializer_list<std::string_view>;
inline bool one_of(std::string_view word, Words words) {
  if (word.empty()) return false;
  for (const auto& each : words)  // most differ in length, or in their first or last letter
    if (each.size() == word.size() && each.front() == word.front() && each.back() == word.back() &&
        each == word)
      return true;
  return false;
}

std::vector<Token> tokenize(std::string_view text);

// Half-open ranges of tokens, one per sentence. Very long sentences are cut, so that what follows is linear.
struct Span {
  std::size_t begin, end;
};
// Whether any of the words stands there.
inline bool holds(const std::vector<Token>& tokens, Span span, Words words) {
  for (std::size_t k = span.begin; k < span.end; ++k)
    if (one_of(tokens[k].text, words)) return true;
  return false;
}
std::vector<Span> sentences(std::string_view text, const std::vector<Token>& tokens);

}  // namespace sogdia::claims
