#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

std::set<std::string> bri_members(const World& world, int year) {
  std::set<std::string> members;
  const Table* table = world.find("bri_signatories");
  if (!table) return members;
  const auto &codes = table->text("iso3"), &status = table->text("status");
  const auto years = table->integers("year");
  for (std::size_t row = 0; row < table->rows(); ++row) {
    if (status[row] != "withdrew" && years[row] <= year) members.insert(codes[row]);
  }
  for (std::size_t row = 0; row < table->rows(); ++row) {
    if (status[row] == "withdrew" && years[row] <= year) members.erase(codes[row]);
  }
  // The initiative's own country signs with all the others.
  if (!members.empty()) members.insert("CHN");
  return members;
}

}  // namespace sogdia
