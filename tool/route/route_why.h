#pragma once
#include <string>

#include "sogdia/study/answers/find_routes.h"

namespace sogdia::tool {

// The text of `route --why`: what each kind of thing takes on either way, where the two run apart and by
// what, and which of hours and money decides.
std::string why_text(const NodeLabels& labels, const WhyNot& why, const std::string& asked);

}  // namespace sogdia::tool
