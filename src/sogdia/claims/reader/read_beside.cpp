#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// Figures that are what they are by the level beside or before them.

namespace sogdia::claims {
namespace {

// What may stand between a level and the rate behind it: "$172.8 billion, a rise of about".
bool leads_to_rate(std::string_view word) {
  return direction_of(word) != 0 ||
         one_of(word, {",",     "(",     "a",       "an",     "the",    "of",           "by",       "or",
                       "about", "some",  "just",    "only",   "nearly", "which",        "is",       "was",
                       "that",  "+",     "-",       "almost", "around", "representing", "marking",  "over",
                       "sharp", "steep", "modest",  "slight", "year",   "yearly",       "annual",   "usd",
                       "us",    "goods", "to",      "from",   "there",  "when",         "had",      "been",
                       "plus",  "minus", "already", "again",  "still",  "even",         "slightly", "roughly",
                       "worth", "'",     "then"});
}

// And between a rate and the level that it leads to: "8.2 percent on the year to".
bool leads_to_level(std::string_view word) {
  return one_of(
      word,
      {"to",       "at",      "and",      "reach",     "reached", "reaching", "amounted", "came", "stood",
       "totalled", "totaled", "totaling", "totalling", "hit",     "hitting",  "on",       "year", "-",
       "y",        "o",       "a",        "earlier",   "the",     "before",   "previous", "yoy",  ",",
       "over",     "about",   "nearly",   "almost",    "around",  "just",     "some",     "from", "record",
       "in",       "basis",   "annual",   "annually",  "total",   "compared", "with",     "same", "period",
       "of",       "last",    "roughly",  "only",      "dollar",  "dollars",  "terms"});
}

}  // namespace

// A rate that a comma sets behind the clause of a level, and that is held against another year.
bool Reader::is_apposed(const Mentions& m, const Said& said, const Amount& rate) const {
  if (rate.begin <= said.end + 1 || tokens[rate.begin - 1].text != "," || rate.end + 1 >= tokens.size() ||
      !one_of(tokens[rate.end].text, {"more", "less", "higher", "lower", "larger", "smaller"}) ||
      tokens[rate.end + 1].text != "than")
    return false;
  for (std::size_t k = said.end; k + 1 < rate.begin; ++k)
    if (one_of(tokens[k].text, {",", ";", ":", "while", "but", "and"}) && tokens[k + 1].text != "fro")
      return false;
  return std::none_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
    return f.at >= said.end && f.at < rate.begin && f.kind != said.flow;
  });
}

const Said* Reader::level_beside(const Mentions& m, const Amount& rate) const {
  const auto money_between = [&](std::size_t from, std::size_t to) {
    return std::any_of(m.amounts.begin(), m.amounts.end(),
                       [&](const Amount& a) { return a.begin >= from && a.end <= to; });
  };
  // Another year than the one before is compared with: a rate over several years.
  const auto over_years = [&](const Said& said) {
    return std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
      return p.compared && p.shift == 0 && p.begin >= rate.end && p.begin <= rate.end + 8 && said.period &&
             p.from != said.period->from - 12;
    });
  };
  // "$371.4 billion in 2021, up 17.1 percent"
  const auto of_own_period = [&](std::size_t k, const Said& said) {
    return std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
      const bool in =
          k < p.begin && k + 2 >= p.begin && one_of(tokens[k].text, {"in", "for", "during", "the"});
      return (in || (k >= p.begin && k < p.end)) && p.begin <= said.end + 2 && said.period->same_months(p);
    });
  };
  // "$864.9 billion in goods to the European Union, an increase of"
  const auto of_party = [&](std::size_t k) {
    return std::any_of(m.parties.begin(), m.parties.end(),
                       [&](const PartyMention& p) { return !p.reports && k >= p.begin && k < p.end; });
  };
  // "$84.1 billion in 2017 and $107.1 billion in 2018, growing 20.8 percent and 27.1 percent": in their
  // order.
  std::vector<const Amount*> run;
  for (const auto& a : m.amounts) {
    if (!a.percent) continue;
    if (!run.empty() &&
        (a.begin > run.back()->end + 2 || !one_of(tokens[run.back()->end].text, {"and", ","}))) {
      if (std::any_of(run.begin(), run.end(), [&](const Amount* r) { return r->begin == rate.begin; })) break;
      run.clear();
    }
    run.push_back(&a);
  }
  if (run.size() > 1)
    for (std::size_t k = 0; k < run.size(); ++k)
      if (run[k]->begin == rate.begin) {
        const bool paired = said_here.size() == run.size() && said_here.back().end <= run.front()->begin;
        return paired && said_here[k].period ? &said_here[k] : nullptr;
      }
  constexpr std::size_t kBehind = 12, kBefore = 14;  // tokens
  // "which had been worth $16.66 billion in 2023, fell by 14.5 percent to $14.25 billion": of where it led
  // to.
  const bool leads = rate.end < tokens.size() && tokens[rate.end].text == "to" &&
                     std::any_of(said_here.begin(), said_here.end(), [&](const Said& said) {
                       return said.period && said.begin > rate.end && said.begin <= rate.end + 4;
                     });
  for (const auto& said : said_here) {
    if (leads || !said.period || said.end > rate.begin || rate.begin - said.end > kBehind) continue;
    bool direct = rate.begin > said.end;
    for (std::size_t k = said.end; k < rate.begin; ++k)
      direct = direct && (leads_to_rate(tokens[k].text) || of_own_period(k, said) || of_party(k));
    // "Goods worth 251.8 billion euros went to and fro in 2025, 2.1 percent more than in the year before"
    direct = direct || is_apposed(m, said, rate);
    if (direct && !money_between(said.end, rate.begin) && !over_years(said)) return &said;
  }
  for (const auto& said : said_here) {
    if (!said.period || said.begin < rate.end || said.begin - rate.end > kBefore) continue;
    bool direct = false, clear = true;
    for (std::size_t k = rate.end; k < said.begin && clear; ++k) {
      const bool dated = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
        return k >= p.begin && k < p.end && (p.shift != 0 || p.compared);
      });
      direct = direct || one_of(tokens[k].text,
                                {"to", "at", "reach", "reached", "reaching", "amounted", "totalled",
                                 "totaled", "totaling", "totalling", "hit", "hitting", "came", "stood"});
      clear = dated || leads_to_level(tokens[k].text);
    }
    if (direct && clear && !money_between(rate.end, said.begin) && !over_years(said)) return &said;
  }
  return nullptr;
}

