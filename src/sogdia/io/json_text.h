#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace sogdia {

// JSON that any reader takes, whatever bytes are in its texts: what is not UTF-8 becomes U+FFFD. `indent`
// blanks a level, one line where it is negative.
std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

// A text in quotes.
std::string json_quoted(std::string_view text);

}  // namespace sogdia
