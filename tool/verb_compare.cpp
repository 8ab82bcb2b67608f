#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json summary_of(const std::string& run) {
  std::error_code failed;
  const std::string path = (fs::path(run) / "summary.json").string();
  if (!fs::is_directory(run, failed) || !fs::exists(path, failed))
    throw Error("this is not the folder of a run: it has no summary.json", run,
                "name a folder that `sogdia run` wrote");
  try {
    return Json::parse(read_file(path));
  } catch (const Json::exception&) {
    throw Error("the summary is not JSON", path, "run the study again");
  }
}

Table table_of(const std::string& run, const std::string& name) {
  for (const char* kind : {".parquet", ".csv"}) {
    const fs::path path = fs::path(run) / "tables" / (name + kind);
    std::error_code failed;
    if (fs::exists(path, failed)) return read_table(path.string());
  }
  throw Error(fmt::format("the run has no table `{}`", name), run, "run the study again");
}

struct Difference {
  std::string table, key, measure;
  double first, second;
};

// Cells of a column that differ, by key; keys of one run only are left out.
void compare(std::vector<Difference>& list, const Table& a, const Table& b, const std::string& name,
             const std::string& key, const std::vector<std::string>& columns) {
  const auto &left = a.text(key), &right = b.text(key);
  for (const auto& column : columns) {
    const auto x = a.numbers(column), y = b.numbers(column);
    for (std::size_t row = 0; row < left.size(); ++row) {
      const auto found = std::find(right.begin(), right.end(), left[row]);
      if (found == right.end()) continue;
      const double other = y[static_cast<std::size_t>(found - right.begin())];
      if (x[row] == other || (std::isnan(x[row]) && std::isnan(other))) continue;
      list.push_back({name, left[row], column, x[row], other});
    }
  }
}

}  // namespace

int verb_compare(const CompareArgs& args, const Common& common) {
  const Json first = summary_of(args.first), second = summary_of(args.second);
  std::vector<Difference> list;
  for (const auto& [key, value] : first["headline"].items()) {
    const Json& other = second["headline"].contains(key) ? second["headline"][key] : Json();
    if (value.is_number() && other.is_number() && value != other)
      list.push_back({"headline", "world", key, value.get<double>(), other.get<double>()});
  }
  compare(list, table_of(args.first, "corridors"), table_of(args.second, "corridors"), "corridors",
          "corridor_id", {"hours_after", "usd_after"});
  compare(list, table_of(args.first, "countries"), table_of(args.second, "countries"), "countries", "iso3",
          {"welfare_hat_mid", "exports_hat", "imports_hat"});
  if (common.json) {
    Json out = {{"first", {{"run", args.first}, {"title", first.value("title", "")}}},
                {"second", {{"run", args.second}, {"title", second.value("title", "")}}},
                {"differences", Json::array()}};
    for (const auto& d : list)
      out["differences"].push_back({{"table", d.table},
                                    {"key", d.key},
                                    {"measure", d.measure},
                                    {"first", d.first},
                                    {"second", d.second},
                                    {"difference", d.second - d.first}});
    print(json_text(out, 2) + "\n");
    return 0;
  }
  if (list.empty()) {
    print("the two runs agree\n");
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& d : list)
    rows.push_back({d.table, d.key, d.measure, fmt::format("{:.6g}", d.first),
                    fmt::format("{:.6g}", d.second), fmt::format("{:+.4g}", d.second - d.first)});
  print(aligned({"table", "key", "measure", "first", "second", "difference"}, rows,
                {false, false, false, true, true, true}));
  return 0;
}

}  // namespace sogdia::tool
