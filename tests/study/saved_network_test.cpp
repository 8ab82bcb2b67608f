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
  EXPECT_EQ(a.network.bars_large_ships, b.network.bars_large_ships);
}

TEST_F(SavedNetworkOf, a_pack_is_made_once_and_taken_from_the_file_after_that) {
  const Built whole = make_network(load_world(folder(), PackPart::whole));
  ASSERT_FALSE(fs::exists(saved()));
  for (const PackPart part : {PackPart::ways, PackPart::usual, PackPart::ways}) {
    const World world = load_world(folder(), part);
    ASSERT_TRUE(fs::exists(saved()));
    ASSERT_TRUE(world.saved_network);
    expect_same(make_network(world), whole);
    // The tables it was made of wait on demand.
    EXPECT_EQ(world.find("nodes"), nullptr);
    EXPECT_EQ(read_on_demand(world.on_demand.at("links")).rows(), whole.network.link_count());
  }
}

TEST_F(SavedNetworkOf, one_of_other_tables_or_parameters_is_made_anew) {
  const std::string before = network_text(make_network(load_world(folder())), 1);
  std::string text;
  {
    std::ifstream file(folder() + "/parameters.toml");
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  const std::size_t speed = text.find("value = ", text.find("\nrail ", text.find("[speed]")));
  text.insert(speed + 8, "9");
  std::ofstream(folder() + "/parameters.toml") << text;
  const std::string after = network_text(make_network(load_world(folder())), 1);
  EXPECT_NE(after, before);
  EXPECT_EQ(after, network_text(make_network(load_world(folder(), PackPart::whole)), 1));
}

TEST_F(SavedNetworkOf, a_damaged_file_is_replaced) {
  const std::string whole = network_text(make_network(load_world(folder())), 1);
  const auto size = fs::file_size(saved());
  fs::resize_file(saved(), size / 2);
  EXPECT_EQ(network_text(make_network(load_world(folder())), 1), whole);
  EXPECT_EQ(fs::file_size(saved()), size);
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
