#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia::tool {

using Json = nlohmann::ordered_json;

// A row as an object, with numbers as numbers and empty cells left out.
Json row_json(const Table& table, std::size_t row);

// Rows of which a column of text has the value.
std::vector<std::size_t> rows_with(const Table& table, const char* column, const std::string& value);

// Those rows of a table of the world, which may lack it.
Json rows_json(const World& world, const char* name, const char* column, const std::string& value);

}  // namespace sogdia::tool
