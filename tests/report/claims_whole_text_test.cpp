#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "claims_on_pack.h"

// What is read when the whole text is known: figures that its own arithmetic bears out, and those that
// another sentence, the heading or the page's day tells the rest of. Nothing is called wrong by either.

namespace sogdia {
namespace {

class ClaimsWholeText : public ClaimsOnPack {
 protected:
  static void expect_all(const std::string& text, std::size_t figures) {
    const auto claims = check_claims(text, *evidence_);
    EXPECT_EQ(claims.size(), figures) << text << told_of(claims);
    for (const auto& claim : claims) EXPECT_EQ(claim.verdict, Verdict::consistent) << text << told_of(claims);
  }
  static int confirmed(const std::string& text) {
    const auto claims = check_claims(text, *evidence_);
    return static_cast<int>(std::count_if(claims.begin(), claims.end(), [](const Claim& claim) {
      return claim.verdict == Verdict::consistent;
    }));
  }
};

// Of countries and months that no table has.
TEST_F(ClaimsWholeText, flows_that_make_the_total_and_the_balance_bear_each_other_out) {
  const std::string text =
      "In the first five months of 2009 Chad's trade with Nauru was worth $7.43 billion. Chad's exports to "
      "Nauru "
      "were $4.61 billion, imports $2.82 billion, and the surplus was $1.79 billion.";
  const auto claims = check_claims(text, *evidence_);
  ASSERT_EQ(claims.size(), 4u) << told_of(claims);
  for (const auto& claim : claims) {
    EXPECT_EQ(claim.verdict, Verdict::consistent) << told_of(claims);
    ASSERT_FALSE(claim.evidence.empty());
    EXPECT_EQ(claim.evidence.back().table, "text");
  }
  // With another digit in one of them neither sum holds that it is a part of.
  std::string off = text;
  off.replace(off.find("$4.61"), 5, "$4.16");
  EXPECT_EQ(confirmed(off), 0) << told_of(check_claims(off, *evidence_));
}

TEST_F(ClaimsWholeText, a_rate_that_leads_from_level_to_level_bears_both_out) {
  const std::string text =
      "Nauru's exports in March 2009 were USD 34.45 billion, as compared to USD 21.49 billion in March 2008, "
      "exhibiting a growth of 60.31 percent.";
  EXPECT_EQ(confirmed(text), 3) << told_of(check_claims(text, *evidence_));
  std::string off = text;
  off.replace(off.find("60.31"), 5, "63.01");
  EXPECT_EQ(confirmed(off), 0) << told_of(check_claims(off, *evidence_));
}

TEST_F(ClaimsWholeText, rates_of_both_flows_and_of_the_whole_agree_on_the_year_before) {
  const std::string text =
      "Chad's trade with Nauru totalled 16.82 billion dollars in June 2009, an increase of 15.0 percent. "
      "Chad's "
      "exports to Nauru increased 8.0 percent to 9.30 billion dollars, while imports amounted to 7.52 "
      "billion "
      "dollars, up 24.9 percent.";
  EXPECT_EQ(confirmed(text), 6) << told_of(check_claims(text, *evidence_));
  std::string off = text;
  off.replace(off.find("24.9"), 4, "29.4");
  EXPECT_EQ(confirmed(off), 3) << told_of(check_claims(off, *evidence_));
}

TEST_F(ClaimsWholeText, a_change_is_the_rate_of_its_level) {
  EXPECT_EQ(confirmed("Nauru's foreign trade turnover was $10.32 billion in April 2009, decreasing by $378.8 "
                      "million compared to the "
                      "year before, a decline of 3.5 percent."),
            3);
  // By the table, where the text prints no rate.
  EXPECT_EQ(
      confirmed("The U.S. trade deficit with China fell to $279.1 billion in 2023. The shift was driven by "
                "imports, which fell by $109.1 billion."),
      2);
}

TEST_F(ClaimsWholeText, the_page_tells_the_months_and_the_country_of_what_a_sentence_leaves_open) {
  expect_all(
      "Trade in the first half of 2024\n\nTurnover amounted to $31.8 billion. Uzbek exports came to $12.9 "
      "billion, "
      "imports from all partners to $18.8 billion.",
      3);
  // A level and its rate that one printed row has both, in a text without any day.
  expect_all("Exports in the period dropped 6% to $322.5 billion, the Vietnamese office said.", 2);
  expect_all(
      "August 21, 2024 China's exports and imports with Africa were watched closely. In 2023 trade came to "
      "$282.1 billion, up 1.5 per cent.",
      2);
}

TEST_F(ClaimsWholeText, figures_told_in_turn_have_their_own_partners) {
  const auto claims = check_claims(
      "China's foreign trade reached 36.02 trillion yuan in the first ten months of 2024. In the same "
      "period, "
      "China's trade with the EU, the U.S., and South Korea was valued at 4.64 trillion yuan, 4.01 trillion "
      "yuan, "
      "and 1.91 trillion yuan, with growth rates of 1.2 percent, 4.4 percent, and 6.7 percent, respectively.",
      *evidence_);
  const auto fits = std::count_if(claims.begin(), claims.end(),
                                  [](const Claim& c) { return c.verdict == Verdict::consistent; });
  EXPECT_GE(fits, 5) << told_of(claims);
}

TEST_F(ClaimsWholeText, numbers_as_offices_and_broadcasters_write_them) {
  const auto of = [&](const std::string& text) {
    const auto claims = check_claims(text, *evidence_);
    return claims.empty() ? Printed{} : claims.front().printed;
  };
  EXPECT_DOUBLE_EQ(of("India's exports were Rs 21,50,325.03 crore in 2020-21.").value, 21'50'325.03e7);
  EXPECT_EQ(of("Japan's exports rose to \xC2\xA5"
               "100.9 trillion in 2023.")
                .unit,
            "JPY");
  EXPECT_EQ(of("China's exports rose to \xC2\xA5"
               "25.45 trillion in 2024.")
                .unit,
            "CNY");
  EXPECT_NEAR(of("Korea's exports were nine-point-two billion dollars in January 2023.").value, 9.2e9, 1);
  EXPECT_NEAR(of("Korea's exports were 13-point-42 billion dollars in June 2024.").value, 13.42e9, 1);
  EXPECT_NEAR(of("Türkiye's exports were 9 billion 597 million dollars in January 2016.").value, 9.597e9, 1);
  EXPECT_NEAR(of("India's imports in March2021 were USD48.9Billion.").value, 48.9e9, 1);
}

// Right texts of published reports' manner that were called wrong.
TEST_F(ClaimsWholeText, what_the_words_leave_open_is_no_slip) {
  for (
      const char* text :
      {"In the first half of 2023 China's exports to the United States were $239.35 billion, imports $87.91 "
       "billion. In June trade between the two countries reached $50.25 billion.",
       "Trade between China and Russia had grown by 29.3% in 2022, reaching $190bn, before accelerating "
       "further in "
       "2023 with a 26.3% rise.",
       "Trade of Tajikistan with China was $3.9 billion in 2023. Turkmenistan saw a 5.2 percent decline in "
       "its "
       "trade volume with China in 2023.",
       "Companies of Russia paid 15 percent of Chinese imports in rubles in 2017.",
       "China's largest partner is the United States. It has agreements with 25 others, and in the first "
       "half of 2019 exports to these trade partners "
       "occupied nearly 40 percent of China\'s total exports.",
       "HANOI - Viet Nam's total trade came to nearly $786.3 billion in 2024. The United States remained the "
       "largest market at $119.6 billion, and China the largest supplier at $144.3 billion.",
       "In 2023 Chinese deliveries to Russia were worth $111 billion. In the opposite direction went goods "
       "for "
       "$129.1 billion. All in all trade rose 26.3 percent to $240.1 billion, which beat the record of the "
       "year "
       "before, $190.3 billion, by almost $50 billion.",
       "China is the largest partner of many. Japan exported \xC2\xA5"
       "18.9 trillion worth of goods to China in 2024. With the United States it was the other way round: "
       "exports of \xC2\xA5"
       "21.3 trillion. Korea's exports to China were $133 billion.",
       "South Korea's exports to China were $133 billion in 2024. India's trade with China was $118.4 "
       "billion "
       "in 2023-24. Bilateral trade with Russia reached $68.7 billion in FY2024-25, while the two aim for "
       "$100 billion by 2030.",
       "China's share grew as Korea's exports to it fell from 25.3 percent in 2021 to 19.5 percent.",
       "In the first half of the fiscal year exports of Japan to China rose to \xC2\xA5"
       "7.27 trillion in 2017.",
       "Trade between Uzbekistan and Kazakhstan grew. In the reporting period of 2023 Uzbekistan's exports "
       "to "
       "Kazakhstan amounted to $426.8 million.",
       "Uzbekistan traded most with China, $6.89 billion in January-July 2023. Chinese imports accounted for "
       "$5.36 "
       "billion.",
       "China's exports were 20.80 trillion yuan in January-October 2024, imports 15.22 trillion yuan. "
       "China's "
       "trade with partners of the initiative totalled 16.94 trillion yuan.",
       "The United States ran a deficit of $345.2 billion with China in 2019. The peak January-July deficit "
       "of "
       "$222.6 billion with China was that of 2018.",
       "China's foreign trade in the I quarter of 2020 decreased by 8.4% to $943.22 billion.",
       "Korea and Vietnam agreed in 2022 to raise their trade from about $100 billion to $150 billion by "
       "2030.",
       "Vietnam exported goods worth $25.94 billion to South Korea in 2023, while spending $53.49 billion on "
       "imports from South Korea.",
       "In the first nine months of 2025 American imports from China were $242.4 billion, exports $82 "
       "billion. So the "
       "deficit "
       "shrank from $217 billion.",
       "India's exports in 2024-25 were $437.42 billion, imports $720.24 billion. In March last year the "
       "difference "
       "between exports and imports stood at $15.33 billion. During 2023-24 it was $241.14 billion.",
       "Italy, which had signed in 2019, quit the Belt and Road in December 2023."}) {
    const auto claims = check_claims(text, *evidence_);
    EXPECT_TRUE(std::none_of(claims.begin(), claims.end(),
                             [](const Claim& c) { return c.verdict == Verdict::likely_error; }))
        << text << told_of(claims);
  }
}

}  // namespace
}  // namespace sogdia
