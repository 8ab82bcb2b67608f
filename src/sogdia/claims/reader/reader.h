#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/meaning/told_flows.h"
#include "sogdia/claims/reader/whole_text/own_arithmetic.h"
#include "sogdia/claims/reader/whole_text/sentence_context.h"

namespace sogdia::claims {

// What a figure was taken for, for figures behind it that leave words out.
struct Said {
  FlowKind flow = FlowKind::none;
  std::string actor;  // whose flow: the exporter of exports, the importer of imports
  std::optional<Period> period{};
  Subject subject{};       // as it was settled
  std::size_t end = 0;     // the token behind its figure
  bool confirmed = false;  // the evidence has it so
  bool sure = false;       // no other reading is open
  std::size_t begin = 0;   // of its figure
  std::size_t claim = 0;   // its place in the reader's claims
};

// The readings that a figure leaves open.
struct Open {
  std::vector<Subject> subjects;
  std::vector<Period> periods;
  bool sure = false;          // the first subject is what the words say
  bool may_be_wrong = true;   // else one of them may confirm it and none call it wrong
  double telling = 100;       // how many of its last digit a figure must be, or too much would fit
  double telling_slip = 100;  // and to be called wrong
  bool likely = false;        // the first subject is that of the figure before, which fits
  bool plain = false;         // its flow stands beside it, and no partner in its sentence
};

// Reads one text, sentence after sentence.
struct Reader {
  std::string_view text;
  const Pack& pack;
  std::vector<Token> tokens;
  int now = -1;  // month in which the text was written
  std::vector<std::string>
      last_pair;             // the two countries that the text spoke of last; one and "" for the world
  int pair_age = 0;          // sentences since
  bool pair_fitted = false;  // told by a figure that fits, not by the words alone
  std::string last_actor;    // whose trade it was
  std::optional<Period> last_period;   // the period that the sentences before spoke of
  std::vector<Period> last_periods;    // all that the sentence before spoke of
  bool many_years = false;             // the sentences before spoke of several
  std::vector<int> years_lately;       // of the last sentences that print one
  std::map<std::string, int> offices;  // whose customs the figures that fit are of
  int last_month = 0;                  // 1 to 12: the month that the sentence before named without a year
  std::size_t claims_before = 0;       // how many claims stand before this sentence
  int year_of_day = 0;                 // of the day that the sentence before told an event of
  std::optional<Period> open_year;     // "since the beginning of 2023", the sentences before
  std::optional<Period> first_period;  // that the text began with
  std::optional<FlowWord> last_flow;   // its kind alone: "it", "the figure"
  std::optional<Said> last_said;       // of the last level of trade
  std::optional<Said> lead;     // of a short sentence without a figure: "China-Russia trade (customs)."
  std::optional<Said> heading;  // of a line without a figure: "South Korea's trade in 2023"
  std::map<std::string, int> times_named;  // how often the text has named each country and group so far
  std::string topic;                       // the country of the heading above, else of the dateline
  bool topic_headed = false;
  std::string dateline;                   // the country of its city
  std::string last_named;                 // the country named last, but for the topic
  int said_age = 0;                       // sentences since last_said
  std::vector<std::string> in_common;     // to all figures of late that fit: one country is the text's own
  int fitted = 0;                         // how many levels fitted so far
  std::vector<std::string> recent;        // countries, the one named last first
  std::vector<std::string> named_before;  // by the sentence before, in its order
  std::vector<Said> said_here;            // levels of the sentence that is read
  std::vector<Said> said_before;          // and of the one before
  std::vector<std::pair<std::size_t, std::size_t>> levels_here;  // token and claim of each level read
  std::vector<std::pair<Amount, std::size_t>> rates_here;        // and each rate of growth, signed
  bool of_some_year = false;    // the text speaks of a time without its year: "this year", "in May"
  std::vector<Period> undated;  // of figures that tell the year of a text without a day
  bool set_aside = false;       // the figure read last is no level of trade
  int about_age = 0;
  std::string about;                             // the country that a short sentence before this one was of
  std::size_t money_here = 0, money_before = 0;  // figures of this sentence and of the one before
  bool by_months = false;                        // the text holds a month against the one before
  std::optional<int> year_label;                 // "2023." above what happened in that year
  // Days of publication, years of a chronicle, and years that end with the customs' own month.
  void settle_periods(Mentions& m, Span sentence);
  int last_direction = 0;               // 1 or -1 of the rate before in this sentence
  const Pledge* last_target = nullptr;  // of the last claim about one, until `target_age` is over
  int target_age = 0;                   // sentences since
  ToldFlows told_flows;
  std::optional<BothFlows>
      both_told;  // the two flows that a total or balance of this sentence may be made of
  int sentence_number = 0;
  bool heading_before = false;  // the sentence before ended in a colon
  std::string last_money;       // the currency of the last level that fits
  bool under_heading = false;   // an item of a list whose heading ended in a colon
  Recounted recounted;          // of events, votes and members, by the sentences before
  int attended_age = 0, counted_age = 0, voted_age = 0, joined_age = 0;
  std::string speaker;        // whom "we" and "our" have meant
  std::string group_of_text;  // the group that the text named last
  // The one figure of the sentence before, where nothing told what it is of.
  struct Untold {
    Amount amount;
    std::size_t claim = 0;
  };
  std::optional<Untold> untold;
  std::vector<Claim> claims;
  std::vector<ToldNumber> numbers;        // all money and rates of growth that became a claim
  std::vector<SentenceContext> contexts;  // of all sentences

