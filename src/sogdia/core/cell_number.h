#pragma once
#include <string>
#include <string_view>

namespace sogdia {

// What a cell of text is where a number should be, by the ways in which the files of economists write them:
//   1234.5  +3  .5  5.  1e5  Inf  -inf  Infinity                                a number
//   (nothing)  NA  N/A  #N/A  n/a  NaN  nan  null  NULL  None  <NA>  .  ..  -    missing
//   .a to .z (Stata)  #DIV/0!  #VALUE!  #REF! ... (Excel)  ...  --  1.#QNAN      missing
enum class CellNumber { number, missing, text };

// Blanks around the cell do not count. `decimal` is '.' or ','. A missing value is NaN.
CellNumber read_cell_number(std::string_view cell, char decimal, double& value);

// Whether the cell, without blanks around it, stands for a missing number.
bool is_missing_mark(std::string_view cell);

// Whether it stands for a missing text: the marks that can hardly be a value. NA (Namibia's code), the dots
// and the dash are not among them.
bool is_missing_text(std::string_view cell);

// A number with thousands separators: 1,234,567.5 (or 1.234.567,5 where the comma is the decimal), 1 234,
// 1'234, also with the blanks and the apostrophe of typographers. `maybe`: 1,234 alone may as well have a
// decimal comma.
enum class Grouped { no, maybe, sure };
Grouped read_grouped_number(std::string_view cell, char decimal, double& value);

// Also without what looks like a blank, or like nothing: no-break blanks, zero-width ones, byte order marks.
std::string_view without_invisible(std::string_view text);

std::string_view without_blanks(std::string_view text);

// The shortest decimal text that reads back the same; whole numbers up to 1e22 have no exponent, so that an
// identifier looks like one.
std::string number_text(double value);

// What to do about a cell that is not a number.
std::string number_hint(std::string_view cell);

}  // namespace sogdia
