#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sogdia/claims/claims.h"
#include "sogdia/core/names.h"
#include "sogdia/study/world/evidence.h"
#include "sogdia/study/world/world.h"

// Sentences as people write them, against the embedded pack: tests/data/claims/sentences.tsv says what each
// is.

namespace sogdia::claims_sentences_test {

const std::string kPack = SOGDIA_SOURCE_DIR "/data/world";

std::string unescaped(std::string text) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at) text.replace(at, 2, "\n");
  return text;
}

std::string shown(const std::vector<Claim>& claims) {
  std::string out;
  for (const auto& claim : claims)
    out += std::string("\n  ") + to_string(claim.verdict) + " " + claim.kind + " `" + claim.text +
           "`: " + (claim.edit ? claim.edit->kind + " " : "") + claim.note;
  return out;
}

TEST(ClaimsSentences, each_is_read_as_it_is_meant) {
  if (!std::filesystem::exists(kPack + "/datapackage.json")) GTEST_SKIP() << "data/world is not built";
  const World world = load_world(kPack);
  const auto evidence = prepare_evidence(evidence_of(world));
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/data/claims/sentences.tsv");
  ASSERT_TRUE(file.good());
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) {
    const auto tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string::npos) continue;
    const std::string expected = line.substr(0, tab), text = unescaped(line.substr(tab + 1));
    const auto claims = check_claims(text, *evidence);
    std::size_t confirmed = 0, errors = 0, of_kind = 0;
    for (const auto& claim : claims) {
      confirmed += claim.verdict == Verdict::consistent;
      errors += claim.verdict == Verdict::likely_error;
      if (claim.verdict != Verdict::likely_error || !expected.starts_with("error:")) continue;
      for (const auto& kind : split_list(expected.substr(6), '|')) of_kind += claim.edit->kind == kind;
    }
    ++count;
    if (expected.starts_with("error")) {
      EXPECT_GT(errors, 0u) << text << shown(claims);
      EXPECT_TRUE(!expected.starts_with("error:") || of_kind > 0)
          << expected << ": " << text << shown(claims);
    } else {
      EXPECT_EQ(errors, 0u) << text << shown(claims);
      EXPECT_TRUE(expected != "confirmed" || confirmed > 0) << text << shown(claims);
    }
  }
  EXPECT_GT(count, 150u);
}

}  // namespace sogdia::claims_sentences_test
