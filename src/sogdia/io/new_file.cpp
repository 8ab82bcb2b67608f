#include "sogdia/io/new_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/left_over.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

// The file that a chain of links leads to; it need not exist.
std::string behind_links(const std::string& path) {
  fs::path at(path);
  std::error_code failed;
  for (int k = 0; fs::is_symlink(fs::symlink_status(at, failed)); ++k) {
    if (k == 40) throw_file_error("write the file", path, ELOOP);
    const fs::path to = fs::read_symlink(at, failed);
    at = to.is_absolute() ? to : at.parent_path() / to;
  }
  return at.string();
}

// A name may have 255 bytes; what is put around it must fit.
std::string stem_of(const fs::path& target) {
  return "." + target.filename().string().substr(0, 200) + ".sogdia-";
}

// Removes what killed processes left of the file. A live one holds its lock.
void sweep(const fs::path& target) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : ".";
  const std::string stem = stem_of(target);
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!is_left_over(name, stem)) continue;
    const int left = ::open(it->path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (left < 0) continue;
    struct stat status {};
    if (::fstat(left, &status) == 0 && S_ISREG(status.st_mode) && ::flock(left, LOCK_EX | LOCK_NB) == 0)
      ::unlink(it->path().c_str());
    ::close(left);
  }
}

}  // namespace

NewFile::NewFile(const std::string& path) : path_(path) {
  if (path.empty()) throw Error("the file to write has no name", "", "name a file");
  struct stat status {};
  const bool there = ::stat(path.c_str(), &status) == 0;
  target_ = path;
  if (there && S_ISDIR(status.st_mode))
    throw Error("a file was expected, and this is a folder", path, "name a file in it");
  if (there && !S_ISREG(status.st_mode)) {
    temporary_ = target_;  // in place
    descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) throw_file_error("write the file", path, errno);
    return;
  }
  // A file that may not be written is not replaced either, though its folder would allow it.
  if (there && ::access(target_.c_str(), W_OK) != 0) throw_file_error("write the file", path, errno);
  target_ = behind_links(path);
  sweep(target_);
  const fs::path target(target_);
  temporary_ = (target.parent_path() / (stem_of(target) + std::to_string(::getpid()))).string();
  descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ < 0) throw_file_error("write the file", path, errno);
  ::flock(descriptor_, LOCK_EX | LOCK_NB);
  if (there) (void)::fchmod(descriptor_, status.st_mode & 07777u);
}

NewFile::~NewFile() {
  if (!committed_ && !in_place() && descriptor_ >= 0) ::unlink(temporary_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

void NewFile::commit() {
  // A pipe and most devices cannot be flushed.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS && !in_place())
    throw_file_error("write the file", path_, errno);
  if (!in_place() && std::rename(temporary_.c_str(), target_.c_str()) != 0)
    throw_file_error("write the file", path_, errno);
  committed_ = true;
}

}  // namespace sogdia
