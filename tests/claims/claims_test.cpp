#include "sogdia/claims/claims.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <ctime>
#include <sstream>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/claims/prose/mentions.h"
#include "sogdia/core/error.h"
#include "toy_pack.h"

namespace sogdia {
namespace {

using toy::csv;
const toy::Pack kPack;

std::vector<Claim> check(std::string_view text) { return check_claims(text, kPack.evidence()); }

struct Case {
  const char* text;
  const char* verdict;    // of the first claim; "" = there is none
  const char* edit = "";  // kind
  const char* says = "";  // stands in the edit's value, its explanation or the note
};

const Case kCases[] = {
    // the acceptance sentence, and its kin
    {"Trade between China and Russia reached approximately $190 million in 2022, as confirmed by Chinese "
     "customs.",
     "likely error", "scale", "printed a thousand times too small; $190.3 billion by China's customs"},
    {"Trade between China and Russia reached approximately $190 billion in 2022, as confirmed by Chinese "
     "customs.",
     "consistent"},
    {"Trade between China and Russia reached $190.3 trillion in 2022.", "likely error", "scale", "too large"},
    {"China-Russia trade hit USD 190.3bn in 2022.", "consistent"},
    {"China–Russia trade hit US$190.3 bn in 2022.", "consistent"},
    {"Sino-Russian trade totalled 190.3 billion dollars in 2022", "consistent"},
    {"In 2022, bilateral trade between Russia and China was 190.27 billion US dollars.", "consistent"},
    {"Trade turnover between Russia and China amounted to 190.3 billion in 2022.", "consistent"},
    {"Trade between China and Russia was $190,271 million in 2022.", "consistent"},
    {"Trade between China and Russia was $190,271,000,000 in 2022.", "consistent"},
    {"Trade between China and Russia was $185.3 billion in 2022.", "ambiguous", "",
     "near, but $190.3 billion"},
    {"Trade between China and Russia was $50 billion in 2022.", "likely error", "figure", "$190.3 billion"},
    // hedges
    {"Russia's trade with China exceeded $240 billion in 2023.", "consistent"},
    {"Russia's trade with China surpassed $200 billion in 2023.", "consistent"},
    {"Trade between the two, China and Russia, was nearly $250 billion in 2024.", "consistent"},
    {"Trade between China and Russia was less than $250 billion in 2024.", "consistent"},
    {"Trade between China and Russia was more than $240 million in 2023.", "likely error", "scale"},
    {"Trade between China and Russia was $190-200 billion in 2022.", "consistent"},
    // flows
    {"China's exports to Russia reached $111 billion in 2023.", "consistent"},
    {"Exports from Russia to China were worth $129.1 billion in 2023.", "consistent"},
    {"China bought $114.15 billion of goods from Russia in 2022.", "consistent"},
    {"Russia sold goods worth $129 billion to China in 2023.", "consistent"},
    {"China's imports from Russia grew to $129.14 billion in 2023.", "consistent"},
    {"China's exports to Russia reached $129.1 billion in 2023.", "likely error", "flow",
     "exports of Russia to China"},
    {"China's exports to Russia reached $240.1 billion in 2023.", "likely error", "flow", "trade between"},
    {"China exported $24.7 billion of goods to Kazakhstan in 2023.", "consistent"},
    {"Trade between China and Kazakhstan was $41 billion in 2023.", "consistent"},
    {"China's exports reached $3.38 trillion in 2023.", "consistent"},
    {"Trade between China and Germany was $210 billion in 2023.", "consistent"},
    // years, periods, mirrors, currencies
    {"Trade between China and Russia reached $146.9 billion in 2022.", "likely error", "year", "2021"},
    {"Trade between China and Russia reached $176.4 billion in 2023.", "likely error", "period",
     "January-September 2023"},
    {"Trade between China and Russia reached $176.4 billion in the first nine months of 2023.", "consistent"},
    {"In January-September 2023 trade between China and Russia was $176.4 billion.", "consistent"},
    {"From January to September 2023, trade between China and Russia was $176.4 billion.", "consistent"},
    {"Trade between China and Russia was $114.5 billion in the first half of 2023.", "consistent"},
    {"Trade between China and Russia was $240.1 billion in the first nine months of 2023.", "likely error",
     "period", "2023"},
    {"By Russian customs, Russian exports to China were $114.2 billion in 2022.", "likely error", "mirror",
     "China's customs"},
    {"Russian customs put Russia's exports to China at $105 billion in 2022.", "consistent"},
    {"Trade between China and Russia reached 1.28 trillion yuan in 2022.", "consistent"},
    {"Trade between China and Russia reached $1.28 trillion in 2022.", "likely error", "currency", "yuan"},
    {"Trade between China and Russia reached 240.1 billion yuan in 2023.", "likely error", "currency", "USD"},
    {"Trade between China and Russia reached $190.3 billion.", "ambiguous", "", "no period"},
    // targets are not outcomes
    {"Trade between China and Russia reached $200 billion in 2022.", "likely error", "reading", "190.3"},
    {"China and Russia pledged to raise trade to $200 billion by 2024.", "consistent", "", "reached"},
    {"China and Russia set a target of $200 billion in trade by 2024.", "consistent"},
    {"China and Russia hoped to lift trade to $200 billion by 2025.", "likely error", "year", "2024"},
    {"China and Russia pledged to raise trade to $200 million by 2024.", "likely error", "scale",
     "$200 billion"},
    {"China and Russia pledged to raise trade to $500 billion by 2024.", "likely error", "figure"},
    {"China and Russia pledged to raise trade to $500 billion by 2027.", "ambiguous"},
    // arms are in no table
    {"Beijing denies that China sends Russia lethal military aid.", "not checkable", "", "no table"},
    {"China and Germany pledged to raise trade to $500 billion by 2024.", "not checkable"},
    {"China and Russia reached their target of $200 billion in trade in 2023.", "consistent"},
    {"China and the Central Asian states aim to raise trade to $70 billion by 2030.", "consistent"},
    // growth
    {"Trade between China and Russia rose 29.3 percent in 2022.", "consistent"},
    {"Trade between China and Russia grew by 26.3% in 2023.", "consistent"},
    {"Trade between China and Russia fell 28.6 percent in 2015.", "consistent"},
    {"Trade between China and Russia fell 29.3 percent in 2022.", "likely error", "direction"},
    {"Trade between China and Russia rose 26.3 percent in 2022.", "likely error", "year", "2023"},
    {"China's exports to Russia rose 12.7 percent in 2023.", "likely error", "flow", "Russia to China"},
    // growth is printed over a later figure of the year before than the first print
    {"China's exports to Russia rose 46.9 percent in 2023.", "consistent", "", "over a revised figure"},
    {"China's exports to Russia rose 45.8 percent in 2023.", "consistent"},
    {"China's exports to Russia rose 46 percent in 2023.", "consistent"},
    {"China's exports to Russia rose 44 percent in 2023.", "ambiguous"},
    {"China's exports to Russia were $76.1 billion in 2022.", "consistent"},
    {"China's exports to Russia were $75.5 billion in 2022.", "consistent", "",
     "its growth of 2023 puts it at $75.5 billion"},
    {"China's exports to Russia were $74.5 billion in 2022.", "ambiguous"},
    // shares
    {"China accounted for 37 percent of Russia's imports in 2023.", "consistent"},
    {"China took 30% of Russia's exports in 2023.", "consistent"},
    {"China accounted for 30 percent of Russia's imports in 2023.", "likely error", "flow", "exports"},
    {"China accounted for 80 percent of Russia's imports in 2023.", "likely error", "figure"},
    // events
    {"Xi visited Moscow in March 2023.", "consistent"},
    {"President Xi Jinping paid a state visit to Moscow in May 2023.", "likely error", "period",
     "March 2023"},
    {"Putin visited Beijing on 16 May 2024.", "consistent"},
    {"Xi and Putin met in Samarkand in September 2022.", "consistent"},
    {"Xi and Putin met by video in June 2021.", "consistent"},
    {"The third Belt and Road Forum in October 2023 drew representatives of 130 countries.", "consistent"},
    {"The third Belt and Road Forum in October 2023 drew representatives of 151 countries.", "consistent"},
    {"The third Belt and Road Forum in October 2022 drew many.", "likely error", "year", "2023"},
    {"The third Belt and Road Forum in October 2023 drew representatives of 180 countries.", "consistent"},
    // what the pack knows nothing of, and what is not a claim
    {"The port cost $1.1 billion in 2017.", "not checkable"},
    {"Trade between China and Guinea-Bissau reached $90 million in 2022.", "not checkable"},
    {"Trade between China and Russia reached $33 billion in 2007.", "not checkable"},
    {"The trade war cost them 4 percent of the vote.", ""},
    {"About 138 million people live there; let us trade places in 2022.", ""},
    {"", ""},
};

TEST(Claims, the_table_of_sentences) {
  for (const auto& c : kCases) {
    const auto claims = check(c.text);
    if (std::string(c.verdict).empty()) {
      EXPECT_TRUE(claims.empty()) << c.text << "\n  " << (claims.empty() ? "" : claims.front().note);
      continue;
    }
    ASSERT_FALSE(claims.empty()) << c.text;
    const Claim& claim = claims.front();
    EXPECT_STREQ(to_string(claim.verdict), c.verdict) << c.text << "\n  " << claim.note;
    EXPECT_EQ(claim.edit ? claim.edit->kind : "", c.edit) << c.text << "\n  " << claim.note;
    const std::string all =
        claim.note + (claim.edit ? " " + claim.edit->value + " " + claim.edit->explanation : "");
    EXPECT_NE(all.find(c.says), std::string::npos) << c.text << "\n  " << all;
    EXPECT_EQ(std::string(c.text).substr(claim.start, claim.end - claim.start), claim.text);
    EXPECT_EQ(claim.edit.has_value(), claim.verdict == Verdict::likely_error) << c.text;
    EXPECT_FALSE(claim.note.empty()) << c.text;
    const bool judged = claim.verdict == Verdict::consistent || claim.verdict == Verdict::likely_error;
    EXPECT_TRUE(!judged || !claim.evidence.empty()) << c.text;
  }
}

TEST(Claims, attendance_is_a_claim_of_its_own) {
  for (const auto& [count, verdict] :
       {std::pair{"130", Verdict::consistent}, {"151", Verdict::consistent}, {"180", Verdict::ambiguous}}) {
    const auto claims = check(std::string("The third Belt and Road Forum in October 2023 drew people of ") +
                              count + " countries.");
    ASSERT_EQ(claims.size(), 2u) << count;
    EXPECT_EQ(claims[1].kind, "count");
    EXPECT_EQ(claims[1].verdict, verdict) << count;
  }
}

TEST(Claims, the_acceptance_sentence_in_full) {
  const auto claims = check(
      "Trade between China and Russia reached approximately $190 million in 2022, as confirmed by Chinese "
      "customs.");
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].text, "Trade between China and Russia reached approximately $190 million in 2022");
  EXPECT_EQ(claims[0].edit->value, "$190 billion");
  ASSERT_FALSE(claims[0].evidence.empty());
  EXPECT_EQ(claims[0].evidence[0].source, "gacc_2022");
  EXPECT_EQ(claims[0].evidence[0].period, "2022");
  EXPECT_EQ(claims[0].evidence[0].figure,
            "trade between China and Russia: $190.3 billion by China's customs");
}

