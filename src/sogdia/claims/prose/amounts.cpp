#include <algorithm>
#include <string>

#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

std::string currency_of(std::string_view word) {
  if (one_of(word, {"$", "usd", "dollar", "dollars"})) return "USD";
  if (one_of(word, {"CNY", "cny", "rmb", "yuan", "renminbi"})) return "CNY";
  if (one_of(word, {"RUB", "rub", "rubles", "roubles", "ruble", "rouble"})) return "RUB";
  if (one_of(word, {"EUR", "eur", "euro", "euros"})) return "EUR";
  if (one_of(word, {"GBP", "gbp", "pounds"})) return "GBP";
  return {};
}

double scale_of(const Token& token, bool currency_before, bool currency_after) {
  if (one_of(token.text, {"trillion", "trn", "tn", "trillions"})) return 1e12;
  if (one_of(token.text, {"billion", "bn", "bln", "billions"})) return 1e9;
  if (one_of(token.text, {"million", "mn", "mln", "millions"})) return 1e6;
  if (one_of(token.text, {"thousand"})) return 1e3;
  if (!token.glued && !currency_before && !currency_after) return 1;
  if (token.text == "t") return 1e12;
  if (token.text == "b") return 1e9;
  if (token.text == "m") return 1e6;
  if (token.text == "k") return 1e3;
  return 1;
}

// The hedge in the words before token k.
Hedge hedge_before(const SentenceReader& r, std::size_t k) {
  for (std::size_t back = 1; back <= 3 && k >= r.span.begin + back; ++back) {
    const std::size_t at = k - back;
    if (r.number(at)) break;
    const std::string_view word = r.word(at);
    const std::string_view before = at > r.span.begin ? r.word(at - 1) : std::string_view();
    if (one_of(word,
               {"approximately", "about", "around", "roughly", "some", "circa", "approx", "~", "estimated"}))
      return Hedge::about;
    if (one_of(word, {"nearly", "almost", "approaching"})) return Hedge::nearly;
    if (word == "to" && before == "close") return Hedge::nearly;
    if (word == "under" && before == "just") return Hedge::nearly;
    if (word == "than" && one_of(before, {"more", "greater", "higher"})) return Hedge::more_than;
    if (word == "than" && one_of(before, {"less", "fewer", "lower"})) return Hedge::less_than;
    if (word == "least" && before == "at") return Hedge::more_than;
    if (one_of(word, {"over", "above", "exceeding", "exceeded", "exceeds", "surpassed", "surpassing",
                      "topped", "topping", "beyond", "passed", "crossed", ">"}))
      return Hedge::more_than;
    if (one_of(word, {"under", "below", "<"})) return Hedge::less_than;
    if (word == "to" && before == "up") {
      // "up to $5 billion", but not "went up to"
      return Hedge::none;
    }
    if (!one_of(word, {"the", "a", "us", "usd", "$", "mark", "of", "just", "well", "slightly", "threshold"}))
      break;
  }
  return Hedge::none;
}

}  // namespace

std::optional<Amount> amount_at(const SentenceReader& r, std::size_t k) {
  Amount a;
  a.begin = k;
  if (r.is(k, {"us"}) && r.is(k + 1, {"$"})) ++k;
  if (const std::string currency = currency_of(r.word(k)); !currency.empty()) {
    a.currency = currency;
    ++k;
  }
  if (!r.number(k)) return std::nullopt;
  const Token& number = r.tokens[k++];
  a.printed = number.value;
  a.unit = number.unit;
  double low = number.value;
  // "29.3 percent", "29.3%", "29.3 per cent"
  if (a.currency.empty()) {
    std::size_t next = k;
    if (r.is(next, {"-"}) && r.is(next + 1, {"percent"})) ++next;
    const bool percent = r.is(next, {"%", "percent", "pct"});
    const bool per_cent = r.is(next, {"per"}) && r.is(next + 1, {"cent"});
    if (percent || per_cent) {
      a.percent = true;
      a.scale = 0.01;
      a.value = a.low = a.high = a.printed * a.scale;
      a.unit *= a.scale;
      a.end = next + (percent ? 1 : 2);
      a.hedge = hedge_before(r, a.begin);
      return a;
    }
  }
  // "$190-200 billion", "$190 billion to $200 billion" is read as two
  if (r.is(k, {"-"}) && r.number(k + 1) && r.tokens[k].glued && !year_at(r, k + 1)) {
    low = number.value;
    a.printed = r.tokens[k + 1].value;
    a.unit = std::min(number.unit, r.tokens[k + 1].unit);
    k += 2;
  }
  std::size_t next = k;
  if (r.is(next, {"-"})) ++next;
  if (r.has(next) && r.tokens[next].kind == Token::Kind::word) {
    const double scale =
        scale_of(r.tokens[next], !a.currency.empty(), !currency_of(r.word(next + 1)).empty());
    if (scale != 1) {
      a.scale = scale;
      k = next + 1;
    }
  }
  if (a.currency.empty()) {
    next = k;
    if (r.is(next, {"-"})) ++next;
    if (r.is(next, {"us", "american", "chinese", "russian"})) ++next;
    if (const std::string currency = currency_of(r.word(next)); !currency.empty()) {
      a.currency = currency;
      k = next + 1;
    }
  } else if (r.is(k, {"dollars"}) || (r.is(k, {"us"}) && r.is(k + 1, {"dollars"}))) {
    k += r.is(k, {"dollars"}) ? 1 : 2;
  }
  // No currency: money only where a scale is printed and nothing is counted in it ("138 million people").
  if (a.currency.empty()) {
    if (a.scale < 1e6) return std::nullopt;
    const bool counted =
        r.has(k) && r.tokens[k].kind == Token::Kind::word &&
        !r.is(k, {"in",     "by",    "for",    "from", "to",    "and", "last", "a",       "of",
                  "during", "over",  "this",   "per",  "mark",  "up",  "as",   "with",    "according",
                  "while",  "after", "target", "goal", "worth", "on",  "at",   "against", "between"});
    if (counted) return std::nullopt;
  }
  a.value = a.high = a.printed * a.scale;
  a.low = low < a.printed ? low * a.scale : a.value;
  a.unit *= a.scale;
  a.end = k;
  a.hedge = hedge_before(r, a.begin);
  return a;
}

}  // namespace sogdia::claims
