#include "sogdia/claims/evidence/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "sogdia/core/names.h"
#include "sogdia/core/table_cells.h"

namespace sogdia::claims {
namespace {

// Of the forum that begins on the event's day.
std::vector<Attendance> attendance(const Table* forums, const Event& event) {
  std::vector<Attendance> found;
  for (std::size_t row = 0; forums && event.kind == "forum" && row < forums->rows(); ++row) {
    if (text_at(*forums, "from_date", row) != event.date) continue;
    for (const bool leaders : {false, true})
      for (const char* when : {"announced", "actual"}) {
        const std::string column = fmt::format("{}_{}", when, leaders ? "leaders" : "countries");
        if (!forums->find(column)) continue;
        if (const double number = number_at(*forums, column.c_str(), row); number > 0)
          found.push_back(
              {static_cast<int>(number), when == std::string_view("actual") ? "present" : when, leaders});
      }
    // "announced: more than 90 countries on 7 September, more than 130 on 26 September"
    const auto words = tokenize(text_at(*forums, "note", row));
    for (std::size_t k = 2; k < words.size(); ++k)
      if (words[k].kind == Token::Kind::number && words[k - 1].text == "than" &&
          words[k - 2].text == "more" &&
          std::none_of(found.begin(), found.end(), [&](const Attendance& each) {
            return each.number == static_cast<int>(words[k].value);
          }))
        found.push_back({static_cast<int>(words[k].value), "announced", false});
  }
  return found;
}

std::vector<Event> read_events(const Table* table, const Table* forums) {
  std::vector<Event> events;
  for (std::size_t row = 0; table && row < table->rows(); ++row) {
    Event event{text_at(*table, "date", row),
                text_at(*table, "kind", row),
                text_at(*table, "title", row),
                text_at(*table, "source", row),
                split_list(text_at(*table, "parties", row), ';'),
                {},
                -1,
                {}};
    if (event.date.size() >= 7)
      event.month = std::atoi(event.date.c_str()) * 12 + std::atoi(event.date.c_str() + 5) - 1;
    const auto title = tokenize(event.title);
    for (std::size_t k = 0; k < title.size(); ++k)
      if (is_xian(title, k))
        event.words.insert("xian");
      else if (tells_events_apart(title[k]))
        event.words.insert(title[k].text);
    event.attendance = attendance(forums, event);
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<Pledge> read_pledges(const Table* table) {
  std::vector<Pledge> pledges;
  for (std::size_t row = 0; table && row < table->rows(); ++row) {
    Pledge p;
    p.parties = split_list(text_at(*table, "parties", row), ';');
    p.flow = text_at(*table, "flow", row);
    p.text = text_at(*table, "text", row);
    p.date = text_at(*table, "date", row);
    p.source = text_at(*table, "source", row);
    p.reached = text_at(*table, "reached", row);
    p.target = number_at(*table, "target_usd", row);
    p.outcome = number_at(*table, "outcome_usd", row);
    p.by_year = std::atoi(text_at(*table, "by_year", row).c_str());
    p.outcome_year = std::atoi(text_at(*table, "outcome_year", row).c_str());
    if (p.target > 0) pledges.push_back(std::move(p));
  }
  return pledges;
}

std::vector<Resolution> read_resolutions(const Table* table, const Table* votes) {
  std::vector<Resolution> resolutions;
  const auto count = [&](const char* column, std::size_t row) {
    const double value = number_at(*table, column, row);
    return value > 0 ? static_cast<int>(value) : 0;
  };
  for (std::size_t row = 0; table && row < table->rows(); ++row) {
    Resolution r;
    r.id = text_at(*table, "resolution", row);
    r.date = text_at(*table, "date", row);
    r.name = text_at(*table, "name", row);
    r.source = text_at(*table, "source", row);
    r.yes = count("yes", row);
    r.no = count("no", row);
    r.abstain = count("abstain", row);
    for (std::size_t vote = 0; votes && vote < votes->rows(); ++vote)
      if (text_at(*votes, "resolution", vote) == r.id)
        r.votes[text_at(*votes, "iso3", vote)] = text_at(*votes, "vote", vote);
    resolutions.push_back(std::move(r));
  }
  return resolutions;
}

std::vector<Membership> read_memberships(const Table* signatories, const Table* blocs) {
  std::vector<Membership> all;
  const auto year = [](const Table& table, const char* column, std::size_t row) {
    return std::atoi(text_at(table, column, row).c_str());
  };
  std::map<std::string, int> left;
  for (std::size_t row = 0; signatories && row < signatories->rows(); ++row)
    if (text_at(*signatories, "status", row) == "withdrew")
      left[text_at(*signatories, "iso3", row)] = year(*signatories, "year", row);
  for (std::size_t row = 0; signatories && row < signatories->rows(); ++row) {
    if (text_at(*signatories, "status", row) == "withdrew") continue;
    const std::string iso3 = text_at(*signatories, "iso3", row);
    Membership m{"BRI", iso3,      text_at(*signatories, "source", row), "bri_signatories", "member",
                 {},    left[iso3]};
    for (const char* column : {"year", "year_other"})
      if (const int from = year(*signatories, column, row)) m.from.push_back(from);
    all.push_back(std::move(m));
  }
  for (std::size_t row = 0; blocs && row < blocs->rows(); ++row) {
    Membership m{text_at(*blocs, "bloc", row),   text_at(*blocs, "iso3", row),
                 text_at(*blocs, "source", row), "blocs",
                 text_at(*blocs, "status", row), {},
                 year(*blocs, "to_year", row)};
    if (m.group == "BRI") continue;
    if (const int from = year(*blocs, "from_year", row)) m.from.push_back(from);
    all.push_back(std::move(m));
  }
  return all;
}

// The words of a bloc's name before what the table adds to it: "Gulf Cooperation Council (customs union
// ...)".
std::vector<GroupName> read_group_names(const Table* blocs) {
  std::vector<GroupName> names{{{"belt", "and", "road"}, "BRI"}, {{"bri"}, "BRI"}};
  std::string last;
  const auto put = [&](const std::string& name, const std::string& code) {
    GroupName group{{}, code};
    for (const auto& word : tokenize(name)) group.words.push_back(word.text);
    if (!group.words.empty()) names.push_back(std::move(group));
  };
  for (std::size_t row = 0; blocs && row < blocs->rows(); ++row) {
    const std::string code = text_at(*blocs, "bloc", row);
    if (code == last || code == "BRI") continue;
    last = code;
    const std::string name = text_at(*blocs, "name", row);
    put(name.substr(0, name.find_first_of("(:,")), code);
    if (code.find_first_of("_+") == std::string::npos) put(code, code);
  }
  return names;
}

}  // namespace

Pack::Pack(const Evidence& evidence)
    : lexicon(evidence.parties),
      rates(evidence.exchange_rates),
      figures(evidence, rates),
      pledges(read_pledges(evidence.pledges)),
      events(read_events(evidence.events, evidence.forums)),
      resolutions(read_resolutions(evidence.un_resolutions, evidence.un_votes)),
      memberships(read_memberships(evidence.bri_signatories, evidence.blocs)) {
  group_names = read_group_names(evidence.blocs);
  for (const auto& event : events) event_words.insert(event.words.begin(), event.words.end());
}

namespace {

// A region has no accession.
const std::set<std::string>& central_asia() {
  static const std::set<std::string> kFive{"KAZ", "KGZ", "TJK", "TKM", "UZB"};
  return kFive;
}

}  // namespace

std::set<std::string> Pack::members(const std::string& group, int year) const {
  if (group == "CENTRALASIA") return central_asia();
  std::set<std::string> found;
  for (const auto& m : memberships)
    if (m.group == group && (m.from.empty() || m.from.front() <= year) && (m.to == 0 || m.to > year))
      found.insert(m.iso3);
  return found;
}

std::set<std::string> Pack::ever_members(const std::string& group) const {
  if (group == "CENTRALASIA") return central_asia();
  std::set<std::string> found;
  for (const auto& m : memberships)
    if (m.group == group) found.insert(m.iso3);
  return found;
}

constexpr std::array<std::string_view, 20> kOrdinals{
    "zeroth",     "first",     "second",    "third",       "fourth",     "fifth",     "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",   "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};

bool is_xian(const std::vector<Token>& tokens, std::size_t k) {
  return tokens[k].text == "xi" && k + 1 < tokens.size() && tokens[k + 1].text == "an" && tokens[k + 1].glued;
}

bool is_ordinal(std::string_view word) {
  return std::find(kOrdinals.begin(), kOrdinals.end(), word) != kOrdinals.end();
}

std::string ordinal_word(int number) {
  return number > 0 && number < static_cast<int>(kOrdinals.size())
             ? std::string(kOrdinals[static_cast<std::size_t>(number)])
             : std::string();
}

bool tells_events_apart(const Token& word) {
  // "and, on 2 March, SWIFT": a month is no name.
  return word.kind == Token::Kind::word &&
         !one_of(word.text, {"january", "february", "march", "april", "may", "june", "july", "august",
                             "september", "october", "november", "december"}) &&
         (word.capital || is_ordinal(word.text) || one_of(word.text, {"cap", "crude", "embargo"}));
}

std::string describe(const Subject& s, const PartyLexicon& lexicon) {
  const auto name = [&](const std::string& code) { return lexicon.display(code); };
  if (s.total) {
    if (s.to.empty()) return fmt::format("foreign trade of {}", name(s.from));
    return fmt::format("trade between {} and {}", name(s.from), name(s.to));
  }
  if (s.to.empty()) return fmt::format("exports of {}", name(s.from));
  if (s.from.empty()) return fmt::format("imports of {}", name(s.to));
  return fmt::format("exports of {} to {}", name(s.from), name(s.to));
}

std::string by_whom(const Figure& figure, const PartyLexicon& lexicon) {
  if (figure.reporter.empty()) return "in the trade table";
  return fmt::format("by {}'s {}", lexicon.display(figure.reporter),
                     figure.table == "customs" || figure.table == "flows_printed" ? "customs" : "statistics");
}

std::string interval_text(const Figure& figure) {
  std::string text = money_text(figure.value);
  if (figure.factor > 1)
    text += fmt::format(" ({} to {})", money_text(figure.value / figure.factor),
                        money_text(figure.value * figure.factor));
  if (figure.reported_by == "none") return text + ", reported by nobody";
  if (figure.reported_by == "mirror") return text + ", reported by one partner of the two";
  if (figure.reported_by == "embargo") return text + ", under an embargo";
  return figure.reported_by.empty()
             ? text
             : fmt::format("{}, reported by {}{}", text, figure.reported_by == "both" ? "" : "the ",
                           figure.reported_by);
}

EvidenceItem cited(const Figure& figure, const PartyLexicon& lexicon) {
  EvidenceItem item;
  item.source = figure.source;
  item.figure = fmt::format("{}: {} {}", describe(figure.subject, lexicon),
                            figure.reporter.empty() ? interval_text(figure) : money_text(figure),
                            by_whom(figure, lexicon));
  item.period = to_text(figure.period);
  item.table = figure.table;
  item.value = figure.printed;
  item.unit = figure.currency;
  item.status = figure.estimated ? "estimated" : "observed";
  return item;
}

EvidenceItem own_line(const std::string& line, double value, const std::string& unit) {
  EvidenceItem item;
  item.table = "text";
  item.figure = line;
  item.value = value;
  item.unit = unit;
  item.status = "observed";
  return item;
}

}  // namespace sogdia::claims
