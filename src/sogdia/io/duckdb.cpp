// The only file that sees duckdb.h.
#include <duckdb.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/sql_stream.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace {

// A statement's answer; frees itself.
struct Answer {
  duckdb_result result{};
  Answer() = default;
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() { duckdb_destroy_result(&result); }
};

// A private database in memory. It loads no extension by itself and uses one thread, so that rows keep their
// order.
class Database {
 public:
  // `path` opens that file, to read only.
  explicit Database(const std::string& path = "") {
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    if (!path.empty()) duckdb_set_config(config, "access_mode", "READ_ONLY");
    char* reason = nullptr;
    const bool open = duckdb_open_ext(path.empty() ? nullptr : path.c_str(), &database_, config, &reason) ==
                          DuckDBSuccess &&
                      duckdb_connect(database_, &connection_) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    const std::string why = reason ? reason : "DuckDB could not start";
    if (reason) duckdb_free(reason);
    if (!open) {
      duckdb_close(&database_);
      throw Error(why, path, "");
    }
    run("SET autoinstall_known_extensions=false");
    run("SET autoload_known_extensions=false");
    run("SET threads=1");
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }

  void run(const std::string& sql) {
    Answer answer;
    ask(sql, answer);
  }

  void ask(const std::string& sql, Answer& answer) {
    if (duckdb_query(connection_, sql.c_str(), &answer.result) == DuckDBSuccess) return;
    const char* error = duckdb_result_error(&answer.result);
    throw Error(error ? error : "the statement failed", "", "");
  }

  // The same, with the rows made as they are fetched.
  void stream(const std::string& sql, Answer& answer) {
    duckdb_prepared_statement statement = nullptr;
    duckdb_pending_result pending = nullptr;
    std::string reason;
    if (duckdb_prepare(connection_, sql.c_str(), &statement) != DuckDBSuccess)
      reason = duckdb_prepare_error(statement);
    else if (duckdb_pending_prepared_streaming(statement, &pending) != DuckDBSuccess)
      reason = duckdb_pending_error(pending);
    else if (duckdb_execute_pending(pending, &answer.result) != DuckDBSuccess)
      reason = duckdb_pending_error(pending);
    duckdb_destroy_pending(&pending);
    duckdb_destroy_prepare(&statement);
    if (!reason.empty()) throw Error(reason, "", "");
  }

  duckdb_connection connection() const { return connection_; }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

std::string quoted(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

// DuckDB's messages run over several lines; the first says what happened.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

const char* sql_type(const Column& column) {
  if (std::holds_alternative<std::vector<double>>(column.data)) return "DOUBLE";
  if (std::holds_alternative<std::vector<std::int64_t>>(column.data)) return "BIGINT";
  return "VARCHAR";
}

void fill(duckdb_vector vector, const Column& column, std::size_t start, std::size_t count) {
  std::uint64_t* validity = nullptr;
  for (std::size_t k = 0; k < count; ++k) {
    if (!column.is_missing(start + k)) continue;
    if (!validity) {
      duckdb_vector_ensure_validity_writable(vector);
      validity = duckdb_vector_get_validity(vector);
    }
    duckdb_validity_set_row_invalid(validity, k);
  }
  if (const auto* doubles = std::get_if<std::vector<double>>(&column.data)) {
    std::memcpy(duckdb_vector_get_data(vector), doubles->data() + start, count * sizeof(double));
  } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data)) {
    std::memcpy(duckdb_vector_get_data(vector), integers->data() + start, count * sizeof(std::int64_t));
  } else {
    const auto& texts = std::get<std::vector<std::string>>(column.data);
    for (std::size_t k = 0; k < count; ++k)
      duckdb_vector_assign_string_element_len(vector, k, texts[start + k].data(), texts[start + k].size());
  }
}

void load(Database& database, const std::string& name, const Table& table) {
  std::string columns;
  std::vector<duckdb_logical_type> types;
  for (const auto& column : table.columns) {
    columns += (columns.empty() ? "" : ", ") + quoted(column.name, '"') + " " + sql_type(column);
    types.push_back(duckdb_create_logical_type(
        std::holds_alternative<std::vector<double>>(column.data)         ? DUCKDB_TYPE_DOUBLE
        : std::holds_alternative<std::vector<std::int64_t>>(column.data) ? DUCKDB_TYPE_BIGINT
                                                                         : DUCKDB_TYPE_VARCHAR));
  }
  database.run("CREATE TABLE " + quoted(name, '"') + " (" + columns + ")");
  duckdb_appender appender = nullptr;
  bool good =
      duckdb_appender_create(database.connection(), nullptr, name.c_str(), &appender) == DuckDBSuccess;
  duckdb_data_chunk chunk = duckdb_create_data_chunk(types.data(), types.size());
  const std::size_t most = duckdb_vector_size();
  for (std::size_t start = 0; good && start < table.rows(); start += most) {
    const std::size_t count = std::min(most, table.rows() - start);
    duckdb_data_chunk_reset(chunk);
    for (std::size_t k = 0; k < table.columns.size(); ++k)
      fill(duckdb_data_chunk_get_vector(chunk, k), table.columns[k], start, count);
    duckdb_data_chunk_set_size(chunk, count);
    good = duckdb_append_data_chunk(appender, chunk) == DuckDBSuccess;
  }
  good = good && duckdb_appender_close(appender) == DuckDBSuccess;
  const std::string reason = !good && appender && duckdb_appender_error(appender)
                                 ? first_line(duckdb_appender_error(appender))
                                 : "the table could not be handed to DuckDB";
  duckdb_destroy_data_chunk(&chunk);
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  if (appender) duckdb_appender_destroy(&appender);
  if (!good) throw Error(reason, table.source.empty() ? name : table.source, "");
}

