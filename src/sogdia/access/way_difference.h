#pragma once
#include <string>
#include <vector>

#include "sogdia/access/router.h"

namespace sogdia {

// One thing that a way takes time and money for, in order of travel: a run of links of one mode, a terminal,
// a border or a passage.
struct WayItem {
  std::string kind;        // a mode, "terminal", "border" or "passage"
  std::string name;        // of the terminal, the border or the passage; empty for a mode
  std::uint32_t from, to;  // nodes
  Carried takes;
};

// A part of the journey between two nodes that both ways come to. `shared`: by the same links. Else the items
// of either way, and what each takes; a border or terminal that only one of them meets stands in that one.
struct Stretch {
  std::uint32_t from, to;
  bool shared;
  std::vector<WayItem> chosen, other;
  Carried chosen_takes, other_takes;
};

// What a kind of item takes on either way as a whole.
struct KindTakes {
  std::string kind;
  Carried chosen, other;
};

struct WayDifference {
  std::vector<Stretch> stretches;  // in order of travel; they add up to the two ways
  std::vector<KindTakes> kinds;    // modes, then terminals, borders and passages; those that occur
};

// Two ways between the same ends, held against each other leg by leg. What a link costs beyond moving along
// it (LinkCosts::stop_hours, stop_usd) is its border's, its passage's or its terminal's.
WayDifference difference(const Network& network, const LinkCosts& costs, const Route& chosen,
                         const Route& other);

}  // namespace sogdia
