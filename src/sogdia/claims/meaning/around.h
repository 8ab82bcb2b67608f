#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/near.h"

namespace sogdia::claims {

// The parties of a sentence as one flow word sees them.
struct Around {
  const std::vector<Token>& tokens;
  std::vector<const PartyMention*> parties;  // in the order of the text, reporters left out
  std::vector<std::string> distinct;
  std::size_t at, next;  // of this flow word and the next
  std::string reporter;  // "Chinese customs put trade with Russia at"
  const Mentions& mentions;

  // The country named last that is not the owner itself.
  std::string named_before(const std::string& owner_code) const {
    std::string last;
    for (const auto* p : parties)
      if (p->end <= at && p->code != owner_code && p->code != mentions.topic) last = p->code;
    if (!last.empty()) return last;
    if (mentions.named != owner_code) return mentions.named;
    for (const auto& code : mentions.recent)
      if (code != owner_code) return code;
    return {};
  }
  // "trade with it", "imports from there": the country named last.
  std::string pronoun(Words prepositions, const std::string& owner_code) const {
    for (std::size_t k = at + 1; k < next; ++k) {
      if (tokens[k].text == ";") break;
      if (tokens[k].text == "there" && !one_of(tokens[k - 1].text, {",", "and", "but"}))
        return named_before(owner_code);
    }
    // "sold it goods worth"
    if (at + 1 < next && one_of(tokens[at].text, {"sold", "sells", "sell", "supplied"}) &&
        one_of(tokens[at + 1].text, {"it", "them"}))
      return mentions.topic_headed && !mentions.topic.empty() && mentions.topic != owner_code
                 ? mentions.topic
                 : named_before(owner_code);
    for (std::size_t k = at + 1; k + 1 < next && k <= at + 2; ++k)
      if (one_of(tokens[k].text, prepositions))
        return one_of(tokens[k + 1].text, {"it", "them", "there"}) ? named_before(owner_code) : std::string();
    return {};
  }
  // The other side where the section is of one country: whether it can be of nobody else.
  std::optional<bool> topic_beside(const std::string& code, const std::vector<std::string>& last_pair) const {
    if (mentions.topic.empty() || mentions.topic == code) return std::nullopt;
    const std::string last = other_of(last_pair, code);
    if (!last.empty() && last != mentions.topic) return std::nullopt;
    return mentions.topic_headed || last == mentions.topic;
  }

