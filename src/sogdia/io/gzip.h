#pragma once
#include <string>

namespace sogdia {

// The bytes that a gzip file holds. Throws Error for a file that is cut short or is not gzip.
std::string read_gzip(const std::string& path);

}  // namespace sogdia
