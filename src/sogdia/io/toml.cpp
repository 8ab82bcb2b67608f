#include "sogdia/io/toml.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <sstream>

#include "sogdia/core/names.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

TomlValue convert(const toml::node& node) {
  TomlValue value;
  value.line = line_of(node);
  if (const auto* table = node.as_table()) {
    value.kind = TomlValue::Kind::table;
    for (const auto& [key, member] : *table) {
      value.members.push_back({std::string(key.str()), convert(member)});
      if (!member.is_table() && !member.is_array_of_tables())
        value.members.back().value.line = static_cast<int>(key.source().begin.line);
    }
    // toml++ sorts keys; the file's order is wanted.
    std::stable_sort(value.members.begin(), value.members.end(),
                     [](const auto& a, const auto& b) { return a.value.line < b.value.line; });
  } else if (const auto* list = node.as_array()) {
    value.kind = TomlValue::Kind::list;
    for (const auto& item : *list) value.items.push_back(convert(item));
    // The list that [[key]] makes has no line of its own.
    if (value.line == 0 && !value.items.empty()) value.line = value.items.front().line;
  } else if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::text;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::integer;
    value.number = static_cast<double>(integer->get());
  } else if (const auto* number = node.as_floating_point()) {
    value.kind = TomlValue::Kind::number;
    value.number = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.kind = TomlValue::Kind::flag;
    value.flag = flag->get();
  } else {
    value.kind = TomlValue::Kind::date;
    std::ostringstream printed;
    node.visit([&](const auto& leaf) {
      using Leaf = std::remove_cv_t<std::remove_reference_t<decltype(leaf)>>;
      if constexpr (!toml::is_table<Leaf> && !toml::is_array<Leaf>) printed << leaf.get();
    });
    value.text = printed.str();
  }
  return value;
}

std::string described(const TomlValue& value) {
  switch (value.kind) {
    case TomlValue::Kind::text:
      return fmt::format("`{}` is text", value.text);
    case TomlValue::Kind::number:
    case TomlValue::Kind::integer:
      return fmt::format("{} is a number", value.number);
    case TomlValue::Kind::flag:
      return value.flag ? "`true` is a flag" : "`false` is a flag";
    case TomlValue::Kind::date:
      return fmt::format("`{}` is a date", value.text);
    case TomlValue::Kind::list:
      return "this is a list";
    case TomlValue::Kind::table:
      return "this is a table";
  }
  return "";
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const {
  for (const auto& [name, member] : members) {
    if (name == key) return &member;
  }
  return nullptr;
}

TomlValue read_toml_text(const std::string& text, const std::string& name) {
  try {
    const toml::table document = toml::parse(text, name);
    TomlValue value = convert(document);
    value.line = 1;
    return value;
  } catch (const toml::parse_error& error) {
    throw Error("this is not TOML: " + std::string(error.description()),
                fmt::format("{}, line {}", name, error.source().begin.line),
                "text stands in double quotes, a list in [ ], and a table begins with [name]");
  }
}

TomlValue read_toml(const std::string& path) { return read_toml_text(read_file(path), path); }

std::string TomlTable::label(std::string_view key) const {
  return name_.empty() ? fmt::format("`{}`", key) : fmt::format("`{}` in {}", key, name_);
}

void TomlTable::wrong_kind(std::string_view key, const TomlValue& found, const char* expected) const {
  throw Error(fmt::format("{} must be {}, and {}", label(key), expected, described(found)),
              fmt::format("{}, line {}", file_, found.line), "");
}

void TomlTable::allow_only(const std::vector<std::string>& keys) const {
  for (const auto& [name, member] : value_->members) {
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) continue;
    std::string hint = nearest_hint(name, keys);
    if (hint.empty()) {
      hint = "it may hold";
      for (const auto& key : keys) hint += (&key == &keys.front() ? " `" : ", `") + key + "`";
    }
    throw Error(fmt::format("unknown key {}", label(name)), fmt::format("{}, line {}", file_, member.line),
                hint);
  }
}

