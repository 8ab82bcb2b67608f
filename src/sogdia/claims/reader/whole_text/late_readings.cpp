#include "sogdia/claims/reader/whole_text/whole_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/derived_figures.h"
#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/reader/left_open/open_parts.h"

namespace sogdia::claims {
namespace {

constexpr double kLateDigits = 100, kLateManyDigits = 1000;  // of the last digit
constexpr double kFineLevel = 0.006;                         // half of a figure's last digit, as a part of it
constexpr double kFewDigits = 10;
constexpr double kFineChange = 0.05;  // half of both last digits, as a part of a change
constexpr std::size_t kMostReadings = 16, kMostYears = 8, kDerivedReadings = 4;
constexpr int kFirstYear = 2014, kLastYear = 2026;

template <class T>
void put_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}
void put_months(std::vector<Period>& list, Period p) {
  if (std::none_of(list.begin(), list.end(), [&](const Period& q) { return q.same_months(p); }))
    list.push_back(p);
}

}  // namespace

bool agree(const Amount& a, const Figure& f) {
  return std::fabs(a.value - f.printed) <=
         std::max({half_digit_of(a), f.half_digit, kRevision * std::fabs(f.printed)}) * (1 + 1e-9);
}

bool WholeText::open(std::size_t n) const {
  const Claim& claim = claim_of(n);
  if (number(n).aside || (claim.verdict != Verdict::ambiguous && claim.verdict != Verdict::not_checkable))
    return false;
  return claim.evidence.empty() ? !claim.note.starts_with("no single edit")
                                : claim.note.starts_with("not sure enough");
}

// What an estimate alone confirms, of two that the sentence does not name, may be a printed figure of others.
bool WholeText::guessed(std::size_t n) const {
  const Claim& claim = claim_of(n);
  return claim.verdict == Verdict::consistent && !claim.evidence.empty() && !number(n).aside &&
         claim.note.find("what the sentence leaves out") != std::string::npos &&
         std::all_of(claim.evidence.begin(), claim.evidence.end(),
                     [](const EvidenceItem& e) { return e.table == "trade"; });
}

// The years and months that the text prints, and the countries that it names most.
WholeText::WholeText(Reader& read) : reader(read) {
  level = levels_of_rates(reader.numbers, reader.tokens);
  known.resize(reader.numbers.size());
  for (const Period& p : reader.undated) {
    put_months(all, p);
    put_once(years, p.year());
  }
  for (const SentenceContext& each : reader.contexts)
    for (const Period& p : each.periods) {
      if (all.size() < 4 * kMostYears) put_months(all, p);
      if (years.size() < kMostYears) put_once(years, p.year());
    }
  if (reader.now >= 0)
    for (const int year : {reader.now / 12, reader.now / 12 - 1}) put_once(years, year);
  main = reader.most_named(2);
}

std::vector<Period> WholeText::periods_near(std::size_t n) const {
  std::vector<Period> found;
  const auto take = [&](const SentenceContext& each) {
    for (const Period& p : each.periods) put_months(found, p);
    if (!each.periods.empty() && each.months.empty()) return;
    for (const auto& [from, to] : each.months) {
      for (const int year : years) put_months(found, months_from(12 * year + from, 12 * year + to));
      if (years.empty())
        for (int year = kLastYear; year >= kFirstYear; --year)
          put_months(found, months_from(12 * year + from, 12 * year + to));
    }
  };
  take(context(n));
  if (!found.empty()) return found;
  const int own = number(n).sentence - 1;
  for (int back = 1; back <= 3 && own - back >= 0 && found.empty(); ++back)
    take(reader.contexts[static_cast<std::size_t>(own - back)]);
  if (!reader.contexts.empty()) take(reader.contexts.front());
  // What an agency reports on is the month, and the months of the year, that ended before its day.
  if (reader.now >= 0)
    for (const int to : {reader.now - 1, reader.now - 2}) {
      put_months(found, months_from(to, to));
      put_months(found, months_from(to / 12 * 12, to));
    }
  for (const Period& p : std::vector<Period>(found)) put_months(found, months_from(p.from - 12, p.to - 12));
  return found;
}

