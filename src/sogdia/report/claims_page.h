#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// A text with its claims marked, the reading, the evidence and the edit beside each, and what was not checked
// below: one self-contained HTML file without script. `text` is the input that the claims were found in,
// `name` what it is called. Verdicts differ by colour, line, sign and word. The text's own mark-up is not
// kept, and all of it is escaped.
std::string write_claims_page(std::string_view text, const std::vector<Claim>& claims, const World& world,
                              const std::string& name);

}  // namespace sogdia
