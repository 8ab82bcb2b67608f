#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// The rules that both readers of CSV share: cells to a Table (csv.cpp), or to a Frame of many rows
// (csv_frame.cpp). Record 0 is the header.

// "flows.csv, row 1" for record 0.
std::string csv_place(const std::string& name, std::size_t record);

// First byte that is not part of well-formed UTF-8, or npos.
std::size_t first_bad_utf8(std::string_view text);

// Whether some character beyond ASCII is well-formed UTF-8, as none is in Latin-1 but by a rare accident.
bool has_utf8_letters(std::string_view text);

// Throws Error with the byte and its row where text that starts with line `line` is not UTF-8.
void require_utf8(std::string_view text, std::size_t line, const std::string& name);

// Column names from the cells of the first record. Throws Error for one that is empty, a number or there
// twice, and for a file that plainly has another separator.
std::vector<std::string> csv_header(const std::vector<std::string_view>& cells, const std::string& name,
                                    char separator);

}  // namespace sogdia
