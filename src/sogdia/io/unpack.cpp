#include "sogdia/io/unpack.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr int kGzipWindow = 16 + MAX_WBITS, kRawWindow = -MAX_WBITS;

// Inflates `packed` from the mapped file, letting go of what has been read.
void inflate_all(const MappedFile& file, std::string_view packed, int window, const std::string& path,
                 const TakePiece& take) {
  const auto fail = [&](const char* what) {
    throw Error(
        what, path,
        window == kGzipWindow ? "gzip -t says what is wrong with it" : "unzip -t says what is wrong with it");
  };
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) fail("the file could not be unpacked");
  const auto finish = [](z_stream* open) { inflateEnd(open); };
  const std::unique_ptr<z_stream, decltype(finish)> guard(&stream, finish);
  std::vector<char> out(kPiece);
  std::size_t taken = 0, released = 0;
  for (;;) {
    if (stream.avail_in == 0 && taken < packed.size()) {
      const std::size_t next = std::min(packed.size() - taken, 4 * kPiece);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + taken));
      stream.avail_in = static_cast<uInt>(next);
      file.release(packed.substr(released, taken - released));
      released = taken;
      taken += next;
    }
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int state = inflate(&stream, Z_NO_FLUSH);
    take({out.data(), out.size() - stream.avail_out});
    if (state == Z_BUF_ERROR) fail("the file is cut short");
    if (state != Z_OK && state != Z_STREAM_END) fail("the file is damaged");
    if (state == Z_OK) continue;
    if (window == kRawWindow || (stream.avail_in == 0 && taken == packed.size())) return;
    inflateReset(&stream);  // a gzip file may hold several members
  }
}

// Little-endian numbers of an archive's records.
class Record {
 public:
  Record(std::string_view bytes, const std::string& path) : bytes_(bytes), path_(path) {}
  std::uint64_t number(std::size_t at, std::size_t size) const {
    if (at + size > bytes_.size())
      throw Error("the zip archive is cut short", path_, "unzip -t says what is wrong with it");
    std::uint64_t value = 0;
    for (std::size_t k = size; k-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes_[at + k]);
    return value;
  }
  std::string_view text(std::size_t at, std::size_t size) const {
    number(at, 0);
    if (at + size > bytes_.size())
      throw Error("the zip archive is cut short", path_, "unzip -t says what is wrong with it");
    return bytes_.substr(at, size);
  }

 private:
  std::string_view bytes_;
  const std::string& path_;
};

constexpr std::string_view kLocal("PK\x03\x04", 4), kDirectory("PK\x01\x02", 4), kEnd("PK\x05\x06", 4),
    kEnd64("PK\x06\x06", 4), kLocator64("PK\x06\x07", 4);
constexpr std::uint64_t kIn64 = 0xFFFFFFFF;

// Sizes and offset that did not fit 32 bits stand in an extra field, in this order, each only where it is
// needed.
void read_zip64(const Record& record, std::size_t extra, std::size_t size, ZipMember& member) {
  for (std::size_t at = extra; at + 4 <= extra + size;) {
    const auto id = record.number(at, 2), length = record.number(at + 2, 2);
    std::size_t field = at + 4;
    if (id == 1) {
      for (std::uint64_t* value : {&member.size, &member.packed, &member.offset}) {
        if (*value != kIn64) continue;
        *value = record.number(field, 8);
        field += 8;
      }
    }
    at += 4 + length;
  }
}

}  // namespace

void unpack(const std::string& path, const TakePiece& take) {
  const MappedFile file(path);
  const std::string_view text = file.text();
  if (text.substr(0, 2) == "\x1F\x8B") return inflate_all(file, text, kGzipWindow, path, take);
  for (std::size_t at = 0; at < text.size(); at += 4 * kPiece) {
    const std::string_view piece = text.substr(at, 4 * kPiece);
    take(piece);
    file.release(piece);
  }
}

bool is_zip(const std::string& path) {
  const MappedFile file(path);
  return file.text().substr(0, 4) == kLocal;
}

std::vector<ZipMember> zip_members(const std::string& path) {
  const MappedFile file(path);
  const std::string_view text = file.text();
  const Record record(text, path);
  const std::size_t end = text.rfind(kEnd);
  if (end == std::string_view::npos)
    throw Error("the zip archive has no directory", path, "unzip -t says what is wrong with it");
  std::uint64_t count = record.number(end + 10, 2), at = record.number(end + 16, 4);
  if (const std::size_t locator = text.rfind(kLocator64, end); locator != std::string_view::npos) {
    const std::uint64_t end64 = record.number(locator + 8, 8);
    if (record.text(end64, 4) == kEnd64)
      count = record.number(end64 + 32, 8), at = record.number(end64 + 48, 8);
  }
  std::vector<ZipMember> members;
  for (; count > 0; --count) {
    if (record.text(at, 4) != kDirectory)
      throw Error("the zip archive's directory is damaged", path, "unzip -t says what is wrong with it");
    const auto name = record.number(at + 28, 2), extra = record.number(at + 30, 2),
               comment = record.number(at + 32, 2);
    ZipMember member{std::string(record.text(at + 46, name)), static_cast<int>(record.number(at + 10, 2)),
                     record.number(at + 42, 4), record.number(at + 20, 4), record.number(at + 24, 4)};
    if (record.number(at + 8, 2) & 1)
      throw Error(fmt::format("`{}` is encrypted", member.name), path, "unpack it first");
    read_zip64(record, at + 46 + name, extra, member);
    if (!member.name.empty() && member.name.back() != '/') members.push_back(std::move(member));
    at += 46 + name + extra + comment;
  }
  return members;
}

void unpack_member(const std::string& path, const ZipMember& member, const TakePiece& take) {
  const MappedFile file(path);
  const Record record(file.text(), path);
  if (record.text(member.offset, 4) != kLocal)
    throw Error("the zip archive is damaged", path, "unzip -t says what is wrong with it");
  const std::size_t start =
      member.offset + 30 + record.number(member.offset + 26, 2) + record.number(member.offset + 28, 2);
  const std::string_view packed = record.text(start, member.packed);
  if (member.method == 8) return inflate_all(file, packed, kRawWindow, path, take);
  if (member.method != 0)
    throw Error(fmt::format("`{}` is packed by a method that is not known here", member.name), path,
                "unpack it first");
  for (std::size_t at = 0; at < packed.size(); at += 4 * kPiece) take(packed.substr(at, 4 * kPiece));
}

}  // namespace sogdia
