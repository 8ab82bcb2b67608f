#include "sogdia/network/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <unordered_map>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/pack/columns.h"

namespace sogdia {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

TextColumn optional_text(const Table& table, std::string_view name) {
  return TextColumn(table, name, Need::kOptional);
}

// A column without a single value is read as text; its cells are missing numbers all the same.
std::vector<double> optional_numbers(const Table& table, std::string_view name) {
  const Column* column = table.find(name);
  if (!column) return std::vector<double>(table.rows(), kMissing);
  const auto* texts = std::get_if<std::vector<std::string>>(&column->data);
  if (!texts) return table.numbers(name);
  std::vector<double> out(table.rows(), kMissing);
  for (std::size_t row = 0; row < out.size(); ++row) {
    const std::string& text = (*texts)[row];
    if (text.empty()) continue;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out[row]);
    if (failed != std::errc() || end != text.data() + text.size()) {
      throw Error(fmt::format("`{}` in column `{}` is not a number", text, name), table.place(row), "");
    }
  }
  return out;
}

std::vector<double> amounts(const Table& table, std::string_view name) {
  std::vector<double> out = optional_numbers(table, name);
  for (std::size_t row = 0; row < out.size(); ++row) {
    if (out[row] < 0) {
      throw Error(fmt::format("negative {} `{}`", name, out[row]), table.place(row), "give it as 0 or more");
    }
  }
  return out;
}

void require_unique(const std::vector<std::string>& ids, const Table& table, std::string_view what) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const auto [first, fresh] = seen.emplace(ids[row], row);
    if (!fresh) {
      throw Error(fmt::format("{} `{}` stands twice", what, ids[row]), table.place(row),
                  fmt::format("it was given before in {}", table.place(first->second)));
    }
  }
}

Index unique_ids(const Table& table, std::string_view name, std::string_view what) {
  const TextColumn ids(table, name);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (ids[row].empty()) throw Error(fmt::format("{} without an id", what), table.place(row), "");
  }
  try {
    return Index(ids.values());
  } catch (const Error&) {
    require_unique(ids.values(), table, what);  // for the rows of the two
    throw;
  }
}

std::size_t position(const Index& index, const std::string& label, std::string_view what, const Table& table,
                     std::size_t row) {
  if (const auto found = index.find(label)) return *found;
  throw Error(fmt::format("unknown {} `{}`", what, label), table.place(row),
              nearest_hint(label, index.labels()));
}

std::int32_t optional_position(const Index& index, const std::string& label, std::string_view what,
                               const Table& table, std::size_t row) {
  return label.empty() ? -1 : static_cast<std::int32_t>(position(index, label, what, table, row));
}

double parameter(const NetworkParameters& parameters, const std::string& key, std::string_view needed_by) {
  if (const auto found = parameters.find(key); found != parameters.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& entry : parameters) known.push_back(entry.first);
  throw Error(fmt::format("parameter `{}` is missing; {} needs it", key, needed_by), "parameters.toml",
              nearest_hint(key, known));
}

double optional_parameter(const NetworkParameters& parameters, const std::string& key, double otherwise) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? otherwise : found->second;
}

void read_nodes(Network& network, const Table& table) {
  if (table.rows() == 0) {
    throw Error("the network has no nodes", table.source.empty() ? table.name : table.source,
                "give at least two nodes and a link between them");
  }
  network.nodes = unique_ids(table, "node_id", "node");
  network.node_name = optional_text(table, "name").values();
  network.lon = optional_numbers(table, "x_coord");
  network.lat = optional_numbers(table, "y_coord");
  const TextColumn types(table, "node_type");
  const TextColumn countries = optional_text(table, "iso3");
  const std::set<std::string> known(countries.values().begin(), countries.values().end());
  std::vector<std::string> codes;
  for (const auto& code : known) {
    if (!code.empty()) codes.push_back(code);
  }
  network.countries = Index(std::move(codes));
  for (std::size_t n = 0; n < table.rows(); ++n) {
    if (!(network.lon[n] >= -180 && network.lon[n] <= 180 && network.lat[n] >= -90 && network.lat[n] <= 90)) {
      throw Error(fmt::format("node `{}` stands at longitude {}, latitude {}", network.nodes[n],
                              network.lon[n], network.lat[n]),
                  table.place(n), "longitudes run from -180 to 180 and latitudes from -90 to 90");
    }
    const auto type = parse_node_type(types[n]);
    if (!type) {
      throw Error(fmt::format("unknown node type `{}`", types[n]), table.place(n),
                  "one of place, port, airport, rail_terminal, crossing, junction, sea, zone, pipe");
    }
    network.node_type.push_back(*type);
    network.country.push_back(optional_position(network.countries, countries[n], "country", table, n));
  }
}

