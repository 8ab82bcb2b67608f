#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// Figures that are what the fitting one beside them makes of them.

namespace sogdia::claims {
namespace {

bool is_unsettled(const Claim& claim) {
  return claim.kind == "amount" &&
         (claim.verdict == Verdict::ambiguous || claim.verdict == Verdict::not_checkable);
}

std::string partner_of(const Said& said) {
  return said.actor == said.subject.from ? said.subject.to : said.subject.from;
}

bool is_money_between(const Mentions& m, std::size_t from, std::size_t to) {
  return std::any_of(m.amounts.begin(), m.amounts.end(),
                     [&](const Amount& a) { return !a.percent && a.begin >= from && a.end <= to; });
}

// The partner of a figure in a list whose figures stand behind or before their partners.
std::string partner_beside(const Mentions& m, const Amount& amount, const Said& before,
                           const std::vector<std::string>& used) {
  const auto fitting = [&](const std::string& preposition) {
    return before.subject.total                  ? one_of(preposition, {"with"})
           : before.subject.from == before.actor ? one_of(preposition, {"to", "into"})
                                                 : one_of(preposition, {"from"});
  };
  const auto right_behind = [&](const PartyMention& p, std::size_t end) {
    return !p.reports && p.begin > end && p.begin <= end + 2 && fitting(p.preposition);
  };
  const bool behind = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return right_behind(p, before.end) && p.code == partner_of(before);
  });
  std::size_t previous = before.end;
  for (const auto& a : m.amounts)
    if (!a.percent && a.end <= amount.begin) previous = std::max(previous, a.end);
  // "$8.1 billion worth of goods to Japan and $16.3 billion to China": behind its own figure alone.
  if (!behind) {
    std::string own, others;
    for (const auto& p : m.parties) {
      if (p.reports) continue;
      if (p.begin >= previous && p.end <= amount.begin && p.code != partner_of(before)) others = p.code;
      if (right_behind(p, amount.end) && own.empty()) own = p.code;
    }
    if (!own.empty() && others.empty() && std::find(used.begin(), used.end(), own) == used.end()) return own;
  }
  std::string found;
  for (const auto& p : m.parties) {
    if (p.reports) continue;
    const bool beside = behind ? right_behind(p, amount.end) : p.begin >= previous && p.end <= amount.begin;
    if (!beside || p.code == found) continue;
    if (!found.empty() || std::find(used.begin(), used.end(), p.code) != used.end()) return {};
    found = p.code;
  }
  // Behind its figure another one may stand, too: then nothing tells which is meant.
  if (!behind)
    for (const auto& p : m.parties)
      if (right_behind(p, amount.end)) return {};
  return found;
}

// "$172.8 billion in 2020, a drop of 8.7 percent, and $233.6 billion in 2022": the period right behind a
// figure that names nobody else; null where none stands there.
const Period* other_year_of(const std::vector<Token>& tokens, const Mentions& m, const Amount& amount,
                            const Said& before) {
  constexpr std::size_t kReach = 4;  // tokens
  for (const auto& p : m.parties)
    if (!p.reports && p.begin >= before.end && p.begin <= amount.end + kReach) return nullptr;
  for (std::size_t k = before.end; k < amount.begin; ++k)
    if (one_of(tokens[k].text, {"while", "whereas", "but", ";", ":", "target", "goal"})) return nullptr;
  const Period* found = nullptr;
  for (const auto& p : m.periods) {
    if (p.begin < amount.end || p.begin > amount.end + kReach || found) continue;
    if (p.shift != 0 || p.compared || p.deadline || p.day || p.open || p.since || p.guessed || p.relative)
      return nullptr;
    found = &p;
  }
  if (!found || found->same_months(*before.period)) return nullptr;
  return found->to - found->from == before.period->to - before.period->from ? found : nullptr;
}

// "in six years", "over the last 6 years": the number; 0 where the words are none.
int years_spanned(const std::vector<Token>& tokens, std::size_t from, std::size_t end) {
  constexpr std::size_t kReach = 5;  // tokens
  constexpr std::array<std::string_view, 9> kWords{"two",   "three", "four", "five", "six",
                                                   "seven", "eight", "nine", "ten"};
  if (from >= end || !one_of(tokens[from].text, {"in", "over", "within", "during"})) return 0;
  for (std::size_t k = from + 1; k + 1 < std::min(end, from + kReach); ++k) {
    if (!one_of(tokens[k + 1].text, {"years"})) continue;
    for (std::size_t n = 0; n < kWords.size(); ++n)
      if (tokens[k].text == kWords[n] || tokens[k].text == std::to_string(n + 2))
        return static_cast<int>(n) + 2;
  }
  return 0;
}

