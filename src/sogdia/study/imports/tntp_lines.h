#pragma once
#include <map>
#include <string>
#include <vector>

namespace sogdia {

struct TntpLine {
  std::vector<std::string> cells;
  std::size_t number = 0;  // in the file, from 1
};

// A file of the TNTP format cut up: <NAME> value lines, the names of columns behind ~, and the lines after
// them, whose cells are separated by blanks, tabs, `:` and `;`.
struct TntpText {
  std::string file;
  std::map<std::string, std::string> metadata;
  std::vector<std::string> names;
  std::vector<TntpLine> lines;

  std::string place(const TntpLine& line) const;
};

TntpText read_tntp_lines(const std::string& file);

// Throws Error where the cell is no number.
double tntp_number(const TntpText& text, const TntpLine& line, const std::string& cell, const char* name);

// 0 where the file does not say.
long tntp_metadata(const TntpText& text, const std::string& name);

}  // namespace sogdia
