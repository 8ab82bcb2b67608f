#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Ordered unique labels: iso3 codes, places, sectors. Position is the row or column in every matrix that
// carries this index.
class Index {
 public:
  Index() = default;
  // Throws Error naming the first repeated label.
  explicit Index(std::vector<std::string> labels);

  std::size_t size() const { return labels_.size(); }
  bool empty() const { return labels_.empty(); }
  const std::string& operator[](std::size_t i) const { return labels_[i]; }
  const std::vector<std::string>& labels() const { return labels_; }

  std::optional<std::size_t> find(std::string_view label) const;
  bool contains(std::string_view label) const { return find(label).has_value(); }
  // Position of `label`; throws Error with nearest-name hint. `what` names the kind: "country".
  std::size_t at(std::string_view label, std::string_view what = "label") const;

  bool operator==(const Index& other) const { return labels_ == other.labels_; }

 private:
  std::vector<std::string> labels_;
  // Positions by the hash of their label, kFree where there is none; a label that finds its slot taken stands
  // in the next free one. A network has a hundred thousand labels, looked up once each or oftener.
  std::vector<std::uint32_t> slots_;
};

// Throws Error that lists what either side lacks, unless both hold the same labels in the same order.
void require_same(const Index& a, const Index& b, std::string_view what);

}  // namespace sogdia
