#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::python {

// Numbers texts 0, 1, 2, ... in the order of their first appearance. A keys' table of few entries and many
// rows is the common case (country codes), so a look-up compares one 8-byte word before it compares texts.
class LabelCoder {
 public:
  LabelCoder() : slots_(64) {}

  std::int32_t code_of(std::string_view text) {
    const std::uint64_t head = first_word(text);
    const std::uint64_t hash = hash_of(text, head);
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].code >= 0) {
      if (slots_[at].head == head && labels_[static_cast<std::size_t>(slots_[at].code)] == text) {
        return slots_[at].code;
      }
      at = (at + 1) & (slots_.size() - 1);
    }
    const auto code = static_cast<std::int32_t>(labels_.size());
    labels_.emplace_back(text);
    slots_[at] = {head, hash, code};
    if (labels_.size() * 2 > slots_.size()) grow();
    return code;
  }

  std::vector<std::string> take_labels() { return std::move(labels_); }

 private:
  struct Slot {
    std::uint64_t head = 0, hash = 0;
    std::int32_t code = -1;
  };

  static std::uint64_t first_word(std::string_view text) {
    std::uint64_t word = 0;
    if (!text.empty()) std::memcpy(&word, text.data(), text.size() < 8 ? text.size() : 8);
    return word;
  }

  static std::uint64_t mix(std::uint64_t hash) {  // the finalizer of SplitMix64 (Steele, Lea & Flood 2014)
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    return hash ^ (hash >> 31);
  }

  static std::uint64_t hash_of(std::string_view text, std::uint64_t head) {
    std::uint64_t hash = mix(head + text.size());
    for (std::size_t k = 8; k < text.size(); k += 8) hash = mix(hash ^ first_word(text.substr(k)));
    return hash;
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.code < 0) continue;
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].code >= 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<std::string> labels_;
  std::vector<Slot> slots_;
};

}  // namespace sogdia::python
