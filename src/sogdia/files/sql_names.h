#pragma once
#include <string>
#include <utility>
#include <vector>

namespace sogdia {

// The name or text in quotes of SQL: sql_quoted("x", '"').
std::string sql_quoted(const std::string& text, char quote);

// Which of the names a condition in SQL mentions, whatever their case: SQL does not tell x from X.
std::vector<bool> columns_named(const std::string& sql, const std::vector<std::string>& names);

// The condition with columns by other names, given as pairs of name and name to be used: needed where columns
// differ only by case. A name is meant as it is written. Throws Error for one that is written in neither way,
// where two differ by case.
std::string with_names(const std::string& sql, const std::vector<std::pair<std::string, std::string>>& names);

}  // namespace sogdia
