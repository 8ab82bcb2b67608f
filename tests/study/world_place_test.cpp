#include "sogdia/study/places/world_place.h"

#include <gtest/gtest.h>

#include "sogdia/core/error.h"

namespace sogdia::world_place_test {

const std::string kToy = SOGDIA_SOURCE_DIR "/tests/data/toy-world";

TEST(WorldPlace, what_is_asked_for_comes_first_then_the_environment_then_what_lies_beside) {
  EXPECT_EQ(find_world({"asked", "environment", {kToy}}), "asked");
  EXPECT_EQ(find_world({"", "environment", {kToy}}), "environment");
  EXPECT_EQ(find_world({"", "", {"/nowhere", kToy, "/elsewhere"}}), kToy);
}

TEST(WorldPlace, a_folder_without_a_package_is_passed_over) {
  EXPECT_EQ(find_world({"", "", {SOGDIA_SOURCE_DIR, kToy}}), kToy);
}

TEST(WorldPlace, where_none_is_found_the_error_names_every_folder_and_both_ways_out) {
  try {
    find_world({"", "", {"/nowhere", "/elsewhere"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where, "/nowhere, /elsewhere");
    EXPECT_NE(error.hint.find("--world"), std::string::npos);
    EXPECT_NE(error.hint.find("SOGDIA_WORLD"), std::string::npos);
  }
}

}  // namespace sogdia::world_place_test
