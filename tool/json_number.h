#pragma once
#include <cmath>
#include <nlohmann/json.hpp>

namespace sogdia::tool {

// Null where nothing is known.
inline nlohmann::ordered_json json_number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace sogdia::tool
