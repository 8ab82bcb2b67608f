#include <algorithm>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {

// "Trade hit an all-time high in 2020": a record without its figure.
// "It was a record.", "That was no record.": of the level before it.
void Reader::read_record_told(const Mentions& m, Span sentence) {
  constexpr std::size_t kLongest = 9;  // tokens
  const Said* level = said_before.empty() ? nullptr : &said_before.front();
  if (!level || !level->confirmed || !level->period || !m.amounts.empty() || !m.flows.empty() ||
      !m.parties.empty() || !m.periods.empty() || sentence.end - sentence.begin > kLongest ||
      !one_of(tokens[sentence.begin].text, {"it", "that", "this"}) || sentence.begin + 1 >= sentence.end ||
      !one_of(tokens[sentence.begin + 1].text, {"was", "is"}))
    return;
  for (std::size_t k = sentence.begin + 2; k < sentence.end; ++k) {
    if (tokens[k].text != "record" || !tells_record(k, sentence)) continue;
    const bool denied = holds(tokens, {sentence.begin, k}, {"no", "not"});
    Claim& record = add("rank", sentence.begin + 2, k + 1);
    tell_subject(record, level->subject, &*level->period, "", pack);
    record.reading = (denied ? "no record of " : "a record of ") + record.reading;
    judge_record(record, level->subject, *level->period, pack);
    if (record.note.empty()) {
      claims.pop_back();
      return;
    }
    if (!denied) return;
    if (record.verdict == Verdict::likely_error) {
      record.verdict = Verdict::consistent;
      record.edit.reset();
    } else if (record.verdict == Verdict::consistent) {
      record.verdict = Verdict::likely_error;
      record.edit = Edit{"direction", "a record", record.note};
    }
    return;
  }
}

void Reader::read_record(const Mentions& m, Span sentence) {
  if (m.flows.size() != 1 ||
      std::any_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return !a.percent; }))
    return;
  const Period* period = nullptr;
  for (const auto& p : m.periods)
    if (!p.compared && !p.deadline && !p.day && p.shift == 0) period = period ? nullptr : &p;
  if (!period || m.periods.size() != 1) return;
  const FlowWord& flow = m.flows.front();
  for (std::size_t k = flow.at; k < sentence.end; ++k) {
    if (!tells_record(k, sentence)) continue;
    const Meant meant = subject_of(tokens, m, flow, last_pair, sentence);
    Amount none;
    none.begin = k;
    none.end = k + 1;
    none.percent = true;
    if (!meant.sure || !aside_of(tokens, m, none, &flow, sentence).empty()) return;
    Claim& record = add("rank", flow.at, std::max(k + 1, period->end));
    tell_subject(record, meant.subject, period, "", pack);
    record.reading = "a record of " + record.reading;
    judge_record(record, meant.subject, *period, pack);
    if (record.note.empty()) claims.pop_back();
    return;
  }
}

}  // namespace sogdia::claims
