#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "run/run_output.h"
#include "sogdia/core/error.h"
#include "sogdia/io/datapackage.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/run_folder.h"
#include "sogdia/study/imports/link_delay.h"
#include "sogdia/study/imports/network_pack.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

namespace fs = std::filesystem;

// X_trips.tntp beside X_net.tntp, demand.csv in a GMNS folder; "" where there is none.
std::string trips_beside(const std::string& from, const std::string& format) {
  fs::path file;
  if (format == "GMNS") file = fs::path(from) / "demand.csv";
  if (format == "TNTP") {
    std::string stem = fs::path(from).stem().string();
    if (const auto at = stem.rfind("_net"); at != std::string::npos) stem.resize(at);
    file = fs::path(from).parent_path() / (stem + "_trips.tntp");
  }
  std::error_code failed;
  return !file.empty() && fs::exists(file, failed) ? file.string() : "";
}

Table sources_of(const DataImportNetworkArgs& args, const std::string& format, const std::string& trips) {
  const std::string name = fs::path(args.from).lexically_normal().filename().string();
  Table table;
  table.name = "sources";
  const auto texts = [](const std::string& text) { return std::vector<std::string>{text}; };
  table.add("source", texts("user_network"));
  table.add("title", texts(fmt::format("Network given by the user ({}): {}{}", format, name,
                                       trips.empty() ? "" : " with " + fs::path(trips).filename().string())));
  table.add("publisher", texts("the user")).add("licence", texts(""));
  return table;
}

// The parameters of the pack at hand, but that a lorry drives all day: the network's speeds and times are its
// own.
std::string parameters_of(const std::string& file, const SourceNetwork& network) {
  std::string text = read_file(file);
  // Those of a pack that was imported itself.
  constexpr const char* kTitle = "\n# A unit of toll and of length in the generalized cost of `assign`.\n";
  text.resize(std::min(text.size(), text.find(kTitle)));
  const auto factor = [](const char* name, double value) {
    return fmt::format(R"({} = {{ value = {}, unit = "1", source = "user_network", status = "estimated" }})"
                       "\n",
                       name, value);
  };
  text += std::string(kTitle) + "[assignment]\n" + factor("toll_factor", network.toll_factor) +
          factor("length_factor", network.length_factor);
  const std::size_t section = text.find("[driving]\n");
  const std::size_t start = section == std::string::npos ? section : text.find("hours_per_day", section);
  if (start == std::string::npos) return text;
  text.replace(
      start, text.find('\n', start) - start,
      R"(hours_per_day = { value = 24, unit = "h", source = "user_network", status = "estimated" })");
  return text;
}

}  // namespace

int verb_data_import_network(const DataImportNetworkArgs& args, const Common& common) {
  // Speeds, prices and values of time are those of the pack at hand.
  const World world = open_world(common);
  RunFolder folder(args.out, args.overwrite, "world");
  SourceNetwork network = read_source_network(args.from);
  settle_units(network, {args.length_unit, args.speed_unit, args.time_unit});
  settle_delays(network);
  std::string trips_file = args.trips;
  if (trips_file.empty()) {
    trips_file = trips_beside(args.from, network.format);
    if (!trips_file.empty()) network.notes.push_back("trips are read from " + trips_file);
  }
  std::map<std::string, std::string> country_names;
  for (const auto& country : world.records.countries) country_names.emplace(country.iso3, country.name);
  const SourceTrips trips = trips_file.empty() ? SourceTrips{} : read_trips(trips_file);
  network.notes.insert(network.notes.end(), trips.notes.begin(), trips.notes.end());
  NetworkPack pack = make_network_pack(network, trips, country_names);
  pack.tables.push_back(sources_of(args, network.format, trips_file));
  std::vector<const Table*> tables;
  std::vector<std::string> paths;
  for (const auto& table : pack.tables) {
    if (interrupted()) throw Cancelled();
    tables.push_back(&table);
    paths.push_back(table.name + ".csv");
    folder.write(paths.back(), table);
  }
  folder.write("parameters.toml",
               parameters_of((fs::path(world.folder) / "parameters.toml").string(), network));
  folder.write("datapackage.json",
               datapackage_text("sogdia-network", "A network of the user's own", tables, paths));
  tell_left(common, folder.commit());

  nlohmann::ordered_json out = {{"world", args.out},   {"format", network.format},    {"places", pack.places},
                                {"links", pack.links}, {"economies", pack.countries}, {"notes", pack.notes}};
  for (const auto& note : pack.notes) talk(common, "note: " + note);
  print(common.json ? json_text(out, 2) + "\n" : fmt::format("{}\n", args.out));
  return 0;
}

}  // namespace sogdia::tool
