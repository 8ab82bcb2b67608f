#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::claims {

// "$190.3 bn", "26.3 %", "1 282": a figure with no more than its sign and unit.
bool is_figure(std::string_view cell);
// "2022", "Jan-Sep 2023", "FY2023-24", "H1 2023".
bool is_period_label(std::string_view cell);

// Whether a digit stands in the words that is no year's.
bool has_figures_but_years(std::string_view words);

// Whether the first row heads the others: labels and periods above, a figure below.
bool is_table_of_figures(const std::vector<std::vector<std::string>>& rows);

// "France" beside "116.2" in each row: a list whose title says the rest.
bool is_list_of_figures(const std::vector<std::vector<std::string>>& rows);
// "Germany's exports in 2024 (billion euros)": a title that says what bare numbers below it are.
bool heads_a_list(std::string_view line);

// What a label says of the figures that it heads: "Exports, US$ bn", "growth (%)".
struct CellUnit {
  std::string before, after;  // "$", " billion"; ""  and " percent"
  bool change = false;        // growth, with its sign left out where it is up
};
CellUnit unit_in(std::string_view label);
// Whether a label says which trade it is of.
bool names_flow(std::string_view label);
// A head that its column's labels complete: "China's trade with".
bool leads_on(std::string_view label);
// "China's exports to Russia" of a row whose columns are headed reporter, partner and flow; empty where they
// are not. `first` is how many columns of labels there are.
std::string flow_of_record(const std::vector<std::string>& head, const std::vector<std::string>& row,
                           std::size_t first);
// The label without that.
std::string without_unit(std::string_view label);

}  // namespace sogdia::claims
