#include "sogdia/io/open_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "sogdia/io/file.h"

namespace sogdia {

OpenFile::OpenFile(const std::string& path) {
  require_file(path);
  number_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number_ < 0) throw_file_error("read the file", path, errno);
}

OpenFile::~OpenFile() { ::close(number_); }

}  // namespace sogdia
