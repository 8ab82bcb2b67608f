#include "sogdia/io/run_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

struct run_folder : testing::Test {
  fs::path parent;
  run_folder() {
    std::string name = (fs::temp_directory_path() / "sogdia-run-XXXXXX").string();
    parent = ::mkdtemp(name.data());
  }
  ~run_folder() override { fs::remove_all(parent); }
  std::string run() const { return (parent / "run").string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(parent), fs::directory_iterator()));
  }
};

TEST_F(run_folder, nothing_is_there_until_commit) {
  RunFolder folder(run(), false);
  folder.write("tables/a.csv", std::string("a\n"));
  EXPECT_FALSE(fs::exists(run()));
  folder.commit();
  EXPECT_EQ(read_file(run() + "/tables/a.csv"), "a\n");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(run_folder, without_commit_nothing_is_left) {
  { RunFolder(run(), false).write("summary.json", std::string("{}")); }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(run_folder, an_existing_run_is_kept_unless_overwriting) {
  for (const char* text : {"one", "two"}) {
    RunFolder folder(run(), text == std::string("two"));
    folder.write("summary.json", std::string(text));
    folder.commit();
  }
  EXPECT_EQ(read_file(run() + "/summary.json"), "two");
  EXPECT_THROW(RunFolder(run(), false), Error);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(run_folder, a_folder_that_is_not_a_run_is_never_overwritten) {
  fs::create_directory(run());
  write_file(run() + "/thesis.txt", "years of work");
  EXPECT_THROW(RunFolder(run(), true), Error);
  EXPECT_EQ(read_file(run() + "/thesis.txt"), "years of work");
}

TEST_F(run_folder, a_full_disk_leaves_nothing_and_names_the_file) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  try {
    RunFolder folder(run(), false);
    ::setrlimit(RLIMIT_FSIZE, &small);
    folder.write("summary.json", std::string(5000, 'x'));
    ADD_FAILURE() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.where, run() + "/summary.json");
    EXPECT_NE(error.message.find("cannot write the file"), std::string::npos);
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(entries(), 0u);
}

TEST_F(run_folder, a_device_without_space_is_an_error) {
  // /dev/full fails every write with ENOSPC, but cannot be renamed to; the words of the error are what is
  // checked.
  try {
    throw_file_error("write the file", "x.csv", ENOSPC);
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "cannot write the file: no space left on the disk");
  }
}

}  // namespace
}  // namespace sogdia
