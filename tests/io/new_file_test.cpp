#include "sogdia/io/new_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/sql/table_files.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

struct new_file : testing::Test {
  fs::path folder;
  new_file() {
    std::string name = (fs::temp_directory_path() / "sogdia-file-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~new_file() override { fs::remove_all(folder); }
  std::string path(const char* name = "x.csv") const { return (folder / name).string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
};

TEST_F(new_file, is_there_whole_or_not_at_all) {
  write_file(path(), "old");
  {
    NewFile file(path());
    write_all(file.descriptor(), "half", path());
    EXPECT_EQ(read_file(path()), "old");
  }
  EXPECT_EQ(read_file(path()), "old");
  EXPECT_EQ(entries(), 1u);
  write_file(path(), "new");
  EXPECT_EQ(read_file(path()), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(new_file, what_a_killed_process_left_is_swept_and_only_that) {
  const pid_t child = ::fork();
  if (child == 0) {
    NewFile file(path());
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(entries(), 1u);
  for (const char* mine : {"x.csv.tmp-5", ".x.csv.sogdia-", ".x.csv.sogdia-5a", ".y.csv.sogdia-5"})
    write_file(path(mine), "mine");
  write_file(path(), "new");
  EXPECT_EQ(entries(), 5u);
}

TEST_F(new_file, keeps_permissions_and_writes_links_through) {
  write_file(path("real.csv"), "old");
  ::chmod(path("real.csv").c_str(), 0640);
  fs::create_symlink("real.csv", path());
  write_file(path(), "new");
  EXPECT_TRUE(fs::is_symlink(path()));
  EXPECT_EQ(read_file(path("real.csv")), "new");
  struct stat status {};
  ::stat(path("real.csv").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777u, 0640u);
  EXPECT_EQ(entries(), 2u);
}

TEST_F(new_file, devices_and_pipes_are_written_as_they_are) {
  write_file("/dev/null", "nothing");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THROW(write_file("/dev/full", "too much"), Error);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = read_file(path("pipe")); });
  write_file(path("pipe"), "through");
  reader.join();
  EXPECT_EQ(got, "through");
  Table table;
  table.add("a", std::vector<double>{1});
  EXPECT_THROW(write_table(table, path("none/x.parquet")), Error);
  EXPECT_THROW(write_file(folder.string(), "x"), Error);
}

TEST_F(new_file, long_and_odd_names_are_written) {
  for (const std::string& name :
       {std::string(250, 'a') + ".csv", std::string("caf\xc3\xa9 \xff '\"\n.csv")}) {
    write_file((folder / name).string(), "x");
    EXPECT_EQ(read_file((folder / name).string()), "x");
  }
  Table table;
  table.add("a", std::vector<double>{1});
  write_table(table, path("it's \xc3\xa9.parquet"));
  EXPECT_EQ(read_table(path("it's \xc3\xa9.parquet")).numbers("a"), std::vector<double>{1});
  EXPECT_EQ(entries(), 3u);
}

}  // namespace
}  // namespace sogdia
