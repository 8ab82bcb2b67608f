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
#include "sogdia/claims/reader/reader.h"

// Figures that their own sentence leaves open, read once more when the whole text is known: a country of the
// heading, months named by another sentence, the year that the page prints. What an office printed of one of
// these readings, within the printed digits, confirms the figure; nothing is called wrong here.

namespace sogdia::claims {
namespace {

constexpr double kLateDigits = 100, kLateManyDigits = 1000;  // of the last digit
constexpr double kTellingPoints = 10;                        // and of a rate's
constexpr double kFineLevel = 0.006;                         // half of a figure's last digit, as a part of it
constexpr double kFineGrowth = 0.012, kFineOfGrowth = 0.08;
constexpr std::size_t kMostReadings = 16, kMostYears = 8, kDerivedReadings = 4;
constexpr int kFirstYear = 2014, kLastYear = 2026;

struct OpenFlow {
  FlowKind kind = FlowKind::none;
  std::string actor, partner;
  bool operator==(const OpenFlow&) const = default;

  bool is_balance() const { return kind == FlowKind::surplus || kind == FlowKind::deficit; }
  Subject subject() const {
    return flow_of(kind == FlowKind::surplus ? FlowKind::exports : kind, actor, partner);
  }
};

template <class T>
void put_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}
void put_months(std::vector<Period>& list, Period p) {
  if (std::none_of(list.begin(), list.end(), [&](const Period& q) { return q.same_months(p); }))
    list.push_back(p);
}
Period months_from(int from, int to) {
  Period p;
  p.from = from;
  p.to = to;
  return p;
}

Range ends_of(const Figure& f) { return {f.printed - f.half_digit, f.printed + f.half_digit}; }

// Half of the last printed digit; the zeros of "50 percent" hide no more than one.
double half_digit_of(const Amount& a) { return 0.5 * (a.percent ? std::min(a.unit, a.scale) : a.unit); }

// To the coarser of both last digits.
bool agree(const Amount& a, const Figure& f) {
  return std::fabs(a.value - f.printed) <=
         std::max({half_digit_of(a), f.half_digit, kRevision * f.printed}) * (1 + 1e-9);
}

struct WholeText {
  Reader& reader;
  std::vector<int> years;
  std::vector<Period> all;
  std::vector<std::string> main;
  std::vector<std::optional<std::size_t>> level;
  std::vector<std::optional<std::pair<OpenFlow, Period>>> known;  // of each number that fits

  const Pack& pack() const { return reader.pack; }
  Claim& claim_of(std::size_t n) { return reader.claims[reader.numbers[n].claim]; }
  const Claim& claim_of(std::size_t n) const { return reader.claims[reader.numbers[n].claim]; }
  const SentenceContext& context(std::size_t n) const {
    return reader.contexts[static_cast<std::size_t>(reader.numbers[n].sentence - 1)];
  }

  bool open(std::size_t n) const {
    const Claim& claim = claim_of(n);
    return !reader.numbers[n].aside &&
           (claim.verdict == Verdict::ambiguous || claim.verdict == Verdict::not_checkable) &&
           !claim.note.starts_with("no single edit") && claim.evidence.empty();
  }

