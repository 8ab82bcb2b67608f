#include "sogdia/study/imports/network_pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <unordered_map>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/study/imports/network_tables.h"

namespace sogdia {
namespace {

// More economies than this make no study that anyone waits for.
constexpr std::size_t kMostEconomies = 600;
// What a trip is worth and what zones without trips sell each other, USD a year: shares and percentages do
// not depend on it.
constexpr double kUsdPerTrip = 1000, kUsdPerPair = 1e6;
constexpr int kYear = 2023;  // the year that studies take where they name none
// A code of capitals and digits that no other zone has.
std::string code_of(const std::string& zone, std::set<std::string>& taken) {
  std::string code;
  for (const char c : zone)
    if (std::isalnum(static_cast<unsigned char>(c)))
      code += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (code.empty() || std::isdigit(static_cast<unsigned char>(code[0]))) code.insert(0, "Z");
  const std::string stem = code;
  for (int k = 2; !taken.insert(code).second; ++k) code = fmt::format("{}{}", stem, k);
  return code;
}

// Which of a zone's nodes stands for it: a centroid, else the one with most links.
std::vector<PackPlace> places_of(const SourceNetwork& network, Texts& notes) {
  std::vector<std::size_t> degree(network.nodes.size(), 0);
  for (const auto& link : network.links) ++degree[link.from], ++degree[link.to];
  std::map<std::string, std::size_t> of_zone;
  Texts order;
  std::size_t shared = 0, bare = 0;
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    const auto& node = network.nodes[n];
    if (node.zone.empty()) continue;
    if (degree[n] == 0) {
      ++bare;
      continue;
    }
    const auto [found, fresh] = of_zone.emplace(node.zone, n);
    if (fresh) {
      order.push_back(node.zone);
      continue;
    }
    ++shared;
    const auto& best = network.nodes[found->second];
    if (node.centroid != best.centroid ? node.centroid : degree[n] > degree[found->second]) found->second = n;
  }
  std::vector<PackPlace> places;
  for (const auto& zone : order) {
    const auto& node = network.nodes[of_zone[zone]];
    places.push_back(
        {of_zone[zone], zone, node.name.empty() ? fmt::format("Zone {}", zone) : node.name, node.country});
  }
  if (bare > 0) notes.push_back(fmt::format("{} nodes of zones have no link and are left out", bare));
  if (shared > 0)
    notes.push_back(
        fmt::format("{} zones stand at one of their nodes: the centroid, else the one with most links",
                    shared == 1 ? "some" : "several"));
  if (!places.empty()) return places;
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    if (degree[n] == 0) continue;
    const auto& node = network.nodes[n];
    places.push_back(
        {n, node.id, node.name.empty() ? fmt::format("Node {}", node.id) : node.name, node.country});
  }
  notes.push_back(fmt::format("no zones: every node with a link is a place ({})", places.size()));
  return places;
}

// Degrees for nodes without them: a circle of ten kilometres about the point 0, 0.
std::pair<Numbers, Numbers> coordinates_of(const SourceNetwork& network, Texts& notes) {
  Numbers lon, lat;
  for (const auto& node : network.nodes) lon.push_back(node.x), lat.push_back(node.y);
  const auto degrees = [](double x, double y) { return std::fabs(x) <= 180 && std::fabs(y) <= 90; };
  std::size_t missing = 0, projected = 0;
  for (std::size_t n = 0; n < lon.size(); ++n)
    (std::isnan(lon[n]) || std::isnan(lat[n]) ? missing : projected) +=
        std::isnan(lon[n]) || std::isnan(lat[n]) || !degrees(lon[n], lat[n]);
  if (projected > 0) {
    // Metres or feet of a projection that the file does not name: drawn small about 0, 0, in their own shape.
    double low_x = 1e300, high_x = -1e300, low_y = 1e300, high_y = -1e300;
    for (std::size_t n = 0; n < lon.size(); ++n) {
      if (std::isnan(lon[n]) || std::isnan(lat[n])) continue;
      low_x = std::min(low_x, lon[n]), high_x = std::max(high_x, lon[n]);
      low_y = std::min(low_y, lat[n]), high_y = std::max(high_y, lat[n]);
    }
    const double scale = 1 / std::max({high_x - low_x, high_y - low_y, 1e-9});
    for (std::size_t n = 0; n < lon.size(); ++n) {
      lon[n] = (lon[n] - (low_x + high_x) / 2) * scale;
      lat[n] = (lat[n] - (low_y + high_y) / 2) * scale;
    }
    notes.push_back("coordinates are no degrees: maps show the network's shape about the point 0, 0");
  }
  if (missing > 0) {
    for (std::size_t n = 0; n < lon.size(); ++n) {
      if (!std::isnan(lon[n]) && !std::isnan(lat[n])) continue;
      const double angle = 2 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(lon.size());
      lon[n] = 0.1 * std::cos(angle), lat[n] = 0.1 * std::sin(angle);
    }
    notes.push_back(fmt::format(
        "{} of {} nodes have no coordinates and stand on a circle about the point 0, 0; nothing but "
        "maps depends on it",
        missing, lon.size()));
  }
  return {lon, lat};
}

