#pragma once
#include <string>

namespace sogdia {

// A file that stays open, with a name under which others open it by number: whatever bytes, quotes or
// wildcards are in its path, that name is the one file. Throws as read_file does.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path);
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();
  std::string name() const { return "/dev/fd/" + std::to_string(number_); }

 private:
  int number_ = -1;
};

}  // namespace sogdia
