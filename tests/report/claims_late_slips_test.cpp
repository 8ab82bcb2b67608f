#include <gtest/gtest.h>

#include <string>

#include "claims_on_pack.h"

// Slips that are found when the text is over: what a figure leaves out is that of the figures beside it, and
// one slip of the hand makes it what was printed of just that.

namespace sogdia {
namespace {

struct Late {
  const char *text, *slip, *kind;
};

class ClaimsLateSlips : public ClaimsOnPack {
 protected:
  static void expect_found(const Late& each) { expect_slip(each.text, each.slip, each.kind); }
  static void expect_no_error(const std::string& text) {
    const auto claims = check_claims(text, *evidence_);
    for (const auto& claim : claims)
      EXPECT_NE(claim.verdict, Verdict::likely_error) << text << told_of(claims);
  }
};

TEST_F(ClaimsLateSlips, a_list_tells_what_each_of_its_figures_is_of) {
  for (const Late& each :
       {Late{"Uzbekistan's trade with China came to $12.4 billion in 2024. China remained the largest "
             "partner, "
             "ahead of Russia with $116 billion and Kazakhstan with $4.2 billion.",
             "$116 billion", "scale"},
        Late{
            "Türkiye sold goods worth $262 billion in 2024 and bought goods for $344 billion. On the side of "
            "imports China led with $45 billion, followed by Russia with $4.4 billion and Germany with $27 "
            "billion.",
            "$4.4 billion", "scale"},
        Late{"Germany's exports in 2024 (billion euros)\nFrance: 116.2\nPoland: 39.8\nAustria: 77.2\n",
             "39.8", "digit"}})
    expect_found(each);
}

TEST_F(ClaimsLateSlips, a_rate_is_of_the_figures_before_it) {
  expect_found(
      {"In 2025 China's imports from Russia were $124.8 billion, and its exports there came to $103.3 "
       "billion, 14.0 percent less than a year before.",
       "14.0 percent", "digit"});
}

TEST_F(ClaimsLateSlips, a_gap_is_that_of_both_flows_told_before_it) {
  expect_found(
      {"In 2023 China exported goods worth $111 billion to Russia and imported goods worth $129.1 "
       "billion from it. The balance was in Russia's favour: $81.1 billion.",
       "$81.1 billion", "arithmetic"});
}

// The figure of another month, of another year's balance and of another country is none of them.
TEST_F(ClaimsLateSlips, a_figure_of_something_else_beside_them_is_no_slip) {
  for (const char* text :
       {"2023 was a good year: trade between China and Russia grew by 26.3 percent. The mark of $200 billion "
        "was "
        "passed in November, when the sum stood at $218.2 billion. In 2025 trade came to $228.1 billion.",
        "The European Union exported goods worth 213.3 billion euros to China in 2024. A year before it had "
        "been 223.4 billion. Imports were 517.8 billion euros after 520.4 billion. That leaves a deficit of "
        "304.5 billion euros.",
        "India bought goods worth $113.5 billion from China in 2024-25. The United States is the best "
        "customer "
        "by far. It took goods worth $86.5 billion.",
        "On 23 February 2023, a year after the invasion of Ukraine, 141 countries voted for a just peace."})
    expect_no_error(text);
}

}  // namespace
}  // namespace sogdia
