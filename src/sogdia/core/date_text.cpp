#include "sogdia/core/date_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace sogdia {
namespace {

std::int64_t floored(std::int64_t value, std::int64_t by) {
  return (value >= 0 ? value : value - by + 1) / by;
}

constexpr std::string_view kMidnight = " 00:00:00";

}  // namespace

// Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that start in March.
std::string day_text(std::int64_t days) {
  days += 719468;
  const std::int64_t era = floored(days, 146097);
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t from_march = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * from_march + 2) / 5 + 1;
  const std::int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
  return fmt::format("{:04}-{:02}-{:02}", year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

std::string moment_text(std::int64_t count, std::int64_t per_second) {
  const std::int64_t seconds = floored(count, per_second), rest = count - seconds * per_second;
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t days = floored(seconds, kDay), of_day = seconds - days * kDay;
  std::string text =
      fmt::format("{} {:02}:{:02}:{:02}", day_text(days), of_day / 3600, of_day / 60 % 60, of_day % 60);
  if (rest != 0) {
    std::size_t digits = 0;
    for (std::int64_t k = per_second; k > 1; k /= 10) ++digits;
    text += fmt::format(".{:0{}}", rest, digits);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

void shorten_midnights(std::vector<std::string>& moments) {
  const auto is_midnight = [](const std::string& text) {
    return text.size() > kMidnight.size() &&
           text.compare(text.size() - kMidnight.size(), kMidnight.size(), kMidnight) == 0;
  };
  if (!std::all_of(moments.begin(), moments.end(), is_midnight)) return;
  for (auto& moment : moments) moment.resize(moment.size() - kMidnight.size());
}

}  // namespace sogdia
