#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sogdia {

struct TntpLine {
  std::vector<std::string> cells;
  std::size_t number = 0;  // in the file, from 1
  bool ended = false;      // by a `;`
};

// What a `;` ends: a row of a table of links or nodes, after which comments may stand, or one of the many
// entries of a line of trips.
enum class TntpEnd { row, entry };

// A file of the TNTP format cut up: <NAME> value lines, the names of columns behind ~, and the lines after
// them, whose cells are separated by blanks, tabs, `:` and `;`.
struct TntpText {
  std::string file;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> names;
  std::vector<TntpLine> lines;

  std::string place(const TntpLine& line) const;
};

TntpText read_tntp_lines(const std::string& file, TntpEnd end);

// Throws Error where the cell is no finite number.
double tntp_number(const TntpText& text, const TntpLine& line, const std::string& cell, const char* name);

// What the file says of itself: a number after its name; nothing where it does not, or where that is none.
std::optional<double> tntp_metadata(const TntpText& text, const std::string& name);

}  // namespace sogdia
