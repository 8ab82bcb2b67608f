#include "sogdia/claims/prose/mentions.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

const std::unordered_set<std::string_view> kExports{
    "exports",  "export",     "exported",  "exporting", "sales",      "sold",
    "sells",    "selling",    "sell",      "shipments", "shipped",    "supplied",
    "supplies", "deliveries", "delivered", "shipment",  "delivering", "supplying"};
const std::unordered_set<std::string_view> kImports{
    "imports", "import", "imported", "importing", "purchases",  "purchased", "bought",
    "buys",    "buying", "buy",      "purchase",  "purchasing", "procured"};

bool is_goods(std::string_view word) {
  return one_of(word, {"goods", "merchandise", "products", "wares", "cargo", "freight"});
}

// "goods worth $506 billion crossed into the United States", "goods for 3.7 billion euros came from Russia":
// what goods do tells which way they go.
FlowKind flow_of_moving(const SentenceReader& r, std::size_t k) {
  if (!r.is(k, {"came", "went", "crossed", "flowed", "entered", "arrived", "moved", "travelled", "traveled",
                "come", "go", "left", "reached"}))
    return FlowKind::none;
  bool goods = false;
  for (std::size_t back = k; back > r.span.begin && back + 10 > k && !goods; --back)
    goods = is_goods(r.word(back - 1)) && !r.is(back - 1, {"freight", "cargo", "products"});
  std::size_t next = k + 1;
  while (r.is(next, {"in", "over", "back", "directly", "there"})) ++next;
  if (!goods || !r.is(next, {"from", "into", "to"})) return FlowKind::none;
  std::size_t name = next + 1;
  while (r.is(name, {"the"})) ++name;
  if (!r.has(name) || r.tokens[name].kind != Token::Kind::word || !r.tokens[name].capital)
    return FlowKind::none;
  return r.is(next, {"from"}) ? FlowKind::imports : FlowKind::exports;
}

// "sent goods worth $506 billion", "took in $114 billion from", "changed hands between the two".
FlowKind flow_of_phrase(const SentenceReader& r, std::size_t k) {
  const auto goods_ahead = [&](std::size_t from) {
    for (std::size_t at = from; at < from + 4; ++at)
      if (is_goods(r.word(at))) return true;
    return amount_at(r, from).has_value() && (r.is(from, {"$"}) || r.number(from));
  };
  if (r.is(k, {"sent", "sends", "sending", "send", "ships"}) && goods_ahead(k + 1)) return FlowKind::exports;
  if (r.is(k, {"took", "takes", "taking"}) && goods_ahead(r.is(k + 1, {"in"}) ? k + 2 : k + 1))
    return FlowKind::imports;
  if (r.is(k, {"received", "receives", "sourced", "absorbed", "get", "gets", "got"}) && goods_ahead(k + 1))
    return FlowKind::imports;
  if (r.is(k, {"changed", "change"}) && r.is(k + 1, {"hands"})) return FlowKind::total;
  if (r.is(k, {"exchanged", "swapped"}) && goods_ahead(k + 1)) return FlowKind::total;
  if (r.is(k, {"business"}) && k > r.span.begin + 1 && r.is(k - 1, {"of"}) && r.is(k - 2, {"worth"}))
    return FlowKind::total;
  return flow_of_moving(r, k);
}

