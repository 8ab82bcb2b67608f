#include "sogdia/io/frame_io.h"

#include <fmt/format.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/csv_frame.h"
#include "sogdia/io/file.h"
#include "sogdia/io/frame_parts.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/sql_frame.h"
#include "sogdia/io/stata.h"

namespace sogdia {

Frame read_frame(const std::string& path, const std::vector<std::string>& columns, const std::string& where,
                 int threads) {
  if (is_query(path)) return read_query_frame(path, columns, where);
  if (is_database_path(path)) return read_database_frame(path, columns, where);
  std::filesystem::path file(path);
  if (file.extension() == ".parquet") return read_parquet_frame(path, columns, where);
  if (file.extension() == ".dta") {
    const MappedFile mapped(path);
    return selected_frame(read_stata_parts(mapped.text(), path, columns, where, threads), columns, where);
  }
  const bool packed = file.extension() == ".gz";
  if (packed) file.replace_extension();
  const std::string kind = file.extension().string();
  if (kind != ".csv" && kind != ".tsv" && kind != ".txt") {
    require_file(path);
    throw Error(fmt::format("a data set was expected, and `{}` is not a known kind", kind), path,
                "give a .csv, .tsv (or .gz of them), .dta, .parquet or .duckdb file");
  }
  const char separator = kind == ".tsv" ? '\t' : ',';
  if (packed)
    return selected_frame(read_csv_parts(read_gzip(path), path, separator, columns, where, threads), columns,
                          where);
  const MappedFile mapped(path);
  const auto release = [&](std::string_view part) { mapped.release(part); };
  return selected_frame(read_csv_parts(mapped.text(), path, separator, columns, where, threads, release),
                        columns, where);
}

}  // namespace sogdia