TEST(Claims, a_paragraph_has_one_claim_for_each_figure) {
  const auto claims = check(
      "Trade between China and Russia rose 26.3 percent to $240.1 billion in 2023, with Chinese exports to "
      "Russia at "
      "$111 billion and imports at $129.1 billion. In 2022 it had been lower. Bilateral trade was $244.8 "
      "billion in "
      "2024. Trade between China and Russia went from $95.3 billion in 2014 to $190.3 billion in 2022.");
  ASSERT_EQ(claims.size(), 7u);
  for (const auto& claim : claims)
    EXPECT_EQ(claim.verdict, Verdict::consistent) << claim.text << "\n  " << claim.note;
}

TEST(Claims, a_sentence_without_a_period_takes_that_of_the_one_before) {
  const auto claims = check(
      "Trade between China and Russia was $240.1 billion in 2023. China's exports to Russia rose 46.9 "
      "percent to $111 "
      "billion.");
  ASSERT_EQ(claims.size(), 3u);
  for (const auto& claim : claims)
    EXPECT_EQ(claim.verdict, Verdict::consistent) << claim.text << "\n  " << claim.note;
}

TEST(Claims, from_and_to_take_the_ends_of_a_span_of_years) {
  const auto claims = check(
      "Between 2014 and 2022 trade between China and Russia doubled from $95.3 billion to $190 billion.");
  ASSERT_EQ(claims.size(), 3u);
  for (const auto& claim : claims)
    EXPECT_EQ(claim.verdict, Verdict::consistent) << claim.text << "\n  " << claim.note;
}

