#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/files/file_rules.h"
#include "sogdia/files/frame_parts.h"

namespace sogdia {

// What stands for missing: the usual marks, or those that were given.
struct MissingRules {
  bool usual = true;
  std::vector<std::string> marks;
  std::vector<double> numbers;  // the marks that are numbers: -99
};
MissingRules missing_rules(const FileRules& rules);

// Whether the cell (without blanks around it) is one of the marks that were given.
bool is_given_mark(std::string_view cell, const MissingRules& rules);

// Makes the cells missing that hold a given mark, in data that have missing values of their own.
void mark_missing(FrameParts& parts, const MissingRules& rules);

}  // namespace sogdia
