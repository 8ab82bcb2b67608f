#include "sogdia/claims/prose/words/number_words.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace sogdia::claims {
namespace {

constexpr std::size_t kMostTokens = 12;  // tokens of one number

using Numbers = std::map<std::string, int, std::less<>>;

const Numbers& small_numbers() {
  static const Numbers kSmall{{"one", 1},        {"two", 2},       {"three", 3},    {"four", 4},
                              {"five", 5},       {"six", 6},       {"seven", 7},    {"eight", 8},
                              {"nine", 9},       {"ten", 10},      {"eleven", 11},  {"twelve", 12},
                              {"thirteen", 13},  {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16},
                              {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}};
  return kSmall;
}

const Numbers& tens() {
  static const Numbers kTens{{"twenty", 20}, {"thirty", 30},  {"forty", 40},  {"fifty", 50},
                             {"sixty", 60},  {"seventy", 70}, {"eighty", 80}, {"ninety", 90}};
  return kTens;
}

int in(const Numbers& numbers, const Token& token) {
  if (token.kind != Token::Kind::word) return 0;
  const auto found = numbers.find(token.text);
  return found == numbers.end() ? 0 : found->second;
}

bool is_scale(const Token& token) {
  return token.kind == Token::Kind::word && one_of(token.text, {"trillion", "billion", "million", "thousand",
                                                                "trn", "bn", "mn", "crore", "lakh"});
}

struct Read {
  double value, unit;
  std::size_t end;  // the token after it
  bool compound;    // more than one small word
};

// What stands at token k, read to the right; each helper moves `at`.
class WordReader {
 public:
  WordReader(const std::vector<Token>& tokens, std::size_t k)
      : tokens_(tokens), begin_(k), limit_(std::min(tokens.size(), k + kMostTokens)), at_(k) {}

  std::optional<Read> read() {
    if (const auto part = part_of_scale()) return part;
    const auto whole = cardinal();
    if (!whole) return std::nullopt;
    double value = *whole, unit = 1;
    bool compound = at_ > begin_ + 1 || value >= 20;
    // "nine point two", "nine-point-two"
    const std::size_t point = hyphen(at_) && word(at_ + 1) == "point" ? at_ + 1 : at_;
    if (word(point) == "point" && point + 1 < limit_) {
      double digit = 0.1;
      std::size_t next = hyphen(point + 1) ? point + 2 : point + 1;
      const std::size_t first = next;
      for (; next < limit_; ++next, digit /= 10) {
        const int small = word(next) == "zero" ? 0 : in(small_numbers(), tokens_[next]);
        if ((small == 0 && word(next) != "zero") || small > 9) break;
        value += small * digit;
        unit = digit;
      }
      if (next == first) return std::nullopt;
      at_ = next;
      compound = true;
    } else if (const std::size_t half = and_a_half(at_)) {
      value += 0.5;
      unit = 0.1;
      at_ = half;
      compound = true;
    } else {
      // "one hundred and ninety" is printed to the ten.
      while (unit < value && std::fmod(value, 10 * unit) == 0) unit *= 10;
    }
    const bool percent =
        one_of(word(at_), {"percent", "per"}) && (word(at_) == "percent" || word(at_ + 1) == "cent");
    return Read{value, unit, at_, compound || scale_at(at_) || percent};
  }

 private:
  std::string_view word(std::size_t k) const {
    return k < limit_ && tokens_[k].kind != Token::Kind::number ? std::string_view(tokens_[k].text)
                                                                : std::string_view();
  }
  bool scale_at(std::size_t k) const {
    if (word(k) == "-") ++k;
    return k < limit_ && is_scale(tokens_[k]);
  }
  bool hyphen(std::size_t k) const { return word(k) == "-" && tokens_[k].glued; }

