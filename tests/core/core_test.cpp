#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/index.h"
#include "sogdia/core/names.h"
#include "sogdia/core/parallel.h"
#include "sogdia/core/table.h"
#include "sogdia/core/table_cells.h"

namespace sogdia {
namespace {

TEST(Index, an_unknown_label_names_the_nearest_one) {
  const Index countries({"CHN", "KAZ", "RUS"});
  try {
    countries.at("KAX", "country");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "unknown country `KAX`");
    EXPECT_EQ(error.hint, "did you mean `KAZ`?");
  }
}

TEST(Names, near_is_what_is_spelt_alike_or_has_the_word) {
  EXPECT_EQ(nearest_hint("Korea", {"South Korea", "China"}), "did you mean `South Korea`?");
  EXPECT_EQ(nearest_hint("crude_oil", {"coal", "crude"}), "did you mean `crude`?");
  EXPECT_EQ(nearest_hint("NATO", {"Levant & Anatolia", "Niger"}), "");
}

TEST(Index, a_repeated_label_is_an_error) { EXPECT_THROW(Index({"CHN", "CHN"}), Error); }

TEST(Index, joining_two_different_indexes_names_what_is_missing) {
  try {
    require_same(Index({"CHN", "KAZ"}), Index({"CHN", "RUS"}), "matrices");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("the second lacks `KAZ`"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("the first lacks `RUS`"), std::string::npos);
  }
}

TEST(Names, folding_removes_accents_case_and_marks) {
  EXPECT_EQ(fold("São Paulo"), "sao paulo");
  EXPECT_EQ(fold("CHN-Xi'an"), "chn xi an");
  EXPECT_EQ(fold("Małaszewicze"), "malaszewicze");
  EXPECT_EQ(fold("Çukurova Ğ ŞİŞLİ"), "cukurova g sisli");
  EXPECT_EQ(fold("Žilina  "), "zilina");
  EXPECT_EQ(fold("Thành phố Hồ Chí Minh, ĐÀ NẴNG"), "thanh pho ho chi minh da nang");
  EXPECT_EQ(fold("Straße Ærø Œuvre Þór"), "strasse aero oeuvre thor");
  EXPECT_EQ(fold("Constanța Iași Əliağa"), "constanta iasi aliaga");
  EXPECT_EQ(fold("ＴＯＫＹＯ　２０２６"), "tokyo 2026");
}

TEST(Names, edit_distance_is_a_metric_but_for_transposition) {
  EXPECT_EQ(edit_distance("suez", "seuz"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_TRUE(rc::check([](const std::string& a, const std::string& b) {
    RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
    RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
  }));
}

TEST(Parallel, the_number_of_threads_changes_no_bit) {
  EXPECT_TRUE(rc::check([](std::vector<double> terms) {
    std::vector<double> one(terms.size()), four(terms.size());
    parallel_for(terms.size(), 1, [&](std::size_t k) { one[k] = terms[k] * 1.1; });
    parallel_for(terms.size(), 4, [&](std::size_t k) { four[k] = terms[k] * 1.1; });
    RC_ASSERT(one == four);
  }));
}

TEST(Parallel, the_first_error_reaches_the_caller) {
  EXPECT_THROW(parallel_for(100, 4,
                            [](std::size_t k) {
                              if (k == 37) throw Error("bad", "", "");
                            }),
               Error);
}

TEST(Parallel, ordered_sum_is_exact_on_integers) {
  std::vector<double> terms(1001);
  std::iota(terms.begin(), terms.end(), 0.0);
  EXPECT_EQ(ordered_sum(terms), 500500.0);
}

TEST(Names, capitals_and_marks_of_other_alphabets_fold_too) {
  EXPECT_EQ(fold("САНКТ-ПЕТЕРБУРГ"), "санкт петербург");
  EXPECT_EQ(fold("Ёлкино"), fold("елкино"));
  EXPECT_EQ(fold("ҚАРАҒАНДЫ"), fold("қарағанды"));
  EXPECT_EQ(fold("ЇЖАК Ґ Ў"), fold("їжак ґ ў"));
  EXPECT_EQ(fold("Αθήνα"), fold("ΑΘΗΝΑ"));
  EXPECT_EQ(fold("ΠΕΙΡΑΙΆΣ"), fold("πειραιάς"));
  EXPECT_EQ(fold("ԵՐԵՎԱՆ"), fold("երեվան"));
  EXPECT_EQ(fold("ᲗᲑᲘᲚᲘᲡᲘ"), "თბილისი");
  EXPECT_EQ(fold("上海"), "上海");
  EXPECT_EQ(fold("दिल्ली"), "दिल्ली");
  // Composed and decomposed forms are one: "Москвай" with a breve of its own, "São" with a tilde.
  EXPECT_EQ(fold("Алтаи\xCC\x86"), fold("Алтай"));
  EXPECT_EQ(fold("Sa\xCC\x83o"), "sao");
}

TEST(Names, bytes_that_are_not_utf8_stay) {
  EXPECT_EQ(fold("a\xFF\xC3"), "a\xFF\xC3");
  EXPECT_EQ(fold("\xE2\x80"), "\xE2\x80");
  EXPECT_EQ(fold(std::string_view("\0a\0", 3)), "a");
  EXPECT_EQ(fold("\xC0\xAF"), "\xC0\xAF");
}

TEST(Names, a_key_ignores_what_stands_between_letters) {
  EXPECT_EQ(name_key("Xi’an"), "xian");
  EXPECT_EQ(name_key("St.-Petersburg"), name_key("st petersburg"));
  EXPECT_TRUE(has_key("Sankt-Peterburg", "sanktpeterburg"));
  EXPECT_FALSE(has_key("Sankt-Peterburg", "sanktpeter"));
  EXPECT_FALSE(has_key("Sankt", "sanktpeter"));
  EXPECT_FALSE(has_key("- -", ""));
}

RC_GTEST_PROP(Names, has_key_is_name_key_compared, (const std::string& a, const std::string& b)) {
  RC_ASSERT(has_key(a, name_key(a)) == !name_key(a).empty());
  RC_ASSERT(has_key(a, name_key(b)) == (!name_key(b).empty() && name_key(a) == name_key(b)));
}

TEST(Table, a_missing_column_names_the_nearest) {
  Table table;
  table.name = "trade.csv";
  table.add("exporter", std::vector<std::string>{"CHN"}).add("value_usd", std::vector<double>{1.0});
  try {
    table.numbers("valu_usd");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where, "trade.csv");
    EXPECT_EQ(error.hint, "did you mean `value_usd`?");
  }
}

TEST(Table, a_fraction_is_not_a_whole_number) {
  Table table;
  table.name = "flows.csv";
  table.add("year", std::vector<double>{2023.0, 2023.5});
  try {
    table.integers("year");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where, "flows.csv, row 3");
  }
}

TEST(TableCells, what_is_missing_reads_as_nothing) {
  Table table;
  table.add("name", std::vector<std::string>{"a", "2.5", "2.5x", ""});
  table.add("km", std::vector<double>{0.1, std::nan(""), 3, 4});
  EXPECT_EQ(text_at(table, "name", 0), "a");
  EXPECT_EQ(text_at(table, "km", 0), "0.1");
  EXPECT_EQ(text_at(table, "km", 1), "");
  EXPECT_EQ(text_at(table, "none", 0), "");
  EXPECT_EQ(number_at(table, "km", 0), 0.1);
  EXPECT_EQ(number_at(table, "name", 1), 2.5);
  EXPECT_TRUE(std::isnan(number_at(table, "name", 2)));
  EXPECT_TRUE(std::isnan(number_at(table, "name", 3)));
  EXPECT_TRUE(std::isnan(number_at(table, "km", 1)));
  EXPECT_TRUE(std::isnan(number_at(table, "none", 0)));
}

}  // namespace
}  // namespace sogdia
