#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::claims {

// A table says in several places what its figures are: the flow in its title or a column's head, one country
// in the title, the other at the row. These put them together as a sentence would.

// "Japan's trade with China" -> {Japan, trade, China}; an empty flow where the label names none.
struct FlowHead {
  std::string owner, flow, partner;
};
FlowHead flow_head(std::string_view label);

bool is_bare_flow(std::string_view label);   // "Exports", "Total imports"
bool names_partner(std::string_view label);  // a name that may be a country: "Saudi Arabia"

std::string period_in(std::string_view label);  // "2024" of "US goods trade 2024 ($ billion)"; may be empty

// "US's exports to Canada" of the title or heads ("US goods trade 2024"), the row ("Canada") and the column
// ("Exports"); empty where they do not make one.
std::string composed_flow(const std::vector<std::string>& heads, const std::string& row,
                          const std::string& column);

}  // namespace sogdia::claims
