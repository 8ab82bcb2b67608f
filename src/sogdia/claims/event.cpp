#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "sogdia/claims/judge.h"

namespace sogdia::claims {
namespace {

// The kinds of event that a word may tell of. Leaders meet at home, at third places and by video.
std::vector<std::string> event_kinds(std::string_view word) {
  if (one_of(word, {"visited", "visit", "visits", "travelled", "traveled", "trip", "arrived", "flew"}))
    return {"visit"};
  if (one_of(word, {"met", "attended", "talks"})) return {"visit", "meeting", "video"};
  if (one_of(word, {"video", "videoconference", "virtual"})) return {"video"};
  if (one_of(word, {"forum", "summit"})) return {"forum"};
  if (one_of(word, {"invaded", "invasion", "annexed", "annexation", "invades"})) return {"war"};
  if (one_of(word, {"package", "sanctions"})) return {"sanction"};
  if (one_of(word, {"withdrew", "withdrawal", "quit"})) return {"withdrawal"};
  return {};
}

std::optional<EventClaim> judge_event(const std::vector<Token>& tokens, const Mentions& m, const Period& when,
                                      Span part, Span sentence, const Pack& pack) {
  const Period* period = &when;
  std::set<std::string> kinds;
  std::size_t at = part.end;
  for (std::size_t k = part.begin; k < part.end; ++k) {
    const auto told = event_kinds(tokens[k].text);
    if (told.empty()) continue;
    kinds.insert(told.begin(), told.end());
    at = std::min(at, k);
  }
  std::set<std::string> said;
  std::size_t first = at, last = at + 1;
  for (std::size_t k = part.begin; k < part.end; ++k)
    if (pack.event_words.count(tokens[k].text) && tells_events_apart(tokens[k])) {
      said.insert(tokens[k].text);
      first = std::min(first, k);
      if (k < at + 12) last = std::max(last, k + 1);
    }
  first = std::min(first, period->begin);
  last = std::max(last, period->end);
  std::set<std::string> countries;
  for (const auto& p : m.parties)
    if (p.begin >= part.begin && p.begin < part.end) countries.insert(p.code);

  // The events whose titles share most words with the sentence.
  std::vector<const Event*> best;
  std::size_t most = 1;
  for (const auto& event : pack.events) {
    if (!kinds.count(event.kind)) continue;
    if (!countries.empty() && std::none_of(event.parties.begin(), event.parties.end(),
                                           [&](const std::string& p) { return countries.count(p) > 0; }))
      continue;
    std::size_t shared = 0;
    for (const auto& word : said) shared += event.words.count(word);
    if (shared < most) continue;
    if (shared > most) best.clear();
    most = shared;
    best.push_back(&event);
  }
  if (best.empty() || (said.size() >= 2 && most < 2)) return std::nullopt;
  EventClaim found{{}, first, last};
  Claim& claim = found.claim;
  claim.kind = "event";
  const auto cite = [&](const Event& e) { claim.evidence.push_back({e.source, e.title, e.date}); };
  for (const auto* e : best) {
    if (e->month < period->from || e->month > period->to) continue;
    cite(*e);
    claim.verdict = Verdict::consistent;
    claim.note = fmt::format("{}: {}", e->date, e->title);
    for (std::size_t k = sentence.begin; !e->countries.empty() && k + 1 < sentence.end; ++k) {
      if (tokens[k].kind != Token::Kind::number || !one_of(tokens[k + 1].text, {"countries", "nations"}))
        continue;
      std::vector<std::string> counts;
      bool named = false;
      for (const auto& count : e->countries) {
        named = named || count.countries == static_cast<int>(tokens[k].value);
        counts.push_back(fmt::format("{} ({})", count.countries, count.when));
      }
      if (!named) claim.verdict = Verdict::ambiguous;
      claim.note = fmt::format("{}: {} countries; {}", e->date, fmt::join(counts, ", "), e->title);
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
  if (best.size() > 1 && !same_year) {
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

}  // namespace

// To each date the words up to it, or after it where none of them tells of an event.
std::vector<EventClaim> judge_events(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                     const Pack& pack) {
  std::vector<EventClaim> found;
  if (pack.events.empty()) return found;
  const auto tells = [&](Span part) {
    for (std::size_t k = part.begin; k < part.end; ++k)
      if (!event_kinds(tokens[k].text).empty()) return true;
    return false;
  };
  std::size_t begin = sentence.begin;
  for (std::size_t k = 0; k < m.periods.size(); ++k) {
    Span part{begin, m.periods[k].end};
    if (!tells(part)) {
      const std::size_t limit = k + 1 < m.periods.size() ? m.periods[k + 1].begin : sentence.end;
      while (part.end < limit && tokens[part.end].text != ";") ++part.end;
    }
    if (!tells(part)) continue;
    if (auto event = judge_event(tokens, m, m.periods[k], part, sentence, pack))
      found.push_back(std::move(*event));
    begin = part.end;
  }
  return found;
}

}  // namespace sogdia::claims
