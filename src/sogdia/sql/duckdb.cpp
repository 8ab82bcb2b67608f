#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <exception>
#include <new>

#include "sogdia/core/error.h"
#include "sogdia/files/sql_names.h"
#include "sogdia/io/open_file.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/duckdb_library.h"
#include "sogdia/sql/parquet_table.h"
#include "sogdia/sql/query.h"
#include "sogdia/sql/sql_stream.h"

namespace sogdia {
namespace {

// A statement's answer; frees itself.
struct Answer {
  duckdb_result result{};
  Answer() = default;
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() { duck().destroy_result(&result); }
};

std::string paths_of(const SqlReach& reach) {
  return reach.file.empty() ? "[]" : "[" + sql_quoted(reach.file, '\'') + "]";
}

// A private database that loads no extension, spills to no disk and keeps no secrets; it uses one thread, so
// that rows keep their order.
class Database {
 public:
  // Open to everything: for statements that are all our own.
  Database() { open(""); }

  // For statements with text of others in them. What reads, writes or loads anything but `reach` is refused
  // by DuckDB, which then lets nobody change that.
  explicit Database(const SqlReach& reach) {
    open(reach.database);
    lock(reach);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { close(); }

  void lock(const SqlReach& reach) {
    run("SET allowed_paths=" + paths_of(reach));
    run("SET enable_external_access=false");
    run("SET lock_configuration=true");
  }

  void run(const std::string& sql) {
    Answer answer;
    if (duck().query(connection_, sql.c_str(), &answer.result) == DuckDBSuccess) return;
    const char* error = duck().result_error(&answer.result);
    throw Error(error ? error : "the statement failed", "", "");
  }

  // Answers one SELECT, whose rows are made as they are fetched; `text` stands for $1.
  void answer(const std::string& sql, Answer& answer, const Monitor& monitor,
              const std::string* text = nullptr) {
    Statement statement;
    const idx_t count = duck().extract_statements(connection_, sql.c_str(), &statement.extracted);
    if (count == 0) {
      const char* error = duck().extract_statements_error(statement.extracted);
      throw Error(error ? error : "there is no statement", "", "");
    }
    if (count != 1 || sql.find('\0') != std::string::npos)
      throw Error("one SELECT was expected, and there are more statements", "", "");
    if (duck().prepare_extracted_statement(connection_, statement.extracted, 0, &statement.prepared) !=
        DuckDBSuccess)
      throw Error(duck().prepare_error(statement.prepared), "", "");
    if (duck().prepared_statement_type(statement.prepared) != DUCKDB_STATEMENT_TYPE_SELECT)
      throw Error("one SELECT was expected, and this is another statement", "", "");
    if (text) duck().bind_varchar_length(statement.prepared, 1, text->data(), text->size());
    if (duck().pending_prepared_streaming(statement.prepared, &statement.pending) != DuckDBSuccess)
      throw Error(duck().pending_error(statement.pending), "", "");
    for (;;) {
      check_cancelled(monitor);
      const auto state = duck().pending_execute_task(statement.pending);
      if (state == DUCKDB_PENDING_ERROR) throw Error(duck().pending_error(statement.pending), "", "");
      if (duck().pending_execution_is_finished(state)) break;
    }
    if (duck().execute_pending(statement.pending, &answer.result) != DuckDBSuccess)
      throw Error(duck().pending_error(statement.pending), "", "");
  }

  duckdb_connection connection() const { return connection_; }

 private:
  // A statement on its way; frees itself.
  struct Statement {
    duckdb_extracted_statements extracted = nullptr;
    duckdb_prepared_statement prepared = nullptr;
    duckdb_pending_result pending = nullptr;
    Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() {
      duck().destroy_pending(&pending);
      duck().destroy_prepare(&prepared);
      duck().destroy_extracted(&extracted);
    }
  };

  // `path` opens that file, to read only.
  void open(const std::string& path) {
    // Where memory is so short that not even this can be had, DuckDB's first allocation crashes.
    constexpr std::size_t kRoomToOpen = 16 << 20;
    ::operator delete(::operator new(kRoomToOpen));
    duckdb_config config = nullptr;
    duck().create_config(&config);
    for (const auto& [name, value] : {std::pair{"autoinstall_known_extensions", "false"},
                                      {"autoload_known_extensions", "false"},
                                      {"allow_community_extensions", "false"},
                                      {"allow_persistent_secrets", "false"},
                                      {"temp_directory", ""},
                                      {"threads", "1"}})
      duck().set_config(config, name, value);
    if (!path.empty()) duck().set_config(config, "access_mode", "READ_ONLY");
    char* reason = nullptr;
    const bool opened = duck().open_ext(path.empty() ? nullptr : path.c_str(), &database_, config, &reason) ==
                            DuckDBSuccess &&
                        duck().connect(database_, &connection_) == DuckDBSuccess;
    duck().destroy_config(&config);
    const std::string why = reason ? reason : "DuckDB could not start";
    if (reason) duck().free(reason);
    if (opened) return;
    close();
    throw Error(why, path, "");
  }

  void close() {
    duck().disconnect(&connection_);
    duck().close(&database_);
  }

  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

void fill(duckdb_vector vector, const Column& column, std::size_t start, std::size_t count) {
  std::uint64_t* validity = nullptr;
  for (std::size_t k = 0; k < count; ++k) {
    if (!column.is_missing(start + k)) continue;
    if (!validity) {
      duck().vector_ensure_validity_writable(vector);
      validity = duck().vector_get_validity(vector);
    }
    duck().validity_set_row_invalid(validity, k);
  }
  if (const auto* doubles = std::get_if<std::vector<double>>(&column.data)) {
    std::memcpy(duck().vector_get_data(vector), doubles->data() + start, count * sizeof(double));
  } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data)) {
    std::memcpy(duck().vector_get_data(vector), integers->data() + start, count * sizeof(std::int64_t));
  } else {
    const auto& texts = std::get<std::vector<std::string>>(column.data);
    for (std::size_t k = 0; k < count; ++k)
      duck().vector_assign_string_element_len(vector, k, texts[start + k].data(), texts[start + k].size());
  }
}

duckdb_type type_of(const Column& column) {
  return std::holds_alternative<std::vector<double>>(column.data)         ? DUCKDB_TYPE_DOUBLE
         : std::holds_alternative<std::vector<std::int64_t>>(column.data) ? DUCKDB_TYPE_BIGINT
                                                                          : DUCKDB_TYPE_VARCHAR;
}

// A table that DuckDB asks for row by row, part by part.
struct PartsRead {
  const TableParts& parts;
  const Table* part;
  std::size_t row;
  std::exception_ptr failed;
};

void tell_columns(duckdb_bind_info info) {
  for (const auto& column : static_cast<PartsRead*>(duck().bind_get_extra_info(info))->part->columns) {
    duckdb_logical_type type = duck().create_logical_type(type_of(column));
    duck().bind_add_result_column(info, column.name.c_str(), type);
    duck().destroy_logical_type(&type);
  }
}

void next_rows(duckdb_function_info info, duckdb_data_chunk chunk) {
  auto& read = *static_cast<PartsRead*>(duck().function_get_extra_info(info));
  try {
    while (read.part && read.row == read.part->rows()) {
      read.part = read.parts();
      read.row = 0;
    }
    const std::size_t count =
        read.part ? std::min<std::size_t>(duck().vector_size(), read.part->rows() - read.row) : 0;
    for (std::size_t k = 0; count > 0 && k < read.part->columns.size(); ++k)
      fill(duck().data_chunk_get_vector(chunk, k), read.part->columns[k], read.row, count);
    duck().data_chunk_set_size(chunk, count);
    read.row += count;
  } catch (...) {
    read.failed = std::current_exception();
    duck().function_set_error(info, "a part could not be made");
  }
}

// Runs a statement in which the table stands as the function NAME().
void run_on(Database& database, const TableParts& parts, const std::string& name,
            const std::string& statement) {
  PartsRead read{parts, parts(), 0, nullptr};
  if (!read.part) throw Error("the table has no part", "", "");
  duckdb_table_function function = duck().create_table_function();
  duck().table_function_set_name(function, name.c_str());
  duck().table_function_set_extra_info(function, &read, nullptr);
  duck().table_function_set_bind(function, tell_columns);
  duck().table_function_set_init(function,
                                 [](duckdb_init_info info) { duck().init_set_max_threads(info, 1); });
  duck().table_function_set_function(function, next_rows);
  duck().register_table_function(database.connection(), function);
  duck().destroy_table_function(&function);
  try {
    database.run(statement);
  } catch (const Error& error) {
    if (read.failed) std::rethrow_exception(read.failed);
    throw Error(first_line(error.message), error.where, error.hint);
  }
}

void load(Database& database, const std::string& name, const Table& table) {
  const std::string rows = "rows of " + name;
  try {
    run_on(database, one_part(table), rows,
           "CREATE TABLE " + sql_quoted(name, '"') + " AS SELECT * FROM " + sql_quoted(rows, '"') + "()");
  } catch (const Error& error) {
    throw Error(error.message, table.source.empty() ? name : table.source, "");
  }
}

// The columns of an answer cast to the three types a Table holds.
std::string cast_list(duckdb_result& result) {
  std::string list;
  for (idx_t k = 0; k < duck().column_count(&result); ++k) {
    const char* type = "VARCHAR";
    switch (duck().column_type(&result, k)) {
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
    const std::string name = sql_quoted(duck().column_name(&result, k), '"');
    list += fmt::format("{}CAST({} AS {}) AS {}", list.empty() ? "" : ", ", name, type, name);
  }
  return list;
}

void take(Column& column, duckdb_vector vector, std::size_t count) {
  const std::uint64_t* validity = duck().vector_get_validity(vector);
  const auto present = [&](std::size_t k) {
    return !validity || duck().validity_row_is_valid(const_cast<std::uint64_t*>(validity), k);
  };
  if (auto* doubles = std::get_if<std::vector<double>>(&column.data)) {
    const auto* values = static_cast<const double*>(duck().vector_get_data(vector));
    for (std::size_t k = 0; k < count; ++k) doubles->push_back(present(k) ? values[k] : std::nan(""));
  } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data)) {
    const auto* values = static_cast<const std::int64_t*>(duck().vector_get_data(vector));
    for (std::size_t k = 0; k < count; ++k) {
      if (!present(k)) column.valid.resize(integers->size(), 1);
      integers->push_back(present(k) ? values[k] : 0);
      if (!column.valid.empty() || !present(k)) column.valid.push_back(present(k) ? 1 : 0);
    }
  } else {
    auto& texts = std::get<std::vector<std::string>>(column.data);
    auto* values = static_cast<duckdb_string_t*>(duck().vector_get_data(vector));
    for (std::size_t k = 0; k < count; ++k) {
      if (present(k))
        texts.emplace_back(duck().string_t_data(&values[k]), duck().string_t_length(values[k]));
      else
        texts.emplace_back();
    }
  }
}

// The next rows of an answer; frees itself.
struct Fetched {
  duckdb_data_chunk data = nullptr;
  explicit Fetched(duckdb_result& result) : data(duck().fetch_chunk(result)) {}
  Fetched(const Fetched&) = delete;
  Fetched& operator=(const Fetched&) = delete;
  ~Fetched() { duck().destroy_data_chunk(&data); }
};

void point(SqlColumn& column, duckdb_vector vector, std::size_t rows) {
  column.valid = duck().vector_get_validity(vector);
  void* values = duck().vector_get_data(vector);
  column.reals = static_cast<const double*>(values);
  column.integers = static_cast<const std::int64_t*>(values);
  if (column.type != CellType::text) return;
  auto* texts = static_cast<duckdb_string_t*>(values);
  column.texts.resize(rows);
  for (std::size_t k = 0; k < rows; ++k) {
    if (column.present(k))
      column.texts[k] = {duck().string_t_data(&texts[k]), duck().string_t_length(texts[k])};
  }
}

// Each column as one of the three types that a Table holds.
void cast_answer(Database& database, const std::string& sql, Answer& answer, const Monitor& monitor) {
  std::string casts;
  {
    Answer shape;
    database.answer("SELECT * FROM (" + sql + "\n) LIMIT 0", shape, monitor);
    casts = cast_list(shape.result);
  }
  database.answer("SELECT " + casts + " FROM (" + sql + "\n)", answer, monitor);
}

// The rows of an answer as they are made; body(chunk, rows).
template <typename Body>
void each_chunk(Answer& answer, const Monitor& monitor, Body&& body) {
  for (;;) {
    check_cancelled(monitor);
    const Fetched chunk(answer.result);
    if (!chunk.data) break;
    body(chunk.data, duck().data_chunk_get_size(chunk.data));
  }
  if (const char* error = duck().result_error(&answer.result)) throw Error(error, "", "");
}

Table answer_table(Database& database, const std::string& sql, const Monitor& monitor) {
  Answer answer;
  cast_answer(database, sql, answer, monitor);
  Table table;
  for (idx_t k = 0; k < duck().column_count(&answer.result); ++k) {
    Column column;
    column.name = duck().column_name(&answer.result, k);
    switch (duck().column_type(&answer.result, k)) {
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
  each_chunk(answer, monitor, [&](duckdb_data_chunk chunk, std::size_t count) {
    for (std::size_t k = 0; k < table.columns.size(); ++k)
      take(table.columns[k], duck().data_chunk_get_vector(chunk, k), count);
  });
  return table;
}

}  // namespace

Table read_parquet_table(const std::string& path) {
  const OpenFile file(path);
  Database database({"", file.name()});
  return answer_table(database, "SELECT * FROM read_parquet(" + sql_quoted(file.name(), '\'') + ")", {});
}

void write_parquet_parts(const TableParts& parts, const std::string& path) {
  Database database;
  run_on(database, parts, "parts",
         "COPY (SELECT * FROM parts()) TO " + sql_quoted(path, '\'') +
             " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)");
}

std::vector<std::string> sql_trees(const std::vector<std::string>& statements) {
  Database database((SqlReach()));
  std::vector<std::string> trees;
  for (const auto& sql : statements) {
    Answer answer;
    database.answer("SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)", answer, {}, &sql);
    const Fetched chunk(answer.result);
    auto* text =
        static_cast<duckdb_string_t*>(duck().vector_get_data(duck().data_chunk_get_vector(chunk.data, 0)));
    trees.emplace_back(duck().string_t_data(text), duck().string_t_length(*text));
  }
  return trees;
}

void stream_sql(const SqlReach& reach, const std::string& sql,
                const std::function<void(const std::vector<SqlColumn>&, std::size_t)>& take,
                const Monitor& monitor) {
  try {
    Database database(reach);
    Answer answer;
    cast_answer(database, sql, answer, monitor);
    std::vector<SqlColumn> columns(duck().column_count(&answer.result));
    for (std::size_t k = 0; k < columns.size(); ++k) {
      columns[k].name = duck().column_name(&answer.result, k);
      const auto type = duck().column_type(&answer.result, k);
      columns[k].type = type == DUCKDB_TYPE_DOUBLE   ? CellType::number
                        : type == DUCKDB_TYPE_BIGINT ? CellType::integer
                                                     : CellType::text;
    }
    take(columns, 0);
    each_chunk(answer, monitor, [&](duckdb_data_chunk chunk, std::size_t rows) {
      for (std::size_t k = 0; k < columns.size(); ++k)
        point(columns[k], duck().data_chunk_get_vector(chunk, k), rows);
      take(columns, rows);
    });
  } catch (const Error& error) {
    throw Error(first_line(error.message), error.where, error.hint);
  }
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

Table query(const std::string& sql, const std::vector<std::pair<std::string, const Table*>>& tables,
            const Monitor& monitor) {
  Database database;
  for (const auto& [name, table] : tables) load(database, name, *table);
  database.lock({});
  try {
    return answer_table(database, sql, monitor);
  } catch (const Error& error) {
    throw Error("the query failed: " + first_line(error.message), sql, "");
  }
}

}  // namespace sogdia
