#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "sogdia/core/table_cells.h"
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

// Nothing where the run has none: a study without pairs has no dependence.
std::optional<Table> table_of(const std::string& run, const std::string& name) {
  for (const char* kind : {".parquet", ".csv"}) {
    const fs::path path = fs::path(run) / "tables" / (name + kind);
    std::error_code failed;
    if (fs::exists(path, failed)) return read_table(path.string());
  }
  return std::nullopt;
}

struct Difference {
  std::string table, key, measure;
  double first, second;
  double dollars;  // of the row, in the first run; 1 in tables whose rows have none

  // Of the larger of the two, so that hours, dollars and ratios stand in one order.
  double relative() const {
    const double size = std::fmax(std::fabs(first), std::fabs(second));
    if (!std::isfinite(first) || !std::isfinite(second)) return 1;  // a way that one run lacks
    return size > 0 ? std::fabs(second - first) / size : 0;
  }
  // Sums that another version or order of work adds up otherwise.
  bool rounding() const { return relative() < 1e-9 || std::fabs(second - first) < 1e-12; }
};

// A table of a run, the columns that name a row, what is held against each other, and the dollars that say
// how much a row weighs: a tenth of a large country's trade comes before all of a small one's.
struct Compared {
  const char* table;
  std::vector<const char*> key, measures;
  const char* dollars;
};

std::vector<Compared> compared_tables() {
  return {
      {"corridors", {"corridor_id"}, {"hours_after", "usd_after"}, nullptr},
      {"countries", {"iso3"}, {"welfare_hat_mid", "exports_hat", "imports_hat"}, "goods_expenditure_usd"},
      {"pairs",
       {"exporter", "importer"},
       {"cost_after", "hours_after", "trade_after_usd"},
       "trade_before_usd"},
      {"dependence", {"a", "b", "year"}, {"export_share", "import_share", "cutoff_mid", "ge_mid"}, nullptr},
      {"route_exposure", {"a", "b", "passage"}, {"usd", "share", "no_way"}, "usd"},
      {"link_flows", {"link_id"}, {"usd_after"}, "usd_before"}};
}

// The files of the packs that are not the same, in words; "" where all are.
std::string different_packs(const Json& a, const Json& b) {
  const auto empty = Json::object();
  const Json &one = a.contains("pack") ? a["pack"] : empty, &other = b.contains("pack") ? b["pack"] : empty;
  if (one.empty() != other.empty())
    return "world pack: one of the runs does not say which it was computed on";
  std::vector<std::string> files;
  for (const auto& [file, hash] : one.items())
    if (!other.contains(file) || other[file] != hash) files.push_back(file);
  for (const auto& [file, hash] : other.items())
    if (!one.contains(file)) files.push_back(file);
  if (files.empty()) return "";
  return fmt::format("world pack: not the same {}", fmt::join(files, ", "));
}

// What the two runs do not share beneath their changes: a difference of their results is not the changes'
// alone.
std::vector<std::string> different_bases(const std::string& a, const Json& of_a, const std::string& b,
                                         const Json& of_b) {
  const Study x = study_of_run(a), y = study_of_run(b);
  std::vector<std::string> list;
  const auto differ = [&](const char* what, const auto& one, const auto& other) {
    if (one != other) list.push_back(fmt::format("{}: {} and {}", what, one, other));
  };
  const auto word = [](const Json& summary, const char* key) {
    if (!summary.contains(key)) return std::string("not known");
    return summary[key].is_string() ? summary[key].get<std::string>() : summary[key].dump();
  };
  differ("version of Sogdia", word(of_a, "sogdia"), word(of_b, "sogdia"));
  if (const std::string packs = different_packs(of_a, of_b); !packs.empty()) list.push_back(packs);
  differ("year", x.base.year, y.base.year);
  differ("projects that stand", fmt::format("{}", fmt::join(x.base.projects, ", ")),
         fmt::format("{}", fmt::join(y.base.projects, ", ")));
  const auto world = [](const Study& study) {
    return study.base.world.empty() ? "its own" : study.base.world;
  };
  differ("world", world(x), world(y));
  differ("zones", x.access.zones, y.access.zones);
  differ("weights of places", x.access.weights, y.access.weights);
  differ("sector", x.access.sector, y.access.sector);
  differ("choice of modes", x.access.choice, y.access.choice);
  differ("switching of modes", x.access.switching, y.access.switching);
  const auto base_changes = [](const Study& study) {
    std::vector<std::string> names;
    for (const Change& change : study.base.changes.changes) names.push_back(change.name);
    return names.empty() ? std::string("none") : fmt::format("{}", fmt::join(names, ", "));
  };
  differ("changes of the base", base_changes(x), base_changes(y));
  const auto a_day = [](const Study& study) {
    return study.access.value_of_time ? fmt::format("{}", *study.access.value_of_time)
                                      : std::string("the sector's");
  };
  differ("value of time", a_day(x), a_day(y));
  differ("trade elasticity", word(of_a, "trade_elasticity"), word(of_b, "trade_elasticity"));
  differ("pass-through", x.model.pass_through, y.model.pass_through);
  differ("surpluses and deficits", word(of_a, "deficits"), word(of_b, "deficits"));
  return list;
}

