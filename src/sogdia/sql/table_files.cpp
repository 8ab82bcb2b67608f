#include "sogdia/sql/table_files.h"

#include <fmt/format.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/new_file.h"
#include "sogdia/sql/parquet_table.h"

namespace sogdia {
namespace {

std::string extension(const std::string& path) { return std::filesystem::path(path).extension().string(); }

// DuckDB's messages run over several lines; the first says what happened.
Table read_parquet(const std::string& path) {
  // For its own words about a missing file or a folder.
  if (const std::string head = read_file(path); head.empty()) throw Error("the file is empty", path, "");
  try {
    Table table = read_parquet_table(path);
    table.source = path;
    table.name = std::filesystem::path(path).stem().string();
    table.first_row = 1;
    return table;
  } catch (const Error& error) {
    throw Error("the file could not be read as Parquet: " + first_line(error.message), path,
                "check that it is a Parquet file");
  }
}

// A column as the schema wants it, or an Error with the first row that cannot be.
void convert(Table& table, const TableSchema& schema) {
  for (auto& column : table.columns) {
    const auto wanted = schema.find(column.name);
    if (wanted == schema.end()) continue;
    if (wanted->second == CellType::text && !std::holds_alternative<std::vector<std::string>>(column.data)) {
      std::vector<std::string> texts;
      for (std::size_t row = 0; row < column.size(); ++row) texts.push_back(cell_text(column, row));
      column.data = std::move(texts);
      column.valid.clear();
    } else if (wanted->second == CellType::number) {
      column.data = table.numbers(column.name);
      column.valid.clear();
    }
  }
}

}  // namespace

Table read_table(const std::string& path, const TableSchema& schema) {
  if (extension(path) != ".parquet") return read_text_table(path, schema);
  Table table = read_parquet(path);
  convert(table, schema);
  return table;
}

void write_table(const Table& table, const std::string& path, const Monitor& monitor) {
  write_parts(one_part(table), path, monitor);
}

void write_parts(const TableParts& parts, const std::string& path, const Monitor& monitor) {
  if (extension(path) != ".parquet") return write_text_parts(parts, path, monitor);
  NewFile file(path);
  if (file.in_place())
    throw Error("Parquet cannot be written to what is no file", path, "name a file, or write .csv");
  try {
    // By its number: a path may hold bytes that DuckDB does not take.
    write_parquet_parts(parts, fmt::format("/dev/fd/{}", file.descriptor()));
  } catch (const Error& error) {
    throw Error("cannot write the file: " + first_line(error.message), path,
                error.hint.empty() ? "check that the folder exists and that the disk has space" : error.hint);
  }
  file.commit();
}

}  // namespace sogdia