std::string TomlTable::text(std::string_view key, const std::string& otherwise) const {
  const TomlValue* found = value_->find(key);
  if (!found) return otherwise;
  if (found->kind != TomlValue::Kind::text && found->kind != TomlValue::Kind::date)
    wrong_kind(key, *found, "text");
  return found->text;
}

std::string TomlTable::required_text(std::string_view key) const {
  if (!has(key))
    throw Error(fmt::format("{} is missing", label(key)), where(), fmt::format("add {} = \"...\"", key));
  std::string found = text(key, "");
  if (found.empty()) throw error(key, fmt::format("{} is empty", label(key)));
  return found;
}

double TomlTable::number(std::string_view key, double otherwise) const {
  const TomlValue* found = value_->find(key);
  if (!found) return otherwise;
  if (found->kind != TomlValue::Kind::number && found->kind != TomlValue::Kind::integer)
    wrong_kind(key, *found, "a number");
  if (!std::isfinite(found->number)) throw error(key, fmt::format("{} must be a finite number", label(key)));
  return found->number;
}

int TomlTable::integer(std::string_view key, int otherwise) const {
  const TomlValue* found = value_->find(key);
  if (!found) return otherwise;
  if (found->kind != TomlValue::Kind::integer) wrong_kind(key, *found, "a whole number");
  if (std::abs(found->number) > 2e9) throw error(key, fmt::format("{} is too large", label(key)));
  return static_cast<int>(found->number);
}

bool TomlTable::flag(std::string_view key, bool otherwise) const {
  const TomlValue* found = value_->find(key);
  if (!found) return otherwise;
  if (found->kind != TomlValue::Kind::flag) wrong_kind(key, *found, "true or false");
  return found->flag;
}

std::vector<std::string> TomlTable::texts(std::string_view key) const {
  const TomlValue* found = value_->find(key);
  if (!found) return {};
  if (found->kind == TomlValue::Kind::text) return {found->text};
  if (found->kind != TomlValue::Kind::list) wrong_kind(key, *found, "a list of texts");
  std::vector<std::string> list;
  for (const auto& item : found->items) {
    if (item.kind != TomlValue::Kind::text) wrong_kind(key, item, "a list of texts");
    list.push_back(item.text);
  }
  return list;
}

std::vector<std::vector<std::string>> TomlTable::text_rows(std::string_view key) const {
  const TomlValue* found = value_->find(key);
  if (!found) return {};
  const char* expected = "a list of lists of texts";
  if (found->kind != TomlValue::Kind::list) wrong_kind(key, *found, expected);
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : found->items) {
    if (row.kind != TomlValue::Kind::list) wrong_kind(key, row, expected);
    auto& texts = rows.emplace_back();
    for (const auto& item : row.items) {
      if (item.kind != TomlValue::Kind::text) wrong_kind(key, item, expected);
      texts.push_back(item.text);
    }
  }
  return rows;
}

TomlTable TomlTable::table(std::string_view key) const {
  static const TomlValue kEmpty;
  const TomlValue* found = value_->find(key);
  if (found && found->kind != TomlValue::Kind::table) wrong_kind(key, *found, "a table");
  return {found ? *found : kEmpty, file_, fmt::format("[{}]", key)};
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
  const TomlValue* found = value_->find(key);
  std::vector<TomlTable> list;
  if (!found) return list;
  const std::string expected = fmt::format("a list of tables, each beginning with [[{}]]", key);
  if (found->kind != TomlValue::Kind::list) wrong_kind(key, *found, expected.c_str());
  for (const auto& item : found->items) {
    if (item.kind != TomlValue::Kind::table) wrong_kind(key, item, expected.c_str());
    list.emplace_back(item, file_, fmt::format("[[{}]]", key));
  }
  return list;
}

std::string TomlTable::where() const {
  return value_->line > 0 ? fmt::format("{}, line {}", file_, value_->line) : file_;
}

std::string TomlTable::where(std::string_view key) const {
  const TomlValue* found = value_->find(key);
  return found ? fmt::format("{}, line {}", file_, found->line) : where();
}

Error TomlTable::error(std::string_view key, const std::string& what, const std::string& hint) const {
  return {what, where(key), hint};
}

}  // namespace sogdia
