#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/files/file_rules.h"

namespace sogdia {

// What a text file of columns looks like: what stands between its columns, and whether its rows have a cell
// that its header has no name for.
struct CsvDialect {
  char separator = ',';
  char decimal = '.';
  bool decimal_known = false;  // it was given, or some number can only be read with it
  enum class Extra { none, row_names, trailing } extra = Extra::none;  // a cell more in front, or at the end
};

// Looks at the first rows: the separator (`usual` by the file's name, or ; tab | ,) with which all of them
// have as many cells as the header, and the decimal comma where cells such as 0,25 have it and none has a
// point. `rules` override. `notes` gets what was recognised and is not usual.
CsvDialect recognised_dialect(std::string_view text, char usual, const FileRules& rules,
                              std::vector<std::string>& notes);

// "commas", "tabs", ...
std::string separator_name(char separator);

// Text without the blank lines at its end; blanks that separate are not blank.
std::string_view without_blank_end(std::string_view text, char separator);

// Lone carriage returns, which end the lines of old Macs, as line feeds; "" where the text has none, or has
// line feeds.
std::string with_line_feeds(std::string_view text);

}  // namespace sogdia
