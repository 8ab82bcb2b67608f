#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

std::set<std::string> bri_members(const World& world, int year) {
  std::set<std::string> members;
  const auto& signatories = world.records.signatories;
  for (const auto& each : signatories) {
    if (!each.withdrew && each.year <= year) members.insert(each.iso3);
  }
  for (const auto& each : signatories) {
    if (each.withdrew && each.year <= year) members.erase(each.iso3);
  }
  // The initiative's own country signs with all the others.
  if (!members.empty()) members.insert("CHN");
  return members;
}

}  // namespace sogdia
