#include <algorithm>
#include <string>
#include <vector>

#include "claims_on_pack.h"

namespace sogdia {
namespace {

// Kinds of slip that whole articles showed, each in a text of its own, and the same texts without it.
struct Kind {
  std::string before, right, wrong, behind;  // the text, with either word in its place
  std::string edit;                          // the kind of edit that mends the wrong one
};

class ClaimsKinds : public ClaimsOnPack {
 protected:
  static void expect_told_apart(const Kind& kind) {
    const auto right = check_claims(kind.before + kind.right + kind.behind, *evidence_);
    for (const auto& claim : right)
      EXPECT_NE(claim.verdict, Verdict::likely_error)
          << kind.before + kind.right + kind.behind << told_of(right);
    const std::string text = kind.before + kind.wrong + kind.behind;
    const auto wrong = check_claims(text, *evidence_);
    const std::size_t begin = kind.before.size(), end = begin + kind.wrong.size();
    EXPECT_TRUE(std::any_of(wrong.begin(), wrong.end(),
                            [&](const Claim& claim) {
                              return claim.verdict == Verdict::likely_error && claim.start < end &&
                                     claim.end > begin && claim.edit && claim.edit->kind == kind.edit;
                            }))
        << text << told_of(wrong);
  }
};

TEST_F(ClaimsKinds, a_rank_that_is_denied_is_none_that_is_claimed) {
  for (const char* text : {"In 2024 China lost its place as Germany's largest trading partner.",
                           "China was no longer Germany's largest trading partner in 2024.",
                           "China ceded the top spot as Germany's largest trading partner in 2024.",
                           "In 2024 China was dethroned as Germany's largest trading partner.",
                           "Germany's largest trading partner in 2024 was no longer China."}) {
    const auto claims = check_claims(text, *evidence_);
    EXPECT_TRUE(std::any_of(claims.begin(), claims.end(),
                            [](const Claim& claim) { return claim.verdict == Verdict::consistent; }))
        << text << told_of(claims);
    for (const Claim& claim : claims) EXPECT_NE(claim.verdict, Verdict::likely_error) << text;
  }
  for (const char* text : {"China, once Germany's largest trading partner, fell behind in 2024.",
                           "China was no longer Germany's largest trading partner in 2023."})
    for (const Claim& claim : check_claims(text, *evidence_)) EXPECT_NE(claim.verdict, Verdict::likely_error);
  expect_told_apart(
      {"In 2024 ", "the United States", "China", " was Germany's largest trading partner.", "figure"});
}

// What a group is, who founded it and how many it counts are on record.
TEST_F(ClaimsKinds, members_of_a_group_are_counted_and_its_founders_known) {
  for (const Kind& kind : {Kind{"The Eurasian Economic Union has ", "five", "six", " members.", "figure"},
                           Kind{"In 2024 the EU's ", "27", "29", " member states agreed on it.", "figure"},
                           Kind{"", "Brazil", "Egypt", " is a founding member of the BRICS.", "reading"}})
    expect_told_apart(kind);
  for (const char* text :
       {"ASEAN, with Timor-Leste, has had eleven members since 2025.",
        "The EU had 28 members until the British left.",
        "The four members of ASEAN that claim the sea met in 2024.", "Egypt joined the BRICS in 2024."})
    for (const Claim& claim : check_claims(text, *evidence_))
      EXPECT_NE(claim.verdict, Verdict::likely_error) << text;
}

TEST_F(ClaimsKinds, what_a_sentence_says_behind_its_figure_is_read) {
  for (const Kind& kind :
       {Kind{"The goal of $200 billion for 2024, set by Moscow and Beijing, was ", "reached", "missed", ".",
             "direction"},
        Kind{"China's ", "trade with", "exports to", " Central Asia came to $94.82 billion in 2024.", "flow"},
        Kind{"The two are South Korea and Vietnam. In July 2022 the two countries hoped for $100 billion by "
             "2023; what trade came to that year was ",
             "$79.4 billion", "$79.4 million", ".", "scale"}})
    expect_told_apart(kind);
  expect_told_apart({"Italy, which had signed up in 2019, quit the Belt and Road Initiative in December ",
                     "2023", "2021", ".", "year"});
}

// "five against: ...", "among them ...", "... among them": the vote of each country in a list.
TEST_F(ClaimsKinds, lists_of_votes_are_of_every_country_in_them) {
  const std::string vote =
      "On 2 March 2022 the General Assembly voted on the war. 141 states demanded that Russia withdraw; five "
      "voted against: Russia, Belarus, North Korea, Eritrea and ";
  for (const Kind& kind : {Kind{vote, "Syria", "Iran", ".", "figure"},
                           Kind{vote + "Syria. 35 abstained, among them China, India and ", "South Africa",
                                "Brazil", ".", "figure"}})
    expect_told_apart(kind);
}

TEST_F(ClaimsKinds, a_year_behind_after_is_what_the_figure_is_held_beside) {
  const std::string trade = "China's foreign trade was 43.85 trillion yuan in 2024. Trade with Russia ";
  for (const Kind& kind :
       {Kind{trade, "rose 1.9 percent", "fell 1.9 percent",
             " in dollar terms to $244.8 billion, after a jump of more than a quarter in 2023.", "direction"},
        Kind{"Trade between China and Russia fell 6.9 percent to ", "$228.1 billion", "$228.1 million",
             " in 2025 after a record 2024.", "scale"},
        Kind{"In 2025 trade between China and Russia fell 6.9 percent to ", "$228.1 billion",
             "$288.1 billion", ", after the record of 2024.", "digit"},
        Kind{"South Korea's exports to China slid in 2023 to ", "$124.8 billion", "$12.48 billion",
             ", and the United States overtook China in December of that year.", "scale"},
        Kind{"After the invasion of Ukraine in 2022, trade between China and Russia reached ",
             "$190.3 billion", "$190.3 million", ".", "scale"}})
    expect_told_apart(kind);
}

TEST_F(ClaimsKinds, rates_are_read_behind_any_word_that_says_which_way) {
  const std::string eu =
      "In 2021 the EU and Russia traded goods worth 257.5 billion euros. In the first half of 2022 "
      "trade was 150.2 billion euros, ";
  for (const Kind& kind :
       {Kind{eu, "36.4 percent larger", "36.4 percent smaller", " than a year earlier.", "direction"},
        Kind{"Trade between China and Russia ", "crept up", "crept down",
             " by 1.9 percent to $244.8 billion in 2024.", "direction"},
        Kind{"China's customs put exports to the US at $420.1 billion in 2025, ", "a fifth less",
             "a fifth more", " than in 2024.", "direction"},
        Kind{"Germany and China are close. Goods worth 251.8 billion euros went to and fro in 2025, ",
             "2.1 percent more", "21 percent more", " than in the year before.", "figure"}})
    expect_told_apart(kind);
}

TEST_F(ClaimsKinds, levels_are_of_whom_and_when_the_words_beside_them_say) {
  for (const Kind& kind :
       {Kind{"The foreign trade of Uzbekistan amounted to $54.3 billion in January-October 2024, an increase "
             "of 6.7 "
             "percent over the same period of 2023, when it was ",
             "$50.9 billion", "$59 billion", ".", "figure"},
        Kind{"Türkiye imported goods worth ", "$35.5 billion", "$53.5 billion",
             " from Russia between January and October 2024.", "digit"},
        Kind{"India's ", "imports from", "exports to", " Russia were worth $63.8 billion in 2024-25.",
             "flow"},
        Kind{"The United States bought goods worth ", "$439 billion", "$493 billion", " from China in 2024.",
             "digit"},
        Kind{"In the first eight months of 2025 trade between China and Russia came to $143.8 billion; "
             "Chinese "
             "exports were ",
             "$64.8 billion and imports $79 billion", "$79 billion and imports $64.8 billion", ".", "flow"},
        Kind{"Kazakhstan's trade with all the world came to $44.4 billion in January-May 2023, with exports "
             "of ",
             "$25.5 billion", "$22.5 billion", " and imports of $18.9 billion.", "digit"},
        Kind{"A number: ", "559.7 billion dollars", "595.7 billion dollars",
             ". That is what China and America traded in 2025.", "digit"}})
    expect_told_apart(kind);
}

TEST_F(ClaimsKinds, orders_and_records_are_held_against_the_figures_beside_them) {
  for (const Kind& kind :
       {Kind{"In January-October 2024 China was Uzbekistan's ", "first partner with $10.2 billion, ahead of",
             "second partner with $10.2 billion, behind", " Russia with $9.6 billion.", "direction"},
        Kind{"Türkiye's exports reached $262 billion in 2024. It was ", "a record", "no record", ".",
             "direction"}})
    expect_told_apart(kind);
}

TEST_F(ClaimsKinds, aims_are_told_by_the_short_sentence_behind_them) {
  const std::string deal =
      "China was to buy 502 billion dollars of American goods and services in two years. ";
  const std::string hanoi = "South Korea and Vietnam agreed to reach $100 billion of trade by 2023. ";
  for (const Kind& kind :
       {Kind{deal, "It did not.", "It did.", "", "direction"},
        Kind{hanoi, "They missed it.", "They reached it.", "", "direction"},
        Kind{hanoi, "We fell short.", "We succeeded.", "", "direction"},
        Kind{"China was to buy ", "502 billion dollars", "205 billion dollars",
             " of American goods and services in two years.", "digit"},
        Kind{"Türkiye and Russia want $100 billion of trade; with Washington the aim of Ankara is also ",
             "$100 billion", "$10 billion", ".", "scale"}})
    expect_told_apart(kind);
}

TEST_F(ClaimsKinds, votes_and_members_go_on_from_what_was_told) {
  for (const Kind& kind :
       {Kind{"In the General Assembly ", "141", "114",
             " countries had demanded a Russian withdrawal in March.", "figure"},
        Kind{"In the General Assembly, in March, five voted against a Russian withdrawal, and ", "35", "53",
             ", China and India among them, abstained.", "figure"},
        Kind{"Brussels, 24 October 2025 - EU governments adopted a ", "nineteenth", "ninth",
             " package of sanctions against Russia on Thursday.", "year"},
        Kind{"China and Kazakhstan ", "voted against", "voted for",
             " Russia's suspension from the Human Rights Council.", "figure"},
        Kind{"Kazakhstan is careful. It belongs to the Eurasian Economic Union and to the ",
             "Shanghai Cooperation Organisation", "European Union", ".", "reading"},
        Kind{"Viet Nam has been a member of ASEAN since 1995; it signed up to the Belt and Road in ", "2017",
             "2011", ".", "year"},
        Kind{"The Shanghai Cooperation Organisation admitted Iran in July 2023 and Belarus in July ", "2024",
             "2021", ".", "year"},
        Kind{"BRICS took in Egypt and Ethiopia on 1 January ", "2024", "2021", ".", "year"},
        Kind{"Among the members of BRICS is Iran; ", "Ethiopia is a member of BRICS",
             "Pakistan is a member of BRICS", ", too.", "reading"},
        Kind{"The third Belt and Road Forum met in Beijing in October 2023. In the end ", "151", "51",
             " countries were there.", "figure"}})
    expect_told_apart(kind);
}

// What stood beside other words and was taken for an error.
TEST_F(ClaimsKinds, what_stands_beside_is_no_slip) {
  for (const char* text :
       {"On 2 March 2022, when 141 countries called on Russia to withdraw, Serbia and Hungary voted in "
        "favour.",
        "With Africa China's trade was to be $400 billion by 2020; in 2023 it was only $282.1 billion.",
        "In 2023 South Korea sold goods worth $124.8 billion to China. It was a fifth less than in 2022, and "
        "we had a "
        "deficit.",
        "Trade between China and Russia was $240.1 billion in 2023. October 2023 alone: $19.8 billion, of "
        "which "
        "China's imports $11.1 billion.\nDecember 2024: $21.97 billion.",
        "In 2021 the European Union still traded 257.5 billion euros with Russia; 158.5 billion of that were "
        "imports.",
        "Kazakhstan is a member of BRICS.", "Saudi Arabia joined BRICS in January 2024.",
        // What the American office alone has told, the Chinese may have told otherwise.
        "China's imports from the United States were $163.6 billion in 2024.",
        "Vietnam's exports to the US were $97 billion in 2023.",
        // One sign of two currencies.
        "Japan's exports to China were \u00a518.9 trillion in 2024.",
        "Russia's trade with China is large. Russia has had a surplus since 2018. It was largest in 2022, at "
        "$38 "
        "billion."}) {
    const auto claims = check_claims(text, *evidence_);
    EXPECT_TRUE(std::none_of(claims.begin(), claims.end(),
                             [](const Claim& c) { return c.verdict == Verdict::likely_error; }))
        << text << told_of(claims);
  }
}

// A dateline names the country that the sentence names, too.
TEST_F(ClaimsKinds, a_country_named_twice_is_one) {
  const auto claims =
      check_claims("BEIJING - China's total trade was 43.85 trillion yuan in 2024.", *evidence_);
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].parties, std::vector<std::string>{"CHN"}) << told_of(claims);
  EXPECT_EQ(claims[0].verdict, Verdict::consistent) << told_of(claims);
}

}  // namespace
}  // namespace sogdia
