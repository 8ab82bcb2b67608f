#pragma once
#include <string>

#include "sogdia/report/sections/section.h"

namespace sogdia::report {

// What every page of a result stands in: the head with what a link's preview shows, the shapes that its maps
// share, and the contents, from the sections in `body`.
struct PageWords {
  std::string title, subtitle, kicker;
};
Page make_page(const Result& result);
std::string write_page(const Page& page, const PageWords& words, const std::string& body);

}  // namespace sogdia::report
