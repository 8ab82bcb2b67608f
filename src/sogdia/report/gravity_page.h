#pragma once
#include <string>

#include "sogdia/study/estimates/gravity_study.h"

namespace sogdia {

// The page of a gravity study, one self-contained HTML file: the findings, each measure beside what others
// have published, the regressions as a journal prints them, and what the data can and can't say.
std::string write_gravity_page(const GravityResult& result);

// One measure's chart ("elasticity" or "value_of_time") as an SVG document with its own colours, for light
// and dark pages; "" where the study doesn't measure it.
std::string gravity_picture(const GravityResult& result, const std::string& measure);

}  // namespace sogdia
