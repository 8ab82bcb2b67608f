#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/study/world/evidence.h"
#include "sogdia/study/world/world.h"

// Short texts of the pack's own rows in many frames of prose, and the same with one slip each: ways of
// telling times kinds of slip, made by tests/claims/matrix/matrix.py. A correct one raises no alarm, nor does
// one with a slip elsewhere than at it or at a figure that it makes wrong.

namespace sogdia {
namespace {

const std::string kMatrixPack = SOGDIA_SOURCE_DIR "/data/world";
const std::string kMatrixTexts = SOGDIA_SOURCE_DIR "/tests/data/claims/";

struct Cell {
  std::string how, slip_kind, slip, text;
};

std::vector<Cell> cells(const std::string& name) {
  std::ifstream file(name);
  std::vector<Cell> all;
  for (std::string line; std::getline(file, line);) {
    if (const std::string head = "%% cell "; line.starts_with(head)) {
      const auto space = line.rfind(' ');
      all.push_back({line.substr(head.size(), space - head.size()), line.substr(space + 1), "", ""});
    } else if (const std::string slip = "%% slip: "; line.starts_with(slip)) {
      all.back().slip = line.substr(slip.size());
    } else if (!all.empty()) {
      all.back().text += line + "\n";
    }
  }
  return all;
}

struct Count {
  int caught = 0, slips = 0;
  void add(bool found) {
    caught += found;
    ++slips;
  }
};

void print(const std::string& title, const std::map<std::string, Count>& counts) {
  std::cout << title << "\n";
  for (const auto& [name, count] : counts)
    std::cout << "  " << name << ": " << count.caught << " of " << count.slips << "\n";
}

void expect_found(const std::string& name, double share, const claims::Pack& evidence) {
  std::map<std::string, Count> by_kind, by_way;
  Count all, elsewhere, correct, confirmed;
  std::string faults, misses;
  for (const auto& cell : cells(name)) {
    bool caught = false, beside = false;
    std::string said;
    const auto at = cell.slip.empty() ? std::string::npos : cell.text.find(cell.slip);
    for (const auto& claim : check_claims(cell.text, evidence)) {
      said += "\n    " + std::string(to_string(claim.verdict)) + " `" + claim.text + "` " + claim.reading +
              ": " + claim.note;
      if (cell.slip.empty()) confirmed.add(claim.verdict == Verdict::consistent);
      if (claim.verdict != Verdict::likely_error) continue;
      const bool here = at != std::string::npos && claim.start < at + cell.slip.size() && claim.end > at;
      caught = caught || here;
      beside = beside || !here;
    }
    if (cell.slip.empty()) {
      correct.add(!beside);
      if (beside) faults += "\n" + cell.text + said;
      continue;
    }
    all.add(caught);
    elsewhere.add(!caught && beside);
    by_kind[cell.slip_kind].add(caught);
    by_way[cell.how].add(caught);
    if (!caught)
      misses += "\n[" + cell.how + " " + cell.slip_kind + "] " + cell.slip + (beside ? " ELSEWHERE" : "") +
                "\n" + cell.text + said;
  }
  print("by kind of slip:", by_kind);
  print("by way of telling:", by_way);
  std::cout << all.caught << " of " << all.slips << " slips found, " << elsewhere.caught
            << " alarmed elsewhere alone; " << correct.caught << " of " << correct.slips
            << " correct texts without an alarm, " << confirmed.caught << " of their " << confirmed.slips
            << " figures confirmed\n";
  if (std::getenv("SOGDIA_CLAIMS_MATRIX")) std::cout << misses << "\nFALSE" << faults << "\n";
  EXPECT_EQ(correct.caught, correct.slips) << faults;
  EXPECT_GE(all.slips, 100);
  EXPECT_GE(all.caught, share * all.slips) << misses;
}

TEST(ClaimsMatrix, slips_are_found_however_their_figure_is_told) {
  if (!std::filesystem::exists(kMatrixPack + "/datapackage.json")) GTEST_SKIP() << "data/world is not built";
  const World world = load_world(kMatrixPack);
  const auto evidence = prepare_evidence(evidence_of(world));
  if (const char* other = std::getenv("SOGDIA_CLAIMS_MATRIX")) return expect_found(other, 0, *evidence);
  expect_found(kMatrixTexts + "matrix.txt", 0.855, *evidence);
  expect_found(kMatrixTexts + "matrix_2.txt", 0.73, *evidence);
}

}  // namespace
}  // namespace sogdia
