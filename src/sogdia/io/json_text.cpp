#include "sogdia/io/json_text.h"

#include <nlohmann/json.hpp>

namespace sogdia {

std::string json_text(const nlohmann::ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string json_quoted(std::string_view text) { return json_text(nlohmann::ordered_json(text)); }

}  // namespace sogdia