TEST(Claims, each_date_has_its_event) {
  const auto claims = check(
      "Xi Jinping visited Moscow in March 2023, and in May 2024 Putin visited Beijing; the third Belt and "
      "Road Forum "
      "was held in October 2023.");
  ASSERT_EQ(claims.size(), 3u);
  for (const auto& claim : claims)
    EXPECT_EQ(claim.verdict, Verdict::consistent) << claim.text << "\n  " << claim.note;
}

TEST(Claims, offsets_are_bytes_and_never_split_a_letter) {
  const std::string text =
      "“Très bien” – said Müller… Trade between China and Russia – 中俄 – reached €5 and $190 million in "
      "2022。";
  for (const auto& claim : check(text)) {
    EXPECT_EQ(text.substr(claim.start, claim.end - claim.start), claim.text);
    EXPECT_NE(static_cast<unsigned char>(text[claim.start]) & 0xC0u, 0x80u);
    EXPECT_TRUE(claim.end == text.size() || (static_cast<unsigned char>(text[claim.end]) & 0xC0u) != 0x80u);
  }
}

TEST(Claims, without_evidence_nothing_is_checkable) {
  Evidence none;
  none.parties = party_names(kPack.countries, &kPack.demonyms);
  const auto claims = check_claims("Trade between China and Russia was $190 billion in 2022.", none);
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].verdict, Verdict::not_checkable);
}

