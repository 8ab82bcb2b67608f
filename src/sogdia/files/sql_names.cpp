#include "sogdia/files/sql_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

// A name in SQL, with its place and what it says.
struct Word {
  std::size_t start = 0, stop = 0;
  std::string name;
};

bool in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) || c == '_' || c == '$' || byte >= 0x80;
}

// The names of a piece of SQL, in quotes or without; texts, numbers and comments are passed over.
std::vector<Word> words_of(const std::string& sql) {
  std::vector<Word> words;
  const auto quoted_end = [&](std::size_t k) {
    const char quote = sql[k];
    for (++k; k < sql.size(); ++k) {
      if (sql[k] != quote) continue;
      if (k + 1 == sql.size() || sql[k + 1] != quote) return k + 1;
      ++k;
    }
    return sql.size();
  };
  for (std::size_t k = 0; k < sql.size();) {
    std::size_t end = k + 1;
    if (sql[k] == '\'') {
      end = quoted_end(k);
    } else if (sql[k] == '"') {
      end = quoted_end(k);
      Word word{k, end, ""};
      for (std::size_t m = k + 1; m + 1 < end; ++m) {
        word.name += sql[m];
        if (sql[m] == '"') ++m;
      }
      words.push_back(std::move(word));
    } else if (sql.compare(k, 2, "--") == 0) {
      end = std::min(sql.find('\n', k), sql.size());
    } else if (sql.compare(k, 2, "/*") == 0) {
      end = sql.find("*/", k + 2);
      end = end == std::string::npos ? sql.size() : end + 2;
    } else if (in_name(sql[k])) {
      while (end < sql.size() && in_name(sql[end])) ++end;
      if (!std::isdigit(static_cast<unsigned char>(sql[k])))
        words.push_back({k, end, sql.substr(k, end - k)});
    }
    k = end;
  }
  return words;
}

}  // namespace

std::string sql_quoted(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

std::vector<bool> columns_named(const std::string& sql, const std::vector<std::string>& names) {
  std::vector<std::string> exact, lowered;
  for (const auto& word : words_of(sql)) {
    exact.push_back(word.name);
    lowered.push_back(lower_case(word.name));
  }
  const auto has = [](const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
  };
  std::vector<bool> named(names.size(), false);
  for (std::size_t k = 0; k < names.size(); ++k) named[k] = has(lowered, lower_case(names[k]));
  // Of names that differ by case only the one that is written so is meant.
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (!named[k] || has(exact, names[k])) continue;
    for (std::size_t m = 0; m < names.size(); ++m)
      if (m != k && lower_case(names[m]) == lower_case(names[k]) && has(exact, names[m])) named[k] = false;
  }
  return named;
}

std::string with_names(const std::string& sql,
                       const std::vector<std::pair<std::string, std::string>>& names) {
  std::string out;
  std::size_t done = 0;
  for (const auto& word : words_of(sql)) {
    std::vector<std::string> alike;
    const std::string* other = nullptr;
    for (const auto& [name, use] : names) {
      if (name == word.name) other = &use;
      if (lower_case(name) == lower_case(word.name)) alike.push_back(name);
    }
    if (other == nullptr && alike.size() > 1)
      throw Error(fmt::format("`{}` may be `{}` or `{}`", word.name, alike[0], alike[1]), sql,
                  "write the column as it is in the data");
    if (other == nullptr) continue;
    out += sql.substr(done, word.start - done) + sql_quoted(*other, '"');
    done = word.stop;
  }
  return out + sql.substr(done);
}

}  // namespace sogdia
