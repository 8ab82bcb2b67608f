#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/study/imports/source_network.h"

namespace sogdia {

namespace fs = std::filesystem;

bool is_source_network(const std::string& path) {
  std::error_code failed;
  if (!fs::is_directory(path, failed)) return fs::is_regular_file(path, failed);
  return !fs::exists(fs::path(path) / "datapackage.json", failed) &&
         fs::exists(fs::path(path) / "link.csv", failed);
}

SourceNetwork read_source_network(const std::string& from) {
  std::error_code failed;
  if (fs::is_directory(from, failed)) return read_gmns(from);
  require_file(from);
  const std::string ending = fs::path(from).extension().string();
  if (ending == ".tntp") return read_tntp(from);
  if (ending == ".geojson" || ending == ".json") return read_geojson_lines(from);
  throw Error("no network that Sogdia reads", from,
              "a GMNS folder (node.csv, link.csv), a TNTP file (*_net.tntp) or GeoJSON (*.geojson)");
}

}  // namespace sogdia
