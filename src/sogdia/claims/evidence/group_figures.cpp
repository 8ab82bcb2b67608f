#include "sogdia/claims/evidence/group_figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace sogdia::claims {

std::vector<Figure> group_figures(const Subject& subject, const Pack& pack) {
  const auto is_group = [](const std::string& code) { return code.size() != 3 && !code.empty(); };
  if (is_group(subject.from) == is_group(subject.to)) return {};
  const bool group_sells = is_group(subject.from);
  const std::string& group = group_sells ? subject.from : subject.to;
  const std::string& other = group_sells ? subject.to : subject.from;
  if (other.empty()) return {};
  // Members change with the years; those of a period are the ones of its year.
  using Key = std::tuple<std::string, std::string, std::string, int, int>;
  struct Sum {
    Figure figure;
    std::set<std::string> members;
  };
  std::map<Key, Sum> sums;
  std::map<int, std::set<std::string>> due_in;
  const auto due = [&](int year) -> const std::set<std::string>& {
    const auto [entry, fresh] = due_in.try_emplace(year);
    if (fresh) entry->second = pack.members(group, year);
    return entry->second;
  };
  for (const auto& member : pack.ever_members(group)) {
    if (member == other) continue;
    Subject each = subject;
    (group_sells ? each.from : each.to) = member;
    for (const Figure& f : pack.figures.about(each)) {
      if (f.unreported() || !due(f.period.year()).contains(member)) continue;
      auto [entry, fresh] =
          sums.try_emplace(Key{f.reporter, f.table, f.currency, f.period.from, f.period.to}, Sum{f, {}});
      Sum& sum = entry->second;
      if (!sum.members.insert(member).second) continue;  // another print of the same
      if (fresh) {
        sum.figure.subject = subject;
        sum.figure.growth = sum.figure.restated_low = sum.figure.restated_high = kNoNumber;
        continue;
      }
      sum.figure.value += f.value;
      sum.figure.printed += f.printed;
      sum.figure.half_digit += f.half_digit;
      sum.figure.estimated = sum.figure.estimated || f.estimated;
      sum.figure.factor = std::max(sum.figure.factor, f.factor);
    }
  }
  std::vector<Figure> found;
  for (auto& [key, sum] : sums) {
    const auto& all = due(sum.figure.period.year());
    if (sum.members.size() == all.size() - (all.contains(other) ? 1 : 0))
      found.push_back(std::move(sum.figure));
  }
  std::stable_sort(found.begin(), found.end(), [](const Figure& a, const Figure& b) {
    return !a.reporter.empty() && b.reporter.empty();
  });
  return found;
}

const std::vector<Figure>& Pack::known(const Subject& subject) const {
  const auto& printed = figures.about(subject);
  if (!printed.empty()) return printed;
  const std::lock_guard<std::mutex> one_at_a_time(summing_);
  const auto [entry, fresh] = sums_.try_emplace(subject);
  if (fresh) entry->second = group_figures(subject, *this);
  return entry->second;
}

}  // namespace sogdia::claims
