#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// A word of a formula. `text` is what it says: a name without its back-ticks, a text without its quotes, a
// symbol.
struct Token {
  enum class Kind { name, number, text, symbol, end };
  Kind kind = Kind::end;
  std::string text;
  double number = 0;
  bool quoted = false;              // the name stood in back-ticks
  std::size_t start = 0, stop = 0;  // bytes of the formula
};

// Where a parser stands in a formula. The last token is always an `end`.
class FormulaCursor {
 public:
  // Throws Error at a character that belongs to no token.
  explicit FormulaCursor(std::string_view formula);
  FormulaCursor(const FormulaCursor&) = delete;
  FormulaCursor& operator=(const FormulaCursor&) = delete;

  const Token& peek(std::size_t ahead = 0) const;
  Token next();
  std::size_t position() const { return at_; }
  bool at_symbol(std::string_view symbol, std::size_t ahead = 0) const;
  bool at_end() const { return peek().kind == Token::Kind::end; }
  // Takes the symbol where it is the next token.
  bool accept(std::string_view symbol);
  // Takes the symbol or throws Error that `after` lacks it.
  void expect(std::string_view symbol, std::string_view after);
  std::string expect_name(std::string_view what);

  // Tokens [from, position()) with the blanks that R writes: log(x + 1), I(x^2).
  std::string spelled(std::size_t from) const;

  // Throws Error whose `where` is the formula with a caret under the next token, or under token `at`.
  [[noreturn]] void fail(std::string message, std::string hint) const;
  [[noreturn]] void fail_at(std::size_t at, std::string message, std::string hint) const;
  // "`]` was not expected here", or that the formula ends.
  [[noreturn]] void fail_unexpected(std::string hint) const;

 private:
  std::string expanded_;
  std::string_view formula_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

// i.year and c.x, which Stata reads as more than a name.
bool is_stata_name(std::string_view name);

// The name with back-ticks where it is not a plain one.
std::string spelled_name(std::string_view name);

std::string spelled_text(std::string_view text);

// A number as Frame's cell_text writes it.
std::string spelled_number(double value);

}  // namespace sogdia
