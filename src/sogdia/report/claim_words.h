#pragma once
#include <array>
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/study/world/world.h"

namespace sogdia::report {

// How claims are told to a reader, in the terminal and on a page.

// Claims of each verdict.
struct VerdictCount {
  Verdict verdict;
  std::size_t claims = 0;
};
// In the order in which an editor looks: likely errors, ambiguous, not checkable, consistent.
std::array<VerdictCount, 4> count_verdicts(const std::vector<Claim>& claims);
// "7 claims: 1 likely error, 2 not checkable, 4 consistent"
std::string verdict_counts(const std::vector<Claim>& claims);

// What a printed figure may stand for: "$189.5 to $190.5 billion", "from $240 billion", "29.25 to 29.35
// percent"; "" where nothing is counted.
std::string tolerance_words(const Printed& printed);

// A source of sources.csv; where the key is none of its, it is its own title.
struct SourceWords {
  std::string title, publisher, date, url;  // date as a reader writes it: "13 January 2023"
};
// Of a cell with one key or several.
std::vector<SourceWords> sources_of(const World& world, const std::string& keys);
// "Title. Publisher, 13 January 2023"
std::string in_words(const SourceWords& source);

}  // namespace sogdia::report
