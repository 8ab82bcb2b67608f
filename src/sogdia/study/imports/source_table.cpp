#include "sogdia/study/imports/source_table.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/names.h"
#include "sogdia/io/file.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
Table read_source_table(const std::string& file) {
  const std::string text = read_file(file);
  const std::string header = text.substr(0, text.find('\n'));
  const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
  const char separator = count('\t') > count(',') ? '\t' : count(';') > count(',') ? ';' : ',';
  // Inferred columns first, to learn the names; then all as text, since ids are no numbers.
  TableSchema as_text;
  for (const auto& column : read_csv_text(header + "\n", file, {}, separator).columns)
    as_text[column.name] = CellType::text;
  return read_csv_text(text, file, as_text, separator);
}

std::string source_column(const Table& table, const std::string& name) {
  for (const auto& column : table.columns)
    if (lower_case(column.name) == name) return column.name;
  return "";
}

std::vector<std::string> source_texts(const Table& table, const std::string& column) {
  const std::string name = table.find(column) ? column : source_column(table, column);
  return name.empty() ? std::vector<std::string>(table.rows()) : table.text(name);
}

std::vector<double> source_numbers(const Table& table, const std::string& column) {
  const std::string name = table.find(column) ? column : source_column(table, column);
  return name.empty() ? std::vector<double>(table.rows(), std::nan("")) : table.numbers(name);
}

}  // namespace sogdia
