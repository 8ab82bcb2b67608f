#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

#include "sogdia/claims/prose/periods/period_parts.h"
#include "sogdia/core/names.h"

namespace sogdia::claims {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

// 1-12, or 0. "may" must be written with a capital: the verb is not a month.
int month_of(const Token& token) {
  if (token.kind != Token::Kind::word || token.text.size() < 3) return 0;
  if (token.text == "sept") return 9;
  static const auto kFolded = [] {
    std::array<std::string, kMonths.size()> folded;
    for (std::size_t m = 0; m < folded.size(); ++m) folded[m] = fold(kMonths[m]);
    return folded;
  }();
  for (std::size_t m = 0; m < kMonths.size(); ++m) {
    const std::string& month = kFolded[m];
    if (token.text == month || (token.text.size() == 3 && month.starts_with(token.text)))
      return token.capital ? static_cast<int>(m) + 1 : 0;
  }
  return 0;
}

int year_of(const Token& token) {
  if (token.kind != Token::Kind::number || token.end - token.start != 4) return 0;
  const int year = static_cast<int>(token.value);
  return year >= 1949 && year <= 2100 && static_cast<double>(year) == token.value ? year : 0;
}

}  // namespace

int month_at(const SentenceReader& r, std::size_t k) { return r.has(k) ? month_of(r.tokens[k]) : 0; }

int count_of(const Token& token) {
  static const std::map<std::string, int, std::less<>> kWords{
      {"one", 1},   {"two", 2},   {"three", 3}, {"four", 4}, {"five", 5},   {"six", 6},
      {"seven", 7}, {"eight", 8}, {"nine", 9},  {"ten", 10}, {"eleven", 11}};
  if (token.kind == Token::Kind::number && token.value >= 1 && token.value <= 11 &&
      token.value == static_cast<int>(token.value))
    return static_cast<int>(token.value);
  const auto found = kWords.find(token.text);
  return found == kWords.end() ? 0 : found->second;
}

Period months(int year_from, int month_from, int year_to, int month_to, std::size_t begin, std::size_t end) {
  Period period;
  period.from = year_from * 12 + month_from - 1;
  period.to = year_to * 12 + month_to - 1;
  period.begin = begin;
  period.end = end;
  return period;
}

std::optional<std::pair<int, std::size_t>> year_after(const SentenceReader& r, std::size_t k) {
  if (r.is(k, {"period"})) ++k;
  if (r.is(k, {"of", "in", ","})) ++k;
  if (const int year = year_at(r, k)) return std::pair{year, k + 1};
  if (r.is(k, {"the"}) && r.is(k + 1, {"current"})) ++k;
  if (r.now >= 0 && r.is(k, {"last", "this", "current"}) && r.is(k + 1, {"year"}))
    return std::pair{r.now / 12 - (r.is(k, {"last"}) ? 1 : 0), k + 2};
  // "In the first ten months of last year", of a text without a day: a guess, of which open_periods makes
  // more.
  if (r.now < 0 && r.spoken && r.is(k, {"this", "last"}) && r.is(k + 1, {"year"}))
    return std::pair{r.spoken->year(), k + 2};
  // "On 2 March 2022 ... In October of that year"
  if (r.year && r.spoken == r.before && r.is(k, {"that", "the"}) &&
      r.is(k + (r.is(k, {"the"}) ? 2 : 1), {"year"}) && (r.is(k, {"that"}) || r.is(k + 1, {"same"})))
    return std::pair{r.year, k + (r.is(k, {"the"}) ? 3 : 2)};
  if (r.spoken && r.is(k, {"that"}) && r.is(k + 1, {"year"})) return std::pair{r.spoken->year(), k + 2};
  // "the first half of the year": of the text's own.
  if (r.now >= 0 && r.is(k, {"the"}) && r.is(k + 1, {"year"}) && k > r.span.begin && r.is(k - 1, {"of"}))
    return std::pair{r.now / 12, k + 2};
  if (r.now < 0 && r.spoken && r.is(k, {"the"}) && r.is(k + 1, {"year"}) && k > r.span.begin &&
      r.is(k - 1, {"of"}) && !r.is(k + 2, {"before", "after", "earlier", "to"}))
    return std::pair{r.spoken->year(), k + 2};
  return std::nullopt;
}

