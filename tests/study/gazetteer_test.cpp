#include "sogdia/study/places/gazetteer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "sogdia/core/error.h"
#include "sogdia/study/places/coordinates.h"
#include "sogdia/study/places/place_names.h"
#include "study/embedded_gazetteer.h"

namespace sogdia::gazetteer_test {

Spot spot(const std::string& name) { return embedded().gazetteer.find(name); }

// "" where the name is refused.
std::string id_of(const std::string& name) {
  try {
    return spot(name).id;
  } catch (const Error&) {
    return "";
  }
}
Error refusal(const std::string& name) {
  try {
    const Spot found = spot(name);
    ADD_FAILURE() << name << " is found: " << found.id;
  } catch (const Error& error) {
    return error;
  }
  return {"", "", ""};
}

TEST(Gazetteer, a_city_answers_to_its_names_in_any_language_script_and_case) {
  constexpr Word kWords[] = {
      {"Delhi", "IND-New_Delhi"},
      {"दिल्ली", "IND-New_Delhi"},
      {"Warszawa", "POL-Warsaw"},
      {"WARSZAWA", "POL-Warsaw"},
      {"Варшава", "POL-Warsaw"},
      {"Москва", "RUS-Moscow"},
      {"москва", "RUS-Moscow"},
      {"МОСКВА", "RUS-Moscow"},
      {"Moskau", "RUS-Moscow"},
      {"Ho Chi Minh", "VNM-Ho_Chi_Minh_City"},
      {"Ho Chi Minh City", "VNM-Ho_Chi_Minh_City"},
      {"HCMC", "VNM-Ho_Chi_Minh_City"},
      {"Thành phố Hồ Chí Minh", "VNM-Ho_Chi_Minh_City"},
      {"ĐÀ NẴNG", "VNM-Da_Nang"},
      {"北京", "CHN-Beijing"},
      {"北京市", "CHN-Beijing"},
      {"上海", "CHN-Shanghai"},
      {"深圳", "CHN-Shenzhen"},
      {"重庆", "CHN-Chongqing"},
      {"東京", "JPN-Tokyo"},
      {"부산", "KOR-Busan"},
      {"서울", "KOR-Seoul"},
      {"กรุงเทพ", "THA-Bangkok"},
      {"القاهرة", "EGY-Cairo"},
      {"دبي", "ARE-Dubai"},
      {"الدمام", "SAU-Dammam"},
      {"Αθήνα", "GRC-Athens"},
      {"ΑΘΗΝΑ", "GRC-Athens"},
      {"Πειραιάς", "GRC-Piraeus"},
      {"თბილისი", "GEO-Tbilisi"},
      {"Երևան", "ARM-Yerevan"},
      {"Алматы", "KAZ-Almaty"},
      {"Тошкент", "UZB-Tashkent"},
      {"Київ", "UKR-Kyiv"},
      {"Wien", "AUT-Vienna"},
      {"Praha", "CZE-Prague"},
      {"København", "DNK-Copenhagen"},
      {"Kobenhavn", "DNK-Copenhagen"},
      {"Lisboa", "PRT-Lisbon"},
      {"Roma", "ITA-Rome"},
      {"Genova", "ITA-Genoa"},
      {"Firenze", "ITA-Florence"},
      {"Köln", "DEU-Koln"},
      {"Koeln", "DEU-Koln"},
      {"Cologne", "DEU-Koln"},
      {"Muenchen", "DEU-Munich"},
      {"Antwerpen", "BEL-Antwerp"},
      {"Anvers", "BEL-Antwerp"},
      {"Bruges", "BEL-Brugge"},
      {"Göteborg", "SWE-Gothenburg"},
      {"goteborg", "SWE-Gothenburg"},
      {"Den Haag", "NLD-The_Hague"},
      {"The Hague", "NLD-The_Hague"},
      {"Hanover", "DEU-Hannover"},
      {"São Paulo", "BRA-Sao_Paulo"},
      {"SAO PAULO", "BRA-Sao_Paulo"},
      {"Łódź", "POL-Lodz"},
      {"Constanța", "ROU-Constanta"},
      {"Małaszewicze", "POL-Malaszewicze"},
      {"Malaszewicze", "POL-Malaszewicze"},
  };
  for (const auto& word : kWords) EXPECT_EQ(id_of(word.text), word.id) << word.text;
}

TEST(Gazetteer, old_names_short_forms_and_spellings_find_the_city) {
  constexpr Word kWords[] = {
      {"Saigon", "VNM-Ho_Chi_Minh_City"},
      {"Bombay", "IND-Mumbai"},
      {"Madras", "IND-Chennai"},
      {"Calcutta", "IND-Kolkata"},
      {"Bangalore", "IND-Bengaluru"},
      {"Peking", "CHN-Beijing"},
      {"Canton", "CHN-Guangzhou"},
      {"Leningrad", "RUS-Saint_Petersburg"},
      {"Ленинград", "RUS-Saint_Petersburg"},
      {"Constantinople", "TUR-Istanbul"},
      {"Smyrna", "TUR-Izmir"},
      {"Rangoon", "MMR-Yangon"},
      {"Batavia", "IDN-Jakarta"},
      {"Frunze", "KGZ-Bishkek"},
      {"Alma-Ata", "KAZ-Almaty"},
      {"Astana", "KAZ-Astana"},
      {"Nur-Sultan", "KAZ-Astana"},
      {"Kiev", "UKR-Kyiv"},
      {"Kyiv", "UKR-Kyiv"},
      {"St Petersburg", "RUS-Saint_Petersburg"},
      {"St. Petersburg", "RUS-Saint_Petersburg"},
      {"Saint Petersburg", "RUS-Saint_Petersburg"},
      {"Sankt-Peterburg", "RUS-Saint_Petersburg"},
      {"Санкт-Петербург", "RUS-Saint_Petersburg"},
      {"Xian", "CHN-Xian"},
      {"Xi'an", "CHN-Xian"},
      {"Xi’an", "CHN-Xian"},
      {"Ürümqi", "CHN-Urumqi"},
      {"Urumqi", "CHN-Urumqi"},
      {"Urumchi", "CHN-Urumqi"},
      {"New York", "USA-New_York_City"},
      {"New York City", "USA-New_York_City"},
      {"NYC", "USA-New_York_City"},
      {"LA", "USA-Los_Angeles"},
      {"Frankfurt", "DEU-Frankfurt_am_Main"},
      {"Frankfurt am Main", "DEU-Frankfurt_am_Main"},
      {"Washington, D.C.", "USA-Washington_DC"},
      {"Mexico", "MEX-Mexico_City"},
      {"Kuwait", "KWT-Kuwait_City"},
      {"Singapore", "SGP-Singapore"},
      {"Hong Kong", "HKG-Hong_Kong"},
      {"HK", "HKG-Hong_Kong"},
      {"Xuzhou", "CHN-Tongshan"},
      {"  shanghai  ", "CHN-Shanghai"},
      {"CHN-Shanghai", "CHN-Shanghai"},
      {"chn-shanghai", "CHN-Shanghai"},
  };
  for (const auto& word : kWords) EXPECT_EQ(id_of(word.text), word.id) << word.text;
}

TEST(Gazetteer, codes_and_kinds_choose_terminals_and_a_bare_name_the_city) {
  constexpr Word kWords[] = {
      {"Shanghai", "CHN-Shanghai"},
      {"Rotterdam", "NLD-Rotterdam"},
      {"Hamburg", "DEU-Hamburg"},
      {"Suez", "EGY-Suez"},
      {"Zeebrugge", "BEL-Zeebrugge"},
      {"Port Said", "EGY-Port_Said"},
      {"CNSHA", "port:CNSHA"},
      {"cnsha", "port:CNSHA"},
      {"CN SHA", "port:CNSHA"},
      {"port:CNSHA", "port:CNSHA"},
      {"PORT:CNSHA", "port:CNSHA"},
      {"NLRTM", "port:NLRTM"},
      {"port of Shanghai", "port:CNSHA"},
      {"Port of Shanghai", "port:CNSHA"},
      {"Shanghai port", "port:CNSHA"},
      {"Shanghai seaport", "port:CNSHA"},
      {"Yantian", "port:CNYTN"},
      {"Yantian, Shenzhen", "port:CNYTN"},
      {"Jebel Ali", "port:AEJEA"},
      {"Nhava Sheva", "port:INNSA"},
      {"PVG", "air:PVG"},
      {"pvg", "air:PVG"},
      {"PVG airport", "air:PVG"},
      {"Pudong airport", "air:PVG"},
      {"Shanghai airport", "air:PVG"},
      {"Shanghai Pudong International Airport", "air:PVG"},
      {"Heathrow airport", "air:LHR"},
      {"New York airport", "air:JFK"},
      {"rail terminal Duisburg", "rail:DEU-Duisburg"},
      {"Khorgos crossing", "CHN-KAZ-rail-1"},
      {"Khorgos", "KAZ-Khorgos"},
      {"Horgos", "CHN-Horgos"},
      {"Alashankou", "CHN-Alashankou"},
      {"Dostyk", "KAZ-Dostyk"},
  };
  for (const auto& word : kWords) EXPECT_EQ(id_of(word.text), word.id) << word.text;
}

TEST(Gazetteer, a_country_a_state_or_a_city_after_the_name_tells_which) {
  constexpr Word kWords[] = {
      {"Valencia, Spain", "ESP-Valencia"},
      {"Valencia, ES", "ESP-Valencia"},
      {"Valencia, ESP", "ESP-Valencia"},
      {"Valencia, España", "ESP-Valencia"},
      {"Valencia,Spain", "ESP-Valencia"},
      {"Valencia Spain", "ESP-Valencia"},
      {"Valencia, Venezuela", "VEN-Valencia"},
      {"Portland", "USA-Portland"},
      {"Portland, Oregon, US", "USA-Portland"},
      {"Portland, Oregon", "USA-Portland"},
      {"Portland OR", "USA-Portland"},
      {"Birmingham", "GBR-Birmingham"},
      {"Birmingham, GB", "GBR-Birmingham"},
      {"Birmingham UK", "GBR-Birmingham"},
      {"Birmingham, England", "GBR-Birmingham"},
      {"London, Ontario", "CAN-London"},
      {"London, Canada", "CAN-London"},
      {"Los Angeles, CA", "USA-Los_Angeles"},
      {"Houston TX", "USA-Houston"},
      {"Tripoli", "LBY-Tripoli"},
      {"Tripoli, Lebanon", "LBN-Tripoli"},
      {"Hyderabad", "IND-Hyderabad"},
      {"Hyderabad, Pakistan", "PAK-Hyderabad"},
      {"Guangzhou, Guangdong, China", "CHN-Guangzhou"},
      {"Kunshan, Jiangsu", "CHN-Kunshan"},
      {"Newcastle, Australia", "AUS-Newcastle"},
      {"Москва, Россия", "RUS-Moscow"},
      {"上海, 中国", "CHN-Shanghai"},
      {"München, Deutschland", "DEU-Munich"},
  };
  for (const auto& word : kWords) EXPECT_EQ(id_of(word.text), word.id) << word.text;
  EXPECT_TRUE(has(spot("Guadalajara, Nowhere Province, Mexico").note, "`Nowhere Province` is not known"));
  EXPECT_TRUE(has(spot(" Guadalajara, Nowhere Province, Mexico").id, "MEX-Guadalajara"));
  EXPECT_TRUE(has(refusal("Valencia, Spian").hint, "Spain"));
  EXPECT_TRUE(has(refusal("Valencia, Norway").hint, "Valencia, Spain"));
}

TEST(Gazetteer, the_note_tells_the_others_and_how_to_say_them) {
  const Spot valencia = spot("Valencia");
  EXPECT_TRUE(has(valencia.note, "it also names") && has(valencia.note, "Valencia, Spain")) << valencia.note;
  EXPECT_TRUE(has(spot("Portland").note, "Portland, Maine, United States"));
  EXPECT_EQ(spot("Valencia, Spain").note, "");
  EXPECT_EQ(spot("Shanghai").note, "");
  EXPECT_EQ(spot("Москва").note, "");
}

TEST(Gazetteer, a_town_that_the_network_lacks_stands_at_its_nearest_place) {
  constexpr Word kWords[] = {{"Wolfsburg", "DEU-Hannover"},      {"Ingolstadt", "DEU-Munich"},
                             {"Foshan", "CHN-Guangzhou"},        {"佛山", "CHN-Guangzhou"},
                             {"Cartagena, Spain", "ESP-Murcia"}, {"Ontario, CA", "USA-Los_Angeles"}};
  for (const auto& word : kWords) {
    EXPECT_EQ(id_of(word.text), word.id) << word.text;
    EXPECT_TRUE(has(spot(word.text).note, "is not a place of the network and is taken as"))
        << spot(word.text).note;
    EXPECT_TRUE(has(spot(word.text).note, " km away")) << spot(word.text).note;
  }
}

// Nuevo Laredo and Laredo are as far from Piedras Negras; Oakland lies over the bay from San Francisco.
TEST(Gazetteer, such_a_town_keeps_its_country_and_a_twin_city_comes_before_a_port_of_its_name) {
  EXPECT_EQ(id_of("Piedras Negras"), "MEX-Nuevo_Laredo");
  EXPECT_EQ(id_of("Laredo"), "USA-Laredo");
  EXPECT_EQ(id_of("San Francisco"), "USA-Oakland");
  EXPECT_EQ(id_of("port of San Francisco"), "port:USSFO");
  EXPECT_EQ(id_of("Mazatlán, Mexico"), "port:MXMZT");
}

TEST(Gazetteer, a_point_is_taken_to_its_nearest_place) {
  for (const char* text : {"31.2,121.5", "31.2, 121.5", " 31.2 121.5 ", "31.2 N, 121.5 E", "31.2N 121.5E",
                           "N31.2 E121.5", "121.5 E, 31.2 N", "31.2° N, 121.5° E", "31°12'N 121°30'E",
                           "31°12′00″N 121°30′00″E", "+31.2,+121.5", "121.5,31.2"}) {
    EXPECT_EQ(id_of(text), "CHN-Shanghai") << text;
    EXPECT_TRUE(has(spot(text).note, "31.2° N, 121.5° E")) << spot(text).note;
  }
  EXPECT_TRUE(has(spot("121.5,31.2").note, "longitude first"));
  EXPECT_EQ(id_of("-33.9,18.4"), "ZAF-Cape_Town");
  EXPECT_EQ(id_of("33.9 S, 18.4 E"), "ZAF-Cape_Town");
  EXPECT_EQ(id_of("40.7 -74.0"), "USA-New_York_City");
  EXPECT_TRUE(has(refusal("0,-30").message, "within 300 km"));
  EXPECT_TRUE(has(refusal("95,200").hint, "latitude comes first"));
  EXPECT_TRUE(has(refusal("12 N, 13 N").message, "no point on the earth"));
  EXPECT_TRUE(has(refusal("99999999999999999999,1").message, "no point on the earth"));
  for (const char* text :
       {"31.2", "12 34 56", "1e3,2", "nan,nan", "31.2,,121.5", ",", "--1,2", "31.2N 121.5Q", "5 Shanghai"})
    EXPECT_TRUE(!read_coordinates(text)) << text;
}

TEST(Gazetteer, a_country_a_bloc_or_a_passage_is_refused_with_what_to_type) {
  EXPECT_TRUE(has(refusal("China").hint, "`Shanghai`, `Beijing`"));
  for (const char* text :
       {"Germany", "Deutschland", "Россия", "中国", "USA", "UK", "CHN", "CN", "Ivory Coast", "Burma"})
    EXPECT_TRUE(has(refusal(text).message, "is a country")) << text;
  for (const char* text : {"EU", "ASEAN"}) EXPECT_TRUE(has(refusal(text).message, "is a bloc")) << text;
  for (const char* text : {"Suez Canal", "Malacca Strait", "Bab al Mandab", "Северный морской путь"})
    EXPECT_TRUE(has(refusal(text).message, "is a passage")) << text;
}

TEST(Gazetteer, a_misspelt_name_gets_the_nearest) {
  EXPECT_TRUE(has(refusal("Chongqin").hint, "Chongqing"));
  EXPECT_TRUE(has(refusal("Roterdamm").hint, "Rotterdam"));
  EXPECT_TRUE(has(refusal("Wolfsburgg").hint, "Wolfsburg"));
  EXPECT_FALSE(refusal("qqqqqqqqqqq").hint.empty());
  EXPECT_FALSE(refusal("").hint.empty());
  EXPECT_FALSE(refusal("   ").hint.empty());
  EXPECT_FALSE(refusal("?!").hint.empty());
}

// Any bytes are found or refused with a hint; nothing else comes out.
TEST(Gazetteer, hostile_bytes_end_in_an_answer_or_an_error) {
  std::mt19937 random(7);
  const std::string alphabet = "aN0,.-° \xFF\xC3\xE4\xF0\x80|\"\n%{}\\'Ж上" + std::string(1, '\0');
  for (int k = 0; k < 60; ++k) {
    std::string text;
    for (std::size_t n = random() % 24; n > 0; --n) text += alphabet[random() % alphabet.size()];
    try {
      EXPECT_FALSE(spot(text).id.empty());
    } catch (const Error& error) {
      EXPECT_FALSE(error.hint.empty()) << error.message;
    }
  }
  EXPECT_THROW(spot(std::string(100000, 'a')), Error);
}

TEST(Gazetteer, every_place_of_the_network_answers_to_its_id) {
  const auto& ids = embedded().world.table("places").text("place_id");
  for (std::size_t row = 0; row < ids.size(); row += 40) EXPECT_EQ(id_of(ids[row]), ids[row]);
}

TEST(Gazetteer, a_pack_without_names_still_knows_its_own) {
  const World world = load_world(SOGDIA_SOURCE_DIR "/tests/data/toy-world");
  const Network network = make_network(world).network;
  EXPECT_EQ(Gazetteer(world, network).find("chungking").id, "CHN-Chongqing");
  EXPECT_EQ(Gazetteer(world, network).find("31,121").id, "CHN-Shanghai");
  EXPECT_THROW(Gazetteer(world, network).find("北京"), Error);
}

TEST(PlaceNames, are_read_only_on_demand) {
  EXPECT_EQ(embedded().world.find("place_names"), nullptr);
  EXPECT_EQ(embedded().world.on_demand.count("place_names"), 1u);
}

TEST(PlaceNames, a_broken_file_is_an_error_with_its_row) {
  World world;
  world.on_demand["place_names"].path = testing::TempDir() + "place_names.csv";
  const auto write = [&](const std::string& text) {
    std::FILE* file = std::fopen(world.on_demand["place_names"].path.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
  };
  const std::string header = "name,iso3,region,lon,lat,population,place_id,names,source\n";
  const auto fails_at = [&](const std::string& text, const std::string& where) {
    write(text);
    try {
      PlaceNames(world).called("a");
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_TRUE(has(error.where, where)) << error.where;
    }
  };
  fails_at("", "place_names.csv");
  fails_at("name\n", "place_names.csv");
  fails_at(header + "a,b\n", "row 2");
  fails_at(header + "A,CHN,,1,2,3,,,s\nA,CHN,,1,x,3,,,s\n", "row 3");
  fails_at(header + "\"A\",CHN,,1,2,3,,,s\n", "row 2");
  write(header);
  EXPECT_TRUE(PlaceNames(world).called("a").empty());
  world.on_demand["place_names"].path = "no/such/file.csv";
  EXPECT_THROW(PlaceNames{world}, Error);
}

}  // namespace sogdia::gazetteer_test