// "that is a growth of", "which was a decline of"
bool sums_up_growth(const std::vector<Token>& tokens, const Amount& rate, Span sentence) {
  if (rate.begin < sentence.begin + 4 || tokens[rate.begin - 1].text != "of" ||
      direction_of(tokens[rate.begin - 2].text) == 0)
    return false;
  for (std::size_t k = rate.begin - 2; k-- > sentence.begin && k + 6 > rate.begin;)
    if (one_of(tokens[k].text, {"that", "this", "which"}) &&
        one_of(tokens[k + 1].text, {"is", "was", "means", "meant", "makes", "made", "represents"}))
      return true;
  return false;
}

// What was printed of the claim's subject in its own currency, where all of it lies well apart from the
// amount; null where none does or one is near.
const EvidenceItem* figure_of(const Claim& claim, const Amount& amount) {
  constexpr double kApart = 0.05, kOtherScale = 3;
  const EvidenceItem* found = nullptr;
  for (const auto& item : claim.evidence) {
    if (item.status != "observed" || item.unit != code_of(amount)) continue;
    const double ratio = amount.value / item.value;
    if (std::fabs(ratio - 1) < kApart || ratio > kOtherScale || ratio < 1 / kOtherScale) return nullptr;
    if (!found) found = &item;
  }
  return found;
}

}  // namespace

// Whether a total or balance of this sentence is of the two flows that the text has told: no other country or
// period stands beside it.
std::optional<BothFlows> Reader::told_of(const Mentions& m, const Period* period,
                                         const Subject& subject) const {
  auto both = told_flows.both_ways(sentence_number);
  if (!both || (!period && !m.months.empty())) return std::nullopt;
  // "imports stood at A and exports at B; the sum was": of these two, not of those before.
  const auto here = [&](FlowKind kind) {
    return std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) { return f.kind == kind; });
  };
  if (here(FlowKind::exports) && here(FlowKind::imports) &&
      (both->out.sentence != sentence_number || both->in.sentence != sentence_number))
    return std::nullopt;
  // "China's trade with partners of the initiative": of others than those two, whoever they are.
  for (const auto& f : m.flows)
    if (f.kind == FlowKind::total && f.at + 1 < tokens.size() && tokens[f.at + 1].text == "with" &&
        (subject.from.empty() || subject.to.empty()))
      return std::nullopt;
  const Subject pair = both->both();
  // "The foreign trade balance showed a surplus of", behind the flows with one partner: with all the world.
  for (const auto& f : m.flows)
    if ((f.kind == FlowKind::surplus || f.kind == FlowKind::deficit) && !pair.from.empty() &&
        !pair.to.empty() &&
        holds(tokens, {f.at > 6 ? f.at - 6 : 0, f.at + 1}, {"foreign", "external", "overall", "adjusted"}))
      return std::nullopt;
  for (const auto& code : {subject.from, subject.to})
    if (!code.empty() && code != pair.from && code != pair.to) return std::nullopt;
  for (const auto& p : m.parties)
    if (!p.reports && p.code != pair.from && p.code != pair.to) return std::nullopt;
  // Where it prints none, that of the sentence before; a part of the year that is not read is none of these.
  if (!period)
    for (std::size_t k = 0; k < m.flows.size(); ++k)
      for (std::size_t at = m.flows[k].at > 14 ? m.flows[k].at - 14 : 0; at < m.flows[k].at; ++at)
        if (one_of(tokens[at].text, {"half", "quarter", "months"})) return std::nullopt;
  if (!period && last_period && both->in.sentence < sentence_number - 1) period = &*last_period;
  if (period && !period->same_months(both->in.period)) return std::nullopt;
  return both;
}

bool Reader::is_of_told(const Mentions& m, const FlowWord& flow, const Period* period, Span sentence) const {
  const bool total = flow.kind == FlowKind::total;
  const bool balance = flow.kind == FlowKind::surplus || flow.kind == FlowKind::deficit;
  if (!both_told || !(total || balance) || m.flows.front().at != flow.at || flow.at < sentence.begin)
    return false;
  if (total &&
      !one_of(tokens[flow.at].text, {"together", "altogether", "combined", "total", "all", "sum", "whole"}))
    return false;
  // "The deficit with Vietnam" is told of, too; one of nobody at all is of these two.
  return told_of(m, period, {}).has_value();
}

