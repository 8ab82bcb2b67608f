#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>

#include "sogdia/claims/evidence/figures.h"
#include "sogdia/core/table_cells.h"

// Each table of the pack as figures.

namespace sogdia::claims {
namespace {

constexpr double kHalfPrintedRate = 0.0005;  // customs print growth to a tenth of a point
constexpr double kHalfTenthOfBillion = 0.05e9;

// Months from year 0 of "2023-09-30"; -1 where it is not a date.
int month_number(const std::string& date) {
  int year = 0, month = 0;
  if (date.size() < 7 || date[4] != '-') return -1;
  std::from_chars(date.data(), date.data() + 4, year);
  std::from_chars(date.data() + 5, date.data() + 7, month);
  return year > 0 && month >= 1 && month <= 12 ? year * 12 + month - 1 : -1;
}

// "8.4" stands for 8.35 to 8.45, "27" for 26.5 to 27.5.
double half_of_last_digit(const std::string& number) {
  const auto point = number.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : number.size() - point - 1;
  return 0.5 * std::pow(10.0, -static_cast<double>(decimals));
}

// All the world has no code of its own.
Subject subject_of(const std::string& flow, const std::string& reporter, std::string partner) {
  if (partner == "WLD") partner.clear();
  return flow == "exports"   ? Subject{false, reporter, partner}
         : flow == "imports" ? Subject{false, partner, reporter}
                             : Subject{true, reporter, partner};
}

// Customs print growth over their newest figure of the year before, so that a figure and its growth tell what
// the first print of that year has become.
void restate(std::vector<Figure>& printed) {
  for (const Figure& f : printed) {
    if (!f.revised || std::isnan(f.growth)) continue;
    for (Figure& before : printed) {
      if (before.subject != f.subject || before.reporter != f.reporter) continue;
      if (before.period.from != f.period.from - 12 || before.period.to != f.period.to - 12) continue;
      before.restated_low = f.value / (1 + f.growth + kHalfPrintedRate);
      before.restated_high = f.value / (1 + f.growth - kHalfPrintedRate);
    }
  }
}

// Every figure, and after the second direction of two countries (or of one with the world) their trade.
class BothWays {
 public:
  void put(Figure f) {
    const Subject& s = f.subject;
    Figure both = f;
    both.subject = s.from.empty() ? Subject{true, s.to, ""}
                   : s.to.empty() ? Subject{true, s.from, ""}
                                  : Subject{true, std::min(s.from, s.to), std::max(s.from, s.to)};
    const auto name = both.subject.from + both.subject.to + std::to_string(f.period.from);
    auto [entry, fresh] = totals_.try_emplace(name, std::move(both));
    if (!fresh) {
      add_direction(entry->second, f);
      figures.push_back(entry->second);
    }
    figures.push_back(std::move(f));
  }
  std::vector<Figure> figures;

