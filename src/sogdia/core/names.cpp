#include "sogdia/core/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sogdia/core/error.h"

namespace sogdia {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> split_list(std::string_view text, char separator) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    std::string_view part = text.substr(start, end - start);
    part.remove_prefix(std::min(part.find_first_not_of(kBlanks), part.size()));
    part = part.substr(0, part.find_last_not_of(kBlanks) + 1);
    if (!part.empty()) parts.emplace_back(part);
    start = end + 1;
  }
  return parts;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

namespace {
// "korea" in "south korea", and no "nato" in "anatolia".
bool begins_a_word(const std::string& text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    if (at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1]))) return true;
  return false;
}
}  // namespace

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most) {
  struct Scored {
    std::size_t score;
    std::size_t position;
  };
  const std::string wanted = fold(name);
  std::vector<Scored> scored;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    const std::string candidate = fold(candidates[k]);
    std::size_t score = edit_distance(wanted, candidate);
    if ((wanted.size() >= 3 && begins_a_word(candidate, wanted)) ||
        (candidate.size() >= 4 && begins_a_word(wanted, candidate)))
      score = std::min<std::size_t>(score, 1);
    if (score <= std::max<std::size_t>(1, wanted.size() / 3)) scored.push_back({score, k});
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [](const Scored& x, const Scored& y) { return x.score < y.score; });
  std::vector<std::string> names;
  for (const auto& entry : scored) {
    if (names.size() == most) break;
    if (std::find(names.begin(), names.end(), candidates[entry.position]) == names.end()) {
      names.push_back(candidates[entry.position]);
    }
  }
  return names;
}

std::string nearest_hint(std::string_view name, const std::vector<std::string>& candidates) {
  const auto names = nearest_names(name, candidates);
  if (names.empty()) return "";
  std::string hint = "did you mean ";
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (k > 0) hint += k + 1 == names.size() ? " or " : ", ";
    hint += "`" + names[k] + "`";
  }
  return hint + "?";
}

bool is_one_of(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void require_known(const std::string& what, const std::string& name, const std::vector<std::string>& known,
                   const std::string& where) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  std::string hint = nearest_hint(name, known);
  if (hint.empty() && known.size() <= 30) {
    for (const auto& candidate : known) hint += (hint.empty() ? "the world has `" : ", `") + candidate + "`";
  }
  throw Error(fmt::format("unknown {} `{}`", what, name), where, hint);
}

}  // namespace sogdia
