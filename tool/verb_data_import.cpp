#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "run_output.h"
#include "sogdia/io/file.h"
#include "sogdia/io/folder_mark.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/run_folder.h"
#include "sogdia/io/table_io.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

namespace fs = std::filesystem;

// Flows in USD by (exporter, importer, year).
using Flows = std::map<std::tuple<std::string, std::string, std::int64_t>, double>;

double checked(double kusd, const Table& table, std::size_t row, const char* column) {
  if (kusd >= 0) return kusd * 1000.0;
  throw Error(std::isnan(kusd) ? fmt::format("a value is missing in column `{}`", column)
                               : fmt::format("`{}` in column `{}` is negative", kusd, column),
              table.place(row), "values are thousand USD, 0 or more");
}

Flows long_flows(const std::string& file) {
  const Table table = read_table(file, {{"exporter", CellType::text},
                                        {"importer", CellType::text},
                                        {"year", CellType::integer},
                                        {"value_kusd", CellType::number}});
  const auto value = table.numbers("value_kusd");
  const auto year = table.integers("year");
  const auto &exporter = table.text("exporter"), &importer = table.text("importer");
  Flows flows;
  for (std::size_t row = 0; row < table.rows(); ++row)
    flows[{exporter[row], importer[row], year[row]}] += checked(value[row], table, row, "value_kusd");
  return flows;
}

// BACI's own files: t year, i exporter, j importer, k product, v thousand USD, q tonnes; codes of countries
// apart.
Flows baci_flows(const std::string& file, const std::string& codes_file) {
  if (codes_file.empty())
    throw Error("BACI's own files number the countries, and their codes are missing", file,
                "add --codes country_codes_V202501.csv, which comes with BACI");
  const Table codes =
      read_table(codes_file, {{"country_code", CellType::text}, {"country_iso3", CellType::text}});
  std::map<std::string, std::string> iso3;
  for (std::size_t row = 0; row < codes.rows(); ++row)
    iso3[codes.text("country_code")[row]] = codes.text("country_iso3")[row];
  const Table table = read_table(file, {{"t", CellType::integer},
                                        {"i", CellType::text},
                                        {"j", CellType::text},
                                        {"k", CellType::text},
                                        {"v", CellType::number},
                                        {"q", CellType::text}});
  const auto value = table.numbers("v");
  const auto year = table.integers("t");
  const auto &from = table.text("i"), &to = table.text("j");
  Flows flows;
  const auto code = [&](const std::string& number, std::size_t row) -> const std::string& {
    const auto found = iso3.find(number);
    if (found == iso3.end())
      throw Error(fmt::format("country number `{}` is not among the codes", number), table.place(row),
                  "use the codes file of the same BACI release");
    return found->second;
  };
  for (std::size_t row = 0; row < table.rows(); ++row)
    flows[{code(from[row], row), code(to[row], row), year[row]}] += checked(value[row], table, row, "v");
  return flows;
}

Flows read_flows(const DataImportArgs& args) {
  const std::string text = read_file(args.file);
  const std::string header = text.substr(0, text.find('\n'));
  if (header.find("value_kusd") != std::string::npos) return long_flows(args.file);
  if (header.rfind("t,i,j", 0) == 0 || header.rfind("\"t\",\"i\",\"j\"", 0) == 0)
    return baci_flows(args.file, args.codes);
  throw Error(fmt::format("the header `{}` is not BACI's", header.substr(0, 60)), args.file + ", row 1",
              "expected t,i,j,k,v,q or exporter,importer,year,value_kusd");
}

struct Placed {
  Table trade;
  std::map<std::string, double> unplaced;  // USD by code
  std::set<std::int64_t> years;
};

