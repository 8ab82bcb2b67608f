#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tool/scratch.h"

namespace scratch {
namespace fs = std::filesystem;

// The program in a folder with a copy of the toy world, `world`, and a study of it, `study.toml`.
inline const std::string kToy = SOGDIA_SOURCE_DIR "/tests/data/toy-world";

struct ToyTool : Folder {
  ToyTool() {
    fs::copy(kToy, folder / "world", fs::copy_options::recursive);
    write("study.toml",
          "title = \"Toy\"\n\n[[change]]\nname = \"all projects\"\nkind = \"build\"\nprojects = \"all\"\n\n"
          "[brief]\npairs = [[\"CHN\", \"RUS\"]]\n");
  }
  void replace(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = text_of(folder / name);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write(name, text.replace(at, from.size(), to));
  }

  Ran sogdia(const std::string& arguments, const std::string& before = "") const {
    return run_tool(arguments, before);
  }
  Ran run_toy(const std::string& more = "", const std::string& before = "") const {
    return sogdia("run study.toml -o run --world world " + more, before);
  }

  void expect_nothing_written() const {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      EXPECT_TRUE(name == "world" || name == "study.toml") << name;
    }
  }
  void expect_error(const Ran& ran, const std::string& what, const std::string& where) const {
    EXPECT_EQ(ran.code, 1) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("error: " + what), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("--> " + where), std::string::npos) << ran.err;
  }
};

}  // namespace scratch