// Rows of crossings, terminals and passages as costs by position in their index.
struct Stop {
  std::vector<double> hours, usd;
  std::vector<bool> open, gauge_break;
  std::vector<std::string> iso3;  // of a passage: the country that may shut it, empty = none
  std::vector<bool> small;        // large ships do not fit; empty = they do
};

bool is_open(double cell) { return std::isnan(cell) || cell != 0; }

Stop read_crossings(Network& network, const Table& table, const NetworkParameters& parameters) {
  network.crossings = unique_ids(table, "crossing_id", "crossing");
  network.crossing_name = optional_text(table, "name").values();
  const TextColumn a(table, "iso3_a"), b(table, "iso3_b"), modes(table, "mode");
  const auto gauge_change = optional_numbers(table, "gauge_change"), open = optional_numbers(table, "open");
  Stop stop{amounts(table, "hours"), amounts(table, "usd_per_tonne"), {}, {}, {}, {}};
  for (std::size_t k = 0; k < table.rows(); ++k) {
    if (a[k].empty() || b[k].empty() || a[k] == b[k]) {
      throw Error(fmt::format("crossing `{}` does not join two countries", network.crossings[k]),
                  table.place(k), "give two different codes as iso3_a and iso3_b");
    }
    network.crossing_pair.push_back(std::min(a[k], b[k]) + "-" + std::max(a[k], b[k]));
    if (!parse_mode(modes[k])) {
      throw Error(fmt::format("unknown mode `{}`", modes[k]), table.place(k),
                  "most crossings are road or rail");
    }
    const auto otherwise = [&](double& cell, const char* unit) {
      if (std::isnan(cell)) {
        cell = parameter(parameters, fmt::format("border.default.{}.{}", modes[k], unit), table.place(k));
      }
    };
    otherwise(stop.hours[k], "hours");
    otherwise(stop.usd[k], "usd_per_tonne");
    const bool changes = gauge_change[k] > 0;
    if (changes) {
      stop.hours[k] += parameter(parameters, "border.gauge_change.hours", table.place(k));
      stop.usd[k] += parameter(parameters, "border.gauge_change.usd_per_tonne", table.place(k));
    }
    stop.gauge_break.push_back(changes);
    stop.open.push_back(is_open(open[k]));
  }
  return stop;
}

Stop read_terminals(Network& network, const Table& table, const NetworkParameters& parameters) {
  network.terminals = unique_ids(table, "terminal_id", "terminal");
  network.terminal_kind = TextColumn(table, "kind").values();
  network.terminal_name = optional_text(table, "name").values();
  const TextColumn size = optional_text(table, "size");
  Stop stop{amounts(table, "dwell_hours"), amounts(table, "handling_usd_per_tonne"), {}, {}, {}, {}};
  for (std::size_t k = 0; k < table.rows(); ++k) {
    stop.small.push_back(network.terminal_kind[k] == "port" && size[k] == "small");
    const auto otherwise = [&](double& cell, const char* unit) {
      if (!std::isnan(cell)) return;
      const std::string& kind = network.terminal_kind[k];
      cell = parameter(parameters, fmt::format("terminal.{}.{}.{}", kind, size[k], unit), table.place(k));
    };
    otherwise(stop.hours[k], "dwell_hours");
    otherwise(stop.usd[k], "handling_usd_per_tonne");
  }
  return stop;
}

