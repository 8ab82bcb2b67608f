#include "route/route_json.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

Json takes(const Carried& carried) {
  return {{"hours", carried.hours}, {"usd_per_tonne", carried.usd}, {"km", carried.km}};
}

Carried less(const Carried& a, const Carried& b) { return {a.hours - b.hours, a.usd - b.usd, a.km - b.km}; }

Json items(const Network& network, const std::vector<WayItem>& list) {
  Json out = Json::array();
  for (const auto& item : list) {
    Json entry = {{"kind", item.kind}};
    if (!item.name.empty()) entry["name"] = item.name;
    entry["from"] = network.nodes[item.from];
    entry["to"] = network.nodes[item.to];
    entry.update(takes(item.takes));
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

Json route_json(const Network& network, const Route& route) {
  Json entry = {{"family", to_string(route.family)},    {"share", route.share},
                {"share_tonnes", route.share_tonnes},   {"hours", route.hours},
                {"usd_per_tonne", route.usd_per_tonne}, {"km", route.km},
                {"ad_valorem_cost", route.cost},        {"alternative", route.alternative},
                {"land_bridge", route.land_bridge},     {"legs", Json::array()}};
  for (const auto& leg : route.legs)
    entry["legs"].push_back({{"mode", to_string(leg.mode)},
                             {"from", network.nodes[leg.from]},
                             {"to", network.nodes[leg.to]},
                             {"km", leg.km},
                             {"hours", leg.hours},
                             {"usd_per_tonne", leg.usd_per_tonne}});
  entry["borders"] = route.borders;
  entry["gauge_breaks"] = route.gauge_breaks;
  entry["passages"] = route.passages;
  return entry;
}

Json why_json(const Network& network, const WhyNot& why) {
  if (!why.other) return {{"chosen", route_json(network, why.chosen)}, {"other", nullptr}};
  const Route &chosen = why.chosen, &other = *why.other;
  const double hours = other.hours - chosen.hours, usd = other.usd_per_tonne - chosen.usd_per_tonne;
  Json out = {{"chosen", route_json(network, chosen)},
              {"other", route_json(network, other)},
              {"difference",
               {{"hours", hours},
                {"usd_per_tonne", usd},
                {"km", other.km - chosen.km},
                {"ad_valorem_cost", other.cost - chosen.cost},
                {"of_hours", hours / 24 * why.shipper.value_of_time},
                {"of_usd", usd / why.shipper.usd_per_tonne_value}}},
              {"kinds", Json::array()},
              {"stretches", Json::array()}};
  for (const auto& kind : why.difference.kinds)
    out["kinds"].push_back({{"kind", kind.kind},
                            {"chosen", takes(kind.chosen)},
                            {"other", takes(kind.other)},
                            {"difference", takes(less(kind.other, kind.chosen))}});
  for (const auto& stretch : why.difference.stretches) {
    Json entry = {{"from", network.nodes[stretch.from]},
                  {"to", network.nodes[stretch.to]},
                  {"shared", stretch.shared},
                  {"chosen", items(network, stretch.chosen)}};
    if (!stretch.shared) {
      entry["other"] = items(network, stretch.other);
      entry["difference"] = takes(less(stretch.other_takes, stretch.chosen_takes));
    }
    out["stretches"].push_back(std::move(entry));
  }
  return out;
}

}  // namespace sogdia::tool
