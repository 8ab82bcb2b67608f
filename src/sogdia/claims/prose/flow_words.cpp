#include "sogdia/claims/prose/flow_words.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "sogdia/claims/prose/periods/period_parts.h"

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
  // "From Mexico, meanwhile, came goods for $475.6 billion"
  if (r.is(k, {"came"}) && (is_goods(r.word(k + 1)) || is_goods(r.word(k + 2))) &&
      (r.is(r.span.begin, {"from"}) || r.is(r.span.begin + 1, {"from"})))
    return FlowKind::imports;
  if (!r.is(k, {"came", "went", "crossed", "flowed", "entered", "arrived", "moved", "travelled", "traveled",
                "come", "go", "left", "reached"}))
    return FlowKind::none;
  bool goods = false;
  // "traded $22 billion of goods, of which $11.3 billion went to Russia"
  for (std::size_t back = k; back > r.span.begin + 1 && back + 8 > k && !goods; --back)
    goods = r.is(back - 1, {"which"}) && r.is(back - 2, {"of"});
  for (std::size_t back = k; back > r.span.begin && back + 10 > k && !goods; --back)
    goods = is_goods(r.word(back - 1)) && !r.is(back - 1, {"freight", "cargo", "products"});
  // "From China, goods for 170.6 billion euros came in"
  if (goods && r.is(r.span.begin, {"from"}) && r.is(k, {"came", "arrived", "come"}) &&
      (k + 1 >= r.span.end || !r.is(k + 1, {"from", "to", "into", "back"})))
    return FlowKind::imports;
  std::size_t next = k + 1;
  const bool arrived = r.is(k, {"arrived"}) && r.is(next, {"in"});
  while (!arrived && r.is(next, {"in", "over", "back", "directly", "there"})) ++next;
  if (!goods || !(arrived || r.is(next, {"from", "into", "to"}))) return FlowKind::none;
  std::size_t name = next + 1;
  while (r.is(name, {"the"})) ++name;
  if (!r.has(name) || r.tokens[name].kind != Token::Kind::word || !r.tokens[name].capital)
    return FlowKind::none;
  return r.is(next, {"from"}) ? FlowKind::imports : FlowKind::exports;
}

// "sent goods worth $506 billion", "took in $114 billion from", "changed hands between the two".
FlowKind flow_of_phrase(const SentenceReader& r, std::size_t k) {
  const std::string_view word = r.word(k);
  const auto goods_ahead = [&](std::size_t from) {
    for (std::size_t at = from; at < from + 4; ++at)
      if (is_goods(r.word(at))) return true;
    return amount_at(r, from).has_value() && (r.is(from, {"$"}) || r.number(from));
  };
  if (r.is(k, {"sent", "sends", "sending", "send", "ships"}) && goods_ahead(k + 1)) return FlowKind::exports;
  const bool taken = r.is(k, {"taken"}) && k > r.span.begin && r.is(k - 1, {"had", "has", "have"});
  if ((taken || r.is(k, {"took", "takes", "taking"})) && goods_ahead(r.is(k + 1, {"in"}) ? k + 2 : k + 1))
    return FlowKind::imports;
  if (r.is(k, {"received", "receives", "sourced", "absorbed", "get", "gets", "got"}) && goods_ahead(k + 1))
    return FlowKind::imports;
  // "and took in return $129.1 billion"
  if (r.is(k, {"took", "takes", "taking", "got", "gets", "received", "receives", "receiving"}) &&
      r.is(k + 1, {"in", "back"}) && (r.is(k + 1, {"back"}) || r.is(k + 2, {"return", "exchange"})))
    return FlowKind::imports;
  // "business with Kazakhstan came to"
  if (r.is(k, {"business"}) && r.is(k + 1, {"with", "between"}) &&
      !(k > r.span.begin && r.is(k - 1, {"do", "does", "doing", "of", "in", "any", "their", "for"})))
    return FlowKind::total;
  if (r.is(k, {"business"}) && k > r.span.begin && r.is(k - 1, {"did", "do", "does", "doing"}) &&
      (r.is(k + 1, {"worth", "for"}) || (r.is(k + 1, {"of"}) && amount_at(r, k + 2))))
    return FlowKind::total;
  if (r.is(k, {"changed", "change"}) && r.is(k + 1, {"hands"})) return FlowKind::total;
  // "the two turned over $228.1 billion"
  if (r.is(k, {"turned"}) && r.is(k + 1, {"over"}) && (amount_at(r, k + 2) || goods_ahead(k + 2)))
    return FlowKind::total;
  if (r.is(k, {"exchanged", "swapped"}) && goods_ahead(k + 1)) return FlowKind::total;
  if (r.is(k, {"business"}) && k > r.span.begin + 1 && r.is(k - 1, {"of"}) && r.is(k - 2, {"worth"}))
    return FlowKind::total;
  // "Uzbek goods made up $2.46 billion of this sum"
  if (is_goods(word) && k > r.span.begin && r.tokens[k - 1].capital &&
      r.is(k + 1, {"made", "make", "accounted"}) && r.is(k + 2, {"up", "for"}) && amount_at(r, k + 3) &&
      !r.is(k - 1, {"other", "these", "such", "most", "all", "manufactured", "agricultural", "industrial",
                    "consumer", "capital", "the", "finished", "those", "some", "many"}))
    return FlowKind::exports;
  // "spent $10.26 billion on goods from"
  if (r.is(k, {"spent", "spend", "spends", "spending", "paid", "pays"}))
    for (std::size_t at = k + 1; at < k + 9 && !r.is(at, {",", ";", "."}); ++at)
      if (r.is(at, {"on", "for"}) && (is_goods(r.word(at + 1)) || is_goods(r.word(at + 2))))
        return FlowKind::imports;
  return flow_of_moving(r, k);
}