FlowKind flow_at(const SentenceReader& r, std::size_t k) {
  const std::string_view word = r.word(k);
  if (one_of(word, {"trade", "turnover", "commerce", "traded", "trades"})) {
    // "the trade war", "trade turnover" (counted at "turnover")
    if (r.is(k + 1,
             {"war",   "deficit",        "surplus",  "balance",    "agreement", "agreements", "deal",
              "deals", "route",          "routes",   "turnover",   "corridor",  "partner",    "partners",
              "talks", "minister",       "ministry", "imbalance",  "gap",       "barriers",   "data",
              "union", "representative", "fair",     "delegation", "policy",    "tensions",   "restrictions",
              "goal",  "ties",           "dispute"}))
      return FlowKind::none;
    return FlowKind::total;
  }
  // "EU total with Russia"
  if (word == "total" && r.is(k + 1, {"with"}) && k > r.span.begin && !r.is(k - 1, {"in", "a"}))
    return FlowKind::total;
  // "$190 billion of goods moved between China and Russia"
  if (word == "goods")
    for (std::size_t next = k + 1; next <= k + 3; ++next)
      if (r.is(next, {"between"})) return FlowKind::total;
  if (one_of(word, {"surplus", "deficit"})) {
    // Of trade, not of a budget.
    for (std::size_t at = k > r.span.begin + 3 ? k - 3 : r.span.begin; at < k + 3; ++at)
      if (r.is(at, {"budget", "fiscal", "account", "public", "government", "federal", "primary", "payments"}))
        return FlowKind::none;
    bool of_trade =
        k > r.span.begin &&
        (r.is(k - 1, {"trade", "a", "its", "the", "goods", "of", "bilateral"}) || r.tokens[k - 1].possessive);
    for (std::size_t at = k + 1; at <= k + 4 && !of_trade; ++at)
      of_trade = r.is(at, {"with", "goods", "trade"});
    if (!of_trade) return FlowKind::none;
    return word == "surplus" ? FlowKind::surplus : FlowKind::deficit;
  }
  // "imports and exports" are the whole.
  if (r.is(k, {"imports", "exports", "import", "export"}) && r.is(k + 1, {"and", "plus", "+", "&"}) &&
      r.is(k + 2, {"imports", "exports", "import", "export"}))
    return FlowKind::total;
  if (k >= r.span.begin + 2 && r.is(k - 1, {"and", "plus", "+", "&"}) &&
      r.is(k, {"imports", "exports", "import", "export"}) &&
      r.is(k - 2, {"imports", "exports", "import", "export"}))
    return FlowKind::none;
  if (r.is(k, {"sales", "sold", "sell", "sells", "buy", "bought"}) && k > r.span.begin &&
      r.is(k - 1, {"retail", "car", "arms", "asset", "bond", "property"}))
    return FlowKind::none;
  // "re-export" names what kind of trade it is.
  if (k > r.span.begin + 1 && r.is(k - 1, {"-"}) && r.is(k - 2, {"re"})) return FlowKind::none;
  if (kExports.contains(word)) return FlowKind::exports;
  if (kImports.contains(word)) return FlowKind::imports;
  return flow_of_phrase(r, k);
}

// "in total", "together", "which makes $16.4 billion in all", behind exports and imports.
bool sums_up(const SentenceReader& r, std::size_t k, const std::vector<FlowWord>& before) {
  const bool says =
      r.is(k, {"together", "altogether", "combined"}) ||
      (r.is(k, {"total", "all", "sum"}) && k > r.span.begin && r.is(k - 1, {"in", "a", "the", "grand"}) &&
       !r.is(k + 1, {"exports", "imports", "trade"}));
  const auto has = [&](FlowKind kind) {
    return std::any_of(before.begin(), before.end(), [&](const FlowWord& f) { return f.kind == kind; });
  };
  return says && has(FlowKind::exports) && has(FlowKind::imports);
}

// "In May 2023 the volume since January stood at": the months up to it.
void counted_since_january(const SentenceReader& r, Mentions& m) {
  Period* month = nullptr;
  for (auto& p : m.periods)
    if (p.from == p.to && !p.compared && !p.day && !p.deadline) {
      if (month) return;
      month = &p;
    }
  if (!month) return;
  for (std::size_t k = r.span.begin; k + 1 < r.span.end; ++k) {
    const std::size_t at = r.is(k + 1, {"the"}) ? k + 2 : k + 1;
    if (r.is(k, {"since"}) &&
        (r.is(at, {"january"}) || (r.is(at, {"start", "beginning"}) && r.is(at + 3, {"year"}))))
      month->from -= month->from % 12;
  }
}

// Of one flow over the other.
bool is_excess(std::string_view word) {
  return one_of(word, {"exceeded", "exceed", "exceeds", "outstripped", "outweighed", "surpassed", "topped",
                       "outpaced"});
}

// "imports exceeded exports by $106 billion": a deficit.
void balances_in_words(const SentenceReader& r, Mentions& m) {
  for (std::size_t f = 0; f + 1 < m.flows.size(); ++f) {
    const FlowWord one = m.flows[f], two = m.flows[f + 1];
    const bool apart = (one.kind == FlowKind::imports && two.kind == FlowKind::exports) ||
                       (one.kind == FlowKind::exports && two.kind == FlowKind::imports);
    if (!apart || two.at > one.at + 6) continue;
    for (std::size_t k = one.at + 1; k < two.at; ++k) {
      if (!is_excess(r.word(k))) continue;
      for (const auto& a : m.amounts)
        if (!a.percent && a.begin > two.at && a.begin <= two.at + 8 &&
            r.is(a.begin - 1, {"by", "about", "some"})) {
          m.flows[f] = {one.kind == FlowKind::imports ? FlowKind::deficit : FlowKind::surplus, one.at, true};
          m.flows.erase(m.flows.begin() + static_cast<std::ptrdiff_t>(f) + 1);
          return;
        }
    }
  }
}

