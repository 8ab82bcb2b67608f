#include "sogdia/report/claim_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/rows.h"

namespace sogdia::report {
namespace {

struct MoneyWord {
  double size = 1;
  std::string word;
};

MoneyWord money_word_of(double value) {
  const double size = std::fabs(value);
  if (size >= 1e12) return {1e12, " trillion"};
  if (size >= 1e9) return {1e9, " billion"};
  if (size >= 1e6) return {1e6, " million"};
  return {};
}

// Without noise of the last bits, with the digits that tell the ends of a range apart.
std::string digits(double value) { return fmt::format("{:.6g}", value); }

}  // namespace

std::array<VerdictCount, 4> count_verdicts(const std::vector<Claim>& claims) {
  std::array<VerdictCount, 4> counts{VerdictCount{Verdict::likely_error}, VerdictCount{Verdict::ambiguous},
                                     VerdictCount{Verdict::not_checkable}, VerdictCount{Verdict::consistent}};
  for (auto& count : counts)
    count.claims = static_cast<std::size_t>(std::count_if(
        claims.begin(), claims.end(), [&](const Claim& claim) { return claim.verdict == count.verdict; }));
  return counts;
}

std::string verdict_counts(const std::vector<Claim>& claims) {
  if (claims.empty()) return "no claim about trade was found in the text";
  std::string out = fmt::format("{} claim{}: ", claims.size(), claims.size() == 1 ? "" : "s");
  bool first = true;
  for (const auto& [verdict, count] : count_verdicts(claims)) {
    if (count == 0) continue;
    const bool plural = verdict == Verdict::likely_error && count > 1;
    out += fmt::format("{}{} {}{}", first ? "" : ", ", count, to_string(verdict), plural ? "s" : "");
    first = false;
  }
  return out;
}

std::string tolerance_words(const Printed& printed) {
  if (std::isnan(printed.value)) return "";
  static const std::map<std::string, std::string> kSigns{{"USD", "$"}, {"EUR", "\u20AC"}, {"GBP", "\u00A3"}};
  const bool fraction = printed.unit == "fraction";
  const auto sign = kSigns.find(printed.unit);
  const MoneyWord scale = fraction ? MoneyWord{0.01, " percent"} : money_word_of(printed.value);
  const std::string before = sign == kSigns.end() ? "" : sign->second;
  const std::string after =
      scale.word + (fraction || !before.empty() || printed.unit.empty() ? "" : " " + printed.unit);
  const auto one = [&](double value) {
    const double scaled = value / scale.size;
    return (scaled < 0 ? "-" : "") + before + digits(std::fabs(scaled));
  };
  const double low = std::min(printed.low, printed.high), high = std::max(printed.low, printed.high);
  if (!std::isfinite(low) && !std::isfinite(high)) return one(printed.value) + after;
  if (!std::isfinite(high)) return "from " + one(low) + after;
  if (!std::isfinite(low)) return "up to " + one(high) + after;
  return one(low) == one(high) ? one(low) + after : one(low) + " to " + one(high) + after;
}

std::vector<SourceWords> sources_of(const World& world, const std::string& keys) {
  const Rows sources(world.find("sources"));
  std::vector<SourceWords> out;
  for (const std::string& key : split(keys)) {
    const std::ptrdiff_t found = sources.find("source", key);
    if (found < 0) {
      out.push_back({key, "", "", ""});
      continue;
    }
    const auto row = static_cast<std::size_t>(found);
    out.push_back({sources.text(row, "title"), sources.text(row, "publisher"),
                   date(sources.text(row, "date")), sources.text(row, "url")});
  }
  return out;
}

std::string in_words(const SourceWords& source) {
  std::string out = source.title;
  if (!source.publisher.empty()) out += (out.empty() ? "" : ". ") + source.publisher;
  if (!source.date.empty()) out += (out.empty() ? "" : ", ") + source.date;
  return out;
}

}  // namespace sogdia::report