  Reader(std::string_view input, std::vector<Token> words, const Pack& evidence, int month)
      : text(input), pack(evidence), tokens(std::move(words)), now(month) {}

  void read(Span sentence);
  // Once all sentences are read: what they left open.
  void read_whole_text();
  void read_amount(const Mentions& m, Amount amount, Span sentence);
  void take_back_rate(Claim& claim, const Mentions& m, const Amount& rate, const Period* period,
                      const Said* beside, Span sentence) const;
  void take_back_where_open(Claim& claim, const Mentions& m, const Amount& amount, Span sentence) const;
  const FlowWord* flow_of_level(const Mentions& m, const Amount& amount, Span sentence) const;
  // A figure whose sentence names no flow: one of a list.
  void read_elliptic(Claim& claim, const Mentions& m, const Amount& amount, const Period* period,
                     Span sentence);
  void read_percent(const Mentions& m, Amount amount, Span sentence);
  std::optional<BothFlows> told_of(const Mentions& m, const Period* period, const Subject& subject) const;
  bool is_of_told(const Mentions& m, const FlowWord& flow, const Period* period, Span sentence) const;
  void read_level(const Mentions& m, const Amount& amount, Span sentence);
  // An aim, against the pledges of those that the text is of.
  void read_target(Claim& claim, const Mentions& m, const Amount& amount, const Period* period,
                   Span sentence);
  // The two of a level, and the period that those before lend it. `here` tells that its flow word stands in
  // the sentence, `base` that it is what another is held against.
  struct Whose {
    Meant meant;
    Subject group;  // before one of its members was named
    std::optional<Period> period;
    bool other_way = false;  // of the figure before, turned round
  };
  Whose whose_of(const Mentions& m, const FlowWord& flow, const Amount& amount, Span sentence, bool here,
                 bool base, const Period* period) const;
  // "$13.97 billion more than in 2023-24": the change of the level told last.
  bool read_change(Claim& claim, const Mentions& m, const Amount& amount) const;
  // What a figure that nothing else settles is by the one before it in the sentence, which fits: "$100.5
  // billion, compared with $83.6 billion in 2023-24", "$18 billion to China and $16.4 billion to the Union".
  void read_as_before(Claim& claim, const Mentions& m, const Amount& amount, Span sentence);
  // "have thus grown by 61 percent in six years", "that is a growth of 8 percent": between two levels that
  // the text has told. False where it has not.
  bool read_told_growth(Claim& claim, const Amount& rate, const Subject& subject, Span sentence) const;
  // A figure beside the one that the text has told of the same flow and months, and that fits.
  void read_against_told(Claim& claim, const Mentions& m, const Amount& amount, const Subject& subject,
                         const Period& period, Span sentence) const;
  // "China's exports to Russia were $90.1 billion. Russia's imports, at $106.4 billion": of Russian goods.
  void read_imports_of_goods(Claim& claim, const Mentions& m, const Amount& amount);
  // The other direction, where the text has just told a level of an earlier year that says so.
  std::optional<Edit> turned_since_told(const Subject& subject, const Period& period, const Amount& amount,
                                        int said) const;
  // "The former", "the latter": of the two named last.
  void take_former(Mentions& m, Span sentence) const;
  // Whether a figure without a period is of the months of the one before: of the same two, with nothing that
  // tells of another time or of others.
  bool goes_on(const Mentions& m, const Subject& subject, Span sentence) const;
  // "which took $17 billion", behind what another bought of the same.
  Meant as_taken(Meant meant, const Mentions& m, const FlowWord& flow) const;
  // "That is 6.7 percent more than in the previous year": of the figure before; false where it is not.
  bool read_that_rate(const Mentions& m, Amount amount, Span sentence);
  // "Growth then all but stopped: in 2024 it was 1.9 percent": of the trade told last; false where it is not.
  bool read_bare_growth(const Mentions& m, const Amount& amount, Span sentence);
  // "In 2025 it shrank by 6.9 percent": of the trade told last; false where it is not.
  bool read_rate_of_it(const Mentions& m, Amount amount, Span sentence);
  // "Kazakhstan is third. Trade was $4.6 billion": with that one.
  void take_about(Mentions& m) const;
  // "Those to Southeast Asia rose 13 percent": the flow told last, of the same country.
  void take_those(Mentions& m, Span sentence) const;
  // "$2 billion less than to China, which took $18 billion": the two levels beside a difference that fit.
  void read_differences(const Mentions& m, std::size_t first_claim);
  // An error where the text has told the same figure of the other direction.
  void tell_other_way(Claim& claim, const Subject& subject, const Period& period, const Amount& amount) const;
  // "Imports soared 29.7 percent to", where the rate is of the imports and the level of the exports.
  void read_turned_level(Claim& rate, const Said& level, const Amount& amount);
  // A level without a period, by the rate beside it that fits one.
  void read_by_rate(const Said& level, const Mentions& m, const Subject& subject, const Period& period,
                    Span sentence, bool of_other_months);
  // "imports of A and exports of B" where A is the exports and B the imports, and neither fits as it stands.
  void read_turned(const Mentions& m);
  void read_same_both_ways(const Mentions& m, const Said& wrong, const Said& right);
  // "$13.7 billion, a third of it": a part in words of the whole told before; false where it is none.
  bool read_part_of_whole(const Mentions& m, const Amount& part, Span sentence);
  // "our exports", "sold us goods", "trade with the continent": whom such words mean.
  void take_meant(Mentions& m, Span sentence);
  // What a figure that the words do not settle may be of, by all that the text has spoken of near it.
  struct Neighbours {
    std::vector<std::string> named, actors;
    std::vector<FlowKind> kinds;
    std::vector<Subject> likely;
    std::vector<Period> periods;
  };
  Neighbours neighbours_of(const Mentions& m, const Amount& amount, Span sentence) const;
  std::vector<Subject> possible_of(const Neighbours& near) const;
  bool fits_neighbour(const Amount& amount, const Neighbours& near) const;
  // Whether others than the claim's own have the figure over the months that it was taken to be of.
  bool fits_other(const Claim& claim, const Mentions& m, const Amount& amount, Span sentence) const;
  // "America was ahead of China", "since then it has more than doubled", "the balance was in surplus": by the
  // levels that the text has told.
  void read_order_told(const Mentions& m, Span sentence);
  void order_on_record(const PartyMention& one, const PartyMention& two, int said, const Mentions& m);
  void read_times_told(const Mentions& m, Span sentence);
  void read_side_told(const Mentions& m, Span sentence);
  // A figure that one slip of the hand makes what was printed of its neighbours, and that none of them has.
  void read_slips_in_context(const Mentions& m, Span sentence);
  // "China accounted for A, Russia for B and Kazakhstan for C", of which the others fit.
  void read_slips_in_lists(const Mentions& m, Span sentence);
  // "A number: $559.7 billion. That is what China and America traded in 2025."
  void read_untold(const Mentions& m, Span sentence);
  void keep_untold(const Mentions& m);
  // What a text without a day leaves to the year of its figures; it only confirms.
  void read_undated(const Mentions& m, Span sentence);
  // What the sentence names, for what is read when the text is over.
  void keep_context(const Mentions& m, Span sentence);
  // And so of a rate of growth.
  void read_rates_in_context(const Mentions& m, Span sentence);
  // "crept down by 1.9 percent": where it went up, the verb is a part of what is wrong.
  void take_in_verbs(Span sentence);
  // The level that a rate stands beside: "$172.8 billion, up 7.5 percent", "rose 8.2 percent to $683.8
  // billion".
  const Said* level_beside(const Mentions& m, const Amount& rate) const;
  bool is_apposed(const Mentions& m, const Said& said, const Amount& rate) const;
  void read_share(const Mentions& m, const Amount& amount, const FlowWord& of_flow, const std::string& of,
                  const Period* period);
  const FlowWord* carried_flow(Span sentence) const;
  void read_conversion(const Mentions& m, const Amount& amount, const Amount& repeated);
  Claim& add(std::string kind, std::size_t begin, std::size_t end);
  void place(Claim claim, std::size_t begin, std::size_t end);  // a claim judged elsewhere
  void recount(const Mentions& m, Span sentence);
  void take_date(const Mentions& m, Span sentence);
  void take_topic(const Mentions& m, Span sentence);
  void read_multiple(const Mentions& m, const FlowWord& flow, Span sentence);
  bool read_own_multiple(const Mentions& m, const FlowWord& flow, const std::pair<double, double>& factor,
                         std::size_t at, Span sentence);
  void read_rank(const Mentions& m, Span sentence);
  // "The aim was met", behind a claim about it.
  std::vector<const Pledge*> aims_of(const Mentions& m, Span sentence) const;
  void read_target_told(const Mentions& m, Span sentence, std::size_t first_claim);
  void read_record(const Mentions& m, Span sentence);
  void read_record_told(const Mentions& m, Span sentence);
  bool tells_record(std::size_t k, Span sentence) const;

