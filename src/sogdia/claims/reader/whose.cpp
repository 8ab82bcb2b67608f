#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/reader/reader.h"

// Whose flow a level is of, by the words of its sentence and by what was told before.

namespace sogdia::claims {

std::optional<Subject> one_way_before(const Mentions& m, std::size_t at) {
  std::size_t previous = 0;
  for (const auto& a : m.amounts)
    if (!a.percent && a.end <= at) previous = std::max(previous, a.end);
  const PartyMention *from = nullptr, *to = nullptr;
  for (const auto& p : m.parties) {
    if (p.reports || p.end > at || p.begin < previous) continue;
    if (p.preposition == "from") from = &p, to = nullptr;
    if (p.preposition == "to" && from && p.begin <= from->end + 3) to = &p;
  }
  if (previous == 0 || !from || !to || from->code == to->code) return std::nullopt;
  return Subject{false, from->code, to->code};
}

namespace {

// "Mr Putin said that trade with China had gone from": of the one that the leader is of; "" = of nobody so.
std::string leader_beside_partner(const Mentions& m, const FlowWord& flow, const Amount& amount) {
  if (m.leaders.size() != 1 || m.parties.size() != 1) return "";
  const PartyMention& with = m.parties.front();
  const bool partner = !with.reports && with.preposition == "with" && with.begin > flow.at &&
                       with.begin <= flow.at + 3 && with.end <= amount.begin;
  return partner && with.code != m.leaders.front() ? m.leaders.front() : std::string();
}

}  // namespace

Reader::Whose Reader::whose_of(const Mentions& m, const FlowWord& flow, const Amount& amount, Span sentence,
                               bool here, bool base, const Period* period) const {
  Whose whose;
  Meant& meant = whose.meant;
  if (here) meant = subject_of(tokens, m, flow, last_pair, sentence);
  if (here && !meant.sure && flow.kind == FlowKind::total)
    if (const std::string& own = leader_beside_partner(m, flow, amount); !own.empty())
      meant = {Subject{true, own, m.parties.front().code}, true, true};
  // "The foreign trade balance showed a surplus of", behind what was told of one partner: with all the world.
  const bool gap = flow.kind == FlowKind::surplus || flow.kind == FlowKind::deficit;
  if (here && gap &&
      std::all_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return p.reports; }) &&
      holds(tokens, {sentence.begin, flow.at + 1}, {"foreign", "external", "overall", "adjusted"})) {
    const std::string& own = m.topic.empty() ? last_actor : m.topic;
    whose.meant = {own.empty() ? Subject{} : Subject{false, own, ""}, !own.empty(), true};
    return whose;
  }
  const auto lend = [&](const Period& of) {
    whose.period = of;
    period = &*whose.period;
  };
  if (!here) {
    const bool others =
        std::any_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; });
    meant = {flow.kind == FlowKind::total     ? Subject{true, last_pair[0], last_pair[1]}
             : flow.kind == FlowKind::exports ? Subject{false, last_pair[0], last_pair[1]}
                                              : Subject{false, last_pair[1], last_pair[0]},
             flow.kind == FlowKind::total && !others};
    if (const std::string other = other_of(last_pair, last_actor);
        (flow.kind == FlowKind::surplus || flow.kind == FlowKind::deficit) && !other.empty())
      meant = {Subject{false, last_actor, other}, false, true};
    // "By China's count, the figure was": of China and the one that the text is about. "With the Netherlands
    // it was": the same.
    std::string other;
    for (const auto& p : m.parties) {
      const bool with = !p.reports && p.preposition == "with" && p.begin <= sentence.begin + 2;
      if ((p.reports || with) && p.code != last_pair[0] && p.code != last_pair[1]) other = p.code;
      // "297.9 billion euros with China, 247.8 billion with the United States"
      if (!p.reports && p.preposition == "with" && p.begin > amount.end && p.begin <= amount.end + 2 &&
          !said_here.empty() && p.code != m.focus)
        other = p.code;
    }
    const bool of_two = flow.kind == FlowKind::total && m.parties.size() == 2 &&
                        m.parties[0].preposition == "between" && m.parties[1].preposition == "and" &&
                        m.parties[1].end <= amount.begin;
    if (const auto way = one_way_before(m, amount.begin)) {
      meant = {*way, false, true};
    } else if (of_two) {
      // "Between China and Central Asia it grew from"
      meant = {Subject{true, m.parties[0].code, m.parties[1].code}, true};
    } else if (!other.empty() && !m.focus.empty() && m.focus != other)
      meant = {Subject{true, m.focus, other}, false, true};
  }
  // "Russia hardly counts any more. Imports shrank to": from the one that the short sentence before was of.
  if (const std::string& own = m.topic.empty() ? m.focus : m.topic;
      here && !meant.sure && !base && said_here.empty() && m.parties.empty() && !about.empty() &&
      !own.empty() && own != about && (flow.kind == FlowKind::exports || flow.kind == FlowKind::imports) &&
      !holds(tokens, {sentence.begin, amount.begin}, {"total", "overall", "all", "world"})) {
    // "The United States is the best customer. It took": that one bought.
    const bool it = flow.at > sentence.begin && one_of(tokens[flow.at - 1].text, {"it", "they"});
    const bool sold = (flow.kind == FlowKind::exports) != it;
    meant = {sold ? Subject{false, own, about} : Subject{false, about, own}, true, true};
  }
  const auto way = here ? one_way_before(m, amount.begin) : std::nullopt;
  if (way) meant = {*way, false, true};
  // "Chinese exports of A stood against imports of B", "it sold A and bought B": the other way of the same
  // two.
  if (here && !way && !meant.sure && !said_here.empty() && !base) {
    const Said& before = said_here.back();
    const bool other_way = (flow.kind == FlowKind::exports && before.flow == FlowKind::imports) ||
                           (flow.kind == FlowKind::imports && before.flow == FlowKind::exports);
    const bool alone = std::none_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
      return !p.reports && p.begin >= before.end && p.begin <= amount.end + 4;
    });
    if (other_way && alone && before.confirmed && !before.subject.total && !before.subject.from.empty() &&
        !before.subject.to.empty() && before.period && flow.at > before.end &&
        (!period || period->same_months(*before.period))) {
      // "more was bought from it (A) than was sold to it (B)": who bought, A alone does not say.
      const bool passive =
          flow.at > sentence.begin && one_of(tokens[flow.at - 1].text, {"was", "were", "is"});
      meant = {Subject{false, before.subject.to, before.subject.from}, before.sure || !passive};
      whose.other_way = true;
      if (!period) lend(*before.period);
    }
  }
  // "They had been smaller in November, at": of what the sentence before was of.
  if (!here && !said_before.empty() && said_before.front().confirmed && holds(tokens, sentence, {"they"}) &&
      std::none_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; }) &&
      std::all_of(said_before.begin(), said_before.end(),
                  [&](const Said& said) { return said.flow == flow.kind; }))
    meant = {said_before.front().subject, true};
  // "turnover reached $54.3 billion, of which exports were": of the one whose turnover it is.
  bool of_which = false;
  if (here && !said_here.empty() && said_here.back().confirmed && said_here.back().subject.total &&
      said_here.back().subject.to.empty() && said_here.back().period && flow.at >= said_here.back().end + 2 &&
      flow.at <= said_here.back().end + 5 && holds(tokens, {said_here.back().end, flow.at}, {"which"}) &&
      (flow.kind == FlowKind::exports || flow.kind == FlowKind::imports)) {
    const std::string& of = said_here.back().subject.from;
    meant = {flow.kind == FlowKind::exports ? Subject{false, of, ""} : Subject{false, "", of}, true};
    of_which = true;
    if (!period) lend(*said_here.back().period);
  }
  // "Trade with all the world came to $44.4 billion, with exports of A and imports of B"
  for (const auto& said : said_here) {
    if (of_which || !here || base || !said.confirmed || !said.subject.total || !said.subject.to.empty() ||
        !said.period || said.end > flow.at ||
        (flow.kind != FlowKind::exports && flow.kind != FlowKind::imports) ||
        (period && !period->same_months(*said.period)) || !holds(tokens, {said.end, flow.at}, {"with"}) ||
        std::any_of(m.parties.begin(), m.parties.end(),
                    [&](const PartyMention& p) { return p.begin >= said.end && p.begin <= amount.end + 3; }))
      continue;
    const std::string& of = said.subject.from;
    meant = {flow.kind == FlowKind::exports ? Subject{false, of, ""} : Subject{false, "", of}, true};
    of_which = true;
    if (!period) lend(*said.period);
  }
  // "The two together made", "the gap thus reached": of the two flows that the text has told.
  const bool balance = flow.kind == FlowKind::surplus || flow.kind == FlowKind::deficit;
  bool of_told = false;
  if (here && is_of_told(m, flow, period, sentence)) {
    of_told = true;
    const bool of_one = both_told->out.actor == both_told->in.actor;
    meant = {balance ? both_told->out.subject : both_told->both(), !balance || of_one};
    // "Russia thus had a surplus of"
    for (const auto& p : m.parties) {
      if (p.reports || !balance) continue;
      const bool partner = one_of(p.preposition, {"with", "to", "from"});
      if ((p.code == meant.subject.from) == partner) std::swap(meant.subject.from, meant.subject.to);
      meant.sure = true;
      break;
    }
    if (!period) lend(both_told->in.period);
  }
  // "so that the deficit was 58.4 billion euros": of the flow told just before.
  if (balance && !of_told && (!meant.sure || !period) && last_said && said_age <= 1 && last_said->period &&
      !last_said->subject.total && (last_said->confirmed || last_said->sure)) {
    const Subject& said = last_said->subject;
    const bool own = std::all_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
      return p.reports || p.code == said.from || p.code == said.to;
    });
    if (own && (!period || period->same_months(*last_said->period))) {
      of_told = true;
      const bool of_sentence = !said_here.empty() && said_here.back().end == last_said->end;
      // "So China's surplus was", where all figures are of these two.
      // "The deficit with China has thus grown to", behind a figure of the two.
      const bool of_one = m.parties.size() == 1 && m.amounts.size() == 1 &&
                          (m.parties[0].code == last_said->actor
                               ? m.parties[0].possessive && in_common.size() == 2
                               : m.parties[0].preposition == "with" &&
                                     holds(tokens, sentence, {"thus", "so", "therefore", "hence"}));
      const bool alone = (m.parties.empty() || of_one) && last_said->confirmed && (!period || of_sentence);
      meant = {said.from == last_said->actor ? said : Subject{false, said.to, said.from}, alone, true};
      // "The deficit with Mexico": of the other.
      for (const auto& p : m.parties)
        if (!p.reports && p.preposition == "with" && p.code == meant.subject.from)
          std::swap(meant.subject.from, meant.subject.to);
      if (!period) lend(*last_said->period);
    }
  }
  if (here && !of_told && !of_which && !way) {
    meant.subject = with_own_partner(meant.subject, tokens, flow, m, amount);
    whose.group = meant.subject;  // as named, before one of its members was
    meant.subject = with_member(meant.subject, tokens, m, amount);
    // "Trade reached": of those named some sentences ago, it may be of others.
    if (pair_age > 1 &&
        std::all_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return p.reports; }))
      meant.sure = false;
    if (meant.subject.total && meant.subject.from.empty()) {
      std::swap(meant.subject.from, meant.subject.to);
      meant.sure = false;
    }
    // "Buyers spent A on goods from there. Sales in the other direction": the word itself is of the other.
    const bool other_word = last_said && !last_said->subject.total && last_said->flow != flow.kind &&
                            same_two(last_said->subject, meant.subject);
    if (!meant.subject.total && !other_word && turned_round(tokens, m, flow, amount))
      std::swap(meant.subject.from, meant.subject.to);
    meant = as_taken(meant, m, flow);
  }
  // "At $128.1 billion last year, trade was back"
  if (here && !meant.sure && meant.subject.total && of_one_pair(m, meant.subject)) meant.sure = true;
  // "with imports at A and exports at B, as Chinese customs have it": those of the office's own country.
  if (here && !meant.sure && !balance && !meant.subject.total) {
    std::string office, beside;
    bool alone = true;
    for (const auto& p : m.parties) {
      alone = alone && p.reports && (office.empty() || office == p.code);
      office = p.code;
    }
    // "Chinese trade had been A by the Kazakh count; exports made up B of that": Kazakhstan's own.
    if (!alone && !m.breaks.empty() && m.breaks.back() <= flow.at) {
      std::set<std::string> offices_named;
      bool behind = false;
      for (const auto& p : m.parties) {
        if (p.reports) offices_named.insert(p.code);
        behind = behind || p.begin >= m.breaks.back();
      }
      if (!behind && offices_named.size() == 1) office = *offices_named.begin(), alone = true;
      for (const auto& p : m.parties)
        if (alone && !p.reports && p.code != office) beside = p.code;
    }
    // "The customs office has imports at A", under a dateline of its capital
    if (m.parties.empty() && holds(tokens, sentence, {"customs"})) office = dateline;
    if (const std::string other = beside.empty() ? other_of(last_pair, office) : beside;
        alone && !office.empty() && !other.empty())
      meant = {flow.kind == FlowKind::exports ? Subject{false, office, other} : Subject{false, other, office},
               true};
  }
  // "Korean customs count imports from China at A; China's own books show exports of B": by the office, its
  // own.
  if (here && !way && !balance && !meant.subject.total && !said_here.empty() && !m.breaks.empty()) {
    const std::size_t part = m.breaks.back();
    std::string office;
    bool alone = flow.at > part && said_here.back().end <= part;
    for (const auto& p : m.parties) {
      if (p.begin < part || p.begin > amount.end + 3) continue;
      alone = alone && p.reports && p.end <= flow.at;
      office = p.code;
    }
    const Subject& before = said_here.back().subject;
    const std::string other = other_of({before.from, before.to}, office);
    if (alone && !office.empty() && !other.empty())
      meant = {flow.kind == FlowKind::exports ? Subject{false, office, other} : Subject{false, other, office},
               said_here.back().confirmed};
  }
  // "2024: [flag] $133 billion": a picture may say whose.
  if (amount.begin > sentence.begin && !tokens[amount.begin - 1].text.empty() &&
      static_cast<unsigned char>(tokens[amount.begin - 1].text.front()) >= 0xF0u)
    meant.sure = false;
  return whose;
}

}  // namespace sogdia::claims
