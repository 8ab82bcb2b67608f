#include "sogdia/claims/evidence/derived_figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sogdia::claims {
namespace {

bool is_printed(const Figure& f) { return !f.reporter.empty() && !f.estimated && !std::isnan(f.printed); }

// Of several that begin in a month the longest that ends by `to`.
const Figure* longest_from(const std::vector<Figure>& known, const Figure& like, int from, int to) {
  const Figure* found = nullptr;
  for (const Figure& f : known)
    if (is_printed(f) && f.by_same(like) && f.table == like.table && f.period.from == from &&
        f.period.to <= to && (!found || f.period.to > found->period.to))
      found = &f;
  return found;
}

std::optional<Figure> sum_over(const std::vector<Figure>& known, const Figure& like, const Period& period) {
  Figure sum = like;
  sum.value = sum.printed = sum.half_digit = 0;
  int at = period.from;
  while (at <= period.to) {
    const Figure* part = longest_from(known, like, at, period.to);
    if (!part || part->period.same_months(period)) return std::nullopt;
    sum.value += part->value;
    sum.printed += part->printed;
    sum.half_digit += part->half_digit;
    at = part->period.to + 1;
  }
  return sum;
}

std::optional<Figure> rest_of(const std::vector<Figure>& known, const Figure& like, const Period& period) {
  for (const Figure& all : known) {
    if (!is_printed(all) || !all.by_same(like) || all.table != like.table || all.period.to != period.to ||
        all.period.from >= period.from)
      continue;
    for (const Figure& before : known) {
      if (!is_printed(before) || !before.by_same(like) || before.table != like.table ||
          before.period.from != all.period.from || before.period.to != period.from - 1)
        continue;
      Figure rest = all;
      rest.value -= before.value;
      rest.printed -= before.printed;
      rest.half_digit += before.half_digit;
      return rest;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Figure> derived_figures(const std::vector<Figure>& known, const Period& period) {
  std::vector<Figure> found;
  std::vector<const Figure*> tried;
  for (const Figure& f : known) {
    if (!is_printed(f) || f.period.to < period.from || f.period.from > period.to ||
        std::any_of(tried.begin(), tried.end(),
                    [&](const Figure* t) { return t->by_same(f) && t->table == f.table; }))
      continue;
    tried.push_back(&f);
    auto made = sum_over(known, f, period);
    if (!made) made = rest_of(known, f, period);
    if (!made) continue;
    made->period = period;
    made->growth = kNoNumber;
    made->revised = false;
    made->restated_low = made->restated_high = kNoNumber;
    made->estimated = true;
    found.push_back(std::move(*made));
  }
  return found;
}

}  // namespace sogdia::claims
