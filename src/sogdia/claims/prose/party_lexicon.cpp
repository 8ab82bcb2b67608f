#include <algorithm>
#include <utility>

#include "sogdia/claims/prose/mentions.h"
#include "sogdia/core/names.h"

namespace sogdia::claims {

PartyLexicon::PartyLexicon(const std::vector<PartyName>& names) {
  for (const auto& [name, code, kind] : names) {
    if (kind == PartyName::Kind::plain) display_.emplace(code, name);
    Entry entry;
    std::string word;
    for (const char c : fold(name) + " ") {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        entry.words.push_back(word);
        word.clear();
      }
    }
    if (entry.words.empty()) continue;
    entry.code = code;
    entry.kind = kind;
    entry.capitals = name.size() <= 3 &&
                     std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    by_first_word_[entry.words.front()].push_back(std::move(entry));
  }
  for (auto& [first, entries] : by_first_word_)
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.words.size() > b.words.size(); });
}

PartyLexicon::Match PartyLexicon::match(const std::vector<Token>& tokens, std::size_t k, std::size_t end,
                                        bool small) const {
  const auto found = tokens[k].capital || small ? by_first_word_.find(tokens[k].text) : by_first_word_.end();
  if (found == by_first_word_.end()) return {};
  for (const auto& entry : found->second) {
    std::size_t at = k, matched = 0;
    while (at < end && matched < entry.words.size()) {
      if (matched > 0 && tokens[at].text == "-" && tokens[at].glued) {
        ++at;
        continue;
      }
      if (tokens[at].text != entry.words[matched]) break;
      ++at;
      ++matched;
    }
    // In small letters "turkey", "polish" and "us" are words of their own.
    if (!tokens[k].capital &&
        (entry.capitals ||
         one_of(entry.words.front(), {"turkey", "polish", "jordan", "chad", "guinea", "mali", "may",
                                      "georgia", "oman", "nice", "lima", "no"})))
      continue;
    if (matched == entry.words.size()) return {entry.code, at, entry.kind, entry.capitals};
  }
  return {};
}

std::string PartyLexicon::display(const std::string& code) const {
  const auto found = display_.find(code);
  return found == display_.end() ? code : found->second;
}

}  // namespace sogdia::claims
