#include "sogdia/io/table_io.h"

#include <fmt/format.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/gzip.h"

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

void write_text_table(const Table& table, const std::string& path, const Monitor& monitor) {
  const std::string kind = std::filesystem::path(path).extension().string();
  if (kind == ".parquet") throw_no_text(path, kind);
  if (kind != ".csv")
    throw Error(fmt::format("a table cannot be written as `{}`", kind), path, "name a .csv or .parquet file");
  write_file(path, csv_text(table, monitor));
}

}  // namespace sogdia
