#include <algorithm>

#include "sogdia/claims/reader/reader.h"

// What the periods of a sentence are, where its own words leave it to others.

namespace sogdia::claims {
namespace {

constexpr int kApril = 3, kJuly = 6, kYear = 12;  // months from January; of a year

bool prints(const std::vector<Figure>& rows, int first_month) {
  return std::any_of(rows.begin(), rows.end(), [&](const Figure& f) {
    return f.period.from % kYear == first_month && f.period.to - f.period.from == kYear - 1;
  });
}

// Whether offices print years from July of what the sentence names, and none from April.
bool from_july(const Mentions& m, const Pack& pack) {
  bool july = false;
  for (const auto& one : m.parties)
    for (const auto& two : m.parties)
      for (const Subject& s :
           {Subject{false, one.code, two.code}, Subject{false, one.code, ""}, Subject{false, "", one.code}}) {
        const auto& rows = pack.figures.about(s);
        if (prints(rows, kApril)) return false;
        july = july || prints(rows, kJuly);
      }
  return july;
}

}  // namespace

void Reader::settle_periods(Mentions& m, Span sentence) {
  // "Trade grew in 2022, Chinese customs said in January 2023": the day of the news.
  const auto news = [&](const Period& p) {
    return p.to - p.from < 3 && p.begin > sentence.begin + 1 &&
           one_of(tokens[p.begin - 1].text, {"in", "on"}) &&
           one_of(tokens[p.begin - 2].text,
                  {"said", "showed", "announced", "published", "released", "reported"});
  };
  const bool others = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    return !p.day && !p.deadline && !p.compared && p.shift == 0 && !news(p);
  });
  for (auto& p : m.periods)
    if (others && news(p)) p.day = true;
  // "the fiscal year 2023-24" of Pakistan
  for (auto& p : m.periods)
    if (p.from % kYear == kApril && p.to - p.from == kYear - 1 && from_july(m, pack))
      p.from += kJuly - kApril, p.to += kJuly - kApril;
  // "2023. The eleventh package is adopted in June": a year that heads what is told of it.
  const std::size_t length = sentence.end - sentence.begin;
  if (length <= 3 && m.periods.size() == 1 && m.periods.front().is_year() && m.amounts.empty() &&
      m.periods.front().begin == sentence.begin) {
    year_label = m.periods.front().year();
    return;
  }
  if (std::any_of(m.periods.begin(), m.periods.end(),
                  [](const Period& p) { return !p.day && p.shift == 0; })) {
    year_label.reset();
    return;
  }
  if (!year_label || !m.periods.empty()) return;
  for (const auto& month : m.months) {
    Period p;
    p.from = p.to = kYear * *year_label + month.month - 1;
    p.day = month.day > 0;
    p.begin = month.begin;
    p.end = month.end;
    m.periods.push_back(p);
  }
  if (!m.periods.empty()) m.months.clear();
}

}  // namespace sogdia::claims