// A period that something is held against: "than in 2018", "compared with the level of 2018", "over 2018".
bool compared_before(const SentenceReader& r, std::size_t k) {
  for (std::size_t back = 1; back <= 6 && k >= r.span.begin + back; ++back) {
    const std::size_t at = k - back;
    if (r.is(at, {"than", "compared", "comparison", "against", "versus", "vs", "relative", "below", "above"}))
      return true;
    if (back == 1 && r.is(at, {"over", "on"})) return true;
    // "a 23.9 percent increase from 2022"
    if (back == 1 && r.is(at, {"from"}) && at > r.span.begin &&
        r.is(at - 1, {"increase", "rise", "growth", "decrease", "decline", "drop", "fall", "gain", "up",
                      "down", "jump", "surge", "percent", "%", "cent"}))
      return true;
    if (!r.is(at, {"in", "the", "that", "those", "level", "levels", "of", "figure", "same", "period", "to",
                   "with", "for", "year"}))
      return false;
  }
  return false;
}

// "2022: ...", "2022 - $190 billion", "| 2022 | ...", "2021 $147bn, 2022 $190bn"; not "$244.8 billion in
// 2024:".
bool is_label(const SentenceReader& r, const Period& period, const Mentions& so_far) {
  const bool behind_amount = period.begin > r.span.begin + 1 && !so_far.amounts.empty() &&
                             so_far.amounts.back().end + 2 >= period.begin &&
                             r.is(period.begin - 1, {"in", "for", "(", "during", "of"});
  // "with China in 2022: it imported": what stands before it is of the year, too.
  const bool within = period.begin > r.span.begin + 1 &&
                      r.is(period.begin - 1, {"in", "for", "during", "of"}) &&
                      (so_far.breaks.empty() || so_far.breaks.back() + 1 < period.begin);
  if (r.is(period.end, {":", "|", "="})) return !behind_amount && !within;
  const bool prepositional =
      period.begin > r.span.begin && r.is(period.begin - 1, {"in", "for", "during", "of", "since", "by",
                                                             "from", "than", "and", "to", "until", "over"});
  if (!prepositional)
    if (const auto amount = amount_at(r, period.end); amount && !amount->percent) return true;
  return r.is(period.end, {"-", "--"}) && !r.tokens[period.end].glued &&
         amount_at(r, period.end + 1).has_value();
}

// "since the beginning of 2023", "since the start of 2023"
bool is_open(const SentenceReader& r, std::size_t k) {
  for (std::size_t back = 1; back <= 5 && k >= r.span.begin + back; ++back) {
    if (r.is(k - back, {"since"})) return back >= 3;
    if (!r.is(k - back, {"the", "beginning", "start", "of", "in"})) return false;
  }
  return false;
}

bool is_preposition(std::string_view word) {
  return one_of(word, {"to", "into", "from", "of", "with", "between", "and", "by", "in", "for", "-", "at",
                       "as", "visited", "near"});
}

// "Chinese customs", "China's General Administration of Customs", "Russia's Federal Customs Service", "Kazakh
// statistics"
bool reports(const SentenceReader& r, std::size_t after) {
  for (std::size_t k = after; k < after + 4 && r.has(k); ++k) {
    if (r.is(k, {"customs", "statistics"})) return true;
    if (k == after + 1 && r.is(after, {"own"}) &&
        r.is(k, {"figures", "data", "count", "numbers", "books", "records", "tally", "statisticians"}))
      return true;
    if (!r.is(k, {"general", "administration", "of", "federal", "national", "state", "official", "bureau",
                  "own"}))
      return false;
  }
  return false;
}

// A capital stands for its country where it acts or trades, not where something happens in it.
bool acts(const SentenceReader& r, const PartyMention& party) {
  if (one_of(party.preposition, {"in", "at", "visited", "near"})) return false;
  if (r.is(party.end, {",", "("}) && party.begin == r.span.begin) return false;  // a dateline
  if (one_of(party.preposition, {"to", "from", "of", "for", "into"}))
    for (std::size_t k = r.span.begin; k < party.begin; ++k)
      if (flow_at(r, k) != FlowKind::none) return true;
  return !one_of(party.preposition, {"to", "from", "of", "for", "into"});
}

}  // namespace

