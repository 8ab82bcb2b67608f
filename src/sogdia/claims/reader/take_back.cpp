#include <algorithm>
#include <string>

#include "sogdia/claims/prose/periods/period_parts.h"
#include "sogdia/claims/reader/reader.h"

// Alarms that the words of the sentence leave open after all.

namespace sogdia::claims {

// And rates: of two flows in turn, of a fall that grew, of a month against the one before.
void Reader::take_back_rate(Claim& claim, const Mentions& m, const Amount& rate, const Period* period,
                            const Said* beside, Span sentence) const {
  // "with exports and imports growing 4.3% and 6.2%"
  bool both = false, of_fall = false;
  for (std::size_t k = sentence.begin; k + 2 < rate.begin; ++k) {
    both = both || (one_of(tokens[k].text, {"exports", "imports"}) && tokens[k + 1].text == "and" &&
                    one_of(tokens[k + 2].text, {"exports", "imports"}));
    // "the rate of decrease rose to 16.5 percent"
    of_fall = of_fall || (one_of(tokens[k].text, {"rate", "pace"}) && tokens[k + 1].text == "of" &&
                          one_of(tokens[k + 2].text, {"decrease", "decline", "contraction", "fall"}));
  }
  const auto rates =
      std::count_if(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return a.percent; });
  const std::string& kind = claim.edit->kind;
  const bool of_month = by_months && period && period->from == period->to;
  // "imports from these countries increased by 9.4 percent": of others than those before.
  const std::size_t near = rate.begin > sentence.begin + 8 ? rate.begin - 8 : sentence.begin;
  const bool of_others = kind == "direction" && !beside &&
                         holds(tokens, {near, rate.begin}, {"these", "those"}) &&
                         holds(tokens, {near, rate.begin}, {"countries", "partners", "states"});
  if ((kind == "flow" && both && rates > 1) || (kind == "direction" && of_fall) || of_month || of_others) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
}

// Alarms that the words leave open: flows told in turn, half a year that may be a financial one's.
void Reader::take_back_where_open(Claim& claim, const Mentions& m, const Amount& amount,
                                  Span sentence) const {
  // "with imports from and exports to ASEAN increasing to A and B, respectively"
  if (claim.edit->kind == "flow" && m.in_turn.empty() &&
      holds(tokens, {amount.end, sentence.end}, {"respectively"})) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
    return;
  }
  // "the January-July deficit that America ran in 2018": of a part of the year.
  const bool whole_year = claim.period.size() == 4 || claim.reading.ends_with(", " + claim.period);
  const FlowWord* flow = flow_of_level(m, amount, sentence);
  const auto prints_year = [&](const Period& p) {
    return std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(p.begin),
                       tokens.begin() + static_cast<std::ptrdiff_t>(std::max(p.begin, p.end)),
                       [](const Token& token) { return token.value >= 1900; });
  };
  const auto names_month = [&](const Period& p) {
    for (std::size_t k = p.begin; k < p.end; ++k)
      if (month_at({tokens, sentence}, k) != 0 || tokens[k].text == "months") return true;
    return false;
  };
  constexpr std::size_t kJustBefore = 4;  // tokens
  const bool of_months = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    return flow && names_month(p) && p.to - p.from < 11 && flow->at >= p.end &&
           flow->at <= p.end + kJustBefore && !prints_year(p);
  });
  const bool a_year =
      std::any_of(m.periods.begin(), m.periods.end(), [](const Period& p) { return p.is_year(); });
  if (whole_year && of_months && a_year && one_of(claim.edit->kind, {"figure", "year", "period"})) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
    return;
  }
  // "Chinese imports accounted for $5.4 billion": of Chinese goods, as readers of another country say it.
  const bool of_goods =
      flow && flow->at > sentence.begin && flow->at < sentence.end && tokens[flow->at].text == "imports" &&
      !one_of(tokens[flow->at + 1].text, {"from", "of"}) &&
      std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
        // What its own office counts is what the country buys.
        return !p.reports && p.end == flow->at && !tokens[p.end - 1].possessive &&
               claim.edit->explanation.find("by " + pack.lexicon.display(p.code) + "'s") == std::string::npos;
      });
  // A half of India's financial year is no half of another.
  const bool half_of_april = claim.edit->kind == "period" &&
                             claim.edit->value.starts_with("April-September") &&
                             holds(tokens, sentence, {"half"});
  if ((claim.edit->kind == "flow" && of_goods) || half_of_april) {
    claim.verdict = Verdict::consistent;
    claim.edit.reset();
  }
}

}  // namespace sogdia::claims
