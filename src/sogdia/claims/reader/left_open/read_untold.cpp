#include <optional>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// A figure that the next sentence tells of what it is.

namespace sogdia::claims {

void Reader::keep_untold(const Mentions& m) {
  untold.reset();
  const Amount* money = nullptr;
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (money) return;
    money = &a;
  }
  if (!money || levels_here.size() != 1) return;
  const std::size_t at = levels_here.front().second;
  if (at < claims.size() && claims[at].kind == "amount" && claims[at].verdict == Verdict::not_checkable &&
      claims[at].parties.empty())
    untold = Untold{*money, at};
}

void Reader::read_untold(const Mentions& m, Span sentence) {
  const std::size_t k = sentence.begin;
  if (!untold || untold->claim >= claims.size() || m.flows.empty() || k + 3 >= sentence.end ||
      !one_of(tokens[k].text, {"that", "this", "it"}) || !one_of(tokens[k + 1].text, {"is", "was"}) ||
      !(one_of(tokens[k + 2].text, {"what"}) ||
        (tokens[k + 2].text == "how" && tokens[k + 3].text == "much")))
    return;
  const FlowWord& flow = m.flows.front();
  const Meant meant = subject_of(tokens, m, flow, last_pair, sentence);
  const Period* when = period_near(tokens, m, flow.at, flow.at + 1, false);
  if (!when || meant.subject.from.empty() || meant.subject.to.empty()) return;
  const std::string reporter = reporter_of(m, meant.subject, flow.at);
  Claim tried = claims[untold->claim];
  tell_subject(tried, meant.subject, when, reporter, pack);
  judge_level(tried, untold->amount, meant.subject, when, reporter, pack);
  if (tried.verdict == Verdict::likely_error && !meant.sure) return;
  tried.note += "; what it is of the next sentence tells";
  claims[untold->claim] = std::move(tried);
  const bool fits = claims[untold->claim].verdict == Verdict::consistent;
  last_said = Said{flow.kind,
                   flow.kind == FlowKind::imports ? meant.subject.to : meant.subject.from,
                   *when,
                   meant.subject,
                   0,
                   fits,
                   meant.sure,
                   0,
                   untold->claim};
  said_age = 0;
}

}  // namespace sogdia::claims
