#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace sogdia {

// 1986-01-31 for a day since 1970-01-01. Dates order as their texts do.
std::string day_text(std::int64_t days);

// 1986-01-31 12:00:00 for a moment since then, in parts of a second: .250 behind it where there are some.
std::string moment_text(std::int64_t count, std::int64_t per_second);

// Where all moments are midnights, they are days.
void shorten_midnights(std::vector<std::string>& moments);

}  // namespace sogdia