void expect_sound(const std::string& text) {
  std::vector<Claim> claims;
  try {
    claims = check(text);
  } catch (const Error&) {
    return;  // no text
  }
  const std::string prose = claims::plain_text(text).text;
  std::size_t last = 0;
  for (const auto& claim : claims) {
    RC_ASSERT(claim.start < claim.end && claim.end <= text.size());
    RC_ASSERT(claim.text == prose.substr(claim.prose_start, claim.prose_end - claim.prose_start));
    RC_ASSERT(claim.start >= last);
    RC_ASSERT(!claim.note.empty());
    last = claim.start;
  }
}

TEST(Claims, any_bytes_are_survived) {
  EXPECT_TRUE(rc::check(
      [](const std::vector<std::uint8_t>& bytes) { expect_sound(std::string(bytes.begin(), bytes.end())); }));
}

TEST(Claims, any_shuffle_of_its_own_words_is_survived) {
  EXPECT_TRUE(rc::check([] {
    static const std::vector<std::string> kWords{
        "China",        "Russia's", "trade",   "exports", "imports",
        "from",         "to",       "$",       "190",     "1,28",
        "billion",      "yuan",     "%",       "percent", "of",
        "in",           "2022",     "January", "-",       "September",
        "2023",         "first",    "nine",    "months",  "by",
        "between",      "and",      "pledged", "target",  "reached",
        "Chinese",      "customs",  "more",    "than",    "visited",
        "Moscow",       "Xi",       ".",       ",",       "\xE2\x80\x93",
        "\xE2\x82\xAC", "\xFF",     "half",    "US",      "bn",
        "rose",         "fell",     "Forum",   "third",   "999999999999999999999999999999999999999999999",
        "countries"};
    std::string text;
    for (const auto& word : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kWords)))
      text += word + (word == "$" ? "" : " ");
    expect_sound(text);
  }));
}

