#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "sogdia/claims/judge/events/event_parts.h"

// Where an event was, and the dates of a list of them.

namespace sogdia::claims {
namespace {

bool is_forum(const Event& e) { return e.title.find("Belt and Road Forum") != std::string::npos; }

// A forum said to have been at a time that is not its own.
EventClaim told_on(const Period& said, const Event& right) {
  EventClaim told{{}, said.begin, said.end, nullptr};
  Claim& claim = told.claim;
  claim.kind = "event";
  claim.period = to_text(said);
  claim.parties = right.parties;
  claim.reading = right.title;
  claim.evidence.push_back(
      {right.source, right.title, right.date, "events", std::nan(""), "date", "observed"});
  claim.verdict = Verdict::likely_error;
  claim.note = fmt::format("{} was on {}", right.title, right.date);
  const Period month{right.month, right.month, false, 0, 0};
  const bool same_year = right.month / 12 == said.year();
  claim.edit = Edit{same_year ? "period" : "year",
                    same_year ? to_text(month) : fmt::format("{}", right.month / 12), claim.note};
  return told;
}

}  // namespace

std::optional<std::size_t> told_elsewhere(const std::vector<Token>& tokens, Span part, const Event& event,
                                          const Pack& pack) {
  const bool proposal = event.title.find("proposes") != std::string::npos;
  if (event.kind != "forum" && !proposal) return std::nullopt;
  for (std::size_t k = part.begin + 1; k + 1 < part.end; ++k) {
    if (tokens[k].text != "in" || !tokens[k + 1].capital || tokens[k + 1].kind != Token::Kind::word) continue;
    if (!proposal &&
        !one_of(tokens[k - 1].text, {"held", "place", "met", "gathered", "convened", "summit", "forum"}))
      continue;
    const std::string place = is_xian(tokens, k + 1) ? "xian" : tokens[k + 1].text;
    const auto name = pack.lexicon.match(tokens, k + 1, part.end);
    // "in Kazakhstan", of a proposal in its capital
    const bool country =
        name.kind != PartyName::Kind::capital &&
        std::find(event.parties.begin(), event.parties.end(), name.code) != event.parties.end();
    if ((!pack.event_words.contains(place) && name.code.empty()) || event.words.contains(place) || country)
      continue;
    return k + 1;
  }
  return std::nullopt;
}

std::optional<std::size_t> told_otherwise(const std::vector<Token>& tokens, const Mentions& m, Span part,
                                          const Event& event) {
  constexpr std::string_view kPrice = "price cap of USD ";
  const auto at = event.title.find(kPrice);
  if (at == std::string::npos) return std::nullopt;
  const double right = std::strtod(event.title.c_str() + at + kPrice.size(), nullptr);
  for (const auto& a : m.amounts)
    if (!a.percent && a.begin >= part.begin && a.end + 1 < part.end &&
        one_of(tokens[a.end].text, {"a", "per"}) && tokens[a.end + 1].text == "barrel" && a.value != right)
      return a.begin;
  return std::nullopt;
}

std::optional<EventClaim> judge_dates_of_forums(const std::vector<Token>& tokens, const Mentions& m,
                                                Span sentence, const Pack& pack) {
  std::size_t noun = sentence.begin;
  while (noun < sentence.end && tokens[noun].text != "forums") ++noun;
  std::vector<const Event*> left;
  for (const auto& e : pack.events)
    if (e.kind == "forum" && is_forum(e)) left.push_back(&e);
  std::vector<const Period*> dates, off;
  for (const auto& p : m.periods)
    if (p.begin > noun && !p.compared && !p.deadline && p.shift == 0 && p.to - p.from < 12)
      dates.push_back(&p);
  if (noun == sentence.end || dates.size() != left.size()) return std::nullopt;
  for (const Period* p : dates) {
    const auto same = std::find_if(left.begin(), left.end(),
                                   [&](const Event* e) { return e->month >= p->from && e->month <= p->to; });
    if (same == left.end())
      off.push_back(p);
    else
      left.erase(same);
  }
  if (off.size() != 1 || left.size() != 1) return std::nullopt;
  return told_on(*off.front(), *left.front());
}

std::optional<EventClaim> judge_forum_of_no_number(const std::vector<Token>& tokens, const Mentions& m,
                                                   Span sentence, const Pack& pack) {
  if (holds(tokens, sentence,
            {"will", "next", "since", "before", "after", "ahead", "anniversary", "planned"}))
    return std::nullopt;
  bool forum = false;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (is_ordinal(tokens[k].text)) return std::nullopt;
    forum = forum || (k + 3 < sentence.end && tokens[k].text == "belt" && tokens[k + 2].text == "road" &&
                      tokens[k + 3].text == "forum");
  }
  const Period* said = nullptr;
  for (const auto& p : m.periods) {
    if (p.compared || p.deadline || p.shift != 0 || said) return std::nullopt;
    said = &p;
  }
  if (!forum || !said || said->from != said->to || said->guessed || said->relative) return std::nullopt;
  const Event* right = nullptr;
  for (const auto& e : pack.events) {
    if (e.kind != "forum" || !is_forum(e)) continue;
    if (e.month / 12 == said->year()) return std::nullopt;
    if (e.month % 12 != said->from % 12) continue;
    const int day = std::atoi(e.date.substr(std::min<std::size_t>(8, e.date.size())).c_str());
    bool same_day = false;
    for (std::size_t k = std::max(sentence.begin, said->begin - std::min<std::size_t>(said->begin, 2));
         k < said->end; ++k)
      same_day = same_day || (tokens[k].kind == Token::Kind::number && tokens[k].value == day);
    if (same_day || holds(tokens, sentence, {"beijing"})) right = &e;
  }
  if (!right) return std::nullopt;
  return told_on(*said, *right);
}

}  // namespace sogdia::claims
