#include <algorithm>

#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// Which flow word of its sentence, or of those before, a level is of.

namespace sogdia::claims {

namespace {

// "Turkmenistan, which sells gas, came to $10.6 billion": the clause is closed before the figure.
bool in_clause_before(const std::vector<Token>& tokens, const FlowWord& flow, const Amount& amount,
                      Span sentence) {
  if (flow.at >= amount.begin || flow.at < sentence.begin) return false;
  std::size_t open = flow.at;
  while (open > sentence.begin && !one_of(tokens[open].text, {",", ";", ":"})) --open;
  if (tokens[open].text != "," || open + 1 > flow.at || !one_of(tokens[open + 1].text, {"which", "who"}))
    return false;
  std::size_t close = flow.at;
  while (close < amount.begin && !one_of(tokens[close].text, {",", ";"})) ++close;
  return close < amount.begin && tokens[close].text == ",";
}

}  // namespace

const FlowWord* Reader::flow_of_level(const Mentions& m, const Amount& amount, Span sentence) const {
  const FlowWord* flow = flow_near(tokens, m, amount);
  // "the total was 6.52 trillion yuan: exports of ...": what the colon opens is a part of it.
  const bool parted = flow && flow->at > amount.end &&
                      std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(amount.end),
                                  tokens.begin() + static_cast<std::ptrdiff_t>(flow->at),
                                  [](const Token& token) { return token.text == ":"; });
  const bool says_it =
      parted && std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(amount.end),
                            tokens.begin() + static_cast<std::ptrdiff_t>(flow->at), [](const Token& token) {
                              return one_of(token.text, {"that", "this", "such"});
                            });
  // "It fell to 6.52 trillion yuan, of which 3.79 trillion were exports": so is what "of which" opens.
  const bool of_which = flow && flow->at > amount.end && amount.end + 2 < flow->at &&
                        holds(tokens, {amount.end, std::min(amount.end + 8, flow->at)}, {"which"}) &&
                        std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
                          return !a.percent && a.begin > amount.end && a.begin < flow->at;
                        });
  // "Expressed in yuan it was 6.52 trillion, of which China's exports made up 3.79 trillion"
  const bool part_behind = flow && flow->at > amount.end && flow->kind != FlowKind::total &&
                           holds(tokens, {amount.end, std::min(amount.end + 3, flow->at)}, {"which"}) &&
                           std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
                             return !a.percent && a.begin > flow->at && a.begin <= flow->at + 6;
                           });
  if ((parted && !says_it) || of_which || part_behind) flow = nullptr;
  // "Volume $44.4 billion (+11.1 percent), exports $25.5 billion": of the figure that it stands just before.
  if (flow && flow->at > amount.end + 1 && tokens[flow->at - 1].text == "," &&
      std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
        return !a.percent && a.begin > flow->at && a.begin <= flow->at + 2;
      })) {
    const FlowWord* before = nullptr;
    for (const auto& f : m.flows)
      if (f.at < amount.begin) before = &f;
    flow = before;
  }
  // "they were $255.8 billion, imports $361.9 billion": the comma opens the next figure.
  const bool rate_between =
      flow && std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
        return a.percent && a.begin > amount.end && a.end <= flow->at && flow->at <= a.end + 2;
      });
  // "it was $124.8 billion, a fifth less than before, and we had a deficit": and so does a balance behind it.
  const bool balance_behind =
      flow && (flow->kind == FlowKind::surplus || flow->kind == FlowKind::deficit) &&
      std::none_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) { return f.at < amount.begin; });
  if (flow && flow->at > amount.end && tokens[amount.end].text == "," &&
      (flow->at <= amount.end + 3 || rate_between || balance_behind))
    for (std::size_t k = sentence.begin; flow && k < amount.begin; ++k)
      if (one_of(tokens[k].text, {"they", "it"})) flow = nullptr;
  // "a trade of $136 billion with us: $118.5 billion from there to here and $17.5 billion back": what the
  // colon opens are the parts of it.
  if (flow && flow->kind == FlowKind::total && flow->at < amount.begin) {
    std::size_t colon = flow->at;
    while (colon < amount.begin && tokens[colon].text != ":") ++colon;
    const auto money = [&](std::size_t from, std::size_t to) {
      return std::count_if(m.amounts.begin(), m.amounts.end(),
                           [&](const Amount& a) { return !a.percent && a.begin >= from && a.end <= to; });
    };
    if (colon < amount.begin && money(flow->at, colon) == 1 && money(colon, sentence.end) > 1 &&
        !one_of(tokens[colon + 1].text, {"it", "that", "this", "they"}))
      flow = nullptr;
  }
  if (flow && in_clause_before(tokens, *flow, amount, sentence)) {
    const FlowWord* before = nullptr;
    for (const auto& f : m.flows)
      if (f.at < flow->at && !in_clause_before(tokens, f, amount, sentence)) before = &f;
    flow = before;
  }
  return flow ? flow : carried_flow(sentence);
}

}  // namespace sogdia::claims