// The largest differences of each table first, in the tables' order.
void rank(std::vector<Difference>& list) {
  std::map<std::string, std::size_t> place;
  for (const auto& d : list) place.try_emplace(d.table, place.size());
  std::stable_sort(list.begin(), list.end(), [&](const Difference& p, const Difference& q) {
    return std::pair(place.at(p.table), -p.relative() * p.dollars) <
           std::pair(place.at(q.table), -q.relative() * q.dollars);
  });
}

std::string key_of(const Table& table, const Compared& of, std::size_t row) {
  std::string key;
  for (const char* column : of.key) key += (key.empty() ? "" : " ") + text_at(table, column, row);
  return key;
}

// Cells that differ, by key; keys of one run only are left out.
void compare(std::vector<Difference>& list, const Table& a, const Table& b, const Compared& of) {
  std::map<std::string, std::size_t> rows;
  for (std::size_t row = 0; row < b.rows(); ++row) rows.emplace(key_of(b, of, row), row);
  const auto dollars = of.dollars ? a.numbers(of.dollars) : std::vector<double>(a.rows(), 1);
  for (const char* measure : of.measures) {
    const auto x = a.numbers(measure), y = b.numbers(measure);
    for (std::size_t row = 0; row < a.rows(); ++row) {
      const std::string key = key_of(a, of, row);
      const auto other = rows.find(key);
      if (other == rows.end()) continue;
      const double second = y[other->second];
      if (x[row] == second || (std::isnan(x[row]) && std::isnan(second))) continue;
      list.push_back({of.table, key, measure, x[row], second, std::fmax(dollars[row], 0)});
    }
  }
}

// The first so many of each table, in their order, and how many each has.
std::vector<Difference> largest(const std::vector<Difference>& list, std::size_t most,
                                std::map<std::string, std::size_t>& counts) {
  std::vector<Difference> kept;
  for (const Difference& d : list)
    if (++counts[d.table] <= most) kept.push_back(d);
  return kept;
}

}  // namespace

int verb_compare(const CompareArgs& args, const Common& common) {
  const Json first = summary_of(args.first), second = summary_of(args.second);
  std::vector<Difference> list;
  for (const auto& [key, value] : first["headline"].items()) {
    const Json& other = second["headline"].contains(key) ? second["headline"][key] : Json();
    if (value.is_number() && other.is_number() && value != other)
      list.push_back({"headline", "world", key, value.get<double>(), other.get<double>(), 1});
  }
  for (const Compared& of : compared_tables()) {
    const auto a = table_of(args.first, of.table), b = table_of(args.second, of.table);
    if (a && b) compare(list, *a, *b, of);
  }
  const std::size_t rounded = std::erase_if(list, [](const Difference& d) { return d.rounding(); });
  rank(list);
  const std::vector<std::string> bases = different_bases(args.first, first, args.second, second);
  constexpr std::size_t kShown = 10, kListed = 100;  // of each table
  std::map<std::string, std::size_t> counts;
  const auto shown = largest(list, common.json ? kListed : kShown, counts);
  if (common.json) {
    Json out = {{"first", {{"run", args.first}, {"title", first.value("title", "")}}},
                {"second", {{"run", args.second}, {"title", second.value("title", "")}}},
                {"different_bases", bases},
                {"counts", counts},
                {"rounding", rounded},
                {"differences", Json::array()}};
    for (const auto& d : shown)
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
  const std::string beside =
      rounded > 0 ? fmt::format("{} figures differ by less than a billionth: rounding", rounded) : "";
  if (list.empty()) {
    print(out + "the two runs agree" + (beside.empty() ? "" : "; " + beside) + "\n");
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Difference& d : shown)
    rows.push_back({d.table, d.key, d.measure, fmt::format("{:.6g}", d.first),
                    fmt::format("{:.6g}", d.second), fmt::format("{:+.4g}", d.second - d.first),
                    fmt::format("{:.2f} %", 100 * d.relative())});
  print(out + aligned({"table", "key", "measure", "first", "second", "difference", "of the larger"}, rows,
                      {false, false, false, true, true, true, true}));
  if (rows.size() < list.size())
    talk(common,
         fmt::format("the ten largest differences of each table, of {} in all; --json prints a hundred",
                     list.size()));
  if (!beside.empty()) talk(common, beside);
  return 0;
}

}  // namespace sogdia::tool
