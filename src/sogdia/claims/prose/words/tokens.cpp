#include "sogdia/claims/prose/words/tokens.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include "sogdia/claims/prose/words/number_words.h"
#include "sogdia/core/names.h"

namespace sogdia::claims {
namespace {

constexpr std::size_t kLongestSentence = 240;  // tokens
constexpr std::size_t kLongestWord = 120;      // bytes; longer runs are cut
constexpr std::size_t kLongestNumber = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_foreign(char c) { return static_cast<unsigned char>(c) >= 0x80; }

struct Sign {
  std::string_view bytes, meaning;  // " " = white space
};
constexpr std::array kSigns{
    Sign{"\xE2\x82\xA9", "KRW"}, Sign{"\xE2\x82\xB9", "INR"}, Sign{"\xE2\x82\xBA", "TRY"},
    Sign{"\xE2\x82\xB8", "KZT"}, Sign{"\xE2\x82\xAB", "VND"}, Sign{"\xE2\x82\xAC", "EUR"},
    Sign{"\xE2\x82\xBD", "RUB"}, Sign{"\xC2\xA3", "GBP"},     Sign{"\xC2\xA5", "CNY"},
    Sign{"\xEF\xBF\xA5", "CNY"}, Sign{"\xE2\x80\x93", "-"},   Sign{"\xE2\x80\x94", "--"},
    Sign{"\xE2\x80\x91", "-"},   Sign{"\xE2\x80\x99", "'"},   Sign{"\xE2\x80\x98", "'"},
    Sign{"\xE2\x80\x9C", "\""},  Sign{"\xE2\x80\x9D", "\""},  Sign{"\xC2\xA0", " "},
    Sign{"\xE2\x80\xAF", " "},   Sign{"\xE2\x80\x89", " "},   Sign{"\xE2\x80\xA6", "..."},
    Sign{"\xE3\x80\x82", "."},   Sign{"\xC2\xAB", "\""},      Sign{"\xC2\xBB", "\""},
};

const Sign* sign_at(std::string_view text, std::size_t k) {
  for (const auto& sign : kSigns)
    if (text.substr(k, sign.bytes.size()) == sign.bytes) return &sign;
  return nullptr;
}

bool continues_word(std::string_view text, std::size_t k) {
  if (k >= text.size()) return false;
  if (is_letter(text[k]) || is_digit(text[k])) return true;
  return is_foreign(text[k]) && !sign_at(text, k);
}

// "1,234.5": digits, commas between groups of three, a point before a digit; "240,1": a comma before one or
// two digits at the end; "240 100": a space between groups of three.
Token number_at(std::string_view text, std::size_t k) {
  Token token;
  token.kind = Token::Kind::number;
  token.start = k;
  std::string digits;
  std::size_t decimals = 0;
  bool point = false;
  const auto digit_at = [&](std::size_t at) { return at < text.size() && is_digit(text[at]); };
  const auto three_digits_after = [&](std::size_t at) {
    return digit_at(at + 1) && digit_at(at + 2) && digit_at(at + 3) && !digit_at(at + 4);
  };
  const auto comma_group_at = [&](std::size_t at) {
    return !point && text[at] == ',' && three_digits_after(at);
  };
  const auto space_group_at = [&](std::size_t at) {
    return !point && text[at] == ' ' && at - token.start <= (token.grouped ? kLongestNumber : 3) &&
           digits.find_first_not_of('0') == 0 && three_digits_after(at) &&
           !(at + 4 < text.size() && (is_letter(text[at + 4]) || text[at + 4] == '-'));
  };
  // "21,50,325": lakh and crore, groups of two before the last three.
  const auto lakh_group_at = [&](std::size_t at) {
    if (point || (!token.grouped && digits.size() > 2)) return false;
    std::size_t next = at;
    while (next + 3 < text.size() && text[next] == ',' && digit_at(next + 1) && digit_at(next + 2) &&
           text[next + 3] == ',')
      next += 3;
    return next > at && text[next] == ',' && three_digits_after(next);
  };
  const auto comma_point_at = [&](std::size_t at) {
    return !point && !token.grouped && text[at] == ',' && digit_at(at + 1) &&
           (!digit_at(at + 2) || !digit_at(at + 3));
  };
  while (k < text.size() && k - token.start < kLongestNumber) {
    if (is_digit(text[k])) {
      digits += text[k++];
      decimals += point;
    } else if (comma_group_at(k) || space_group_at(k) || lakh_group_at(k)) {
      token.grouped = true;
      ++k;
    } else if (comma_point_at(k) || (!point && text[k] == '.' && digit_at(k + 1))) {
      point = true;
      digits += '.';
      ++k;
    } else {
      break;
    }
  }
  token.end = k;
  token.text = digits;
  token.value = std::strtod(digits.c_str(), nullptr);
  if (point) {
    token.unit = std::pow(10.0, -static_cast<double>(decimals));
  } else {
    const auto last = digits.find_last_not_of('0');
    const std::size_t zeros = last == std::string::npos ? 0 : digits.size() - 1 - last;
    token.unit = std::pow(10.0, static_cast<double>(zeros));
  }
  return token;
}

// "Rs5.4", "N9.1", "KSh30": where the letters of a currency end and its number begins; else `from`.
std::size_t currency_end(std::string_view text, std::size_t from) {
  static constexpr std::array<std::string_view, 13> kGlued{"Rs",  "N",   "R",   "RM",  "KSh", "Ksh", "Rp",
                                                           "USD", "EUR", "CNY", "RMB", "INR", "GBP"};
  std::size_t k = from;
  while (k < text.size() && is_letter(text[k])) ++k;
  const bool number = k < text.size() && is_digit(text[k]);
  const auto letters = text.substr(from, k - from);
  return number && std::find(kGlued.begin(), kGlued.end(), letters) != kGlued.end() ? k : from;
}

// "March2021": where the month ends and its year begins; else `from`.
std::size_t month_end(std::string_view text, std::size_t from) {
  static constexpr std::array<std::string_view, 12> kMonthNames{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  std::size_t k = from;
  while (k < text.size() && is_letter(text[k])) ++k;
  std::size_t year = k;
  while (year < text.size() && is_digit(text[year])) ++year;
  return year == k + 4 && std::find(kMonthNames.begin(), kMonthNames.end(), text.substr(from, k - from)) !=
                              kMonthNames.end()
             ? k
             : from;
}

// "U.S." -> the word "us", written in capitals.
std::size_t acronym_end(std::string_view text, std::size_t k) {
  std::size_t letters = 0, at = k;
  while (at + 1 < text.size() && is_upper(text[at]) && text[at + 1] == '.' && letters < 6) {
    ++letters;
    at += 2;
  }
  return letters >= 2 && !continues_word(text, at) ? at : k;
}

Token word_at(std::string_view text, std::size_t k) {
  Token token;
  token.kind = Token::Kind::word;
  token.start = k;
  token.capital = is_upper(text[k]) || is_foreign(text[k]);
  if (const std::size_t end = acronym_end(text, k); end > k) {
    for (; k < end; ++k)
      if (text[k] != '.') token.text += static_cast<char>(text[k] + 32);
    token.end = end;
    return token;
  }
  if (const std::size_t end = std::max(currency_end(text, k), month_end(text, k)); end > k) {
    token.end = end;
    token.text = fold(text.substr(k, end - k));
    return token;
  }
  // A run too long to be a word is cut where no UTF-8 sequence is under way.
  while (continues_word(text, k) &&
         (k - token.start < kLongestWord || (static_cast<unsigned char>(text[k]) & 0xC0u) == 0x80u))
    ++k;
  token.end = k;
  token.text = fold(text.substr(token.start, k - token.start));
  return token;
}

}  // namespace

namespace {

// "trade w/ Russia"
std::vector<Token> with_shorthand(std::vector<Token> tokens) {
  std::size_t kept = 0;
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    if (k + 1 < tokens.size() && tokens[k].text == "w" && tokens[k + 1].text == "/" && tokens[k + 1].glued) {
      tokens[k].text = "with";
      tokens[k].end = tokens[k + 1].end;
      if (kept != k) tokens[kept] = std::move(tokens[k]);
      ++kept;
      ++k;
      continue;
    }
    if (kept != k) tokens[kept] = std::move(tokens[k]);
    ++kept;
  }
  tokens.resize(kept);
  return tokens;
}

// The one sign (U+00A5) of the yuan and of the yen: the other words of the text tell which; of the two
// countries that which is named more often, or else first. In a text on China it is a sentence's own, where
// that names Japan before China, and so until one names China.
std::vector<Token> with_yen(std::vector<Token> tokens) {
  std::size_t signs = 0, yuan = 0, yen = 0, japan = 0, china = 0;
  bool japan_first = false;
  const auto names_japan = [](const Token& token) {
    return one_of(token.text, {"japan", "japanese", "tokyo"});
  };
  const auto names_china = [](const Token& token) {
    return one_of(token.text, {"china", "chinese", "beijing"});
  };
  for (const Token& token : tokens) {
    signs += token.kind == Token::Kind::mark && token.text == "CNY";
    yuan += one_of(token.text, {"yuan", "renminbi", "rmb", "cny"});
    yen += one_of(token.text, {"yen", "jpy"});
    japan += names_japan(token);
    china += names_china(token);
    japan_first = japan_first || (japan > 0 && china == 0);
  }
  const bool of_japan = yen > 0 || japan > china || (japan == china && japan_first);
  if (signs == 0 || yuan > 0 || (!of_japan && japan == 0)) return tokens;
  bool here = false, named = false;  // the sentence is of Japan; it has named one of the two
  for (Token& token : tokens) {
    if (one_of(token.text, {".", "?", "!", ";"})) named = false;
    if (!named && (names_japan(token) || names_china(token))) {
      named = true;
      here = names_japan(token);
    }
    if (token.kind == Token::Kind::mark && token.text == "CNY" && (of_japan || here)) token.text = "JPY";
  }
  return tokens;
}

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  constexpr std::size_t kBytesPerToken = 5;  // of prose, or a little less
  std::vector<Token> tokens;
  tokens.reserve(text.size() / kBytesPerToken);
  std::size_t k = 0;
  bool spaced = true;
  const auto put = [&](Token token) {
    token.glued = !spaced;
    spaced = false;
    k = token.end;
    tokens.push_back(std::move(token));
  };
  const auto put_mark = [&](std::string_view mark, std::size_t bytes) {
    Token token;
    token.start = k;
    token.end = k + bytes;
    token.text = mark;
    put(std::move(token));
  };
  while (k < text.size()) {
    const char c = text[k];
    const Sign* sign = is_foreign(c) ? sign_at(text, k) : nullptr;
    if (is_space(c) || (sign && sign->meaning == " ")) {
      k += sign ? sign->bytes.size() : 1;
      spaced = true;
    } else if (c == '\'' || (sign && sign->meaning == "'")) {
      const std::size_t bytes = sign ? sign->bytes.size() : 1;
      const std::size_t next = k + bytes;
      const bool after_word =
          !tokens.empty() && tokens.back().end == k && tokens.back().kind == Token::Kind::word;
      if (after_word && next < text.size() && (text[next] == 's' || text[next] == 'S') &&
          !continues_word(text, next + 1)) {
        tokens.back().possessive = true;
        k = next + 1;
      } else {
        if (after_word && tokens.back().text.ends_with('s')) tokens.back().possessive = true;
        k = next;
      }
    } else if (sign) {
      put_mark(sign->meaning, sign->bytes.size());
    } else if (is_digit(c)) {
      put(number_at(text, k));
    } else if (is_letter(c) || is_foreign(c)) {
      put(word_at(text, k));
    } else {
      put_mark(text.substr(k, 1), 1);
    }
  }
  return with_numbers(with_yen(with_shorthand(std::move(tokens))));
}

namespace {

// "1. $118.4 billion.": a figure alone, which the next words explain.
bool amount_alone(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  constexpr std::size_t kLongest = 9;  // tokens
  if (end - begin > kLongest) return false;
  bool scale = false;
  for (std::size_t k = begin; k < end; ++k) {
    const Token& token = tokens[k];
    const bool word = token.kind == Token::Kind::word;
    scale = scale || one_of(token.text, {"billion", "million", "trillion", "bn", "tn"});
    if (word && !one_of(token.text, {"billion", "million", "trillion", "bn", "tn", "euros", "dollars", "yuan",
                                     "us", "usd", "eur", "about", "yen", "rmb"}))
      return false;
  }
  return scale;
}

// Whether each line is a paragraph or a heading of its own: one is longer than any that was wrapped.
bool has_paragraph_lines(std::string_view text) {
  constexpr std::size_t kLongestWrapped = 160;  // bytes
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end - begin > kLongestWrapped) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

std::vector<Span> sentences(std::string_view text, const std::vector<Token>& tokens) {
  static constexpr std::array<std::string_view, 18> kAbbreviations{
      "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
      "sept",   "oct", "nov", "dec", "mr",  "ms",  "dr",  "no",  "vs"};
  std::vector<Span> spans;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (end > begin) spans.push_back({begin, end});
    begin = end;
  };
  const std::ptrdiff_t lines_apart = has_paragraph_lines(text) ? 1 : 2;
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    const Token& token = tokens[k];
    bool ends = k + 1 - begin >= kLongestSentence;
    if (k + 1 < tokens.size()) {
      const auto gap = text.substr(token.end, tokens[k + 1].start - token.end);
      ends = ends || std::count(gap.begin(), gap.end(), '\n') >= lines_apart;
    }
    if (token.kind == Token::Kind::mark) {
      if (token.text == "!" || token.text == "?" || token.text == "...") ends = true;
      if (token.text == ".") {
        const bool abbreviated = k > begin && std::find(kAbbreviations.begin(), kAbbreviations.end(),
                                                        tokens[k - 1].text) != kAbbreviations.end();
        const bool small_next = k + 1 < tokens.size() && is_lower(text[tokens[k + 1].start]);
        const bool glued_next = k + 1 < tokens.size() && tokens[k + 1].glued;
        // "billion.Meanwhile": a blank is missing.
        const bool lost_blank =
            glued_next && k > begin && k + 2 < tokens.size() && tokens[k + 1].kind == Token::Kind::word &&
            is_upper(text[tokens[k + 1].start]) && tokens[k + 1].end - tokens[k + 1].start > 2 &&
            is_lower(text[tokens[k + 1].start + 1]) && tokens[k - 1].end - tokens[k - 1].start > 3 &&
            (tokens[k - 1].kind == Token::Kind::number || is_lower(text[tokens[k - 1].start]));
        if (!abbreviated && !small_next && !amount_alone(tokens, begin, k) &&
            (!glued_next || lost_blank || tokens[k + 1].text == "\"" || tokens[k + 1].text == ")"))
          ends = true;
      }
    }
    if (ends) close(k + 1);
  }
  close(tokens.size());
  return spans;
}

}  // namespace sogdia::claims
