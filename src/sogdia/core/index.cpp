#include "sogdia/core/index.h"

#include <fmt/format.h>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {

Index::Index(std::vector<std::string> labels) : labels_(std::move(labels)) {
  positions_.reserve(labels_.size());
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (!positions_.emplace(labels_[i], i).second) {
      throw Error(fmt::format("label `{}` stands twice in an index", labels_[i]),
                  fmt::format("position {}", i + 1), "every label of an index must be unique");
    }
  }
}

std::optional<std::size_t> Index::find(std::string_view label) const {
  const auto it = positions_.find(std::string(label));
  if (it == positions_.end()) return std::nullopt;
  return it->second;
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
