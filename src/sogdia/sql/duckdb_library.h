#pragma once
#include <duckdb.h>

namespace sogdia {

// The calls of DuckDB's C API that are used here, by their names without `duckdb_`.
// clang-format off
#define SOGDIA_DUCKDB_CALLS(call) \
  call(bind_add_result_column) call(bind_get_extra_info) call(bind_varchar_length) call(close) \
  call(column_count) call(column_name) call(column_type) call(connect) call(create_config) \
  call(create_logical_type) call(create_table_function) call(data_chunk_get_size) \
  call(data_chunk_get_vector) call(data_chunk_set_size) call(destroy_config) call(destroy_data_chunk) \
  call(destroy_extracted) call(destroy_logical_type) call(destroy_pending) call(destroy_prepare) \
  call(destroy_result) call(destroy_table_function) call(disconnect) call(execute_pending) \
  call(extract_statements) call(extract_statements_error) call(fetch_chunk) call(free) \
  call(function_get_extra_info) call(function_set_error) call(init_set_max_threads) call(open_ext) \
  call(pending_error) call(pending_execute_task) call(pending_execution_is_finished) \
  call(pending_prepared_streaming) call(prepare_error) call(prepare_extracted_statement) \
  call(prepared_statement_type) call(query) call(register_table_function) call(result_error) \
  call(set_config) call(string_t_data) call(string_t_length) call(table_function_set_bind) \
  call(table_function_set_extra_info) call(table_function_set_function) call(table_function_set_init) \
  call(table_function_set_name) call(validity_row_is_valid) call(validity_set_row_invalid) \
  call(vector_assign_string_element_len) call(vector_ensure_validity_writable) call(vector_get_data) \
  call(vector_get_validity) call(vector_size)
// clang-format on

struct DuckDb {
#define SOGDIA_DUCKDB_CALL(name) decltype(&duckdb_##name) name;  // NOLINT(bugprone-macro-parentheses)
  SOGDIA_DUCKDB_CALLS(SOGDIA_DUCKDB_CALL)
#undef SOGDIA_DUCKDB_CALL
};

// DuckDB, whose library is loaded when it is first asked for: that takes 10 ms, and most of what people ask
// for needs none of it. It is looked for beside the program and where the system looks. Throws Error where it
// is not found or has another API.
const DuckDb& duck();

}  // namespace sogdia
