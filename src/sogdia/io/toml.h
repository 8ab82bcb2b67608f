#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/error.h"

namespace sogdia {

struct TomlMember;

// A TOML value that remembers its line.
struct TomlValue {
  enum class Kind { text, number, integer, flag, date, list, table };
  Kind kind = Kind::table;
  int line = 0;
  std::string text;     // of a text or a date
  double number = 0.0;  // of a number or an integer
  bool flag = false;
  std::vector<TomlValue> items;     // of a list
  std::vector<TomlMember> members;  // of a table, in the file's order

  const TomlValue* find(std::string_view key) const;
};

struct TomlMember {
  std::string name;
  TomlValue value;
};

// Throws Error with file and line where the text is not TOML.
TomlValue read_toml(const std::string& path);
TomlValue read_toml_text(const std::string& text, const std::string& name);

// A table of the document with typed getters. Every complaint is an Error with file and line:
//   "`theta_mid` must be a number, and `four` is text", "study.toml, line 7"
class TomlTable {
 public:
  TomlTable(const TomlValue& value, std::string file, std::string name)
      : value_(&value), file_(std::move(file)), name_(std::move(name)) {}

  // Throws at the first key that is none of `keys`, with the nearest of them as hint.
  void allow_only(const std::vector<std::string>& keys) const;

  bool has(std::string_view key) const { return value_->find(key) != nullptr; }
  std::string text(std::string_view key, const std::string& otherwise) const;
  std::string required_text(std::string_view key) const;
  double number(std::string_view key, double otherwise) const;
  int integer(std::string_view key, int otherwise) const;
  bool flag(std::string_view key, bool otherwise) const;
  // A text stands for a list of one.
  std::vector<std::string> texts(std::string_view key) const;
  // A list of lists of text: [["CHN", "RUS"]].
  std::vector<std::vector<std::string>> text_rows(std::string_view key) const;
  // The table `[key]`, or an empty one.
  TomlTable table(std::string_view key) const;
  // The tables `[[key]]`.
  std::vector<TomlTable> tables(std::string_view key) const;

  const TomlValue& value() const { return *value_; }
  // "study.toml, line 31": of the table, or of a key in it.
  std::string where() const;
  std::string where(std::string_view key) const;
  // An Error placed at a key.
  Error error(std::string_view key, const std::string& what, const std::string& hint = "") const;

 private:
  std::string label(std::string_view key) const;
  [[noreturn]] void wrong_kind(std::string_view key, const TomlValue& found, const char* expected) const;

  const TomlValue* value_;
  std::string file_;
  std::string name_;  // "[model]", for errors; empty at the top
};

}  // namespace sogdia