  // "turnover reached $54 billion, with China accounting for": behind a figure and a comma it is of another.
  bool starts_anew(const PartyMention& p) const {
    if (p.begin < at + 3 || !one_of(p.preposition, {"with"})) return false;
    std::size_t k = p.begin - 1;
    while (k > at && !one_of(tokens[k].text, {"with"})) --k;
    if (k <= at + 1 || !one_of(tokens[k - 1].text, {",", "and", ";"})) return false;
    return std::any_of(mentions.amounts.begin(), mentions.amounts.end(),
                       [&](const Amount& a) { return a.begin > at && a.end <= k; });
  }
  // "the five", "the bloc", "them": the group named last; empty where the words are none of these.
  std::string group_meant(std::size_t k) const {
    while (k < next && one_of(tokens[k].text, {"all", "the", "these", "those"})) ++k;
    if (k >= next || !one_of(tokens[k].text, {"five", "six", "ten", "bloc", "region", "group", "continent",
                                              "them", "republics", "states"}))
      return {};
    for (const auto& code : mentions.recent)
      if (code.size() > 3 || code == "EU") return code;
    return {};
  }
  // "the small neighbour", "that country": the one named last, where it is not whose trade it is.
  std::string one_meant(std::size_t k, const std::string& owner_code) const {
    if (k >= next || !one_of(tokens[k].text, {"the", "this", "that", "its"})) return {};
    std::size_t noun = k + 1;
    while (noun < next && noun < k + 3 && tokens[noun].kind == Token::Kind::word && !is_one(noun)) ++noun;
    return noun < next && is_one(noun) ? named_before(owner_code) : std::string();
  }
  bool is_one(std::size_t k) const {
    return one_of(tokens[k].text, {"neighbour", "neighbor", "country", "kingdom", "nation", "republic",
                                   "island", "giant", "partner", "ally", "emirates", "federation"});
  }
  // "exports reached 107.1 trillion yen: 21.3 trillion went to": what the colon opens are parts of it.
  bool told_before(std::size_t colon) const {
    return std::any_of(mentions.amounts.begin(), mentions.amounts.end(),
                       [&](const Amount& a) { return !a.percent && a.begin > at && a.end <= colon; });
  }
  const PartyMention* after(std::initializer_list<std::string_view> prepositions) const {
    std::size_t end = next;
    for (std::size_t k = at; k < end; ++k)
      if (one_of(tokens[k].text, {";", "those"}) || (tokens[k].text == ":" && told_before(k))) end = k;
    for (const auto* p : parties)
      if (p->begin > at && p->begin < end && one_of(p->preposition, prepositions) && !starts_anew(*p))
        return p;
    return nullptr;
  }
  // The country that owns the flow word: "China's exports", "Chinese exports", "China exported".
  const PartyMention* owner() const {
    const PartyMention* found = nullptr;
    // "Germany's calendar and seasonally adjusted exports"
    std::size_t noun = at;
    if (at > 0 && tokens[at - 1].text == "adjusted")
      while (noun > 0 && one_of(tokens[noun - 1].text, {"adjusted", "seasonally", "-", "and", "calendar",
                                                        "day", "working", "price"}))
        --noun;
    for (const auto* p : parties) {
      if (p->end > noun) break;
      if (noun - p->end > 4) continue;
      const bool opens = p->begin > 0 && tokens[p->begin - 1].text == "with" && tokens[p->begin - 1].capital;
      if (p->preposition == "with" && p->end < at && tokens[p->end].text == ",") continue;
      if (p->preposition == "from" && p->end == at && one_of(tokens[at].text, {"came", "come", "arrived"}))
        continue;
      if (opens && p->end == at) continue;  // "With Kazakhstan turnover fell"
      bool near = !one_of(p->preposition, {"to", "into", "with", "from"}) || p->end == at || p->possessive;
      for (std::size_t k = p->end; k < noun; ++k)
        near = near && !one_of(tokens[k].text, {",", ";", "and", "with", "while", "but"});
      // "The United States came next: exports there grew"
      if (at + 1 < tokens.size() && tokens[at + 1].text == "there" && p->end < at && !p->possessive &&
          std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(p->end),
                      tokens.begin() + static_cast<std::ptrdiff_t>(at),
                      [](const Token& token) { return token.text == ":"; }))
        continue;
      // "it was the United States: commerce with it"
      std::size_t verb = p->begin;
      while (verb > 0 && one_of(tokens[verb - 1].text, {"the"})) --verb;
      if (p->end < at && tokens[p->end].text == ":" && verb > 0 &&
          one_of(tokens[verb - 1].text, {"was", "is", "were", "are"}))
        continue;
      if (near) found = p;
    }
    if (!found) found = told_before_aside(tokens, mentions, at);
    // "US-Canada trade: exports" are those of the first.
    if (found && found->end < at)
      for (const auto* p : parties)
        if (p->end + 1 == found->begin && one_of(tokens[p->end].text, {"-", "/"})) return p;
    return found;
  }
  bool near_flow(Words words) const {
    for (std::size_t k = at > 3 ? at - 3 : 0; k < at + 5 && k < tokens.size(); ++k)
      if (one_of(tokens[k].text, words)) return true;
    return false;
  }
  std::string only_other(const std::string& code) const {
    if (distinct.size() != 2) return {};
    const std::string other = distinct[0] == code   ? distinct[1]
                              : distinct[1] == code ? distinct[0]
                                                    : std::string();
    // "China's exports rose as goods kept from America went elsewhere": no buyer of theirs.
    if (one_of(tokens[at].text, {"exports", "shipments"}))
      for (const auto* p : parties)
        if (p->code == other && p->begin > at + 2 && p->begin < next && p->preposition == "from")
          return std::string();
    return alike(code, other) ? std::string() : other;
  }
  // "exports to China grew and those to the United States fell": neither is the other's.
  bool alike(const std::string& one, const std::string& other) const {
    std::string first, second;
    for (const auto* p : parties) {
      if (!one_of(p->preposition, {"to", "from", "with"})) continue;
      if (p->code == one) first = p->preposition;
      if (p->code == other) second = p->preposition;
    }
    return !first.empty() && first == second &&
           std::none_of(parties.begin(), parties.end(), [&](const PartyMention* p) {
             return p->code == other && !one_of(p->preposition, {"to", "from", "with"});
           });
  }
};

// The two of "trade between X and Y", "X-Y trade", "X's trade with Y", "trade of X with Y".
Meant both_ways(const Around& around, const std::string& its, const std::vector<std::string>& last_pair);

}  // namespace sogdia::claims
