#include "sogdia/claims/subject.h"

#include <algorithm>
#include <limits>

namespace sogdia::claims {

std::string other_of(const std::vector<std::string>& pair, const std::string& code) {
  if (pair.size() != 2) return {};
  return pair[0] == code ? pair[1] : pair[1] == code ? pair[0] : std::string();
}

Subject subject_of(const Mentions& m, const FlowWord& flow, const std::vector<std::string>& last_pair) {
  std::vector<const PartyMention*> parties;
  for (const auto& p : m.parties)
    if (!p.reports) parties.push_back(&p);
  std::vector<std::string> distinct;
  // Nearest to the flow word first, the order of the text among equals.
  auto by_distance = parties;
  const auto distance = [&](const PartyMention* p) {
    return p->begin > flow.at ? p->begin - flow.at : flow.at - p->begin;
  };
  std::stable_sort(by_distance.begin(), by_distance.end(),
                   [&](const auto* a, const auto* b) { return distance(a) < distance(b); });
  for (const auto* p : by_distance)
    if (std::find(distinct.begin(), distinct.end(), p->code) == distinct.end()) distinct.push_back(p->code);

  if (flow.kind == FlowKind::total) {
    if (distinct.size() >= 2) return {true, distinct[0], distinct[1]};
    if (distinct.size() == 1) return {true, distinct[0], other_of(last_pair, distinct[0])};
    if (last_pair.size() == 2) return {true, last_pair[0], last_pair[1]};
    return {true, "", ""};
  }

  std::size_t next_flow = std::numeric_limits<std::size_t>::max();
  for (const auto& f : m.flows)
    if (f.at > flow.at) next_flow = std::min(next_flow, f.at);
  std::string before, to, from, by;
  for (const auto* p : parties) {
    if (p->begin < flow.at) {
      // "with Chinese exports to Russia and imports": the subject is China, not Russia.
      const bool owns_flow =
          std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) { return f.at == p->end; });
      if (before.empty() || owns_flow || !one_of(p->preposition, {"to", "into", "with"})) before = p->code;
      if (p->preposition == "from" && from.empty()) from = p->code;
    } else if (p->begin < next_flow) {
      if (one_of(p->preposition, {"to", "into", "for"}) && to.empty()) to = p->code;
      if (p->preposition == "from" && from.empty()) from = p->code;
      if (one_of(p->preposition, {"of", "by"}) && by.empty()) by = p->code;
    }
  }
  Subject s;
  if (flow.kind == FlowKind::exports) {
    s.to = to;
    s.from = !from.empty() ? from : !by.empty() ? by : before;
  } else {
    s.from = from;
    s.to = !to.empty() ? to : !by.empty() ? by : before;
  }
  if (s.from == s.to) (flow.kind == FlowKind::exports ? s.from : s.to).clear();
  // One side still open: the other country of the sentence, then of the text.
  std::string& open = s.from.empty() ? s.from : s.to;
  const std::string& known = s.from.empty() ? s.to : s.from;
  if (open.empty() && !known.empty()) {
    for (const auto& code : distinct)
      if (code != known && open.empty()) open = code;
    if (open.empty()) open = other_of(last_pair, known);
  }
  return s;
}

std::vector<Subject> other_flows(const Subject& s) {
  const Subject out{false, s.from, s.to}, back{false, s.to, s.from}, both{true, s.from, s.to};
  std::vector<Subject> others;
  if (s.total || s.from.empty()) others.push_back(s.from.empty() ? Subject{false, s.to, std::string()} : out);
  if (s.total || !s.from.empty()) others.push_back(back);
  if (!s.total) others.push_back(s.from.empty() ? Subject{true, s.to, std::string()} : both);
  return others;
}

}  // namespace sogdia::claims
