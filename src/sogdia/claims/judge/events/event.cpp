#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "sogdia/claims/judge/events/event_parts.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

// The word that may tell an event from others: a name, an ordinal, "14th"; else empty.
std::string event_word(const std::vector<Token>& tokens, std::size_t k) {
  if (is_xian(tokens, k)) return "xian";
  if (tells_events_apart(tokens[k])) return tokens[k].text;
  if (tokens[k].kind == Token::Kind::number && k + 1 < tokens.size() && tokens[k + 1].glued &&
      one_of(tokens[k + 1].text, {"st", "nd", "rd", "th"}))
    return ordinal_word(static_cast<int>(tokens[k].value));
  return {};
}

bool tells_annexation(const std::vector<Token>& tokens, Span part) {
  for (std::size_t k = part.begin; k < part.end; ++k)
    if (one_of(tokens[k].text, {"annexed", "annexation", "annexes"})) return true;
  return false;
}

// Who may tell an event apart: a country, or the Union, whose packages are counted.
bool is_actor(const PartyMention& p) { return p.code.size() == 3 || p.code == "EU"; }

// The parties of an event are looked at for themselves.
bool is_party(const Mentions& m, std::size_t k) {
  return std::any_of(m.parties.begin(), m.parties.end(),
                     [&](const PartyMention& p) { return is_actor(p) && k >= p.begin && k < p.end; });
}

// What a part of a sentence says that an event may be known by.
struct Signs {
  std::set<std::string> kinds, words, countries;
  std::size_t first_kind = 0;            // the token that tells of an event; the part's end where none does
  std::size_t first_word = 0, last = 0;  // from the first telling word to the last near the event
  bool only_talk = true;                 // "assured", "told": no word of a visit or meeting itself
  bool planned = false;                  // "will visit", "was invited to"
  bool of_initiative = false;            // "left the initiative": of the Belt and Road

  // Who left, and what.
  bool tells_leaving(const Event& event) const {
    return of_initiative && event.kind == "withdrawal" && !event.parties.empty() &&
           countries.contains(event.parties.front());
  }

  std::size_t shared_with(const Event& event) const {
    std::size_t shared = 0;
    for (const auto& word : words) shared += event.words.count(word);
    // A war is known by who is in it.
    if (event.kind == "war")
      for (const auto& p : event.parties) shared += countries.count(p);
    return shared + (tells_leaving(event) ? 1 : 0);
  }
  bool may_be(const Event& event) const {
    // Who leaves is the first.
    if (event.kind == "withdrawal" && (event.parties.empty() || !countries.contains(event.parties.front())))
      return false;
    return kinds.contains(event.kind) &&
           (countries.empty() || std::any_of(event.parties.begin(), event.parties.end(),
                                             [&](const std::string& p) { return countries.contains(p); }));
  }
};

// "Panama gave notice"
bool gives_notice(const std::vector<Token>& tokens, Span part) {
  for (std::size_t k = part.begin; k + 1 < part.end; ++k)
    if (one_of(tokens[k].text, {"gave", "given", "gives", "served"}) && tokens[k + 1].text == "notice")
      return true;
  return false;
}

