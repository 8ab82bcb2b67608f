#pragma once
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// A text, its claims held against the pack, and what it is about: the one or two countries that it names
// most, the bloc or initiative, and the forum that it tells of.
struct Article {
  std::string name, text;
  std::vector<Claim> claims;
  std::vector<std::string>
      countries;           // in the order in which the text first names them; none where it names none
  std::string initiative;  // a bloc's id; empty where it names none
  std::string forum;       // a forum's id; empty where it tells of none
};

// Throws Error for what is no text, or a date (YYYY-MM-DD, or empty) that is none.
Article read_article(const std::string& text, const std::string& name, const std::string& date,
                     const World& world);

// The study whose tables its page is made of: the pair, or the country; without changes.
Study study_on(const Article& article, const World& world);

}  // namespace sogdia
