#pragma once
#include <optional>
#include <string>

#include "sogdia/core/table.h"

namespace sogdia {

// The id in a table that a name stands for, in any case and with or without accents: an id of the column
// `id`, a name of the column `name`, or one of those in `names`, which are separated by bars. Nothing where
// there is no table.
std::optional<std::string> id_named(const Table* table, const char* id, const std::string& name);

}  // namespace sogdia
