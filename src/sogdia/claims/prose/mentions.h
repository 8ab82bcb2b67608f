#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/claims/prose/words/tokens.h"

namespace sogdia::claims {

// Months counted from year 0, both ends in: the year 2022 is {2022 * 12, 2022 * 12 + 11}.
struct Period {
  int from = 0, to = 0;
  bool deadline = false;           // "by 2024"
  bool due = false;                // "a target that had been set for 2027": of no figure but the target
  bool compared = false;           // "than in 2018": what something is held against
  bool day = false;                // a full date: no period that goods are counted over
  bool label = false;              // "2022: $190 billion": it belongs to what follows
  bool relative = false;           // "last year", from the day of the text
  bool open = false;               // "since the beginning of 2023": up to a day that is not printed
  bool fiscal = false;             // named by one year: the one it ends in, in Japan the one it begins in
  bool of_base = false;            // "up from $114.2 billion in 2022": behind another period of the sentence
  bool guessed = false;            // "The year before, exports were": from what was spoken of
  bool since = false;              // "the largest since 2018"
  bool inferred = false;           // "in January", of the year that the day of the text tells
  int shift = 0;                   // "a year earlier": months from the period that the sentence speaks of
  std::size_t begin = 0, end = 0;  // tokens

  bool same_months(const Period& other) const { return from == other.from && to == other.to; }
  bool is_year() const { return from % 12 == 0 && to == from + 11; }
  bool is_whole_years() const { return from % 12 == 0 && to % 12 == 11; }
  int year() const { return to / 12; }
};
Period year_period(int year);
std::string to_text(const Period& period);  // "2022", "January-September 2023", "2014-2022"

enum class Hedge { none, about, nearly, more_than, less_than };

// A printed number: money in units of `currency`, or a fraction.
struct Amount {
  double value = 0;
  double low = 0, high = 0;  // of a printed range, else both equal to value
  double unit = 0;           // of the last significant printed digit
  std::string currency;      // "USD", "CNY", "RUB", "EUR", "GBP"; "" where none is printed
  double scale = 1;
  double printed = 0;  // value / scale
  Hedge hedge = Hedge::none;
  bool percent = false;
  std::size_t begin = 0, end = 0;
};

enum class FlowKind { none, total, exports, imports, surplus, deficit };
struct FlowWord {
  FlowKind kind = FlowKind::none;
  std::size_t at = 0;
  bool excess = false;  // "exports exceeded imports by"
};

// A day or month without a year: "October 17 and 18", "in March".
struct MonthMention {
  int month = 0;  // 1 to 12
  int day = 0;    // 0 where none is printed
  std::size_t begin = 0, end = 0;
};

struct PartyMention {
  std::string code;
  std::string preposition;  // the word just before: "to", "from", "between", "and", ...
  bool reports = false;     // "Chinese customs", "Russia's Federal Customs Service"
  bool possessive = false;  // "China's", and adjectives
  bool beside = false;      // "a tariff war with Washington", "the invasion of Ukraine": no side of a flow
  std::size_t begin = 0, end = 0;
};

class PartyLexicon {
 public:
  explicit PartyLexicon(const std::vector<PartyName>& names);
  // The longest name that starts at token k; an empty code where none does.
  struct Match {
    std::string code;
    std::size_t end = 0;  // the token after it
    PartyName::Kind kind = PartyName::Kind::plain;
    bool capitals = false;  // an abbreviation: written in capitals or another word
  };
  // `small` where the sentence is written without capitals, so that a name may be.
  Match match(const std::vector<Token>& tokens, std::size_t k, std::size_t end, bool small = false) const;
  // How explanations call a code.
  std::string display(const std::string& code) const;

 private:
  struct Entry {
    std::vector<std::string> words;
    std::string code;
    bool capitals;  // "US", not "us"
    PartyName::Kind kind;
  };
  std::unordered_map<std::string, std::vector<Entry>> by_first_word_;
  std::unordered_map<std::string, std::string> display_;
};

// What the grammar finds in one sentence, in order.
struct Mentions {
  std::vector<PartyMention> parties;
  std::vector<std::string> leaders;  // whose: codes
  std::vector<Span> names;           // tokens of all countries, groups, capitals and leaders
  std::string its;                   // whom "its" means, from the sentences before; empty where not known
  std::string topic;          // of whom the section is, by its heading or dateline; empty where not known
  bool topic_headed = false;  // by its heading, so that "exports to China" can be of nobody else
  std::string named;          // whom "with it" means: the country named last
  std::vector<std::string> recent;  // all that the text has named, the last one first
  bool pair_fitted = false;  // the two spoken of last were told by a figure that fits, not by the words alone
  std::string focus;         // the one that all figures of late have in common; empty where none is
  std::vector<Amount> amounts;  // money and percentages
  std::vector<Period> periods;
  std::vector<FlowWord> flows;
  std::vector<MonthMention> months;
  std::vector<Period> in_turn;  // of each amount of a list, or empty: "$76 and $111 billion in 2022 and 2023"
  std::vector<std::size_t> breaks;  // tokens that begin another part: after a semicolon, a line of a list
};
// What the sentences before leave a reader with.
struct SpokenOf {
  int now = -1;                    // the month in which the text was written
  const Period* period = nullptr;  // that they spoke of last
  bool other_union = false;        // they named another union than the European
  bool many_years = false;         // they spoke of several years
  int month = 0;                   // 1 to 12: that they named last, without its year
  int year = 0;                    // that they told an event of
  bool both_flows = false;         // they told exports and imports of the same two
};
Mentions find_mentions(std::string_view text, const std::vector<Token>& tokens, Span sentence,
                       const PartyLexicon& lexicon, const SpokenOf& spoken);

}  // namespace sogdia::claims
