#include "sogdia/claims/prose/periods/period_parts.h"

namespace sogdia::claims {

std::optional<Period> full_date(const SentenceReader& r, std::size_t k) {
  if (const int year = year_at(r, k)) {
    if (r.is(k + 1, {"-"}) && r.number(k + 2) && r.is(k + 3, {"-"}) && r.number(k + 4) &&
        r.tokens[k + 1].glued && r.tokens[k + 2].glued && r.tokens[k + 4].glued &&
        r.tokens[k + 2].end - r.tokens[k + 2].start == 2 &&
        r.tokens[k + 4].end - r.tokens[k + 4].start == 2 && r.tokens[k + 2].value >= 1 &&
        r.tokens[k + 2].value <= 12 && r.tokens[k + 4].value >= 1 && r.tokens[k + 4].value <= 31) {
      const int month = static_cast<int>(r.tokens[k + 2].value);
      Period day = months(year, month, year, month, k, k + 5);
      day.day = true;
      return day;
    }
  }
  return std::nullopt;
}

std::optional<Period> by_mid_year(const SentenceReader& r, std::size_t k) {
  std::size_t end = k;
  if (r.is(k, {"midyear"}))
    end = k + 1;
  else if (r.is(k, {"mid"}) && r.is(k + 1, {"-"}) && r.is(k + 2, {"year"}))
    end = k + 3;
  if (end == k || k == r.span.begin || !r.is(k - 1, {"by", "at"}) || !r.spoken) return std::nullopt;
  return months(r.spoken->year(), 1, r.spoken->year(), 6, k, end);
}

}  // namespace sogdia::claims
