#include <string_view>

#include "sogdia/claims/prose/periods/period_parts.h"

namespace sogdia::claims {
namespace {

Period named_fiscal(Period period) {
  period.fiscal = true;
  return period;
}

}  // namespace

std::optional<Period> fiscal_year(const SentenceReader& r, std::size_t k) {
  if (const int first = year_at(r, k))
    if (r.is(k + 1, {"-", "/"}) && r.number(k + 2) && r.tokens[k + 2].glued &&
        r.tokens[k + 2].end - r.tokens[k + 2].start == 2 &&
        static_cast<int>(r.tokens[k + 2].value) == (first + 1) % 100)
      return months(first, 4, first + 1, 3, k, k + 3);
  // "FY24" is one word.
  if (const std::string_view word = r.word(k); word.size() == 4 && word.starts_with("fy"))
    if (word[2] >= '0' && word[2] <= '4' && word[3] >= '0' && word[3] <= '9') {
      const int last = 2000 + 10 * (word[2] - '0') + (word[3] - '0');
      return named_fiscal(months(last - 1, 4, last, 3, k, k + 1));
    }
  // "FY2024", "FY2023-24": the number is of the word.
  if (const std::string_view word = r.word(k);
      word.size() == 6 && word.starts_with("fy20") && word.find_first_not_of("0123456789", 2) == word.npos) {
    const int year = 2000 + 10 * (word[4] - '0') + (word[5] - '0');
    if (r.is(k + 1, {"-", "/"}) && r.number(k + 2) &&
        (static_cast<int>(r.tokens[k + 2].value) == (year + 1) % 100 ||
         static_cast<int>(r.tokens[k + 2].value) == year + 1))
      return months(year, 4, year + 1, 3, k, k + 3);
    return named_fiscal(months(year - 1, 4, year, 3, k, k + 1));
  }
  if (r.is(k, {"fy", "fiscal"})) {
    std::size_t next = k + 1;
    if (r.is(next, {"year"})) ++next;
    if (auto spelled = fiscal_year(r, next)) {
      spelled->begin = k;
      return spelled;
    }
    // "fiscal year 2024 (to March 2025)"
    if (year_at(r, next) && r.is(next + 1, {"(", ","})) {
      std::size_t end = next + 2;
      while (r.is(end, {"the", "year", "to", "ending", "ended", "in", "through"})) ++end;
      const int month = end > next + 2 ? month_at(r, end) : 0;
      if (const int year = month ? year_at(r, end + 1) : 0) {
        Period period = months(year, month, year, month, k, end + 2);
        period.from -= 11;
        return period;
      }
    }
    if (const int last = year_at(r, next)) return named_fiscal(months(last - 1, 4, last, 3, k, next + 1));
  }
  return std::nullopt;
}

}  // namespace sogdia::claims
