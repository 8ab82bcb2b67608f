#include <algorithm>

#include "sogdia/claims/judge/events/event_parts.h"

// Words that tell of events.

namespace sogdia::claims {

bool tells_of_talk(std::string_view word) {
  return one_of(word, {"assured", "assures", "received", "welcomed", "hosted", "told"});
}

std::vector<std::string> event_kinds(const std::vector<Token>& tokens, std::size_t k) {
  const std::string_view word = tokens[k].text;
  if (tokens[k].kind != Token::Kind::word || word.size() < 3) return {};
  // "Xi came to Moscow", not "trade came to $240 billion"
  if (word == "came" && k + 2 < tokens.size() && tokens[k + 1].text == "to" && tokens[k + 2].capital)
    return {"visit"};
  // "Xi was in Kazan"
  if (word == "was" && k > 0 && k + 2 < tokens.size() && tokens[k + 1].text == "in" &&
      tokens[k + 2].capital && one_of(tokens[k - 1].text, {"xi", "putin", "jinping"}))
    return {"visit", "meeting", "forum"};
  // "Xi Jinping had been in Moscow"
  if (word == "been" && k > 1 && k + 2 < tokens.size() && tokens[k + 1].text == "in" &&
      tokens[k + 2].capital && tokens[k - 1].text == "had" &&
      one_of(tokens[k - 2].text, {"xi", "putin", "jinping"}))
    return {"visit", "meeting", "forum"};
  if (one_of(word, {"visited", "visit", "visits", "travelled", "traveled", "trip", "arrived", "flew"}))
    return {"visit"};
  if (one_of(word, {"met", "attended", "talks"})) return {"visit", "meeting", "video", "forum"};
  if (one_of(word, {"opened", "inaugurated", "opens"})) return {"agreement"};
  if (one_of(word, {"video", "videoconference", "virtual"})) return {"video"};
  if (word == "forum") return {"forum"};
  if (word == "summit") return {"forum", "meeting", "visit"};
  if (one_of(word, {"invaded", "invasion", "annexed", "annexation", "invades"})) return {"war"};
  // "sent its troops into Ukraine"
  if (word == "troops" && k > 1 &&
      holds(tokens, {k - std::min<std::size_t>(k, 2), k}, {"sent", "sends", "sending", "moved", "ordered"}))
    return {"war"};
  if (one_of(word, {"package", "sanctions", "cap"})) return {"sanction"};
  if (one_of(word,
             {"withdrew", "withdrawal", "quit", "leaving", "left", "leaves", "leave", "exit", "exited"}))
    return {"withdrawal"};
  if (one_of(word, {"proposed", "proposes", "spoke", "unveiled", "launched", "floated"}))
    return {"agreement"};
  if (tells_of_talk(word)) return {"visit", "meeting", "video"};
  return {};
}

}  // namespace sogdia::claims