std::vector<OpenFlow> WholeText::readings(std::size_t n) const {
  const SentenceContext& here = context(n);
  const Claim& claim = claim_of(n);
  std::vector<FlowKind> kinds{number(n).flow};
  if (kinds.front() == FlowKind::none) kinds = {FlowKind::total, FlowKind::exports, FlowKind::imports};
  if (kinds.front() == FlowKind::total && holds(reader.tokens, here.span, {"respectively"}))
    kinds = {FlowKind::total, FlowKind::imports, FlowKind::exports};
  std::vector<OpenFlow> found;
  const auto put = [&](FlowKind kind, const std::string& actor, const std::string& partner) {
    if (!actor.empty() && actor != partner && found.size() < kMostReadings)
      put_once(found, OpenFlow{kind, actor, partner});
  };
  if (const auto said = subject_of_claim(claim)) {
    const bool buys = kinds.front() == FlowKind::imports;
    put(kinds.front(), buys ? said->to : said->from, buys ? said->from : said->to);
  }
  std::vector<std::string> before;
  if (const int own = number(n).sentence - 1; own > 0)
    before = reader.contexts[static_cast<std::size_t>(own - 1)].parties;
  std::vector<std::string> actors = here.about;
  for (const std::vector<std::string>* list :
       std::initializer_list<const std::vector<std::string>*>{&main, &here.parties, &before})
    for (const auto& code : *list) put_once(actors, code);
  std::vector<std::string> partners = here.parties;
  partners.emplace_back();
  if (here.parties.empty())
    for (const std::vector<std::string>* list :
         std::initializer_list<const std::vector<std::string>*>{&before, &main})
      for (const auto& code : *list) put_once(partners, code);
  for (const FlowKind kind : kinds)
    for (const auto& actor : actors)
      for (const auto& partner : partners) {
        const bool named = std::find(here.parties.begin(), here.parties.end(), actor) != here.parties.end();
        // A sentence that names a country is of it.
        if (!here.parties.empty() && partner.empty() && !named) continue;
        put(kind, actor, partner);
      }
  return found;
}

const std::vector<Figure>& WholeText::figures_at(const OpenFlow& flow, const Period& period,
                                                 bool derived) const {
  auto& asked = asked_[Subject{false, flow.actor, flow.partner}];
  for (const Asked& each : asked)
    if (each.kind == flow.kind && each.from == period.from && each.to == period.to && each.derived == derived)
      return each.found;
  asked.push_back({flow.kind, period.from, period.to, derived, look_up(flow, period, derived)});
  return asked.back().found;
}

std::vector<Figure> WholeText::look_up(const OpenFlow& flow, const Period& period, bool derived) const {
  const auto of = [&](const Subject& subject) {
    const auto& rows = pack().figures.about(subject);
    std::vector<Figure> found;
    for (const Figure& f : rows)
      if (f.period.same_months(period) && !f.reporter.empty() && !std::isnan(f.printed)) found.push_back(f);
    if (found.empty() && derived) found = derived_figures(rows, period);
    return found;
  };
  if (!flow.is_balance()) return of(flow.subject());
  std::vector<Figure> found;
  const auto in = of({false, flow.partner, flow.actor});
  if (in.empty()) return found;
  for (Figure out : of({false, flow.actor, flow.partner}))
    for (const Figure& bought : in) {
      if (!bought.by_same(out)) continue;
      out.printed = (out.printed - bought.printed) * (flow.kind == FlowKind::surplus ? 1 : -1);
      out.value = out.printed;
      out.half_digit += bought.half_digit + kRevision * (bought.printed + std::fabs(out.printed));
      found.push_back(out);
      break;
    }
  return found;
}

