#include "sogdia/io/run_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <functional>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/folder_mark.h"

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
  static std::set<std::string> entries_below(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) names.insert(entry.path().string());
    return names;
  }
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

// A finished run, as the cases below begin with.
void finish(const std::string& path, const std::string& text = "one") {
  RunFolder folder(path, true);
  folder.write("summary.json", text);
  folder.write("tables/a.csv", std::string("a\n"));
  folder.commit();
}

Error refused(const std::string& path) {
  try {
    const RunFolder folder(path, true);
  } catch (const Error& error) {
    EXPECT_FALSE(error.hint.empty());
    return error;
  }
  ADD_FAILURE() << "no Error was thrown for " << path;
  return {"", "", ""};
}

TEST_F(run_folder, what_is_not_sogdias_is_never_overwritten_and_is_named) {
  const std::string run_ = run();
  const struct {
    const char* named;
    std::function<void()> put;
  } cases[] = {
      {"thesis.txt", [&] { write_file(run_ + "/thesis.txt", "years of work"); }},
      {".notes", [&] { write_file(run_ + "/.notes", "x"); }},
      {"tables/mine.csv", [&] { write_file(run_ + "/tables/mine.csv", "x"); }},
      {"mine", [&] { fs::create_directory(run_ + "/mine"); }},
      {"link", [&] { fs::create_symlink("/etc", run_ + "/link"); }},
      {"link", [&] { fs::create_symlink("nowhere", run_ + "/link"); }},
      {"pipe", [&] { ASSERT_EQ(::mkfifo((run_ + "/pipe").c_str(), 0600), 0); }},
      {"summary.json", [&] { write_file(run_ + "/summary.json", "my own words"); }},
      {"summary.json",
       [&] {
         fs::remove(run_ + "/summary.json");
         fs::create_symlink("tables/a.csv", run_ + "/summary.json");
       }},
      {"tables/a.csv",
       [&] {
         fs::remove(run_ + "/tables/a.csv");
         fs::create_directory(run_ + "/tables/a.csv");
       }},
      {kMarkName, [&] { fs::remove(run_ + "/" + kMarkName); }},
      {kMarkName, [&] { write_file(run_ + "/" + kMarkName, "file list\n"); }},
  };
  for (const auto& each : cases) {
    finish(run_);
    each.put();
    const auto before = entries_below(run_);
    const Error error = refused(run_);
    EXPECT_NE(error.message.find(each.named), std::string::npos) << error.message;
    EXPECT_EQ(entries_below(run_), before) << each.named;
    EXPECT_EQ(entries(), 1u);
    fs::remove_all(run_);
  }
}

TEST_F(run_folder, a_folder_without_a_mark_is_left_alone_whatever_it_holds) {
  fs::create_directory(run());
  write_file(run() + "/summary.json", "{}");
  EXPECT_NE(refused(run()).message.find("no mark"), std::string::npos);
  EXPECT_EQ(read_file(run() + "/summary.json"), "{}");
}

TEST_F(run_folder, what_comes_while_it_runs_refuses_the_commit) {
  finish(run());
  RunFolder folder(run(), true);
  folder.write("summary.json", std::string("two"));
  write_file(run() + "/thesis.txt", "years of work");
  EXPECT_THROW(folder.commit(), Error);
  EXPECT_EQ(read_file(run() + "/thesis.txt"), "years of work");
  EXPECT_EQ(read_file(run() + "/summary.json"), "one");
}