namespace {

// "the first half", "the first three quarters": of the year that is spoken of, or of the text's own.
std::optional<std::pair<int, std::size_t>> year_after_or_spoken(const SentenceReader& r, std::size_t k) {
  if (const auto year = year_after(r, k)) return year;
  if (r.is(k, {"of", "in", "since", "after", "as"})) return std::nullopt;
  if (r.number(k) && !amount_at(r, k)) return std::nullopt;
  if (r.spoken) return std::pair{r.spoken->year(), k};
  if (r.now >= 0) return std::pair{r.now / 12, k};
  return std::nullopt;
}

// "year to December 2023", "11 months to November 2023", "12 months ended March 2024"
std::optional<Period> months_to(const SentenceReader& r, std::size_t k) {
  std::size_t next = k;
  int count = 0;
  if (r.is(next, {"year"})) {
    count = 12;
    ++next;
  } else if (r.has(next)) {
    count = r.number(next) && r.tokens[next].value == 12 ? 12 : count_of(r.tokens[next]);
    if (r.is(next, {"twelve"})) count = 12;
    if (!count || !r.is(next + 1, {"months"})) return std::nullopt;
    next += 2;
  }
  if (r.is(next, {"that", "which"})) ++next;
  if (!count || !r.is(next, {"to", "through", "ended", "ending", "until"})) return std::nullopt;
  ++next;
  while (r.is(next, {"in", "with", "on", "last"})) ++next;
  if (r.number(next) && !year_at(r, next) && month_at(r, next + 1)) ++next;  // "on 31 March"
  const int last = month_at(r, next);
  if (!last) return std::nullopt;
  auto year = year_after(r, next + 1);
  // "that ended in March" of a dated text.
  if (!year && r.now >= 0) year = {(r.now - (last - 1)) / 12, next + 1};
  if (!year) return std::nullopt;
  Period period = months(year->first, last, year->first, last, k, year->second);
  period.from = period.to - count + 1;
  return period;
}

// "9M 2023", "1H 2023", "3Q 2023"
std::optional<Period> short_months(const SentenceReader& r, std::size_t k) {
  if (!r.number(k) || !r.has(k + 1) || !r.tokens[k + 1].glued) return std::nullopt;
  const auto year = year_after(r, k + 2);
  const int count = static_cast<int>(r.tokens[k].value);
  if (!year || count < 1 || count != r.tokens[k].value) return std::nullopt;
  if (r.is(k + 1, {"m"}) && count <= 12) return months(year->first, 1, year->first, count, k, year->second);
  if (r.is(k + 1, {"h"}) && count <= 2)
    return months(year->first, 6 * count - 5, year->first, 6 * count, k, year->second);
  if (r.is(k + 1, {"q"}) && count <= 4)
    return months(year->first, 3 * count - 2, year->first, 3 * count, k, year->second);
  return std::nullopt;
}

}  // namespace

int year_at(const SentenceReader& r, std::size_t k) { return r.has(k) ? year_of(r.tokens[k]) : 0; }

namespace {

// "2024 Jan", "2023 (H1)", "2023 (Jan-May)", "2023 Q3"
std::optional<Period> part_behind_year(const SentenceReader& r, std::size_t k, int year) {
  const bool bracket = r.is(k + 1, {"("});
  const std::size_t at = bracket ? k + 2 : k + 1;
  std::size_t end = at;
  int from = 0, to = 0;
  if (one_of(r.word(at), {"q1", "q2", "q3", "q4", "h1", "h2"})) {
    const int place = r.word(at)[1] - '0', length = r.word(at)[0] == 'q' ? 3 : 6;
    from = length * (place - 1) + 1;
    to = length * place;
    end = at + 1;
  } else if ((from = month_at(r, at))) {
    end = at + 1;
    to = from;
    if (r.is(end, {"-", "--", "to"}) && month_at(r, end + 1) > from) {
      to = month_at(r, end + 1);
      end += 2;
    }
    // "in 2022 May promised", "2024 March 5" is none.
    if (!bracket && (r.number(end) || !r.is(end, {":", ",", "-", "--", "|", "=", ")"}))) return std::nullopt;
  }
  if (from == 0 || (bracket && !r.is(end, {")"}))) return std::nullopt;
  return months(year, from, year, to, k, bracket ? end + 1 : end);
}

}  // namespace