void WholeText::confirm(std::size_t n, const OpenFlow& flow, const Figure& figure, const std::string& line) {
  Claim& claim = claim_of(n);
  claim.parties.clear();
  tell_subject(claim, flow.subject(), &figure.period, "", pack());
  if (flow.is_balance()) {
    claim.flow = flow.kind == FlowKind::surplus ? "surplus" : "deficit";
    claim.reading = fmt::format("{} of {} with {}, {}", claim.flow, pack().lexicon.display(flow.actor),
                                flow.partner.empty() ? "the world" : pack().lexicon.display(flow.partner),
                                to_text(figure.period));
  }
  if (claim.kind == "growth") claim.reading = "growth of " + claim.reading;
  EvidenceItem item = cited(figure, pack().lexicon);
  if (flow.is_balance() || claim.kind == "growth") item.figure = line;
  claim.evidence = {std::move(item)};
  claim.edit.reset();
  claim.verdict = Verdict::consistent;
  claim.note = line + "; what the sentence leaves out is taken from the rest of the text";
  known[n] = std::pair{flow, figure.period};
}

void WholeText::confirm_level(std::size_t n, const OpenFlow& flow, const Figure& figure) {
  Amount printed = number(n).amount;
  printed.value = figure.printed;
  confirm(n, flow, figure,
          fmt::format("{} {} in {}", amount_text(printed), by_whom(figure, pack().lexicon),
                      to_text(figure.period)));
}

void WholeText::settle_money(std::size_t n) {
  const Amount& amount = number(n).amount;
  const double digits = std::fabs(amount.value) / amount.unit;
  if (amount.hedge == Hedge::more_than || amount.hedge == Hedge::less_than || !(digits >= kFewDigits)) return;
  if (years.empty() && digits < kLateManyDigits) return;
  const std::vector<Period> near = periods_near(n);
  const bool dated = !context(n).periods.empty() || !context(n).months.empty();
  auto flows = readings(n);
  // Two digits fit much: only what the words themselves say, over the few months that they may mean.
  constexpr std::size_t kFewMonths = 4;
  if (digits < kLateDigits) {
    if (near.size() > kFewMonths || flows.empty() || !subject_of_claim(claim_of(n))) return;
    flows.resize(near.size() <= 2 ? std::min<std::size_t>(flows.size(), 3) : 1);
  }
  for (std::size_t k = 0; k < flows.size(); ++k) {
    const OpenFlow& flow = flows[k];
    std::vector<Period> periods = near;
    if (digits >= kLateManyDigits && !dated)
      for (const Period& p : all) put_months(periods, p);
    if (pack().figures.about({false, flow.actor, flow.partner}).empty() &&
        pack().figures.about(flow.subject()).empty())
      continue;
    for (const Period& period : periods)
      for (const Figure& f : figures_at(flow, period, k < kDerivedReadings))
        if (f.currency == code_of(amount) && agree(amount, f) &&
            f.half_digit <= std::max(kFineLevel * amount.value, half_digit_of(amount)))
          return confirm_level(n, flow, f);
  }
}

void WholeText::settle_listed(std::size_t n) {
  constexpr std::size_t kReach = 6;  // figures
  const Amount& amount = number(n).amount;
  if (number(n).beside.empty() || amount.hedge == Hedge::more_than || amount.hedge == Hedge::less_than ||
      std::fabs(amount.value) < kFewDigits * amount.unit)
    return;
  for (std::size_t k = n, steps = 0; k-- > 0 && steps < kReach; ++steps) {
    if (number(n).sentence - number(k).sentence > 2) return;
    if (!known[k] || known[k]->first.is_balance() || number(k).amount.percent) continue;
    OpenFlow flow = known[k]->first;
    std::vector<Period> periods{known[k]->second};
    if (number(n).period)
      periods.push_back(*number(n).period);
    else
      for (const auto& [from, to] : context(n).months)
        periods.push_back(
            months_from(12 * known[k]->second.year() + from, 12 * known[k]->second.year() + to));
    std::vector<OpenFlow> flows{flow};
    if (number(k).flow == FlowKind::imports && flow.kind == FlowKind::exports && !flow.partner.empty())
      flows.insert(flows.begin(), {FlowKind::imports, flow.partner, flow.actor});
    // "For the ten months the agency gives $10.2 billion for China": which flow, the words leave out.
    if (number(n).flow == FlowKind::none && flow.kind != FlowKind::total)
      flows.push_back({FlowKind::total, flow.actor, flow.partner});
    for (OpenFlow each : flows) {
      if (number(n).flow != FlowKind::none) each.kind = number(n).flow;
      if (each.is_balance()) return;
      each.partner = number(n).beside.front();
      if (each.partner == each.actor) return;
      for (const Period& p : periods)
        for (const Figure& f : figures_at(each, p, true))
          if (f.currency == code_of(amount) && agree(amount, f) &&
              f.half_digit <= std::max(kFineLevel * amount.value, half_digit_of(amount)))
            return confirm_level(n, each, f);
    }
    return;
  }
}

