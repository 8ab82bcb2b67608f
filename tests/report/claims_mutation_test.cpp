#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/core/error.h"
#include "sogdia/core/utf8.h"
#include "sogdia/report/claims_page.h"
#include "sogdia/study/world/evidence.h"
#include "sogdia/study/world/world.h"

// Texts of all kinds with bytes flipped, lost, doubled, swapped and joined: each is refused as no text, or
// read without a crash into claims whose words are UTF-8 and whose places lie in the text.
// scripts/mutate_claims.sh runs 10,000 of them.

namespace sogdia {
namespace {

const std::string kWorldPack = SOGDIA_SOURCE_DIR "/data/world";
constexpr int kMutations = 400;

std::vector<std::string> texts() {
  std::vector<std::string> all;
  for (const char* name : {"held.tsv", "sentences.tsv", "round_2.tsv", "round_3.tsv"}) {
    std::ifstream file(SOGDIA_SOURCE_DIR "/tests/data/claims/" + std::string(name));
    for (std::string line; std::getline(file, line);)
      if (const auto tab = line.rfind('\t'); tab != std::string::npos) all.push_back(line.substr(tab + 1));
  }
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/data/claims/articles.txt");
  std::stringstream whole;
  whole << file.rdbuf();
  all.push_back(whole.str());
  return all;
}

std::string mutated(const std::vector<std::string>& from, std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % (n == 0 ? 1 : n)); };
  std::string text = from[below(from.size())];
  const std::size_t changes = 1 + below(12);
  for (std::size_t change = 0; change < changes && !text.empty(); ++change) {
    const std::size_t at = below(text.size());
    switch (below(7)) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, 1 + below(9));
        break;
      case 2:
        text.insert(at, text.substr(below(text.size()), below(40)));
        break;
      case 3:
        text.insert(at, std::string(1 + below(300), text[at]));
        break;
      case 4:
        text.insert(at, from[below(from.size())]);
        break;
      case 5:
        std::swap(text[at], text[below(text.size())]);
        break;
      default:
        for (const char* bit : {"<b>", "&#36;", "\xC2\xAD", "\xE2\x82\xAC", "| ", "\n\n", "$", "1e999", "%"})
          if (below(5) == 0) text.insert(below(text.size()), bit);
        break;
    }
  }
  return text;
}

TEST(ClaimsMutations, any_mutation_is_refused_or_read_into_utf8) {
  if (!std::filesystem::exists(kWorldPack + "/datapackage.json")) GTEST_SKIP() << "data/world is not built";
  const char* asked = std::getenv("SOGDIA_MUTATIONS");
  const int count = asked ? std::atoi(asked) : kMutations;
  const World world = load_world(kWorldPack);
  const auto evidence = prepare_evidence(evidence_of(world));
  const auto from = texts();
  ASSERT_GT(from.size(), 300u);
  std::mt19937_64 random(20261127);
  int read = 0;
  for (int k = 0; k < count; ++k) {
    const std::string text = mutated(from, random);
    std::vector<Claim> claims;
    try {
      claims = check_claims(text, *evidence);
    } catch (const Error&) {
      continue;  // no text
    }
    read += !claims.empty();
    for (const auto& claim : claims) {
      ASSERT_TRUE(claim.start < claim.end && claim.end <= text.size()) << k;
      ASSERT_FALSE(claim.note.empty()) << k << " " << claim.text;
      for (const auto* words : {&claim.text, &claim.note, &claim.reading, &claim.period, &claim.flow})
        ASSERT_TRUE(is_utf8(*words)) << k;
      if (claim.edit) {
        ASSERT_TRUE(is_utf8(claim.edit->value) && is_utf8(claim.edit->explanation)) << k;
      }
    }
    if (k % 10 == 0) {
      ASSERT_TRUE(is_utf8(write_claims_page(text, claims, world, "mutated"))) << k;
    }
  }
  EXPECT_GT(read, count / 3);
}

}  // namespace
}  // namespace sogdia
