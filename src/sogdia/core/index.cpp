#include "sogdia/core/index.h"

#include <fmt/format.h>

#include <bit>
#include <cassert>
#include <functional>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {

namespace {

constexpr std::uint32_t kFree = 0xFFFFFFFFu;

// The slot that holds `label`, or the free one where it would stand. At most half of the slots are taken.
std::size_t slot_of(const std::vector<std::uint32_t>& slots, const std::vector<std::string>& labels,
                    std::string_view label) {
  const std::size_t mask = slots.size() - 1;
  std::size_t slot = std::hash<std::string_view>()(label) & mask;
  while (slots[slot] != kFree && labels[slots[slot]] != label) slot = (slot + 1) & mask;
  return slot;
}

}  // namespace

Index::Index(std::vector<std::string> labels) : labels_(std::move(labels)) {
  assert(labels_.size() < kFree / 2);
  slots_.assign(std::bit_ceil(2 * labels_.size() + 1), kFree);
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const std::size_t slot = slot_of(slots_, labels_, labels_[i]);
    if (slots_[slot] != kFree)
      throw Error(fmt::format("label `{}` stands twice in an index", labels_[i]),
                  fmt::format("position {}", i + 1), "every label of an index must be unique");
    slots_[slot] = static_cast<std::uint32_t>(i);
  }
}

std::optional<std::size_t> Index::find(std::string_view label) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t position = slots_[slot_of(slots_, labels_, label)];
  return position == kFree ? std::nullopt : std::optional<std::size_t>(position);
}

std::size_t Index::at(std::string_view label, std::string_view what) const {
  if (const auto position = find(label)) return *position;
  throw Error(fmt::format("unknown {} `{}`", what, label), "", nearest_hint(label, labels_));
}

namespace {
std::string missing_from(const Index& have, const Index& lack) {
  std::string list;
  int count = 0;
  for (const auto& label : have.labels()) {
    if (lack.contains(label)) continue;
    if (++count <= 8) list += (list.empty() ? "`" : ", `") + label + "`";
  }
  if (count > 8) list += fmt::format(" and {} more", count - 8);
  return list;
}
}  // namespace

void require_same(const Index& a, const Index& b, std::string_view what) {
  if (a == b) return;
  std::string message = fmt::format("the two {} do not have the same labels", what);
  if (const auto list = missing_from(a, b); !list.empty()) message += "; the second lacks " + list;
  if (const auto list = missing_from(b, a); !list.empty()) message += "; the first lacks " + list;
  throw Error(message, "", "give both the same labels in the same order");
}

}  // namespace sogdia
