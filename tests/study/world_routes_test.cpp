// Known ways on the embedded pack (or the one SOGDIA_WORLD names), with its open projects built: published
// distances and times beside each.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>

#include "access/search_skim.h"
#include "access/two_label_search.h"
#include "sogdia/access/router.h"
#include "sogdia/access/skim.h"
#include "sogdia/network/change.h"
#include "sogdia/network/target.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/world.h"

namespace sogdia::world_routes_test {

const char* const kElsewhere = std::getenv("SOGDIA_WORLD");
const std::string kPack = kElsewhere ? kElsewhere : SOGDIA_SOURCE_DIR "/data/world";

struct Pack {
  Network network;
  LinkCosts costs;
  Travel travel;
};

const Pack& pack() {
  static const Pack loaded = [] {
    const World world = load_world(kPack);
    Built built = base_network(world, {"open"}, "");
    // Elsewhere, an imported world may have no trade.
    std::optional<Economy> economy;
    if (!world.records.trade.empty()) economy = make_economy(world, 2023);
    Travel travel = base_travel(world, built.network, built.costs, {}, economy ? &*economy : nullptr);
    return Pack{std::move(built.network), std::move(built.costs), std::move(travel)};
  }();
  return loaded;
}

class WorldRoutes : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kPack + "/datapackage.json")) GTEST_SKIP() << "data/world is not built";
  }
};

const AccessTopology& topology() {
  static const AccessTopology made = make_access_topology(pack().network);
  return made;
}

AccessMetric metric_of(const LinkCosts& costs, int threads = 0) {
  return weigh(topology(), weigh_links(pack().network, costs, pack().travel.shipper), threads);
}

// On a base: what the change can alter, or `whole`, all of each family that it has a part in.
Skim skim_of(const LinkCosts& costs, const Index& zones, const Skim* base = nullptr, int threads = 0,
             bool whole = false) {
  static const AccessMetric was = metric_of(pack().costs);
  const AccessMetric metric = metric_of(costs, threads);
  if (!base)
    return skim(pack().network, topology(), metric, pack().travel, zones, {true, true}, nullptr, threads);
  const auto changed = differing_links(pack().costs, costs);
  const Before before{*base, changed, whole ? nullptr : &was};
  return skim(pack().network, topology(), metric, pack().travel, zones, {true, true}, &before, threads);
}

template <class Kind>
LinkCosts with(const std::string& target) {
  const Change change{"", NetworkChange(Kind{Site{{target}}}), ""};
  return apply_changes(pack().network, pack().costs, {"", {change}}).costs;
}

std::optional<Route> way(const LinkCosts& costs, ModeFamily family, const char* from, const char* to) {
  const Network& net = pack().network;
  const auto found =
      routes(net, costs, make_router(net, costs, pack().travel),
             static_cast<std::uint32_t>(net.nodes.at(from)), static_cast<std::uint32_t>(net.nodes.at(to)));
  const auto route =
      std::find_if(found.begin(), found.end(), [&](const Route& r) { return r.family == family; });
  if (route == found.end()) return std::nullopt;
  return *route;
}

double km_by(const Route& route, Mode mode) {
  double km = 0;
  for (const auto& leg : route.legs) km += leg.mode == mode ? leg.km : 0;
  return km;
}

