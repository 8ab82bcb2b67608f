#pragma once
#include <string>

#include "sogdia/study/tables/result.h"

namespace sogdia {

// A study of pages alone (pairs, countries, corridors; no changes), with the title of what it is on.
Study titled(Study study, const World& world);

// One self-contained HTML file: inline SVG and CSS, no script, no network. Light and dark, A4 print, 375 to
// 1280 px and beyond. What the study changes decides how the page opens (facts/story.h); a figure for which
// there is nothing to show is left out. Every figure carries its source, year, status, and its numbers as a
// table and a CSV. Sentences and titles are composed from the numbers. The same result gives the same bytes.
std::string write_brief(const Result& result);

}  // namespace sogdia