Signs signs_of(const std::vector<Token>& tokens, const Mentions& m, Span part, const Pack& pack,
               const Recounted& before) {
  Signs signs;
  signs.first_kind = part.end;
  signs.of_initiative = holds(tokens, part, {"left", "quit", "exited", "withdrew"}) &&
                        holds(tokens, part, {"initiative", "belt", "silk"});
  // In a text about the initiative nothing else is left.
  if (before.initiative &&
      (gives_notice(tokens, part) ||
       (holds(tokens, part, {"left", "quit", "withdrew"}) && holds(tokens, part, {"it", "again", "joined"}))))
    signs.of_initiative = true;
  for (std::size_t k = part.begin; k < part.end; ++k) {
    const auto told = event_kinds(tokens, k);
    // "May" with a capital is a month.
    signs.planned =
        signs.planned || (tokens[k].text == "about" && k + 1 < part.end && tokens[k + 1].text == "to") ||
        (!tokens[k].capital &&
         one_of(tokens[k].text, {"will", "would", "may", "might", "could", "plans", "planned", "expected",
                                 "invited", "hopes", "not", "never", "cancelled", "canceled", "postponed"}));
    if (signs.of_initiative && tokens[k].text == "notice") {
      signs.kinds.insert("withdrawal");
      signs.only_talk = false;
    }
    if (told.empty()) continue;
    signs.kinds.insert(told.begin(), told.end());
    signs.first_kind = std::min(signs.first_kind, k);
    signs.only_talk = signs.only_talk && tells_of_talk(tokens[k].text);
  }
  signs.first_word = signs.first_kind;
  signs.last = signs.first_kind + 1;
  for (std::size_t k = part.begin; k < part.end; ++k)
    if (const std::string word = event_word(tokens, k);
        !word.empty() && pack.event_words.contains(word) && !is_party(m, k)) {
      signs.words.insert(word);
      signs.first_word = std::min(signs.first_word, k);
      if (k < signs.first_kind + 12) signs.last = std::max(signs.last, k + 1);
    }
  for (const auto& p : m.parties)
    if (p.begin >= part.begin && p.begin < part.end && is_actor(p)) signs.countries.insert(p.code);
  return signs;
}

// The month of the first visit on record.
int first_visit(const Pack& pack) {
  int first = std::numeric_limits<int>::max();
  for (const auto& e : pack.events)
    if (e.kind == "visit") first = std::min(first, e.month);
  return first;
}

