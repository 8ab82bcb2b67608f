#pragma once
#include <string>
#include <vector>

#include "sogdia/study/asked/study.h"

namespace sogdia {

// Where a world pack may lie that no study names, in the order in which it is looked for. The first two are
// somebody's wish: what they name is taken, be it a pack or not. The library reads no environment, so the
// caller says what it holds.
struct WorldPlaces {
  std::string asked;                // --world, or a path given in Python; empty = none
  std::string environment;          // what SOGDIA_WORLD says; empty = not set
  std::vector<std::string> beside;  // folders where an installed program or package has its own
};

// The folder of the pack:
//   find_world({"", "", {"/usr/local/share/sogdia/world", "/home/me/sogdia/data/world"}})
// Throws Error where nobody named one and none of the folders holds one, with all that were looked at.
std::string find_world(const WorldPlaces& places);

// The folder that [base] world of a study names, beside the study's file; empty where it names none.
std::string world_of(const Study& study);

}  // namespace sogdia