void WholeText::settle_in_turn(std::size_t first) {
  const SentenceContext& here = context(first);
  if (!holds(reader.tokens, here.span, {"respectively", "respective"})) return;
  std::vector<std::size_t> money, rates;
  for (std::size_t n = first; n < known.size() && number(n).sentence == number(first).sentence; ++n)
    (number(n).amount.percent ? rates : money).push_back(n);
  std::vector<std::string> partners = here.parties;
  if (money.size() < 2 || !known[money.front()] || known[money.front()]->first.is_balance()) return;
  OpenFlow flow = known[money.front()]->first;
  const Period period = known[money.front()]->second;
  for (const std::string* side : {&flow.actor, &flow.partner})
    if (partners.size() == money.size() + 1 && partners.front() == *side) partners.erase(partners.begin());
  if (partners.size() != money.size()) return;
  const std::string first_partner = flow.partner;
  if (flow.actor == partners.front()) std::swap(flow.actor, flow.partner);
  if (flow.partner != partners.front() || flow.kind != FlowKind::total) flow.partner = first_partner;
  if (flow.partner != partners.front()) return;
  for (std::size_t k = 0; k < money.size(); ++k) {
    const auto wrong = [&](std::size_t n) { return claim_of(n).verdict == Verdict::likely_error; };
    flow.partner = partners[k];
    for (const Figure& f : figures_at(flow, period, true))
      if (k > 0 && !wrong(money[k]) && f.currency == code_of(number(money[k]).amount) &&
          agree(number(money[k]).amount, f)) {
        confirm_level(money[k], flow, f);
        break;
      }
    if (rates.size() == money.size() && !wrong(rates[k]) && claim_of(rates[k]).verdict != Verdict::consistent)
      printed_rate(rates[k], flow, period) ||
          grew(rates[k], flow, period, months_from(period.from - 12, period.to - 12));
  }
}

void WholeText::settle_balance_beside(std::size_t n) {
  constexpr std::size_t kReach = 6;  // figures
  const Amount& amount = number(n).amount;
  if (number(n).flow != FlowKind::surplus && number(n).flow != FlowKind::deficit) return;
  for (std::size_t k = n > kReach ? n - kReach : 0; k < std::min(known.size(), n + kReach); ++k) {
    if (!known[k] || std::abs(number(k).sentence - number(n).sentence) > 2 || known[k]->first.is_balance() ||
        number(k).amount.percent)
      continue;
    OpenFlow flow = known[k]->first;
    for (const bool turned : {false, true}) {
      flow.kind = number(n).flow;
      if (turned) std::swap(flow.actor, flow.partner);
      if (flow.actor.empty()) continue;
      for (const Figure& f : figures_at(flow, known[k]->second, true))
        if (f.currency == code_of(amount) && std::fabs(amount.value) >= kFewDigits * amount.unit &&
            std::fabs(amount.value - f.printed) <= half_digit_of(amount) + f.half_digit)
          return confirm_level(n, flow, f);
    }
  }
}

