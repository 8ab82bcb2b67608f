#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/core/error.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/core/names.h"
#include "sogdia/study/imports/source_network.h"

namespace sogdia {
namespace {

using Factors = std::map<std::string, double>;

const Factors& lengths() {
  static const Factors factors = {{"km", 1}, {"m", 1e-3}, {"mi", 1.609344}, {"ft", 0.3048e-3}};
  return factors;
}
const Factors& speeds() {
  static const Factors factors = {{"km/h", 1}, {"mph", 1.609344}, {"m/s", 3.6}};
  return factors;
}
const Factors& times() {
  static const Factors factors = {{"h", 1}, {"min", 1.0 / 60}, {"s", 1.0 / 3600}};
  return factors;
}

// How people and GMNS's config.csv write them.
std::string plain_unit(const std::string& text) {
  const std::string unit = lower_case(text);
  static const std::map<std::string, std::string> same = {
      {"kilometer", "km"}, {"kilometers", "km"}, {"kilometre", "km"}, {"kilometres", "km"}, {"meter", "m"},
      {"meters", "m"},     {"metre", "m"},       {"metres", "m"},     {"mile", "mi"},       {"miles", "mi"},
      {"foot", "ft"},      {"feet", "ft"},       {"kph", "km/h"},     {"kmh", "km/h"},      {"kmph", "km/h"},
      {"mi/h", "mph"},     {"hour", "h"},        {"hours", "h"},      {"hr", "h"},          {"minute", "min"},
      {"minutes", "min"},  {"second", "s"},      {"seconds", "s"},    {"sec", "s"},         {"mps", "m/s"}};
  const auto found = same.find(unit);
  return found == same.end() ? unit : found->second;
}

double factor_of(const Factors& factors, const std::string& unit, const char* what, const std::string& file) {
  if (const auto found = factors.find(plain_unit(unit)); found != factors.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [name, factor] : factors) known.push_back(name);
  throw Error(fmt::format("unknown unit of {} `{}`", what, unit), file,
              fmt::format("one of {}", fmt::join(known, ", ")));
}

bool on_earth(const SourceNetwork::Node& node) {
  return node.x >= -180 && node.x <= 180 && node.y >= -90 && node.y <= 90;
}

double straight_km(const SourceNetwork& network, const SourceNetwork::Link& link) {
  const auto &a = network.nodes[link.from], &b = network.nodes[link.to];
  return on_earth(a) && on_earth(b) ? great_circle_km(a.y, a.x, b.y, b.x) : std::nan("");
}

double line_km(const SourceNetwork::Link& link) {
  if (link.line.size() < 2) return std::nan("");
  double km = 0;
  for (std::size_t k = 1; k < link.line.size(); ++k)
    km += great_circle_km(link.line[k - 1].second, link.line[k - 1].first, link.line[k].second,
                          link.line[k].first);
  return km;
}

// The straightest links (the fifth of a hundred at the low end, the 20th) are about as long as the great
// circle, so that their length in the file's unit over it in km is how many of the unit make a kilometre.
std::string unit_by_coordinates(const SourceNetwork& network, double& units_per_km) {
  std::vector<double> ratios;
  for (const auto& link : network.links) {
    const double km = straight_km(network, link);
    if (link.length > 0 && km > 0.02) ratios.push_back(link.length / km);
  }
  if (ratios.size() < 5 || 2 * ratios.size() < network.links.size()) return "";
  const auto at = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 5);
  std::nth_element(ratios.begin(), at, ratios.end());
  units_per_km = *at;
  for (const auto& [unit, km] : lengths())
    if (*at * km > 0.88 && *at * km < 1.4) return unit;
  return "";
}

std::string settled_length(SourceNetwork& network, const std::string& asked) {
  if (!asked.empty()) return plain_unit(asked);
  if (!network.length_unit.empty()) return plain_unit(network.length_unit);
  const bool any = std::any_of(network.links.begin(), network.links.end(),
                               [](const auto& link) { return !std::isnan(link.length); });
  if (!any) return "km";
  double units_per_km = 0;
  std::string found = unit_by_coordinates(network, units_per_km);
  if (!found.empty()) {
    network.notes.push_back(fmt::format(
        "lengths are read as {}: the straightest links have {:.4g} of them to a kilometre of great circle",
        found, units_per_km));
    return found;
  }
  network.notes.push_back(
      units_per_km > 0
          ? fmt::format("lengths are read as km, though the straightest links have {:.4g} to a kilometre "
                        "of great circle: --length-unit says otherwise",
                        units_per_km)
          : std::string("the unit of lengths is not known: read as km (--length-unit)"));
  return "km";
}

}  // namespace

void settle_units(SourceNetwork& network, const NetworkUnits& asked) {
  const std::string length = settled_length(network, asked.length);
  const double km = factor_of(lengths(), length, "length", network.file);
  const auto chosen = [&](const std::string& by_user, const std::string& by_file,
                          const std::string& otherwise, const char* what, const char* option, bool used) {
    if (!by_user.empty()) return by_user;
    if (!by_file.empty()) return by_file;
    if (used)
      network.notes.push_back(
          fmt::format("the unit of {} is not known: read as {} ({})", what, otherwise, option));
    return otherwise;
  };
  const auto uses = [&](double SourceNetwork::Link::*column) {
    return std::any_of(network.links.begin(), network.links.end(),
                       [&](const auto& link) { return !std::isnan(link.*column); });
  };
  const bool imperial = length == "mi" || length == "ft";
  const std::string speed_unit = chosen(asked.speed, network.speed_unit, imperial ? "mph" : "km/h", "speeds",
                                        "--speed-unit", uses(&SourceNetwork::Link::speed));
  const std::string time_unit =
      chosen(asked.time, network.time_unit, "min", "times", "--time-unit", uses(&SourceNetwork::Link::time));
  const double kmh = factor_of(speeds(), speed_unit, "speed", network.file);
  const double hours = factor_of(times(), time_unit, "time", network.file);

  std::size_t measured = 0, no_speed = 0;
  for (auto& link : network.links) {
    link.length *= km;
    link.speed *= kmh;
    link.time *= hours;
    if (std::isnan(link.length)) {
      const double along = line_km(link);
      link.length = std::isnan(along) ? straight_km(network, link) : along;
      ++measured;
      if (std::isnan(link.length))
        throw Error(fmt::format("link `{}` has no length, and its ends have no coordinates", link.id),
                    link.place, "give `length`, or x_coord and y_coord of the nodes in degrees");
    }
    if (!std::isnan(link.time)) {
      // A connector of no length takes its time over a metre; one of no time is as good as infinitely fast.
      if (link.time > 0 && link.length <= 0) link.length = 1e-3;
      link.speed = link.time > 0 ? link.length / link.time : 1e6;
    }
    if (link.speed <= 0) link.speed = std::nan(""), ++no_speed;
  }
  if (measured > 0)
    network.notes.push_back(
        fmt::format("{} of {} links have no length: taken from their lines, else from the great "
                    "circle between their ends",
                    measured, network.links.size()));
  if (no_speed > 0)
    network.notes.push_back(fmt::format("{} links have a speed of 0: the mode's own is taken", no_speed));
}

}  // namespace sogdia
