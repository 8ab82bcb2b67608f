#pragma once
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia {

// A city or town of place_names.csv.
struct NamedPlace {
  std::string name, iso3;
  std::string region;    // names of its state or province, separated by a bar; often empty
  std::string place_id;  // the place of the pack that it is; empty where the pack has none
  double lat = 0.0, lon = 0.0, population = 0.0;
  bool own_name = false;  // found by its own name, and not by another that it is called by
};

// place_names.csv as text with the seams of its rows, and its 490,000 names by the hashes of their keys: no
// string is made before it is wanted. All that is kept beside the pack, ".NAME.names" for the folder NAME,
// and believed as long as the table is the same (io/saved_file.h).
class PlaceNames {
 public:
  // Empty where the pack has no such table. Throws Error where the file is missing or a row is broken.
  explicit PlaceNames(const World& world);

  // Every place that has the name (a name_key), in the order of the table.
  std::vector<NamedPlace> called(std::string_view key) const;

  // Whether a place lies in a state or province of the name.
  bool is_region(std::string_view key) const;

  // Own names that a misspelt one may mean: of towns of 15,000 people and more.
  std::vector<std::string> like(std::string_view name) const;

 private:
  struct Row {
    std::uint32_t start, name_size, names, names_size;
  };
  // A name of a row: the hash of its name_key above, the row below.
  using KeyOfRow = std::uint64_t;
  // The table as it was read; a saved one lies in its file.
  struct Own {
    std::string text;
    std::vector<Row> rows;
    std::vector<KeyOfRow> keys;
  };
  bool take_saved(const std::string& path, std::uint64_t source);
  std::vector<Row> read_rows() const;
  std::vector<KeyOfRow> keys_of_rows() const;
  NamedPlace place(const Row& row, bool own_name) const;

  std::string file_;
  std::shared_ptr<const void> keeps_;  // what the following lie in
  std::string_view text_;
  std::span<const Row> rows_;
  std::span<const KeyOfRow> keys_;  // in order
};

// The table, read when it is first wanted: an id or a point needs none. One thread asks at a time.
class PlaceNamesReader {
 public:
  explicit PlaceNamesReader(const World& world) : world_(world) {}

  // Begins to read it on a thread of its own, where one can be had.
  void begin();
  const PlaceNames& get();

 private:
  const World& world_;
  std::future<PlaceNames> begun_;
  std::optional<PlaceNames> names_;
};

}  // namespace sogdia
