#include "sogdia/io/run_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace fs = std::filesystem;
namespace {

std::string without_trailing_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

void refuse_unless_replaceable(const std::string& path, bool overwrite) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return;
  if (!fs::is_directory(path, failed))
    throw Error("a folder was expected for the run, and this is a file", path, "name another folder with -o");
  const bool empty = fs::is_empty(path, failed);
  if (!overwrite && !empty)
    throw Error("the folder exists already", path, "name another folder with -o, or add --overwrite");
  if (!empty && !fs::exists(fs::path(path) / "summary.json", failed))
    throw Error("the folder holds something that is not a run, and is left alone", path,
                "name another folder with -o");
}

}  // namespace

RunFolder::RunFolder(std::string path, bool overwrite)
    : path_(without_trailing_slash(std::move(path))),
      temporary_(fmt::format("{}.tmp-{}", path_, ::getpid())),
      overwrite_(overwrite) {
  if (path_.empty()) throw Error("the folder of the run has no name", "", "name a folder with -o");
  refuse_unless_replaceable(path_, overwrite_);
  std::error_code failed;
  fs::remove_all(temporary_, failed);
  fs::create_directories(temporary_, failed);
  if (failed) throw_file_error("make the folder", path_, failed.value());
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!committed_) fs::remove_all(temporary_, ignored);
}

std::string RunFolder::prepared(const std::string& name) {
  const fs::path target = fs::path(temporary_) / name;
  std::error_code failed;
  fs::create_directories(target.parent_path(), failed);
  if (failed)
    throw_file_error("make the folder", (fs::path(path_) / name).parent_path().string(), failed.value());
  return target.string();
}

void RunFolder::write(const std::string& name, const std::string& text) {
  try {
    write_file(prepared(name), text);
  } catch (const Error& error) {
    throw Error(error.message, (fs::path(path_) / name).string(), error.hint);
  }
  files_.push_back(name);
}

void RunFolder::write(const std::string& name, const Table& table) {
  try {
    write_table(table, prepared(name));
  } catch (const Error& error) {
    throw Error(error.message, (fs::path(path_) / name).string(), error.hint);
  }
  files_.push_back(name);
}

void RunFolder::commit() {
  flush_to_disk(temporary_);
  std::error_code failed;
  const std::string old = fmt::format("{}.old-{}", path_, ::getpid());
  const bool replaces = fs::exists(path_, failed);
  if (replaces) {
    // Looked at again: it may have appeared since.
    refuse_unless_replaceable(path_, overwrite_);
    fs::rename(path_, old, failed);
    if (failed) throw_file_error("replace the folder", path_, failed.value());
  }
  fs::rename(temporary_, path_, failed);
  if (failed) {
    std::error_code ignored;
    if (replaces) fs::rename(old, path_, ignored);
    throw_file_error("make the folder", path_, failed.value());
  }
  committed_ = true;
  if (replaces) fs::remove_all(old, failed);
}

}  // namespace sogdia