Mentions find_mentions(std::string_view text, const std::vector<Token>& tokens, Span sentence,
                       const PartyLexicon& lexicon, int now, const Period* spoken) {
  Mentions mentions;
  SentenceReader r{tokens, sentence, now, spoken, spoken};
  Period last_spoken;
  const bool small = std::none_of(tokens.begin() + static_cast<std::ptrdiff_t>(sentence.begin),
                                  tokens.begin() + static_cast<std::ptrdiff_t>(sentence.end),
                                  [](const Token& token) { return token.capital; });
  for (std::size_t k = sentence.begin; k < sentence.end;) {
    const bool new_line = k > sentence.begin &&
                          text.substr(tokens[k - 1].end, tokens[k].start - tokens[k - 1].end).find('\n') !=
                              std::string_view::npos;
    if (k > sentence.begin &&
        (r.is(k - 1, {";"}) || (new_line && r.is(k, {"-", "*"})) || (new_line && r.is(k - 1, {":", "|"}))))
      mentions.breaks.push_back(k);
    if (auto period = period_at(r, k)) {
      // "a goal of $200 billion for 2024"
      const bool for_year = k > sentence.begin + 1 && r.is(k - 1, {"for"}) && !mentions.amounts.empty() &&
                            (mentions.amounts.back().end == k - 1 || r.is(k - 2, {"set", "due", "planned"}));
      period->deadline = for_year || (k > sentence.begin && r.is(k - 1, {"by", "before", "until"}) &&
                                      !r.is(k, {"mid", "midyear"}));
      // "over 8 months of 2025" is no "8 percent over 2018".
      const bool span = k > sentence.begin && r.is(k - 1, {"over", "on"}) && !period->is_year();
      period->compared = period->compared || (!span && compared_before(r, k));
      period->open = is_open(r, k);
      period->label = !period->open && is_label(r, *period, mentions);
      if (period->label && new_line && (mentions.breaks.empty() || mentions.breaks.back() != k))
        mentions.breaks.push_back(k);
      mentions.periods.push_back(*period);
      if (!period->deadline && !period->compared && !period->day && !period->open && period->shift == 0) {
        last_spoken = *period;
        r.spoken = &last_spoken;
      }
      k = period->end;
      continue;
    }
    if (auto month = month_alone(r, k)) {
      mentions.months.push_back(*month);
      // "In January" of a dated text: the last one before its day.
      if (now >= 0 && month->day == 0 && k > sentence.begin && r.is(k - 1, {"in", "during"})) {
        Period period;
        period.from = period.to = now / 12 * 12 + month->month - 1;
        if (period.from > now) period.from = period.to = period.from - 12;
        period.relative = period.inferred = true;
        period.begin = month->begin;
        period.end = month->end;
        mentions.periods.push_back(period);
      }
      k = month->end;
      continue;
    }
    if (auto amount = amount_at(r, k)) {
      mentions.amounts.push_back(*amount);
      k = std::max(k + 1, amount->end);
      continue;
    }
    if (const FlowKind flow = flow_at(r, k); flow != FlowKind::none)
      mentions.flows.push_back({flow, k});
    else if (sums_up(r, k, mentions.flows))
      mentions.flows.push_back({FlowKind::total, k});
    if (tokens[k].kind == Token::Kind::word) {
      auto [code, after, kind, capitals] = lexicon.match(tokens, k, sentence.end, small);
      // "us" and "As" are words of their own.
      if (!code.empty() && capitals) {
        const auto written = text.substr(tokens[k].start, tokens[k].end - tokens[k].start);
        if (std::any_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
          code.clear();
      }
      if (!code.empty()) mentions.names.push_back({k, after});
      if (!code.empty() && kind == PartyName::Kind::leader) {
        mentions.leaders.push_back(code);
        k = after;
        continue;
      }
      if (!code.empty()) {
        PartyMention party{
            code, "",   kind == PartyName::Kind::office || reports(r, after), tokens[after - 1].possessive,
            k,    after};
        std::size_t before = k;
        while (before > sentence.begin &&
               r.is(before - 1, {"the", "neighbouring", "neighboring", "nearby", "five", "ten", "all", "its",
                                 "their", "little", "tiny", "27"}))
          --before;
        if (before > sentence.begin && is_preposition(r.word(before - 1)))
          party.preposition = r.word(before - 1);
        if (kind != PartyName::Kind::capital || acts(r, party)) mentions.parties.push_back(std::move(party));
        k = after;
        continue;
      }
    }
    ++k;
  }
  counted_since_january(r, mentions);
  balances_in_words(r, mentions);
  return mentions;
}

}  // namespace sogdia::claims
