#include "sogdia/io/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/io/new_file.h"

namespace sogdia {
namespace {

// A descriptor that closes itself; close() reports, the destructor does not.
struct Descriptor {
  int fd = -1;
  explicit Descriptor(int fd_) : fd(fd_) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  int close() {
    const int result = ::close(fd);
    fd = -1;
    return result;
  }
};

const char* hint_for(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return "free some space, or choose another folder";
    case EFBIG:
      return "raise the limit on file size (ulimit -f), or choose another folder";
    case EACCES:
    case EPERM:
    case EROFS:
      return "check who may read and write there";
    case ENOENT:
      return "check the path; the folder must exist";
    case EISDIR:
      return "name a file, not a folder";
    default:
      return "";
  }
}

}  // namespace

// Opens a file that is there, is no folder and may be read, or throws Error.
static int open_file(const std::string& path, struct stat& status) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd < 0) {
    if (errno == ENOENT) throw Error("the file does not exist", path, "check the path and its spelling");
    throw_file_error("read the file", path, errno);
  }
  if (::fstat(file.fd, &status) != 0) throw_file_error("read the file", path, errno);
  if (S_ISDIR(status.st_mode))
    throw Error("a file was expected, and this is a folder", path, "name a file in it");
  return std::exchange(file.fd, -1);
}

void throw_file_error(const std::string& doing, const std::string& path, int code) {
  std::string reason = code == ENOSPC  ? "no space left on the disk"
                       : code == EFBIG ? "the file would be larger than allowed"
                                       : std::strerror(code);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') reason[0] = static_cast<char>(reason[0] + 32);
  throw Error(fmt::format("cannot {}: {}", doing, reason), path, hint_for(code));
}

std::string read_file(const std::string& path) {
  struct stat status {};
  const Descriptor file(open_file(path, status));
  std::string text;
  // A stream or a file that grows has more than it says.
  constexpr std::size_t kLeastRead = 65536;
  if (status.st_size > 0) text.reserve(static_cast<std::size_t>(status.st_size) + kLeastRead);
  for (;;) {
    const std::size_t have = text.size();
    const std::size_t want = std::max(text.capacity() - have, kLeastRead);
    text.resize(have + want);
    const ssize_t got = ::read(file.fd, text.data() + have, want);
    text.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return text;
    if (got < 0 && errno != EINTR) throw_file_error("read the file", path, errno);
  }
}

void require_file(const std::string& path) {
  struct stat status {};
  const Descriptor file(open_file(path, status));
}

MappedFile::MappedFile(const std::string& path) {
  struct stat status {};
  const Descriptor file(open_file(path, status));
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ == 0) return;
  void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.fd, 0);
  if (memory == MAP_FAILED) throw_file_error("read the file", path, errno);
  data_ = static_cast<const char*>(memory);
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<char*>(data_), size_);
}

void MappedFile::release(std::string_view part) const {
  // Whole pages only: those that the part shares stay.
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto offset = static_cast<std::size_t>(part.data() - data_);
  const std::size_t from = (offset + page - 1) / page * page;
  const std::size_t to = (offset + part.size()) / page * page;
  if (from < to) ::madvise(const_cast<char*>(data_) + from, to - from, MADV_DONTNEED);
}

void write_all(int descriptor, std::string_view text, const std::string& path) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t put = ::write(descriptor, text.data() + done, text.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw_file_error("write the file", path, errno);
    if (put == 0) throw_file_error("write the file", path, ENOSPC);
    done += static_cast<std::size_t>(put);
  }
}

void write_file(const std::string& path, const std::string& text) {
  NewFile file(path);
  write_all(file.descriptor(), text, path);
  file.commit();
}

void flush_to_disk(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd < 0) throw_file_error("write the file", path, errno);
  if (::fsync(file.fd) != 0 && errno != EINVAL) throw_file_error("write the file", path, errno);
  if (file.close() != 0) throw_file_error("write the file", path, errno);
}

}  // namespace sogdia