std::optional<Period> period_at(const SentenceReader& r, std::size_t k) {
  for (const auto read : {months_to, short_months, fiscal_year, relative_period})
    if (auto found = read(r, k)) return found;
  // "the III quarter of 2020"
  if (r.is(k, {"i", "ii", "iii", "iv"}) && r.is(k + 1, {"quarter"}))
    if (const auto year = year_after_or_spoken(r, k + 2)) {
      const int place = r.is(k, {"iv"}) ? 4 : static_cast<int>(r.word(k).size());
      return months(year->first, 3 * place - 2, year->first, 3 * place, k, year->second);
    }
  // "first nine months of 2023", "first half of 2023", "first three quarters of 2023", "first quarter"
  if (r.is(k, {"first", "second", "third", "fourth"}) || r.is(k, {"opening"})) {
    const std::string_view ordinal = r.word(k);
    std::size_t next = k + 1;
    const int count = r.has(next) ? count_of(r.tokens[next]) : 0;
    if (count) ++next;
    if (r.is(next, {"-"})) ++next;
    if (count && r.is(next, {"months", "month"}) && one_of(ordinal, {"first", "opening"}))
      if (const auto year = year_after_or_spoken(r, next + 1))
        return months(year->first, 1, year->first, count, k, year->second);
    if (count && count <= 4 && r.is(next, {"quarters"}) && ordinal == "first")
      if (const auto year = year_after_or_spoken(r, next + 1))
        return months(year->first, 1, year->first, 3 * count, k, year->second);
    const int place = ordinal == "second" ? 2 : ordinal == "third" ? 3 : ordinal == "fourth" ? 4 : 1;
    if (!count && r.is(next, {"half"}) && place <= 2)
      if (const auto year = year_after_or_spoken(r, next + 1))
        return months(year->first, 6 * place - 5, year->first, 6 * place, k, year->second);
    if (!count && r.is(next, {"quarter"}))
      if (const auto year = year_after_or_spoken(r, next + 1))
        return months(year->first, 3 * place - 2, year->first, 3 * place, k, year->second);
    return std::nullopt;
  }
  // "by the end of May", "until end-May 2024": the months up to it.
  if (r.is(k, {"end"}) && r.is(k + 1, {"of", "-"}) && month_at(r, k + 2)) {
    std::size_t before = k;
    if (before > r.span.begin && r.is(before - 1, {"the"})) --before;
    if (before > r.span.begin && r.is(before - 1, {"by", "until", "to", "through", "at"}))
      if (const auto year = year_after_or_spoken(r, k + 3))
        return months(year->first, 1, year->first, month_at(r, k + 2), k, year->second);
  }
  // "By the middle of the year": its first half.
  if (r.is(k, {"middle"}) && r.is(k + 1, {"of"}) && r.spoken && k > r.span.begin + 1 &&
      r.is(k - 1, {"the"}) && r.is(k - 2, {"by", "at", "until"}) && r.is(k + 2, {"the", "that"}) &&
      r.is(k + 3, {"year"}) && !r.is(k + 4, {"before"})) {
    Period period = months(r.spoken->year(), 1, r.spoken->year(), 6, k, k + 4);
    period.relative = true;
    return period;
  }
  // "the eleven-month figure", "the ten-month total": the first of the year spoken of.
  if (r.spoken && r.has(k) && count_of(r.tokens[k]) > 1 && r.is(k + 1, {"-"}) && r.is(k + 2, {"month"}) &&
      r.is(k + 3, {"figure", "total", "volume", "tally", "sum", "turnover", "trade", "period"})) {
    Period period = months(r.spoken->year(), 1, r.spoken->year(), count_of(r.tokens[k]), k, k + 3);
    period.relative = true;
    return period;
  }
  // "nine months of 2023"
  if (r.has(k) && count_of(r.tokens[k]) > 1 && r.is(k + 1, {"months"}) && r.is(k + 2, {"of"}))
    if (const auto year = year_after(r, k + 2))
      return months(year->first, 1, year->first, count_of(r.tokens[k]), k, year->second);
  // "in the eleven months": the first of the year spoken of.
  if (r.spoken && r.has(k) && count_of(r.tokens[k]) > 1 && r.is(k + 1, {"months"}) && k > r.span.begin + 1 &&
      r.is(k - 1, {"the", "these", "those"}) && r.is(k - 2, {"in", "over", "during", "for"}) &&
      !r.is(k + 2, {"before", "earlier", "of", "to", "since", "after", "ended", "ending", "through"})) {
    Period period = months(r.spoken->year(), 1, r.spoken->year(), count_of(r.tokens[k]), k, k + 2);
    period.relative = true;
    return period;
  }
  // "Q1 2023", "H1 2023"
  if (r.has(k) && r.word(k).size() == 2 && one_of(r.word(k), {"q1", "q2", "q3", "q4", "h1", "h2"}))
    if (const auto year = year_after(r, k + 1)) {
      const int place = r.word(k)[1] - '0', length = r.word(k)[0] == 'q' ? 3 : 6;
      return months(year->first, length * (place - 1) + 1, year->first, length * place, k, year->second);
    }
  // "Through November trade was": the months up to it.
  if (const int last = month_at(r, k + 1); last > 1 && r.is(k, {"through"}) &&
                                           !(k > r.span.begin && (r.number(k - 1) || month_at(r, k - 1))) &&
                                           (!r.number(k + 2) || year_at(r, k + 2)))
    if (const auto year = year_after_or_spoken(r, k + 2))
      return months(year->first, 1, year->first, last, k, year->second);
  // "January-September 2023", "January to September 2023", "between January and September 2023",
  // "March 2023", "20 March 2023" (the day is left to the caller), "March 20, 2023"
  if (const int first = month_at(r, k)) {
    // "Jan.-Dec. 2023" has points that "January-December 2023" has not.
    std::size_t to = r.is(k + 1, {"."}) ? k + 2 : k + 1;
    if (r.is(to, {"-", "--", "to", "through", "and", "until"}) && month_at(r, to + 1) > first) {
      const int last = month_at(r, ++to);
      if (r.is(++to, {"."})) ++to;
      if (const auto year = year_after(r, to))
        return months(year->first, first, year->first, last, k, year->second);
      // "In the spring of 2020, from January to May": of the year that opens the sentence.
      if (r.spoken && r.spoken != r.before && r.spoken->is_year() && r.spoken->end + 3 >= k &&
          r.spoken->end < k) {
        Period period = months(r.spoken->year(), first, r.spoken->year(), last, k, to);
        period.relative = true;
        return period;
      }
      // "in January-July": the last before the day of the text.
      if (r.now >= 0) {
        Period period = months(r.now / 12, first, r.now / 12, last, k, to);
        if (period.to > r.now) {
          period.from -= 12;
          period.to -= 12;
        }
        period.relative = true;
        return period;
      }
      // "in January-July", of the year that the text speaks of.
      if (r.spoken) {
        Period period = months(r.spoken->year(), first, r.spoken->year(), last, k, to);
        period.relative = true;
        // "From 2000 to 2023 trade grew. From January to July": of another year, as likely.
        period.guessed = r.spoken->to - r.spoken->from > 11;
        return period;
      }
    }
    // "April-March 2024-25"
    if (r.is(to, {"-", "--", "to"}) && month_at(r, to + 1) == (first + 10) % 12 + 1)
      if (auto year = fiscal_year(r, to + 2); year && first == 4) {
        year->begin = k;
        return year;
      }
    std::size_t next = k + 1;
    if (r.number(next) && !year_at(r, next) && r.tokens[next].value <= 31) {
      ++next;
      if (r.is(next, {"-", "--", "and", "to"}) && r.number(next + 1) && !year_at(r, next + 1) &&
          r.tokens[next + 1].value <= 31)
        next += 2;
      if (r.is(next, {"st", "nd", "rd", "th"})) ++next;
    }
    if (r.is(next, {"."})) ++next;
    if (r.number(next) && !year_at(r, next) && r.tokens[next].value <= 31) ++next;  // "Jan. 12, 2024"
    // "April 2024 to March 2025"
    if (const int from = year_at(r, next); from && r.is(next + 1, {"to", "-", "--", "through", "until"}))
      if (const int last = month_at(r, next + 2))
        if (const int until = year_at(r, next + 3); until * 12 + last > from * 12 + first)
          return months(from, first, until, last, k, next + 4);
    if (const auto year = year_after(r, next)) {
      Period month = months(year->first, first, year->first, first, k, year->second);
      for (std::size_t at = k > r.span.begin ? k - 1 : k; at < year->second; ++at)
        month.day = month.day ||
                    (r.number(at) && !year_at(r, at) && r.tokens[at].value <= 31 && r.tokens[at].unit <= 10 &&
                     r.tokens[at].value >= 1 && (at != k - 1 || !r.tokens[k].glued));
      return month;
    }
    return std::nullopt;
  }
  if (const int first = year_at(r, k)) {
    if (const auto day = full_date(r, k)) return day;
    // "2014-2022", "2014 to 2022", "between 2014 and 2022"
    const bool between = k > r.span.begin && r.is(k - 1, {"between"});
    const bool from = k > r.span.begin && r.is(k - 1, {"from"});
    const int last = year_at(r, k + 2);
    if (last > first && (r.is(k + 1, {"-", "--"}) || (between && r.is(k + 1, {"and"})) ||
                         ((from || !between) && r.is(k + 1, {"to", "through", "until"}))))
      return months(first, 1, last, 12, k, k + 3);
    if (const auto part = part_behind_year(r, k, first)) return part;
    return months(first, 1, first, 12, k, k + 1);
  }
  return std::nullopt;
}

