#pragma once
#include <string>

#include "sogdia/report/sections/section.h"

namespace sogdia::report {

// An initiative's forum and its series, its members, and ten years of its projects by kind; "" where the pack
// has nothing on it. Ids of blocs.csv and forums.csv; either may be empty.
std::string section_initiative(const Page& page, const std::string& bloc, const std::string& forum);

// How the two voted at the United Nations, and when their leaders met.
std::string section_votes(const Page& page, const std::string& a, const std::string& b);

}  // namespace sogdia::report
