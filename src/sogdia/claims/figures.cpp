#include "sogdia/claims/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace sogdia::claims {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::string key(const Subject& s) {
  if (s.total && s.to < s.from) return s.to + "|" + s.from + "|t";
  return s.from + "|" + s.to + (s.total ? "|t" : "");
}

std::string text_cell(const Table& table, std::string_view column, std::size_t row) {
  const Column* found = table.find(column);
  return found ? cell_text(*found, row) : std::string();
}

std::vector<double> number_column(const Table& table, std::string_view column) {
  return table.find(column) ? table.numbers(column) : std::vector<double>(table.rows(), kMissing);
}

// Months from year 0 of "2023-09-30"; -1 where it is not a date.
int month_number(const std::string& date) {
  int year = 0, month = 0;
  if (date.size() < 7 || date[4] != '-') return -1;
  std::from_chars(date.data(), date.data() + 4, year);
  std::from_chars(date.data() + 5, date.data() + 7, month);
  return year > 0 && month >= 1 && month <= 12 ? year * 12 + month - 1 : -1;
}

// Annual averages, currency units per US dollar (World Bank, official exchange rate, period average,
// rounded), 2013-2024. Used within kRateSlack only.
constexpr int kFirstRateYear = 2013;
constexpr std::array kYuan{6.20, 6.14, 6.23, 6.64, 6.76, 6.62, 6.91, 6.90, 6.45, 6.74, 7.08, 7.20};
constexpr std::array kRuble{31.8, 38.4, 60.9, 67.1, 58.3, 62.7, 64.7, 72.1, 73.7, 68.5, 85.2, 92.6};
constexpr std::array kEuro{0.753, 0.754, 0.902, 0.904, 0.885, 0.847,
                           0.893, 0.876, 0.846, 0.950, 0.925, 0.924};
constexpr std::array kPound{0.640, 0.608, 0.655, 0.741, 0.777, 0.750,
                            0.783, 0.780, 0.727, 0.811, 0.805, 0.783};

}  // namespace

Figures::Figures(const Evidence& evidence) {
  if (const Table* customs = evidence.customs; customs && customs->rows() > 0) {
    const auto& reporter = customs->text("reporter");
    const auto& partner = customs->text("partner");
    const auto& flow = customs->text("flow");
    const auto value = customs->numbers("value_usd");
    const auto growth = number_column(*customs, "growth");
    std::vector<Figure> printed;
    for (std::size_t row = 0; row < customs->rows(); ++row) {
      Figure f;
      f.period.from = month_number(text_cell(*customs, "from_date", row));
      f.period.to = month_number(text_cell(*customs, "to_date", row));
      if (f.period.from < 0 || f.period.to < 0 || std::isnan(value[row])) continue;
      f.subject = flow[row] == "exports"   ? Subject{false, reporter[row], partner[row]}
                  : flow[row] == "imports" ? Subject{false, partner[row], reporter[row]}
                                           : Subject{true, reporter[row], partner[row]};
      f.value = value[row];
      f.growth = growth[row];
      f.reporter = reporter[row];
      f.estimated = text_cell(*customs, "status", row) == "estimated";
      f.source = text_cell(*customs, "source", row);
      printed.push_back(f);
      add(std::move(f));
    }
    add_missing_totals(printed);
  }
  if (const Table* trade = evidence.trade; trade && trade->rows() > 0) {
    const auto& exporter = trade->text("exporter");
    const auto& importer = trade->text("importer");
    const auto year = trade->integers("year");
    const auto value = trade->numbers("value_usd");
    std::unordered_map<std::string, Figure> totals;
    for (std::size_t row = 0; row < trade->rows(); ++row) {
      if (exporter[row] == importer[row] || std::isnan(value[row])) continue;
      Figure f;
      f.subject = {false, exporter[row], importer[row]};
      f.period = year_period(static_cast<int>(year[row]));
      f.value = value[row];
      f.growth = kMissing;
      f.estimated = true;
      f.source = text_cell(*trade, "source", row);
      Figure both = f;
      both.subject = {true, std::min(exporter[row], importer[row]), std::max(exporter[row], importer[row])};
      auto [entry, fresh] = totals.try_emplace(key(both.subject) + std::to_string(year[row]), both);
      if (!fresh) {
        entry->second.value += f.value;
        add(entry->second);  // once both directions are known
      }
      add(std::move(f));
    }
  }
  if (const Table* world = evidence.trade_totals; world && world->rows() > 0) {
    const auto& iso3 = world->text("iso3");
    const auto& flow = world->text("flow");
    const auto year = world->integers("year");
    const auto value = world->numbers("value_usd");
    std::unordered_map<std::string, Figure> totals;
    for (std::size_t row = 0; row < world->rows(); ++row) {
      if (std::isnan(value[row])) continue;
      Figure f;
      f.subject = flow[row] == "exports" ? Subject{false, iso3[row], ""} : Subject{false, "", iso3[row]};
      f.period = year_period(static_cast<int>(year[row]));
      f.value = value[row];
      f.growth = kMissing;
      f.estimated = text_cell(*world, "status", row) == "estimated";
      f.source = text_cell(*world, "source", row);
      Figure both = f;
      both.subject = {true, iso3[row], ""};
      auto [entry, fresh] = totals.try_emplace(iso3[row] + std::to_string(year[row]), both);
      if (!fresh) {
        entry->second.value += f.value;
        add(entry->second);
      }
      add(std::move(f));
    }
  }
}

