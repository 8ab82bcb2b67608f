#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/read_run.h"
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
  // Of the larger of the two, so that hours, dollars and ratios stand in one order.
  double relative() const {
    const double size = std::fmax(std::fabs(first), std::fabs(second));
    if (!std::isfinite(first) || !std::isfinite(second)) return 1;  // a way that one run lacks
    return size > 0 ? std::fabs(second - first) / size : 0;
  }
};

// What the two runs do not share beneath their changes: a difference of their results is not the changes'
// alone.
std::vector<std::string> different_bases(const std::string& a, const std::string& b) {
  const Study x = study_of_run(a), y = study_of_run(b);
  std::vector<std::string> list;
  const auto differ = [&](const char* what, const auto& one, const auto& other) {
    if (one != other) list.push_back(fmt::format("{}: {} and {}", what, one, other));
  };
  differ("year", x.base.year, y.base.year);
  differ("projects that stand", fmt::format("{}", fmt::join(x.base.projects, ", ")),
         fmt::format("{}", fmt::join(y.base.projects, ", ")));
  const auto world = [](const Study& study) {
    return study.base.world.empty() ? "its own" : study.base.world;
  };
  differ("world", world(x), world(y));
  differ("zones", x.access.zones, y.access.zones);
  differ("sector", x.access.sector, y.access.sector);
  const auto theta = [](const Study& study) {
    return study.model.theta_mid > 0 ? fmt::format("{}", study.model.theta_mid) : std::string("the pack's");
  };
  differ("trade elasticity", theta(x), theta(y));
  return list;
}

// The largest differences of each table first, in the tables' order.
void rank(std::vector<Difference>& list) {
  std::vector<std::string> tables;
  for (const auto& d : list)
    if (std::find(tables.begin(), tables.end(), d.table) == tables.end()) tables.push_back(d.table);
  const auto place = [&](const Difference& d) {
    return std::find(tables.begin(), tables.end(), d.table) - tables.begin();
  };
  std::stable_sort(list.begin(), list.end(), [&](const Difference& p, const Difference& q) {
    return std::pair(place(p), -p.relative()) < std::pair(place(q), -q.relative());
  });
}

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
  rank(list);
  const std::vector<std::string> bases = different_bases(args.first, args.second);
  if (common.json) {
    Json out = {{"first", {{"run", args.first}, {"title", first.value("title", "")}}},
                {"second", {{"run", args.second}, {"title", second.value("title", "")}}},
                {"different_bases", bases},
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
  std::string out;
  if (!bases.empty()) {
    out = "The two runs have different bases, so that what follows is not what their changes do:\n";
    for (const auto& base : bases) out += "  " + base + "\n";
    out += "\n";
  }
  if (list.empty()) {
    print(out + "the two runs agree\n");
    return 0;
  }
  constexpr std::size_t kShown = 10;  // of each table
  std::vector<std::vector<std::string>> rows;
  std::size_t of_table = 0;
  for (std::size_t k = 0; k < list.size(); ++k) {
    const Difference& d = list[k];
    of_table = k > 0 && list[k - 1].table == d.table ? of_table + 1 : 1;
    if (of_table > kShown) continue;
    rows.push_back({d.table, d.key, d.measure, fmt::format("{:.6g}", d.first),
                    fmt::format("{:.6g}", d.second), fmt::format("{:+.4g}", d.second - d.first),
                    fmt::format("{:.2f} %", 100 * d.relative())});
  }
  print(out + aligned({"table", "key", "measure", "first", "second", "difference", "of the larger"}, rows,
                      {false, false, false, true, true, true, true}));
  if (rows.size() < list.size())
    talk(common, fmt::format("the ten largest differences of each table, {} in all; --json prints every one",
                             list.size()));
  return 0;
}

}  // namespace sogdia::tool
