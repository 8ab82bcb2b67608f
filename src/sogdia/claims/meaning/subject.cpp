#include "sogdia/claims/meaning/subject.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "sogdia/claims/meaning/around.h"

namespace sogdia::claims {

std::string other_of(const std::vector<std::string>& pair, const std::string& code) {
  if (pair.size() != 2) return {};
  return pair[0] == code ? pair[1] : pair[1] == code ? pair[0] : std::string();
}

namespace {

// "followed by the United States with"
bool followed_by(const std::vector<Token>& tokens, std::size_t party) {
  for (std::size_t k = party; k > 1 && k + 4 > party; --k)
    if (tokens[k - 1].text == "by") return one_of(tokens[k - 2].text, {"followed", "trailed"});
  return false;
}

Meant told_subject(const std::vector<Token>& tokens, const Mentions& m, const FlowWord& flow,
                   const std::vector<std::string>& last_pair, Span sentence) {
  Around around{tokens, {}, {}, flow.at, sentence.end, {}, m};
  for (const auto& p : m.parties) {
    if (p.reports) around.reporter = p.code;
    if (p.reports || p.beside) continue;
    around.parties.push_back(&p);
    if (std::find(around.distinct.begin(), around.distinct.end(), p.code) == around.distinct.end())
      around.distinct.push_back(p.code);
  }
  for (const auto& f : m.flows)
    if (f.at > flow.at) around.next = std::min(around.next, f.at);
  // "in all": of the exports and imports named before.
  if (flow.kind == FlowKind::total &&
      one_of(tokens[flow.at].text, {"together", "altogether", "combined", "total", "all", "sum"})) {
    const FlowWord* before = nullptr;
    for (const auto& f : m.flows)
      if (f.at < flow.at && (f.kind == FlowKind::exports || f.kind == FlowKind::imports)) before = &f;
    if (before) {
      Meant of = subject_of(tokens, m, *before, last_pair, {sentence.begin, flow.at});
      of.subject.total = true;
      if (of.subject.from.empty()) std::swap(of.subject.from, of.subject.to);
      return of;
    }
  }
  const bool its = flow.at > sentence.begin && one_of(tokens[flow.at - 1].text, {"its", "their"});
  if (flow.kind == FlowKind::total) {
    std::string whose;
    if (flow.at > sentence.begin && one_of(tokens[flow.at - 1].text, {"its", "it"})) whose = m.its;
    // "Turkmenistan saw a decline in its trade with China": of the one that the sentence is of.
    if (its)
      for (const auto* p : around.parties)
        if (p->end <= flow.at && p->preposition.empty() && !p->possessive) whose = p->code;
    return both_ways(around, whose, last_pair);
  }
  // "a deficit of $38 billion in its trade with China"
  if (flow.kind == FlowKind::surplus || flow.kind == FlowKind::deficit)
    for (const auto& f : m.flows)
      if (f.at == around.next && f.kind == FlowKind::total && f.at > 0 &&
          one_of(tokens[f.at - 1].text, {"its", "their", "in", "the", "bilateral", "goods"}))
        around.next = sentence.end;

  // "and shipments from there for $87.9 billion": of the country named last, to the one that all figures are
  // of.
  if (flow.kind == FlowKind::exports && flow.at + 2 < around.next && tokens[flow.at + 1].text == "from" &&
      one_of(tokens[flow.at + 2].text, {"there", "it", "them"})) {
    std::string there;
    for (const auto* p : around.parties)
      if (p->end <= flow.at && (p->preposition == "to" || there.empty())) there = p->code;
    if (there.empty()) there = m.named;
    const std::string other = other_of(last_pair, there);
    const std::string back = !m.focus.empty() && m.focus != there ? m.focus : other;
    if (!there.empty() && !back.empty()) return {{false, there, back}, false, true};
  }
  // The two of an earlier flow of the sentence lend the sides that this one leaves out: "China exported A to
  // Russia and imported B".
  std::string actor, partner;
  bool sure = true, carried = false, by_pronoun = false;
  const bool sells =
      flow.kind == FlowKind::exports || flow.kind == FlowKind::surplus || flow.kind == FlowKind::deficit;
  if (const auto* owner = around.owner()) actor = owner->code;
  // "its China imports", "Vietnam's China imports": from China.
  if (const auto* owner = around.owner();
      owner && owner->end == flow.at && owner->begin > sentence.begin && !owner->possessive) {
    const PartyMention* whose = nullptr;
    for (const auto* p : around.parties)
      if (p->end == owner->begin && p->possessive) whose = p;
    const bool its_own = one_of(tokens[owner->begin - 1].text, {"its", "their"});
    if (whose || its_own) {
      partner = owner->code;
      actor = whose ? whose->code : std::string();
      for (const auto* p : around.parties)
        if (its_own && actor.empty() && p->code != partner && p->end <= owner->begin &&
            !one_of(p->preposition, {"to", "from", "with", "in"}))
          actor = p->code;
      if (actor.empty()) actor = m.its == partner ? m.topic : m.its;
    }
  }
  if (!partner.empty()) {
  } else if (sells) {
    if (const auto* to = around.after({"to", "into", "with"})) partner = to->code;
    if (partner.empty() && tokens[flow.at].text == "arrived")
      if (const auto* in = around.after({"in"})) partner = in->code;
    // "sold China goods worth", "sold the United States"
    if (partner.empty() && one_of(tokens[flow.at].text, {"sold", "sells", "sell", "supplied"}))
      for (const auto* p : around.parties)
        if (p->begin > flow.at && p->begin <= flow.at + 2 && p->preposition.empty() && !p->possessive) {
          partner = p->code;
          break;
        }
    if (const auto* from = around.after({"from", "by", "of"})) {
      if (actor.empty() || actor == partner) actor = from->code;
    }
  } else {
    if (const auto* from = around.after({"from", "with"})) partner = from->code;
    // "US imports to China": by China, of American goods.
    if (const auto* to = around.after({"to", "into"}); to && partner.empty() && !actor.empty() &&
                                                       to->code != actor && to->begin <= flow.at + 3 &&
                                                       one_of(tokens[flow.at].text, {"imports", "import"}))
      return {{false, actor, to->code}, false};
    // "From Germany came goods for A, from Japan for B": the first of the list.
    if (one_of(tokens[flow.at].text, {"came", "come", "arrived"}) && tokens[sentence.begin].text == "from")
      for (const auto* p : around.parties)
        if (p->begin <= sentence.begin + 2 && p->end <= flow.at && p->preposition == "from")
          partner = p->code;
    // "bought $28 billion of Chinese goods"
    if (partner.empty())
      for (const auto* p : around.parties)
        if (p->begin > flow.at && p->begin < around.next && p->end < sentence.end &&
            one_of(tokens[p->end].text, {"goods", "products", "merchandise", "wares"}) &&
            one_of(tokens[p->begin - 1].text, {"of", "in", "worth", "more", "less", "bought", "imported",
                                               "took", "takes", "buys", "buy", "purchased", "taken"}))
          partner = p->code;
    if (const auto* by = around.after({"by", "of", "to", "into"});
        by && actor.empty() && !(by->preposition == "by" && followed_by(tokens, by->begin)))
      actor = by->code;
  }
  // "exports of A to and imports of B from Germany": the partner stands behind the other flow.
  for (std::size_t k = flow.at + 1; k + 1 < around.next && partner.empty(); ++k)
    if (one_of(tokens[k].text, {sells ? "to" : "from"}) && one_of(tokens[k + 1].text, {"and", "or"}))
      for (const auto* p : around.parties)
        if (partner.empty() && p->begin > around.next && one_of(p->preposition, {"to", "from"}))
          partner = p->code;
  // "France took 116.1 billion euros of Germany's exports"
  if (partner.empty() && sells && !actor.empty())
    for (const auto* p : around.parties)
      if (p->code != actor && p->preposition.empty() && !p->possessive && p->end < flow.at &&
          one_of(tokens[p->end].text, {"took", "absorbed", "received", "bought", "accounted"}) &&
          p->end + 9 > flow.at)
        partner = p->code;
  // "With Mexico the gap stood at"
  for (const auto* p : around.parties)
    if (partner.empty() && tokens[sentence.begin].text == p->preposition &&
        (p->preposition == "with" || (!sells && p->preposition == "from") ||
         (sells && p->preposition == "to")) &&
        p->begin <= sentence.begin + 2 && p->end <= flow.at && p->code != actor)
      partner = p->code;
  if (actor == partner) actor.clear();
  // "Germany bought for $17 billion, Britain for $13.3 billion": from the one that all figures are of.
  if (!actor.empty() && partner.empty() && around.distinct.size() > 1 && !m.focus.empty() &&
      m.focus != actor &&
      std::find(around.distinct.begin(), around.distinct.end(), m.focus) == around.distinct.end() &&
      std::all_of(around.parties.begin(), around.parties.end(),
                  [&](const PartyMention* p) { return p->preposition.empty() || p->preposition == "and"; })) {
    const Subject said = sells ? Subject{false, actor, m.focus} : Subject{false, m.focus, actor};
    return {said, false, true};
  }
  // "Türkiye, which voted yes, doubled its imports from Russia": of the one that the sentence is of.
  if (const PartyMention* head = around.parties.empty() ? nullptr : around.parties.front();
      actor.empty() && its && head && head->begin <= sentence.begin + 1 && head->end < flow.at &&
      head->code != partner && !head->possessive &&
      (head->preposition.empty() || head->preposition == "and") && tokens[head->end].text == "," &&
      one_of(tokens[head->end + 1].text, {"which", "who"}))
    actor = head->code;
  // "Its exports to Canada": of the country that the text spoke of.
  const bool earlier = std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
    return f.at < flow.at && f.at >= sentence.begin && !around.distinct.empty();
  });
  if (actor.empty() && its && !earlier && m.its != partner) actor = m.its;
  // "It bought Russian goods": the one that the sentence before was of.
  std::size_t subject_at = flow.at;
  while (subject_at > sentence.begin + 1 &&
         one_of(tokens[subject_at - 1].text, {"has", "had", "also", "have", "then", "now", "only", "still"}))
    --subject_at;
  const bool it = subject_at > sentence.begin && one_of(tokens[subject_at - 1].text, {"it", "they"});
  if (actor.empty() && it && !earlier && !m.its.empty() && m.its != partner &&
      std::find(around.distinct.begin(), around.distinct.end(), m.its) == around.distinct.end() &&
      (around.distinct.size() <= 1 || std::all_of(around.parties.begin(), around.parties.end(),
                                                  [&](const auto* p) { return p->begin > flow.at; })) &&
      !partner.empty())
    actor = m.its;
  // "China was the biggest customer. It took goods worth": from the one that all figures are of.
  const std::string& own_side = m.focus.empty() ? m.topic : m.focus;
  if (actor.empty() && partner.empty() && it && !earlier && !m.its.empty() && around.distinct.empty() &&
      !own_side.empty() && own_side != m.its) {
    const Subject said = sells ? Subject{false, m.its, own_side} : Subject{false, own_side, m.its};
    return {said, false, true};
  }
  // "Exports were $348.5 billion to Canada and $143.5 billion to China": of whom the sentence before was.
  if (actor.empty() && !partner.empty() && !earlier && !m.its.empty() && m.its != partner &&
      m.topic.empty() && m.focus.empty() && around.distinct.size() > 1 &&
      std::all_of(around.parties.begin(), around.parties.end(), [&](const PartyMention* p) {
        return p->begin > flow.at && p->code != m.its && one_of(p->preposition, {sells ? "to" : "from"});
      })) {
    const Subject said = sells ? Subject{false, m.its, partner} : Subject{false, partner, m.its};
    return {said, false, true};
  }
  if (actor.empty() || partner.empty()) {
    const FlowWord* before = nullptr;
    for (const auto& f : m.flows)
      if (f.at < flow.at) before = &f;
    if (before) {
      const Meant said = subject_of(tokens, m, *before, last_pair, {sentence.begin, flow.at});
      const bool buys = before->kind == FlowKind::imports;
      std::string first = buys ? said.subject.to : said.subject.from;
      std::string second = buys ? said.subject.from : said.subject.to;
      sure = said.sure && before->kind != FlowKind::total;
      if (!partner.empty() && actor.empty()) {
        actor = first == partner ? second : second == partner ? first : std::string();
        sure = said.sure && !actor.empty();
      } else if (actor.empty()) {
        actor = first;
        // "exports to the US rose, while total exports fell"
        const bool all_of_it = one_of(tokens[flow.at - 1].text, {"total", "overall"});
        partner = all_of_it ? std::string() : second;
        if (all_of_it) sure = said.sure && !actor.empty();
      } else {
        partner = first == actor ? second : second == actor ? first : std::string();
        sure = said.sure && !partner.empty();
      }
    }
  }
  const auto fill = [&](std::string& open, const std::string& known) {
    if (!open.empty() || known.empty()) return;
    open = around.only_other(known);
    // "Exports to the United States dropped, and China was back in first place": no flow of China's.
    if (&open == &actor && !open.empty() && !m.focus.empty() && m.focus != open && m.focus != known &&
        std::all_of(around.parties.begin(), around.parties.end(), [&](const PartyMention* p) {
          return p->code != open ||
                 (p->begin > flow.at && !one_of(p->preposition, {"by", "from", "of", "to"}));
        })) {
      open = m.focus;
      carried = true;
      return;
    }
    sure = sure && !open.empty();
    const bool beside_alike =
        around.distinct.size() == 2 && around.alike(around.distinct[0], around.distinct[1]);
    if (open.empty() && (around.distinct.size() <= 1 || beside_alike)) {
      const auto by_topic = around.topic_beside(known, last_pair);
      open = by_topic ? m.topic : other_of(last_pair, known);
      if (open.empty() && m.focus != known) open = m.focus;
      sure = by_topic ? *by_topic : !open.empty();
      carried = !open.empty();
    }
  };
  if (actor.empty() && !partner.empty() && around.distinct.size() == 1 && around.reporter != partner)
    actor = around.reporter;
  bool of_all = around.near_flow({"total", "overall", "global", "world"});
  // "all our exports", "all exports together"
  for (std::size_t k = flow.at; k > sentence.begin && k + 2 > flow.at; --k) {
    of_all = of_all || tokens[k - 1].text == "all";
    if (!one_of(tokens[k - 1].text, {"our", "its", "their", "the"})) break;
  }
  // "sold goods worth $262 billion to the world"
  for (std::size_t k = flow.at + 1; k + 2 < around.next; ++k)
    of_all = of_all || (one_of(tokens[k].text, {"to", "from"}) && tokens[k + 1].text == "the" &&
                        tokens[k + 2].text == "world");
  if (partner.empty())
    for (std::size_t k = flow.at + 1; k + 1 < around.next && partner.empty(); ++k)
      if (one_of(tokens[k].text, {"to", "from"}) &&
          one_of(tokens[k].text, sells ? Words{"to"} : Words{"from"}))
        partner = around.group_meant(k + 1);
  if (partner.empty()) {
    const std::string owner = !actor.empty() ? actor : !m.topic.empty() ? m.topic : m.focus;
    partner = around.pronoun(sells ? Words{"to", "with"} : Words{"from", "with"}, owner);
    by_pronoun = !partner.empty() && actor.empty();
    // "imports from the northern neighbour"
    if (partner.empty() && flow.at + 2 < around.next &&
        one_of(tokens[flow.at + 1].text, sells ? Words{"to"} : Words{"from"}))
      partner = around.one_meant(flow.at + 2, owner);
  }
  // "Uzbekistan, January 2024: exports $1.11 billion"
  if (actor.empty() && partner.empty() && around.distinct.size() == 1 && around.parties.size() == 1) {
    const PartyMention& only = *around.parties.front();
    bool head = only.begin <= sentence.begin + 1 && only.end < sentence.end &&
                one_of(tokens[only.end].text, {",", ":", "-"}) && !only.possessive;
    bool colon = false;
    for (std::size_t k = only.end; k < flow.at; ++k) colon = colon || tokens[k].text == ":";
    if (head && colon)
      return {sells ? Subject{false, only.code, ""} : Subject{false, "", only.code}, true, false};
  }
  // "The country's exports rose", under its heading: with all, though the text spoke of one partner last.
  if (const auto* owner = around.owner();
      owner && partner.empty() && owner->possessive && owner->end == owner->begin + 2 &&
      owner->end == flow.at && tokens[owner->begin + 1].text == "country" && around.distinct.size() == 1)
    return {sells ? Subject{false, owner->code, ""} : Subject{false, "", owner->code}, m.topic_headed, true};
  // "Exports amounted to": of the country that the section is of, with all.
  if (actor.empty() && partner.empty() && around.distinct.empty() && !m.topic.empty() &&
      (last_pair.empty() || (last_pair.front() == m.topic && last_pair.back().empty())))
    return {sells ? Subject{false, m.topic, ""} : Subject{false, "", m.topic}, m.topic_headed, true};
  if (!of_all) {
    fill(actor, partner);
    // "The deficit with it": whose, the sentence does not say.
    if (by_pronoun) sure = false;
    // "Of China's exports Russia took": a partner that no word ties to the flow is a guess, and so is the one
    // spoken of before: "China's exports" may be those to all.
    const bool guessed = partner.empty();
    fill(partner, actor);
    // "EU-China: EU exports": the two stand joined.
    const bool joined = around.parties.size() > 1 && around.distinct.size() == 2 &&
                        around.parties[1]->begin == around.parties[0]->end + 1 &&
                        tokens[around.parties[0]->end].text == "-";
    const PartyMention* own = around.owner();
    // "As for ASEAN, South Korean exports to that market"
    bool tied = false;
    for (std::size_t k = flow.at + 1; k + 2 < around.next && k <= flow.at + 2; ++k)
      tied = tied || (one_of(tokens[k].text, {"to", "from", "with"}) &&
                      one_of(tokens[k + 1].text, {"that", "this"}) &&
                      one_of(tokens[k + 2].text,
                             {"market", "country", "partner", "neighbour", "neighbor", "destination"}));
    if (guessed && !(tied && around.distinct.size() == 2) && !(joined && own && own->end == flow.at))
      sure = false;
  }
  // "Turkey's exports were": to all, where the text has named nobody else.
  const bool to_all = partner.empty() && around.distinct.size() == 1 && last_pair.empty();
  if (to_all && !actor.empty()) sure = true;
  if (actor.empty() || (partner.empty() && !of_all && !to_all)) sure = false;
  // "Exports were 3.79 trillion yuan": of those spoken of before, as a guess.
  if (actor.empty() && partner.empty() && around.distinct.empty() && last_pair.size() == 2) {
    actor = last_pair[0];
    partner = last_pair[1];
  }
  return {sells ? Subject{false, actor, partner} : Subject{false, partner, actor}, sure, carried};
}

}  // namespace

