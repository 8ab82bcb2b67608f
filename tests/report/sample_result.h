#pragma once
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/study/tables/result.h"

// A result made by hand for the tests and for looking at the page. TEST FIXTURE: round, invented numbers in
// the shape of a run; nothing here describes the world, and nothing of it is shipped.
namespace sogdia::fixture {

using Text = std::vector<std::string>;
using Numbers = std::vector<double>;

struct Place {
  const char *id, *name, *iso3;
  double lon, lat;
};

inline const std::vector<Place>& places() {
  static const std::vector<Place> kPlaces{{"CHN-Chongqing", "Chongqing", "CHN", 106.55, 29.56},
                                          {"CHN-Urumqi", "Urumqi", "CHN", 87.6, 43.8},
                                          {"KAZ-Khorgos", "Khorgos", "KAZ", 80.4, 44.2},
                                          {"KAZ-Astana", "Astana", "KAZ", 71.4, 51.2},
                                          {"RUS-Moscow", "Moscow", "RUS", 37.6, 55.75},
                                          {"DEU-Duisburg", "Duisburg", "DEU", 6.77, 51.43},
                                          {"CHN-Shanghai", "Shanghai", "CHN", 121.5, 31.2},
                                          {"SGP-Singapore", "Singapore", "SGP", 103.8, 1.3},
                                          {"sea-aden", "Gulf of Aden", "", 45, 12},
                                          {"sea-suez", "Suez", "EGY", 32.5, 30},
                                          {"sea-gibraltar", "Gibraltar", "", -5.5, 36},
                                          {"RUS-StPetersburg", "St Petersburg", "RUS", 30.3, 59.9},
                                          {"USA-LosAngeles", "Los Angeles", "USA", -118.2, 33.7},
                                          {"PAK-Gwadar", "Gwadar", "PAK", 62.3, 25.1},
                                          {"PAK-Karachi", "Karachi", "PAK", 67, 24.9},
                                          {"LAO-Vientiane", "Vientiane", "LAO", 102.6, 17.97},
                                          {"CHN-Kunming", "Kunming", "CHN", 102.7, 25}};
  return kPlaces;
}

inline Network network() {
  Network net;
  Text ids;
  for (const Place& place : places()) {
    ids.push_back(place.id);
    net.node_name.push_back(place.name);
    net.lon.push_back(place.lon);
    net.lat.push_back(place.lat);
    net.node_type.push_back(NodeType::place);
    net.country.push_back(-1);
  }
  net.nodes = Index(ids);
  net.countries = Index({"CHN", "KAZ", "RUS"});
  net.crossings = Index({"CHN-KAZ:rail", "KAZ-RUS:rail"});
  net.crossing_pair = {"CHN-KAZ", "KAZ-RUS"};
  net.crossing_name = {"Khorgos <& Altynkol>", "Petropavl"};
  net.projects = Index({"gwadar", "laos_railway", "planned_line"});
  Text links;
  const auto link = [&](std::uint32_t a, std::uint32_t b, Mode mode, int crossing = -1, int project = -1) {
    links.push_back("l" + std::to_string(links.size()));
    net.from.push_back(a);
    net.to.push_back(b);
    net.mode.push_back(mode);
    net.crossing.push_back(crossing);
    net.project.push_back(project);
  };
  link(0, 1, Mode::rail);
  link(1, 2, Mode::rail, 0);
  link(2, 3, Mode::rail);
  link(3, 4, Mode::rail, 1);
  link(4, 5, Mode::rail);
  link(0, 6, Mode::road);
  link(6, 7, Mode::sea);
  link(7, 8, Mode::sea);
  link(8, 9, Mode::sea);
  link(9, 10, Mode::sea);
  link(10, 11, Mode::sea);
  link(11, 4, Mode::road);
  link(6, 12, Mode::sea);  // over the antimeridian
  link(13, 14, Mode::road, -1, 0);
  link(15, 16, Mode::rail, -1, 1);
  link(13, 1, Mode::rail, -1, 2);
  link(0, 4, Mode::air);
  const std::size_t count = links.size();
  net.links = Index(links);
  net.directed.assign(count, 0);
  net.length_km.assign(count, 1000);
  net.passage.assign(count, -1);
  net.terminal.assign(count, -1);
  net.gauge_break.assign(count, 0);
  net.gauge_break[1] = 1;
  net.opened_year.assign(count, 0);
  return net;
}

inline Table countries(bool as_result) {
  const Text codes{"CHN", "RUS", "KAZ", "KGZ", "UZB", "PAK", "LAO", "DEU", "POL", "FRA", "USA", "CAN", "MEX",
                   "BRA", "IND", "IDN", "MYS", "SGP", "EGY", "KEN", "ETH", "ZAF", "TUR", "IRN", "JPN", "KOR"};
  const Text names{"China",  "Russia",     "Kazakhstan", "Kyrgyzstan",   "Uzbekistan",    "Pakistan",
                   "Laos",   "Germany",    "Poland",     "France",       "United States", "Canada",
                   "Mexico", "Brazil",     "India",      "Indonesia",    "Malaysia",      "Singapore",
                   "Egypt",  "Kenya",      "Ethiopia",   "South Africa", "Turkey",        "Iran",
                   "Japan",  "South Korea"};
  const Text regions{"East Asia & Pacific",
                     "Russia & Caucasus",
                     "Central Asia",
                     "Central Asia",
                     "Central Asia",
                     "South Asia",
                     "East Asia & Pacific",
                     "Europe",
                     "Europe",
                     "Europe",
                     "North America",
                     "North America",
                     "Latin America",
                     "Latin America",
                     "South Asia",
                     "East Asia & Pacific",
                     "East Asia & Pacific",
                     "East Asia & Pacific",
                     "Middle East & North Africa",
                     "Sub-Saharan Africa",
                     "Sub-Saharan Africa",
                     "Sub-Saharan Africa",
                     "Middle East & North Africa",
                     "Middle East & North Africa",
                     "East Asia & Pacific",
                     "East Asia & Pacific"};
  Table table;
  table.name = "countries";
  table.add("iso3", codes).add("name", names).add("region", regions);
  Numbers gdp, low, mid, high, exports, usd, hours_before, hours_after;
  std::vector<std::int64_t> signatory;
  for (std::size_t k = 0; k < codes.size(); ++k) {
    const double size = 1e11 * (1 + static_cast<double>((k * 7) % 13));
    const double gain = 0.02 - 0.0009 * static_cast<double>((k * 11) % 26);
    gdp.push_back(size);
    mid.push_back(1 + gain);
    low.push_back(1 + gain * 1.35);
    high.push_back(1 + gain * 0.6);
    exports.push_back(1 + 2.2 * gain);
    usd.push_back(gain * size);
    hours_before.push_back(400 + 5.0 * static_cast<double>(k));
    hours_after.push_back(390 + 5.0 * static_cast<double>(k));
    signatory.push_back(k % 3 != 0);
  }
  if (!as_result) return table.add("gdp_usd", gdp);
  table.add("gdp_usd", gdp).add("exports_hat", exports).add("imports_hat", exports);
  table.add("welfare_hat_low", low).add("welfare_hat_mid", mid).add("welfare_hat_high", high);
  table.add("goods_expenditure_usd", gdp)
      .add("real_income_usd_mid", usd)
      .add("mean_hours_before", hours_before)
      .add("mean_hours_after", hours_after);
  return table.add("bri_signatory", signatory);
}

inline Table customs() {
  Table table;
  Text flow, period, status;
  Numbers months, value;
  const auto row = [&](const char* f, const std::string& p, double m, double v, const char* s = "observed") {
    flow.push_back(f), period.push_back(p), months.push_back(m), value.push_back(v * 1e9),
        status.push_back(s);
  };
  const double total[] = {95.0, 68.0, 70.0, 84.0, 107.0, 111.0, 108.0, 147.0, 190.3, 240.1, 244.8};
  for (int k = 0; k <= 10; ++k) {
    const std::string year = std::to_string(2014 + k);
    const char* standing = k < 2 ? "estimated" : "observed";
    row("total", year, 12, total[k]);
    row("exports", year, 12, total[k] * 0.46, standing);
    row("imports", year, 12, total[k] * 0.54, standing);
  }
  for (int m = 2; m <= 11; ++m) {
    row("total", "2023-01..2023-" + std::string(m < 10 ? "0" : "") + std::to_string(m), m, 20.0 * m - 1);
  }
  const std::size_t count = flow.size();
  table.add("reporter", Text(count, "CHN"))
      .add("partner", Text(count, "RUS"))
      .add("flow", flow)
      .add("period", period);
  table.add("cumulative_months", months).add("value_usd", value).add("status", status);
  return table.add("source", Text(count, "fixture"));
}

inline Table events() {
  Table table;
  table.add("date", Text{"2014-03-18", "2014-05-21", "2014-07-31", "2015-05-08", "2017-05-14", "2018-06-08",
                         "2019-06-05", "2019-12-02", "2022-02-04", "2022-02-24", "2022-02-25", "2023-03-20",
                         "2023-10-18"});
  table.add("kind", Text{"war", "agreement", "sanction", "visit", "forum", "visit", "pledge", "agreement",
                         "visit", "war", "sanction", "visit", "forum"});
  table.add("parties", Text(13, "CHN;RUS"));
  table.add("title", Text{"Annexation", "Gas contract: a fixture", "Sectoral sanctions", "Visit",
                          "First forum", "Visit", "Target of 200 billion", "Pipeline opens", "Visit",
                          "Invasion", "Second package", "Visit", "Third forum"});
  return table.add("source", Text(13, "fixture"));
}

inline void add_pair_tables(Result& result) {
  auto& tables = result.tables;
  Table dependence;
  dependence.add("a", Text{"CHN", "RUS", "CHN", "RUS"}).add("b", Text{"RUS", "CHN", "RUS", "CHN"});
  dependence.add("year", std::vector<std::int64_t>{2023, 2023, 2014, 2014});
  dependence.add("export_share", Numbers{0.033, 0.31, 0.023, 0.075})
      .add("import_share", Numbers{0.05, 0.51, 0.021, 0.177});
  dependence.add("exports_over_gdp", Numbers{0.006, 0.065, 0.005, 0.02})
      .add("imports_over_gdp", Numbers{0.007, 0.055, 0.004, 0.025});
  dependence.add("cutoff_low", Numbers{0.006, 0.052, NAN, NAN})
      .add("cutoff_mid", Numbers{0.0044, 0.039, NAN, NAN});
  dependence.add("cutoff_high", Numbers{0.0022, 0.02, NAN, NAN})
      .add("ge_low", Numbers{0.005, 0.047, NAN, NAN});
  dependence.add("ge_mid", Numbers{0.0036, 0.034, NAN, NAN}).add("ge_high", Numbers{0.0019, 0.018, NAN, NAN});
  dependence.add("loss_ratio_low", Numbers{0.07, 7.4, NAN, NAN})
      .add("loss_ratio_mid", Numbers{0.0036 / 0.034, 0.034 / 0.0036, NAN, NAN})
      .add("loss_ratio_high", Numbers{0.14, 14, NAN, NAN});
  tables["dependence"] = dependence;

  // Two days less between China and all others.
  Table pairs;
  Text from, to;
  Numbers before, after, hours, fewer, cost;
  for (const std::string exporter : {"CHN", "RUS", "DEU"}) {
    for (const std::string importer : {"CHN", "RUS", "DEU"}) {
      if (exporter == importer) continue;
      const bool china = exporter == "CHN" || importer == "CHN";
      from.push_back(exporter), to.push_back(importer);
      before.push_back(9e10), after.push_back(china ? 9.5e10 : 8.9e10);
      hours.push_back(480), fewer.push_back(china ? 432 : 480), cost.push_back(0.06);
    }
  }
  pairs.add("exporter", from)
      .add("importer", to)
      .add("trade_before_usd", before)
      .add("trade_after_usd", after);
  pairs.add("hours_before", hours).add("hours_after", fewer).add("cost_before", cost).add("cost_after", cost);
  tables["pairs"] = pairs;

  Table partners;
  Text iso3, flow, partner;
  Numbers share, value;
  const Text codes{"CHN", "USA", "DEU", "JPN", "KOR", "IND", "RUS", "TUR"};
  for (const char* country : {"CHN", "RUS"}) {
    for (const char* way : {"exports", "imports"}) {
      double part = std::string(country) == "CHN" ? 0.16 : 0.34;
      for (const std::string& code : codes) {
        if (code == country) continue;
        iso3.push_back(country), flow.push_back(way), partner.push_back(code);
        share.push_back(part), value.push_back(part * 4e11);
        part *= 0.66;
      }
    }
  }
  const std::size_t count = iso3.size();
  partners.add("iso3", iso3)
      .add("flow", flow)
      .add("partner", partner)
      .add("share", share)
      .add("value_usd", value);
  tables["partners"] = partners.add("year", std::vector<std::int64_t>(count, 2023));

  Table routes;
  routes.add("a", Text(3, "CHN"))
      .add("b", Text(3, "RUS"))
      .add("from", Text(3, "CHN-Chongqing"))
      .add("to", Text(3, "RUS-Moscow"));
  routes.add("family", Text{"rail", "sea", "air"})
      .add("share", Numbers{0.62, 0.33, 0.05})
      .add("hours", Numbers{290, 1010, 60});
  routes.add("usd_per_tonne", Numbers{240, 130, 2900}).add("km", Numbers{7200, 21400, 5900});
  routes.add("borders", Text{"CHN-KAZ;KAZ-RUS", "", ""})
      .add("gauge_breaks", Text{"Khorgos <& Altynkol>", "", ""});
  tables["pair_routes"] = routes.add("passages", Text{"", "malacca;bab_el_mandeb;suez;gibraltar", ""});

  Table paths;
  const std::vector<std::pair<const char*, std::vector<int>>> ways{
      {"rail", {0, 1, 2, 3}}, {"sea", {5, 6, 7, 8, 9, 10, 11}}, {"air", {16}}};
  Text family, link;
  std::vector<std::int64_t> seq;
  for (const auto& [name, links] : ways) {
    for (const int k : links)
      family.push_back(name), link.push_back("l" + std::to_string(k)),
          seq.push_back(static_cast<std::int64_t>(seq.size()));
  }
  const std::size_t steps = family.size();
  paths.add("a", Text(steps, "CHN")).add("b", Text(steps, "RUS")).add("from", Text(steps, "CHN-Chongqing"));
  paths.add("to", Text(steps, "RUS-Moscow")).add("family", family).add("seq", seq);
  tables["pair_paths"] = paths.add("link_id", link);

  Table pledges;
  pledges.add("date", Text{"2011-06-16", "2019-06-05", "2022-02-04"})
      .add("parties", Text(3, "CHN;RUS"))
      .add("flow", Text(3, "trade"));
  pledges.add("target_usd", Numbers{1e11, 2e11, 2.5e11}).add("by_year", Numbers{2015, 2024, NAN});
  pledges.add("text", Text{"100 billion by 2015", "200 billion by 2024", "250 billion, no year <set>"});
  pledges.add("outcome_usd", Numbers{6.8e10, 2.401e11, NAN}).add("outcome_year", Numbers{2015, 2023, NAN});
  tables["pledges"] = pledges.add("reached", Text{"no", "yes", "open"}).add("source", Text(3, "fixture"));
  tables["customs"] = customs();
  tables["events"] = events();
}

inline void add_corridors(Result& result) {
  Table corridors;
  const Text names{"New Eurasian Land Bridge",
                   "China–Mongolia–Russia",
                   "China–Central Asia–West Asia",
                   "China–Indochina Peninsula",
                   "China–Pakistan",
                   "Maritime Silk Road",
                   "Middle Corridor"};
  Text id, from, to, family, borders;
  Numbers hb, ha, ub, ua, km;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const double x = static_cast<double>(k);
    id.push_back("c" + std::to_string(k)), from.push_back("Chongqing"), to.push_back("Moscow"),
        family.push_back(k == 5 ? "sea" : "rail");
    borders.push_back("CHN-KAZ;KAZ-RUS");
    hb.push_back(220 + 70 * x), ha.push_back((220 + 70 * x) * (0.88 + 0.02 * x));
    ub.push_back(180 + 20 * x), ua.push_back((180 + 20 * x) * (0.9 + 0.015 * x)),
        km.push_back(5000 + 900 * x);
  }
  corridors.add("corridor_id", id).add("name", names).add("from", from).add("to", to).add("family", family);
  corridors.add("hours_before", hb).add("hours_after", ha).add("usd_before", ub).add("usd_after", ua);
  result.tables["corridors"] = corridors.add("km_before", km).add("km_after", km).add("borders", borders);
  Table paths;
  const std::size_t links = 11;
  Text link;
  for (std::size_t k = 0; k < links; ++k) link.push_back("l" + std::to_string(k));
  paths.add("corridor_id", Text(links, "c0"))
      .add("family", Text(links, "rail"))
      .add("state", Text(links, "after"));
  result.tables["corridor_paths"] = paths.add("link_id", link);
}

