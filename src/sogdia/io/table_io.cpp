#include "sogdia/io/table_io.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/new_file.h"

namespace sogdia {
namespace {

[[noreturn]] void throw_no_text(const std::string& path, const std::string& kind) {
  if (kind == ".parquet")
    throw Error("a Parquet file is read and written by the command line alone, which has DuckDB", path,
                "give a .csv file; in Python, a table of pandas, polars or pyarrow");
  throw Error(fmt::format("a table was expected, and `{}` is not a known kind", kind), path,
              "give a .csv, .tsv or .parquet file");
}

}  // namespace

Table read_text_table(const std::string& path, const TableSchema& schema) {
  const std::string kind = std::filesystem::path(unpacked_name(path)).extension().string();
  const std::string text = read_packed(path);  // for its own words about a missing file or a folder
  if (kind != ".csv" && kind != ".tsv" && kind != ".txt") throw_no_text(path, kind);
  return read_csv_text(text, path, schema, kind == ".tsv" ? '\t' : ',');
}

void write_text_parts(const TableParts& parts, const std::string& path, const Monitor& monitor) {
  const std::string kind = std::filesystem::path(path).extension().string();
  if (kind == ".parquet") throw_no_text(path, kind);
  if (kind != ".csv")
    throw Error(fmt::format("a table cannot be written as `{}`", kind), path, "name a .csv or .parquet file");
  NewFile file(path);
  bool first = true;
  while (const Table* part = parts()) {
    write_all(file.descriptor(), csv_text(*part, monitor, first), path);
    first = false;
  }
  file.commit();
}

void write_text_table(const Table& table, const std::string& path, const Monitor& monitor) {
  write_text_parts(one_part(table), path, monitor);
}

TableParts one_part(const Table& table) {
  return [part = &table]() mutable { return std::exchange(part, nullptr); };
}

Table join_parts(const TableParts& parts) {
  Table all;
  while (const Table* part = parts()) {
    if (all.columns.empty()) {
      all = *part;
      continue;
    }
    for (std::size_t k = 0; k < all.columns.size(); ++k) {
      std::visit(
          [&](auto& values) {
            const auto& more = std::get<std::decay_t<decltype(values)>>(part->columns[k].data);
            values.insert(values.end(), more.begin(), more.end());
          },
          all.columns[k].data);
    }
  }
  return all;
}

}  // namespace sogdia