// `before`: what the dates before in the sentence were of, for "the second, in April 2019".
std::optional<EventClaim> judge_event(const std::vector<Token>& tokens, const Mentions& m, const Period& when,
                                      Span part, const Pack& pack, const std::set<std::string>& kinds,
                                      const Recounted& before) {
  const Period* period = &when;
  Signs signs = signs_of(tokens, m, part, pack, before);
  if (signs.kinds.empty() && !kinds.empty()) {
    signs.kinds = kinds;
    signs.only_talk = false;
  }
  // "joined in 2019 and left": what the date does not stand behind is of another.
  if (before.initiative && signs.of_initiative && !holds(tokens, part, {"initiative", "belt", "silk"}) &&
      !holds(tokens, {part.begin, when.begin}, {"left", "quit", "withdrew", "notice"}))
    return std::nullopt;
  // "On 23 February 2023, a year after the invasion": of another day than the war's.
  for (std::size_t k = when.end; k + 3 < part.end && !signs.kinds.contains("sanction"); ++k)
    if (one_of(tokens[k].text, {"year", "years", "months", "weeks", "anniversary"}) &&
        one_of(tokens[k + 1].text, {"after", "of", "into", "since"}) &&
        holds(tokens, {k + 2, std::min(k + 5, part.end)}, {"invasion", "annexation", "war"}))
      return std::nullopt;
  // "has left the Belt and Road, which it had joined in 2019": of the joining.
  if (signs.of_initiative)
    for (std::size_t k = when.begin; k > part.begin; --k) {
      if (one_of(tokens[k - 1].text, {"left", "quit", "withdrew", "exited", "leaving", "notice", "leave"}))
        break;
      if (one_of(tokens[k - 1].text, {"joined", "signed", "entered", "acceded"})) return std::nullopt;
    }
  const auto& said = signs.words;
  const std::size_t first = std::min(signs.first_word, period->begin),
                    last = std::max(std::min(signs.last, part.end), period->end);

  // The events whose titles share most words with the sentence.
  std::vector<const Event*> best;
  std::size_t most = 1;
  for (const auto& event : pack.events) {
    if (!signs.may_be(event)) continue;
    if (event.kind == "war" &&
        tells_annexation(tokens, part) != (event.title.find("annex") != std::string::npos))
      continue;
    if (event.kind == "agreement" && holds(tokens, part, {"opened", "opens", "inaugurated"}) !=
                                         (event.title.find("opens") != std::string::npos))
      continue;
    const std::size_t shared = signs.shared_with(event);
    if (shared < most) continue;
    if (shared > most) best.clear();
    most = shared;
    best.push_back(&event);
  }
  const bool ordinal =
      std::any_of(said.begin(), said.end(), [](const std::string& w) { return is_ordinal(w); });
  if (best.empty() || (said.size() >= 2 && most < 2 && !ordinal)) return std::nullopt;
  EventClaim found{{}, first, last, nullptr};
  Claim& claim = found.claim;
  claim.kind = "event";
  claim.period = to_text(*period);
  const auto cite = [&](const Event& e) {
    claim.parties = e.parties;
    claim.reading = e.title;
    claim.evidence.push_back({e.source, e.title, e.date, "events", std::nan(""), "date", "observed"});
  };
  for (const auto* e : best) {
    if (e->month < period->from || e->month > period->to) continue;
    cite(*e);
    claim.verdict = Verdict::consistent;
    claim.note = fmt::format("{}: {}", e->date, e->title);
    found.attended = e;
    auto place = best.size() == 1 ? told_elsewhere(tokens, part, *e, pack) : std::nullopt;
    if (!place) place = told_otherwise(tokens, m, part, *e);
    if (place) {
      claim.verdict = Verdict::likely_error;
      claim.edit = Edit{"figure", e->title, claim.note};
      found.begin = std::min(found.begin, *place);
      found.end = std::max(found.end, *place + 1);
      found.attended = nullptr;
    }
    return found;
  }
  const Event* nearest = best.front();
  const auto away = [&](const Event* e) {
    return std::min(std::abs(e->month - period->from), std::abs(e->month - period->to));
  };
  for (const auto* e : best)
    if (away(e) < away(nearest)) nearest = e;
  cite(*nearest);
  const bool same_year = nearest->month / 12 == period->year();
  // The visits of the two presidents to each other's country are all on record since the first of them: where
  // none is of the date, the date is wrong. Other meetings of theirs are not all there.
  const bool recorded_visit =
      signs.kinds.size() == 1 && signs.kinds.contains("visit") && most >= 2 &&
      (said.contains("xi") || said.contains("putin")) && period->from >= first_visit(pack) &&
      std::all_of(best.begin(), best.end(), [](const Event* e) { return e->kind == "visit"; });
  // A date may be called wrong only where it is plain which event is meant.
  const bool left = best.size() == 1 && signs.tells_leaving(*best.front());
  const bool identified = signs.kinds.count("war") || ordinal || recorded_visit || left ||
                          (most >= 2 && (best.size() == 1 || (most >= 3 && same_year)));
  // "Sanctions after the invasion of Ukraine in April 2022"
  const bool of_war =
      std::all_of(best.begin(), best.end(), [](const Event* e) { return e->kind == "war"; }) &&
      holds(tokens, {period->begin > part.begin + 6 ? period->begin - 6 : part.begin, period->begin},
            {"invasion", "invaded", "annexation", "annexed"});
  if (!identified || signs.only_talk || signs.planned ||
      (signs.kinds.count("sanction") && !ordinal && !said.contains("cap") && !of_war)) {
    if (!same_year && !identified) return std::nullopt;
    claim.verdict = Verdict::ambiguous;
    claim.note = fmt::format("the nearest on record is {}: {}", nearest->date, nearest->title);
    return found;
  }
  const bool of_one_month =
      std::all_of(best.begin(), best.end(), [&](const Event* e) { return e->month == nearest->month; });
  if (best.size() > 1 && !same_year && !recorded_visit && !(ordinal && of_one_month)) {
    claim.verdict = Verdict::ambiguous;
    claim.note =
        fmt::format("no such event then; the nearest on record is {}: {}", nearest->date, nearest->title);
    return found;
  }
  claim.verdict = Verdict::likely_error;
  const Period right{nearest->month, nearest->month, false, 0, 0};
  claim.edit =
      Edit{same_year ? "period" : "year", same_year ? to_text(right) : fmt::format("{}", nearest->month / 12),
           fmt::format("{} was on {}", nearest->title, nearest->date)};
  claim.note = claim.edit->explanation;
  return found;
}

