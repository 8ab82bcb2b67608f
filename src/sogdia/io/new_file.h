#pragma once
#include <string>

namespace sogdia {

// A file that will stand at `path`: written beside it as ".NAME.sogdia-PID" and renamed by commit(), so that
// it appears whole or not at all. Without commit() nothing is left. What a killed process left of the same
// file is swept first, and only what is Sogdia's and no longer in use: the process that writes holds a lock
// on it.
//
//   NewFile file("out.csv");
//   write to file.descriptor(), or let a library write to file.temporary()
//   file.commit();
//
// A link is written through to what it points at; the permissions of a file that is replaced stay. What is no
// file (a device, a pipe) is opened and written as it is: `in_place()`.
class NewFile {
 public:
  // Throws Error for a folder, and where the file cannot be made.
  explicit NewFile(const std::string& path);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  const std::string& temporary() const { return temporary_; }
  int descriptor() const { return descriptor_; }
  bool in_place() const { return temporary_ == target_; }

  // Flushes to the disk and renames; throws Error.
  void commit();

 private:
  std::string path_, target_, temporary_;
  int descriptor_ = -1;
  bool committed_ = false;
};

}  // namespace sogdia