TEST(Claims, twice_the_text_takes_about_twice_the_time) {
  const auto seconds = [](std::size_t copies) {
    std::string text;
    for (std::size_t k = 0; k < copies; ++k)
      text += "trade of China and Russia was $190 billion in 2022 and ";
    double best = 1e9;
    for (int repeat = 0; repeat < 3; ++repeat) {
      const std::clock_t start = std::clock();  // of the processor, whatever else it does
      EXPECT_EQ(check(text).size(), copies);
      best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return best;
  };
  // Quadratic time would take sixteen times as long.
  EXPECT_LT(seconds(4000), 10 * seconds(1000));
}

TEST(Claims, a_nationality_counts_only_where_its_country_does) {
  const Table countries = csv("iso3,name,names\nCHN,China,\n");
  const Table demonyms =
      csv("name,code,kind\nChinese,CHN,adjective\nRussian,RUS,adjective\nEU,EU,abbreviation\nEuropean "
          "Union,EU,name\n");
  std::vector<std::string> names;
  for (const auto& party : party_names(countries, &demonyms)) names.push_back(party.name + "=" + party.code);
  EXPECT_EQ(names, (std::vector<std::string>{"China=CHN", "European Union=EU", "Chinese=CHN", "EU=EU"}));
  EXPECT_EQ(party_names(countries, nullptr).size(), 1u);
}

TEST(Claims, other_currencies_are_held_by_the_rates_of_the_pack) {
  const char* text = "Trade between China and Russia reached 1282 billion yuan in 2022.";
  EXPECT_EQ(check(text).at(0).verdict, Verdict::consistent);
  Evidence evidence = kPack.evidence();
  const Table dear = csv("currency,year,per_usd\nCNY,2022,7.6");
  evidence.exchange_rates = &dear;
  EXPECT_NE(check_claims(text, evidence).at(0).verdict, Verdict::consistent);
  evidence.exchange_rates = nullptr;
  EXPECT_NE(check_claims(text, evidence).at(0).verdict, Verdict::consistent);
}

TEST(Claims, a_whole_year_is_converted_more_closely_than_a_month) {
  Evidence evidence = kPack.evidence();
  const Table printed =
      csv(R"(reporter,partner,flow,from_date,to_date,currency,value_bn,digit_bn,growth_percent,status,source
CHN,GIN,exports,2023-01-01,2023-12-31,CNY,708,1,,observed,y
CHN,GIN,exports,2023-05-01,2023-05-31,CNY,70.8,0.1,,observed,m)");
  evidence.partner_trade = &printed;
  const auto verdict = [&](const std::string& text) { return check_claims(text, evidence).at(0).verdict; };
  const std::string words = "China's exports to Guinea were ";
  EXPECT_EQ(verdict(words + "$101 billion in 2023."), Verdict::consistent);
  EXPECT_NE(verdict(words + "$102.3 billion in 2023."), Verdict::consistent);
  EXPECT_EQ(verdict(words + "$10.23 billion in May 2023."), Verdict::consistent);
}

TEST(Claims, who_left_the_belt_and_road_is_a_member_until_then) {
  const Table signatories =
      csv("iso3,status,year,year_other,source\nITA,signed,2019,,s\nITA,withdrew,2023,,w\nKAZ,signed,2015,,s");
  Evidence evidence;
  evidence.bri_signatories = &signatories;
  const claims::Pack pack(evidence);
  using Codes = std::set<std::string>;
  EXPECT_EQ(pack.members("BRI", 2018), Codes({"KAZ"}));
  EXPECT_EQ(pack.members("BRI", 2022), Codes({"ITA", "KAZ"}));
  EXPECT_EQ(pack.members("BRI", 2023), Codes({"KAZ"}));
  EXPECT_EQ(pack.members("BRI", 2024), Codes({"KAZ"}));
}

TEST(Claims, export_turnover_is_of_one_flow_and_a_group_of_goods_is_not_all) {
  EXPECT_EQ(check("China's export turnover with Russia reached $111 billion in 2023.").at(0).flow, "exports");
  EXPECT_EQ(
      check("The group of industrial goods took the largest share of China's exports to Russia in 2023, "
            "with over $59 billion.")
          .at(0)
          .verdict,
      Verdict::not_checkable);
  for (const Claim& claim : check("China's exports to Russia rose 46.9 percent in 2023 despite a decline of "
                                  "5.4 percent in August."))
    EXPECT_NE(claim.verdict, Verdict::likely_error) << claim.text;
}

// Monthly figures of one side, and a year by both that shows how far apart the two count.
const char* kOneSide =
    R"(reporter,partner,flow,from_date,to_date,currency,value_bn,digit_bn,growth_percent,status,source
USA,CHN,imports,2022-01-01,2022-12-31,USD,536.8,0.1,,observed,census
CHN,USA,exports,2022-01-01,2022-12-31,USD,581.8,0.1,,observed,gacc
USA,CHN,imports,2020-05-01,2020-05-31,USD,36.3,0.1,,observed,census
USA,CHN,imports,2019-05-01,2019-05-31,USD,39.0,0.1,,observed,census
USA,CHN,exports,2021-01-01,2021-12-31,USD,151.43,0.01,,observed,census
USA,CHN,exports,2021-01-01,2021-12-31,USD,151.07,0.01,,observed,census_revised)";

