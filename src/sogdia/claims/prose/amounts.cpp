#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

constexpr double kPartDigit = 0.04;  // a quarter, a third: known to two points either way

double scale_of(const Token& token, bool currency_before, bool currency_after) {
  if (one_of(token.text, {"trillion", "trn", "tn", "trillions", "tril"})) return 1e12;
  if (one_of(token.text, {"billion", "bn", "bln", "billions", "bil", "mlrd", "mrd", "milliard", "milliards"}))
    return 1e9;
  if (one_of(token.text, {"million", "mn", "mln", "millions"})) return 1e6;
  if (one_of(token.text, {"thousand"})) return 1e3;
  if (one_of(token.text, {"crore", "crores"})) return 1e7;
  if (one_of(token.text, {"lakh", "lakhs", "lac"})) return 1e5;
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
    // "2.5 percent more than the $255.8 billion of 2023"
    if (word == "than" && at > r.span.begin + 1 && r.is(at - 2, {"percent", "%", "cent", "pct"})) break;
    // "no more than $13.1 billion" is that much.
    if (word == "than" && before == "more" && at > r.span.begin + 1 && r.is(at - 2, {"no"})) break;
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

namespace {

struct CurrencyName {
  std::string_view word, code;
  bool leads = false;  // may stand before the number
};
constexpr std::array kCurrencies{
    CurrencyName{"$", "USD", true},   CurrencyName{"usd", "USD", true}, CurrencyName{"dollar", "USD"},
    CurrencyName{"dollars", "USD"},   CurrencyName{"CNY", "CNY", true}, CurrencyName{"cny", "CNY", true},
    CurrencyName{"rmb", "CNY", true}, CurrencyName{"yuan", "CNY"},      CurrencyName{"renminbi", "CNY"},
    CurrencyName{"RUB", "RUB", true}, CurrencyName{"rub", "RUB", true}, CurrencyName{"rubles", "RUB"},
    CurrencyName{"roubles", "RUB"},   CurrencyName{"ruble", "RUB"},     CurrencyName{"rouble", "RUB"},
    CurrencyName{"EUR", "EUR", true}, CurrencyName{"eur", "EUR", true}, CurrencyName{"euro", "EUR"},
    CurrencyName{"euros", "EUR"},     CurrencyName{"GBP", "GBP", true}, CurrencyName{"gbp", "GBP", true},
    CurrencyName{"pounds", "GBP"},    CurrencyName{"JPY", "JPY", true}, CurrencyName{"jpy", "JPY", true},
    CurrencyName{"yen", "JPY"},       CurrencyName{"krw", "KRW", true}, CurrencyName{"won", "KRW"},
    CurrencyName{"KRW", "KRW", true}, CurrencyName{"inr", "INR", true}, CurrencyName{"INR", "INR", true},
    CurrencyName{"rs", "INR", true},  CurrencyName{"rupees", "INR"},    CurrencyName{"rupee", "INR"},
    CurrencyName{"TRY", "TRY", true}, CurrencyName{"liras", "TRY"},     CurrencyName{"lira", "TRY"},
    CurrencyName{"kzt", "KZT", true}, CurrencyName{"KZT", "KZT", true}, CurrencyName{"tenge", "KZT"},
    CurrencyName{"tenges", "KZT"},    CurrencyName{"uzs", "UZS", true}, CurrencyName{"soum", "UZS"},
    CurrencyName{"soums", "UZS"},     CurrencyName{"VND", "VND", true}, CurrencyName{"vnd", "VND", true},
    CurrencyName{"dong", "VND"},      CurrencyName{"myr", "MYR", true}, CurrencyName{"ringgit", "MYR"},
    CurrencyName{"sgd", "SGD", true}, CurrencyName{"thb", "THB", true}, CurrencyName{"baht", "THB"},
    CurrencyName{"mxn", "MXN", true}, CurrencyName{"zar", "ZAR", true}, CurrencyName{"rand", "ZAR"},
    CurrencyName{"chf", "CHF", true}, CurrencyName{"francs", "CHF"},    CurrencyName{"twd", "TWD", true},
    CurrencyName{"aud", "AUD", true}, CurrencyName{"cad", "CAD", true}, CurrencyName{"hkd", "HKD", true},
    CurrencyName{"nzd", "NZD", true}, CurrencyName{"brl", "BRL", true}, CurrencyName{"reais", "BRL"},
    CurrencyName{"ngn", "NGN", true}, CurrencyName{"naira", "NGN"},     CurrencyName{"kes", "KES", true},
    CurrencyName{"ksh", "KES", true}, CurrencyName{"shillings", "KES"}, CurrencyName{"idr", "IDR", true},
    CurrencyName{"rp", "IDR", true},  CurrencyName{"rupiah", "IDR"},    CurrencyName{"rm", "MYR", true},
    CurrencyName{"try", "TRY", true}, CurrencyName{"pesos", "MXN"},     CurrencyName{"birr", "ETB"},
    CurrencyName{"som", "KGS"},       CurrencyName{"soms", "KGS"},      CurrencyName{"sums", "UZS"},
    CurrencyName{"manat", "AZN"},     CurrencyName{"lari", "GEL"},      CurrencyName{"dirhams", "AED"},
    CurrencyName{"riyals", "SAR"},    CurrencyName{"zloty", "PLN"},     CurrencyName{"kronor", "SEK"},
    CurrencyName{"taka", "BDT"},
};

// "A$219 billion", "HK$30 billion": whose dollars; empty where they are those of the United States.
std::string dollars_of(std::string_view letters) {
  static const std::map<std::string, std::string, std::less<>> kDollars{
      {"a", "AUD"},  {"au", "AUD"}, {"c", "CAD"},  {"ca", "CAD"}, {"hk", "HKD"},
      {"nz", "NZD"}, {"s", "SGD"},  {"nt", "TWD"}, {"r", "BRL"},  {"mx", "MXN"}};
  const auto found = kDollars.find(letters);
  return found == kDollars.end() ? std::string() : found->second;
}

// One letter before a number is a currency only where a scale follows: "N9.1 trillion", not "R 30".
std::string one_letter_currency(const SentenceReader& r, std::size_t k) {
  if (!r.is(k, {"n", "r"}) || !r.tokens[k].capital || !r.number(k + 1) || !r.tokens[k + 1].glued) return {};
  if (scale_of(r.tokens[std::min(k + 2, r.span.end - 1)], true, false) == 1) return {};
  return r.is(k, {"n"}) ? "NGN" : "ZAR";
}

std::string leading_currency(std::string_view word) {
  for (const auto& each : kCurrencies)
    if (each.leads && each.word == word) return std::string(each.code);
  return {};
}

// "a quarter of Russia's imports", "by two thirds": a part in words, as a share or a change. Not "the third
// quarter", nor "a third country".
std::optional<Amount> part_in_words(const SentenceReader& r, std::size_t k) {
  static const std::map<std::string, double, std::less<>> kParts{
      {"half", 2},     {"quarter", 4}, {"third", 3},  {"fifth", 5},  {"tenth", 10},
      {"quarters", 4}, {"thirds", 3},  {"fifths", 5}, {"tenths", 10}};
  std::size_t at = k;
  double times = 0;
  if (r.is(k, {"a", "one"})) times = 1;
  if (r.is(k, {"two"})) times = 2;
  if (r.is(k, {"three"})) times = 3;
  if (r.is(k, {"four"})) times = 4;
  if (r.is(k, {"six"})) times = 6;
  if (r.is(k, {"seven"})) times = 7;
  if (r.is(k, {"eight"})) times = 8;
  if (r.is(k, {"nine"})) times = 9;
  if (times > 0) {
    ++at;
    if (r.is(at, {"-"})) ++at;
  } else if (r.is(k, {"half"})) {
    times = 1;
  } else {
    return std::nullopt;
  }
  const auto part = kParts.find(r.word(at));
  if (part == kParts.end() || (times > 1) != part->first.ends_with('s') || times >= part->second)
    return std::nullopt;
  if (k > r.span.begin && r.is(k - 1, {"first", "last", "second", "final", "past", "next"}))
    return std::nullopt;
  bool changed_by = false;
  for (std::size_t back = k; back > r.span.begin && back + 4 > k; --back) {
    if (r.is(back - 1, {"by"})) changed_by = true;
    if (!r.is(back - 1, {"about", "around", "nearly", "almost", "more", "less", "than", "over", "roughly",
                         "just", "some"}))
      break;
  }
  // "a fifth less than in 2022", not "two thirds more goods"
  const bool compared = r.is(at + 1, {"less", "more", "fewer", "smaller", "larger", "lower", "higher"}) &&
                        (!r.has(at + 2) || r.is(at + 2, {"than", ",", ".", ";", ")"}));
  if (!changed_by && !compared && !r.is(at + 1, {"of"})) return std::nullopt;
  Amount a;
  a.begin = k;
  a.end = at + 1;
  a.percent = true;
  a.value = a.low = a.high = times / part->second;
  a.unit = a.scale = kPartDigit;
  a.printed = a.value / a.scale;
  a.hedge = hedge_before(r, k);
  if (a.hedge == Hedge::nearly) a.low -= kPartDigit;
  return a;
}

}  // namespace

std::string currency_of(std::string_view word) {
  for (const auto& each : kCurrencies)
    if (each.word == word) return std::string(each.code);
  return {};
}

std::optional<Amount> amount_at(const SentenceReader& r, std::size_t k) {
  Amount a;
  a.begin = k;
  if (r.is(k, {"us"}) && r.is(k + 1, {"$"})) ++k;
  if (r.is(k + 1, {"$"}) && r.tokens[k + 1].glued && r.number(k + 2))
    if (a.currency = dollars_of(r.word(k)); !a.currency.empty()) k += 2;
  if (a.currency.empty())
    if (a.currency = one_letter_currency(r, k); !a.currency.empty()) ++k;
  if (const std::string currency = a.currency.empty() ? leading_currency(r.word(k)) : std::string();
      !currency.empty()) {
    a.currency = currency;
    ++k;
    if (r.is(k, {"."}) && r.is(k - 1, {"rs"})) ++k;
  }
  if (!r.number(k)) return a.currency.empty() ? part_in_words(r, k) : std::nullopt;
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
      // "5.5 lakh crore"
      if (scale == 1e5 && r.is(k, {"crore", "crores"})) {
        a.scale *= 1e7;
        ++k;
      }
    }
  }
  // "9 billion 597 million dollars"
  if ((a.scale == 1e9 || a.scale == 1e12) && r.number(k) && r.tokens[k].value < 1000 && k + 1 < r.span.end) {
    const double part = scale_of(r.tokens[k + 1], false, false);
    if (part < a.scale && part >= 1e6) {
      a.printed += r.tokens[k].value * part / a.scale;
      a.unit = r.tokens[k].unit * part / a.scale;
      low = a.printed;
      k += 2;
    }
  }
  if (a.currency.empty()) {
    next = k;
    if (r.is(next, {"-"})) ++next;
    if (r.is(next, {"us", "american", "chinese", "russian", "indian", "japanese", "korean", "turkish"}))
      ++next;
    if (const std::string currency = currency_of(r.word(next)); !currency.empty()) {
      a.currency = currency;
      k = next + 1;
    }
  } else if (r.is(k, {"dollars"}) || (r.is(k, {"us"}) && r.is(k + 1, {"dollars"}))) {
    k += r.is(k, {"dollars"}) ? 1 : 2;
  }
  // "fell from 297.9 to 251.8 billion euros"
  if (a.currency.empty() && a.scale == 1 && a.begin > r.span.begin && r.is(a.begin - 1, {"from"}) &&
      r.is(k, {"to"}) && r.number(k + 1) && !year_at(r, a.begin))
    if (const auto to = amount_at(r, k + 1); to && !to->percent && to->scale > 1) {
      a.scale = to->scale;
      a.currency = to->currency;
    }
  // No currency: money only where a scale is printed and nothing is counted in it ("138 million people").
  if (a.currency.empty()) {
    if (a.scale < 1e6) return std::nullopt;
    if (a.begin > r.span.begin &&
        r.is(a.begin - 1, {"population", "populace", "audience", "readership", "of"}) &&
        (!r.is(a.begin - 1, {"of"}) || r.is(a.begin - 2, {"population", "people"})))
      return std::nullopt;
    // "258.6 billion, of which 150.2 billion fell in the first half": behind money of the same sentence.
    bool behind_money = false;
    if (r.is(k, {"fell", "rose", "went", "came", "was", "were", "grew", "had", "fall", "falls", "goes"}))
      for (std::size_t back = a.begin; back-- > r.span.begin && !behind_money;)
        behind_money = r.tokens[back].text == "$" || !currency_of(r.word(back)).empty();
    // "$77.1 billion in 2020 and 95.6 billion one year later"
    const bool later = r.is(k, {"one", "two", "three"}) && r.is(k + 1, {"year", "years", "month", "months"});
    const bool counted = !behind_money && !later && r.has(k) && r.tokens[k].kind == Token::Kind::word &&
                         !r.is(k, {"in",   "by",        "for",     "from",  "to",     "and",   "last",  "a",
                                   "of",   "during",    "over",    "this",  "per",    "mark",  "up",    "as",
                                   "with", "according", "while",   "after", "target", "goal",  "worth", "on",
                                   "at",   "against",   "between", "then",  "now",    "again", "today"});
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