// A day or a month without a year: it can agree with an event, never be wrong.
std::optional<EventClaim> judge_month(const std::vector<Token>& tokens, const Mentions& m,
                                      const MonthMention& when, Span sentence, const Pack& pack,
                                      const Recounted& before) {
  const Signs signs = signs_of(tokens, m, sentence, pack, before);
  const Event* best = nullptr;
  std::size_t most = 1;
  for (const auto& event : pack.events) {
    if (!signs.may_be(event) || event.month % 12 + 1 != when.month) continue;
    if (when.day && event.date.size() == 10 && std::atoi(event.date.c_str() + 8) != when.day) continue;
    const std::size_t shared = signs.shared_with(event);
    // The newest of equals.
    if (shared < 2 || shared < most) continue;
    most = shared;
    best = &event;
  }
  if (!best) return std::nullopt;
  EventClaim found{{}, when.begin, when.end, nullptr};
  Claim& claim = found.claim;
  claim.kind = "event";
  claim.period = best->date;
  claim.parties = best->parties;
  claim.reading = best->title;
  claim.verdict = Verdict::consistent;
  claim.note = fmt::format("{}: {}; the sentence prints no year", best->date, best->title);
  claim.evidence.push_back(
      {best->source, best->title, best->date, "events", std::nan(""), "date", "observed"});
  found.attended = best;
  return found;
}

}  // namespace

