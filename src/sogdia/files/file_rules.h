#pragma once
#include <optional>
#include <string>
#include <vector>

namespace sogdia {

// How a data file is to be read, where it should not be recognised or the usual marks are not its own.
struct FileRules {
  char delimiter = 0;  // between the columns of text; 0 = recognised
  char decimal = 0;    // '.' or ','; 0 = recognised
  // What stands for missing besides the empty cell, in every column: NA, -99. Nothing given = the usual marks
  // (see cell_number.h); `none` alone = the empty cell only.
  std::optional<std::vector<std::string>> missing;
};

}  // namespace sogdia