Meant subject_of(const std::vector<Token>& tokens, const Mentions& m, const FlowWord& flow,
                 const std::vector<std::string>& last_pair, Span sentence) {
  Meant meant = told_subject(tokens, m, flow, last_pair, sentence);
  // "HANOI - Viet Nam's total trade": a country named twice is one, and trades with the world.
  Subject& said = meant.subject;
  if (said.from == said.to) (flow.kind == FlowKind::imports ? said.from : said.to).clear();
  return meant;
}

bool turned_round(const std::vector<Token>& tokens, const Mentions& m, const FlowWord& flow,
                  const Amount& amount) {
  std::size_t from = flow.at;
  for (const auto& other : m.amounts)
    if (!other.percent && other.end <= amount.begin) from = std::max(from, other.end);
  // "Sales to the United States went the other way" are those to the United States.
  const auto sided = [&](std::size_t k) {
    return std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
      return p.begin > flow.at && p.end < k && one_of(p.preposition, {"to", "from", "with"});
    });
  };
  for (std::size_t k = from; k + 1 < amount.begin; ++k)
    if (one_of(tokens[k].text, {"other", "opposite", "reverse"}) &&
        one_of(tokens[k + 1].text, {"way", "direction"}) && !(from == flow.at && sided(k)))
      return true;
  // "against $115.5 billion for the goods going the other way"
  for (std::size_t k = amount.end; k + 1 < tokens.size() && k < amount.end + 8; ++k) {
    if (one_of(tokens[k].text, {".", ";", ","}) ||
        std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) { return a.begin == k; }))
      break;
    if (one_of(tokens[k].text, {"other", "opposite", "reverse"}) &&
        one_of(tokens[k + 1].text, {"way", "direction"}))
      return true;
  }
  return false;
}

std::string side_of(const FlowWord* flow, const Subject& subject) {
  if (!flow) return {};
  return flow->kind == FlowKind::exports   ? subject.from
         : flow->kind == FlowKind::imports ? subject.to
                                           : std::string();
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