Verdict with_one_side(const std::string& text) {
  const Table trade = csv(kOneSide);
  Evidence evidence = kPack.evidence();
  evidence.partner_trade = &trade;
  return check_claims(text, evidence).at(0).verdict;
}

TEST(Claims, a_month_by_the_other_side_confirms_and_its_difference_is_no_slip) {
  EXPECT_EQ(with_one_side("China's exports to the United States came to $36.3 billion in May 2020."),
            Verdict::consistent);
  EXPECT_EQ(with_one_side("China's exports to the United States came to $37.2 billion in May 2020."),
            Verdict::ambiguous);
  EXPECT_EQ(with_one_side("China's exports to the United States came to $36.3 million in May 2020."),
            Verdict::likely_error);
  EXPECT_EQ(with_one_side("U.S. imports from China came to $33.6 billion in May 2020."),
            Verdict::likely_error);
}

TEST(Claims, a_rate_of_months_that_only_two_levels_tell_is_no_ground_for_an_alarm) {
  EXPECT_EQ(with_one_side("U.S. imports from China fell 6.9 percent in May 2020."), Verdict::consistent);
  EXPECT_EQ(with_one_side("U.S. imports from China rose 12.9 percent in May 2020."), Verdict::ambiguous);
}

TEST(Claims, two_prints_of_one_flow_are_no_trade) {
  const Table trade = csv(kOneSide);
  Evidence evidence;
  evidence.partner_trade = &trade;
  const claims::Pack pack(evidence);
  EXPECT_EQ(pack.figures.about({false, "USA", "CHN"}).size(), 2u);
  EXPECT_TRUE(pack.figures.about({true, "CHN", "USA"}).empty());
}

TEST(Claims, what_is_expected_to_be_hit_is_a_target) {
  EXPECT_EQ(check("China and Russia expect trade to hit $200 billion by 2024.").at(0).kind, "target");
  EXPECT_EQ(check("Trade between China and Russia hit $240.1 billion in 2023.").at(0).kind, "amount");
}

}  // namespace
}  // namespace sogdia