TEST_F(run_folder, a_removed_file_does_not_keep_a_run_from_being_replaced) {
  finish(run());
  fs::remove(run() + "/tables/a.csv");
  finish(run(), "two");
  EXPECT_EQ(read_file(run() + "/summary.json"), "two");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(run_folder, a_link_to_a_folder_is_written_through) {
  finish((parent / "real").string());
  fs::create_directory_symlink("real", run());
  finish(run() + "/", "two");
  EXPECT_TRUE(fs::is_symlink(run()));
  EXPECT_EQ(read_file((parent / "real/summary.json").string()), "two");
  EXPECT_EQ(entries(), 2u);
}

TEST_F(run_folder, the_folder_that_one_stands_in_is_refused) {
  const fs::path here = fs::current_path();
  finish(run());
  fs::current_path(run());
  for (const char* path : {".", "../run", "..", "/", "./"}) refused(path);
  fs::current_path(here);
}

TEST_F(run_folder, folders_that_were_made_for_it_go_with_it) {
  { RunFolder((parent / "a/b/run").string(), false).write("x", std::string("x")); }
  EXPECT_EQ(entries(), 0u);
  finish((parent / "a/b/run").string());
  EXPECT_EQ(read_file((parent / "a/b/run/summary.json").string()), "one");
}

// What a process leaves that is killed after `work`.
void killed(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

TEST_F(run_folder, what_a_killed_run_left_is_swept_and_only_that) {
  finish(run());
  killed([&] {
    RunFolder folder(run(), true);
    folder.write("tables/a.csv", std::string("half"));
    ::raise(SIGKILL);
  });
  EXPECT_EQ(entries(), 2u);
  // Names that only look like it are the user's, and so is a copy of what was left.
  fs::create_directory(run() + ".tmp-5");
  write_file(run() + ".tmp-5/thesis.txt", "years of work");
  fs::copy(run(), run() + ".tmp-6", fs::copy_options::recursive);
  fs::create_directory(run() + ".tmp-x");
  write_file(run() + ".tmp-7", "a file");
  finish(run(), "two");
  EXPECT_EQ(read_file(run() + "/summary.json"), "two");
  EXPECT_EQ(entries(), 5u);
  EXPECT_EQ(read_file(run() + ".tmp-5/thesis.txt"), "years of work");
  EXPECT_EQ(read_file(run() + ".tmp-6/summary.json"), "one");
}

TEST_F(run_folder, a_file_of_the_users_in_what_a_killed_run_left_stays) {
  killed([&] {
    RunFolder folder(run(), true);
    folder.write("a.csv", std::string("half"));
    ::raise(SIGKILL);
  });
  const std::string left = fs::directory_iterator(parent)->path().string();
  write_file(left + "/thesis.txt", "years of work");
  finish(run());
  EXPECT_EQ(read_file(left + "/thesis.txt"), "years of work");
  EXPECT_FALSE(fs::exists(left + "/a.csv"));
}

TEST_F(run_folder, what_another_process_is_writing_is_not_swept) {
  int ready[2], go[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(go), 0);
  const pid_t child = ::fork();
  char byte = 0;
  if (child == 0) {
    RunFolder folder(run(), true);
    folder.write("summary.json", std::string("theirs"));
    (void)::write(ready[1], &byte, 1);
    (void)::read(go[0], &byte, 1);
    folder.commit();
    ::_exit(0);
  }
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  finish(run(), "mine");
  EXPECT_EQ(entries(), 2u);
  ASSERT_EQ(::write(go[1], &byte, 1), 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read_file(run() + "/summary.json"), "theirs");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(run_folder, names_of_any_bytes_come_back_from_the_mark) {
  const std::string name = "a %\n\xff\t\xc3\xa9.txt";
  RunFolder folder(run(), true, "estimates");
  folder.write(name, std::string("x"));
  folder.commit();
  const FolderMark mark = read_mark(run());
  EXPECT_EQ(mark.kind, "estimates");
  EXPECT_TRUE(mark.complete);
  EXPECT_TRUE(mark.files.contains(name));
  finish(run());
  EXPECT_EQ(entries(), 1u);
}

TEST_F(run_folder, a_pack_is_not_replaced_by_a_run_nor_a_run_by_a_pack) {
  finish(run());
  EXPECT_THROW(RunFolder(run(), true, "world"), Error);
  EXPECT_EQ(read_file(run() + "/summary.json"), "one");
}

TEST_F(run_folder, a_mark_that_leads_out_of_its_folder_is_none) {
  finish(run());
  write_file((parent / "outside").string(), "mine");
  for (const char* name : {"../outside", "/etc/passwd", "tables/../../outside"}) {
    write_file(run() + "/" + kMarkName, mark_header("run", 1) + mark_file(name, {}) + "complete\n");
    refused(run());
  }
  EXPECT_EQ(read_file((parent / "outside").string()), "mine");
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
