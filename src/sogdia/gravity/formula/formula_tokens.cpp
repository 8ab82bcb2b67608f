#include "sogdia/gravity/formula/formula_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/formula/formula_lists.h"

namespace sogdia {
namespace {

constexpr std::size_t kLongestFormula = 100'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters of any script: bytes of UTF-8 beyond ASCII count as letters.
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool goes_on_name(char c) { return starts_name(c) || is_digit(c) || c == '.'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The formula on one line, cut to a window around the place, and a caret under it.
std::string with_caret(std::string_view formula, std::size_t place) {
  constexpr std::size_t kBefore = 60, kAfter = 60;
  place = std::min(place, formula.size());
  std::size_t from = place > kBefore ? place - kBefore : 0;
  std::size_t to = std::min(formula.size(), place + kAfter);
  const auto inside_character = [&](std::size_t k) {
    return k < formula.size() && (static_cast<unsigned char>(formula[k]) & 0xC0u) == 0x80u;
  };
  while (from > 0 && inside_character(from)) --from;
  while (to < formula.size() && inside_character(to)) ++to;
  std::string line = from > 0 ? "..." : "";
  std::string caret(line.size(), ' ');
  for (std::size_t k = from; k < to; ++k) {
    line += static_cast<unsigned char>(formula[k]) < 0x20 ? ' ' : formula[k];
    if (k < place && !inside_character(k)) caret += ' ';
  }
  if (to < formula.size()) line += "...";
  return line + "\n" + caret + "^";
}

std::string symbol_at(std::string_view rest) {
  for (const std::string_view two : {"==", "!=", "<=", ">=", "&&", "||", "**", "%%"}) {
    if (rest.substr(0, 2) == two) return std::string(two);
  }
  return std::string("~|+-*/^:()[],=<>&!").find(rest[0]) != std::string::npos ? std::string(1, rest[0]) : "";
}

[[noreturn]] void throw_at(std::string_view formula, std::size_t place, std::string message,
                           std::string hint) {
  throw Error(std::move(message), with_caret(formula, place), std::move(hint));
}

Token number_at(std::string_view formula, std::size_t start) {
  Token token;
  token.kind = Token::Kind::number;
  const char* first = formula.data() + start;
  const auto [end, failed] = std::from_chars(first, formula.data() + formula.size(), token.number);
  if (failed != std::errc()) throw_at(formula, start, "the number is too large or too small", "");
  token.stop = start + static_cast<std::size_t>(end - first);
  token.text = std::string(formula.substr(start, token.stop - start));
  // R writes whole numbers as 2L.
  if (token.stop < formula.size() && formula[token.stop] == 'L') ++token.stop;
  if (token.stop < formula.size() && goes_on_name(formula[token.stop]))
    throw_at(formula, start, "a name starts with a digit", "put the name into back-ticks: `2nd`");
  return token;
}

Token quoted_at(std::string_view formula, std::size_t start) {
  Token token;
  const char quote = formula[start];
  std::size_t close = formula.find(quote, start + 1);
  // A doubled back-tick belongs to the name.
  while (quote == '`' && close != std::string_view::npos && close > start + 1 &&
         formula.substr(close + 1, 1) == "`")
    close = formula.find(quote, close + 2);
  if (close == std::string_view::npos)
    throw_at(formula, start, fmt::format("the quote {} never closes", quote), "close it");
  token.kind = quote == '`' ? Token::Kind::name : Token::Kind::text;
  token.text = std::string(formula.substr(start + 1, close - start - 1));
  if (quote == '`')
    for (std::size_t k = token.text.find("``"); k != std::string::npos; k = token.text.find("``", k + 1))
      token.text.erase(k, 1);
  token.stop = close + 1;
  token.quoted = true;
  if (quote == '`' && token.text.empty()) throw_at(formula, start, "the back-ticks hold no name", "");
  return token;
}

Token token_at(std::string_view formula, std::size_t start) {
  const char c = formula[start];
  const bool dot_number = c == '.' && start + 1 < formula.size() && is_digit(formula[start + 1]);
  Token token;
  if (is_digit(c) || dot_number) {
    token = number_at(formula, start);
  } else if (c == '`' || c == '"' || c == '\'') {
    token = quoted_at(formula, start);
  } else if (starts_name(c)) {
    token.kind = Token::Kind::name;
    token.stop = start + 1;
    while (token.stop < formula.size() && goes_on_name(formula[token.stop])) ++token.stop;
    token.text = std::string(formula.substr(start, token.stop - start));
  } else {
    token.kind = Token::Kind::symbol;
    token.text = symbol_at(formula.substr(start));
    token.stop = start + token.text.size();
    if (c == '#')
      throw_at(formula, start, "`#` is Stata's",
               "write exporter^year for a product of effects, x1:x2 for one of regressors");
    if (c == '.')
      throw_at(formula, start, "`.` stands for no column here", "name the regressors, or several: .[x1, x2]");
    if (token.text.empty() || token.text == "%%")
      throw_at(formula, start, "this character has no meaning in a formula",
               "put a column's odd name into back-ticks");
  }
  token.start = start;
  return token;
}

bool is_operand(const Token& token) {
  return token.kind == Token::Kind::name || token.kind == Token::Kind::number ||
         token.kind == Token::Kind::text || token.text == ")" || token.text == "]";
}

}  // namespace

FormulaCursor::FormulaCursor(std::string_view written)
    : expanded_(with_lists_expanded(written)), formula_(expanded_) {
  const std::string_view formula = formula_;
  if (formula.size() > kLongestFormula)
    throw Error(fmt::format("the formula has more than {} characters", kLongestFormula), "formula", "");
  for (std::size_t k = 0; k < formula.size();) {
    if (is_blank(formula[k])) {
      ++k;
      continue;
    }
    tokens_.push_back(token_at(formula, k));
    k = tokens_.back().stop;
  }
  Token end;
  end.start = end.stop = formula.size();
  tokens_.push_back(end);
}

const Token& FormulaCursor::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token FormulaCursor::next() {
  const Token& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool FormulaCursor::at_symbol(std::string_view symbol, std::size_t ahead) const {
  const Token& token = peek(ahead);
  return token.kind == Token::Kind::symbol && token.text == symbol;
}

bool FormulaCursor::accept(std::string_view symbol) {
  if (!at_symbol(symbol)) return false;
  next();
  return true;
}

void FormulaCursor::expect(std::string_view symbol, std::string_view after) {
  if (!accept(symbol)) fail(fmt::format("`{}` is missing after {}", symbol, after), "");
}

std::string FormulaCursor::expect_name(std::string_view what) {
  if (peek().kind != Token::Kind::name) fail(fmt::format("{} was expected", what), "");
  return next().text;
}

std::string FormulaCursor::spelled(std::size_t from) const {
  std::string out;
  for (std::size_t k = from; k < at_; ++k) {
    const Token& token = tokens_[k];
    const bool sign = token.text == "+" || token.text == "-";
    const bool spaced = token.kind == Token::Kind::symbol &&
                        (sign || std::string("*=<>&&||==!=<=>=").find(token.text) != std::string::npos) &&
                        token.text != "!" && token.text != "=" && k > from && is_operand(tokens_[k - 1]);
    if (token.kind == Token::Kind::name)
      out += spelled_name(token.text);
    else if (token.kind == Token::Kind::text)
      out += spelled_text(token.text);
    else if (spaced || token.text == "=")
      out += " " + token.text + " ";
    else
      out += token.text == "," ? ", " : token.text;
  }
  return out;
}

void FormulaCursor::fail(std::string message, std::string hint) const {
  fail_at(at_, std::move(message), std::move(hint));
}

void FormulaCursor::fail_at(std::size_t at, std::string message, std::string hint) const {
  throw_at(formula_, tokens_[at].start, std::move(message), std::move(hint));
}

void FormulaCursor::fail_unexpected(std::string hint) const {
  if (at_end()) fail("the formula ends where more was expected", std::move(hint));
  fail(fmt::format("`{}` was not expected here", formula_.substr(peek().start, peek().stop - peek().start)),
       std::move(hint));
}

bool is_stata_name(std::string_view name) {
  return name.size() > 2 && name[1] == '.' && (name[0] == 'i' || name[0] == 'c');
}

std::string spelled_name(std::string_view name) {
  const bool plain = !name.empty() && starts_name(name[0]) &&
                     std::all_of(name.begin(), name.end(), goes_on_name) && !is_stata_name(name);
  if (plain) return std::string(name);
  std::string out = "`";
  for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
  return out + "`";
}

std::string spelled_text(std::string_view text) {
  const char quote = text.find('"') == std::string_view::npos ? '"' : '\'';
  return quote + std::string(text) + quote;
}

std::string spelled_number(double value) { return number_text(value); }

}  // namespace sogdia
