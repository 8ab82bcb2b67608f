#include "sogdia/files/stata/stata_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "sogdia/core/date_text.h"

namespace sogdia::stata {
namespace {

constexpr std::int64_t kDaysTo1960 = -3653;  // from 1970

std::int64_t floored(std::int64_t value, std::int64_t by) {
  return (value >= 0 ? value : value - by + 1) / by;
}

std::vector<double> numbers_in(const std::vector<std::string>& labels) {
  std::vector<double> numbers(labels.size());
  for (std::size_t k = 0; k < labels.size(); ++k)
    std::from_chars(labels[k].data(), labels[k].data() + labels[k].size(), numbers[k]);
  return numbers;
}

}  // namespace

ValueLabels value_labels(Bytes file, const Layout& layout) {
  ValueLabels sets;
  file.little = layout.little;
  file.at = layout.value_labels;
  const bool tagged = layout.release >= 117;
  if (tagged) file.tag("<value_labels>");
  const std::size_t name_width = layout.release >= 118 ? 129 : 33;
  constexpr std::size_t kPadding = 3;
  for (;;) {
    if (tagged && file.text(5) != "<lbl>") break;
    if (!tagged && file.at >= file.size()) break;
    file.whole(4);
    const std::string name = decoded(until_zero(file.text(name_width)), layout.release);
    file.text(kPadding);
    const std::size_t count = file.whole(4), length = file.whole(4);
    Bytes offsets = file;
    file.text(4 * count);
    Bytes values = file;
    file.text(4 * count);
    const std::string_view text = file.text(length);
    std::map<std::int32_t, std::string> texts;
    constexpr std::int32_t kLargest = 2147483620;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t offset = offsets.whole(4);
      const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(values.whole(4)));
      if (offset > text.size()) file.fail("a value label lies outside of its table");
      if (value <= kLargest) texts[value] = decoded(until_zero(text.substr(offset)), layout.release);
    }
    if (!texts.empty()) sets[name] = std::move(texts);
    if (tagged) file.tag("</lbl>");
  }
  return sets;
}

DateUnit date_unit(std::string_view format) {
  if (format.substr(0, 1) != "%") return DateUnit::none;
  format.remove_prefix(1);
  if (format.substr(0, 1) == "-") format.remove_prefix(1);
  if (format.substr(0, 1) == "d") return DateUnit::days;
  if (format.substr(0, 1) != "t" || format.size() < 2) return DateUnit::none;
  switch (format[1]) {
    case 'c':
      return DateUnit::milliseconds;
    case 'd':
      return DateUnit::days;
    case 'w':
      return DateUnit::weeks;
    case 'm':
      return DateUnit::months;
    case 'q':
      return DateUnit::quarters;
    case 'h':
      return DateUnit::halves;
    default:  // %ty is a year as it is; %tC counts leap seconds
      return DateUnit::none;
  }
}

std::string date_text(double count, DateUnit unit) {
  const auto whole = static_cast<std::int64_t>(std::floor(count));
  const auto since_1960 = [&](std::int64_t per_year) {
    const std::int64_t years = floored(whole, per_year);
    return std::pair(1960 + years, whole - years * per_year + 1);
  };
  switch (unit) {
    case DateUnit::days:
      return day_text(whole + kDaysTo1960);
    case DateUnit::milliseconds:
      return moment_text(whole + kDaysTo1960 * 86'400'000, 1000);
    case DateUnit::weeks: {
      const auto [year, week] = since_1960(52);
      return fmt::format("{:04}w{:02}", year, week);
    }
    case DateUnit::months: {
      const auto [year, month] = since_1960(12);
      return fmt::format("{:04}-{:02}", year, month);
    }
    case DateUnit::quarters: {
      const auto [year, quarter] = since_1960(4);
      return fmt::format("{:04}q{}", year, quarter);
    }
    case DateUnit::halves: {
      const auto [year, half] = since_1960(2);
      return fmt::format("{:04}h{}", year, half);
    }
    case DateUnit::none:
      break;
  }
  return "";
}

bool put_labels(ColumnParts& column, const std::map<std::int32_t, std::string>& texts) {
  const std::vector<double> numbers = numbers_in(column.labels);
  std::map<std::string, int> uses;
  bool any = false;
  std::vector<std::string> labels = column.labels;
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    const auto whole = static_cast<std::int32_t>(std::clamp(numbers[k], -2147483648.0, 2147483647.0));
    const auto found = texts.find(whole);
    if (found != texts.end() && static_cast<double>(whole) == numbers[k] && !found->second.empty()) {
      labels[k] = found->second;
      any = true;
    }
    ++uses[labels[k]];
  }
  if (!any) return false;
  for (std::size_t k = 0; k < labels.size(); ++k) {
    if (uses[labels[k]] > 1) labels[k] += " (" + column.labels[k] + ")";
  }
  column.labels = std::move(labels);
  column.label_values = numbers;
  return true;
}

bool put_dates(ColumnParts& column, DateUnit unit) {
  const std::vector<double> numbers = numbers_in(column.labels);
  // Beyond these years the number is no date.
  constexpr double kMost = 1e15;
  for (const double number : numbers)
    if (number != std::floor(number) || std::abs(number) > kMost) return false;
  for (std::size_t k = 0; k < numbers.size(); ++k) column.labels[k] = date_text(numbers[k], unit);
  if (unit == DateUnit::milliseconds) shorten_midnights(column.labels);
  column.label_values = numbers;
  column.dates = true;
  return true;
}

}  // namespace sogdia::stata
