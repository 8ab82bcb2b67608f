#include "sogdia/io/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {

namespace {

// How long the text says it is, in its last four bytes; 0 where that cannot be.
std::size_t size_told(std::string_view packed) {
  constexpr std::size_t kMostPerByte = 1032;  // deflate packs no tighter
  if (packed.size() < 18) return 0;
  std::size_t size = 0;
  for (std::size_t k = 1; k <= 4; ++k)
    size = size << 8 | static_cast<unsigned char>(packed[packed.size() - k]);
  return size <= kMostPerByte * packed.size() ? size + 1 : 0;
}

}  // namespace

std::string read_gzip(const std::string& path) {
  const std::string packed = read_file(path);
  const auto fail = [&](const char* what) { throw Error(what, path, "gzip -t says what is wrong with it"); };
  z_stream stream{};
  constexpr int kGzipWindow = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) fail("the gzip reader could not start");
  const auto finish = [](z_stream* open) { inflateEnd(open); };
  const std::unique_ptr<z_stream, decltype(finish)> guard(&stream, finish);
  std::string text;
  constexpr std::size_t kStep = std::size_t{1} << 24;
  std::size_t taken = 0;
  text.reserve(size_told(packed));
  for (;;) {
    if (stream.avail_in == 0 && taken < packed.size()) {
      const std::size_t next = std::min(packed.size() - taken, kStep);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + taken));
      stream.avail_in = static_cast<uInt>(next);
      taken += next;
    }
    const std::size_t have = text.size();
    text.resize(have < text.capacity() ? text.capacity()
                                       : have + std::clamp(have / 2, kStep / 16, 4 * kStep));
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + have);
    stream.avail_out = static_cast<uInt>(text.size() - have);
    const int state = inflate(&stream, Z_NO_FLUSH);
    text.resize(text.size() - stream.avail_out);
    if (state == Z_BUF_ERROR) fail("the gzip file is cut short");
    if (state != Z_OK && state != Z_STREAM_END) fail("the file is not gzip, or is damaged");
    if (state == Z_OK) continue;
    if (stream.avail_in == 0 && taken == packed.size()) break;
    // A file may hold several members, one after the other.
    inflateReset(&stream);
  }
  return text;
}

std::string unpacked_name(const std::string& path) {
  constexpr std::string_view kEnd = ".gz";
  const bool packed =
      path.size() > kEnd.size() && path.compare(path.size() - kEnd.size(), kEnd.size(), kEnd) == 0;
  return packed ? path.substr(0, path.size() - kEnd.size()) : path;
}

std::string read_packed(const std::string& path) {
  return unpacked_name(path) == path ? read_file(path) : read_gzip(path);
}

}  // namespace sogdia