bool Reader::read_told_growth(Claim& claim, const Amount& rate, const Subject& subject, Span sentence) const {
  const ToldFlow *from = nullptr, *to = nullptr;
  if (const int years = years_spanned(tokens, rate.end, sentence.end); years != 0) {
    to = told_flows.latest(subject);
    if (!to) return false;
    Period first = to->period;
    first.from -= 12 * years;
    first.to -= 12 * years;
    from = told_flows.at(subject, first);
  } else if (sums_up_growth(tokens, rate, sentence) && last_said && said_age <= 1 && last_said->confirmed &&
             last_said->period && last_said->subject == subject) {
    Period earlier = *last_said->period, later = earlier;
    for (int* end : {&earlier.from, &earlier.to}) *end -= 12;
    for (int* end : {&later.from, &later.to}) *end += 12;
    const ToldFlow *here = told_flows.at(subject, *last_said->period),
                   *before = told_flows.at(subject, earlier), *after = told_flows.at(subject, later);
    if (!here || !before == !after) return false;
    from = before ? before : here;
    to = before ? here : after;
  }
  return from && to && judge_growth_between(claim, rate, from->amount, to->amount);
}

void Reader::read_as_before(Claim& claim, const Mentions& m, const Amount& amount, Span sentence) {
  if (!is_unsettled(claim) || amount.percent) return;
  const Said* before = nullptr;
  std::vector<std::string> used;
  std::size_t fitting = 0;
  for (const auto& said : said_here) {
    used.push_back(partner_of(said));
    used.push_back(said.actor);
    if (!said.confirmed || !said.period || said.end > amount.begin) continue;
    before = &said;
    ++fitting;
  }
  if (!before || before->actor.empty()) return;
  const auto between = [&](std::size_t k) { return k >= before->end && k <= amount.end + 3; };
  if (std::any_of(m.flows.begin(), m.flows.end(),
                  [&](const FlowWord& f) { return f.kind != before->flow && between(f.at); }) ||
      std::any_of(m.breaks.begin(), m.breaks.end(), between))
    return;
  if (reading_of(tokens, m, amount, sentence) != Reading::outcome ||
      !aside_of(tokens, m, amount, nullptr, sentence).empty())
    return;
  Subject subject = before->subject;
  std::optional<Period> period;
  const bool base = is_base(tokens, amount, sentence);
  if (base) {
    const bool others = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
      return !p.reports && p.begin >= before->end && p.begin <= amount.end + 3;
    });
    period = period_of_base(tokens, m, amount, &*before->period);
    if (others || is_money_between(m, before->end, amount.begin) || !period ||
        period->to - period->from != before->period->to - before->period->from)
      return;
  } else if (const Period* other = other_year_of(tokens, m, amount, *before)) {
    period = *other;
  } else {
    const std::string partner = partner_beside(m, amount, *before, used);
    const bool listed = std::any_of(m.parties.begin(), m.parties.end(),
                                    [&](const PartyMention& p) { return p.code == partner_of(*before); });
    // "Shipments there rose to A, while those to China fell to B"
    const bool those = holds(tokens, {before->end, amount.begin}, {"those"});
    if (partner.empty() || !(listed || those)) return;
    (subject.from == before->actor ? subject.to : subject.from) = partner;
    bool far = false;
    const Period* near = period_near(tokens, m, amount.begin, amount.end, false, &far);
    if (near && !near->same_months(*before->period) && (far || near->guessed)) return;
    period = near ? *near : *before->period;
  }
  constexpr double kTelling = 20;
  Claim tried;
  bool slip = false;
  const auto try_it = [&] {
    tried = claim;
    tried.parties.clear();
    tried.evidence.clear();
    tried.edit.reset();
    tried.verdict = Verdict::not_checkable;
    tell_subject(tried, subject, &*period, "", pack);
    judge_level(tried, amount, subject, &*period, "", pack);
    slip = tried.verdict == Verdict::likely_error && amount.value >= kTelling * amount.unit &&
           (base || fitting > 1 || one_of(tried.edit->kind, {"scale", "digit", "currency", "flow"}));
  };
  try_it();
  // "Germany took goods for A, the United States for B": those who take are the list.
  if (!base && !slip && tried.verdict != Verdict::consistent && !before->subject.total) {
    const std::string& partner = subject.from == before->actor ? subject.to : subject.from;
    Subject other = before->subject;
    (other.from == before->actor ? other.from : other.to) = partner;
    if (partner != before->actor && other.from != other.to) {
      std::swap(subject, other);
      try_it();
      slip = slip && one_of(tried.edit->kind, {"scale", "digit", "currency"});
    }
  }
  if (!slip && tried.verdict != Verdict::consistent) return;
  tried.note += "; of the same as the figure before it";
  claim = std::move(tried);
  const std::string actor = before->flow == FlowKind::imports ? subject.to : subject.from;
  last_said = Said{before->flow, subject.total ? before->actor : actor, period, subject,
                   amount.end,   claim.verdict == Verdict::consistent,  true};
  said_age = 0;
}

