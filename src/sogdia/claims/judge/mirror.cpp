#include "sogdia/claims/judge/mirror.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace sogdia::claims {
namespace {

constexpr double kApart = 0.06;  // the two offices of one flow, in a period that both have told

bool told_apart(const std::vector<Figure>& known, const std::string& one, const std::string& other) {
  const auto told = told_by_two(known);
  return std::any_of(told.begin(), told.end(), [&](const auto& both) {
    const auto& [a, b] = both;
    return a->reporter == one && b->reporter == other && std::fabs(a->value / b->value - 1) > kApart;
  });
}

}  // namespace

std::vector<std::pair<const Figure*, const Figure*>> told_by_two(const std::vector<Figure>& known) {
  std::vector<const Figure*> printed;
  for (const Figure& figure : known)
    if (!figure.reporter.empty() && !std::isnan(figure.value)) printed.push_back(&figure);
  std::stable_sort(printed.begin(), printed.end(), [](const Figure* a, const Figure* b) {
    return std::pair(a->period.from, a->period.to) < std::pair(b->period.from, b->period.to);
  });
  std::vector<std::pair<const Figure*, const Figure*>> told;
  for (std::size_t first = 0, end = 0; first < printed.size(); first = end) {
    while (end < printed.size() && printed[end]->period.same_months(printed[first]->period)) ++end;
    for (std::size_t a = first; a < end; ++a)
      for (std::size_t b = first; b < end; ++b)
        if (printed[a]->reporter != printed[b]->reporter) told.emplace_back(printed[a], printed[b]);
  }
  return told;
}

bool may_be_the_mirrors(double ratio, const Figure& figure, const std::vector<Figure>& known) {
  const Subject& subject = figure.subject;
  const std::string& other = figure.reporter == subject.from ? subject.to : subject.from;
  std::vector<double> gaps;
  for (const auto& [a, b] : told_by_two(known))
    if (a->reporter == other && b->reporter == figure.reporter)
      gaps.push_back(std::fabs(a->value / b->value - 1));
  if (gaps.empty()) return false;
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  constexpr double kTimes = 1.5;  // a year's gap, of those of months and years
  return std::fabs(ratio - 1) <= kTimes * *middle;
}

bool only_the_mirror(const std::vector<const Figure*>& own, const std::vector<Figure>& known,
                     const Period& period, const std::string& actor) {
  if (period.to - period.from >= 11 || own.empty()) return false;
  const Subject& subject = own.front()->subject;
  const std::string& office = own.front()->reporter;
  if (office != subject.from && office != subject.to) return false;
  const std::string& other = office == subject.from ? subject.to : subject.from;
  if (other.empty() || (!subject.total && actor != other)) return false;
  return std::all_of(
             own.begin(), own.end(),
             [&](const Figure* f) { return f->reporter == office && (!subject.total || f->summed); }) &&
         told_apart(known, office, other);
}

}  // namespace sogdia::claims
