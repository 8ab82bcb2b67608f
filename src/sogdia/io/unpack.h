#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Files too large to be unpacked in memory, handed on piece by piece:
//   unpack("BACI.csv.gz", [&](std::string_view piece) { lines.add(piece); });
using TakePiece = std::function<void(std::string_view)>;

// The text of a plain file or of a gzip file, told apart by their first bytes. Throws Error for a file that
// is missing, cut short or damaged.
void unpack(const std::string& path, const TakePiece& take);

// What a zip archive holds.
struct ZipMember {
  std::string name;
  int method = 0;  // 0 stored, 8 deflated
  std::uint64_t offset = 0, packed = 0, size = 0;
};

// Whether the file begins as a zip archive does.
bool is_zip(const std::string& path);

// Members in the order of the archive's directory; folders are left out. Zip64 is read, encryption is not.
std::vector<ZipMember> zip_members(const std::string& path);

void unpack_member(const std::string& path, const ZipMember& member, const TakePiece& take);

}  // namespace sogdia
