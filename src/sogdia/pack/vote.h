#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A row of un_resolutions.csv.
struct Resolution {
  std::string symbol, name;
};
std::vector<Resolution> read_resolutions(const Table& table);

// A row of un_votes.csv: how one country voted.
struct Vote {
  std::string resolution, iso3;
  std::string vote;  // yes | no | abstain | absent
};
// Throws Error with file and row for another vote.
std::vector<Vote> read_votes(const Table& table);

// A row of forums.csv: a meeting that claims are made about.
struct Forum {
  std::string id, from_date;
};
std::vector<Forum> read_forums(const Table& table);

}  // namespace sogdia
