#pragma once
#include <memory>

#include "sogdia/core/table.h"

namespace sogdia::python {

// A table of the engine that Python looks at and nobody changes.
struct EngineTable {
  std::shared_ptr<const Table> table;
};

inline EngineTable engine_table(Table table) { return {std::make_shared<const Table>(std::move(table))}; }

}  // namespace sogdia::python
