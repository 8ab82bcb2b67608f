#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/io/frame_parts.h"

namespace sogdia {

// Columns of CSV text as read_frame says; `name` stands for the file in errors. `done` is told of text that
// will not be looked at again, so that a mapped file need not stay in memory.
FrameParts read_csv_parts(std::string_view text, const std::string& name, char separator,
                          const std::vector<std::string>& columns, const std::string& where, int threads,
                          const std::function<void(std::string_view)>& done = {});

}  // namespace sogdia
