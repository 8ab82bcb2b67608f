#include "outputs.h"

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia::tool {
namespace {
namespace fs = std::filesystem;

fs::path real(const std::string& path) {
  std::error_code failed;
  const fs::path found = fs::weakly_canonical(fs::absolute(path, failed), failed);
  return failed ? fs::path(path) : found;
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  for (fs::path up = path; up.has_relative_path(); up = up.parent_path()) {
    if (up == folder) return true;
  }
  return false;
}

}  // namespace

void require_outputs(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs) {
  std::error_code failed;
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    if (outputs[k].empty()) continue;
    const fs::path path = real(outputs[k]);
    // What is written to as it is (a device, a pipe) replaces nothing.
    if (fs::exists(path, failed) && !fs::is_regular_file(path, failed) && !fs::is_directory(path, failed))
      continue;
    if (!fs::is_directory(path.parent_path(), failed))
      throw_file_error("write the file", outputs[k], static_cast<int>(std::errc::no_such_file_or_directory));
    for (const auto& input : inputs) {
      if (input.empty() || !fs::exists(input, failed)) continue;
      if (fs::equivalent(input, path, failed))
        throw Error("the file is read from, and would be overwritten", outputs[k],
                    "name another file to write");
      if (fs::is_directory(input, failed) && lies_in(path, real(input)))
        throw Error("the file would come into a folder that is read from", outputs[k],
                    "name a file elsewhere");
    }
    for (std::size_t j = 0; j < k; ++j) {
      if (!outputs[j].empty() && real(outputs[j]) == path)
        throw Error("two outputs have one name", outputs[k], "name two files");
    }
  }
}

}  // namespace sogdia::tool