// Exports and imports of one reporter and period add up to its trade, where that is not printed itself.
void Figures::add_missing_totals(const std::vector<Figure>& printed) {
  std::unordered_map<std::string, Figure> one_way;
  for (const Figure& f : printed) {
    if (f.subject.total) continue;
    Figure both = f;
    both.subject = {true, std::min(f.subject.from, f.subject.to), std::max(f.subject.from, f.subject.to)};
    const auto name = fmt::format("{} {} {} {}", key(both.subject), f.reporter, f.period.from, f.period.to);
    auto [entry, fresh] = one_way.try_emplace(name, both);
    if (fresh) continue;
    entry->second.value += f.value;
    entry->second.growth = kMissing;
    const auto& known = about(both.subject);
    const bool stands = std::any_of(known.begin(), known.end(), [&](const Figure& k) {
      return k.reporter == f.reporter && k.period.same_months(f.period);
    });
    if (!stands) add(entry->second);
  }
}

void Figures::add(Figure figure) {
  if (!(figure.value > 0.0)) return;
  auto& list = by_subject_[key(figure.subject)];
  list.push_back(std::move(figure));
}

const std::vector<Figure>& Figures::about(const Subject& subject) const {
  static const std::vector<Figure> kNone;
  const auto found = by_subject_.find(key(subject));
  return found == by_subject_.end() ? kNone : found->second;
}

std::optional<double> usd_per_unit(const std::string& currency, int year) {
  if (currency == "USD" || currency.empty()) return 1.0;
  const auto slot = static_cast<std::size_t>(year - kFirstRateYear);
  if (year < kFirstRateYear || slot >= kYuan.size()) return std::nullopt;
  if (currency == "CNY") return 1.0 / kYuan[slot];
  if (currency == "RUB") return 1.0 / kRuble[slot];
  if (currency == "EUR") return 1.0 / kEuro[slot];
  if (currency == "GBP") return 1.0 / kPound[slot];
  return std::nullopt;
}

std::string money_text(double usd) {
  const auto with = [](double value, std::string_view scale) {
    std::string digits = fmt::format("{:.1f}", value);
    if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
    return fmt::format("${}{}", digits, scale);
  };
  if (usd >= 9.995e11) return fmt::format("${:.2f} trillion", usd / 1e12);
  if (usd >= 9.995e8) return with(usd / 1e9, " billion");
  if (usd >= 9.995e5) return with(usd / 1e6, " million");
  return with(usd, "");
}

}  // namespace sogdia::claims
