#include "sogdia/claims/judge/mirror.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace sogdia::claims {
namespace {

constexpr double kApart = 0.06;  // the two offices of one flow, in a period that both have told

bool told_apart(const std::vector<Figure>& known, const std::string& one, const std::string& other) {
  for (const Figure& a : known)
    for (const Figure& b : known)
      if (a.reporter == one && b.reporter == other && a.period.same_months(b.period) &&
          std::fabs(a.value / b.value - 1) > kApart)
        return true;
  return false;
}

}  // namespace

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
