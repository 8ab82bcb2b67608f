#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

std::string moves(double fraction, const std::string& rises, const std::string& falls,
                  const std::string& stays) {
  constexpr double kNothing = 1e-4;  // a hundredth of a per cent
  if (!std::isfinite(fraction) || std::fabs(fraction) < kNothing) return stays;
  return (fraction > 0 ? rises : falls) + " " + percent(std::fabs(fraction));
}

std::string cite(const Page& page, const Rows& rows) {
  const Rows sources = world_rows(page.result, "sources");
  std::vector<std::string> names;
  std::map<std::string, std::size_t> uses;
  for (const std::string& cell : rows.distinct("source")) {
    for (const std::string& key : split(cell)) {
      page.cited.insert(key);
      const std::ptrdiff_t row = sources.find("source", key);
      std::string name = key;
      if (row >= 0) {
        const auto at = static_cast<std::size_t>(row);
        name = sources.text(at, "publisher");
        if (name.empty()) name = sources.text(at, "title");
        // "General Administration of Customs of China, as printed by Prime": the list of sources has the
        // rest.
        name = name.substr(0, name.find(", as printed"));
      }
      uses[name] += rows.where("source", cell).size();
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  std::stable_sort(names.begin(), names.end(),
                   [&](const auto& p, const auto& q) { return uses[p] > uses[q]; });
  constexpr std::size_t kMost = 3;
  if (names.size() <= kMost) return list(names);
  std::vector<std::string> shown(names.begin(), names.begin() + kMost);
  shown.push_back(fmt::format("{} more, listed under Sources", names.size() - kMost));
  return list(shown);
}

std::string standing(const Rows& rows) {
  bool observed = false, estimated = false;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string status = rows.text(row, "status");
    observed = observed || status == "observed";
    estimated = estimated || status == "estimated";
  }
  if (observed && estimated) return "observed; estimated values are dashed";
  return observed ? "observed" : estimated ? "estimated" : "";
}

}  // namespace sogdia::report