inline void add_world_tables(Result& result) {
  Table world;
  world.add("measure", Text{"mean_hours", "mean_cost"})
      .add("before", Numbers{520, 0.098})
      .add("after", Numbers{509, 0.0964});
  result.tables["world"] = world.add("change", Numbers{509.0 / 520 - 1, 0.0964 / 0.098 - 1});
  Table projects;
  projects.add("project_id",
               Text{"gwadar", "laos_railway", "planned_line", "zone", "airport", "road", "border"});
  projects.add("name", Text{"Gwadar port", "China–Laos railway", "A planned line <& more>",
                            "Great Stone zone", "An airport", "A motorway", "A border post"});
  projects.add("kind", Text{"port", "railway", "railway", "zone", "airport", "road", "crossing"});
  projects.add("iso3", Text{"PAK", "LAO;CHN", "PAK;CHN", "DEU", "EGY", "KEN", "KAZ"});
  projects.add("lon", Numbers{62.3, 102.6, 75, 27.9, 31.2, 36.8, 80.4})
      .add("lat", Numbers{25.1, 20, 36, 53.8, 30.1, -1.3, 44.2});
  projects.add("project_status", Text{"open", "open", "planned", "open", "construction", "open", "open"});
  projects.add("opened_year", std::vector<std::int64_t>{2016, 2021, 0, 2015, 0, 2014, 2018});
  projects.add("in_base", std::vector<std::int64_t>(7, 0))
      .add("in_scenario", std::vector<std::int64_t>(7, 1));
  result.tables["projects"] = projects.add("cost_usd", Numbers{1.6e9, 5.9e9, 4e9, 6e9, 5e8, NAN, 2e8});
}

