#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/meaning/subject.h"

namespace sogdia::claims {

// Each judges one kind of claim: it fills verdict, edit, note and evidence. `period` is null where none is
// printed.

// Whether some office or table has the level over these months: else judge_level does not find it consistent.
bool may_be_level(const Amount& amount, const Subject& subject, const Period& period, const Pack& pack);

// A level of trade. `reporter` is whose customs the text names, or empty; `actor` the side whose flow the
// words say it is, empty for trade and where they do not tell.
void judge_level(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                 const std::string& reporter, const Pack& pack, const std::string& actor = {});

// Whether a yearly level that fits rose or fell as its verb says; `said` is 1 or -1. Nothing where it did, or
// where the year before is not on record.
std::optional<Edit> judge_turn(const Amount& amount, const Subject& subject, const Period& year, int said,
                               const Pack& pack);

// Whether the figure of a period was a record, as its sentence says. Leaves the note empty where nothing is
// known.
void judge_record(Claim& claim, const Subject& subject, const Period& period, const Pack& pack);

// A target, against the pledges between the parties that the sentence names, or else `last_pair`; `told`
// is what the sentence says has become of it.
enum class TargetTold { open, met, missed };
void judge_target(Claim& claim, const std::vector<Token>& tokens, const Amount& amount,
                  const Mentions& mentions, const Period* period, const std::vector<std::string>& last_pair,
                  TargetTold told, const Pack& pack);

// "The goal of $200 billion for 2024, set by both, was missed": what the sentence says of it behind its
// figure.
struct AimTold {
  TargetTold told = TargetTold::open;
  std::size_t end = 0;  // the token behind what says so
};
AimTold told_behind_aim(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount,
                        Span sentence);

// "target of $200 billion by 2024, set on 2018-10-12; outcome $240.1 billion in 2023, reached"
std::string describe_pledge(const Pledge& pledge);

// The pledge that a claim about a target rests on; null where it is none or one of several.
const Pledge* pledge_of(const Claim& claim, const Pack& pack);

// How a rate of growth is meant.
struct Rate {
  std::string currency;        // that the text measures it in, or empty
  std::string actor;           // the side whose flow the words say it is, empty for trade
  bool of_sure_level = false;  // it stands beside a level that fits
  std::string spoken = {};     // the currency that the text's levels were printed in of late
  std::string level = {};      // that of the level that it stands beside and that fits
};
// Growth over the year before, as a signed fraction.
void judge_growth(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                  const Rate& rate, const Pack& pack);

// The same digits in another order: "39.2 percent" for 29.3, "23 percent" for 32.
bool digits_change_places(const Amount& amount, double rate);
// Whether the printed rate of a figure is the one that is said.
bool rate_fits(const Amount& amount, const Figure& figure, const Pack& pack);
// Whether any rate of the subject, printed or of its levels, over such months of these years or the years
// beside them is the one that is said.
bool grew_so(const Amount& amount, const Subject& subject, const std::vector<Period>& periods,
             const Pack& pack);
// "+26.3 %"
std::string rate_text(const Figure& figure);

// Growth against the levels that the sentence itself prints: "rose 62 percent, from A to B". False where it
// prints none.
bool judge_own_growth(Claim& claim, const Amount& amount, const Mentions& mentions,
                      const std::vector<Token>& tokens, Span sentence);

// Growth against the level that it is from and the one that it led to. False where they tell nothing.
bool judge_growth_between(Claim& claim, const Amount& amount, const Amount& from, const Amount& to);

// The surplus (or deficit) of the first party with the second.
void judge_balance(Claim& claim, const Amount& amount, const Meant& meant, bool surplus, const Period* period,
                   const Pack& pack);

// "doubled", "more than tripled", "rose fourfold" from one period to another: `low` and `high` are the
// factors that the words stand for.
void judge_multiple(Claim& claim, double low, double high, const Meant& meant, const Period& first,
                    const Period& last, const Pack& pack);

// The share of `partner` in the exports, imports or trade of `of`.
void judge_share(Claim& claim, const Amount& amount, const std::string& of, const std::string& partner,
                 FlowKind flow, const Period* period, const Pack& pack);

// `partner` as the largest buyer, supplier or partner of `of` in a period, or the one in that place; of those
// `among` only, where any.
void judge_rank(Claim& claim, const std::string& of, const std::string& partner, FlowKind flow,
                std::size_t place, const Period& period, const std::set<std::string>& among,
                const Pack& pack);

// `larger` before `smaller` as a buyer, supplier or partner of `of`.
void judge_order(Claim& claim, const std::string& of, const std::string& larger, const std::string& smaller,
                 FlowKind flow, const Period& period, const Pack& pack);

// What the sentences before told of, for those that go on: "the second in April 2019", "Kazakhstan
// abstained", "Portugal did so in 2018".
struct Recounted {
  std::set<std::string> counted;               // the kind of event that is counted: forums, packages
  std::vector<const Resolution*> resolutions;  // voted on
  std::string group;                           // that was joined
  bool initiative = false;                     // the text has spoken of the Belt and Road
  const Event* attended = nullptr;             // the forum told last
  int now = -1;                                // the month in which the text was written
};

// The dated events of a sentence, one to each date; nothing where no event on record shares enough with the
// words.
struct EventClaim {
  Claim claim;
  std::size_t begin = 0, end = 0;   // the tokens that it rests on
  const Event* attended = nullptr;  // that it agrees with
};
std::vector<EventClaim> judge_events(const std::vector<Token>& tokens, const Mentions& mentions,
                                     Span sentence, const Pack& pack, const Recounted& before);

// "The third Belt and Road Forum": the one that the sentence names by its ordinal; null where it names none.
const Event* forum_named(const std::vector<Token>& tokens, Span sentence, const Pack& pack);

// "The aim was met", "they fell short of the goal": what became of a pledge, over the year that the words
// speak of; nothing where they do not say so plainly.
std::optional<EventClaim> judge_target_told(const std::vector<Token>& tokens, const Mentions& mentions,
                                            Span sentence, const Pledge& pledge, const Period* year,
                                            const Pack& pack);

// The year of an aim that the sentence speaks of without its sum: "that both had set for 2024".
std::optional<EventClaim> judge_aim_year(const std::vector<Token>& tokens, const Mentions& mentions,
                                         Span sentence, const std::vector<const Pledge*>& aims,
                                         const Pack& pack);

// Votes on a dated resolution of the General Assembly: of each country that the sentence names, and in
// numbers.
std::vector<EventClaim> judge_votes(const std::vector<Token>& tokens, const Mentions& mentions, Span sentence,
                                    const Pack& pack, const Recounted& before);
// The resolutions of the dates that a sentence about a vote prints.
std::vector<const Resolution*> resolutions_of(const std::vector<Token>& tokens, const Mentions& mentions,
                                              Span sentence, const Pack& pack);

// "the provision of lethal military aid": what no table of the pack tells of.
std::vector<EventClaim> judge_arms(const std::vector<Token>& tokens, const Mentions& mentions, Span sentence,
                                   const Pack& pack, const Recounted& before);

// "Italy joined the Belt and Road in 2019", "Croatia joined the EU in 2013".
std::vector<EventClaim> judge_memberships(const std::vector<Token>& tokens, const Mentions& mentions,
                                          Span sentence, const Pack& pack, const Recounted& before);
// "The EAEU has five members", "the 27 members of the EU": against those on record in that year.
std::vector<EventClaim> judge_member_counts(const std::vector<Token>& tokens, const Mentions& mentions,
                                            Span sentence, const Pack& pack, const Recounted& before);
// "More than 150 countries have signed up to the Belt and Road": against the list of those that did.
std::vector<EventClaim> judge_signatory_counts(const std::vector<Token>& tokens, const Mentions& mentions,
                                               Span sentence, const Pack& pack, const Recounted& before);
// The group that a sentence names last; empty where it names none.
std::string group_named(const std::vector<Token>& tokens, Span sentence, const Pack& pack);

}  // namespace sogdia::claims
