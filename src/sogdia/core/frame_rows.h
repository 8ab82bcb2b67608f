#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/core/frame.h"

namespace sogdia {

// A frame of the rows with keep[row] != 0, of which it has copies. Rows keep their places in the source.
Frame kept_rows(const Frame& frame, const std::vector<std::uint8_t>& keep);

}  // namespace sogdia
