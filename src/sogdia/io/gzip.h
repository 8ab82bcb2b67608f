#pragma once
#include <string>

namespace sogdia {

// The bytes that a gzip file holds. Throws Error for a file that is cut short or is not gzip.
std::string read_gzip(const std::string& path);

// The text of a file, unpacked where its name ends in `.gz`.
std::string read_packed(const std::string& path);

// The name without a last `.gz`: what kind of file it holds.
std::string unpacked_name(const std::string& path);

}  // namespace sogdia