  // What else the words may mean where they leave a country or the period open: the most likely first.
  std::vector<Subject> open_subjects(const Subject& subject, const FlowWord& flow, const Mentions& m,
                                     const Amount& amount, Span sentence) const;
  std::vector<Period> open_periods(const Mentions& m, const Period* period) const;
  std::vector<std::string> most_named(std::size_t count) const;
  // One of the open readings that fits, or by which the figure is printed a thousand times off.
  using Judged = std::function<void(Claim&, const Subject&, const Period&)>;
  struct Settled {
    Subject subject;
    Period period;
  };
  // Whether a reading may come out as one that fits, or (`slip`) as an open slip; cheaper than to judge it.
  using Promising = std::function<bool(const Subject&, const Period&, bool slip)>;
  std::optional<Settled> settle(Claim& claim, const Amount& amount, const Open& open, const Judged& judge,
                                const Promising& promising = nullptr) const;
  std::optional<Settled> settle_level(Claim& claim, const Amount& amount, const Open& open,
                                      const std::string& reporter) const;
  void settle_balance(Claim& claim, const Amount& amount, const Subject& subject, bool surplus,
                      const std::vector<Period>& periods) const;
  bool is_open_slip(const Claim& claim, bool sure, const Amount& amount) const;
  std::vector<Period> periods_in_turn(const Mentions& m, Span sentence) const;
  void take_focus(const Subject& subject);
  // All figures of the text so far were of these two, and the sentence names nobody else.
  bool of_one_pair(const Mentions& m, const Subject& subject) const;
  void remember(const Mentions& m, const std::vector<std::string>& spoken, Span sentence);

