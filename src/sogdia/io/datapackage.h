#pragma once
#include <functional>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/io/table_io.h"

namespace sogdia {

// A table of a Frictionless Data Package.
struct Resource {
  std::string name;  // "trade"
  std::string path;  // relative to the package's folder: "trade.csv"
  TableSchema schema;
  bool on_demand = false;  // `onDemand`: a big table that few readers need
};

// The tabular resources (.csv, .tsv, .parquet) of a datapackage.json, in its order. Throws Error where the
// file is missing or is not a package.
std::vector<Resource> read_datapackage(const std::string& path);

// What a table (column empty) or one of its columns is, in words; empty for nothing.
using Describe = std::function<std::string(const std::string& table, const std::string& column)>;

// A datapackage.json that describes tables written at `paths` (one each).
std::string datapackage_text(const std::string& name, const std::string& title,
                             const std::vector<const Table*>& tables, const std::vector<std::string>& paths,
                             const Describe& describe = {});

}  // namespace sogdia
