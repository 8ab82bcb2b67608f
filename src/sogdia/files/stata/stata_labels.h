#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sogdia/files/frame_parts.h"
#include "sogdia/files/stata/stata_layout.h"

namespace sogdia::stata {

// Texts of numbers, by the name of the set.
using ValueLabels = std::map<std::string, std::map<std::int32_t, std::string>>;

// All sets of the file; labels of missing values are left out, as are sets that have no others.
ValueLabels value_labels(Bytes file, const Layout& layout);

// What a number counts since the start of 1960, by the variable's format: %td, %tc, ...
enum class DateUnit { none, milliseconds, days, weeks, months, quarters, halves };
DateUnit date_unit(std::string_view format);

// 1986-01-31, 1986-01-31 12:00:00, 1986w05, 1986-01, 1986q1, 1986h1. Dates order as their texts do.
std::string date_text(double count, DateUnit unit);

// Given a column of codes whose labels are numbers, keeps the numbers as label_values and gives each its
// text; one without a text stays its own, and two with the same have their numbers behind them. False where
// no number of the column has a text: the labels are not for it.
bool put_labels(ColumnParts& column, const std::map<std::int32_t, std::string>& texts);
bool put_dates(ColumnParts& column, DateUnit unit);

}  // namespace sogdia::stata