  void gather();
  std::vector<Period> periods_near(std::size_t n) const;
  std::vector<OpenFlow> readings(std::size_t n) const;
  std::vector<Figure> figures_at(const OpenFlow& flow, const Period& period, bool derived) const;
  void settle_money(std::size_t n);
  void settle_rate(std::size_t n);
  bool printed_rate(std::size_t n, const OpenFlow& flow, const Period& period);
  bool grew(std::size_t n, const OpenFlow& flow, const Period& period, const Period& before);
  void recognise(std::size_t n);
  void confirm(std::size_t n, const OpenFlow& flow, const Figure& figure, const std::string& line);
};

// The years and months that the text prints, and the countries that it names most.
void WholeText::gather() {
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
  const int own = reader.numbers[n].sentence - 1;
  for (int back = 1; back <= 2 && own - back >= 0 && found.empty(); ++back)
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
  std::vector<FlowKind> kinds{reader.numbers[n].flow};
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
  if (const int own = reader.numbers[n].sentence - 1; own > 0)
    before = reader.contexts[static_cast<std::size_t>(own - 1)].parties;
  std::vector<std::string> actors = here.about;
  for (const std::vector<std::string>* list :
       std::initializer_list<const std::vector<std::string>*>{&main, &here.parties, &before})
    for (const auto& code : *list) put_once(actors, code);
  std::vector<std::string> partners = here.parties;
  partners.emplace_back();
  if (here.parties.empty())
    for (const auto& code : before) partners.push_back(code);
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

// What offices printed of the flow over these months, of a balance the difference of both flows.
std::vector<Figure> WholeText::figures_at(const OpenFlow& flow, const Period& period, bool derived) const {
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

void WholeText::settle_money(std::size_t n) {
  const Amount& amount = reader.numbers[n].amount;
  const double digits = std::fabs(amount.value) / amount.unit;
  if (!(digits >= kLateDigits) || amount.hedge == Hedge::more_than || amount.hedge == Hedge::less_than)
    return;
  const std::vector<Period> near = periods_near(n);
  const bool dated = !context(n).periods.empty() || !context(n).months.empty();
  const auto flows = readings(n);
  if (years.empty() && digits < kLateManyDigits) return;
  for (std::size_t k = 0; k < flows.size(); ++k) {
    const OpenFlow& flow = flows[k];
    std::vector<Period> periods = near;
    if (digits >= kLateManyDigits && !dated)
      for (const Period& p : all) put_months(periods, p);
    if (pack().figures.about({false, flow.actor, flow.partner}).empty() &&
        pack().figures.about(flow.subject()).empty())
      continue;
    for (const Period& period : periods)
      for (const Figure& f : figures_at(flow, period, k < kDerivedReadings)) {
        if (f.currency != code_of(amount)) continue;
        if (!agree(amount, f) || f.half_digit > kFineLevel * amount.value) continue;
        Amount printed = amount;
        printed.value = f.printed;
        confirm(
            n, flow, f,
            fmt::format("{} {} in {}", amount_text(printed), by_whom(f, pack().lexicon), to_text(period)));
        return;
      }
  }
}

bool WholeText::grew(std::size_t n, const OpenFlow& flow, const Period& period, const Period& before) {
  const Amount& rate = reader.numbers[n].amount;
  const Range said{rate.value - half_digit_of(rate), rate.value + half_digit_of(rate)};
  const auto bases = figures_at(flow, before, true);
  if (bases.empty()) return false;
  for (const Figure& now : figures_at(flow, period, true))
    for (const Figure& base : bases) {
      if (!base.by_same(now)) continue;
      const Range a = ends_of(now), b = ends_of(base);
      if (!(a.low > 0) || !(b.low > 0)) continue;
      const Range implied{a.low / b.high - 1, a.high / b.low - 1};
      if (implied.high - implied.low > std::max(kFineGrowth, kFineOfGrowth * std::fabs(rate.value))) continue;
      if (said.low > implied.high || said.high < implied.low) continue;
      confirm(n, flow, now,
              fmt::format("{:+.1f} % from {} to {} {}", 100 * (now.printed / base.printed - 1),
                          to_text(before), to_text(period), by_whom(now, pack().lexicon)));
      return true;
    }
  return false;
}

bool WholeText::printed_rate(std::size_t n, const OpenFlow& flow, const Period& period) {
  if (flow.is_balance()) return false;
  const Amount& rate = reader.numbers[n].amount;
  for (const auto* rows :
       {&pack().figures.about(flow.subject()), &pack().figures.growth_about(flow.subject())})
    for (const Figure& f : *rows) {
      if (!f.period.same_months(period) || std::isnan(f.growth) || f.reporter.empty()) continue;
      if (std::fabs(rate.value - f.growth) > std::max(half_digit_of(rate), f.half_growth) * (1 + 1e-9))
        continue;
      confirm(n, flow, f,
              fmt::format("{} {} in {}{}", rate_text(f), by_whom(f, pack().lexicon), to_text(period),
                          f.currency == "USD" ? "" : ", measured in " + f.currency));
      return true;
    }
  return false;
}

void WholeText::settle_rate(std::size_t n) {
  const Amount& rate = reader.numbers[n].amount;
  if (std::fabs(rate.value) < kTellingPoints * rate.unit && !(level[n] && known[*level[n]])) return;
  std::vector<std::pair<OpenFlow, Period>> tried;
  if (level[n] && known[*level[n]]) {
    tried.push_back(*known[*level[n]]);
  } else if (!level[n] && !readings(n).empty()) {
    const Claim& claim = claim_of(n);
    constexpr std::size_t kFewMonths = 4;  // more fit too much
    const auto near = periods_near(n);
    if (near.size() > kFewMonths || (claim.parties.empty() && context(n).about.empty())) return;
    for (const Period& p : near) tried.emplace_back(readings(n).front(), p);
  }
  for (const auto& [flow, period] : tried) {
    const int months = period.to - period.from + 1;
    if (printed_rate(n, flow, period)) return;
    if (grew(n, flow, period, months_from(period.from - 12, period.to - 12))) return;
    if ((months == 1 || months == 3) &&
        grew(n, flow, period, months_from(period.from - months, period.to - months)))
      return;
  }
}

// What a level that fits is of, for the rates beside it.
void WholeText::recognise(std::size_t n) {
  const Claim& claim = claim_of(n);
  if (claim.verdict != Verdict::consistent || claim.parties.empty()) return;
  OpenFlow flow{FlowKind::total, claim.parties.front(), claim.parties.size() == 2 ? claim.parties[1] : ""};
  if (claim.flow == "surplus") flow.kind = FlowKind::surplus;
  if (claim.flow == "deficit") flow.kind = FlowKind::deficit;
  if (claim.flow == "exports") flow.kind = FlowKind::exports;
  if (claim.flow == "imports") flow.kind = FlowKind::imports;
  const Subject subject = flow.is_balance() ? Subject{false, flow.actor, flow.partner} : flow.subject();
  for (const Figure& f : pack().figures.about(subject))
    if (to_text(f.period) == claim.period ||
        (flow.is_balance() && claim.reading.ends_with(to_text(f.period)))) {
      known[n] = std::pair{flow, f.period};
      return;
    }
}

}  // namespace

void Reader::read_whole_text() {
  WholeText whole{*this, {}, {}, {}, {}, {}};
  whole.gather();
  whole.level = levels_of_rates(numbers, tokens);
  whole.known.resize(numbers.size());
  for (std::size_t n = 0; n < numbers.size(); ++n) {
    if (numbers[n].amount.percent) continue;
    if (whole.open(n)) whole.settle_money(n);
    if (!whole.known[n]) whole.recognise(n);
  }
  for (std::size_t n = 0; n < numbers.size(); ++n)
    if (numbers[n].amount.percent && whole.open(n)) whole.settle_rate(n);
  confirm_by_own_arithmetic(claims, numbers, tokens);
}

}  // namespace sogdia::claims
