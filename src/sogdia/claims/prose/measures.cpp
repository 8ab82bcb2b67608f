#include <string>
#include <string_view>

#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/sentence_reader.h"

// In what a rate of growth is measured: another than the value of the goods, another currency.

namespace sogdia::claims {

std::string other_measure(const std::vector<Token>& tokens, Span sentence) {
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const std::string_view word = tokens[k].text;
    const std::string_view before =
        k > sentence.begin ? std::string_view(tokens[k - 1].text) : std::string_view();
    const std::string_view after =
        k + 1 < sentence.end ? std::string_view(tokens[k + 1].text) : std::string_view();
    // "month-on-month", "month over month"
    if (one_of(word, {"month", "quarter"}) && k + 2 < sentence.end && one_of(after, {"-", "on", "over"}) &&
        (one_of(tokens[k + 2].text, {"on", "over"}) || tokens[k + 2].text == word))
      return kOverMonthBefore;
    if (one_of(word, {"real"}) && after == "terms") return "growth in real terms";
    // "an annual average rate", "an average annual growth rate"
    if (word == "average" &&
        (one_of(before, {"annual", "yearly"}) || one_of(after, {"annual", "yearly", "growth"})))
      return "an average over years";
    if (word == "compound" && one_of(after, {"annual", "growth", "rate"})) return "an average over years";
    if (one_of(word, {"volume", "tonnage", "weight", "tonnes", "tons"}) && one_of(before, {"by", "in"}))
      return "growth in volume";
    if (word == "local" && one_of(after, {"currency", "currencies"}))
      return "growth in another currency is not growth in dollars";
  }
  return {};
}

std::string measured_currency(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    std::string currency = currency_of(tokens[k].text);
    if (currency.empty()) continue;
    const std::string_view before =
        k > sentence.begin ? std::string_view(tokens[k - 1].text) : std::string_view();
    const std::string_view after =
        k + 1 < sentence.end ? std::string_view(tokens[k + 1].text) : std::string_view();
    const bool counted = k > sentence.begin && tokens[k - 1].kind == Token::Kind::number;
    if (counted || tokens[k].kind != Token::Kind::word) continue;
    const bool of_the = before == "the" && k > sentence.begin + 1 && tokens[k - 2].text == "in";
    if (before == "in" || of_the || one_of(after, {"terms", "denominated"}) ||
        (after == "-" && k + 2 < sentence.end && one_of(tokens[k + 2].text, {"denominated", "terms"})))
      return currency;
  }
  std::string currency;
  for (const auto& a : m.amounts) {
    if (a.percent || a.currency.empty()) continue;
    if (a.currency == "USD") return {};
    currency = a.currency;
  }
  return currency;
}

}  // namespace sogdia::claims
