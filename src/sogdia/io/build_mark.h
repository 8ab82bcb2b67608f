#pragma once
#include <cstdint>

namespace sogdia {

// What tells this build from all others, from the id that the linker gave it; 0 where it gave none. What one
// build saves another does not believe.
std::uint64_t build_mark();

}  // namespace sogdia
