#include "sogdia/study/world/id_named.h"

#include <algorithm>
#include <vector>

#include "sogdia/core/names.h"

namespace sogdia {

std::optional<std::string> id_named(const Table* table, const char* id, const std::string& name) {
  if (!table) return std::nullopt;
  const auto& ids = table->text(id);
  const std::string wanted = fold(name);
  if (wanted.empty()) return std::nullopt;
  for (const auto& each : ids) {
    if (fold(each) == wanted) return each;
  }
  for (const char* column : {"name", "names"}) {
    if (!table->find(column)) continue;
    const auto& cells = table->text(column);
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const auto parts = split_list(cells[row], '|');
      if (std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return fold(part) == wanted; }))
        return ids[row];
    }
  }
  return std::nullopt;
}

}  // namespace sogdia
