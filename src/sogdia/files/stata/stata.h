#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/files/frame_parts.h"

namespace sogdia {

// Columns of a Stata data set, formats 113 to 115 (Stata 8 to 12) and 117 to 119 (Stata 13 on), as read_frame
// says. Numbers that have value labels and dates are labels, with their numbers as label_values: i(region)
// says region::Europe, and log(region) takes the number. Dates read 1986-01-31 (see stata_labels.h). All of
// Stata's missing values (. and .a to .z) are missing. Text of the older formats is read as Windows-1252,
// which is what Stata wrote; that of 118 and 119 is UTF-8. Source: "File formats .dta" in Stata's Data
// Management manual. Throws Error for a file that is not one of these, is cut short or contradicts itself.
FrameParts read_stata_parts(std::string_view bytes, const std::string& name,
                            const std::vector<std::string>& columns, const std::string& where, int threads);

}  // namespace sogdia
