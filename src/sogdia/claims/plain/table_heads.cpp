#include "sogdia/claims/plain/table_heads.h"

#include <algorithm>
#include <array>
#include <vector>

#include "sogdia/claims/plain/mapped_text.h"
#include "sogdia/claims/plain/table_cells.h"

namespace sogdia::claims {
namespace {

struct Word {
  std::string_view text;
  std::string folded;  // small letters of ASCII, without the marks around it
};

bool one_of_words(const std::string& word, std::initializer_list<std::string_view> any) {
  return std::find(any.begin(), any.end(), word) != any.end();
}

std::vector<Word> words_in(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t k = 0; k < text.size();) {
    while (k < text.size() && text[k] == ' ') ++k;
    std::size_t end = k;
    while (end < text.size() && text[end] != ' ') ++end;
    if (end == k) break;
    Word word{text.substr(k, end - k), {}};
    for (const char c : word.text)
      if (std::string_view(",:;.()").find(c) == std::string_view::npos) word.folded += ascii_lower(c);
    words.push_back(std::move(word));
    k = end;
  }
  return words;
}

// "exports", "imports" or "trade"; empty where the word is no flow.
std::string flow_word(const std::string& word) {
  if (one_of_words(word, {"exports", "export"})) return "exports";
  if (one_of_words(word, {"imports", "import"})) return "imports";
  if (one_of_words(word, {"trade", "turnover", "commerce"})) return "trade";
  return {};
}

bool is_filler(const std::string& word) {
  return one_of_words(word, {"goods", "merchandise", "total", "bilateral", "foreign", "external", "annual",
                             "overall", "of", "the", "in", "with", "all", "and"});
}

std::string name_of(std::string_view words) {
  std::string name(words);
  for (const std::string_view tail : {"'s", "\u2019s", "'", "\u2019"})
    if (name.size() > tail.size() && name.ends_with(tail)) {
      name.resize(name.size() - tail.size());
      break;
    }
  return name;
}

}  // namespace

FlowHead flow_head(std::string_view label) {
  FlowHead head;
  const auto words = words_in(label);
  std::size_t at = 0;
  while (at < words.size() && flow_word(words[at].folded).empty()) ++at;
  if (at == words.size()) return head;
  head.flow = flow_word(words[at].folded);
  // "imports and exports" are the whole.
  std::size_t after = at + 1;
  if (after + 1 < words.size() && words[after].folded == "and" &&
      !flow_word(words[after + 1].folded).empty()) {
    head.flow = "trade";
    after += 2;
  }
  std::size_t owner_end = at;
  while (owner_end > 0 && is_filler(words[owner_end - 1].folded)) --owner_end;
  if (owner_end > 0) {
    const char* begin = words.front().text.data();
    const Word& last = words[owner_end - 1];
    head.owner = name_of({begin, static_cast<std::size_t>(last.text.data() + last.text.size() - begin)});
  }
  const auto name_from = [&](std::size_t& k) {
    std::string name;
    while (k < words.size() && one_of_words(words[k].folded, {"the"})) ++k;
    for (; k < words.size(); ++k) {
      const Word& word = words[k];
      const bool of_name = word.folded == "of" && (name.ends_with("Republic") || name.ends_with("Kingdom") ||
                                                   name.ends_with("States") || name.ends_with("Union"));
      if (of_name) {
        name += " of";
        continue;
      }
      if (word.folded.empty() || is_period_label(word.text) || word.text.front() == '(' ||
          one_of_words(word.folded, {"in", "by", "to", "from", "with", "for", "of"}))
        break;
      name += (name.empty() ? "" : " ") + std::string(word.text);
      if (one_of_words(std::string(1, word.text.back()), {",", ":", ";"})) {
        name.pop_back();
        ++k;
        break;
      }
    }
    return name;
  };
  for (std::size_t k = after; k < words.size();) {
    if (words[k].folded == "of" && head.owner.empty())
      head.owner = name_of(name_from(++k));
    else if (one_of_words(words[k].folded, {"with", "to", "from"}))
      head.partner = name_of(name_from(++k));
    else
      ++k;
  }
  return head;
}

bool is_bare_flow(std::string_view label) {
  const auto words = words_in(label);
  bool flow = false;
  for (const Word& word : words) {
    const bool this_flow = !flow_word(word.folded).empty();
    if (!this_flow && !is_filler(word.folded) && !word.folded.empty()) return false;
    flow = flow || this_flow;
  }
  return flow;
}

bool names_partner(std::string_view label) {
  const auto words = words_in(label);
  if (words.empty() || words.size() > 4 || is_bare_flow(label) || !flow_head(label).flow.empty() ||
      has_figures_but_years(label) || is_period_label(label))
    return false;
  if (words.size() == 1 && one_of_words(words[0].folded, {"total", "world", "all", "other", "others"}))
    return false;
  const char first = label.front();
  return (first >= 'A' && first <= 'Z') || (static_cast<unsigned char>(first) & 0x80u) != 0;
}

