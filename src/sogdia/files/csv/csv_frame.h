#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/files/file_rules.h"
#include "sogdia/files/frame_parts.h"

namespace sogdia {

// Columns of CSV text as read_frame says; `name` stands for the file in errors and `usual` is the separator
// that its name stands for. `done` is told of text that will not be looked at again, so that a mapped file
// need not stay in memory.
FrameParts read_csv_parts(std::string_view text, const std::string& name, char usual,
                          const std::vector<std::string>& columns, const std::string& where, int threads,
                          const FileRules& rules = {},
                          const std::function<void(std::string_view)>& done = {});

}  // namespace sogdia
