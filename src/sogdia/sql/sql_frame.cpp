#include "sogdia/sql/sql_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/date_text.h"
#include "sogdia/core/error.h"
#include "sogdia/files/frame_parts.h"
#include "sogdia/files/missing_rules.h"
#include "sogdia/files/sql_names.h"
#include "sogdia/files/where_plan.h"
#include "sogdia/io/file.h"
#include "sogdia/io/open_file.h"
#include "sogdia/sql/sql_lock.h"
#include "sogdia/sql/sql_stream.h"

namespace sogdia {
namespace {

// Where in the file a row stood, beside the columns that were asked for.
constexpr const char* kRowNumber = "file_row_number";

// A column of what stands after FROM: its name in the data, the one that DuckDB gave it (which tells x from
// X), and its type.
struct SqlShape {
  std::string name, sql_name, type;
  bool dates = false;
};

// Gathers streamed columns in parts of kRows, so that no buffer is ever copied to a larger one.
class Gatherer {
 public:
  // `shape` has the names of the columns and whether they are dates.
  Gatherer(FrameParts& parts, std::vector<SqlShape> shape, bool numbered)
      : parts_(parts), shape_(std::move(shape)), numbered_(numbered) {}

  void take(const std::vector<SqlColumn>& columns, std::size_t rows) {
    const std::size_t count = columns.size() - (numbered_ ? 1 : 0);
    if (parts_.columns.empty()) {
      parts_.columns.resize(count);
      coders_.resize(count);
      for (std::size_t k = 0; k < count; ++k) {
        parts_.columns[k].name = shape_[k].name;
        parts_.columns[k].dates = shape_[k].dates;
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
    for (std::size_t k = 0; k < coders_.size(); ++k) {
      parts_.columns[k].labels = coders_[k].take();
      const std::vector<std::int32_t> renamed = trim_labels(parts_.columns[k].labels);
      for (auto& codes : parts_.columns[k].codes) rename_codes(codes, renamed);
      if (parts_.columns[k].dates) shorten_midnights(parts_.columns[k].labels);
    }
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
      for (std::size_t i = 0; i < rows; ++i) {
        const std::string_view text = from.present(i) ? without_blanks(from.texts[i]) : std::string_view();
        codes.push_back(text.empty() ? -1 : coders_[k].code(text));
      }
    } else if (from.type == CellType::number) {
      auto& reals = to.reals.back();
      for (std::size_t i = 0; i < rows; ++i) reals.push_back(from.present(i) ? from.reals[i] : std::nan(""));
    } else {
      append_integers(to, from, rows);
    }
  }

  // What is present is kept from the first integer on that is missing.
  void append_integers(ColumnParts& to, const SqlColumn& from, std::size_t rows) {
    bool all = true;
    for (std::size_t i = 0; from.valid && i < rows && all; ++i) all = from.present(i);
    if (!all || !to.present.empty()) {
      to.present.resize(to.integers.size());
      for (std::size_t part = 0; part < to.integers.size(); ++part)
        to.present[part].resize(to.integers[part].size(), 1);
      for (std::size_t i = 0; i < rows; ++i) to.present.back().push_back(from.present(i) ? 1 : 0);
    }
    auto& integers = to.integers.back();
    integers.insert(integers.end(), from.integers, from.integers + rows);
  }

  FrameParts& parts_;
  std::vector<SqlShape> shape_;
  bool numbered_;
  std::vector<LabelCodes> coders_;
  std::size_t used_ = 0;
};

std::vector<SqlShape> shape_of(const SqlReach& reach, const std::string& from, const Monitor& monitor) {
  std::vector<SqlShape> shape;
  stream_sql(
      reach, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + from + ")",
      [&](const std::vector<SqlColumn>& columns, std::size_t rows) {
        for (std::size_t k = 0; k < rows; ++k) {
          SqlShape column;
          column.name = column.sql_name = columns[0].texts[k];
          column.type = columns[1].texts[k];
          column.dates = column.type == "DATE" || column.type.rfind("TIMESTAMP", 0) == 0;
          shape.push_back(std::move(column));
        }
      },
      monitor);
  return shape;
}

// Names as a Parquet file has them: DuckDB calls the second of two that it cannot tell apart X_1.
void take_parquet_names(const SqlReach& reach, std::vector<SqlShape>& shape) {
  std::vector<std::string> names;
  std::vector<std::int64_t> children;
  stream_sql(
      reach,
      "SELECT name, coalesce(num_children, 0) FROM parquet_schema(" + sql_quoted(reach.file, '\'') + ")",
      [&](const std::vector<SqlColumn>& columns, std::size_t rows) {
        for (std::size_t k = 0; k < rows; ++k) {
          names.emplace_back(columns[0].texts[k]);
          children.push_back(columns[1].integers[k]);
        }
      });
  // The tree of the columns, each before its parts; the root is first.
  std::vector<std::string> own;
  for (std::size_t k = 1; k < names.size();) {
    own.push_back(names[k]);
    std::int64_t open = 1;
    for (; k < names.size() && open > 0; ++k) open += children[k] - 1;
  }
  if (own.size() != shape.size()) return;
  for (std::size_t k = 0; k < own.size(); ++k) shape[k].name = own[k];
}

// Significant digits that a double keeps of any decimal number, and the whole numbers that it holds.
constexpr int kDoubleDigits = 15;
constexpr double kExactWhole = 9007199254740992.0;

// Where the values of a column could become equal as doubles: their least upper bound that is safe, 0 where
// the type is.
double safe_bound(const std::string& type) {
  if (type == "UBIGINT" || type == "HUGEINT" || type == "UHUGEINT") return kExactWhole;
  int width = 0, scale = 0;
  if (std::sscanf(type.c_str(), "DECIMAL(%d,%d)", &width, &scale) != 2 || width <= kDoubleDigits) return 0;
  return std::pow(10.0, kDoubleDigits - scale);
}

// The list after SELECT: numbers too wide for doubles come as they are written, so that they stay apart as
// keys; the numbers they are can still be read from that.
std::string select_list(const SqlReach& reach, const std::string& from, const std::vector<SqlShape>& shape,
                        const Monitor& monitor) {
  std::string bounds;
  std::vector<bool> wide(shape.size(), false);
  std::vector<std::size_t> asked;
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const double bound = safe_bound(shape[k].type);
    if (bound == 0) continue;
    asked.push_back(k);
    bounds += fmt::format("{}coalesce(max(abs(CAST({} AS DOUBLE))) >= {}, false)", bounds.empty() ? "" : ", ",
                          sql_quoted(shape[k].sql_name, '"'), bound);
  }
  if (!asked.empty())
    stream_sql(
        reach, "SELECT " + bounds + " FROM " + from,
        [&](const std::vector<SqlColumn>& columns, std::size_t rows) {
          for (std::size_t k = 0; k < asked.size() && rows > 0; ++k)
            wide[asked[k]] = columns[k].integers[0] != 0;
        },
        monitor);
  std::string list;
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const std::string name = sql_quoted(shape[k].sql_name, '"');
    list += (list.empty() ? "" : ", ") + (wide[k] ? "CAST(" + name + " AS VARCHAR) AS " + name : name);
  }
  return list;
}

// The condition, with DuckDB's names for columns that it cannot tell apart.
std::string sql_condition(const std::vector<SqlShape>& shape, const std::string& where) {
  std::vector<std::pair<std::string, std::string>> renamed;
  for (const auto& column : shape) {
    if (column.name == column.sql_name) continue;
    for (const auto& other : shape)
      if (columns_named(sql_quoted(column.name, '"'), {other.sql_name})[0] || other.name == column.name)
        renamed.emplace_back(other.name, other.sql_name);
  }
  return with_names(where, renamed);
}

// Reads `columns` of what stands after FROM; `numbered_from` is the same with a column of row numbers, or "".
Frame read_from(const SqlReach& reach, const std::string& from, const std::string& numbered_from,
                const std::string& source, const std::vector<SqlShape>& shape,
                const std::vector<std::string>& columns, const std::string& where, const FileRules& rules,
                const Monitor& monitor) {
  if (!where.empty()) check_condition(where);
  std::vector<std::string> header;
  for (const auto& column : shape) header.push_back(column.name);
  const bool numbered = !where.empty() && !numbered_from.empty() &&
                        std::find(header.begin(), header.end(), kRowNumber) == header.end();
  std::vector<SqlShape> wanted;
  for (const std::size_t k : wanted_columns(header, columns, "", source)) wanted.push_back(shape[k]);
  std::string list = select_list(reach, from, wanted, monitor);
  if (numbered) list += std::string(", ") + kRowNumber;
  FrameParts parts;
  parts.source = source;
  Gatherer gatherer(parts, wanted, numbered);
  const std::string condition = where.empty() ? "" : " WHERE (" + sql_condition(shape, where) + "\n)";
  try {
    stream_sql(
        reach, "SELECT " + list + " FROM " + (numbered ? numbered_from : from) + " AS data" + condition,
        [&](const std::vector<SqlColumn>& answer, std::size_t rows) { gatherer.take(answer, rows); },
        monitor);
  } catch (const Error& error) {
    if (where.empty()) throw;
    throw_bad_where(error.message, where);
  }
  gatherer.finish();
  mark_missing(parts, missing_rules(rules));
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
                         const std::string& where, const FileRules& rules, const Monitor& monitor) {
  const OpenFile file(path);
  const SqlReach reach{"", file.name()};
  const std::string name = sql_quoted(file.name(), '\'');
  std::vector<SqlShape> shape;
  try {
    shape = shape_of(reach, "read_parquet(" + name + ")", monitor);
    take_parquet_names(reach, shape);
  } catch (const Error& error) {
    std::string reason = error.message;
    for (std::size_t k = reason.find(file.name()); k != std::string::npos;
         k = reason.find(file.name(), k + path.size()))
      reason.replace(k, file.name().size(), path);
    throw Error("the file could not be read as Parquet: " + reason, path, "check that it is a Parquet file");
  }
  return read_from(reach, "read_parquet(" + name + ")", "read_parquet(" + name + ", file_row_number=true)",
                   path, shape, columns, where, rules, monitor);
}

bool is_database_path(const std::string& path) {
  const std::string extension = std::filesystem::path(file_and_table(path).first).extension().string();
  return extension == ".duckdb" || extension == ".db";
}

Frame read_database_frame(const std::string& path, const std::vector<std::string>& columns,
                          const std::string& where, const FileRules& rules, const Monitor& monitor) {
  auto [file, table] = file_and_table(path);
  require_file(file);
  const SqlReach reach{std::filesystem::absolute(file).string(), ""};
  std::vector<std::string> tables;
  try {
    stream_sql(
        reach,
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
  const std::string from = sql_quoted(table, '"');
  try {
    return read_from(reach, from, "", path, shape_of(reach, from, monitor), columns, where, rules, monitor);
  } catch (const Error& error) {
    if (!error.where.empty()) throw;
    throw Error(fmt::format("the table `{}` could not be read: {}", table, error.message), file,
                "a view may read tables of its own database, and no file");
  }
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
                       const std::string& where, const FileRules& rules, const Monitor& monitor) {
  const SqlReach reach{"", file_of_query(sql)};
  try {
    const std::string from = "(" + sql + "\n)";
    return read_from(reach, from, "", "query", shape_of(reach, from, monitor), columns, where, rules,
                     monitor);
  } catch (const Error& error) {
    if (!error.where.empty()) throw;
    throw Error("the query failed: " + error.message, sql, "");
  }
}

}  // namespace sogdia