// Of one flow over the other.
bool is_excess(std::string_view word) {
  return one_of(word, {"exceeded", "exceed", "exceeds", "outstripped", "outweighed", "surpassed", "topped",
                       "outpaced"});
}

}  // namespace

FlowKind flow_at(const SentenceReader& r, std::size_t k) {
  const std::string_view word = r.word(k);
  if (word == "commerce" && k > r.span.begin + 1 && r.is(k - 1, {"-"}) && r.is(k - 2, {"e"}))
    return FlowKind::none;
  if (one_of(word, {"trade", "turnover", "commerce", "traded", "trades"})) {
    // "export turnover", of one flow
    if (word == "turnover" && k > r.span.begin && r.is(k - 1, {"export", "import"})) return FlowKind::none;
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
  // "Mexican goods worth $294 billion had entered the country"
  if (word == "goods" && k > r.span.begin && r.tokens[k - 1].capital &&
      r.is(k + 1, {"worth", "for", "valued", "to"}))
    for (std::size_t next = k + 2; next <= k + 10 && !r.is(next, {",", ";", "and"}); ++next)
      if (r.is(next, {"entered", "enter", "arrived", "reached"}) &&
          !r.is(next + 1, {"into", "to", "from", "in"}))
        return FlowKind::exports;
  // "$190 billion of goods moved between China and Russia"
  if (word == "goods")
    for (std::size_t next = k + 1; next <= k + 12 && !r.is(next, {",", ";"}); ++next)
      if (r.is(next, {"between"}) && month_at(r, next + 1) == 0 && !r.number(next + 1))
        return FlowKind::total;
  // "the difference between exports and imports": a balance whose sign is not told
  if (one_of(word, {"difference", "gap"}) && r.is(k + 1, {"between"}) &&
      (r.is(k + 2, {"imports", "exports"}) || r.is(k + 3, {"imports", "exports"})))
    return FlowKind::deficit;
  if (one_of(word, {"imports", "exports"}) && r.is(k + 1, {"and"}) && r.is(k + 2, {"imports", "exports"}) &&
      k > r.span.begin + 1 &&
      ((r.is(k - 1, {"between"}) && r.is(k - 2, {"difference", "gap"})) ||
       (k > r.span.begin + 2 && r.is(k - 2, {"between"}) && r.is(k - 3, {"difference", "gap"}))))
    return FlowKind::none;
  // "India's gap with China"
  if (one_of(word, {"gap", "imbalance"}) &&
      (r.is(k + 1, {"with"}) || (k > r.span.begin && r.is(k - 1, {"trade", "goods"}))))
    return FlowKind::deficit;
  if (one_of(word, {"surplus", "deficit"})) {
    // Of trade, not of a budget.
    for (std::size_t at = k > r.span.begin + 3 ? k - 3 : r.span.begin; at < k + 3; ++at)
      if (r.is(at, {"budget", "fiscal", "account", "public", "government", "federal", "primary", "payments"}))
        return FlowKind::none;
    // "the €19 billion surplus registered in June 2023"
    bool of_trade = k > r.span.begin + 1 && r.is(k - 1, {"billion", "bn", "million"}) && r.number(k - 2);
    of_trade =
        of_trade || (k > r.span.begin &&
                     (r.is(k - 1, {"trade", "a", "its", "the", "goods", "of", "bilateral", "balance"}) ||
                      r.tokens[k - 1].possessive));
    for (std::size_t at = k + 1; at <= k + 4 && !of_trade; ++at)
      of_trade = r.is(at, {"with", "goods", "trade"});
    if (!of_trade) return FlowKind::none;
    return word == "surplus" ? FlowKind::surplus : FlowKind::deficit;
  }
  // "leaving a negative balance of $9.5 billion"
  if (word == "balance" && r.is(k + 1, {"of", "was", "with", "came", "stood", "reached", "amounted"})) {
    const std::size_t sign = k > r.span.begin && r.is(k - 1, {"trade", "foreign"}) ? k - 2 : k - 1;
    if (r.is(sign, {"negative"})) return FlowKind::deficit;
    if (r.is(sign, {"positive"})) return FlowKind::surplus;
    // "the balance was negative and made up $13.5 billion"
    if (r.is(k + 1, {"was"}) && r.is(k + 2, {"negative"})) return FlowKind::deficit;
    if (r.is(k + 1, {"was"}) && r.is(k + 2, {"positive"})) return FlowKind::surplus;
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
  // "the supply of goods from Russia to China"
  if (word == "supply" && r.is(k + 1, {"of"}) && is_goods(r.word(k + 2))) return FlowKind::exports;
  if (kExports.contains(word)) return FlowKind::exports;
  if (kImports.contains(word)) return FlowKind::imports;
  return flow_of_phrase(r, k);
}

bool sums_up(const SentenceReader& r, std::size_t k, const std::vector<FlowWord>& before) {
  const bool says =
      r.is(k, {"together", "altogether", "combined"}) ||
      (r.is(k, {"total", "all", "sum", "whole"}) && k > r.span.begin &&
       !(r.is(k - 1, {"a"}) && k > r.span.begin + 1 && r.is(k - 2, {"as"})) &&
       r.is(k - 1, {"in", "a", "the", "grand"}) && !r.is(k + 1, {"exports", "imports", "trade"})) ||
      (r.is(k, {"volume", "value", "amount"}) && k > r.span.begin &&
       r.is(k - 1, {"overall", "combined", "joint", "aggregate"})) ||
      (r.is(k, {"made", "make", "makes"}) && amount_at(r, k + 1) &&
       holds(r.tokens, {r.span.begin, k}, {"plus", "+"}));
  const auto has = [&](FlowKind kind) {
    return std::any_of(before.begin(), before.end(), [&](const FlowWord& f) { return f.kind == kind; });
  };
  if (!says) return false;
  if (has(FlowKind::exports) && has(FlowKind::imports)) return true;
  // "The two together made": of the two flows of the sentences before.
  return r.both_told && before.empty();
}

bool sets_off(const SentenceReader& r, std::size_t k, const std::vector<FlowWord>& before) {
  if (!r.is(k, {"gap", "imbalance", "shortfall", "difference", "surplus", "deficit"})) return false;
  if (k > r.span.begin && r.is(k - 1, {"budget", "fiscal", "account", "public", "federal", "primary"}))
    return false;
  const auto has = [&](FlowKind kind) {
    return std::any_of(before.begin(), before.end(), [&](const FlowWord& f) { return f.kind == kind; });
  };
  if (has(FlowKind::exports) && has(FlowKind::imports)) return true;
  const bool stands =
      k > r.span.begin && r.is(k - 1, {"the", "its"}) &&
      r.is(k + 1, {"had", "was", "came", "stood", "reached", "amounted", "widened", "narrowed"});
  return r.both_told && (before.empty() || (stands && before.size() == 1));
}

void balances_in_words(const SentenceReader& r, Mentions& m) {
  for (std::size_t f = 0; f + 1 < m.flows.size(); ++f) {
    const FlowWord one = m.flows[f], two = m.flows[f + 1];
    const bool apart = (one.kind == FlowKind::imports && two.kind == FlowKind::exports) ||
                       (one.kind == FlowKind::exports && two.kind == FlowKind::imports);
    if (!apart || two.at > one.at + 9) continue;
    for (std::size_t k = one.at + 1; k < two.at; ++k) {
      if (!is_excess(r.word(k))) continue;
      for (const auto& a : m.amounts)
        if (!a.percent && a.begin > two.at && a.begin <= two.at + 8 &&
            r.is(a.begin - 1, {"by", "about", "some"})) {
          const FlowKind side = one.kind == FlowKind::imports ? FlowKind::deficit : FlowKind::surplus;
          // "imports of $642.7 billion exceeded exports by": the first figure is of the first flow.
          if (std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& other) {
                return !other.percent && other.begin > one.at && other.end <= k;
              })) {
            m.flows[f + 1] = {side, two.at, true};
            return;
          }
          m.flows[f] = {side, one.at, true};
          m.flows.erase(m.flows.begin() + static_cast<std::ptrdiff_t>(f) + 1);
          return;
        }
    }
  }
}

}  // namespace sogdia::claims