void Reader::read_against_told(Claim& claim, const Mentions& m, const Amount& amount, const Subject& subject,
                               const Period& period, Span sentence) const {
  constexpr double kApart = 0.05, kOtherScale = 3, kTelling = 20;
  const ToldFlow* told = told_flows.at(subject, period);
  if (claim.verdict != Verdict::ambiguous || !told || !told->confirmed || told->sentence == sentence_number ||
      amount.hedge != Hedge::none || told->amount.hedge != Hedge::none ||
      amount.value < kTelling * amount.unit || !same_money(told->amount, amount))
    return;
  const double ratio = amount.value / told->amount.value;
  if (std::fabs(ratio - 1) < kApart || ratio > kOtherScale || ratio < 1 / kOtherScale) return;
  // Another source may count otherwise.
  if (std::any_of(m.parties.begin(), m.parties.end(), [](const PartyMention& p) { return p.reports; }) ||
      holds(tokens, sentence,
            {"estimates", "estimated", "estimate",  "according", "forecast", "projected",  "preliminary",
             "revised",   "initially", "count",     "counted",   "counts",   "statistics", "figures",
             "data",      "mirror",    "puts",      "put",       "own",      "books",      "record",
             "records",   "excluding", "including", "without"}))
    return;
  claim.verdict = Verdict::likely_error;
  claim.note = fmt::format("the text has it at {} before; {}", amount_text(told->amount), claim.note);
  claim.edit = Edit{"figure", amount_text(told->amount), claim.note};
}

void Reader::read_by_rate(const Said& level, const Mentions& m, const Subject& subject, const Period& period,
                          Span sentence, bool of_other_months) {
  constexpr double kTelling = 20, kLarge = 0.3;  // "90 percent" is told to the point
  if (level.confirmed || level.claim >= claims.size() || !is_unsettled(claims[level.claim])) return;
  const bool telling = std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
    return a.percent && (std::fabs(a.value) >= kTelling * a.unit || std::fabs(a.value) >= kLarge);
  });
  for (const auto& a : m.amounts) {
    if (a.percent || a.begin != level.begin || !telling) continue;
    Claim tried = claims[level.claim];
    tried.parties.clear();
    tried.evidence.clear();
    tried.edit.reset();
    tried.verdict = Verdict::not_checkable;
    // "Kazakhstan's own statistics put the turnover at": by that office alone.
    const std::string named = reporter_of(m, subject, level.begin);
    const std::string office = named == subject.from || named == subject.to ? named : std::string();
    tell_subject(tried, subject, &period, office, pack);
    judge_level(tried, a, subject, &period, office, pack);
    bool slip = tried.verdict == Verdict::likely_error &&
                one_of(tried.edit->kind, {"scale", "digit", "currency", "flow", "figure", "mirror"});
    // No edit makes it fit what was printed with that very rate: another figure.
    if (const EvidenceItem* own = figure_of(tried, a);
        own && tried.verdict == Verdict::ambiguous && !tried.note.starts_with("the pack has no figure by")) {
      Amount right = a;
      right.value = own->value;
      tried.verdict = Verdict::likely_error;
      tried.edit = Edit{"figure", amount_text(right), own->figure};
      slip = true;
    }
    if (!slip && tried.verdict != Verdict::consistent) return;
    // Of months that only the rate tells: a slip of the hand alone.
    if (slip && of_other_months && !one_of(tried.edit->kind, {"scale", "digit"})) return;
    if (slip && tried.edit->kind == "figure" && fits_other(tried, m, a, sentence)) return;
    tried.note += "; of the period that the rate beside it fits";
    claims[level.claim] = std::move(tried);
  }
}

}  // namespace sogdia::claims
