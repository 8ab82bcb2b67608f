#include <fmt/format.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/new_file.h"
#include "sogdia/io/parquet_table.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace {

std::string extension(const std::string& path) { return std::filesystem::path(path).extension().string(); }

// DuckDB's messages run over several lines; the first says what happened.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

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
  const std::string kind = extension(unpacked_name(path));
  if (kind == ".csv" || kind == ".tsv" || kind == ".txt")
    return read_csv_text(read_packed(path), path, schema, kind == ".tsv" ? '\t' : ',');
  if (kind == ".parquet") {
    Table table = read_parquet(path);
    convert(table, schema);
    return table;
  }
  read_file(path);
  throw Error(fmt::format("a table was expected, and `{}` is not a known kind", kind), path,
              "give a .csv, .tsv or .parquet file");
}

void write_table(const Table& table, const std::string& path, const Monitor& monitor) {
  const std::string kind = extension(path);
  if (kind == ".csv") return write_file(path, csv_text(table, monitor));
  if (kind != ".parquet")
    throw Error(fmt::format("a table cannot be written as `{}`", kind), path, "name a .csv or .parquet file");
  NewFile file(path);
  if (file.in_place())
    throw Error("Parquet cannot be written to what is no file", path, "name a file, or write .csv");
  try {
    // By its number: a path may hold bytes that DuckDB does not take.
    write_parquet_table(table, fmt::format("/dev/fd/{}", file.descriptor()));
  } catch (const Error& error) {
    throw Error("cannot write the file: " + first_line(error.message), path,
                error.hint.empty() ? "check that the folder exists and that the disk has space" : error.hint);
  }
  file.commit();
}

}  // namespace sogdia
