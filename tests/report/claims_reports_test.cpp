#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "claims_on_pack.h"

// Turns of phrase of published reports on trade, which are right and were called wrong, and slips that only
// what stands beside them tells.

namespace sogdia {
namespace {

class ClaimsReports : public ClaimsOnPack {};

TEST_F(ClaimsReports, a_turn_of_phrase_of_a_report_is_no_slip) {
  for (
      const char* text :
      {"In June 2023 trade came to $20.8 billion, with China exporting goods for $11.28 billion to Russia "
       "and "
       "importing $9.551 worth of goods.",
       "China's exports to the US were down 17.9 percent at $239.35 billion in the first half of 2023, while "
       "US "
       "imports to China stood at $87.9 billion.",
       "In 2017 the turnover of Russia and China increased by 20.8 percent, to $84.07 billion, in 2018 - by "
       "27.1 "
       "percent, to $107.06 billion.",
       "China's trade with Kazakhstan during the first 10 months of 2023 was worth $32.7 billion.",
       "Trade between the Central Asian countries and China exceeded $32 billion in 2022, the minister said.",
       "In the first 11 months of 2023 China's import and export of intermediate goods with Vietnam made "
       "1.01 "
       "trillion yuan.",
       "From 2000 to 2023 China-Africa trade grew every year. From January to July it increased by 5.5 "
       "percent, to "
       "1.19 trillion yuan.",
       "In 2019 ASEAN has overtaken the United States to become China's second largest trading partner.",
       "Since 2003 ASEAN's trade with China has risen at an annual average rate of 26 percent, from $59.6 "
       "billion "
       "in 2003 to $196.9 billion in 2008.",
       "The United States bought goods worth $505.6 billion from China in 2017 and sold it goods worth "
       "$130.4 "
       "billion.",
       "Trade of China and Russia was worth $240.1 billion in 2023. In November the eleven-month figure had "
       "stood "
       "at $218.17 billion.",
       "The supply of goods from Russia to China went up by 43.4 percent to $114.15 billion in 2022, and "
       "from "
       "China to Russia by 12.8 percent to $76.12 billion.",
       "China and ASEAN traded goods for $975.3 billion in 2022. Expressed in yuan it was 6.52 trillion, of "
       "which "
       "China's exports made up 3.79 trillion.",
       "Italy has left the Belt and Road, which it had joined in 2019. Panama followed in February 2025.",
       "Vietnam's exports to the United States rose by 8.2 percent to $24.6 billion in January-May 2020, "
       "while "
       "total exports fell by 1.7 percent to $99.36 billion.",
       "In January-October 2023 China's exports to Russia were $90.08 billion. Russia's imports, on the "
       "other "
       "hand, were $106.4 billion.",
       "Uzbekistan's turnover for the whole of 2023 was $62.6 billion, which is $12 billion, or 23.9 percent "
       "more "
       "than in 2022.",
       "China and Russia had aimed for $100 billion of trade by 2015, but it came to $68.1 billion in 2015.",
       "Korean customs count imports from China at $142.8 billion in 2023; China's own books show exports of "
       "$149.0 billion."}) {
    const auto claims = check_claims(text, *evidence_);
    EXPECT_TRUE(std::none_of(claims.begin(), claims.end(),
                             [](const Claim& c) { return c.verdict == Verdict::likely_error; }))
        << text << told_of(claims);
  }
}

TEST_F(ClaimsReports, a_text_without_a_day_confirms_what_was_printed_of_those_months) {
  const auto claims = check_claims(
      "Trade between Russia and China surged by 27.7 percent to $196.48 billion in the first ten months of "
      "this "
      "year, customs said.",
      *evidence_);
  ASSERT_EQ(claims.size(), 2u);
  for (const auto& claim : claims) EXPECT_EQ(claim.verdict, Verdict::consistent) << told_of(claims);
  // Of other months the same figure is of nothing on record, and nothing is called wrong.
  const auto other = check_claims(
      "Trade between Russia and China surged to $196.48 billion in the first eight months of this year.",
      *evidence_);
  ASSERT_EQ(other.size(), 1u);
  EXPECT_NE(other[0].verdict, Verdict::consistent) << told_of(other);
  EXPECT_NE(other[0].verdict, Verdict::likely_error) << told_of(other);
}

TEST_F(ClaimsReports, slips_are_told_by_what_stands_beside_them) {
  struct Beside {
    const char *text, *slip, *kind;
  };
  for (const Beside& each :
       {Beside{"In 2023 Chinese exports to Russia were up 64.9 percent.", "64.9 percent", "digit"},
        Beside{"The US goods deficit with China was $259 billion in 2024.", "$259 billion", "digit"},
        Beside{"China's trade with the five Central Asian states reached $89.4 billion in 2021.", "2021",
               "year"},
        Beside{"China took in 36 percent more goods from Russia in 2022 than a year before: $114.2 billion "
               "against "
               "$79.3 billion.",
               "36 percent", "arithmetic"},
        Beside{"Kazakhstan wanted to raise its trade with China to $400 billion by 2030.", "$400 billion",
               "scale"},
        Beside{"In 2018 America bought goods worth 538.5 billion dollars from China. By 2019 imports had "
               "risen to "
               "449.1 billion dollars.",
               "449.1 billion", "direction"},
        Beside{"Uzbekistan's foreign trade turnover was $54.3 billion in January-October 2024. China "
               "accounted for "
               "$10.2 billion, Russia for $6.9 billion and Kazakhstan for $3.4 billion.",
               "$6.9 billion", "figure"},
        Beside{"Uzbekistan: foreign trade\n\nTurnover was $62.6 billion in 2023. In the first ten months of "
               "2024 it "
               "reached $54.3 billion, of which exports were $31.9 billion.",
               "$31.9 billion", "flow"},
        Beside{"Vietnam's trade with China was $185.4 billion in January-November 2024. Imports from China "
               "soared "
               "29.7 percent to $55.2 billion.",
               "$55.2 billion", "flow"}}) {
    expect_slip(each.text, each.slip, each.kind);
  }
}

TEST_F(ClaimsReports, a_table_lends_its_country_and_unit_to_the_columns_beside) {
  const auto claims = check_claims(
      "| Partner, 2023 | Turnover, $ billion | Uzbek exports | Uzbek imports |\n|---|---|---|---|\n"
      "| China | 13.7 | 2.46 | 12.16 |\n| Kazakhstan | 4.4 | 1.37 | 3.03 |\n",
      *evidence_);
  ASSERT_EQ(claims.size(), 6u) << told_of(claims);
  for (std::size_t k = 0; k < claims.size(); ++k)
    EXPECT_EQ(claims[k].verdict, k == 2 ? Verdict::likely_error : Verdict::consistent) << told_of(claims);
}

}  // namespace
}  // namespace sogdia
