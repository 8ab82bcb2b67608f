#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// What one sentence names, kept until the whole text is read.
struct SentenceContext {
  Span span{};
  std::vector<std::string> parties;         // in its order, offices among them
  std::vector<std::string> about;           // of whom its section, dateline and figures so far are
  std::vector<Period> periods;              // that it prints or that the day of the text tells
  std::vector<std::pair<int, int>> months;  // named without a year, both ends in, 0 to 11
  FlowKind asked = FlowKind::none;          // "So what is the deficit?"
  bool names_month = false;                 // any, with its year or without
};

}  // namespace sogdia::claims
