#include "sogdia/claims/prose/mentions.h"

#include <algorithm>
#include <utility>

#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

FlowKind flow_at(const SentenceReader& r, std::size_t k) {
  const std::string_view word = r.word(k);
  if (one_of(word, {"trade", "turnover", "commerce"})) {
    // "the trade war", "a trade surplus", "trade turnover" (counted at "turnover")
    if (r.is(k + 1, {"war", "deficit", "surplus", "balance", "agreement", "deal", "route", "routes",
                     "turnover", "corridor", "partner", "partners", "talks", "minister", "imbalance"}))
      return FlowKind::none;
    return FlowKind::total;
  }
  if (one_of(word, {"exports", "export", "exported", "exporting", "sales", "sold", "sells", "selling",
                    "shipments", "shipped", "supplied", "supplies", "deliveries"}))
    return FlowKind::exports;
  if (one_of(word, {"imports", "import", "imported", "importing", "purchases", "purchased", "bought", "buys",
                    "buying"}))
    return FlowKind::imports;
  return FlowKind::none;
}

bool is_preposition(std::string_view word) {
  return one_of(word, {"to", "into", "from", "of", "with", "between", "and", "by", "in", "for", "-", "with"});
}

// "Chinese customs", "China's General Administration of Customs", "Russia's Federal Customs Service"
bool reports(const SentenceReader& r, std::size_t after) {
  for (std::size_t k = after; k < after + 4 && r.has(k); ++k) {
    if (r.is(k, {"customs"})) return true;
    if (!r.is(k, {"general", "administration", "of", "federal", "national", "state"})) return false;
  }
  return false;
}

}  // namespace

Mentions find_mentions(std::string_view text, const std::vector<Token>& tokens, Span sentence,
                       const PartyLexicon& lexicon) {
  Mentions mentions;
  const SentenceReader r{tokens, sentence};
  for (std::size_t k = sentence.begin; k < sentence.end;) {
    if (auto period = period_at(r, k)) {
      period->deadline = k > sentence.begin && r.is(k - 1, {"by", "before", "until"});
      mentions.periods.push_back(*period);
      k = period->end;
      continue;
    }
    if (auto amount = amount_at(r, k)) {
      mentions.amounts.push_back(*amount);
      k = std::max(k + 1, amount->end);
      continue;
    }
    if (const FlowKind flow = flow_at(r, k); flow != FlowKind::none) mentions.flows.push_back({flow, k});
    if (tokens[k].kind == Token::Kind::word) {
      auto [code, after] = lexicon.match(tokens, k, sentence.end);
      // A pronoun is not a country: "us" needs capitals.
      if (!code.empty() && tokens[k].text == "us") {
        const auto written = text.substr(tokens[k].start, tokens[k].end - tokens[k].start);
        if (written == "Us") code.clear();
      }
      if (!code.empty()) {
        PartyMention party{code, "", reports(r, after), k, after};
        std::size_t before = k;
        while (before > sentence.begin && r.is(before - 1, {"the", "neighbouring", "neighboring"})) --before;
        if (before > sentence.begin && is_preposition(r.word(before - 1)))
          party.preposition = r.word(before - 1);
        mentions.parties.push_back(std::move(party));
        k = after;
        continue;
      }
    }
    ++k;
  }
  return mentions;
}

}  // namespace sogdia::claims