// The columns of an answer cast to the three types a Table holds.
std::string cast_list(duckdb_result& result) {
  std::string list;
  for (idx_t k = 0; k < duckdb_column_count(&result); ++k) {
    const char* type = "VARCHAR";
    switch (duckdb_column_type(&result, k)) {
      case DUCKDB_TYPE_BOOLEAN:
      case DUCKDB_TYPE_TINYINT:
      case DUCKDB_TYPE_SMALLINT:
      case DUCKDB_TYPE_INTEGER:
      case DUCKDB_TYPE_BIGINT:
      case DUCKDB_TYPE_UTINYINT:
      case DUCKDB_TYPE_USMALLINT:
      case DUCKDB_TYPE_UINTEGER:
        type = "BIGINT";
        break;
      case DUCKDB_TYPE_UBIGINT:
      case DUCKDB_TYPE_HUGEINT:
      case DUCKDB_TYPE_UHUGEINT:
      case DUCKDB_TYPE_FLOAT:
      case DUCKDB_TYPE_DOUBLE:
      case DUCKDB_TYPE_DECIMAL:
        type = "DOUBLE";
        break;
      default:
        break;
    }
    const std::string name = quoted(duckdb_column_name(&result, k), '"');
    list += fmt::format("{}CAST({} AS {}) AS {}", list.empty() ? "" : ", ", name, type, name);
  }
  return list;
}

void take(Column& column, duckdb_vector vector, std::size_t count) {
  const std::uint64_t* validity = duckdb_vector_get_validity(vector);
  const auto present = [&](std::size_t k) {
    return !validity || duckdb_validity_row_is_valid(const_cast<std::uint64_t*>(validity), k);
  };
  if (auto* doubles = std::get_if<std::vector<double>>(&column.data)) {
    const auto* values = static_cast<const double*>(duckdb_vector_get_data(vector));
    for (std::size_t k = 0; k < count; ++k) doubles->push_back(present(k) ? values[k] : std::nan(""));
  } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data)) {
    const auto* values = static_cast<const std::int64_t*>(duckdb_vector_get_data(vector));
    for (std::size_t k = 0; k < count; ++k) {
      if (!present(k)) column.valid.resize(integers->size(), 1);
      integers->push_back(present(k) ? values[k] : 0);
      if (!column.valid.empty() || !present(k)) column.valid.push_back(present(k) ? 1 : 0);
    }
  } else {
    auto& texts = std::get<std::vector<std::string>>(column.data);
    auto* values = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
    for (std::size_t k = 0; k < count; ++k) {
      if (present(k))
        texts.emplace_back(duckdb_string_t_data(&values[k]), duckdb_string_t_length(values[k]));
      else
        texts.emplace_back();
    }
  }
}

// The next rows of an answer; frees itself.
struct Fetched {
  duckdb_data_chunk data = nullptr;
  explicit Fetched(duckdb_result& result) : data(duckdb_fetch_chunk(result)) {}
  Fetched(const Fetched&) = delete;
  Fetched& operator=(const Fetched&) = delete;
  ~Fetched() { duckdb_destroy_data_chunk(&data); }
};

void point(SqlColumn& column, duckdb_vector vector, std::size_t rows) {
  column.valid = duckdb_vector_get_validity(vector);
  void* values = duckdb_vector_get_data(vector);
  column.reals = static_cast<const double*>(values);
  column.integers = static_cast<const std::int64_t*>(values);
  if (column.type != CellType::text) return;
  auto* texts = static_cast<duckdb_string_t*>(values);
  column.texts.resize(rows);
  for (std::size_t k = 0; k < rows; ++k) {
    if (column.present(k))
      column.texts[k] = {duckdb_string_t_data(&texts[k]), duckdb_string_t_length(texts[k])};
  }
}

