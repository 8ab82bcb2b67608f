#include "sogdia/study/places/place_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/file.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/saved_file.h"

namespace sogdia {
namespace {

// The columns in their order. The build writes no quotes, so that a comma always ends a cell.
constexpr std::string_view kNamesMark = "SGDNAM03";
constexpr std::size_t kWorthKeeping = 1'000'000;  // bytes
constexpr std::string_view kHeader = "name,iso3,region,lon,lat,population,place_id,names,source";
enum NameColumn : std::size_t {
  kName,
  kIso3,
  kRegion,
  kLon,
  kLat,
  kPopulation,
  kPlaceId,
  kNames,
  kSource,
  kCells
};

std::array<std::string_view, kCells> name_cells(std::string_view line) {
  std::array<std::string_view, kCells> cells;
  std::size_t start = 0;
  for (std::size_t k = 0; k < kCells; ++k) {
    const std::size_t end = std::min(line.find(',', start), line.size());
    cells[k] = line.substr(start, end - start);
    start = std::min(end + 1, line.size());
  }
  return cells;
}

constexpr int kRowBits = 32;

// Before every row of such a name.
std::uint64_t first_of(std::string_view key) { return content_hash(key) << kRowBits; }

// visit(name, whether it is the row's own), until it says true: first the own one, then the others.
template <class Row, class Visit>
void each_name(std::string_view text, const Row& row, const Visit& visit) {
  if (visit(text.substr(row.start, row.name_size), true)) return;
  const std::string_view names = text.substr(row.names, row.names_size);
  for (std::size_t start = 0; start < names.size();) {
    const std::size_t end = std::min(names.find('|', start), names.size());
    if (visit(names.substr(start, end - start), false)) return;
    start = end + 1;
  }
}

double number(std::string_view cell, const std::string& file, std::size_t row) {
  double value = 0.0;
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (failed != std::errc() || end != cell.data() + cell.size())
    throw Error(fmt::format("`{}` is not a number", cell), fmt::format("{}, row {}", file, row), "");
  return value;
}

}  // namespace

PlaceNames::PlaceNames(const World& world) {
  const auto found = world.on_demand.find("place_names");
  if (found == world.on_demand.end()) return;
  file_ = found->second.path;
  const std::string path = path_beside(world.folder, "names");
  const std::uint64_t source = content_hash(MappedFile(file_).text());
  if (take_saved(path, source)) return;
  const auto own = std::make_shared<Own>(Own{read_packed(file_), {}, {}});
  keeps_ = own;
  text_ = own->text;
  rows_ = own->rows = read_rows();
  keys_ = own->keys = keys_of_rows();
  if (text_.size() < kWorthKeeping) return;
  SavedWriter writer(kNamesMark, source);
  writer.put(own->rows);
  writer.put(own->keys);
  writer.put(text_);
  try {
    write_file(path, std::move(writer).text());
  } catch (const Error&) {
    // A folder that may not be written to is no reason to stop.
  }
}

bool PlaceNames::take_saved(const std::string& path, std::uint64_t source) {
  try {
    const auto file = std::make_shared<const MappedFile>(path);
    SavedReader reader(file->text(), kNamesMark, source);
    reader.take(rows_);
    reader.take(keys_);
    reader.take(text_);
    reader.require_end();
    keeps_ = file;
    return true;
  } catch (const Error&) {
    return false;  // Then it is read anew.
  }
}

std::vector<PlaceNames::Row> PlaceNames::read_rows() const {
  if (text_.size() > std::numeric_limits<std::uint32_t>::max())
    throw Error("the table is above 4 GB", file_, "");
  const std::string_view text = text_;
  std::size_t at = std::min(text.find('\n'), text.size());
  if (text.substr(0, at) != kHeader)
    throw Error("the columns are not those of place_names", file_, fmt::format("expected `{}`", kHeader));
  std::vector<Row> rows;
  rows.reserve(text.size() / 64);
  const bool quoted = text.find('"') != std::string_view::npos;
  for (++at; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t commas = static_cast<std::size_t>(std::count(line.begin(), line.end(), ','));
    if (commas != kCells - 1 || (quoted && line.find('"') != std::string_view::npos))
      throw Error("the row does not have nine cells without quotes",
                  fmt::format("{}, row {}", file_, rows.size() + 2), "`make world` writes the table");
    // The names stand last but one.
    const std::size_t names_end = line.rfind(','), names = line.rfind(',', names_end - 1) + 1;
    const Row row{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(line.find(',')),
                  static_cast<std::uint32_t>(at + names), static_cast<std::uint32_t>(names_end - names)};
    rows.push_back(row);
    at = end + 1;
  }
  return rows;
}

std::vector<PlaceNames::KeyOfRow> PlaceNames::keys_of_rows() const {
  std::vector<KeyOfRow> keys;
  for (std::uint32_t r = 0; r < rows_.size(); ++r)
    each_name(text_, rows_[r], [&](std::string_view name, bool) {
      keys.push_back(first_of(name_key(name)) | r);
      return false;
    });
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

NamedPlace PlaceNames::place(const Row& row, bool own_name) const {
  const std::string_view text = text_;
  const auto cells = name_cells(text.substr(row.start, text.find('\n', row.start) - row.start));
  const std::size_t number_of = static_cast<std::size_t>(&row - rows_.data()) + 2;
  NamedPlace place;
  place.name = cells[kName];
  place.iso3 = cells[kIso3];
  place.region = cells[kRegion];
  place.place_id = cells[kPlaceId];
  place.lat = number(cells[kLat], file_, number_of);
  place.lon = number(cells[kLon], file_, number_of);
  place.population = number(cells[kPopulation], file_, number_of);
  place.own_name = own_name;
  return place;
}

std::vector<NamedPlace> PlaceNames::called(std::string_view key) const {
  std::vector<NamedPlace> found;
  if (key.empty()) return found;
  const KeyOfRow first = first_of(key);
  for (auto of = std::ranges::lower_bound(keys_, first);
       of != keys_.end() && *of >> kRowBits == first >> kRowBits; ++of) {
    const Row& row = rows_[static_cast<std::uint32_t>(*of)];
    each_name(text_, row, [&](std::string_view name, bool own) {
      if (!has_key(name, key)) return false;
      found.push_back(place(row, own));
      return true;
    });
  }
  return found;
}

bool PlaceNames::is_region(std::string_view key) const {
  const std::string_view text = text_;
  std::string_view before;
  for (const auto& row : rows_) {
    const std::size_t start = text.find(',', row.start + row.name_size + 1) + 1;
    const std::string_view regions = text.substr(start, text.find(',', start) - start);
    if (regions == before) continue;
    before = regions;
    for (std::size_t k = 0; k < regions.size();) {
      const std::size_t end = std::min(regions.find('|', k), regions.size());
      if (has_key(regions.substr(k, end - k), key)) return true;
      k = end + 1;
    }
  }
  return false;
}

std::vector<std::string> PlaceNames::like(std::string_view name) const {
  std::vector<std::string> found;
  const std::size_t most = std::max<std::size_t>(1, name.size() / 3);
  for (const auto& row : rows_) {
    if (row.names_size == 0 || row.name_size + most < name.size() || name.size() + most < row.name_size)
      continue;
    found.emplace_back(text_.substr(row.start, row.name_size));
  }
  return found;
}

void PlaceNamesReader::begin() {
  if (names_ || begun_.valid()) return;
  try {
    begun_ = std::async(std::launch::async, [this] { return PlaceNames(world_); });
  } catch (const std::system_error&) {
    // No thread to be had: get() reads.
  }
}

const PlaceNames& PlaceNamesReader::get() {
  if (!names_) names_.emplace(begun_.valid() ? begun_.get() : PlaceNames(world_));
  return *names_;
}

}  // namespace sogdia
