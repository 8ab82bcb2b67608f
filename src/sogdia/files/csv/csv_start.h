#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/files/file_rules.h"

namespace sogdia {

// Where the header of a text file stands. Spreadsheets and statistical offices put titles, comments, blank
// lines or Excel's `sep=;` before it.
struct CsvStart {
  std::size_t offset = 0;
  std::size_t lines = 0;  // before it
  char separator = 0;     // that `sep=;` says; 0 = nothing said
};

// The first of the first lines that names all columns; where none does, the first that is not blank, behind
// `sep=;`. `notes` gets how many lines were left out.
CsvStart csv_start(std::string_view text, char usual, const FileRules& rules,
                   const std::vector<std::string>& columns, std::vector<std::string>& notes);

// Throws Error for what is plainly no text of columns, whatever its name: workbooks, archives, web pages.
void require_text_of_columns(std::string_view bytes, const std::string& name);

}  // namespace sogdia