// The pack's trade table with the years of the flows replaced.
Placed place(const World& world, const Flows& flows) {
  const Index known(world.table("countries").text("iso3"));
  Placed placed;
  std::vector<std::string> exporter, importer, by, status, source;
  std::vector<std::int64_t> year;
  std::vector<double> value;
  const auto add = [&](const std::string& from, const std::string& to, std::int64_t y, double usd,
                       const std::string& who, const std::string& standing, const std::string& key) {
    exporter.push_back(from);
    importer.push_back(to);
    year.push_back(y);
    value.push_back(usd);
    by.push_back(who);
    status.push_back(standing);
    source.push_back(key);
  };
  for (const auto& [key, usd] : flows) placed.years.insert(std::get<2>(key));
  const Table& old = world.table("trade");
  const auto old_year = old.integers("year");
  const auto old_value = old.numbers("value_usd");
  for (std::size_t row = 0; row < old.rows(); ++row) {
    if (placed.years.count(old_year[row])) continue;
    add(old.text("exporter")[row], old.text("importer")[row], old_year[row], old_value[row],
        old.text("reported_by")[row], old.text("status")[row], old.text("source")[row]);
  }
  for (const auto& [key, usd] : flows) {
    const auto& [from, to, y] = key;
    if (!known.contains(from)) placed.unplaced[from] += usd;
    if (!known.contains(to)) placed.unplaced[to] += usd;
    if (known.contains(from) && known.contains(to) && from != to && usd > 0)
      add(from, to, y, usd, "both", "observed", "user_baci");
  }
  placed.trade.name = "trade";
  placed.trade.add("exporter", exporter).add("importer", importer).add("year", year).add("value_usd", value);
  placed.trade.add("reported_by", by).add("status", status).add("source", source);
  return placed;
}

// The pack's sources with the user's file among them.
Table with_source(Table sources, const std::string& file) {
  for (auto& column : sources.columns) {
    std::string cell;
    if (column.name == "source") cell = "user_baci";
    if (column.name == "title")
      cell = "Bilateral goods trade given by the user: " + fs::path(file).filename().string();
    if (column.name == "publisher") cell = "CEPII (BACI)";
    if (column.name == "licence") cell = "Etalab 2.0";
    if (auto* texts = std::get_if<std::vector<std::string>>(&column.data))
      texts->push_back(cell);
    else if (auto* doubles = std::get_if<std::vector<double>>(&column.data))
      doubles->push_back(std::nan(""));
  }
  return sources;
}

// Every file of the pack by its name in it.
std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory() && !entry.is_symlink()) continue;
    if (!entry.is_regular_file())
      throw Error("a file was expected in the pack, and this is none", entry.path().string(), "take it out");
    names.push_back(entry.path().lexically_relative(folder).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A pack that is replaced by its own copy, or holds it, is no pack.
void require_elsewhere(const std::string& out, const std::string& world) {
  const fs::path target = fs::weakly_canonical(fs::absolute(out)), pack = fs::canonical(world);
  for (fs::path up = target; up.has_relative_path(); up = up.parent_path()) {
    if (up == pack)
      throw Error(target == pack ? "the pack cannot be replaced by its own copy"
                                 : "the pack cannot hold its own copy",
                  out, "name another folder with -o");
  }
}

}  // namespace

int verb_data_import_baci(const DataImportArgs& args, const Common& common) {
  const World world = open_world(common);
  require_elsewhere(args.out, world.folder);
  RunFolder folder(args.out, args.overwrite, "world");
  const Flows flows = read_flows(args);
  if (flows.empty()) throw Error("the file has no flows", args.file, "");
  const Placed placed = place(world, flows);
  for (const auto& name : files_of(world.folder)) {
    if (interrupted()) throw Cancelled();
    const std::string from = (fs::path(world.folder) / name).string();
    if (name == "trade.csv")
      folder.write(name, placed.trade);
    else if (name == "sources.csv")
      folder.write(name, with_source(read_table(from), args.file));
    else if (name != kMarkName)
      folder.copy(name, from);
  }
  if (interrupted()) throw Cancelled();
  tell_left(common, folder.commit());

  nlohmann::ordered_json out = {{"world", args.out}, {"rows", placed.trade.rows()}, {"years", placed.years}};
  out["not_placed"] = nlohmann::ordered_json::array();
  std::string unplaced;
  for (const auto& [code, usd] : placed.unplaced) {
    out["not_placed"].push_back({{"code", code}, {"value_usd", usd}});
    unplaced += fmt::format("{}{} ({:.2g} bn USD)", unplaced.empty() ? "" : ", ", code, usd / 1e9);
  }
  if (!unplaced.empty()) talk(common, "note: not among the pack's countries and left out: " + unplaced);
  print(common.json ? json_text(out, 2) + "\n" : fmt::format("{}\n", args.out));
  return 0;
}

}  // namespace sogdia::tool