inline LinkCosts costs(const Network& net) {
  LinkCosts links;
  links.hours.assign(net.link_count(), 20);
  links.usd_per_tonne.assign(net.link_count(), 30);
  links.closed_by.assign(net.link_count(), 0);
  return links;
}

// A world with two boxes for land, one of them over the antimeridian, in `folder`.
inline void write_toy_map(const std::string& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/map.json")
      << R"({"countries":[{"iso3":"CHN","name":"China","rings":[[[75,20],[130,20],[130,50],[75,50],[75,20]]]},)"
      << R"({"iso3":"RUS","name":"Russia","rings":[[[30,50],[179,50],[-170,60],[-170,70],[179,72],[30,70],[30,50]]]}],)"
      << R"("borders":[[[75,50],[130,50]]],"disputed":[[[80,32],[90,30]]]})";
}

struct Sample {
  std::shared_ptr<World> world = std::make_shared<World>();
  Result result;
};

// `folder` holds map.json.
inline Sample sample(const std::string& folder) {
  Sample out;
  World& world = *out.world;
  world.folder = folder;
  world.tables["countries"] = countries(false);
  Table sources;
  sources.add("source", Text{"fixture"})
      .add("title", Text{"Invented numbers for tests"})
      .add("publisher", Text{"Test fixture <not data>"});
  world.tables["sources"] =
      sources.add("url", Text{"https://example.org/?a=1&b=2"}).add("kind", Text{"authored"});
  Table ids;
  Text place_id, name;
  for (const Place& place : places()) place_id.push_back(place.id), name.push_back(place.name);
  world.tables["places"] = ids.add("place_id", place_id).add("name", name);

  Result& result = out.result;
  BaseWorld base;
  base.world = out.world;
  base.network = network();
  base.costs = result.after = costs(base.network);
  result.base = std::make_shared<const BaseWorld>(std::move(base));
  result.study.title = "TEST FIXTURE: a brief with invented numbers & <marks>";
  result.study.subtitle = "Every number on this page is made up to look at the page.";
  result.study.pairs = {{"CHN", "RUS"}};
  result.study.model.theta_low = 3;
  result.study.model.theta_mid = 4;
  result.study.model.theta_high = 8;
  result.study.scenario.changes = {{"open projects", NetworkChange(Build{{"open"}}), ""}};
  result.tables["countries"] = countries(true);
  add_world_tables(result);
  add_corridors(result);
  add_pair_tables(result);
  result.warnings = {"a warning with <marks>"};
  return out;
}

}  // namespace sogdia::fixture