  // "two hundred and forty", "sixty-five", "a hundred", "a" before a scale.
  std::optional<double> cardinal() {
    double value = 0;
    bool any = false;
    if (word(at_) == "a" &&
        (word(at_ + 1) == "hundred" || (at_ + 1 < limit_ && is_scale(tokens_[at_ + 1])))) {
      value = 1;
      any = true;
      ++at_;
    }
    while (at_ < limit_) {
      const std::size_t skip = any && (word(at_) == "and" || hyphen(at_)) ? 1 : 0;
      if (at_ + skip >= limit_) break;
      const Token& token = tokens_[at_ + skip];
      if (word(at_ + skip) == "hundred" && any && skip == 0 && value < 100) {
        value *= 100;
      } else if (const int ten = in(tens(), token);
                 ten > 0 && std::fmod(value, 100) == 0 && (!any || value >= 100)) {
        value += ten;
      } else if (const int small = in(small_numbers(), token);
                 small > 0 && (!any || (std::fmod(value, 100) == 0 && value >= 100) ||
                               (small < 10 && std::fmod(value, 10) == 0 && std::fmod(value, 100) >= 20))) {
        value += small;
      } else {
        break;
      }
      any = true;
      at_ += skip + 1;
    }
    return any ? std::optional(value) : std::nullopt;
  }

  // The token after "and a half", hyphens between them or not; 0 where it does not stand at k.
  std::size_t and_a_half(std::size_t k) const {
    for (const std::string_view each : {"and", "a", "half"}) {
      if (hyphen(k)) ++k;
      if (word(k) != each) return 0;
      ++k;
    }
    return k;
  }

  // "half a trillion", "a quarter of a trillion", "three quarters of a trillion"
  std::optional<Read> part_of_scale() const {
    static const Numbers kParts{{"half", 2},     {"quarter", 4}, {"third", 3}, {"fifth", 5},
                                {"quarters", 4}, {"thirds", 3},  {"fifths", 5}};
    std::size_t k = begin_;
    double times = 1;
    if (word(k) == "a" || word(k) == "one") {
      ++k;
    } else if (const int count = in(small_numbers(), tokens_[k]); count >= 2 && count <= 4) {
      times = count;
      ++k;
    }
    if (hyphen(k)) ++k;
    if (k >= limit_) return std::nullopt;
    const int part = in(kParts, tokens_[k]);
    if (part == 0 || times >= part) return std::nullopt;
    ++k;
    if (word(k) == "of") ++k;
    if (word(k) != "a" && word(k) != "one") return std::nullopt;
    ++k;
    if (!scale_at(k)) return std::nullopt;
    return Read{times / part, 0.02, k, true};
  }

  const std::vector<Token>& tokens_;
  std::size_t begin_, limit_, at_;
};

// "25-point-three", "13-point-42": digits and words, as broadcasters write for the ear.
std::optional<Read> spoken_decimal(const std::vector<Token>& tokens, std::size_t k) {
  if (k + 4 >= tokens.size() || tokens[k].kind != Token::Kind::number || tokens[k].unit < 1 ||
      tokens[k + 1].text != "-" || tokens[k + 2].text != "point" || tokens[k + 3].text != "-")
    return std::nullopt;
  const Token& part = tokens[k + 4];
  double digits = part.kind == Token::Kind::number ? part.value : in(small_numbers(), part);
  const std::size_t places = part.kind == Token::Kind::number ? part.text.size() : 1;
  const double unit = std::pow(10.0, -static_cast<double>(places));
  if (part.text == "zero") digits = 0;
  if ((digits == 0 && part.text != "zero") || digits * unit >= 1 || part.text.find('.') != std::string::npos)
    return std::nullopt;
  return Read{tokens[k].value + digits * unit, unit, k + 5, true};
}

bool may_begin(const Token& token) {
  return token.kind == Token::Kind::word &&
         (one_of(token.text, {"a", "half"}) || in(small_numbers(), token) > 0 || in(tens(), token) > 0);
}

}  // namespace

std::vector<Token> with_numbers(std::vector<Token> tokens) {
  std::size_t kept = 0;  // tokens before it are done; those read lie behind it
  for (std::size_t k = 0; k < tokens.size();) {
    const auto spoken = spoken_decimal(tokens, k);
    if (spoken || may_begin(tokens[k])) {
      const auto read = spoken ? spoken : WordReader(tokens, k).read();
      if (read && read->compound) {
        Token number;
        number.kind = Token::Kind::number;
        number.start = tokens[k].start;
        number.end = tokens[read->end - 1].end;
        number.text = fmt::format("{:g}", read->value);
        number.value = read->value;
        number.unit = read->unit;
        number.glued = tokens[k].glued;
        k = read->end;
        tokens[kept++] = std::move(number);
        continue;
      }
    }
    if (kept != k) tokens[kept] = std::move(tokens[k]);
    ++kept;
    ++k;
  }
  tokens.resize(kept);
  return tokens;
}

}  // namespace sogdia::claims