// To each date the words up to it, or after it where none of them tells of an event.
std::vector<EventClaim> judge_events(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                     const Pack& pack, const Recounted& before) {
  std::vector<EventClaim> found;
  if (pack.events.empty()) return found;
  const auto tells = [&](Span part) {
    if (before.initiative && gives_notice(tokens, part)) return true;
    for (std::size_t k = part.begin; k < part.end; ++k)
      if (!event_kinds(tokens, k).empty() && !tells_of_talk(tokens[k].text)) return true;
    return false;
  };
  const auto talks = [&](Span part) {
    for (std::size_t k = part.begin; k < part.end; ++k)
      if (tells_of_talk(tokens[k].text)) return true;
    return false;
  };
  std::size_t begin = sentence.begin;
  std::set<std::string> counted_kinds =
      before.counted;  // forums and packages are counted: "the second, in April 2019"
  const auto counts_on = [&](Span part) {
    for (std::size_t k = part.begin + 1; !counted_kinds.empty() && k < part.end; ++k)
      if (is_ordinal(tokens[k].text) && one_of(tokens[k - 1].text, {"the", "a", "an"}) && k + 1 < part.end &&
          one_of(tokens[k + 1].text,
                 {",", "in", "on", "followed", "came", "took", "was", "had", "met", "from", "dates", "of"}))
        return true;
    return false;
  };
  for (std::size_t k = 0; k < m.periods.size(); ++k) {
    if (m.periods[k].inferred) continue;  // looked at as a month, below
    Span part{begin, m.periods[k].end};
    if (!tells(part)) {
      const std::size_t limit = k + 1 < m.periods.size() ? m.periods[k + 1].begin : sentence.end;
      // "In March 2023, Xi visited"; but what "joined in 2019, left in 2023" says behind its comma is of the
      // other date.
      const bool joins = holds(tokens, {begin, m.periods[k].begin}, {"joined", "signed", "entered"});
      const bool opens = m.periods[k].begin <= begin + 3 && !joins;
      // "joined in 2019 and left in 2023"
      const auto leaves = [&](std::size_t at) {
        return joins && tokens[at].text == "and" && one_of(tokens[at + 1].text, {"left", "quit", "withdrew"});
      };
      // "the thirteenth from February 2024 and the fourteenth from June"
      const auto counts = [&](std::size_t at) {
        return tokens[at].text == "and" && at + 2 < limit && is_ordinal(tokens[at + 2].text);
      };
      while (part.end < limit && tokens[part.end].text != ";" && !leaves(part.end) && !counts(part.end) &&
             (opens || limit == sentence.end || tokens[part.end].text != ","))
        ++part.end;
    }
    // "returned the visit on April 16, 2024, when he came to Beijing"
    if (k + 1 == m.periods.size() && part.end + 1 < sentence.end && tokens[part.end].text == "," &&
        one_of(tokens[part.end + 1].text, {"when", "where"}))
      part.end = sentence.end;
    // "in March 2023 and May 2024": the words before the first date are of the second, too.
    const bool joined =
        k > 0 && !tells(part) && part.end - part.begin <= 5 && tokens[part.begin].text == "and";
    if (joined) {
      part.begin = sentence.begin;
      for (const auto at : m.breaks)
        if (at < m.periods[k].begin) part.begin = std::max(part.begin, at);
    }
    // "joined in 2019 and left in 2023": of the one that the sentence began with.
    if (before.initiative && k > 0 && holds(tokens, part, {"left", "quit", "withdrew"}) &&
        std::none_of(m.parties.begin(), m.parties.end(),
                     [&](const PartyMention& p) {
                       return p.code.size() == 3 && p.begin >= part.begin && p.end <= part.end;
                     }) &&
        holds(tokens, {sentence.begin, part.begin}, {"joined", "signed", "entered"}))
      part.begin = sentence.begin;
    const bool on = !tells(part) && counts_on(part);
    if (!tells(part) && !talks(part) && !on) continue;
    if (!on) counted_kinds.clear();
    for (const auto& [word, kind] : {std::pair{"forum", "forum"}, {"package", "sanction"}})
      if (holds(tokens, part, {word})) counted_kinds = {kind};
    // "met in Xi'an in May 2023, the first summit of that kind": what counts the event may stand behind.
    for (std::size_t at = part.end; k + 1 == m.periods.size() && at + 1 < sentence.end; ++at)
      if (is_ordinal(tokens[at].text) &&
          holds(tokens, {at + 1, std::min(at + 6, sentence.end)}, {"summit", "forum", "package"}))
        part.end = std::min(at + 6, sentence.end);
    if (auto event = judge_event(tokens, m, m.periods[k], part, pack,
                                 on ? counted_kinds : std::set<std::string>(), before))
      found.push_back(std::move(*event));
    begin = part.end;
  }
  if (const auto when = day_of_news(tokens, m, sentence, before))
    if (auto event = judge_event(tokens, m, *when, sentence, pack, {}, before))
      found.push_back(std::move(*event));
  for (const auto& when : m.months)
    if (auto event = judge_month(tokens, m, when, sentence, pack, before)) found.push_back(std::move(*event));
  std::vector<EventClaim> counted;
  for (const auto& each : found)
    if (each.attended && counted.empty())
      if (auto count = judge_attendance(*each.attended, tokens, sentence, pack))
        counted.push_back(std::move(*count));
  if (found.empty() && before.attended)
    if (auto count = judge_attendance(*before.attended, tokens, sentence, pack))
      counted.push_back(std::move(*count));
  if (auto event = judge_anniversary(tokens, m, sentence, found, pack)) found.push_back(std::move(*event));
  if (auto event = judge_dates_of_forums(tokens, m, sentence, pack)) found.push_back(std::move(*event));
  if (found.empty())
    if (auto event = judge_forum_of_no_number(tokens, m, sentence, pack)) found.push_back(std::move(*event));
  for (auto& each : counted) found.push_back(std::move(each));
  return found;
}

}  // namespace sogdia::claims
