#pragma once
#include <nlohmann/json_fwd.hpp>

#include "sogdia/core/table.h"

namespace sogdia::tool {

// A table's rows as objects; a number that does not exist is null.
nlohmann::ordered_json table_json(const Table& table);

}  // namespace sogdia::tool
