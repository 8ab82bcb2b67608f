#include <string_view>

#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {
namespace {

// Whether a list such as "CHN;RUS" holds a code.
bool lists(std::string_view list, std::string_view code) {
  for (std::size_t start = 0; start <= list.size();) {
    const std::size_t end = std::min(list.find_first_of(";|,", start), list.size());
    if (list.substr(start, end - start) == code) return true;
    start = end + 1;
  }
  return false;
}

}  // namespace

Table records_table(const Outcome& outcome, const std::string& name) {
  const Table* table = outcome.world().find(name);
  Table none;
  none.name = name;
  if (!table) return none;
  const bool two_sided = table->find("reporter") != nullptr;
  const auto& first = table->text(two_sided ? "reporter" : "parties");
  const auto& second = table->text(two_sided ? "partner" : "parties");
  return rows_where(*table, [&](std::size_t row) {
    for (const auto& [a, b] : outcome.study.pairs) {
      if (lists(first[row], a) && lists(second[row], b)) return true;
      if (lists(first[row], b) && lists(second[row], a)) return true;
    }
    return false;
  });
}

}  // namespace sogdia
