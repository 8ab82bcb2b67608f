#pragma once
#include <string>

namespace sogdia {

// The whole of a file. Throws Error for a missing file, a folder, or one that may not be read.
std::string read_file(const std::string& path);

// Writes beside `path`, flushes to the disk and renames: the file appears whole or not at all. A full disk, a
// size limit or a missing folder is an Error, and nothing is left behind.
void write_file(const std::string& path, const std::string& text);

// Throws the Error for a failed system call on `path`: "cannot write the file: no space left on the disk".
[[noreturn]] void throw_file_error(const std::string& doing, const std::string& path, int code);

// Flushes a file or a folder that is already written to the disk.
void flush_to_disk(const std::string& path);

}  // namespace sogdia