// "which dropped by $87.9 billion to $452.2 billion": between two printed years of the level beside it.
void WholeText::settle_change(std::size_t n) {
  constexpr std::size_t kReach = 4;  // figures
  const Amount& amount = number(n).amount;
  for (std::size_t k = n > kReach ? n - kReach : 0; k < std::min(known.size(), n + kReach); ++k) {
    if (!known[k] || std::abs(number(k).sentence - number(n).sentence) > 1 || number(k).amount.percent)
      continue;
    const auto& [beside, period] = *known[k];
    std::vector<OpenFlow> flows{beside};
    // "the deficit fell as imports dropped by $109.1 billion": of the same two.
    if (const FlowKind kind = number(n).flow; kind != FlowKind::none && kind != beside.kind)
      for (const bool turned : {false, true})
        flows.push_back(turned ? OpenFlow{kind, beside.partner, beside.actor}
                               : OpenFlow{kind, beside.actor, beside.partner});
    for (const OpenFlow& flow : flows) {
      if (flow.actor.empty()) continue;
      for (const Figure& now : figures_at(flow, period, true))
        for (const Figure& base : figures_at(flow, months_from(period.from - 12, period.to - 12), true)) {
          if (!base.by_same(now) || now.currency != code_of(amount)) continue;
          Figure apart = now;
          apart.printed = std::fabs(now.printed - base.printed);
          apart.half_digit += base.half_digit;
          if (!agree(amount, apart) || apart.half_digit > kFineChange * apart.printed) continue;
          return confirm(n, flow, now,
                         fmt::format("{} after {} in the year before, {}", money_text(now), money_text(base),
                                     by_whom(now, pack().lexicon)));
        }
    }
  }
}

// What a level that fits is of, for the figures beside it.
void WholeText::recognise(std::size_t n) {
  const Claim& claim = claim_of(n);
  if (claim.verdict != Verdict::consistent || claim.parties.empty()) return;
  OpenFlow flow{FlowKind::total, claim.parties.front(), claim.parties.size() == 2 ? claim.parties[1] : ""};
  if (claim.flow == "surplus") flow.kind = FlowKind::surplus;
  if (claim.flow == "deficit") flow.kind = FlowKind::deficit;
  if (claim.flow == "exports") flow.kind = FlowKind::exports;
  if (claim.flow == "imports") flow.kind = FlowKind::imports;
  const Subject subject = flow.is_balance() ? Subject{false, flow.actor, flow.partner} : flow.subject();
  // One that the sentence before lent stands with the evidence alone.
  const std::string& when =
      claim.period.empty() && !claim.evidence.empty() ? claim.evidence.front().period : claim.period;
  for (const Figure& f : pack().figures.about(subject))
    if (to_text(f.period) == when || (flow.is_balance() && claim.reading.ends_with(to_text(f.period)))) {
      known[n] = std::pair{flow, f.period};
      return;
    }
}

void Reader::read_whole_text() {
  WholeText whole(*this);
  const auto each_money = [&](const auto& settle) {
    for (std::size_t n = 0; n < numbers.size(); ++n)
      if (!numbers[n].amount.percent) settle(n);
  };
  each_money([&](std::size_t n) { whole.recognise(n); });
  for (std::size_t n = 0; n < numbers.size(); ++n)
    if (numbers[n].amount.percent) whole.settle_together(n);
  each_money([&](std::size_t n) {
    if (whole.open(n) || whole.guessed(n)) whole.settle_listed(n);
    if (whole.open(n) || whole.guessed(n)) whole.settle_money(n);
  });
  each_money([&](std::size_t n) {
    if (n == 0 || numbers[n - 1].sentence != numbers[n].sentence) whole.settle_in_turn(n);
    if (whole.open(n)) whole.settle_balance_beside(n);
    if (claims[numbers[n].claim].note == "a change, not a level") whole.settle_change(n);
  });
  for (std::size_t n = 0; n < numbers.size(); ++n)
    if (numbers[n].amount.percent) whole.settle_rate(n);
  confirm_by_own_arithmetic(claims, numbers, tokens);
  each_money([&](std::size_t n) { whole.find_slip(n); });
  for (std::size_t n = 0; n < numbers.size(); ++n)
    if (numbers[n].amount.percent && !whole.known[n]) whole.recognise(n);
  for (std::size_t n = 0; n < numbers.size(); ++n)
    if (numbers[n].amount.percent) whole.find_rate_slip(n);
}

}  // namespace sogdia::claims
