#include "sogdia/claims/mentions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <optional>

#include "sogdia/core/names.h"

namespace sogdia::claims {
namespace {

using Words = std::initializer_list<std::string_view>;
bool one_of(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

// 1-12, or 0. "may" must be written with a capital: the verb is not a month.
int month_of(const Token& token) {
  if (token.kind != Token::Kind::word || token.text.size() < 3) return 0;
  if (token.text == "sept") return 9;
  for (std::size_t m = 0; m < kMonths.size(); ++m) {
    const std::string month = fold(kMonths[m]);
    if (token.text == month || (token.text.size() == 3 && token.text == month.substr(0, 3)))
      return token.capital ? static_cast<int>(m) + 1 : 0;
  }
  return 0;
}

int year_of(const Token& token) {
  if (token.kind != Token::Kind::number || token.end - token.start != 4) return 0;
  const int year = static_cast<int>(token.value);
  return year >= 1949 && year <= 2100 && static_cast<double>(year) == token.value ? year : 0;
}

int count_of(const Token& token) {
  static const std::map<std::string, int, std::less<>> kWords{
      {"one", 1},   {"two", 2},   {"three", 3}, {"four", 4}, {"five", 5},   {"six", 6},
      {"seven", 7}, {"eight", 8}, {"nine", 9},  {"ten", 10}, {"eleven", 11}};
  if (token.kind == Token::Kind::number && token.value >= 1 && token.value <= 11 && token.unit == 1)
    return static_cast<int>(token.value);
  const auto found = kWords.find(token.text);
  return found == kWords.end() ? 0 : found->second;
}

// A reader over one sentence.
struct Reader {
  const std::vector<Token>& tokens;
  Span span;

  bool has(std::size_t k) const { return k >= span.begin && k < span.end; }
  std::string_view word(std::size_t k) const {
    return has(k) && tokens[k].kind != Token::Kind::number ? std::string_view(tokens[k].text)
                                                           : std::string_view();
  }
  bool is(std::size_t k, Words words) const { return has(k) && one_of(word(k), words); }
  bool number(std::size_t k) const { return has(k) && tokens[k].kind == Token::Kind::number; }
  int year(std::size_t k) const { return has(k) ? year_of(tokens[k]) : 0; }
  int month(std::size_t k) const { return has(k) ? month_of(tokens[k]) : 0; }
};

// --- periods -------------------------------------------------------------------------------------------

Period months(int year_from, int month_from, int year_to, int month_to, std::size_t begin, std::size_t end) {
  return {year_from * 12 + month_from - 1, year_to * 12 + month_to - 1, false, begin, end};
}

// After "of", "in" or nothing: the year of "the first nine months of 2023".
std::optional<std::pair<int, std::size_t>> year_after(const Reader& r, std::size_t k) {
  if (r.is(k, {"of", "in", ","})) ++k;
  if (const int year = r.year(k)) return std::pair{year, k + 1};
  return std::nullopt;
}

std::optional<Period> period_at(const Reader& r, std::size_t k) {
  // "first nine months of 2023", "first half of 2023", "first three quarters of 2023", "first quarter"
  if (r.is(k, {"first", "second", "third", "fourth"}) || r.is(k, {"opening"})) {
    const std::string_view ordinal = r.word(k);
    std::size_t next = k + 1;
    const int count = r.has(next) ? count_of(r.tokens[next]) : 0;
    if (count) ++next;
    if (r.is(next, {"-"})) ++next;
    if (count && r.is(next, {"months", "month"}) && one_of(ordinal, {"first", "opening"}))
      if (const auto year = year_after(r, next + 1))
        return months(year->first, 1, year->first, count, k, year->second);
    if (count && count <= 4 && r.is(next, {"quarters"}) && ordinal == "first")
      if (const auto year = year_after(r, next + 1))
        return months(year->first, 1, year->first, 3 * count, k, year->second);
    const int place = ordinal == "second" ? 2 : ordinal == "third" ? 3 : ordinal == "fourth" ? 4 : 1;
    if (!count && r.is(next, {"half"}) && place <= 2)
      if (const auto year = year_after(r, next + 1))
        return months(year->first, 6 * place - 5, year->first, 6 * place, k, year->second);
    if (!count && r.is(next, {"quarter"}))
      if (const auto year = year_after(r, next + 1))
        return months(year->first, 3 * place - 2, year->first, 3 * place, k, year->second);
    return std::nullopt;
  }
  // "nine months of 2023"
  if (r.has(k) && count_of(r.tokens[k]) > 1 && r.is(k + 1, {"months"}) && r.is(k + 2, {"of"}))
    if (const auto year = year_after(r, k + 2))
      return months(year->first, 1, year->first, count_of(r.tokens[k]), k, year->second);
  // "Q1 2023", "H1 2023"
  if (r.has(k) && r.word(k).size() == 2 && one_of(r.word(k), {"q1", "q2", "q3", "q4", "h1", "h2"}))
    if (const auto year = year_after(r, k + 1)) {
      const int place = r.word(k)[1] - '0', length = r.word(k)[0] == 'q' ? 3 : 6;
      return months(year->first, length * (place - 1) + 1, year->first, length * place, k, year->second);
    }
  // "January-September 2023", "January to September 2023", "between January and September 2023",
  // "March 2023", "20 March 2023" (the day is left to the caller), "March 20, 2023"
  if (const int first = r.month(k)) {
    if (r.is(k + 1, {"-", "--", "to", "through", "and", "until"}) && r.month(k + 2))
      if (const auto year = year_after(r, k + 3))
        if (r.month(k + 2) > first)
          return months(year->first, first, year->first, r.month(k + 2), k, year->second);
    std::size_t next = k + 1;
    if (r.number(next) && !r.year(next) && r.tokens[next].value <= 31) {
      ++next;
      if (r.is(next, {"-"}) && r.number(next + 1) && !r.year(next + 1)) next += 2;
      if (r.is(next, {"st", "nd", "rd", "th"})) ++next;
    }
    if (r.is(next, {"."})) ++next;
    if (const auto year = year_after(r, next))
      return months(year->first, first, year->first, first, k, year->second);
    return std::nullopt;
  }
  if (const int first = r.year(k)) {
    // "2014-2022", "2014 to 2022", "between 2014 and 2022"
    const bool between = k > r.span.begin && r.is(k - 1, {"between"});
    const bool from = k > r.span.begin && r.is(k - 1, {"from"});
    const int last = r.year(k + 2);
    if (last > first && (r.is(k + 1, {"-", "--"}) || (between && r.is(k + 1, {"and"})) ||
                         (from && r.is(k + 1, {"to", "through", "until"}))))
      return months(first, 1, last, 12, k, k + 3);
    return months(first, 1, first, 12, k, k + 1);
  }
  return std::nullopt;
}

// --- amounts -------------------------------------------------------------------------------------------

std::string currency_of(std::string_view word) {
  if (one_of(word, {"$", "usd", "dollar", "dollars"})) return "USD";
  if (one_of(word, {"CNY", "cny", "rmb", "yuan", "renminbi"})) return "CNY";
  if (one_of(word, {"RUB", "rub", "rubles", "roubles", "ruble", "rouble"})) return "RUB";
  if (one_of(word, {"EUR", "eur", "euro", "euros"})) return "EUR";
  if (one_of(word, {"GBP", "gbp", "pounds"})) return "GBP";
  return {};
}

double scale_of(const Token& token, bool currency_before) {
  if (one_of(token.text, {"trillion", "trn", "tn", "trillions"})) return 1e12;
  if (one_of(token.text, {"billion", "bn", "bln", "billions"})) return 1e9;
  if (one_of(token.text, {"million", "mn", "mln", "millions"})) return 1e6;
  if (one_of(token.text, {"thousand"})) return 1e3;
  if (!token.glued && !currency_before) return 1;
  if (token.text == "t") return 1e12;
  if (token.text == "b") return 1e9;
  if (token.text == "m") return 1e6;
  if (token.text == "k") return 1e3;
  return 1;
}

// The hedge in the words before token k.
Hedge hedge_before(const Reader& r, std::size_t k) {
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

std::optional<Amount> amount_at(const Reader& r, std::size_t k) {
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
  if (r.is(k, {"-"}) && r.number(k + 1) && r.tokens[k].glued && !r.year(k + 1)) {
    low = number.value;
    a.printed = r.tokens[k + 1].value;
    a.unit = std::min(number.unit, r.tokens[k + 1].unit);
    k += 2;
  }
  std::size_t next = k;
  if (r.is(next, {"-"})) ++next;
  if (r.has(next) && r.tokens[next].kind == Token::Kind::word) {
    const double scale = scale_of(r.tokens[next], !a.currency.empty());
    if (scale != 1) {
      a.scale = scale;
      k = next + 1;
    }
  }
  if (a.currency.empty()) {
    next = k;
    if (r.is(next, {"-"})) ++next;
    if (r.is(next, {"us", "american"}))
      ++next;
    else if (r.is(next, {"chinese", "russian"}))
      ++next;
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

// --- flows and parties ---------------------------------------------------------------------------------

FlowKind flow_at(const Reader& r, std::size_t k) {
  const std::string_view word = r.word(k);
  if (one_of(word, {"trade", "turnover", "commerce"})) {
    // "the trade war", "a trade surplus", "trade turnover" (counted at "turnover")
    if (r.is(k + 1, {"war", "deficit", "surplus", "balance", "agreement", "deal", "route", "routes",
                     "turnover", "corridor", "partner", "partners", "talks", "minister", "imbalance"}))
      return FlowKind::none;
    return FlowKind::total;
  }
  if (one_of(word, {"exports", "export", "exported", "exporting", "sales", "sold", "sells", "selling",
                    "shipments", "shipped", "supplied", "supplies", "deliveries"}))
    return FlowKind::exports;
  if (one_of(word, {"imports", "import", "imported", "importing", "purchases", "purchased", "bought", "buys",
                    "buying"}))
    return FlowKind::imports;
  return FlowKind::none;
}

bool is_preposition(std::string_view word) {
  return one_of(word, {"to", "into", "from", "of", "with", "between", "and", "by", "in", "for", "-", "with"});
}

// "Chinese customs", "China's General Administration of Customs", "Russia's Federal Customs Service"
bool reports(const Reader& r, std::size_t after) {
  for (std::size_t k = after; k < after + 4 && r.has(k); ++k) {
    if (r.is(k, {"customs"})) return true;
    if (!r.is(k, {"general", "administration", "of", "federal", "national", "state"})) return false;
  }
  return false;
}

}  // namespace

Period year_period(int year) { return months(year, 1, year, 12, 0, 0); }

std::string to_text(const Period& p) {
  const int y = p.from / 12, z = p.to / 12;
  const auto month = [](int m) { return kMonths[static_cast<std::size_t>(m % 12)]; };
  if (p.from % 12 == 0 && p.to % 12 == 11) return y == z ? fmt::format("{}", y) : fmt::format("{}-{}", y, z);
  if (p.from == p.to) return fmt::format("{} {}", month(p.from), y);
  if (y == z) return fmt::format("{}-{} {}", month(p.from), month(p.to), y);
  return fmt::format("{} {}-{} {}", month(p.from), y, month(p.to), z);
}

PartyLexicon::PartyLexicon(const std::vector<PartyName>& names) {
  for (const auto& [name, code] : names) {
    display_.emplace(code, name);
    Entry entry;
    std::string word;
    for (const char c : fold(name) + " ") {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        entry.words.push_back(word);
        word.clear();
      }
    }
    if (entry.words.empty()) continue;
    entry.code = code;
    entry.capitals = name.size() <= 3 &&
                     std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    by_first_word_[entry.words.front()].push_back(std::move(entry));
  }
  for (auto& [first, entries] : by_first_word_)
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.words.size() > b.words.size(); });
}

std::pair<std::string, std::size_t> PartyLexicon::match(const std::vector<Token>& tokens, std::size_t k,
                                                        std::size_t end) const {
  const auto found = tokens[k].capital ? by_first_word_.find(tokens[k].text) : by_first_word_.end();
  if (found == by_first_word_.end()) return {};
  for (const auto& entry : found->second) {
    std::size_t at = k, matched = 0;
    while (at < end && matched < entry.words.size()) {
      if (matched > 0 && tokens[at].text == "-" && tokens[at].glued) {
        ++at;
        continue;
      }
      if (tokens[at].text != entry.words[matched]) break;
      ++at;
      ++matched;
    }
    if (matched == entry.words.size()) return {entry.code, at};
  }
  return {};
}

std::string PartyLexicon::display(const std::string& code) const {
  const auto found = display_.find(code);
  return found == display_.end() ? code : found->second;
}

Mentions find_mentions(std::string_view text, const std::vector<Token>& tokens, Span sentence,
                       const PartyLexicon& lexicon) {
  Mentions mentions;
  const Reader r{tokens, sentence};
  for (std::size_t k = sentence.begin; k < sentence.end;) {
    if (auto period = period_at(r, k)) {
      period->deadline = k > sentence.begin && r.is(k - 1, {"by", "before", "until"});
      mentions.periods.push_back(*period);
      k = period->end;
      continue;
    }
    if (auto amount = amount_at(r, k)) {
      mentions.amounts.push_back(*amount);
      k = std::max(k + 1, amount->end);
      continue;
    }
    if (const FlowKind flow = flow_at(r, k); flow != FlowKind::none) mentions.flows.push_back({flow, k});
    if (tokens[k].kind == Token::Kind::word) {
      auto [code, after] = lexicon.match(tokens, k, sentence.end);
      // A pronoun is not a country: "us" needs capitals.
      if (!code.empty() && tokens[k].text == "us") {
        const auto written = text.substr(tokens[k].start, tokens[k].end - tokens[k].start);
        if (written == "Us") code.clear();
      }
      if (!code.empty()) {
        PartyMention party{code, "", reports(r, after), k, after};
        std::size_t before = k;
        while (before > sentence.begin && r.is(before - 1, {"the", "neighbouring", "neighboring"})) --before;
        if (before > sentence.begin && is_preposition(r.word(before - 1)))
          party.preposition = r.word(before - 1);
        mentions.parties.push_back(std::move(party));
        k = after;
        continue;
      }
    }
    ++k;
  }
  return mentions;
}

}  // namespace sogdia::claims