std::optional<MonthMention> month_alone(const SentenceReader& r, std::size_t k) {
  const int month = month_at(r, k);
  if (!month) return std::nullopt;
  MonthMention found{month, 0, k, k + 1};
  const auto day = [&](std::size_t at) {
    const bool is_day =
        r.number(at) && !year_at(r, at) && r.tokens[at].value >= 1 && r.tokens[at].value <= 31;
    return is_day ? static_cast<int>(r.tokens[at].value) : 0;
  };
  if (day(k + 1)) {
    found.day = day(k + 1);
    found.end = k + 2;
    if (r.is(k + 2, {"-", "and", "to"}) && day(k + 3)) found.end = k + 4;
  } else if (k > r.span.begin && day(k - 1)) {
    found.day = day(k - 1);
    found.begin = k - 1;
  } else if (k == r.span.begin &&
             r.is(k + 1, {"brought", "set", "saw", "alone", "yielded", "showed", "closed", "ended", "was"})) {
    return found;  // "September brought"
  } else if (!(k > r.span.begin &&
               (r.is(k - 1, {"in", "last", "since", "during", "late", "early", "mid", "-"}) ||
                (r.is(k - 1, {"for"}) && k - 1 == r.span.begin)))) {
    return std::nullopt;  // "March" may be a verb or a name
  }
  return found;
}

Period year_period(int year) { return months(year, 1, year, 12, 0, 0); }

std::string to_text(const Period& p) {
  const int y = p.from / 12, z = p.to / 12;
  const auto month = [](int m) { return kMonths[static_cast<std::size_t>(m % 12)]; };
  if (p.from % 12 == 0 && p.to % 12 == 11) return y == z ? fmt::format("{}", y) : fmt::format("{}-{}", y, z);
  if (p.from == p.to) return fmt::format("{} {}", month(p.from), y);
  if (y == z) return fmt::format("{}-{} {}", month(p.from), month(p.to), y);
  return fmt::format("{} {}-{} {}", month(p.from), y, month(p.to), z);
}

}  // namespace sogdia::claims