Stop read_passages(Network& network, const Table& table) {
  network.passages = unique_ids(table, "passage", "passage");
  Stop stop{amounts(table, "hours"),
            amounts(table, "usd_per_tonne"),
            {},
            {},
            optional_text(table, "iso3").values(),
            {}};
  const auto open = optional_numbers(table, "open"), large = optional_numbers(table, "large_ships");
  for (std::size_t k = 0; k < table.rows(); ++k) {
    if (std::isnan(stop.hours[k])) stop.hours[k] = 0;
    if (std::isnan(stop.usd[k])) stop.usd[k] = 0;
    stop.open.push_back(is_open(open[k]));
    stop.small.push_back(large[k] == 0);
  }
  return stop;
}

// What the parameters say of a mode, read when a link first needs it.
class ModeParameters {
 public:
  explicit ModeParameters(const NetworkParameters& parameters) : parameters_(parameters) {}

  double kmh(Mode mode, const Table& table, std::size_t row) {
    return once(kmh_[static_cast<std::size_t>(mode)], [&] {
      return parameter(parameters_,
                       std::string("speed.") + to_string(moves_as_road(mode) ? Mode::road : mode),
                       table.place(row));
    });
  }
  double usd_per_km(Mode mode, const Table& table, std::size_t row) {
    return once(usd_[static_cast<std::size_t>(mode)], [&] {
      if (!moves_as_road(mode))
        return parameter(parameters_, std::string("cost.") + to_string(mode), table.place(row));
      return optional_parameter(parameters_, "cost.transfer",
                                parameter(parameters_, "cost.road", table.place(row)));
    });
  }

 private:
  bool moves_as_road(Mode mode) const {
    return mode == Mode::transfer && !parameters_.contains("speed.transfer");
  }
  template <typename Read>
  static double once(std::optional<double>& kept, const Read& read) {
    if (!kept) kept = read();
    return *kept;
  }

  const NetworkParameters& parameters_;
  std::array<std::optional<double>, kModeCount> kmh_, usd_;
};

