#include "sogdia/gravity/formula/formula_lists.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

namespace sogdia {
namespace {

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

// Items of a list: names, also in parentheses as log(x), quoted or not, numbers and ranges such as 1:3; empty
// where it is none.
std::vector<std::string> items_of(std::string_view list) {
  constexpr int kMost = 1000;
  std::vector<std::string> items;
  while (true) {
    const std::size_t comma = list.find(',');
    std::string_view item = trimmed(list.substr(0, comma));
    int from = 0, to = 0;
    const std::size_t colon = item.find(':');
    if (item.size() > 1 && (item.front() == '"' || item.front() == '\'') && item.back() == item.front())
      item = item.substr(1, item.size() - 2);
    if (colon != std::string_view::npos) {
      const std::string_view first = trimmed(item.substr(0, colon)), last = trimmed(item.substr(colon + 1));
      const auto a = std::from_chars(first.data(), first.data() + first.size(), from);
      const auto b = std::from_chars(last.data(), last.data() + last.size(), to);
      if (a.ec != std::errc() || b.ec != std::errc() || to < from || to - from > kMost) return {};
      for (int k = from; k <= to; ++k) items.push_back(std::to_string(k));
    } else {
      for (const char c : item)
        if (!in_name(c) && c != '(' && c != ')') return {};
      if (item.empty()) return {};
      items.emplace_back(item);
    }
    if (comma == std::string_view::npos) return items;
    list.remove_prefix(comma + 1);
  }
}

bool is_operator(char c) { return c == ':' || c == '*' || c == '^'; }

}  // namespace

std::string with_lists_expanded(std::string_view formula) {
  std::string out;
  for (std::size_t k = 0; k < formula.size();) {
    const char c = formula[k];
    if (c == '`' || c == '"' || c == '\'') {
      const std::size_t end = std::min(formula.find(c, k + 1), formula.size() - 1);
      out += formula.substr(k, end - k + 1);
      k = end + 1;
      continue;
    }
    const std::size_t close = formula.find(']', k);
    if (formula.substr(k, 2) != ".[" || close == std::string_view::npos) {
      out += c;
      ++k;
      continue;
    }
    const std::vector<std::string> items = items_of(formula.substr(k + 2, close - k - 2));
    if (items.empty()) {
      out += c;
      ++k;
      continue;
    }
    std::size_t head = out.size(), tail = close + 1;
    while (head > 0 && in_name(out[head - 1])) --head;
    while (tail < formula.size() && in_name(formula[tail])) ++tail;
    const std::string before = out.substr(head), after(formula.substr(close + 1, tail - close - 1));
    out.resize(head);
    const std::string_view rest = trimmed(formula.substr(tail));
    const std::string_view done = trimmed(out);
    const bool factor = items.size() > 1 && ((!done.empty() && is_operator(done.back())) ||
                                             (!rest.empty() && is_operator(rest.front())));
    std::string sum;
    for (const auto& item : items) sum += (sum.empty() ? "" : " + ") + before + item + after;
    out += factor ? "(" + sum + ")" : sum;
    k = tail;
  }
  return out;
}

}  // namespace sogdia
