#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "sogdia/io/file.h"
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

void add_source(const fs::path& folder, const std::string& file) {
  const std::string path = (folder / "sources.csv").string();
  std::error_code failed;
  if (!fs::exists(path, failed)) return;
  Table sources = read_table(path);
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
  write_table(sources, path);
}

}  // namespace

int verb_data_import_baci(const DataImportArgs& args, const Common& common) {
  const World world = open_world(common);
  std::error_code failed;
  if (fs::exists(args.out, failed) && !args.overwrite)
    throw Error("the folder exists already", args.out, "name another folder with -o, or add --overwrite");
  if (fs::exists(args.out, failed) && !fs::exists(fs::path(args.out) / "datapackage.json", failed))
    throw Error("the folder holds something that is not a world pack, and is left alone", args.out,
                "name another folder with -o");
  if (fs::exists(args.out, failed) && fs::equivalent(args.out, world.folder, failed))
    throw Error("the pack cannot be replaced by its own copy", args.out, "name another folder with -o");
  const Flows flows = read_flows(args);
  if (flows.empty()) throw Error("the file has no flows", args.file, "");
  const Placed placed = place(world, flows);

  // Written beside the target and renamed, so that there is a whole pack or none.
  const fs::path temporary = fmt::format("{}.tmp-{}", args.out, ::getpid());
  try {
    fs::copy(world.folder, temporary, fs::copy_options::recursive);
    write_table(placed.trade, (temporary / "trade.csv").string());
    add_source(temporary, args.file);
    if (interrupted()) throw Cancelled();
    fs::remove_all(args.out);
    fs::rename(temporary, args.out);
  } catch (const fs::filesystem_error& error) {
    fs::remove_all(temporary, failed);
    throw_file_error("write the pack", args.out, error.code().value());
  } catch (...) {
    fs::remove_all(temporary, failed);
    throw;
  }

  nlohmann::ordered_json out = {{"world", args.out}, {"rows", placed.trade.rows()}, {"years", placed.years}};
  out["not_placed"] = nlohmann::ordered_json::array();
  std::string unplaced;
  for (const auto& [code, usd] : placed.unplaced) {
    out["not_placed"].push_back({{"code", code}, {"value_usd", usd}});
    unplaced += fmt::format("{}{} ({:.2g} bn USD)", unplaced.empty() ? "" : ", ", code, usd / 1e9);
  }
  if (!unplaced.empty()) talk(common, "note: not among the pack's countries and left out: " + unplaced);
  print(common.json ? out.dump(2) + "\n" : fmt::format("{}\n", args.out));
  return 0;
}

}  // namespace sogdia::tool