bool has(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

TEST_F(WorldRoutes, chongqing_to_duisburg_by_rail_changes_gauge_at_the_chinese_and_the_polish_border) {
  const auto route = way(pack().costs, ModeFamily::rail, "CHN-Chongqing", "DEU-Duisburg");
  ASSERT_TRUE(route);
  EXPECT_GT(route->km, 9800);
  EXPECT_LT(route->km, 11500);
  EXPECT_GT(route->hours / 24, 12);
  EXPECT_LT(route->hours / 24, 18);
  ASSERT_FALSE(route->borders.empty());
  EXPECT_EQ(route->borders.front().substr(0, 4), "CHN-");
  EXPECT_TRUE(std::any_of(route->borders.begin(), route->borders.end(),
                          [](const std::string& border) { return border.substr(4) == "POL"; }));
  EXPECT_EQ(route->gauge_breaks.size(), 2u);
}

// 10,525 nautical miles (19,490 km) by Suez, some 13,800 (25,560 km) by the Cape.
TEST_F(WorldRoutes, shanghai_to_rotterdam_goes_by_suez_and_by_the_cape_when_suez_is_closed) {
  const auto suez = way(pack().costs, ModeFamily::sea, "port:CNSHA", "port:NLRTM");
  ASSERT_TRUE(suez);
  EXPECT_TRUE(has(suez->passages, "suez"));
  EXPECT_NEAR(suez->km, 19490, 0.03 * 19490);
  const auto cape = way(with<Close>("passage:suez"), ModeFamily::sea, "port:CNSHA", "port:NLRTM");
  ASSERT_TRUE(cape);
  EXPECT_TRUE(has(cape->passages, "cape_of_good_hope"));
  EXPECT_FALSE(has(cape->passages, "suez"));
  EXPECT_NEAR(cape->km, 25560, 0.03 * 25560);
}

TEST_F(WorldRoutes, ships_go_through_the_arctic_only_when_it_is_opened) {
  const auto before = way(pack().costs, ModeFamily::sea, "port:CNSHA", "port:NLRTM");
  const auto after =
      way(with<Open>("passage:northern_sea_route"), ModeFamily::sea, "port:CNSHA", "port:NLRTM");
  ASSERT_TRUE(before && after);
  EXPECT_FALSE(has(before->passages, "northern_sea_route"));
  EXPECT_TRUE(has(after->passages, "northern_sea_route"));
  EXPECT_LT(after->km, 16000);
}

// The Trans-Siberian is 9,288 km from Moscow Yaroslavsky, and somewhat less by Kazan. By the Baikal-Amur
// Mainline the way is more than 200 km shorter (Russian Railways, "Baikal-Amur Main Line", eng.rzd.ru, read
// 29 November 2026), but a day slower.
TEST_F(WorldRoutes, moscow_to_vladivostok_within_russia) {
  const auto route = way(with<Close>("border:RUS"), ModeFamily::rail, "RUS-Moscow", "RUS-Vladivostok");
  ASSERT_TRUE(route);
  EXPECT_TRUE(route->borders.empty());
  EXPECT_GT(km_by(*route, Mode::rail), 9000);
  EXPECT_LT(km_by(*route, Mode::rail), 9500);
}

TEST_F(WorldRoutes, every_project_of_the_pack_can_be_built) {
  const World world = load_world(kPack);
  const Works& works = world.records.works;
  auto [net, costs] = make_network(world);
  const auto all = select_projects({"all"}, works);
  build_projects(net, costs, all, works);
  EXPECT_GT(all.size(), 40u);
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    ASSERT_GE(costs.hours[l], 0) << net.links[l];
    ASSERT_GE(costs.usd_per_tonne[l], 0) << net.links[l];
  }
}

TEST_F(WorldRoutes, any_number_of_threads_gives_the_same_bits) {
  const World world = load_world(kPack);
  std::vector<std::string> some;
  const auto& places = world.table("places").text("place_id");
  for (std::size_t k = 0; k < places.size(); k += places.size() / 30) some.push_back(places[k]);
  const Skim one = skim_of(pack().costs, Index(some), nullptr, 1);
  for (const int threads : {2, 3, 8}) {
    const Skim many = skim_of(pack().costs, Index(some), nullptr, threads);
    EXPECT_EQ(one.paid.values, many.paid.values);
    EXPECT_EQ(one.mean_hours.values, many.mean_hours.values);
  }
}

struct Known {
  const char *from, *to;
  double km;       // published length of the line or road
  double allowed;  // fraction: cities are points here, and terminals stand beside them
};

void expect_known(ModeFamily family, Mode mode, const std::vector<Known>& known) {
  for (const auto& [from, to, km, allowed] : known) {
    const auto route = way(pack().costs, family, from, to);
    ASSERT_TRUE(route) << from << " " << to;
    EXPECT_NEAR(km_by(*route, mode), km, allowed * km) << from << " " << to;
  }
}

TEST_F(WorldRoutes, railways_that_join_two_cities) {
  expect_known(ModeFamily::rail, Mode::rail,
               {{"KEN-Mombasa", "KEN-Nairobi", 472, 0.15},
                {"ETH-Addis_Ababa", "DJI-Djibouti", 753, 0.10},
                {"LAO-Vientiane", "CHN-Kunming", 1035, 0.10}});
}

