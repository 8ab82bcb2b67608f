#pragma once
#include <string_view>

namespace sogdia::report {

// The page's CSS: light, dark (prefers-color-scheme) and A4 print. Colours are Okabe-Ito's, darkened where
// text needs 4.5:1.
std::string_view style();

}  // namespace sogdia::report
