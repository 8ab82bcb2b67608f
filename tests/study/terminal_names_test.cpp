// Terminals by the names that people type, on the embedded world.
#include <gtest/gtest.h>

#include <string>

#include "sogdia/core/error.h"
#include "study/embedded_gazetteer.h"

namespace sogdia::terminal_names_test {

Spot spot(const std::string& name) {
  try {
    return embedded().gazetteer.find(name);
  } catch (const Error& error) {
    return {0, error.message, "", error.hint, false};
  }
}

TEST(Gazetteer, a_port_answers_to_its_terminals_and_harbour_areas) {
  constexpr Word kWords[] = {
      {"Cat Lai", "port:VNSGN"},
      {"cat lai terminal", "port:VNSGN"},
      {"Apapa", "port:NGLOS"},
      {"APAPA PORT", "port:NGLOS"},
      {"Ningbo-Zhoushan", "port:CNNGB"},
      {"port of ningbo zhoushan", "port:CNNGB"},
      {"Beilun", "port:CNNGB"},
      {"Tianjin Xingang", "port:CNXIP"},
      {"Busan New Port", "port:KRPUS"},
      {"Pusan Newport", "port:KRPUS"},
      {"JNPT", "port:INNSA"},
      {"Shahid Rajaee", "port:IRBND"},
      {"Yangshan", "port:CNSHA"},
      {"Yang Shan", "port:CNSHA"},
      {"Waigaoqiao", "port:CNSHA"},
      {"Port of Virginia", "port:USORF"},
      {"Tuas", "port:SGSIN"},
      {"Pasir Panjang Terminal", "port:SGSIN"},
      {"Kumport", "port:TRAMR"},
      {"Maasvlakte", "port:NLRTM"},
      {"Maasvlakte 2", "port:NLRTM"},
      {"Waalhaven", "port:NLRTM"},
      {"JadeWeserPort", "port:DEWVN"},
      {"Altenwerder", "port:DEHAM"},
      {"Yuzhny", "port:UAYUZ"},
      {"Pivdennyi", "port:UAYUZ"},
      {"Південний", "port:UAYUZ"},
      {"Bronka", "port:RULED"},
      {"Бронка", "port:RULED"},
      {"Port Newark", "port:USNYC"},
      {"Jeddah Islamic Port", "port:SAJED"},
      {"Pelabuhan Klang", "port:MYPKG"},
      {"Antwerp-Bruges", "port:BEANR"},
      {"Vladivostok commercial port", "port:RUVVO"},
  };
  for (const auto& word : kWords) {
    EXPECT_EQ(spot(word.text).id, word.id) << word.text;
    EXPECT_FALSE(spot(word.text).stands_in) << word.text;
  }
  EXPECT_TRUE(has(spot("Cat Lai").note, "`Cat Lai` is taken as port of Ho Chi Minh City, Vietnam"));
}

TEST(Gazetteer, a_port_that_the_network_lacks_stands_at_the_nearest_with_the_distance) {
  constexpr Word kWords[] = {{"King Abdullah Port", "port:SAJED"}, {"Hamad Port", "port:QADOH"},
                             {"port of Hamad", "port:QADOH"},      {"Ust-Luga", "port:RULED"},
                             {"Усть-Луга", "port:RULED"},          {"Vizhinjam", "port:INTUT"},
                             {"London Gateway", "port:GBLON"},     {"Tilbury", "port:GBLON"},
                             {"Port Everglades", "port:USMIA"},    {"port of Altamira", "port:MXTAM"}};
  for (const auto& word : kWords) {
    const Spot found = spot(word.text);
    EXPECT_EQ(found.id, word.id) << word.text;
    EXPECT_TRUE(found.stands_in) << word.text;
    EXPECT_TRUE(has(found.note, "is no terminal of the network") && has(found.note, " km away"))
        << found.note;
  }
}

TEST(Gazetteer, codes_of_other_lists_and_words_of_other_languages_name_terminals) {
  constexpr Word kWords[] = {{"EDDF", "air:FRA"},
                             {"zspd", "air:PVG"},
                             {"CNNBG", "port:CNNGB"},
                             {"CN TXG", "port:CNXIP"},
                             {"NG APP", "port:NGLOS"},
                             {"RU ULU", "port:RULED"},
                             {"上海港", "port:CNSHA"},
                             {"Mina Jebel Ali", "port:AEJEA"},
                             {"Hafen Hamburg", "port:DEHAM"},

                             {"浦东机场", "air:PVG"}};
  for (const auto& word : kWords) EXPECT_EQ(spot(word.text).id, word.id) << word.text;
  EXPECT_EQ(spot("EDDF").note, "");
}

TEST(Gazetteer, a_telling_word_of_an_airport_comes_before_a_small_town) {
  constexpr Word kWords[] = {{"Schiphol", "air:AMS"},
                             {"Heathrow", "air:LHR"},
                             {"Changi", "air:SIN"},
                             {"changi airport", "air:SIN"},
                             {"Chek Lap Kok", "air:HKG"},
                             {"O'Hare", "air:ORD"},
                             {"ohare", "air:ORD"},
                             {"Suvarnabhumi", "air:BKK"},
                             {"Sheremetyevo", "air:SVO"},
                             {"Шереметьево", "air:SVO"},
                             {"Malpensa", "air:MXP"},
                             {"Almaty Intl Airport", "air:ALA"},
                             {"Heathrow Int'l Airport", "air:LHR"}};
  for (const auto& word : kWords) EXPECT_EQ(spot(word.text).id, word.id) << word.text;
  EXPECT_TRUE(has(spot("Heathrow").note, "it also names Heathrow, Florida, United States"));
  EXPECT_EQ(spot("Heathrow, Florida").id.substr(0, 4), "USA-");
}

TEST(Gazetteer, a_city_and_its_terminal_are_one_name) {
  constexpr Word kWords[] = {{"Shanghai Yangshan", "port:CNSHA"},
                             {"Rotterdam Maasvlakte", "port:NLRTM"},
                             {"Maasvlakte Rotterdam", "port:NLRTM"},
                             {"Yangshan, Shanghai", "port:CNSHA"},
                             {"Tokyo Narita", "air:NRT"},
                             {"Paris CDG", "air:CDG"},
                             {"Moscow Sheremetyevo", "air:SVO"},
                             {"Xiamen Haicang", "port:CNXMN"},
                             {"Le Havre Port 2000", "port:FRLEH"},
                             {"Chengdu Qingbaijiang", "rail:CHN-Chengdu"},
                             {"Marseille Fos", "port:FRFOS"},
                             {"Yingkou Bayuquan", "port:CNYIK"},
                             {"Colombo CICT", "port:LKCMB"},
                             {"Lisbon Alcantara", "port:PTLIS"},
                             {"Charleston Wando", "port:USCHS"},
                             {"Gdansk DCT", "port:PLGDN"}};
  for (const auto& word : kWords) EXPECT_EQ(spot(word.text).id, word.id) << word.text;
}

TEST(Gazetteer, inland_terminals_answer_to_their_names) {
  constexpr Word kWords[] = {{"Duisport", "rail:DEU-Duisburg"},
                             {"Tuanjiecun", "rail:CHN-Chongqing"},
                             {"Qingbaijiang", "rail:CHN-Chengdu"},
                             {"Xi'an International Port", "rail:CHN-Xian"},
                             {"Wujiashan", "rail:CHN-Wuhan"},
                             {"Zhengzhou dry port", "rail:CHN-Zhengzhou"},
                             {"Khorgos Gateway", "KAZ-Khorgos"},
                             {"Malaszewicze", "POL-Malaszewicze"},
                             {"Malaszewicze terminal", "rail:POL-Malaszewicze"}};
  for (const auto& word : kWords) EXPECT_EQ(spot(word.text).id, word.id) << word.text;
}

// What a city, a country or nothing bears is not caught by a word of some terminal's name.
TEST(Gazetteer, words_that_tell_nothing_and_names_of_cities_stay_what_they_are) {
  constexpr Word kWords[] = {{"Rotterdam", "NLD-Rotterdam"},    {"Hong Kong", "HKG-Hong_Kong"},
                             {"香港", "HKG-Hong_Kong"},         {"Portland, Oregon", "USA-Portland"},
                             {"London, Ontario", "CAN-London"}, {"Portland OR", "USA-Portland"},
                             {"Houston TX", "USA-Houston"},     {"Valencia Spain", "ESP-Valencia"}};
  for (const auto& word : kWords) EXPECT_EQ(spot(word.text).id, word.id) << word.text;
  for (const char* text : {"south terminal", "port of nowhere", "general cargo"})
    EXPECT_TRUE(has(spot(text).id, "unknown place")) << text << " is " << spot(text).id;
}

}  // namespace sogdia::terminal_names_test
