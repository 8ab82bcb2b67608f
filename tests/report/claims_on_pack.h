#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/study/world/evidence.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// Tests of claims against the evidence of the embedded pack, which is read once for a suite.
class ClaimsOnPack : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string pack = SOGDIA_SOURCE_DIR "/data/world";
    if (!std::filesystem::exists(pack + "/datapackage.json")) return;
    world_ = std::make_unique<World>(load_world(pack));
    evidence_ = prepare_evidence(evidence_of(*world_));
  }
  static void TearDownTestSuite() {
    evidence_.reset();
    world_.reset();
  }
  void SetUp() override {
    if (!world_) GTEST_SKIP() << "data/world is not built";
  }
  // Verdict, words, reading and why of each, a line each.
  static std::string told_of(const std::vector<Claim>& claims) {
    std::string all;
    for (const auto& claim : claims)
      all += "\n  " + std::string(to_string(claim.verdict)) + " `" + claim.text + "` [" + claim.reading +
             "]: " + claim.note;
    return all;
  }

  // An alarm of the kind at the slip, and nowhere else.
  static void expect_slip(const std::string& text, const std::string& slip, const std::string& kind) {
    const auto at = text.find(slip);
    const auto claims = check_claims(text, *evidence_);
    int alarms = 0;
    bool there = false;
    for (const auto& claim : claims) {
      if (claim.verdict != Verdict::likely_error) continue;
      ++alarms;
      there = there || (claim.start <= at && claim.end > at && claim.edit && claim.edit->kind == kind);
    }
    EXPECT_TRUE(there) << text << told_of(claims);
    EXPECT_EQ(alarms, 1) << text << told_of(claims);
  }

  inline static std::unique_ptr<World> world_;
  inline static std::shared_ptr<const claims::Pack> evidence_;
};

}  // namespace sogdia
