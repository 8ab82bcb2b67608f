#pragma once
#include <string>

namespace sogdia {

// Whether a name is `stem` and the number of a process that is gone, or of this one: what it wrote was left
// by a process that was killed. One that lives may not have got to locking what it writes.
bool is_left_over(const std::string& name, const std::string& stem);

}  // namespace sogdia