void add_place_table(std::vector<Table>& tables, const std::vector<PackPlace>& places,
                     const SourceNetwork& network, const Texts& country, const Numbers& lon,
                     const Numbers& lat) {
  Texts id, name, iso3, node, source;
  Numbers x, y;
  Integers population, capital;
  std::set<std::string> seen;
  for (const auto& place : places) {
    id.push_back(place.id), name.push_back(place.name), iso3.push_back(country[place.node]);
    node.push_back(network.nodes[place.node].id), source.emplace_back(kUserNetwork);
    x.push_back(lon[place.node]), y.push_back(lat[place.node]);
    population.push_back(1);
    capital.push_back(seen.insert(country[place.node]).second);
  }
  tables.push_back(std::move(named("places")
                                 .add("place_id", id)
                                 .add("name", name)
                                 .add("iso3", iso3)
                                 .add("lon", x)
                                 .add("lat", y)
                                 .add("population", population)
                                 .add("capital", capital)
                                 .add("node_id", node)
                                 .add("names", blank(id.size()))
                                 .add("source", source)));
}

// Trade between economies: the trips, or the same between all. The diagonal is what stays at home.
OdMatrix trade_of(const Index& economies, const std::map<std::string, std::string>& economy_of,
                  const SourceTrips& trips) {
  OdMatrix trade(economies, economies, "USD");
  if (trips.trips.empty()) {
    for (std::size_t i = 0; i < economies.size(); ++i)
      for (std::size_t j = 0; j < economies.size(); ++j) trade(i, j) = i == j ? 0 : kUsdPerPair;
  }
  Texts known;
  for (const auto& [zone, code] : economy_of) known.push_back(zone);
  for (const auto& trip : trips.trips) {
    const auto from = economy_of.find(trip.from), to = economy_of.find(trip.to);
    // Files write zeros for zones without links, and trips within them.
    if (trip.amount == 0 || (trip.from == trip.to && from == economy_of.end())) continue;
    if (from == economy_of.end() || to == economy_of.end()) {
      const std::string& zone = from == economy_of.end() ? trip.from : trip.to;
      throw Error(fmt::format("trips of zone `{}`, which the network lacks or no link joins", zone),
                  trips.place(trip), nearest_hint(zone, known));
    }
    trade(*economies.find(from->second), *economies.find(to->second)) += trip.amount * kUsdPerTrip;
  }
  for (std::size_t i = 0; i < economies.size(); ++i) {
    double sold = 0;
    for (std::size_t j = 0; j < economies.size(); ++j) sold += i == j ? 0 : trade(i, j);
    if (!(trade(i, i) > 0)) trade(i, i) = sold > 0 ? sold : kUsdPerPair;
  }
  return trade;
}

void add_economy_tables(std::vector<Table>& tables, const Index& economies, const OdMatrix& trade,
                        const std::map<std::string, std::string>& name_of, bool observed) {
  const std::size_t count = economies.size();
  Texts exporter, importer, name;
  Numbers value, output(count, 0), absorption(count, 0), internal, deficit;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      output[i] += trade(i, j);
      absorption[j] += trade(i, j);
      if (i == j || trade(i, j) <= 0) continue;
      exporter.push_back(economies[i]), importer.push_back(economies[j]), value.push_back(trade(i, j));
    }
    internal.push_back(trade(i, i));
    name.push_back(name_of.at(economies[i]));
  }
  for (std::size_t i = 0; i < count; ++i) deficit.push_back(absorption[i] - output[i]);
  const char* status = observed ? "observed" : "estimated";
  const std::size_t rows = value.size();
  tables.push_back(std::move(named("countries")
                                 .add("iso3", economies.labels())
                                 .add("iso2", blank(count))
                                 .add("name", name)
                                 .add("region", Texts(count, "Network"))
                                 .add("subregion", Texts(count, "Network"))
                                 .add("gdp_usd", output)
                                 .add("gdp_year", Integers(count, kYear))
                                 .add("gdp_status", Texts(count, "estimated"))
                                 .add("gdp_2023_usd", output)
                                 .add("population", Integers(count, 1))
                                 .add("population_year", Integers(count, kYear))
                                 .add("landlocked", Integers(count, 0))
                                 .add("lon", unknown(count))
                                 .add("lat", unknown(count))
                                 .add("capital", blank(count))
                                 .add("currency", blank(count))
                                 .add("gauge_mm", unknown(count))
                                 .add("names", blank(count))
                                 .add("source", Texts(count, kUserNetwork))));
  tables.push_back(std::move(named("trade")
                                 .add("exporter", exporter)
                                 .add("importer", importer)
                                 .add("year", Integers(rows, kYear))
                                 .add("value_usd", value)
                                 .add("interval_factor", unknown(rows))
                                 .add("reported_by", Texts(rows, observed ? "both" : "none"))
                                 .add("exporter_usd", unknown(rows))
                                 .add("importer_usd", unknown(rows))
                                 .add("status", Texts(rows, status))
                                 .add("source", Texts(rows, kUserNetwork))));
  tables.push_back(std::move(named("economy")
                                 .add("iso3", economies.labels())
                                 .add("year", Integers(count, kYear))
                                 .add("absorption_usd", absorption)
                                 .add("gross_output_usd", output)
                                 .add("internal_trade_usd", internal)
                                 .add("deficit_usd", deficit)
                                 .add("rule", Texts(count, "as much at home as sold"))
                                 .add("mended", Integers(count, 0))
                                 .add("note", blank(count))
                                 .add("status", Texts(count, "estimated"))
                                 .add("source", Texts(count, kUserNetwork))));
}

}  // namespace