bool Reader::read_change(Claim& claim, const Mentions& m, const Amount& amount) const {
  if (!last_said || !last_said->confirmed || !last_said->period || said_age > 1) return false;
  if (amount.end + 1 >= tokens.size() || tokens[amount.end + 1].text != "than") return false;
  const int sign = one_of(tokens[amount.end].text, {"more", "higher"})  ? 1
                   : one_of(tokens[amount.end].text, {"less", "lower"}) ? -1
                                                                        : 0;
  constexpr std::size_t kNear = 6;  // tokens
  const Period& when = *last_said->period;
  std::optional<Period> base;
  for (const auto& p : m.periods) {
    if (p.begin < amount.end || p.begin > amount.end + kNear || base) continue;
    base = p;
    if (p.shift != 0) {
      base = when;
      base->from += p.shift;
      base->to += p.shift;
    }
  }
  if (sign == 0 || !base || base->to - base->from != when.to - when.from) return false;
  const auto& known = pack.figures.about(last_said->subject);
  bool far = true;
  double nearest = kNoNumber;
  for (const auto& later : known) {
    if (!later.period.same_months(when) || later.reporter.empty()) continue;
    for (const auto& earlier : known) {
      if (!earlier.period.same_months(*base) || !earlier.by_same(later)) continue;
      if (!amount.currency.empty() && amount.currency != later.currency) continue;
      const double change = sign * (later.printed - earlier.printed);
      const Range said = stands_for(amount, 1, false);
      const double room =
          later.half_digit + earlier.half_digit + kRevision * (later.printed + earlier.printed);
      const bool fits = said.low - room <= change && change <= said.high + room;
      if (!fits && !std::isnan(nearest) &&
          std::fabs(change - amount.value) > std::fabs(nearest - amount.value))
        continue;
      claim.evidence = {cited(later, pack.lexicon), cited(earlier, pack.lexicon)};
      nearest = change;
      claim.note = fmt::format("{} in {} after {} in {}, {}", money_text(later), to_text(when),
                               money_text(earlier), to_text(*base), by_whom(later, pack.lexicon));
      if (fits) {
        claim.verdict = Verdict::consistent;
        return true;
      }
      constexpr double kFar = 0.15;  // revisions move a difference of two by so much
      far = far && std::fabs(change - amount.value) > kFar * std::fabs(change) + 2 * room;
    }
  }
  if (std::isnan(nearest)) return false;
  claim.verdict = far ? Verdict::likely_error : Verdict::ambiguous;
  if (far) {
    Amount right = amount;
    right.value = std::fabs(nearest);
    claim.edit = Edit{"arithmetic", amount_text(right), claim.note};
  }
  return true;
}

void Reader::read_imports_of_goods(Claim& claim, const Mentions& m, const Amount& amount) {
  const FlowWord* flow = flow_near(tokens, m, amount);
  if (!flow || flow->kind != FlowKind::imports || !last_said->period || last_said->subject.total) return;
  const Subject said = last_said->subject, other{false, said.to, said.from};
  const bool owned = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return p.code == said.to && p.end == flow->at;
  });
  const bool alone = std::all_of(m.parties.begin(), m.parties.end(),
                                 [&](const PartyMention& p) { return p.reports || p.code == said.to; });
  const ToldFlow* told = told_flows.at(said, *last_said->period);
  if (!owned || !alone || !told || !told->confirmed || told->amount.value == amount.value) return;
  Claim tried = claim;
  tried.parties.clear();
  tried.evidence.clear();
  tried.edit.reset();
  tried.verdict = Verdict::not_checkable;
  tell_subject(tried, other, &*last_said->period, "", pack);
  judge_level(tried, amount, other, &*last_said->period, "", pack);
  if (tried.verdict != Verdict::consistent) return;
  tried.note += "; the text has told the other flow before";
  claim = std::move(tried);
  last_said->subject = other;
  last_said->actor = said.from;
  last_said->confirmed = true;
}

std::optional<Edit> Reader::turned_since_told(const Subject& subject, const Period& period,
                                              const Amount& amount, int said) const {
  constexpr double kPlainTurn = 0.03;
  constexpr int kReach = 1;  // sentences
  const ToldFlow* before = told_flows.before(subject, period, sentence_number - kReach);
  if (!before || !same_money(before->amount, amount) || before->amount.hedge != Hedge::none ||
      (amount.value / before->amount.value - 1) * said > -kPlainTurn)
    return std::nullopt;
  return Edit{"direction", said > 0 ? "fallen" : "risen",
              fmt::format("{} after {} in {}", amount_text(amount), amount_text(before->amount),
                          to_text(before->period))};
}

}  // namespace sogdia::claims
