#include "sogdia/io/frame_io.h"

#include <fmt/format.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/files/csv_frame.h"
#include "sogdia/files/missing_rules.h"
#include "sogdia/files/stata.h"
#include "sogdia/io/file.h"
#include "sogdia/io/frame_where.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/sql_frame.h"

namespace sogdia {

Frame read_frame(const std::string& path, const std::vector<std::string>& columns, const std::string& where,
                 int threads, const FileRules& rules, const Monitor& monitor) {
  if (is_query(path)) return read_query_frame(path, columns, where, rules, monitor);
  if (is_database_path(path)) return read_database_frame(path, columns, where, rules, monitor);
  const RowsWhere kept =
      where.empty() ? RowsWhere() : [&](const Frame& frame) { return rows_where(frame, where, monitor); };
  std::filesystem::path file(path);
  if (file.extension() == ".parquet" || file.extension() == ".pq")
    return read_parquet_frame(path, columns, where, rules, monitor);
  if (file.extension() == ".dta") {
    const MappedFile mapped(path);
    FrameParts parts = read_stata_parts(mapped.text(), path, columns, where, threads);
    mark_missing(parts, missing_rules(rules));
    return selected_frame(std::move(parts), columns, kept);
  }
  const bool packed = file.extension() == ".gz";
  if (packed) file.replace_extension();
  const std::string kind = file.extension().string();
  if (kind != ".csv" && kind != ".tsv" && kind != ".txt" && kind != ".tab") {
    require_file(path);
    throw Error(fmt::format("a data set was expected, and `{}` is not a known kind", kind), path,
                kind == ".xlsx" || kind == ".xls" || kind == ".ods" ? "save the sheet as CSV UTF-8"
                : kind == ".zip" || kind == ".bz2" || kind == ".xz" || kind == ".zst" || kind == ".7z"
                    ? "unpack it first"
                    : "give a .csv, .tsv (or .gz of them), .dta, .parquet or .duckdb file");
  }
  const char usual = kind == ".tsv" || kind == ".tab" ? '\t' : ',';
  if (packed)
    return selected_frame(read_csv_parts(read_gzip(path), path, usual, columns, where, threads, rules),
                          columns, kept);
  const MappedFile mapped(path);
  const auto release = [&](std::string_view part) { mapped.release(part); };
  return selected_frame(read_csv_parts(mapped.text(), path, usual, columns, where, threads, rules, release),
                        columns, kept);
}

}  // namespace sogdia
