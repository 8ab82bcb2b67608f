#include "sogdia/claims/evidence/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/evidence/trade_rows.h"

namespace sogdia::claims {
namespace {

// The trade of two has no direction.
Subject key(const Subject& s) { return s.total && s.to < s.from ? Subject{true, s.to, s.from} : s; }

bool is_country(const std::string& code) { return code.size() == 3; }

const std::vector<Figure> kNone;

void put_trade(const TradeRows& trade, const Subject& subject, std::vector<Figure>& list) {
  trade.put(subject, [&](Figure f) {
    if (f.value > 0.0) list.push_back(std::move(f));
  });
}

const std::vector<Figure>& found_in(
    const std::unordered_map<Subject, std::vector<Figure>, SubjectHash>& lists, const Subject& subject) {
  const auto found =
      subject.total && subject.to < subject.from ? lists.find(key(subject)) : lists.find(subject);
  return found == lists.end() ? kNone : found->second;
}

}  // namespace

Figures::Figures(const Evidence& evidence, const Rates& rates) {
  std::vector<Figure> printed;
  const auto take = [&](std::vector<Figure> figures) {
    std::move(figures.begin(), figures.end(), std::back_inserter(printed));
  };
  if (evidence.customs) take(customs_figures(*evidence.customs));
  if (evidence.partner_trade) take(partner_figures(*evidence.partner_trade, rates));
  if (evidence.flows_printed) take(printed_flow_figures(*evidence.flows_printed));
  if (evidence.merchandise_totals) take(merchandise_figures(*evidence.merchandise_totals));
  for (const Figure& f : printed) add(f);
  add_missing_totals(printed);
  trade_ = std::make_unique<const TradeRows>(evidence.trade);
  for (auto& [subject, list] : by_subject_)
    if (!subject.from.empty() && !subject.to.empty()) put_trade(*trade_, subject, list);
  if (evidence.trade_totals)
    for (Figure& f : world_figures(*evidence.trade_totals)) add(std::move(f));
}

Figures::~Figures() = default;

// Exports and imports of one reporter and period add up to its trade, where that is not printed itself.
void Figures::add_missing_totals(const std::vector<Figure>& printed) {
  std::unordered_map<std::string, Figure> one_way;
  for (const Figure& f : printed) {
    if (f.subject.total || std::isnan(f.value)) continue;
    // With all the world the country itself comes first.
    const Subject both = f.subject.from.empty() ? Subject{true, f.subject.to, ""}
                         : f.subject.to.empty() ? Subject{true, f.subject.from, ""}
                                                : Subject{true, std::min(f.subject.from, f.subject.to),
                                                          std::max(f.subject.from, f.subject.to)};
    const auto name = fmt::format("{}|{} {} {} {} {} {}", both.from, both.to, f.reporter, f.table, f.currency,
                                  f.period.from, f.period.to);
    auto [entry, fresh] = one_way.try_emplace(name, f);
    Figure& first = entry->second;
    if (fresh || first.source.empty()) continue;
    if (first.subject == f.subject) continue;  // another print of the same flow
    const auto& known = about(both);
    const bool stands = std::any_of(known.begin(), known.end(), [&](const Figure& k) {
      return k.by_same(f) && k.period.same_months(f.period);
    });
    if (!stands) {
      Figure sum = first;
      sum.subject = both;
      sum.value += f.value;
      sum.printed += f.printed;
      sum.half_digit += f.half_digit;
      sum.estimated = sum.estimated || f.estimated;
      sum.summed = true;
      sum.growth = sum.restated_low = sum.restated_high = kNoNumber;
      add(std::move(sum));
    }
    first.source.clear();  // a third row would be another print of one of the two
  }
}

void Figures::add(Figure figure) {
  // A figure in a currency without a rate for its year is held in that currency alone.
  if (std::isnan(figure.value) && std::isnan(figure.printed)) {
    if (!std::isnan(figure.growth)) growth_by_subject_[key(figure.subject)].push_back(std::move(figure));
    return;
  }
  if (!(figure.value > 0.0) && !(figure.printed > 0.0)) return;
  if (const Subject& s = figure.subject; s.total && is_country(s.from) && is_country(s.to)) {
    partners_[s.from].insert(s.to);
    partners_[s.to].insert(s.from);
  }
  by_subject_[key(figure.subject)].push_back(std::move(figure));
}

const std::vector<Figure>& Figures::about(const Subject& subject) const {
  const auto& printed = found_in(by_subject_, subject);
  if (!printed.empty() || !trade_ || subject.from.empty() || subject.to.empty() || !trade_->knows(subject))
    return printed;
  {
    const std::shared_lock reading(asking_);
    if (const auto& asked = found_in(asked_, subject); !asked.empty()) return asked;
  }
  const std::unique_lock writing(asking_);
  auto& list = asked_[key(subject)];
  if (list.empty()) put_trade(*trade_, key(subject), list);
  return list;
}

const std::vector<Figure>& Figures::growth_about(const Subject& subject) const {
  return found_in(growth_by_subject_, subject);
}

const std::set<std::string>& Figures::partners(const std::string& code) const {
  static const std::set<std::string> kNobody;
  std::call_once(all_partners_, [&] {
    trade_->put_pairs([&](const std::string& one, const std::string& two) {
      if (!is_country(one) || !is_country(two)) return;
      partners_[one].insert(two);
      partners_[two].insert(one);
    });
  });
  const auto found = partners_.find(code);
  return found == partners_.end() ? kNobody : found->second;
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

std::string money_text(const Figure& figure) {
  if (figure.currency == "USD") return money_text(figure.value);
  Amount amount;
  amount.value = figure.printed;
  amount.currency = figure.currency;
  return amount_text(amount);
}

}  // namespace sogdia::claims
