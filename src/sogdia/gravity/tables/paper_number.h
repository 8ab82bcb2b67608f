#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Numbers as a paper prints them, in one canonical spelling that a format then adapts: `-` for minus,
// kThousand between thousands (from 10 000 on).
inline constexpr std::string_view kThousand = "\u202f";

// Decimals for an estimate and what stands below it, so that the error keeps two significant digits at least:
// digits for errors around 1, more for small ones (0.00041 has 5), fewer for large ones (500 has 1). -1: too
// small or too large for decimals, write powers of ten.
int decimals_for(double std_error, double estimate, int digits);

// With these decimals, or as 1.23e-07 for decimals of -1. Not finite: ".".
std::string paper_number(double value, int decimals);
// 28152 -> "28 152".
std::string paper_count(double value);
// Fit statistics: whole above 10 000, one decimal above 100, else `digits` decimals. Not finite: "".
std::string paper_statistic(double value, int digits);
// 0.0213 -> "0.021"; below 0.001 "<0.001".
std::string paper_p(double p);

// Columns that UTF-8 text takes, one a character.
std::size_t text_width(std::string_view text);
// `text` with every `from` replaced.
std::string replaced(std::string text, std::string_view from, std::string_view to);
// With plain spaces between thousands, as a terminal shows them.
std::string plain_spaces(const std::string& text);
// Lines of at most `width` columns, broken at spaces and after : + and ^ where there are any.
std::vector<std::string> wrapped(std::string text, std::size_t width);

}  // namespace sogdia
