#include "sogdia/claims/prose/mentions.h"

#include <algorithm>
#include <utility>

#include "sogdia/claims/prose/flow_words.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/prose/party_words.h"
#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

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

// A period that something is held against: "than in 2018", "compared with the level of 2018", "over 2018".
// "after a jump of more than a quarter in 2023": what it is held beside, where no figure of its own is told.
bool stands_behind_after(const SentenceReader& r, std::size_t k) {
  constexpr std::size_t kBack = 10;
  for (std::size_t at = k; at-- > r.span.begin && k - at <= kBack;) {
    if (r.number(at) || r.is(at, {",", ";", "(", "percent", "%"})) return false;
    if (r.is(at, {"after", "following", "despite"}))
      return at > r.span.begin && r.is(at + 1, {"a", "an", "the", "its", "their"});
  }
  return false;
}

bool compared_before(const SentenceReader& r, std::size_t k) {
  for (std::size_t back = 1; back <= 6 && k >= r.span.begin + back; ++back) {
    const std::size_t at = k - back;
    // "When comparing June 2024 to June 2023"
    if (back == 1 && r.is(at, {"to", "with"}))
      for (std::size_t first = at; first > r.span.begin && first + 6 > at; --first)
        if (r.is(first - 1, {"comparing"})) return true;
    if (r.is(at, {"than", "compared", "comparison", "against", "versus", "vs", "relative", "below", "above"}))
      return true;
    if (back == 1 && r.is(at, {"over", "on"})) return true;
    // "an increase of 8.5 percent on the first half of 2023"
    if (back == 2 && r.is(at, {"on"}) && r.is(k - 1, {"the"}) && at > r.span.begin &&
        r.is(at - 1, {"increase", "rise", "growth", "decrease", "decline", "drop", "fall", "up", "down",
                      "percent", "%", "cent", "pct"}))
      return true;
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

bool tells_year(const SentenceReader& r, const Period& period) {
  for (std::size_t k = period.begin; k < period.end; ++k)
    if (year_at(r, k) || r.is(k, {"year"}) || (r.now >= 0 && r.is(k, {"last", "this"}))) return true;
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

// "The United States, first in 2024, fell back": of the place that it had then, and of no figure.
bool is_of_aside(const SentenceReader& r, const Period& p) {
  constexpr std::size_t kOpens = 5, kLongest = 5;  // tokens
  if (!r.is(p.end, {","}) || p.begin == r.span.begin || !r.is(p.begin - 1, {"in"})) return false;
  for (std::size_t k = p.begin - 1; k > r.span.begin && k + kLongest > p.begin; --k)
    if (r.is(k - 1, {","}))
      return k <= r.span.begin + kOpens && r.is(k, {"first", "second", "third", "still", "the"}) &&
             holds(r.tokens, {k, p.begin},
                   {"first", "second", "third", "largest", "leader", "top", "biggest"});
  return false;
}

// "the largest since 2018": how far back it reaches, and no period of the figure.
bool reaches_back(const SentenceReader& r, std::size_t k) {
  // "the first deficit since the two opened relations in 1992"
  for (std::size_t back = 2; back <= 8 && k >= r.span.begin + back; ++back) {
    if (r.is(k - back, {",", ";", "."}) || r.number(k - back)) break;
    if (!r.is(k - back, {"since"})) continue;
    for (std::size_t at = k - back; at > r.span.begin && at + 12 > k - back; --at)
      if (r.is(at - 1, {"first", "largest", "highest", "lowest", "biggest", "smallest", "widest"}))
        return true;
    break;
  }
  if (k == r.span.begin || !r.is(k - 1, {"since"})) return false;
  for (std::size_t back = 2; back <= 7 && k >= r.span.begin + back; ++back)
    if (r.is(k - back, {"largest", "highest",   "lowest",    "biggest", "smallest", "first",   "best",
                        "worst",   "strongest", "steepest",  "weakest", "fastest",  "most",    "least",
                        "slowest", "widest",    "narrowest", "deepest", "greatest", "sharpest"}))
      return true;
  return false;
}

// "after a 20 percent plunge in 2023": the year is that of what came before.
bool rate_before(const SentenceReader& r, std::size_t k, const Mentions& m) {
  if (m.amounts.empty() || !m.amounts.back().percent || !r.is(k - 1, {"in", "during"})) return false;
  const Amount& rate = m.amounts.back();
  // "rose 8% last month after rising 3% in August"
  if (rate.end + 1 == k && rate.begin >= r.span.begin + 2 && r.is(rate.begin - 2, {"after", "following"}) &&
      r.is(rate.begin - 1, {"rising", "falling", "growing", "climbing", "dropping", "declining", "shrinking",
                            "jumping", "gaining", "slipping"}))
    return true;
  if (rate.end + 2 != k || rate.begin < r.span.begin + 2 || direction_of(r.word(rate.end)) == 0) return false;
  return r.is(rate.begin - 1, {"after", "following"}) ||
         (r.is(rate.begin - 1, {"a", "an"}) && r.is(rate.begin - 2, {"after", "following"}));
}

}  // namespace

Mentions find_mentions(std::string_view text, const std::vector<Token>& tokens, Span sentence,
                       const PartyLexicon& lexicon, const SpokenOf& spoken) {
  Mentions mentions;
  const int now = spoken.now;
  SentenceReader r{tokens, sentence, now, spoken.period, spoken.period, spoken.year, spoken.both_flows};
  Period last_spoken, last_due;
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
      period->due = k > sentence.begin + 1 && r.is(k - 1, {"for"}) &&
                    r.is(k - 2, {"set", "due", "planned", "foreseen", "scheduled"});
      period->deadline =
          for_year || period->due ||
          (k > sentence.begin && r.is(k - 1, {"by", "before", "until"}) && !r.is(k, {"mid", "midyear"}));
      // "over 8 months of 2025" is no "8 percent over 2018".
      const bool span = k > sentence.begin && r.is(k - 1, {"over", "on"}) && !period->is_year();
      period->compared = period->compared || (!span && (compared_before(r, k) || stands_behind_after(r, k)));
      // "The year before, exports had been $155.7 billion"
      if (period->shift == -12 && k <= sentence.begin + 2 && r.before &&
          ((r.is(period->end, {","}) && period_at(r, period->end + 2) == std::nullopt) ||
           (r.is(period->end, {"it", "they", "the", "exports", "imports", "trade", "this"}) &&
            !r.is(period->end + 1, {"war"})))) {
        const Period at = *period;
        // Behind months it is the whole year.
        *period = r.before->to - r.before->from == 11 ? *r.before : year_period(r.before->year());
        period->from += at.shift;
        period->to += at.shift;
        period->begin = at.begin;
        period->end = at.end;
        period->label = period->compared = period->deadline = false;
        period->relative = period->guessed = true;
      }
      // "In the first five months", behind the month of an event: of which year is a guess.
      if (r.spoken && r.spoken == r.before && (r.spoken->guessed || spoken.many_years) &&
          period->to - period->from < 11 && period->shift == 0 && !tells_year(r, *period))
        period->guessed = true;
      if (now < 0 && period->to - period->from < 11 && period->end >= k + 2 &&
          r.is(period->end - 2, {"last"}) && r.is(period->end - 1, {"year"}))
        period->guessed = true;
      // "in the reporting period of 2023": a part of it that is not told
      const bool of_part =
          period->is_year() && k > sentence.begin + 1 && r.is(k - 1, {"of"}) && r.is(k - 2, {"period"});
      period->open = of_part || is_open(r, k);
      period->since = reaches_back(r, k) || is_of_aside(r, *period);
      const bool after = !mentions.amounts.empty() && mentions.amounts.back().begin > sentence.begin &&
                         r.is(mentions.amounts.back().begin - 1, {"after"});
      period->of_base = (!mentions.periods.empty() || after || r.is(k - 1, {"of"})) &&
                        !mentions.amounts.empty() && mentions.amounts.back().end + 1 == k &&
                        r.is(k - 1, {"in", "for", "during", "of"}) &&
                        is_base(tokens, mentions.amounts.back(), sentence);
      // "$133 billion after a 20 percent plunge in 2023"
      if (rate_before(r, k, mentions)) period->of_base = true;
      period->label = !period->open && period->shift == 0 && is_label(r, *period, mentions);
      if (period->label && new_line && (mentions.breaks.empty() || mentions.breaks.back() != k))
        mentions.breaks.push_back(k);
      mentions.periods.push_back(*period);
      if (!period->deadline && !period->compared && !period->day && !period->open && !period->since &&
          !period->of_base && period->shift == 0) {
        last_spoken = *period;
        r.spoken = &last_spoken;
        r.due = nullptr;
      } else if (period->deadline && period->is_year()) {
        last_due = *period;
        r.due = &last_due;
      }
      k = period->end;
      continue;
    }
    // "December, too, was good. Exports in the month stood at": of the month named last.
    const bool one_month = r.spoken && r.spoken->from == r.spoken->to;
    if (now >= 0 && (spoken.month > 0 || one_month) && r.is(k, {"month"}) && k > sentence.begin + 1 &&
        r.is(k - 1, {"the", "that"}) && r.is(k - 2, {"in", "during", "for"}) &&
        !r.is(k + 1, {"of", "before"})) {
      Period period;
      period.from = period.to = spoken.month > 0 ? now / 12 * 12 + spoken.month - 1 : r.spoken->to;
      if (period.from > now) period.from = period.to = period.from - 12;
      period.relative = period.inferred = period.guessed = true;
      period.begin = k - 1;
      period.end = k + 1;
      mentions.periods.push_back(period);
      ++k;
      continue;
    }
    if (auto month = month_alone(r, k)) {
      mentions.months.push_back(*month);
      // "In January" of a dated text: the last one before its day.
      if (now >= 0 && month->day == 0 && k > sentence.begin && r.is(k - 1, {"in", "during", "for"})) {
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
    else if (sets_off(r, k, mentions.flows))
      mentions.flows.push_back({r.is(k, {"surplus"}) ? FlowKind::surplus : FlowKind::deficit, k});
    if (tokens[k].kind == Token::Kind::word) {
      auto [code, after, kind, capitals] = lexicon.match(tokens, k, sentence.end, small);
      // "us" and "As" are words of their own.
      if (!code.empty() && capitals) {
        const auto written = text.substr(tokens[k].start, tokens[k].end - tokens[k].start);
        if (std::any_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
          code.clear();
      }
      // "in billion US dollars"
      if (code == "USA" && after < sentence.end && r.is(after, {"dollar", "dollars"})) code.clear();
      // "Latin America", "the Arab world": groups that pledges are made to; "South America" is none.
      if (code == "USA" && after == k + 1 && k > sentence.begin && tokens[k].text == "america") {
        if (r.is(k - 1, {"latin"}))
          code = "LAC";
        else if (r.is(k - 1, {"south", "north", "central"}))
          code.clear();
      }
      if (code.empty() && r.is(k, {"arab"}) && tokens[k].capital &&
          r.is(k + 1, {"world", "states", "countries", "league", "nations"})) {
        code = "ARAB";
        after = k + 2;
        kind = PartyName::Kind::plain;
      }
      // "sold it to the States"
      if (code.empty() && r.is(k, {"states"}) && tokens[k].capital && k > sentence.begin &&
          r.is(k - 1, {"the"}) &&
          !(k + 1 < sentence.end && (tokens[k + 1].capital || r.is(k + 1, {"of", "in"})))) {
        code = "USA";
        after = k + 1;
        kind = PartyName::Kind::plain;
      }
      // "the ten countries of Southeast Asia"
      if (code.empty() && r.is(k, {"southeast"}) && r.is(k + 1, {"asia", "asian"})) {
        code = "ASEAN";
        after = k + 2;
        kind = PartyName::Kind::plain;
      }
      // "the Union", of no other name
      if (code.empty() && r.is(k, {"union"}) && tokens[k].capital && k > sentence.begin &&
          r.is(k - 1, {"the"}) && !(k + 1 < sentence.end && (tokens[k + 1].capital || r.is(k + 1, {"of"}))) &&
          !(k > sentence.begin + 2 && r.is(k - 2, {"of"}) && r.is(k - 3, {"economy", "member", "country"})) &&
          !spoken.other_union) {
        code = "EU";
        after = k + 1;
        kind = PartyName::Kind::plain;
      }
      if (!code.empty()) mentions.names.push_back({k, after});
      if (!code.empty() && kind == PartyName::Kind::leader) {
        mentions.leaders.push_back(code);
        k = after;
        continue;
      }
      if (!code.empty()) {
        PartyMention party{code,
                           "",
                           kind == PartyName::Kind::office || reports(r, after) || counted_by(r, k, after) ||
                               (kind == PartyName::Kind::capital && office_in(r, k)),
                           tokens[after - 1].possessive,
                           false,
                           k,
                           after};
        std::size_t before = before_name(r, k);
        // "with the five states of Central Asia": with them.
        if (code.size() != 3 && before > sentence.begin + 1 && r.is(before - 1, {"of"}) &&
            r.is(before - 2, {"states", "countries", "nations", "republics", "economies", "members"}))
          before = before_name(r, r.is(before - 3, {"member"}) ? before - 3 : before - 2);
        if (before > sentence.begin && is_preposition(r.word(before - 1)))
          party.preposition = r.word(before - 1);
        const bool governed =
            before > sentence.begin + 1 && r.is(before - 1, {"with", "of", "in", "on", "against", "to"});
        // "the tensions with", "American sanctions"
        party.beside = ((governed && governs_no_flow(r.word(before - 2))) ||
                        (governs_no_flow(r.word(after)) && !r.is(after, {"member", "members", "arms"}))) &&
                       !party.reports;
        // "overtook China as Germany's largest partner"
        if (k > sentence.begin && r.is(after, {"as"}) &&
            r.is(k - 1, {"overtook", "replaced", "surpassed", "displaced", "dethroned"}))
          party.beside = true;
        if (kind != PartyName::Kind::capital || (party.reports && one_of(party.preposition, {"of", "in"})) ||
            acts(r, party))
          mentions.parties.push_back(std::move(party));
        k = after;
        continue;
      }
    }
    ++k;
  }
  const auto named = [&](std::string_view code) {
    return std::any_of(mentions.parties.begin(), mentions.parties.end(),
                       [&](const PartyMention& p) { return p.code == code; });
  };
  if (named("JPN") && !named("IND"))
    for (auto& p : mentions.periods)
      if (p.fiscal) p.from += 12, p.to += 12;
  // "China was Germany's largest trading partner in 2023 with 254.1 billion euros": their trade.
  const auto sides = std::count_if(mentions.parties.begin(), mentions.parties.end(),
                                   [](const PartyMention& p) { return !p.beside; });
  if (mentions.flows.empty() && sides == 2)
    for (std::size_t k = sentence.begin + 2; k < sentence.end; ++k)
      if (r.is(k, {"partner"}) &&
          holds(tokens, {k - 2, k}, {"trading", "trade", "largest", "biggest", "top"}) &&
          r.is(k + 1, {"in", "with", ",", "at", "and"}))
        mentions.flows.push_back({FlowKind::total, k});
  counted_since_january(r, mentions);
  balances_in_words(r, mentions);
  return mentions;
}

}  // namespace sogdia::claims