// The Trans-Asia Express: to Van, by ferry over the lake, on from Tatvan.
TEST_F(WorldRoutes, tehran_to_istanbul_by_rail) {
  const auto route = way(pack().costs, ModeFamily::rail, "IRN-Tehran", "TUR-Istanbul");
  ASSERT_TRUE(route);
  EXPECT_TRUE(has(route->borders, "IRN-TUR"));
  EXPECT_GT(km_by(*route, Mode::rail), 2500);
}

TEST_F(WorldRoutes, roads_that_join_two_cities) {
  expect_known(ModeFamily::road, Mode::road, {{"THA-Bangkok", "SGP-Singapore", 1850, 0.15}});
  const auto africa = way(pack().costs, ModeFamily::road, "EGY-Cairo", "ZAF-Johannesburg");
  ASSERT_TRUE(africa);
  EXPECT_GT(africa->km, 7500);
  EXPECT_LT(africa->km, 10000);
}

TEST_F(WorldRoutes, nobody_drives_through_the_darien_gap) {
  EXPECT_FALSE(way(pack().costs, ModeFamily::road, "COL-Bogota", "PAN-Panama_City"));
  EXPECT_FALSE(way(pack().costs, ModeFamily::rail, "COL-Bogota", "PAN-Panama_City"));
  EXPECT_TRUE(way(pack().costs, ModeFamily::sea, "COL-Bogota", "PAN-Panama_City"));
}

TEST_F(WorldRoutes, nobody_drives_across_the_atlantic) {
  EXPECT_FALSE(way(pack().costs, ModeFamily::road, "USA-New_York_City", "DEU-Duisburg"));
}

TEST_F(WorldRoutes, ships_cross_the_caspian) {
  const auto route = way(pack().costs, ModeFamily::sea, "port:AZBAK", "port:KZAAU");
  ASSERT_TRUE(route);
  EXPECT_LT(route->km, 600);
}

// Between all places of the embedded world, before any change.
const Skim& base() {
  static const Skim made =
      skim_of(pack().costs, base_zones(load_world(kPack), pack().network, {}, 480).nodes);
  return made;
}

// The join over terminals against one search with two labels a state, which it took the place of.
TEST_F(WorldRoutes, the_join_over_terminals_is_the_search_that_knows_where_goods_boarded) {
  const Skim& joined = base();
  const Index& zones = joined.zones;
  const Router router = make_router(pack().network, pack().costs, pack().travel);
  std::size_t reached = 0;
  for (const auto family : {ModeFamily::sea, ModeFamily::rail, ModeFamily::air}) {
    const auto f = static_cast<std::size_t>(family);
    for (std::size_t i = 0; i < zones.size(); ++i) {
      const TwoLabels search(pack().costs, router.graphs[f], joined.chains[f]->starts()[i]);
      for (std::size_t j = 0; j < zones.size(); ++j) {
        if (i == j) continue;
        const auto best = search.to(joined.chains[f]->ends()[j]);
        const double mine = joined.cost[f](i, j);
        ASSERT_EQ(std::isinf(best.cost), std::isinf(mine)) << zones[i] << zones[j];
        if (std::isinf(mine)) continue;
        // The same terms, summed in another order.
        ASSERT_LT(std::abs(best.cost - mine), 1e-12 * best.cost) << zones[i] << zones[j];
        ASSERT_LE(std::abs(best.hours - joined.hours[f](i, j)), 1e-7 * best.hours) << zones[i] << zones[j];
        ++reached;
      }
    }
  }
  EXPECT_GT(reached, 100'000u);
}

// Every family, every cost to the last bit.
void expect_what_searches_find(const LinkCosts& costs, const Index& zones, const std::string& what) {
  const Skim swept = skim_of(costs, zones);
  const SearchedSkim searched = search_skim(pack().network, costs, pack().travel, zones, 0);
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (searched.cost[f].values.empty()) continue;  // pipelines, where goods are all alike
    ASSERT_EQ(swept.cost[f]->values, searched.cost[f].values) << what << f;
    for (std::size_t k = 0; k < swept.cost[f]->values.size(); ++k) {
      const double hours = searched.hours[f].values[k], km = searched.km[f].values[k];
      if (std::isinf(hours)) continue;
      ASSERT_NEAR(swept.hours[f]->values[k], hours, 1e-7 * hours) << what << f;
      const double usd = searched.usd_per_tonne[f].values[k];
      ASSERT_NEAR(swept.usd_per_tonne[f]->values[k], usd, 1e-7 * usd + 1e-9) << what << f;
      ASSERT_NEAR(swept.km[f]->values[k], km, 1e-7 * km) << what << f;
    }
  }
}

