#include <algorithm>
#include <string>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// The share of a partner in a country's exports, imports or trade.

namespace sogdia::claims {

namespace {

// A currency that no amount is counted in.
bool names_money(const std::vector<Token>& tokens, const Mentions& m, Span words) {
  for (std::size_t k = words.begin; k < words.end; ++k)
    if (one_of(tokens[k].text,
               {"yuan", "renminbi", "ruble", "rubles", "rouble", "roubles", "dollar", "dollars", "euro",
                "euros", "rupee", "rupees", "lira", "currency", "currencies"}) &&
        std::none_of(m.amounts.begin(), m.amounts.end(),
                     [&](const Amount& a) { return k >= a.begin && k < a.end; }) &&
        !(k + 1 < words.end && tokens[k + 1].text == "terms"))
      return true;
  return false;
}

}  // namespace

void Reader::read_share(const Mentions& m, const Amount& amount, const FlowWord& of_flow,
                        const std::string& of, const Period* period) {
  std::string partner;
  std::size_t others = 0;
  for (const auto& p : m.parties)
    if (!p.reports && p.code != of) {
      others += partner != p.code;
      if (partner.empty()) partner = p.code;
    }
  // "exports to these partners make up 40 percent of China's exports": of several that are not named.
  const std::size_t from = amount.begin > 12 ? amount.begin - 12 : 0;
  const bool of_several =
      holds(tokens, {from, amount.begin}, {"these", "those"}) &&
      holds(tokens, {from, amount.begin}, {"partners", "countries", "markets", "economies"});
  if (partner.empty() && !of_several) partner = other_of(last_pair, of);
  const auto [begin, end] = extent(m, amount, &of_flow, period);
  Claim& claim = add("share", begin, end);
  tell_printed(claim, amount);
  if (const std::string why =
          aside_of(tokens, m, amount, &of_flow, {amount.begin > 6 ? amount.begin - 6 : 0, end});
      !why.empty()) {
    claim.note = why;
    return;
  }
  if (amount.value > 1.005) {
    claim.verdict = Verdict::likely_error;
    claim.note = "a part is never more than the whole";
    claim.edit = Edit{"arithmetic", "at most 100 percent", claim.note};
    return;
  }
  if (partner.empty() || others > 1) {
    claim.note = "no partner is named";
    return;
  }
  // "Companies paid 15 percent of Chinese imports in rubles", "the yuan's share in Russia's exports"
  if (names_money(tokens, m, {from, std::min(amount.end + 12, tokens.size())}) ||
      holds(tokens, {from, std::min(amount.end + 12, tokens.size())},
            {"paid", "pay", "payment", "payments", "settled", "settlement", "settlements", "invoiced"})) {
    claim.note = "a share of payments, not of goods";
    return;
  }
  const Subject part = of_flow.kind == FlowKind::exports   ? Subject{false, of, partner}
                       : of_flow.kind == FlowKind::imports ? Subject{false, partner, of}
                                                           : Subject{true, of, partner};
  // "and with $86.5 billion they made up a fifth of all Indian exports": over the months of that figure.
  if (!period && !said_here.empty() && said_here.back().confirmed && said_here.back().period &&
      said_here.back().end <= amount.begin && same_two(said_here.back().subject, part))
    period = &*said_here.back().period;
  tell_subject(claim, part, period, "", pack);
  claim.reading = "share in the " + claim.reading;
  judge_share(claim, amount, of, partner, of_flow.kind, period, pack);
}

}  // namespace sogdia::claims