NetworkPack make_network_pack(const SourceNetwork& network, const SourceTrips& trips,
                              const std::map<std::string, std::string>& country_names) {
  NetworkPack pack;
  pack.notes = network.notes;
  const auto places = places_of(network, pack.notes);
  if (places.size() < 2)
    throw Error("the network has fewer than two places", network.file, "it needs links between nodes");
  const auto [lon, lat] = coordinates_of(network, pack.notes);

  // Countries of the file, where every place has one; else each zone is its own.
  const bool own = std::all_of(places.begin(), places.end(),
                               [](const PackPlace& place) { return !place.country.empty(); });
  Texts country(network.nodes.size()), codes;
  std::map<std::string, std::string> economy_of, name_of;
  std::set<std::string> taken;
  const auto country_name = [&](const std::string& code) {
    const auto found = country_names.find(code);
    return found == country_names.end() ? code : found->second;
  };
  const bool each = !own && places.size() <= kMostEconomies;
  for (std::size_t n = 0; n < network.nodes.size(); ++n)
    country[n] = own ? network.nodes[n].country : each ? "" : "NET";
  for (const auto& place : places) {
    const std::string code = own ? place.country : each ? code_of(place.id, taken) : "NET";
    country[place.node] = code;
    economy_of[place.id] = code;
    if (name_of.emplace(code, each ? place.name : own ? country_name(code) : "The network").second)
      codes.push_back(code);
  }
  if (each)
    pack.notes.push_back(
        fmt::format("no countries: each of the {} {} is an economy of its own, without borders",
                    places.size(), network.format == "GeoJSON" ? "places" : "zones"));
  if (!own && !each)
    pack.notes.push_back(
        fmt::format("no countries, and more than {} places: all are of one economy, and `run` finds no "
                    "trade between economies",
                    kMostEconomies));

  Texts border_of = country;
  if (each) std::fill(border_of.begin(), border_of.end(), "");
  PackGraph graph = graph_of(network, places, border_of, lon, lat);
  if (each) {
    for (std::size_t k = 0; k < graph.node_id.size(); ++k)
      if (!graph.zone[k].empty()) graph.country[k] = economy_of.at(graph.zone[k]);
  }
  add_network_tables(pack.tables, graph);
  // A TNTP file may say that nothing slows down; of the others, without a capacity, nothing is known.
  pack.capacities =
      network.format == "TNTP" || std::any_of(graph.delay.begin(), graph.delay.end(),
                                              [](const auto& delay) { return delay.capacity > 0; });
  if (pack.capacities) {
    pack.tables.push_back(delay_table(graph));
    pack.notes.push_back(
        "capacities, delays by use and tolls stand in the table `delays`, which `assign` reads; all else "
        "takes times of free flow, and no tolls");
  }
  add_place_table(pack.tables, places, network, country, lon, lat);
  const Index economies(codes);
  const OdMatrix trade = trade_of(economies, economy_of, trips);
  add_economy_tables(pack.tables, economies, trade, name_of, !trips.trips.empty());
  pack.places = places.size();
  pack.countries = codes.size();
  pack.links = graph.link_id.size();

  if (own)
    pack.notes.push_back(graph.crossing_id.empty()
                             ? std::string("no link joins two countries: there are no borders")
                             : fmt::format("borders: {} links join two countries and pay an ordinary border "
                                           "(border.default of the parameters)",
                                           graph.crossing_id.size()));
  if (!graph.terminal_id.empty())
    pack.notes.push_back(
        fmt::format("terminals: {} where roads or places meet railways, water or air, medium ones of the "
                    "parameters",
                    graph.terminal_id.size()));
  pack.notes.push_back(
      "money: each tonne-kilometre costs what the parameters say for its mode; value of time and "
      "substitution are theirs too");
  pack.notes.push_back(
      trips.trips.empty()
          ? std::string("no trips (--trips): every economy sells every other the same, "
                        "so trade says how well placed each is and nothing else")
          : fmt::format("a trip stands for {:.0f} USD of goods a year, and an economy without trips "
                        "of its own keeps at home as much as it sells",
                        kUsdPerTrip));
  return pack;
}

}  // namespace sogdia
