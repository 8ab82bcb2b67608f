#include <algorithm>

#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

bool is_arms(const std::vector<Token>& tokens, std::size_t k, Span sentence) {
  if (one_of(tokens[k].text, {"weaponry", "weapons", "munitions", "ammunition"})) return true;
  // "lethal military aid", "military assistance"
  if (!one_of(tokens[k].text, {"lethal", "military"})) return false;
  return holds(tokens, {k + 1, std::min(k + 3, sentence.end)}, {"aid", "assistance", "help", "supplies"});
}

bool tells_supply(std::string_view word) {
  return one_of(word, {"supply",     "supplies",   "supplied",  "supplying", "provision", "provide",
                       "provides",   "provided",   "providing", "deliver",   "delivers",  "delivered",
                       "delivering", "deliveries", "send",      "sends",     "sent",      "sending",
                       "sell",       "sells",      "sold",      "selling",   "give",      "gives",
                       "given",      "giving",     "ship",      "ships",     "shipped",   "shipping"});
}

}  // namespace

// Arms stand in no table of the pack: that nobody sent any is as little to be checked as that somebody did.
std::vector<EventClaim> judge_arms(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                   const Pack& pack, const Recounted&) {
  constexpr std::size_t kNear = 10;  // tokens
  if (std::any_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return !a.percent; })) return {};
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (!is_arms(tokens, k, sentence)) continue;
    std::size_t supply = sentence.end;
    for (std::size_t at = k > sentence.begin + kNear ? k - kNear : sentence.begin;
         at < std::min(sentence.end, k + kNear); ++at)
      if (tells_supply(tokens[at].text)) supply = at;
    if (supply == sentence.end) continue;
    std::size_t end = k + 1;
    while (end < sentence.end &&
           one_of(tokens[end].text, {"military", "aid", "assistance", "help", "supplies"}))
      ++end;
    EventClaim found{{}, std::min(supply, k), std::max(supply + 1, end), nullptr};
    Claim& claim = found.claim;
    claim.kind = "event";
    for (const auto& p : m.parties)
      if (!p.reports && std::find(claim.parties.begin(), claim.parties.end(), p.code) == claim.parties.end())
        claim.parties.push_back(p.code);
    claim.reading = "supplies of arms";
    for (const auto& code : claim.parties) claim.reading += ", " + pack.lexicon.display(code);
    claim.verdict = Verdict::not_checkable;
    claim.note = "arms and military aid are in no table of the pack";
    return {found};
  }
  return {};
}

}  // namespace sogdia::claims
