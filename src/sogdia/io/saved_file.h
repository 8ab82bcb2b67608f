#pragma once
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sogdia {

// FNV-1a by words of eight bytes, four of them side by side, from `hash` on: for files that are compared with
// what they were made of, not against those who would forge them.
std::uint64_t content_hash(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325u);

// The path of a file beside a pack, hidden and named after it: /data/.world.access for /data/world.
std::string path_beside(const std::string& world_folder, const std::string& ending);

// What was once found, written as it stands in memory so that it need not be found again: a mark of eight
// letters that changes with the form, the hash of what it was found from, values, a hash of all that.
class SavedWriter {
 public:
  SavedWriter(std::string_view mark, std::uint64_t source);
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void put(const std::vector<T>& values) {
    count(values.size());
    bytes(values.data(), values.size() * sizeof(T));
  }
  void put(const std::vector<std::string>& texts);
  void put(std::string_view text);
  std::string text() &&;

 private:
  void count(std::uint64_t number) { bytes(&number, sizeof number); }
  void bytes(const void* from, std::size_t size) { text_.append(static_cast<const char*>(from), size); }
  std::string text_;
};

// Takes the values off in the order they were put in. Throws Error for a text of another form or source, one
// that is cut or differs anywhere from what was written: such a file is made anew, never believed.
class SavedReader {
 public:
  SavedReader(std::string_view text, std::string_view mark, std::uint64_t source);
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void take(std::vector<T>& values) {
    values.resize(count(sizeof(T)));
    if (!values.empty())
      std::memcpy(values.data(), bytes(values.size() * sizeof(T)), values.size() * sizeof(T));
  }
  void take(std::vector<std::string>& texts);
  // Where they stand in the reader's own text, which begins as memory does: of values that no text and no
  // value of fewer bytes comes before.
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void take(std::span<const T>& values) {
    const std::size_t size = count(sizeof(T));
    values = {reinterpret_cast<const T*>(bytes(size * sizeof(T))), size};
  }
  // Where it stands in the reader's own text.
  void take(std::string_view& text) {
    const std::size_t size = count(1);
    text = {bytes(size), size};
  }
  // After the last.
  void require_end() const;

 private:
  std::size_t count(std::size_t size_of_each);
  const char* bytes(std::size_t size);
  std::string_view rest_;
};

}  // namespace sogdia