std::vector<std::pair<std::string, LinkCosts>> states(std::size_t every_border) {
  std::vector<std::pair<std::string, LinkCosts>> all{{"base", pack().costs}};
  for (const auto& id : pack().network.passages.labels()) {
    LinkCosts costs = pack().costs;
    const auto p = static_cast<std::int32_t>(pack().network.passages.at(id));
    for (std::size_t l = 0; l < pack().network.link_count(); ++l)
      if (pack().network.passage[l] == p) costs.closed_by[l] |= kByPassage;
    all.emplace_back(id, std::move(costs));
  }
  std::set<std::string> pairs(pack().network.crossing_pair.begin(), pack().network.crossing_pair.end());
  std::size_t k = 0;
  for (const auto& pair : pairs)
    if (k++ % every_border == 0) all.emplace_back(pair, with<Close>("border:" + pair));
  return all;
}

TEST_F(WorldRoutes, sweeps_find_what_dijkstra_finds_with_every_passage_closed_in_turn) {
  const Index zones = base_zones(load_world(kPack), pack().network, {}, 230).nodes;
  std::vector<std::string> some;
  for (std::size_t z = 0; z < zones.size(); z += 9) some.push_back(zones[z]);
  for (const auto& [what, costs] : states(80)) expect_what_searches_find(costs, Index(some), what);
}

TEST_F(WorldRoutes, DISABLED_sweeps_find_what_dijkstra_finds_with_anything_closed) {
  for (const auto& [what, costs] : states(1)) expect_what_searches_find(costs, base().zones, what);
}

TEST_F(WorldRoutes, cheaper_links_never_make_a_pair_dearer) {
  const Network& net = pack().network;
  const Index& zones = base().zones;
  for (const std::size_t every : {7, 1009}) {
    LinkCosts costs = pack().costs;
    for (std::size_t l = 0; l < net.link_count(); l += every)
      costs.hours[l] *= 0.5, costs.usd_per_tonne[l] *= 0.5;
    const Skim after = skim_of(costs, zones, &base());
    for (std::size_t k = 0; k < base().paid.values.size(); ++k) {
      // exp and log round.
      ASSERT_LE(after.paid.values[k], base().paid.values[k] + 1e-12) << k;
      for (std::size_t f = 0; f < kFamilyCount; ++f)
        ASSERT_LE(after.cost[f]->values[k], base().cost[f]->values[k]) << k;
    }
  }
}

// The tables, shares and chains of a change found from what it can alter are those found whole.
TEST_F(WorldRoutes, what_a_change_cannot_alter_is_as_it_was_to_the_bit) {
  const Network& net = pack().network;
  const Index& zones = base().zones;
  const auto expect = [&](const LinkCosts& costs, const std::string& what) {
    const Skim some = skim_of(costs, zones, &base()), whole = skim_of(costs, zones, &base(), 0, true);
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      ASSERT_TRUE(some.cost[f]->values == whole.cost[f]->values) << what << " " << f;
      for (const auto of : {&Skim::hours, &Skim::usd_per_tonne, &Skim::km})
        ASSERT_TRUE((some.*of)[f]->values == (whole.*of)[f]->values) << what << " " << f;
      ASSERT_TRUE(some.share[f].values == whole.share[f].values) << what << " " << f;
    }
    ASSERT_TRUE(some.paid.values == whole.paid.values) << what;
  };
  for (const char* passage : {"suez", "bosporus", "panama", "kiel", "hormuz"})
    expect(with<Close>(std::string("passage:") + passage), passage);
  for (const char* border : {"border:CHN-KAZ", "border:DEU-POL", "border:RUS"})
    expect(with<Close>(border), border);
  for (std::size_t l = 0; l < net.link_count(); l += net.link_count() / 24) {
    LinkCosts costs = pack().costs;
    if (l % 2)
      costs.closed_by[l] ^= kByStatus;
    else
      costs.hours[l] *= 0.5;
    expect(costs, net.links[l]);
  }
}

