#pragma once
#include <string>

#include "sogdia/study/tables/result.h"

namespace sogdia {

// One self-contained HTML file: inline SVG and CSS, no script, no network. Light and dark, A4 print, 375 to
// 1280 px and beyond. Every figure carries its source, year, status, and its numbers as a table and a CSV.
// Sentences and titles are composed from the numbers; a figure without data says why. The same result gives
// the same bytes.
std::string write_brief(const Result& result);

}  // namespace sogdia