void read_links(Network& network, LinkCosts& costs, const Table& table, const NetworkParameters& parameters,
                const Stop& crossings, const Stop& terminals, const Stop& passages) {
  if (table.rows() == 0) {
    throw Error("the network has no links", table.source.empty() ? table.name : table.source,
                "give at least one link");
  }
  network.links = unique_ids(table, "link_id", "link");
  const TextColumn from(table, "from_node_id"), to(table, "to_node_id"), modes(table, "mode");
  const TextColumn status = optional_text(table, "status"), passage = optional_text(table, "passage"),
                   crossing = optional_text(table, "crossing_id"),
                   terminal = optional_text(table, "terminal_id"),
                   project = optional_text(table, "project_id"), iso3 = optional_text(table, "iso3"),
                   facility = optional_text(table, "facility");
  const auto directed = optional_numbers(table, "directed"), speed = optional_numbers(table, "free_speed"),
             year = optional_numbers(table, "opened_year");
  network.length_km = amounts(table, "length");
  network.capacity = amounts(table, "capacity");

  std::set<std::string> projects(project.values().begin(), project.values().end());
  projects.erase("");
  network.projects = Index(std::vector<std::string>(projects.begin(), projects.end()));

  const double driven = optional_parameter(parameters, "driving.hours_per_day", 24.0);
  if (!(driven > 0 && driven <= 24))
    throw Error(fmt::format("driving.hours_per_day is {}", driven), "parameters.toml",
                "hours of a day: above 0, 24 at most");

  ModeParameters of_mode(parameters);
  const std::size_t count = table.rows();
  std::vector<double> km_hours(count), km_usd(count);
  costs.stop_hours.assign(count, 0.0);
  costs.stop_usd.assign(count, 0.0);
  network.bars_large_ships.assign(count, 0);
  for (std::size_t l = 0; l < count; ++l) {
    const auto mode = parse_mode(modes[l]);
    if (!mode) {
      throw Error(fmt::format("unknown mode `{}`", modes[l]), table.place(l),
                  "one of sea, rail, road, air, ferry, inland_water, transfer, oil_pipeline, gas_pipeline");
    }
    network.mode.push_back(*mode);
    network.from.push_back(static_cast<std::uint32_t>(position(network.nodes, from[l], "node", table, l)));
    network.to.push_back(static_cast<std::uint32_t>(position(network.nodes, to[l], "node", table, l)));
    network.directed.push_back(directed[l] > 0);
    network.passage.push_back(optional_position(network.passages, passage[l], "passage", table, l));
    network.crossing.push_back(optional_position(network.crossings, crossing[l], "crossing", table, l));
    network.terminal.push_back(optional_position(network.terminals, terminal[l], "terminal", table, l));
    network.project.push_back(optional_position(network.projects, project[l], "project", table, l));
    network.opened_year.push_back(std::isnan(year[l]) ? std::int16_t{0} : static_cast<std::int16_t>(year[l]));
    const bool afloat = *mode == Mode::sea || *mode == Mode::inland_water;
    std::string waters = afloat ? iso3[l] : "";
    if (const auto k = network.passage[l]; k >= 0 && waters.empty())
      waters = passages.iso3[static_cast<std::size_t>(k)];
    network.waters.push_back(optional_position(network.countries, waters, "country", table, l));
    if (std::isnan(network.length_km[l])) {
      throw Error(fmt::format("link `{}` has no length", network.links[l]), table.place(l), "give it in km");
    }
    const double kmh = std::isnan(speed[l]) ? of_mode.kmh(*mode, table, l) : speed[l];
    if (!(kmh > 0)) {
      throw Error(fmt::format("speed `{}` of link `{}` is not positive", kmh, network.links[l]),
                  table.place(l), "leave free_speed empty for the mode's own speed");
    }
    km_hours[l] = network.length_km[l] / kmh;
    // A haul is driven and rested by turns; the way from a place to the network is driven within a shift.
    const bool within_shift = facility[l] == "connector" && km_hours[l] <= driven;
    if (*mode == Mode::road && !within_shift) km_hours[l] *= 24.0 / driven;
    km_usd[l] = network.length_km[l] * of_mode.usd_per_km(*mode, table, l);

    std::uint8_t closed = 0;
    if (status[l] == "closed" || (status[l] == "planned" && project[l].empty())) {
      // A closed link of a border or a passage opens with it.
      closed |= network.crossing[l] >= 0 ? kByCrossing : network.passage[l] >= 0 ? kByPassage : kByStatus;
    } else if (!status[l].empty() && status[l] != "open" && status[l] != "planned") {
      throw Error(fmt::format("unknown link status `{}`", status[l]), table.place(l),
                  "one of open, closed, planned");
    }
    if (network.project[l] >= 0) closed |= kByProject;
    network.gauge_break.push_back(0);
    if (const auto k = network.crossing[l]; k >= 0) {
      const auto c = static_cast<std::size_t>(k);
      costs.stop_hours[l] += crossings.hours[c];
      costs.stop_usd[l] += crossings.usd[c];
      network.gauge_break[l] = crossings.gauge_break[c];
      if (!crossings.open[c]) closed |= kByCrossing;
    }
    if (const auto k = network.terminal[l]; k >= 0 && *mode == Mode::transfer) {
      costs.stop_hours[l] += terminals.hours[static_cast<std::size_t>(k)];
      costs.stop_usd[l] += terminals.usd[static_cast<std::size_t>(k)];
      network.bars_large_ships[l] = terminals.small[static_cast<std::size_t>(k)];
    }
    if (const auto k = network.passage[l]; k >= 0) {
      const auto p = static_cast<std::size_t>(k);
      costs.stop_hours[l] += passages.hours[p];
      costs.stop_usd[l] += passages.usd[p];
      network.bars_large_ships[l] = passages.small[p];
      if (!passages.open[p]) closed |= kByPassage;
    }
    costs.closed_by.push_back(closed);
  }
  costs.hours.resize(count);
  costs.usd_per_tonne.resize(count);
  for (std::size_t l = 0; l < count; ++l) {
    costs.hours[l] = km_hours[l] + costs.stop_hours[l];
    costs.usd_per_tonne[l] = km_usd[l] + costs.stop_usd[l];
  }
}

}  // namespace

Built make_network(const NetworkTables& tables, const NetworkParameters& parameters) {
  Built built;
  auto& [network, costs] = built;
  read_nodes(network, tables.nodes);
  const Stop crossings = read_crossings(network, tables.crossings, parameters);
  const Stop terminals = read_terminals(network, tables.terminals, parameters);
  const Stop passages = read_passages(network, tables.passages);
  read_links(network, costs, tables.links, parameters, crossings, terminals, passages);
  return built;
}

}  // namespace sogdia