// Every passage, and of borders, countries and links enough to meet each kind;
// --gtest_also_run_disabled_tests tries all.
void expect_monotone(std::size_t every_border, std::size_t every_link) {
  const Network& net = pack().network;
  const Index zones = base_zones(load_world(kPack), net, {}, 230).nodes;
  const Skim whole = skim_of(pack().costs, zones);
  const auto expect = [&](const LinkCosts& costs, bool dearer, const std::string& what) {
    const Skim after = skim_of(costs, zones, &whole);
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      for (std::size_t k = 0; k < whole.paid.values.size(); ++k) {
        const double was = whole.cost[f]->values[k], is = after.cost[f]->values[k];
        ASSERT_TRUE(dearer ? is >= was : is <= was) << what << " " << k;
      }
    }
    // What all classes of goods pay; powers and roots round.
    for (std::size_t k = 0; k < whole.paid.values.size(); ++k) {
      const double was = whole.paid.values[k], is = after.paid.values[k];
      ASSERT_TRUE(was == is || (dearer ? is >= was - 1e-12 : is <= was + 1e-12)) << what << " " << k;
    }
  };
  for (const auto& passage : net.passages.labels()) {
    const auto links = target_links(net, pack().costs, "passage:" + passage, "", {}, "");
    const bool open =
        std::any_of(links.begin(), links.end(), [](std::size_t l) { return pack().costs.open(l); });
    expect(open ? with<Close>("passage:" + passage) : with<Open>("passage:" + passage), open, passage);
  }
  for (std::size_t c = 0; c < net.countries.size(); c += every_border) {
    const std::string& country = net.countries[c];
    const bool has_border =
        std::any_of(net.crossing_pair.begin(), net.crossing_pair.end(),
                    [&](const std::string& pair) { return pair.find(country) != std::string::npos; });
    if (has_border) expect(with<Close>("border:" + country), true, country);
  }
  for (std::size_t k = 0; k < net.crossings.size(); k += every_border) {
    const auto link = target_links(net, pack().costs, "crossing:" + net.crossings[k], "", {}, "").front();
    const bool open = pack().costs.open(link);
    if (!open && pack().costs.closed_by[link] != kByCrossing) continue;  // of a project that is not built
    const std::string target = "crossing:" + net.crossings[k];
    expect(open ? with<Close>(target) : with<Open>(target), open, target);
  }
  for (std::size_t l = 0; l < net.link_count(); l += every_link) {
    if (pack().costs.open(l)) expect(with<Close>("link:" + net.links[l]), true, net.links[l]);
  }
}

TEST_F(WorldRoutes, closing_never_lowers_and_opening_never_raises_a_cost) { expect_monotone(60, 4000); }

TEST_F(WorldRoutes, DISABLED_closing_never_lowers_and_opening_never_raises_a_cost_anywhere) {
  expect_monotone(1, 290);
}

// Every way by sea between ports stays on the sea, trains take the Caspian ferry, and who closes its borders
// is closed.
TEST_F(WorldRoutes, ways_that_a_forwarder_would_believe) {
  const auto by_cape = way(with<Close>("passage:suez"), ModeFamily::sea, "port:SAJED", "port:GRPIR");
  ASSERT_TRUE(by_cape);
  EXPECT_NEAR(by_cape->km, 11207 * 1.852, 0.03 * 11207 * 1.852);
  const auto caspian = way(pack().costs, ModeFamily::rail, "KAZ-Aktau", "AZE-Baku");
  ASSERT_TRUE(caspian);
  EXPECT_LT(caspian->km, 1200);
  for (const auto family : kWayFamilies)
    EXPECT_FALSE(way(with<Close>("border:RUS"), family, "RUS-Moscow", "DEU-Berlin")) << to_string(family);
  const auto past_russia = way(with<Close>("border:RUS"), ModeFamily::rail, "CHN-Chongqing", "DEU-Duisburg");
  if (past_russia) {
    for (const auto& border : past_russia->borders)
      EXPECT_EQ(border.find("RUS"), std::string::npos) << border;
  }
}

}  // namespace sogdia::world_routes_test
