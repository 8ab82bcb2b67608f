#include "sogdia/sql/frame_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "sogdia/core/error.h"
#include "sogdia/files/csv/csv_frame.h"
#include "sogdia/files/missing_rules.h"
#include "sogdia/files/stata/stata.h"
#include "sogdia/io/file.h"
#include "sogdia/io/gzip.h"
#include "sogdia/sql/frame_where.h"
#include "sogdia/sql/sql_frame.h"

namespace sogdia {
namespace {

// Of `flows.CSV` too.
std::string kind_of(const std::filesystem::path& file) {
  std::string kind = file.extension().string();
  for (char& c : kind) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return kind;
}

}  // namespace

Frame read_frame(const std::string& path, const std::vector<std::string>& columns, const std::string& where,
                 int threads, const FileRules& rules, const Monitor& monitor) {
  report_progress(monitor, "reading", 0);
  if (is_query(path)) return read_query_frame(path, columns, where, rules, monitor);
  if (is_database_path(path)) return read_database_frame(path, columns, where, rules, monitor);
  const RowsWhere kept =
      where.empty() ? RowsWhere() : [&](const Frame& frame) { return rows_where(frame, where, monitor); };
  std::filesystem::path file(path);
  if (kind_of(file) == ".parquet" || kind_of(file) == ".pq")
    return read_parquet_frame(path, columns, where, rules, monitor);
  if (kind_of(file) == ".dta") {
    const MappedFile mapped(path);
    FrameParts parts = read_stata_parts(mapped.text(), path, columns, where, threads);
    mark_missing(parts, missing_rules(rules));
    return selected_frame(std::move(parts), columns, kept);
  }
  const bool packed = kind_of(file) == ".gz";
  if (packed) file.replace_extension();
  const std::string kind = kind_of(file);
  if (kind != ".csv" && kind != ".tsv" && kind != ".txt" && kind != ".tab") {
    require_file(path);
    throw Error(fmt::format("a data set was expected, and `{}` is not a known kind", kind), path,
                kind == ".xlsx" || kind == ".xls" || kind == ".ods" ? "save the sheet as CSV UTF-8"
                : kind == ".zip" || kind == ".bz2" || kind == ".xz" || kind == ".zst" || kind == ".7z"
                    ? "unpack it first"
                    : "give a .csv, .tsv (or .gz of them), .dta, .parquet or .duckdb file");
  }
  // Parts are read on several threads.
  std::mutex guard;
  double read = 0;
  const auto tell = [&](std::string_view part, std::size_t whole) {
    const std::lock_guard<std::mutex> lock(guard);
    check_cancelled(monitor);
    read += double(part.size());
    report_progress(monitor, "reading", std::min(0.99, read / double(whole)));
  };
  const char usual = kind == ".tsv" || kind == ".tab" ? '\t' : ',';
  if (packed) {
    const std::string text = read_gzip(path);
    const auto done = [&](std::string_view part) { tell(part, text.size()); };
    return selected_frame(read_csv_parts(text, path, usual, columns, where, threads, rules, done), columns,
                          kept);
  }
  const MappedFile mapped(path);
  const auto release = [&](std::string_view part) {
    mapped.release(part);
    tell(part, mapped.text().size());
  };
  return selected_frame(read_csv_parts(mapped.text(), path, usual, columns, where, threads, rules, release),
                        columns, kept);
}

}  // namespace sogdia
