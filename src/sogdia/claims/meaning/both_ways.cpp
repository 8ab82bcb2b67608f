#include "sogdia/claims/meaning/around.h"

namespace sogdia::claims {

Meant both_ways(const Around& around, const std::string& its, const std::vector<std::string>& last_pair) {
  const auto pair = [](const std::string& a, const std::string& b, bool sure) {
    return Meant{{true, a, b}, sure && a != b && !a.empty() && !b.empty()};
  };
  const auto& parties = around.parties;
  for (std::size_t k = 0; k + 1 < parties.size(); ++k) {
    const PartyMention &one = *parties[k], &two = *parties[k + 1];
    const bool joined = (two.begin == one.end + 1 ||
                         (two.begin == one.end + 2 && one_of(around.tokens[one.end + 1].text, {"the"}))) &&
                        one_of(around.tokens[one.end].text, {"-", "and", "/", "--"});
    if (one.preposition == "between" && two.preposition == "and") {
      if (one.begin > around.at && one.begin < around.at + 8 && one.begin < around.next)
        return pair(one.code, two.code, true);
      if (two.end <= around.at && around.at - two.end <= 3) return pair(one.code, two.code, true);
    }
    // "With Japan and South Korea, China's trade" is of neither with the other.
    const bool owned = std::any_of(parties.begin(), parties.end(), [&](const PartyMention* p) {
      return p->begin >= two.end && p->end <= around.at;
    });
    if (joined && !owned && two.end <= around.at && around.at - two.end <= 3)
      return pair(one.code, two.code, true);
  }
  const PartyMention* owner = around.owner();
  const PartyMention* with = around.after({"with"});
  // "China's trade with the five", "with its neighbours": of a group named before, or of nobody known.
  if (!with && around.at + 2 < around.next && around.tokens[around.at + 1].text == "with") {
    const std::string group = around.group_meant(around.at + 2);
    // "China's commerce with its northern neighbour", under a heading of that one
    const std::string& topic = around.mentions.topic;
    if (group.empty() && owner && !topic.empty() && topic != owner->code &&
        one_of(around.tokens[around.at + 2].text, {"its", "the"}))
      for (std::size_t k = around.at + 3; k < around.next && k <= around.at + 5; ++k)
        if (one_of(around.tokens[k].text, {"neighbour", "neighbor"})) return pair(owner->code, topic, false);
    const std::string whose = owner                                            ? owner->code
                              : around.mentions.topic_headed && !topic.empty() ? topic
                                                                               : around.mentions.focus;
    if (const std::string one = group.empty() ? around.one_meant(around.at + 2, whose) : std::string();
        !one.empty() && !whose.empty() && one != whose)
      return pair(whose, one, false);
    if (group.empty() && !one_of(around.tokens[around.at + 2].text, {"it", "each", "one", "them"}))
      return {{true, owner ? owner->code : std::string(), ""}, false};
    if (!group.empty() && owner) return pair(owner->code, group, true);
    if (!group.empty() && !around.mentions.focus.empty()) return pair(around.mentions.focus, group, false);
  }
  // "With the UAE, India's trade stood at"
  for (const auto* p : parties)
    if (p->preposition == "with" && (around.tokens[p->end].text == "," || p->end == around.at) &&
        (owner ? p->end < owner->begin : p->end <= around.at && !with))
      with = p;
  if (with) {
    if (owner && owner->code != with->code) return pair(owner->code, with->code, true);
    if (const auto* of = around.after({"of", "by"}); of && of->code != with->code)
      return pair(of->code, with->code, true);
    if (!its.empty() && its != with->code) return pair(its, with->code, true);
    // "trade with China rose while that with the United States fell": neither is with the other.
    const std::string other = around.only_other(with->code);
    const bool apart = std::any_of(parties.begin(), parties.end(), [&](const PartyMention* p) {
      return p->code == other && p->preposition == "with";
    });
    // "China was back in first place with 251.8 billion euros, whereas trade with America shrank": of two
    // parts.
    const bool parted = std::any_of(parties.begin(), parties.end(), [&](const PartyMention* p) {
      if (p->code != other || p->end > around.at) return false;
      for (std::size_t k = p->end; k < around.at; ++k)
        if (one_of(around.tokens[k].text, {"whereas", "while", "but", ";"})) return true;
      return false;
    });
    const std::string& focus = around.mentions.focus;
    if (!other.empty() && parted && !focus.empty() && focus != other && focus != with->code)
      return pair(focus, with->code, false);
    if (!other.empty() && !apart) return pair(other, with->code, !parted);
    if (!around.reporter.empty() && around.reporter != with->code && around.distinct.size() == 1)
      return pair(around.reporter, with->code, true);
    if (const auto sure = around.topic_beside(with->code, last_pair))
      return pair(around.mentions.topic, with->code,
                  *sure && (around.distinct.size() == 1 || (around.distinct.size() == 2 && apart)));
    const std::string last = other_of(last_pair, with->code);
    // "252.8 billion euros with America and 246.3 with China. Trade with the United States": of the one that
    // all figures are of.
    if (!last.empty() && !focus.empty() && focus != with->code && focus != last)
      return pair(focus, with->code, focus == around.mentions.topic && around.distinct.size() == 1);
    // Of the one that all figures are of; a guess where the last was told of its partner: "India's trade with
    // China was 118.4 billion. Bilateral trade with Russia".
    const bool of_partner = last_pair.size() == 2 && !last_pair[0].empty() && last_pair[1] == focus;
    if (last.empty() && !focus.empty() && focus != with->code)
      return pair(focus, with->code, around.distinct.size() == 1 && !of_partner);
    if (last.empty() && !around.mentions.its.empty() && around.mentions.its != with->code)
      return pair(around.mentions.its, with->code, false);
    if (last.empty()) return {{true, "", ""}, false};
    return pair(last, with->code, around.distinct.size() == 1);
  }
  const std::string owner_code = owner                            ? owner->code
                                 : !around.mentions.topic.empty() ? around.mentions.topic
                                                                  : around.mentions.focus;
  if (const std::string it = around.pronoun({"with"}, owner_code); !it.empty()) {
    if (!owner_code.empty() && owner_code != it) return pair(owner_code, it, false);
    const std::string last = other_of(last_pair, it);
    if (!last.empty()) return pair(last, it, false);
  }
  bool of_two = around.near_flow(
      {"bilateral", "mutual", "two", "both", "them", "sides", "neighbours", "neighbors", "reciprocal"});
  // "goods worth $240.1 billion crossed between the two"
  for (std::size_t k = around.at; k + 2 < around.next; ++k)
    of_two = of_two ||
             (around.tokens[k].text == "between" &&
              (one_of(around.tokens[k + 1].text, {"them", "both"}) || around.tokens[k + 2].text == "two"));
  const bool of_all = around.near_flow({"foreign", "total", "overall", "global", "world", "external"});
  // "Trade between the two countries" of a sentence that names two, else of the two named last.
  if (of_two && around.distinct.size() == 2) return pair(around.distinct[0], around.distinct[1], true);
  // "By Chinese statistics the trade of the two countries": of the office's country and the text's own.
  if (const std::string& own = around.mentions.topic.empty() ? around.mentions.focus : around.mentions.topic;
      of_two && around.distinct.empty() && !around.reporter.empty() && !own.empty() &&
      own != around.reporter && other_of(last_pair, around.reporter).empty())
    return pair(around.reporter, own, true);
  if (of_two && last_pair.size() == 2) return pair(last_pair[0], last_pair[1], around.distinct.size() < 2);
  // "Russia leads the list: goods worth $240.1 billion crossed between the two": of the one spoken of before.
  if (of_two && around.distinct.size() == 1 && !around.mentions.its.empty() &&
      around.mentions.its != around.distinct[0])
    return pair(around.mentions.its, around.distinct[0], false);
  if (owner) {
    if (of_all) return {{true, owner->code, ""}, true};
    const std::string other = around.only_other(owner->code);
    const std::string& common = around.mentions.focus;
    if (!other.empty() && !common.empty() && common != owner->code && common != other &&
        around.mentions.recent.size() > 2)
      return pair(common, owner->code, false);
    if (!other.empty()) return pair(owner->code, other, false);
    const std::string last = other_of(last_pair, owner->code);
    // "China's imports and exports came to": with all, where the text has named nobody else.
    return last.empty() ? Meant{{true, owner->code, ""}, around.distinct.size() == 1 && last_pair.empty()}
                        : pair(owner->code, last, false);
  }
  // "Foreign trade turnover of Uzbekistan"
  if (of_all && around.distinct.size() == 1)
    if (const auto* of = around.after({"of"}); of && of->begin <= around.at + 3)
      return {{true, of->code, ""}, true};
  // "Exports to the United States dropped, and China, with a trade of 185.9 billion euros, was first":
  // neither is with the other.
  const std::string& common = around.mentions.focus;
  if (around.distinct.size() == 2 && !common.empty() && common != around.distinct[0] &&
      common != around.distinct[1]) {
    std::string last = around.distinct[0];
    for (const auto* p : parties)
      if (p->end <= around.at) last = p->code;
    return pair(common, last, false);
  }
  if (around.distinct.size() == 2) return pair(around.distinct[0], around.distinct[1], !of_all);
  // "The country's foreign trade": with all, and not that of the two spoken of.
  if (around.distinct.empty() && of_all && around.mentions.topic_headed && !around.mentions.topic.empty() &&
      around.near_flow({"foreign", "external", "overall", "global"}))
    return {{true, around.mentions.topic, ""}, true};
  if (around.distinct.empty() && of_all && !around.reporter.empty())
    return {{true, around.reporter, ""}, false};
  // "Turnover rose" behind figures of one country with all
  if (around.distinct.empty() && last_pair.size() == 2 && last_pair[1].empty() && !last_pair[0].empty())
    return {{true, last_pair[0], ""},
            last_pair[0] == around.mentions.topic || last_pair[0] == around.mentions.focus};
  // "Trade turnover reached" at the head of a section of one country
  if (!of_two && around.distinct.empty() && last_pair.empty() && !around.mentions.topic.empty())
    return {{true, around.mentions.topic, ""}, around.mentions.topic_headed};
  if (around.distinct.empty() && last_pair.size() == 2)
    return pair(last_pair[0], last_pair[1], !of_all && !around.mentions.pair_fitted);
  // "the turnover of the country", under its heading: with all
  if (const auto* of = around.after({"of"}); around.distinct.size() == 1 && of &&
                                             of->begin <= around.at + 2 && of->end == of->begin + 2 &&
                                             around.tokens[of->begin + 1].text == "country")
    return {{true, of->code, ""}, around.mentions.topic_headed};
  if (around.distinct.size() == 1) {
    const std::string last = other_of(last_pair, around.distinct[0]);
    return last.empty() ? Meant{{true, around.distinct[0], ""}, false}
                        : pair(around.distinct[0], last, false);
  }
  return {{true, "", ""}, false};
}

}  // namespace sogdia::claims
