#include "sogdia/io/run_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/folder_mark.h"
#include "sogdia/io/left_over.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace fs = std::filesystem;
namespace {

// The folder itself, without links and a trailing slash; it need not exist.
std::string real_path(const std::string& path) {
  if (path.empty()) throw Error("the folder to write has no name", "", "name a folder with -o");
  std::error_code failed;
  fs::path real = fs::weakly_canonical(fs::absolute(path, failed), failed);
  if (failed) throw_file_error("make the folder", path, failed.value());
  while (real.has_relative_path() && !real.has_filename()) real = real.parent_path();
  return real.string();
}

// What the user must do where a folder is refused.
constexpr const char* kMove = "name another folder with -o, or move it away first";

void refuse_unless_replaceable(const std::string& target, const std::string& path, bool overwrite,
                               const std::string& kind) {
  std::error_code failed;
  const auto status = fs::symlink_status(target, failed);
  if (status.type() == fs::file_type::not_found) return;
  if (status.type() == fs::file_type::symlink)
    throw Error("the link leads nowhere", path, "name another folder with -o");
  if (status.type() != fs::file_type::directory)
    throw Error("a folder was expected, and this is a file", path, "name another folder with -o");
  const fs::path here = fs::current_path(failed);
  if (!failed && (here == target || here.string().rfind(target == "/" ? "/" : target + "/", 0) == 0))
    throw Error("the folder is the one that you stand in, or lies above it", path,
                "name a folder in it with -o, such as -o run");
  const bool empty = fs::is_empty(target, failed);
  if (failed) throw_file_error("read the folder", path, failed.value());
  if (empty) return;
  if (!overwrite)
    throw Error("the folder exists already", path, "name another folder with -o, or add --overwrite");
  const FolderMark mark = read_mark(target);
  const Stranger stranger = find_stranger(target, mark);
  if (mark.kind.empty())
    throw Error(
        fmt::format("`{}` in the folder is not Sogdia's, which left no mark (`{}`) there; the folder is left "
                    "alone",
                    stranger.name.empty() ? kMarkName : stranger.name, kMarkName),
        path, "name another folder with -o, or move it away first: runs of earlier versions have no mark");
  if ((mark.kind == "world") != (kind == "world"))
    throw Error(fmt::format("the folder holds {}, which is not replaced by {}",
                            mark.kind == "world" ? "a world pack" : "a run",
                            kind == "world" ? "a world pack" : "a run"),
                path, kMove);
  if (stranger.name.empty()) return;
  throw Error(fmt::format("`{}` in the folder {}; the folder is left alone", stranger.name,
                          stranger.changed ? "has changed since it was written" : "is not Sogdia's"),
              path, kMove);
}

// Opens the mark of a folder and locks it; -1 where another process has it.
int lock_mark(const std::string& folder) {
  const int mark = ::open((fs::path(folder) / kMarkName).c_str(), O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
  if (mark >= 0 && ::flock(mark, LOCK_EX | LOCK_NB) == 0) return mark;
  if (mark >= 0) ::close(mark);
  return -1;
}

// What stands before the number in the names of folders beside the target; a name may have 255 bytes.
std::string beside(const std::string& target, const char* tag) {
  const fs::path path(target);
  return (path.parent_path() / (path.filename().string().substr(0, 200) + tag)).string();
}

// Removes what killed processes left beside the target, and puts an old folder back that one had moved away.
// A folder is theirs if its mark says so, names this very folder (a copy of it is the user's) and nobody
// holds it.
void sweep(const std::string& target) {
  const fs::path path(target);
  std::error_code failed;
  std::vector<fs::path> left;
  for (fs::directory_iterator it(path.parent_path(), failed), end; !failed && it != end;
       it.increment(failed)) {
    const std::string name = it->path().filename().string(), base = path.filename().string().substr(0, 200);
    if (is_left_over(name, base + ".tmp-") || is_left_over(name, base + ".old-")) left.push_back(it->path());
  }
  for (const auto& each : left) {
    struct stat status {};
    if (::lstat(each.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) continue;
    // Killed before it had a mark: an empty folder, or an empty mark in it.
    if (::rmdir(each.c_str()) == 0) continue;
    const int held = lock_mark(each.string());
    if (held < 0) continue;
    const FolderMark mark = read_mark(each.string());
    const bool ours = !mark.kind.empty() && mark.inode == status.st_ino;
    struct stat held_status {};
    const bool begun = ours && !mark.complete;
    const bool unmarked = !ours && ::fstat(held, &held_status) == 0 && held_status.st_size == 0;
    const bool moved = ours && (!mark.placed || mark.replaced);
    if (ours && mark.replaced && !fs::exists(fs::symlink_status(target, failed)))
      fs::rename(each, target, failed);
    else if (begun || ((unmarked || moved) && find_stranger(each.string(), mark).name.empty()))
      remove_listed(each.string(), mark);
    ::close(held);
  }
}

bool swap_folders(const std::string& a, const std::string& b) {
  constexpr unsigned kExchange = 2;  // RENAME_EXCHANGE
  return ::syscall(SYS_renameat2, AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), kExchange) == 0;
}

}  // namespace

RunFolder::RunFolder(std::string path, bool overwrite, std::string kind, TableFiles files)
    : path_(std::move(path)), kind_(std::move(kind)), tables_(std::move(files)), overwrite_(overwrite) {
  target_ = real_path(path_);
  const fs::path parent = fs::path(target_).parent_path();
  std::error_code failed;
  if (fs::exists(parent, failed)) sweep(target_);
  refuse_unless_replaceable(target_, path_, overwrite_, kind_);
  for (fs::path up = parent; !up.empty() && !fs::exists(up, failed); up = up.parent_path())
    made_.insert(made_.begin(), up.string());
  fs::create_directories(parent, failed);
  if (failed) throw_file_error("make the folder", path_, failed.value());
  temporary_ = fmt::format("{}{}", beside(target_, ".tmp-"), ::getpid());
  // A folder of that name that is not swept is the user's: then another number.
  for (long number = ::getpid(); ::mkdir(temporary_.c_str(), 0777) != 0;) {
    const int code = errno;
    if (code != EEXIST) {
      temporary_.clear();
      remove_temporary();
      throw_file_error("make the folder", path_, code);
    }
    temporary_ = fmt::format("{}{}", beside(target_, ".tmp-"), number += 100000);
  }
  struct stat status {};
  ::stat(temporary_.c_str(), &status);
  mark_ = ::open((fs::path(temporary_) / kMarkName).c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC,
                 0666);
  if (mark_ >= 0) ::flock(mark_, LOCK_EX);
  try {
    append(mark_header(kind_, status.st_ino));
  } catch (...) {
    remove_temporary();
    throw;
  }
}

RunFolder::~RunFolder() {
  if (!committed_) remove_temporary();
  if (mark_ >= 0) ::close(mark_);
}

void RunFolder::remove_temporary() {
  std::error_code ignored;
  // Made here, and in nobody else's hands.
  if (!temporary_.empty()) fs::remove_all(temporary_, ignored);
  for (auto up = made_.rbegin(); up != made_.rend(); ++up) ::rmdir(up->c_str());
}

void RunFolder::append(const std::string& line) { write_all(mark_, line, path_); }

template <typename Write>
void RunFolder::add(const std::string& name, const Write& write) {
  const fs::path target = fs::path(temporary_) / name;
  const std::string shown = (fs::path(path_) / name).string();
  std::error_code failed;
  fs::create_directories(target.parent_path(), failed);
  if (failed) throw_file_error("make the folder", fs::path(shown).parent_path().string(), failed.value());
  append(mark_writing(name));
  try {
    write(target.string());
    append(mark_file(name, fingerprint(target.string())));
  } catch (const Error& error) {
    throw Error(error.message, shown, error.hint);
  }
  if (std::find(files_.begin(), files_.end(), name) == files_.end()) files_.push_back(name);
}

void RunFolder::write(const std::string& name, const std::string& text) {
  add(name, [&](const std::string& to) { write_file(to, text); });
}

void RunFolder::write(const std::string& name, const Table& table) {
  add(name, [&](const std::string& to) { tables_.write(table, to, {}); });
}

void RunFolder::copy(const std::string& name, const std::string& from) {
  add(name, [&](const std::string& to) { write_file(to, read_file(from)); });
}

std::string RunFolder::commit() {
  append("complete\n");
  const auto release = [&] {
    committed_ = true;
    (void)::write(mark_, "placed\n", 7);
    ::close(mark_);
    mark_ = -1;
  };
  flush_to_disk((fs::path(temporary_) / kMarkName).string());
  flush_to_disk(temporary_);
  // Looked at again: it may have appeared, or been added to, since.
  refuse_unless_replaceable(target_, path_, overwrite_, kind_);
  std::error_code failed;
  if (!fs::exists(fs::symlink_status(target_, failed))) {
    fs::rename(temporary_, target_, failed);
    if (failed) throw_file_error("make the folder", path_, failed.value());
    release();
    return "";
  }
  const int old_mark = lock_mark(target_);
  const bool marked = old_mark >= 0;
  if (marked) write_all(old_mark, "replaced\n", path_);
  std::string old = temporary_;
  if (!swap_folders(temporary_, target_)) {
    // A file system that cannot exchange: the old folder steps aside first. Killed between, it is put back.
    old = fmt::format("{}{}", beside(target_, ".old-"), ::getpid());
    fs::rename(target_, old, failed);
    if (!failed) fs::rename(temporary_, target_, failed);
    if (failed) {
      std::error_code ignored;
      fs::rename(old, target_, ignored);
      if (marked) ::close(old_mark);
      throw_file_error("replace the folder", path_, failed.value());
    }
  }
  release();
  const bool gone = marked ? remove_listed(old, read_mark(old)) : ::rmdir(old.c_str()) == 0;
  if (marked) ::close(old_mark);
  return gone ? "" : old;
}

}  // namespace sogdia
