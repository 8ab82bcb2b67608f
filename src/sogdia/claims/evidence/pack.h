#pragma once
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/claims/evidence/figures.h"
#include "sogdia/claims/evidence/rates.h"
#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

struct Pledge {
  std::vector<std::string> parties;
  std::string flow, text, date, source, reached;
  double target = 0, outcome = 0;  // USD; no outcome is NaN
  int by_year = 0, outcome_year = 0;
};

// How many countries or leaders took part in an event, as announced before it or as told after it.
struct Attendance {
  int number = 0;
  std::string when;  // "announced", "present"
  bool leaders = false;
};

struct Event {
  std::string date, kind, title, source;
  std::vector<std::string> parties;
  std::set<std::string> words;  // names and ordinals of the title
  int month = -1;               // from year 0
  std::vector<Attendance> attendance;
};

// How countries voted in the General Assembly.
struct Resolution {
  std::string id, date, name, source;  // "A/RES/ES-11/1", "2022-03-02"
  int yes = 0, no = 0, abstain = 0;
  std::map<std::string, std::string> votes;  // iso3 -> yes, no, abstain, absent
};

// A country's years in a group: the Belt and Road, a bloc.
struct Membership {
  std::string group, iso3, source, table;
  std::string status;     // "member", "partner" or "disputed"
  std::vector<int> from;  // by each list that has one
  int to = 0;             // 0 = still in it, or not known
  bool full() const { return status == "member"; }
};

// How a text may call a group of countries: "Shanghai Cooperation Organisation", "SCO".
struct GroupName {
  std::vector<std::string> words;  // folded
  std::string code;
};

// The pack's evidence, ready to be asked by one who reads a text.
struct Pack {
  explicit Pack(const Evidence& evidence);

  PartyLexicon lexicon;
  Rates rates;  // before the figures, which are brought to dollars
  Figures figures;
  std::vector<Pledge> pledges;
  std::vector<Event> events;
  std::set<std::string> event_words;  // of all events
  std::vector<Resolution> resolutions;
  std::vector<Membership> memberships;
  std::vector<GroupName> group_names;

  // Of a bloc on record, or of a region; empty where it has no list.
  std::set<std::string> members(const std::string& group, int year) const;
  std::set<std::string> ever_members(const std::string& group) const;

  // What the tables print of the subject, else what follows for a group from its members (group_figures.h).
  const std::vector<Figure>& known(const Subject& subject) const;

 private:
  // Sums of members as they were asked for; texts may be read side by side.
  mutable std::mutex summing_;
  mutable std::unordered_map<Subject, std::vector<Figure>, SubjectHash> sums_;
};

// A word that a title and a sentence may share: a name, or the ordinal of a forum.
bool tells_events_apart(const Token& word);

// "Xi'an", the city, whose first part is no Xi.
bool is_xian(const std::vector<Token>& tokens, std::size_t k);

bool is_ordinal(std::string_view word);  // "first" to "nineteenth"
std::string ordinal_word(int number);    // 14 -> "fourteenth"; empty beyond the nineteenth

// How explanations call things: "trade between China and Russia", "by China's customs".
std::string describe(const Subject& subject, const PartyLexicon& lexicon);
std::string by_whom(const Figure& figure, const PartyLexicon& lexicon);
// "$3.2 billion (2.1 to 4.9), reported by the importer" of a figure of the trade table.
std::string interval_text(const Figure& figure);
EvidenceItem cited(const Figure& figure, const PartyLexicon& lexicon);

// A line of the text's own arithmetic.
EvidenceItem own_line(const std::string& line, double value, const std::string& unit);

}  // namespace sogdia::claims
