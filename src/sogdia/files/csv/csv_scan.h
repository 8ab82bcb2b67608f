#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace sogdia {

// Cuts CSV text into cells, by the rules of csv.cpp; blanks around a cell in quotes do not belong to it.
class CsvScanner {
 public:
  enum class Fault { none, open_quote, text_after_quote };

  CsvScanner(std::string_view text, char separator, std::size_t at = 0)
      : text_(text), separator_(separator), at_(at) {}

  std::size_t at() const { return at_; }
  bool done() const { return at_ >= text_.size(); }

  // Whether the last cell stood in quotes.
  bool was_quoted() const { return was_quoted_; }

  // Reads the cell that starts here and what ends it; `last` says that the record ends with it. The cell
  // points into the text, or into `unescaped_` where quotes were doubled, until the next call.
  Fault cell(std::string_view& cell, bool& last) {
    was_quoted_ = at_ < text_.size() && (text_[at_] == '"' || (is_blank(text_[at_]) && quote_follows()));
    if (was_quoted_) {
      const Fault fault = quoted(cell);
      if (fault != Fault::none) return fault;
    } else {
      const std::size_t start = at_;
      while (at_ < text_.size() && !ends_cell(at_)) ++at_;
      cell = text_.substr(start, at_ - start);
    }
    last = at_ >= text_.size() || text_[at_] != separator_;
    if (!last) {
      ++at_;
      return Fault::none;
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    return Fault::none;
  }

 private:
  bool ends_cell(std::size_t k) const {
    const char c = text_[k];
    return c == separator_ || c == '\n' || (c == '\r' && (k + 1 == text_.size() || text_[k + 1] == '\n'));
  }

  bool is_blank(char c) const { return (c == ' ' || c == '\t') && c != separator_; }

  // Whether a quote comes after blanks; moves to it.
  bool quote_follows() {
    std::size_t k = at_;
    while (k < text_.size() && is_blank(text_[k])) ++k;
    if (k == text_.size() || text_[k] != '"') return false;
    at_ = k;
    return true;
  }

  Fault quoted(std::string_view& cell) {
    const std::size_t start = ++at_;
    bool doubled = false;
    for (;; ++at_) {
      at_ = text_.find('"', at_);
      if (at_ == std::string_view::npos) {
        at_ = text_.size();
        return Fault::open_quote;
      }
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
      doubled = true;
      ++at_;
    }
    cell = text_.substr(start, at_ - start);
    ++at_;
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ < text_.size() && !ends_cell(at_)) return Fault::text_after_quote;
    if (!doubled) return Fault::none;
    unescaped_.clear();
    for (std::size_t k = 0; k < cell.size(); ++k) {
      unescaped_ += cell[k];
      if (cell[k] == '"') ++k;
    }
    cell = unescaped_;
    return Fault::none;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  bool was_quoted_ = false;
  std::string unescaped_;
};

}  // namespace sogdia
