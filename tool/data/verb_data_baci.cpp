#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "run/run_output.h"
#include "sogdia/io/folder_mark.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/run_folder.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/world/baci.h"
#include "sogdia/study/world/country.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

namespace fs = std::filesystem;

// The rows of the old trade table that stay, under the new ones.
void take_rows(Table& trade, const Table& old, const std::vector<std::size_t>& kept, std::size_t added,
               const std::map<std::string, Column>& fresh) {
  trade.name = "trade";
  for (const auto& column : old.columns) {
    const auto given = fresh.find(column.name);
    Column out;
    out.name = column.name;
    std::visit(
        [&](const auto& cells) {
          using Cells = std::decay_t<decltype(cells)>;
          Cells all;
          for (const auto row : kept) all.push_back(cells[row]);
          const Cells* more = given == fresh.end() ? nullptr : std::get_if<Cells>(&given->second.data);
          if (more)
            all.insert(all.end(), more->begin(), more->end());
          else if constexpr (std::is_same_v<Cells, std::vector<double>>)
            all.resize(all.size() + added, std::nan(""));
          else
            all.resize(all.size() + added);
          out.data = std::move(all);
        },
        column.data);
    trade.columns.push_back(std::move(out));
  }
}

struct Placed {
  Table trade;
  std::map<std::string, double> unplaced;     // USD by code that the pack has no country for
  std::map<std::int64_t, std::size_t> years;  // rows of each
  double usd = 0;                             // of all flows between two countries, placed or not
};

// The pack's trade table with the years of the flows replaced.
Placed place(const World& world, const BaciFlows& flows) {
  const Index known(country_codes(world));
  Placed placed;
  for (const auto& [code, usd] : flows.unknown) placed.unplaced[code] += usd, placed.usd += usd;
  std::vector<std::string> exporter, importer;
  std::vector<std::int64_t> year;
  std::vector<double> value;
  for (const auto& [key, usd] : flows.usd) {
    const auto& [from, to, y] = key;
    placed.years.try_emplace(y, 0);
    if (from == to || usd <= 0) continue;
    placed.usd += usd;
    if (!known.contains(from)) placed.unplaced[from] += usd;
    if (!known.contains(to)) placed.unplaced[to] += usd;
    if (!known.contains(from) || !known.contains(to)) continue;
    ++placed.years[y];
    exporter.push_back(from);
    importer.push_back(to);
    year.push_back(y);
    value.push_back(usd);
  }
  const std::size_t added = value.size();
  std::map<std::string, Column> fresh;
  fresh["exporter"] = {"exporter", exporter, {}};
  fresh["importer"] = {"importer", importer, {}};
  fresh["year"] = {"year", year, {}};
  fresh["value_usd"] = {"value_usd", value, {}};
  fresh["reported_by"] = {"reported_by", std::vector<std::string>(added, "both"), {}};
  fresh["status"] = {"status", std::vector<std::string>(added, "observed"), {}};
  fresh["source"] = {"source", std::vector<std::string>(added, "user_baci"), {}};
  const Table& old = world.table("trade");
  const auto old_year = old.integers("year");
  std::vector<std::size_t> kept;
  for (std::size_t row = 0; row < old.rows(); ++row)
    if (!placed.years.count(old_year[row])) kept.push_back(row);
  take_rows(placed.trade, old, kept, added, fresh);
  return placed;
}

// The pack's sources with the user's files among them.
Table with_source(Table sources, const std::vector<std::string>& files) {
  std::string names;
  for (const auto& file : files) names += (names.empty() ? "" : ", ") + fs::path(file).filename().string();
  for (auto& column : sources.columns) {
    std::string cell;
    if (column.name == "source") cell = "user_baci";
    if (column.name == "title") cell = "Bilateral goods trade given by the user: " + names;
    if (column.name == "publisher") cell = "CEPII (BACI)";
    if (column.name == "licence") cell = "Etalab 2.0";
    if (auto* texts = std::get_if<std::vector<std::string>>(&column.data))
      texts->push_back(cell);
    else if (auto* doubles = std::get_if<std::vector<double>>(&column.data))
      doubles->push_back(std::nan(""));
  }
  return sources;
}

// Years that no study can stand on, and years of which nothing was placed.
std::vector<std::string> years_without_a_world(const World& world, const Placed& placed) {
  std::set<std::int64_t> sizes;
  for (const auto& size : world.records.sizes) sizes.insert(size.year);
  std::string have;
  for (const auto year : sizes) have += fmt::format("{}{}", have.empty() ? "" : " and ", year);
  std::vector<std::string> warnings;
  for (const auto& [year, rows] : placed.years) {
    if (!sizes.count(year))
      warnings.push_back(
          fmt::format("no study can stand on {}: the pack has the sizes of economies for {}", year, have));
    else if (rows == 0)
      warnings.push_back(
          fmt::format("nothing of {} could be placed: the pack now has no trade of that year", year));
  }
  return warnings;
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
  const BaciFlows flows = read_baci(args.files, args.codes);
  if (flows.usd.empty() && flows.unknown.empty())
    throw Error("the file has no flows", args.files.front(), "");
  const Placed placed = place(world, flows);
  for (const auto& name : files_of(world.folder)) {
    if (interrupted()) throw Cancelled();
    const std::string from = (fs::path(world.folder) / name).string();
    if (name == "trade.csv")
      folder.write(name, placed.trade);
    else if (name == "sources.csv")
      folder.write(name, with_source(read_table(from), args.files));
    else if (name != kMarkName)
      folder.copy(name, from);
  }
  if (interrupted()) throw Cancelled();
  tell_left(common, folder.commit());

  nlohmann::ordered_json out = {{"world", args.out}, {"rows", placed.trade.rows()}};
  out["years"] = nlohmann::ordered_json::array();
  for (const auto& [year, rows] : placed.years) out["years"].push_back(year);
  out["value_usd"] = placed.usd;
  out["not_placed"] = nlohmann::ordered_json::array();
  std::string unplaced;
  for (const auto& [code, usd] : placed.unplaced) {
    out["not_placed"].push_back({{"code", code}, {"value_usd", usd}});
    unplaced += fmt::format("{}{} ({:.2g} bn USD, {:.2g} %)", unplaced.empty() ? "" : ", ", code, usd / 1e9,
                            100 * usd / placed.usd);
  }
  std::vector<std::string> notes = flows.notes;
  if (!unplaced.empty()) notes.push_back("not among the pack's countries and left out: " + unplaced);
  const auto warnings = years_without_a_world(world, placed);
  notes.insert(notes.end(), warnings.begin(), warnings.end());
  for (const auto& note : notes) talk(common, "note: " + note);
  if (!notes.empty()) out["notes"] = notes;
  print(common.json ? json_text(out, 2) + "\n" : fmt::format("{}\n", args.out));
  return 0;
}

}  // namespace sogdia::tool
