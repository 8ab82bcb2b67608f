#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace sogdia {

// The whole of a file. Throws Error for a missing file, a folder, or one that may not be read.
std::string read_file(const std::string& path);

// Throws the Error of read_file where it would, without reading.
void require_file(const std::string& path);

// The bytes of a file as memory, read as they are looked at. Throws as read_file does.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  std::string_view text() const { return {data_, size_}; }
  // Lets go of the memory of a part that will not be looked at again soon.
  void release(std::string_view part) const;

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// Writes the file whole or not at all (new_file.h). A full disk, a size limit or a missing folder is an
// Error, and nothing is left behind.
void write_file(const std::string& path, const std::string& text);

// Writes all of the text to an open file; throws Error for `path`.
void write_all(int descriptor, std::string_view text, const std::string& path);

// Throws the Error for a failed system call on `path`: "cannot write the file: no space left on the disk".
[[noreturn]] void throw_file_error(const std::string& doing, const std::string& path, int code);

// Flushes a file or a folder that is already written to the disk.
void flush_to_disk(const std::string& path);

}  // namespace sogdia