Table answer_table(Database& database, const std::string& sql) {
  std::string casts;
  {
    Answer shape;
    database.ask("SELECT * FROM (" + sql + "\n) LIMIT 0", shape);
    casts = cast_list(shape.result);
  }
  Answer answer;
  database.ask("SELECT " + casts + " FROM (" + sql + "\n)", answer);
  Table table;
  for (idx_t k = 0; k < duckdb_column_count(&answer.result); ++k) {
    Column column;
    column.name = duckdb_column_name(&answer.result, k);
    switch (duckdb_column_type(&answer.result, k)) {
      case DUCKDB_TYPE_DOUBLE:
        column.data = std::vector<double>();
        break;
      case DUCKDB_TYPE_BIGINT:
        column.data = std::vector<std::int64_t>();
        break;
      default:
        column.data = std::vector<std::string>();
    }
    table.columns.push_back(std::move(column));
  }
  for (;;) {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(answer.result);
    if (!chunk) break;
    const std::size_t count = duckdb_data_chunk_get_size(chunk);
    for (std::size_t k = 0; k < table.columns.size(); ++k)
      take(table.columns[k], duckdb_data_chunk_get_vector(chunk, k), count);
    duckdb_destroy_data_chunk(&chunk);
  }
  return table;
}

std::string extension(const std::string& path) { return std::filesystem::path(path).extension().string(); }

Table read_parquet(const std::string& path) {
  // For its own words about a missing file or a folder.
  if (const std::string head = read_file(path); head.empty()) throw Error("the file is empty", path, "");
  try {
    Database database;
    Table table = answer_table(database, "SELECT * FROM read_parquet(" + quoted(path, '\'') + ")");
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
  const std::string kind = extension(path);
  if (kind == ".csv" || kind == ".tsv" || kind == ".txt")
    return read_csv_text(read_file(path), path, schema, kind == ".tsv" ? '\t' : ',');
  if (kind == ".parquet") {
    Table table = read_parquet(path);
    convert(table, schema);
    return table;
  }
  read_file(path);
  throw Error(fmt::format("a table was expected, and `{}` is not a known kind", kind), path,
              "give a .csv, .tsv or .parquet file");
}

void write_table(const Table& table, const std::string& path) {
  const std::string kind = extension(path);
  if (kind == ".csv") return write_file(path, csv_text(table));
  if (kind != ".parquet")
    throw Error(fmt::format("a table cannot be written as `{}`", kind), path, "name a .csv or .parquet file");
  const std::string temporary = fmt::format("{}.tmp-{}", path, ::getpid());
  try {
    Database database;
    load(database, "t", table);
    database.run("COPY t TO " + quoted(temporary, '\'') + " (FORMAT parquet, COMPRESSION zstd)");
    flush_to_disk(temporary);
    std::filesystem::rename(temporary, path);
  } catch (const Error& error) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw Error("cannot write the file: " + first_line(error.message), path,
                error.hint.empty() ? "check that the folder exists and that the disk has space" : error.hint);
  } catch (const std::filesystem::filesystem_error& error) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw_file_error("write the file", path, error.code().value());
  }
}

void stream_sql(const std::string& database_path, const std::string& sql,
                const std::function<void(const std::vector<SqlColumn>&, std::size_t)>& take) {
  try {
    Database database(database_path);
    std::string casts;
    {
      Answer shape;
      database.ask("SELECT * FROM (" + sql + "\n) LIMIT 0", shape);
      casts = cast_list(shape.result);
    }
    Answer answer;
    database.stream("SELECT " + casts + " FROM (" + sql + "\n)", answer);
    std::vector<SqlColumn> columns(duckdb_column_count(&answer.result));
    for (std::size_t k = 0; k < columns.size(); ++k) {
      columns[k].name = duckdb_column_name(&answer.result, k);
      const auto type = duckdb_column_type(&answer.result, k);
      columns[k].type = type == DUCKDB_TYPE_DOUBLE   ? CellType::number
                        : type == DUCKDB_TYPE_BIGINT ? CellType::integer
                                                     : CellType::text;
    }
    take(columns, 0);
    for (;;) {
      const Fetched chunk(answer.result);
      if (!chunk.data) break;
      const std::size_t rows = duckdb_data_chunk_get_size(chunk.data);
      for (std::size_t k = 0; k < columns.size(); ++k)
        point(columns[k], duckdb_data_chunk_get_vector(chunk.data, k), rows);
      take(columns, rows);
    }
    if (const char* error = duckdb_result_error(&answer.result)) throw Error(error, "", "");
  } catch (const Error& error) {
    throw Error(first_line(error.message), error.where, error.hint);
  }
}

Table query(const std::string& sql, const std::vector<std::pair<std::string, const Table*>>& tables) {
  Database database;
  for (const auto& [name, table] : tables) load(database, name, *table);
  try {
    return answer_table(database, sql);
  } catch (const Error& error) {
    throw Error("the query failed: " + first_line(error.message), sql, "");
  }
}

}  // namespace sogdia