std::string period_in(std::string_view label) {
  constexpr std::size_t kLongestPeriod = 5;  // words
  const auto words = words_in(label);
  for (std::size_t length = std::min(kLongestPeriod, words.size()); length > 0; --length)
    for (std::size_t k = 0; k + length <= words.size(); ++k) {
      std::string_view run(words[k].text.data(), static_cast<std::size_t>(words[k + length - 1].text.data() +
                                                                          words[k + length - 1].text.size() -
                                                                          words[k].text.data()));
      while (!run.empty() && std::string_view(",;:()").find(run.back()) != std::string_view::npos)
        run.remove_suffix(1);
      while (!run.empty() && run.front() == '(') run.remove_prefix(1);
      if (is_period_label(run) && !words[k].folded.empty() && words[k].folded != "in" &&
          words[k].folded != "of" && words[k].folded != "to")
        return std::string(run);
    }
  return {};
}

namespace {

std::string without_period(const std::string& label) {
  const std::string period = period_in(label);
  if (period.empty()) return label;
  std::string rest = label;
  rest.erase(rest.find(period), period.size());
  while (!rest.empty() && std::string_view(" ,;:()").find(rest.back()) != std::string_view::npos)
    rest.pop_back();
  return rest;
}

// "Vietnam - China" -> both.
std::vector<std::string> joined_names(const std::string& label) {
  for (const std::string_view mark : {" - ", " \u2013 ", " / ", "\u2013", "-", " and ", " & ", " with "})
    if (const auto at = label.find(mark); at != std::string::npos)
      return {label.substr(0, at), label.substr(at + mark.size())};
  return {label};
}

// A country's name, not what stands over a column of them.
bool names_owner(const std::string& label) {
  const auto words = words_in(label);
  return names_partner(label) && std::none_of(words.begin(), words.end(), [](const Word& word) {
           return one_of_words(word.folded, {"partner",     "partners", "country", "countries", "market",
                                             "destination", "origin",   "region",  "year",      "period",
                                             "product",     "goods",    "month",   "indicator", "item",
                                             "flow",        "source",   "economy", "table",     "value"});
         });
}

}  // namespace

std::string composed_flow(const std::vector<std::string>& heads, const std::string& row,
                          const std::string& column) {
  FlowHead all;
  for (const auto& label : heads) {
    const FlowHead head = flow_head(label);
    if (head.flow.empty()) continue;
    if (all.owner.empty()) all.owner = head.owner;
    if (all.partner.empty()) all.partner = head.partner;
    if (all.flow.empty() || all.flow == "trade") all.flow = head.flow;
  }
  // "China's trade with selected partners" names none.
  if (!all.partner.empty() && all.partner.front() >= 'a' && all.partner.front() <= 'z') all.partner.clear();
  for (const auto& label : {row, column})
    if (is_bare_flow(label)) all.flow = flow_head(label).flow;
  // "Vietnam - China", "Uzbekistan 2023" in the corner or above.
  if (!all.flow.empty() && all.owner.empty())
    for (std::size_t k = 1; k < heads.size() && all.owner.empty(); ++k) {
      if (!flow_head(heads[k]).flow.empty()) continue;
      const auto names = joined_names(without_period(heads[k]));
      if (names.size() > 2 || names.empty() || !std::all_of(names.begin(), names.end(), names_owner))
        continue;
      all.owner = names.front();
      if (names.size() == 2 && all.partner.empty()) all.partner = names.back();
    }
  // "Uzbekistan's main partners, 2023"
  if (!all.flow.empty() && all.owner.empty())
    for (std::size_t k = 1; k < heads.size() && all.owner.empty(); ++k) {
      const auto words = words_in(heads[k]);
      for (std::size_t w = 0; w < std::min<std::size_t>(words.size(), 3) && all.owner.empty(); ++w)
        if (words[w].text.ends_with("'s") || words[w].text.ends_with("\u2019s")) {
          const char* begin = words.front().text.data();
          all.owner =
              name_of({begin, static_cast<std::size_t>(words[w].text.data() + words[w].text.size() - begin)});
        }
      if (!all.owner.empty() && (all.owner.front() < 'A' || all.owner.front() > 'Z')) all.owner.clear();
    }
  // "China's exports to Russia" above a row "Zhejiang" is of a part that the head does not name.
  if (!all.partner.empty())
    for (const auto& label : {row, column})
      if (names_partner(label) && label != all.owner && label != all.partner) return {};
  if (all.partner.empty())
    for (const auto& label : {row, column})
      if (names_partner(label) && label != all.owner) {
        all.partner = label;
        break;
      }
  if (all.owner.empty() || all.partner.empty() || all.flow.empty()) return {};
  return all.owner + "'s " + all.flow +
         (all.flow == "exports"   ? " to "
          : all.flow == "imports" ? " from "
                                  : " with ") +
         all.partner;
}

}  // namespace sogdia::claims
