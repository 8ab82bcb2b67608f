#include "route/route_why.h"

#include <fmt/format.h>

#include <cmath>

#include "terminal.h"

namespace sogdia::tool {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string plural(const std::string& kind) {
  return kind == "terminal" || kind == "border" || kind == "passage" ? kind + "s" : kind;
}

// What stands above the figures of a way: its mode, or what it was asked for by.
std::string title(const Route& route) {
  return route.alternative == 1 ? to_string(route.family)
                                : fmt::format("{} {}", to_string(route.family), route.alternative);
}

std::string difference(double value, int decimals) {
  return (value > 0 ? "+" : "") + thousands(value, decimals);
}

std::string by_kind(const WhyNot& why, const std::string& a, const std::string& b) {
  Rows rows;
  const auto row = [&](const std::string& what, const Carried& x, const Carried& y) {
    rows.push_back({"  " + what, thousands(x.hours, 1), thousands(y.hours, 1),
                    difference(y.hours - x.hours, 1), thousands(x.usd, 1), thousands(y.usd, 1),
                    difference(y.usd - x.usd, 1)});
  };
  for (const auto& kind : why.difference.kinds) row(plural(kind.kind), kind.chosen, kind.other);
  const Route& other = *why.other;
  row("door to door", {why.chosen.hours, why.chosen.usd_per_tonne, 0}, {other.hours, other.usd_per_tonne, 0});
  return aligned({"", "hours " + a, b, "more", "USD/t " + a, b, "more"}, rows,
                 {false, true, true, true, true, true, true});
}

void add_items(const NodeLabels& labels, const std::string& way, const std::vector<WayItem>& items,
               Rows& rows) {
  for (const auto& item : items)
    rows.push_back({"    " + way, item.kind,
                    item.name.empty() ? labels.of(item.from) + " - " + labels.of(item.to) : item.name,
                    thousands(item.takes.km), thousands(item.takes.hours, 1), thousands(item.takes.usd, 1)});
}

std::string by_stretch(const NodeLabels& labels, const WhyNot& why, const std::string& a,
                       const std::string& b) {
  std::string out;
  for (const auto& stretch : why.difference.stretches) {
    out += fmt::format("\n  {} to {}: ", labels.of(stretch.from), labels.of(stretch.to));
    if (stretch.shared) {
      out += fmt::format("the same, {} km, {} hours, {} USD/t\n", thousands(stretch.chosen_takes.km),
                         thousands(stretch.chosen_takes.hours, 1), thousands(stretch.chosen_takes.usd, 1));
      continue;
    }
    out += fmt::format("{} hours, {} USD/t\n",
                       difference(stretch.other_takes.hours - stretch.chosen_takes.hours, 1),
                       difference(stretch.other_takes.usd - stretch.chosen_takes.usd, 1));
    Rows rows;
    add_items(labels, a, stretch.chosen, rows);
    add_items(labels, b, stretch.other, rows);
    out +=
        aligned({"    way", "", "", "km", "hours", "USD/t"}, rows, {false, false, false, true, true, true});
  }
  return out;
}

std::string more_or_less(double value, const char* unit, int decimals) {
  return fmt::format("{} {} {}", thousands(std::abs(value), decimals), unit, value < 0 ? "less" : "more");
}

}  // namespace

std::string why_text(const NodeLabels& labels, const WhyNot& why, const std::string& asked) {
  if (!why.other) return fmt::format("\nno other way is known by `{}`\n", asked);
  const Route& other = *why.other;
  const std::string a = title(why.chosen);
  const std::string b = title(other) == a ? asked : title(other);
  const double hours = other.hours - why.chosen.hours, usd = other.usd_per_tonne - why.chosen.usd_per_tonne;
  const double of_hours = hours / 24 * why.shipper.value_of_time,
               of_usd = usd / why.shipper.usd_per_tonne_value, more = other.cost - why.chosen.cost;
  std::string out = fmt::format("\n{} is chosen, and not {}\n\n", a, b);
  out += by_kind(why, a, b);
  out += fmt::format(
      "\n  {} takes {} and costs {}.\n  At {:.2g} % of the goods' value a day and {} USD of value a tonne "
      "that "
      "is {:+.2f} % of their value for the\n  time and {:+.2f} % for the money: {:.2f} % {}\n",
      b, more_or_less(hours, "hours", 1), more_or_less(usd, "USD a tonne", 1),
      why.shipper.value_of_time * 100, thousands(why.shipper.usd_per_tonne_value), of_hours * 100,
      of_usd * 100, std::abs(more) * 100, more < 0 ? "cheaper" : "dearer");
  return out + by_stretch(labels, why, a, b);
}

}  // namespace sogdia::tool
