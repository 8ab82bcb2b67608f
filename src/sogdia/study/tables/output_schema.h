#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// What the tables of a run hold, in one place: `tables` (run.h) and `run_gravity_study` are held to it, the
// run's datapackage.json and docs/reference/outputs.md are written from it, and `sogdia data schema` prints
// it.
struct OutputColumn {
  std::string name;
  std::string type;     // "text", "number" or "integer"
  std::string unit;     // "USD", "fraction", "iso3" ...; empty for none
  std::string meaning;  // may be empty where name and unit say it
};

struct OutputTable {
  std::string name;
  std::string meaning;  // what a row is
  // A table of the world pack whose columns stand before `columns`, with the rows that concern the study.
  std::string pack_table;
  std::vector<OutputColumn> columns;
};

// Of a study that changes the world, and of one that estimates.
const std::vector<OutputTable>& run_schema();
const std::vector<OutputTable>& gravity_run_schema();

// Throws Error unless `table` is in `schema` and has its columns, in their order and of their types.
void require_schema(const Table& table, const std::vector<OutputTable>& schema);

// What a table (column empty) or one of its columns is: "USD; goods trade". Empty where nothing is known.
std::string description(const std::vector<OutputTable>& schema, const std::string& table,
                        const std::string& column);

// The table as Markdown, as it stands in docs/reference/outputs.md.
std::string schema_markdown(const OutputTable& table);

}  // namespace sogdia