 private:
  std::unordered_map<std::string, Figure> totals_;
};

}  // namespace

void add_direction(Figure& total, const Figure& other) {
  if (!std::isnan(other.factor))
    total.factor = std::isnan(total.factor) ? other.factor : std::max(total.factor, other.factor);
  if (other.unreported() && other.value > total.value / 10) total.reported_by = other.reported_by;
  if (total.unreported() && !other.unreported() && other.value > 10 * total.value)
    total.reported_by = other.reported_by;
  total.value += other.value;
  total.printed = total.value;
}

std::vector<Figure> customs_figures(const Table& customs) {
  std::vector<Figure> printed;
  for (std::size_t row = 0; row < customs.rows(); ++row) {
    Figure f;
    f.period.from = month_number(text_at(customs, "from_date", row));
    f.period.to = month_number(text_at(customs, "to_date", row));
    f.value = f.printed = number_at(customs, "value_usd", row);
    if (f.period.from < 0 || f.period.to < 0 || std::isnan(f.value)) continue;
    f.reporter = text_at(customs, "reporter", row);
    f.subject = subject_of(text_at(customs, "flow", row), f.reporter, text_at(customs, "partner", row));
    f.growth = number_at(customs, "growth", row);
    f.revised = text_at(customs, "growth_basis", row) == "revised";
    f.table = "customs";
    f.estimated = text_at(customs, "status", row) == "estimated";
    f.source = text_at(customs, "source", row);
    printed.push_back(std::move(f));
  }
  restate(printed);
  return printed;
}

std::vector<Figure> partner_figures(const Table& table, const Rates& rates) {
  std::vector<Figure> printed;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Figure f;
    f.period.from = month_number(text_at(table, "from_date", row));
    f.period.to = month_number(text_at(table, "to_date", row));
    if (f.period.from < 0 || f.period.to < 0) continue;
    f.reporter = text_at(table, "reporter", row);
    f.subject = subject_of(text_at(table, "flow", row), f.reporter, text_at(table, "partner", row));
    f.currency = text_at(table, "currency", row);
    const auto rate = rates.usd_per_unit(f.currency, f.period.year());
    f.printed = 1e9 * number_at(table, "value_bn", row);
    f.value = rate ? f.printed * *rate : kNoNumber;
    f.half_digit = std::isnan(f.printed) ? 0 : 0.5e9 * number_at(table, "digit_bn", row);
    if (const std::string growth = text_at(table, "growth_percent", row); !growth.empty()) {
      f.growth = number_at(table, "growth_percent", row) / 100;
      f.half_growth = half_of_last_digit(growth) / 100;
    }
    f.table = "partner_trade";
    f.estimated = text_at(table, "status", row) == "estimated";
    f.source = text_at(table, "source", row);
    printed.push_back(std::move(f));
  }
  return printed;
}

std::vector<Figure> printed_flow_figures(const Table& table) {
  std::vector<Figure> printed;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Figure f;
    f.reporter = text_at(table, "reporter", row);
    f.subject = subject_of(text_at(table, "flow", row), f.reporter, text_at(table, "partner", row));
    f.period = year_period(static_cast<int>(number_at(table, "year", row)));
    f.value = f.printed = number_at(table, "value_usd", row);
    // Billions to one decimal; smaller flows in millions.
    f.half_digit = std::fmod(f.value, 1e8) == 0 ? kHalfTenthOfBillion : 0.5e6;
    f.table = "flows_printed";
    f.estimated = text_at(table, "status", row) == "estimated";
    f.source = text_at(table, "source", row);
    printed.push_back(std::move(f));
  }
  return printed;
}

std::vector<Figure> merchandise_figures(const Table& table) {
  BothWays ways;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Figure f;
    f.reporter = text_at(table, "iso3", row);
    f.subject = subject_of(text_at(table, "flow", row), f.reporter, "");
    f.period = year_period(static_cast<int>(number_at(table, "year", row)));
    f.value = f.printed = 1e9 * number_at(table, "value_busd", row);
    if (std::isnan(f.value)) continue;
    f.half_digit = 1e9 * half_of_last_digit(text_at(table, "value_busd", row));
    f.table = "merchandise_totals";
    f.estimated = text_at(table, "status", row) == "estimated";
    f.source = text_at(table, "source", row);
    ways.put(std::move(f));
  }
  return std::move(ways.figures);
}

std::vector<Figure> world_figures(const Table& table) {
  BothWays ways;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Figure f;
    const std::string code = text_at(table, "iso3", row);
    f.subject =
        text_at(table, "flow", row) == "exports" ? Subject{false, code, ""} : Subject{false, "", code};
    f.value = f.printed = number_at(table, "value_usd", row);
    if (std::isnan(f.value)) continue;
    f.period = year_period(static_cast<int>(number_at(table, "year", row)));
    f.table = "trade_totals";
    f.estimated = text_at(table, "status", row) == "estimated";
    f.source = text_at(table, "source", row);
    ways.put(std::move(f));
  }
  return std::move(ways.figures);
}

}  // namespace sogdia::claims