  // Where the sentence prints no period, the one before may lend its own, but only to agree.
  template <class Judge>
  std::optional<Period> judge_or_lend(Claim& claim, const Period* period, const Judge& judge) const {
    // That of the figure before it in the sentence comes first.
    if (!period && !said_here.empty() && said_here.back().confirmed && said_here.back().period) {
      Claim lent = claim;
      judge(lent, &*said_here.back().period);
      if (lent.verdict == Verdict::consistent) {
        lent.note += "; the period is that of the figure before";
        claim = std::move(lent);
        return said_here.back().period;
      }
    }
    if (!period && last_period) {
      Claim lent = claim;
      judge(lent, &*last_period);
      if (lent.verdict == Verdict::consistent) {
        lent.note += "; the period is that of the sentence before";
        claim = std::move(lent);
        return last_period;
      }
    }
    judge(claim, period);
    return std::nullopt;
  }
};

// "$114.15 billion in 2022, and from China to Russia by 12.8 percent to $76.12 billion": the way that stands
// between the level before token `at` and it.
std::optional<Subject> one_way_before(const Mentions& m, std::size_t at);

// Whose customs the words name beside token `at`; a flow with all the world has no mirror.
std::string reporter_of(const Mentions& m, const Subject& subject, std::size_t at,
                        std::size_t figure_end = 0);

// What the claim was taken to mean, for a reader and for programs.
void tell_subject(Claim& claim, const Subject& subject, const Period* period, const std::string& reporter,
                  const Pack& pack);
void tell_printed(Claim& claim, const Amount& amount);

}  // namespace sogdia::claims
