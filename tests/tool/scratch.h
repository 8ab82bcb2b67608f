// A folder of its own for each black-box test, and the built program run in it.
#pragma once
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace scratch {
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

inline std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// What a run of the program left: its exit code, or -1 where a signal ended it, and its words.
struct Ran {
  int code = -1;
  std::string out, err;
  Json json() const { return Json::parse(out); }
};

struct Folder : testing::Test {
  fs::path folder;
  Folder() {
    std::string name = (fs::temp_directory_path() / "sogdia-test-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Folder() override { fs::remove_all(folder); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
  }

  // A command of the shell in the folder; nothing of it stays but what the program wrote.
  Ran shell_command(const std::string& command) const {
    const int status =
        std::system(("cd '" + folder.string() + "' && (" + command + ") >.out 2>.err </dev/null").c_str());
    Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(folder / ".out"), text_of(folder / ".err")};
    fs::remove(folder / ".out");
    fs::remove(folder / ".err");
    return ran;
  }
  // `before` is shell put in front, such as "ulimit -f 8;".
  Ran run_tool(const std::string& arguments, const std::string& before = "") const {
    return shell_command(before + " '" SOGDIA_TOOL "' " + arguments);
  }
};

// A number of a term of `estimate --json`.
inline double value(const Json& model, const std::string& term, const char* field = "estimate") {
  for (const auto& c : model["coefficients"])
    if (c["term"] == term) return c[field].get<double>();
  ADD_FAILURE() << "no term " << term << " in " << model.dump(1);
  return std::nan("");
}

}  // namespace scratch
