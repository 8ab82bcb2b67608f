#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "run/run_output.h"
#include "sogdia/core/error.h"
#include "sogdia/core/monitor.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/run_folder.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

namespace fs = std::filesystem;

// A folder of the system's for temporary files, gone at the end.
struct Scratch {
  fs::path path;

  Scratch() {
    std::error_code failed;
    std::string name = (fs::temp_directory_path(failed) / "sogdia-build-XXXXXX").string();
    if (failed || ::mkdtemp(name.data()) == nullptr)
      throw Error("no temporary folder can be made", name, "set TMPDIR to a folder that can be written");
    path = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code failed;
    fs::remove_all(path, failed);
  }
};

// data/build of the checkout or beside the installed program.
fs::path build_scripts() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  const std::vector<fs::path> places = {program.parent_path() / "../share/sogdia/data/build",
                                        fs::path(SOGDIA_WORLD_DIR) / "../build"};
  for (const auto& place : places) {
    if (fs::exists(place / "full.sh", failed)) return fs::canonical(place, failed);
  }
  throw Error(
      "what builds a world was not found",
      fmt::format("{}, {}", places[0].lexically_normal().string(), places[1].lexically_normal().string()),
      "install with `cmake --install`, which brings it along, or run the program of a checkout");
}

// The exit code of `words`, all it prints on stderr. Ctrl-C reaches it as it reaches us; it is waited for.
int run(std::vector<std::string> words, std::vector<std::string> environment) {
  std::vector<char*> arguments, variables;
  for (auto& word : words) arguments.push_back(word.data());
  for (char** each = environ; *each != nullptr; ++each) variables.push_back(*each);
  for (auto& each : environment) variables.push_back(each.data());
  arguments.push_back(nullptr);
  variables.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw_file_error("run", words[0], failed);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

// The scripts leave there what is missing and what to do, a line each.
Error reason_of(const fs::path& file, const fs::path& scripts) {
  std::error_code failed;
  if (!fs::exists(file, failed))
    return {"the world could not be built; what its scripts said is above", scripts.string(),
            "`make world` in a checkout builds the embedded world with the same packages"};
  const std::string text = read_file(file.string());
  const std::size_t end = text.find('\n');
  std::string hint = end == std::string::npos ? "" : text.substr(end + 1);
  while (!hint.empty() && hint.back() == '\n') hint.pop_back();
  return {text.substr(0, end), scripts.string(), hint};
}

void require_box(const std::string& text) {
  double west = 0, south = 0, east = 0, north = 0;
  char rest = 0;
  const int read = std::sscanf(text.c_str(), "%lf,%lf,%lf,%lf%c", &west, &south, &east, &north, &rest);
  const auto longitude = [](double degrees) { return degrees >= -180 && degrees <= 180; };
  if (read != 4 || !longitude(west) || !longitude(east) || west == east || !(south >= -90) ||
      !(north <= 90) || !(south < north))
    throw Error(fmt::format("`{}` is no box: west, south, east and north in degrees were expected", text),
                "--within", "such as --within 5,45,16,55; a west beyond the east goes over the date line");
}

}  // namespace

int verb_data_build(const DataBuildArgs& args, const Common& common) {
  if (!args.within.empty()) require_box(args.within);
  const fs::path embedded = fs::absolute(pack_folder(common));
  std::error_code failed;
  if (!fs::exists(embedded / "length_correction.csv", failed))
    throw Error(
        "a full world takes trade, projects and prices from Sogdia's own world pack, and this is none",
        embedded.string(), "leave out --world and SOGDIA_WORLD");
  const fs::path scripts = build_scripts();
  RunFolder folder(args.out, args.overwrite, "world");
  const Scratch scratch;
  const fs::path made = scratch.path / "world", reason = scratch.path / "reason";
  std::vector<std::string> words = {"sh", (scripts / "full.sh").string(), made.string(), embedded.string()};
  if (!args.within.empty()) words.push_back("--within=" + args.within);
  talk(common, args.within.empty() ? "building the whole world takes some minutes" : "building");
  const int code = run(words, {"SOGDIA_REASON=" + reason.string(), "TMPDIR=" + scratch.path.string()});
  if (interrupted()) throw Cancelled();
  if (code != 0) throw reason_of(reason, scripts);

  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(made, failed))
    if (entry.is_regular_file(failed)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  for (const auto& name : names) {
    if (interrupted()) throw Cancelled();
    folder.copy(name, (made / name).string());
  }
  nlohmann::ordered_json out = {{"world", args.out}};
  std::string told;
  const auto package = nlohmann::json::parse(read_file((made / "datapackage.json").string()));
  for (const auto& resource : package.at("resources")) {
    const std::string name = resource.at("name");
    if (name != "nodes" && name != "links" && name != "places" && name != "terminals" && name != "crossings")
      continue;
    out[name] = resource.at("rows");
    told +=
        fmt::format("{}{} {}", told.empty() ? "" : ", ", thousands(resource.at("rows").get<double>()), name);
  }
  tell_left(common, folder.commit());
  talk(common, told);
  print(common.json ? json_text(out, 2) + "\n" : fmt::format("{}\n", args.out));
  return 0;
}

}  // namespace sogdia::tool
