#include "sogdia/io/saved_file.h"

#include <filesystem>
#include <utility>

#include "sogdia/core/error.h"

namespace sogdia {

namespace {
constexpr std::uint64_t kFnvPrime = 0x100000001b3u;
constexpr std::size_t kMark = 8;
}  // namespace

std::uint64_t content_hash(std::string_view bytes, std::uint64_t hash) {
  // The product carries nothing downwards, so each step folds the upper half onto the lower.
  const auto step = [](std::uint64_t& state, std::uint64_t word) {
    state = (state ^ word) * kFnvPrime;
    state ^= state >> 32;
  };
  const auto add = [&](std::uint64_t word) { step(hash, word); };
  add(bytes.size());
  std::uint64_t word = 0;
  // Long texts by four words at a time, which a processor does side by side.
  constexpr std::size_t kLanes = 4;
  std::uint64_t lanes[kLanes]{hash, hash + 1, hash + 2, hash + 3}, words[kLanes];
  while (bytes.size() >= sizeof words) {
    std::memcpy(words, bytes.data(), sizeof words);
    bytes.remove_prefix(sizeof words);
    for (std::size_t k = 0; k < kLanes; ++k) step(lanes[k], words[k]);
  }
  for (const std::uint64_t lane : lanes) add(lane);
  while (bytes.size() >= sizeof word) {
    std::memcpy(&word, bytes.data(), sizeof word);
    bytes.remove_prefix(sizeof word);
    add(word);
  }
  word = 0;
  if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
  add(word);
  return hash;
}

std::string path_beside(const std::string& world_folder, const std::string& ending) {
  const std::filesystem::path folder = std::filesystem::path(world_folder).lexically_normal();
  const auto name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
  const auto parent = folder.has_filename() ? folder.parent_path() : folder.parent_path().parent_path();
  return (parent / ("." + name.string() + "." + ending)).string();
}

SavedWriter::SavedWriter(std::string_view mark, std::uint64_t source) : text_(mark.substr(0, kMark)) {
  count(source);
}

void SavedWriter::put(const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> lengths;
  std::string all;
  for (const auto& text : texts) {
    lengths.push_back(static_cast<std::uint32_t>(text.size()));
    all += text;
  }
  put(lengths);
  put(std::string_view(all));
}

void SavedWriter::put(std::string_view text) {
  count(text.size());
  bytes(text.data(), text.size());
}

std::string SavedWriter::text() && {
  count(content_hash(text_));
  return std::move(text_);
}

SavedReader::SavedReader(std::string_view text, std::string_view mark, std::uint64_t source) : rest_(text) {
  constexpr std::size_t word = sizeof(std::uint64_t);
  if (text.size() < kMark + 2 * word || text.substr(0, kMark) != mark)
    throw Error("the file is of another version", "", "");
  std::uint64_t sum = 0, of = 0;
  std::memcpy(&sum, text.data() + text.size() - word, word);
  std::memcpy(&of, text.data() + kMark, word);
  if (of != source) throw Error("the file was made of something else", "", "");
  rest_.remove_suffix(word);
  if (content_hash(rest_) != sum) throw Error("the file is damaged", "", "");
  rest_.remove_prefix(kMark + word);
}

void SavedReader::take(std::vector<std::string>& texts) {
  std::vector<std::uint32_t> lengths;
  take(lengths);
  std::string_view all;
  take(all);
  texts.clear();
  texts.reserve(lengths.size());
  for (const std::uint32_t length : lengths) {
    if (length > all.size()) throw Error("the file is damaged", "", "");
    texts.emplace_back(all.substr(0, length));
    all.remove_prefix(length);
  }
}

void SavedReader::require_end() const {
  if (!rest_.empty()) throw Error("the file is damaged", "", "");
}

std::size_t SavedReader::count(std::size_t size_of_each) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes(sizeof number), sizeof number);
  if (number > rest_.size() / size_of_each) throw Error("the file is damaged", "", "");
  return number;
}

const char* SavedReader::bytes(std::size_t size) {
  if (size > rest_.size()) throw Error("the file is damaged", "", "");
  const char* at = rest_.data();
  rest_.remove_prefix(size);
  return at;
}

}  // namespace sogdia
