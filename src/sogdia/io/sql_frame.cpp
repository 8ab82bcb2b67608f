#include "sogdia/io/sql_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/frame_parts.h"
#include "sogdia/io/sql_stream.h"

namespace sogdia {
namespace {

// Where in the file a row stood, beside the columns that were asked for.
constexpr const char* kRowNumber = "file_row_number";

std::string sql_quoted(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

// Gathers streamed columns in parts of kRows, so that no buffer is ever copied to a larger one.
class Gatherer {
 public:
  explicit Gatherer(FrameParts& parts, bool numbered) : parts_(parts), numbered_(numbered) {}

  void take(const std::vector<SqlColumn>& columns, std::size_t rows) {
    const std::size_t count = columns.size() - (numbered_ ? 1 : 0);
    if (parts_.columns.empty()) {
      parts_.columns.resize(count);
      coders_.resize(count);
      for (std::size_t k = 0; k < count; ++k) {
        parts_.columns[k].name = columns[k].name;
        parts_.columns[k].type = columns[k].type == CellType::text      ? NumberType::code
                                 : columns[k].type == CellType::integer ? NumberType::int64
                                                                        : NumberType::real64;
      }
    }
    if (rows == 0) return;
    if (used_ == 0 || used_ + rows > kRows) open_part();
    used_ += rows;
    for (std::size_t k = 0; k < count; ++k) append(k, columns[k], rows);
    if (!numbered_) return;
    const SqlColumn& number = columns[count];
    for (std::size_t i = 0; i < rows; ++i) parts_.source_rows.push_back(number.integers[i] + 1);
  }

  void finish() {
    for (std::size_t k = 0; k < coders_.size(); ++k) parts_.columns[k].labels = coders_[k].take();
  }

 private:
  static constexpr std::size_t kRows = std::size_t{1} << 18;

  void open_part() {
    used_ = 0;
    for (auto& column : parts_.columns) {
      if (column.type == NumberType::real64) column.reals.emplace_back().reserve(kRows);
      if (column.type == NumberType::int64) column.integers.emplace_back().reserve(kRows);
      if (column.type == NumberType::code) column.codes.emplace_back().reserve(kRows);
    }
  }

  void append(std::size_t k, const SqlColumn& from, std::size_t rows) {
    ColumnParts& to = parts_.columns[k];
    if (from.type == CellType::text) {
      auto& codes = to.codes.back();
      for (std::size_t i = 0; i < rows; ++i)
        codes.push_back(from.present(i) && !from.texts[i].empty() ? coders_[k].code(from.texts[i]) : -1);
    } else if (from.type == CellType::number) {
      auto& reals = to.reals.back();
      for (std::size_t i = 0; i < rows; ++i) reals.push_back(from.present(i) ? from.reals[i] : std::nan(""));
    } else {
      append_integers(to, from, rows);
    }
  }

  // Integers become doubles at the first one that is missing.
  void append_integers(ColumnParts& to, const SqlColumn& from, std::size_t rows) {
    bool all = true;
    for (std::size_t i = 0; from.valid && i < rows && all; ++i) all = from.present(i);
    if (!all && to.type == NumberType::int64) {
      for (auto& part : to.integers) {
        to.reals.emplace_back().reserve(kRows);
        to.reals.back().assign(part.begin(), part.end());
        part = {};
      }
      to.integers.clear();
      to.type = NumberType::real64;
    }
    if (to.type == NumberType::int64) {
      to.integers.back().insert(to.integers.back().end(), from.integers, from.integers + rows);
      return;
    }
    auto& reals = to.reals.back();
    for (std::size_t i = 0; i < rows; ++i)
      reals.push_back(from.present(i) ? static_cast<double>(from.integers[i]) : std::nan(""));
  }

  FrameParts& parts_;
  bool numbered_;
  std::vector<LabelCodes> coders_;
  std::size_t used_ = 0;
};

std::vector<std::string> columns_of(const std::string& database, const std::string& from) {
  std::vector<std::string> names;
  stream_sql(database, "SELECT * FROM " + from + " LIMIT 0",
             [&](const std::vector<SqlColumn>& columns, std::size_t) {
               names.clear();
               for (const auto& column : columns) names.push_back(column.name);
             });
  return names;
}

// Reads `columns` of what stands after FROM; `numbered_from` is the same with a column of row numbers, or "".
Frame read_from(const std::string& database, const std::string& from, const std::string& numbered_from,
                const std::string& source, const std::vector<std::string>& columns,
                const std::string& where) {
  const std::vector<std::string> header = columns_of(database, from);
  const bool numbered = !where.empty() && !numbered_from.empty() &&
                        std::find(header.begin(), header.end(), kRowNumber) == header.end();
  std::string list;
  for (const std::size_t k : wanted_columns(header, columns, "", source))
    list += (list.empty() ? "" : ", ") + sql_quoted(header[k], '"');
  if (numbered) list += std::string(", ") + kRowNumber;
  FrameParts parts;
  parts.source = source;
  Gatherer gatherer(parts, numbered);
  const std::string condition = where.empty() ? "" : " WHERE (" + where + "\n)";
  try {
    stream_sql(database, "SELECT " + list + " FROM " + (numbered ? numbered_from : from) + condition,
               [&](const std::vector<SqlColumn>& answer, std::size_t rows) { gatherer.take(answer, rows); });
  } catch (const Error& error) {
    if (where.empty()) throw;
    throw Error("the condition on rows is not understood: " + error.message, where,
                "write it in SQL over the data's columns: year >= 2000 and exporter <> 'USA'");
  }
  gatherer.finish();
  return frame_of_parts(std::move(parts));
}

// world.duckdb:trade is the table `trade` of world.duckdb.
std::pair<std::string, std::string> file_and_table(const std::string& path) {
  const std::size_t colon = path.rfind(':');
  if (colon == std::string::npos || std::filesystem::exists(path)) return {path, ""};
  return {path.substr(0, colon), path.substr(colon + 1)};
}

}  // namespace

Frame read_parquet_frame(const std::string& path, const std::vector<std::string>& columns,
                         const std::string& where) {
  require_file(path);
  const std::string file = sql_quoted(path, '\'');
  std::vector<std::string> header;
  try {
    header = columns_of("", "read_parquet(" + file + ")");
  } catch (const Error& error) {
    throw Error("the file could not be read as Parquet: " + error.message, path,
                "check that it is a Parquet file");
  }
  return read_from("", "read_parquet(" + file + ")", "read_parquet(" + file + ", file_row_number=true)", path,
                   columns, where);
}

bool is_database_path(const std::string& path) {
  const std::string extension = std::filesystem::path(file_and_table(path).first).extension().string();
  return extension == ".duckdb" || extension == ".db";
}

Frame read_database_frame(const std::string& path, const std::vector<std::string>& columns,
                          const std::string& where) {
  auto [file, table] = file_and_table(path);
  require_file(file);
  std::vector<std::string> tables;
  try {
    stream_sql(
        file,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name",
        [&](const std::vector<SqlColumn>& answer, std::size_t rows) {
          for (std::size_t k = 0; k < rows; ++k) tables.emplace_back(answer[0].texts[k]);
        });
  } catch (const Error& error) {
    throw Error("the file could not be read as a DuckDB database: " + error.message, file, "");
  }
  std::string list;
  for (const auto& name : tables) list += (list.empty() ? "`" : ", `") + name + "`";
  if (table.empty()) {
    if (tables.size() != 1)
      throw Error(
          fmt::format("the database has {} tables", tables.size()), file,
          tables.empty() ? "" : fmt::format("name one: {}:{}; it has {}", file, tables.front(), list));
    table = tables.front();
  } else if (std::find(tables.begin(), tables.end(), table) == tables.end()) {
    throw Error(fmt::format("the database has no table `{}`", table), file, "it has " + list);
  }
  return read_from(file, sql_quoted(table, '"'), "", path, columns, where);
}

bool is_query(const std::string& text) {
  std::string word;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c))) {
      if (word.empty()) continue;
      return word == "select" || word == "with" || word == "from";
    }
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return false;
}

Frame read_query_frame(const std::string& sql, const std::vector<std::string>& columns,
                       const std::string& where) {
  try {
    return read_from("", "(" + sql + "\n)", "", "query", columns, where);
  } catch (const Error& error) {
    if (!error.where.empty()) throw;
    throw Error("the query failed: " + error.message, sql, "");
  }
}

}  // namespace sogdia
