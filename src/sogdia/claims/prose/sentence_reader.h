#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// A sentence token by token; what lies outside it is no word and no number.
struct SentenceReader {
  const std::vector<Token>& tokens;
  Span span;
  int now = -1;                    // month of the text, from year 0
  const Period* before = nullptr;  // that the sentences before spoke of; may be none
  const Period* spoken = nullptr;  // the period spoken of last, here or in the sentences before; may be none
  int year = 0;                    // that they told an event of; 0 where they told none
  bool both_told = false;          // the sentences before told exports and imports of the same two
  const Period* due = nullptr;     // the deadline that this sentence named last

  bool has(std::size_t k) const { return k >= span.begin && k < span.end; }
  std::string_view word(std::size_t k) const {
    return has(k) && tokens[k].kind != Token::Kind::number ? std::string_view(tokens[k].text)
                                                           : std::string_view();
  }
  bool is(std::size_t k, Words words) const { return has(k) && one_of(word(k), words); }
  bool number(std::size_t k) const { return has(k) && tokens[k].kind == Token::Kind::number; }
};

// The year that stands at token k as four digits, or 0.
int year_at(const SentenceReader& reader, std::size_t k);

// The month, and day if any, that begins at token k and has no year.
std::optional<MonthMention> month_alone(const SentenceReader& reader, std::size_t k);

// The ISO code of a currency's sign, code or word; empty where it is none.
std::string currency_of(std::string_view word);

// The period, or the amount, that begins at token k.
std::optional<Period> period_at(const SentenceReader& reader, std::size_t k);
std::optional<Amount> amount_at(const SentenceReader& reader, std::size_t k);

}  // namespace sogdia::claims
