#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::report {

// Paper holds so many rows of a long table, and says of how many.
inline constexpr std::size_t kPrinted = 12;

// A table for a reader: cells are shown as they stand, `numeric` columns to the right. The download holds
// `raw` (the same columns, plain numbers) where given, else the shown text.
struct DataTable {
  std::string caption;
  std::vector<std::string> columns;
  std::vector<bool> numeric;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<std::string>> raw;
  std::size_t printed = std::string::npos;  // rows that stand on paper, at most kPrinted; a screen shows all
  std::string file = "data";                // name of the download, without ".csv"
};

std::string html_table(const DataTable& table);
// RFC 4180.
std::string csv(const DataTable& table);

// Width of the sheet a picture is drawn for, CSS px. The page shows one of three by its own width; on paper a
// figure stands in one of two columns, and has a sheet of its own.
enum class Width { narrow, paper, medium, wide };
double pixels(Width width);

// A picture with what must stand round it: a title that says the finding, the measure, source and status,
// and the numbers as a table and a download.
struct Figure {
  std::string id;        // unique on the page
  std::string title;     // the finding
  std::string subtitle;  // measure, unit, year
  // Called once per width with the id to give the <svg>; returns "" where there is nothing to draw.
  std::function<std::string(Width, const std::string& svg_id)> draw;
  bool breakout = false;  // a map: may use the full width of a large screen
  std::string legend;     // HTML; stands between subtitle and picture
  std::string note;       // plain text
  std::string source;     // "China's customs (GACC), 2014-2024"
  std::string status;     // "observed", "estimated", "computed"
  DataTable table;
  bool table_open = false;  // shown as part of the page rather than folded away
  std::string empty;        // why there is no picture: shown instead of it
};

std::string html_figure(const Figure& figure);

// Figures and boxes that a screen shows and paper does not: of those, the page's last sheet has the titles
// (page_shell.h).
std::string on_screen(std::string html);

// <p>, with `words` escaped.
std::string paragraph(std::string_view words, std::string_view css = "");

}  // namespace sogdia::report
