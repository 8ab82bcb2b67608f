#pragma once
#include <string>
#include <string_view>

namespace sogdia {

// The formula with fixest's lists of names written out:
//   .[x1, x2]        x1 + x2
//   x.[1:3]_lag      x1_lag + x2_lag + x3_lag
// in parentheses where the list is a factor of a product. Texts and names in quotes stay as they are. A list
// that is not understood stays too, for the parser to say where.
std::string with_lists_expanded(std::string_view formula);

}  // namespace sogdia
