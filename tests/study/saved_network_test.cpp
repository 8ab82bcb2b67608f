#include "sogdia/study/world/saved_network.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sogdia/study/places/gazetteer.h"
#include "sogdia/study/world/world.h"

namespace sogdia::saved_network_test {

namespace fs = std::filesystem;

// A copy of the embedded pack in a folder of its own, gone with the test.
class SavedNetworkOf : public testing::Test {
 protected:
  void SetUp() override {
    const std::string pack = SOGDIA_SOURCE_DIR "/data/world";
    if (!fs::exists(pack + "/datapackage.json")) GTEST_SKIP() << "data/world is not built";
    root_ = fs::path(testing::TempDir()) / ("saved_network_" + std::to_string(::getpid()));
    fs::remove_all(root_);
    fs::create_directories(root_);
    fs::copy(pack, root_ / "world", fs::copy_options::recursive);
  }
  void TearDown() override {
    std::error_code failed;
    fs::remove_all(root_, failed);
  }
  std::string folder() const { return (root_ / "world").string(); }
  fs::path saved() const { return root_ / ".world.network"; }

 private:
  fs::path root_;
};

void expect_same(const Built& a, const Built& b) {
  EXPECT_EQ(network_text(a, 1), network_text(b, 1));
  EXPECT_EQ(a.network.link_count(), b.network.link_count());
}

TEST_F(SavedNetworkOf, a_pack_is_made_once_and_taken_from_the_file_after_that) {
  const World first = load_world(folder(), PackPart::ways);
  EXPECT_FALSE(first.saved_network);
  ASSERT_TRUE(fs::exists(saved()));
  const World again = load_world(folder(), PackPart::ways);
  ASSERT_TRUE(again.saved_network);
  EXPECT_EQ(again.find("nodes"), nullptr);
  expect_same(make_network(again), make_network(first));
  // What needs all tables takes no notice of it.
  EXPECT_FALSE(load_world(folder()).saved_network);
}

TEST_F(SavedNetworkOf, one_of_other_tables_or_parameters_is_made_anew) {
  load_world(folder(), PackPart::ways);
  const std::string before = network_text(make_network(load_world(folder(), PackPart::ways)), 1);
  std::string text;
  {
    std::ifstream file(folder() + "/parameters.toml");
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (std::size_t k = text.find("[speed]"); k < text.size() && text.compare(k, 5, "[cost"); ++k)
    if (text.compare(k, 9, "value = 2") == 0 || text.compare(k, 9, "value = 4") == 0) text.insert(k + 8, "9");
  std::ofstream(folder() + "/parameters.toml") << text;
  const World changed = load_world(folder(), PackPart::ways);
  EXPECT_FALSE(changed.saved_network);
  const World after = load_world(folder(), PackPart::ways);
  ASSERT_TRUE(after.saved_network);
  expect_same(make_network(after), make_network(load_world(folder())));
  EXPECT_NE(network_text(make_network(after), 1), before);
}

TEST_F(SavedNetworkOf, a_damaged_file_is_replaced) {
  load_world(folder(), PackPart::ways);
  fs::resize_file(saved(), fs::file_size(saved()) / 2);
  const World cut = load_world(folder(), PackPart::ways);
  EXPECT_FALSE(cut.saved_network);
  EXPECT_TRUE(load_world(folder(), PackPart::ways).saved_network);
}

TEST_F(SavedNetworkOf, names_are_found_alike_in_the_kept_text) {
  const World world = load_world(folder());
  const Network network = make_network(world).network;
  const fs::path names = saved().parent_path() / ".world.names";
  const auto found = [&](const char* name) {
    const Spot spot = Gazetteer(world, network).find(name);
    return spot.id + "; " + spot.note;
  };
  std::vector<std::string> first;
  for (const char* name : {"Rotterdam", "Москва", "Springfield, Illinois"}) first.push_back(found(name));
  ASSERT_TRUE(fs::exists(names));
  std::vector<std::string> again;
  for (const char* name : {"Rotterdam", "Москва", "Springfield, Illinois"}) again.push_back(found(name));
  EXPECT_EQ(again, first);
  fs::resize_file(names, 100);
  EXPECT_EQ(found("Rotterdam"), first[0]);
  EXPECT_GT(fs::file_size(names), 1'000'000u);
}

}  // namespace sogdia::saved_network_test
