#include "sogdia/claims/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sogdia/core/table_cells.h"

namespace sogdia::claims {
namespace {

constexpr double kHalfPrintedRate = 0.0005;  // growth is printed to a tenth of a point

std::string key(const Subject& s) {
  if (s.total && s.to < s.from) return s.to + "|" + s.from + "|t";
  return s.from + "|" + s.to + (s.total ? "|t" : "");
}

std::vector<double> number_column(const Table& table, std::string_view column) {
  return table.find(column) ? table.numbers(column) : std::vector<double>(table.rows(), kNoNumber);
}

// Months from year 0 of "2023-09-30"; -1 where it is not a date.
int month_number(const std::string& date) {
  int year = 0, month = 0;
  if (date.size() < 7 || date[4] != '-') return -1;
  std::from_chars(date.data(), date.data() + 4, year);
  std::from_chars(date.data() + 5, date.data() + 7, month);
  return year > 0 && month >= 1 && month <= 12 ? year * 12 + month - 1 : -1;
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

// Adds the other direction: its value, the wider of the intervals, and nobody's report where one has none.
void add_direction(Figure& total, const Figure& other) {
  if (!std::isnan(other.factor))
    total.factor = std::isnan(total.factor) ? other.factor : std::max(total.factor, other.factor);
  if (other.unreported() && other.value > total.value / 10) total.reported_by = other.reported_by;
  if (total.unreported() && !other.unreported() && other.value > 10 * total.value)
    total.reported_by = other.reported_by;
  total.value += other.value;
}

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
      f.period.from = month_number(text_at(*customs, "from_date", row));
      f.period.to = month_number(text_at(*customs, "to_date", row));
      if (f.period.from < 0 || f.period.to < 0 || std::isnan(value[row])) continue;
      f.subject = flow[row] == "exports"   ? Subject{false, reporter[row], partner[row]}
                  : flow[row] == "imports" ? Subject{false, partner[row], reporter[row]}
                                           : Subject{true, reporter[row], partner[row]};
      f.value = value[row];
      f.growth = growth[row];
      f.revised = text_at(*customs, "growth_basis", row) == "revised";
      f.reporter = reporter[row];
      f.estimated = text_at(*customs, "status", row) == "estimated";
      f.source = text_at(*customs, "source", row);
      printed.push_back(std::move(f));
    }
    restate(printed);
    for (const Figure& f : printed) add(f);
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
      f.growth = kNoNumber;
      f.estimated = true;
      f.source = text_at(*trade, "source", row);
      f.reported_by = text_at(*trade, "reported_by", row);
      f.factor = number_at(*trade, "interval_factor", row);
      Figure both = f;
      both.subject = {true, std::min(exporter[row], importer[row]), std::max(exporter[row], importer[row])};
      auto [entry, fresh] = totals.try_emplace(key(both.subject) + std::to_string(year[row]), both);
      if (!fresh) {
        add_direction(entry->second, f);
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
      f.growth = kNoNumber;
      f.estimated = text_at(*world, "status", row) == "estimated";
      f.source = text_at(*world, "source", row);
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
    entry->second.growth = entry->second.restated_low = entry->second.restated_high = kNoNumber;
    const auto& known = about(both.subject);
    const bool stands = std::any_of(known.begin(), known.end(), [&](const Figure& k) {
      return k.reporter == f.reporter && k.period.same_months(f.period);
    });
    if (!stands) add(entry->second);
  }
}

void Figures::add(Figure figure) {
  if (!(figure.value > 0.0)) return;
  if (const Subject& s = figure.subject; s.total && !s.from.empty() && !s.to.empty()) {
    partners_[s.from].insert(s.to);
    partners_[s.to].insert(s.from);
  }
  auto& list = by_subject_[key(figure.subject)];
  list.push_back(std::move(figure));
}

const std::vector<Figure>& Figures::about(const Subject& subject) const {
  static const std::vector<Figure> kNone;
  const auto found = by_subject_.find(key(subject));
  return found == by_subject_.end() ? kNone : found->second;
}

const std::set<std::string>& Figures::partners(const std::string& code) const {
  static const std::set<std::string> kNone;
  const auto found = partners_.find(code);
  return found == partners_.end() ? kNone : found->second;
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
