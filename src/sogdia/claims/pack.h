#pragma once
#include <set>
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/claims/figures.h"
#include "sogdia/claims/prose/mentions.h"
#include "sogdia/claims/rates.h"

namespace sogdia::claims {

struct Pledge {
  std::vector<std::string> parties;
  std::string flow, text, date, source, reached;
  double target = 0, outcome = 0;  // USD; no outcome is NaN
  int by_year = 0, outcome_year = 0;
};

// How many countries took part in an event, as announced before it or as told after it.
struct Attendance {
  int countries = 0;
  std::string when;  // "announced", "present"
};

struct Event {
  std::string date, kind, title, source;
  std::vector<std::string> parties;
  std::set<std::string> words;  // names and ordinals of the title
  int month = -1;               // from year 0
  std::vector<Attendance> countries;
};

// The pack's evidence, ready to be asked by one who reads a text.
struct Pack {
  explicit Pack(const Evidence& evidence);

  PartyLexicon lexicon;
  Figures figures;
  Rates rates;
  std::vector<Pledge> pledges;
  std::vector<Event> events;
  std::set<std::string> event_words;  // of all events
};

// A word that a title and a sentence may share: a name, or the ordinal of a forum.
bool tells_events_apart(const Token& word);

// How explanations call things: "trade between China and Russia", "by China's customs".
std::string describe(const Subject& subject, const PartyLexicon& lexicon);
std::string by_whom(const Figure& figure, const PartyLexicon& lexicon);
// "$3.2 billion (2.1 to 4.9), reported by the importer" of a figure of the trade table.
std::string interval_text(const Figure& figure);
EvidenceItem cited(const Figure& figure, const PartyLexicon& lexicon);

}  // namespace sogdia::claims
