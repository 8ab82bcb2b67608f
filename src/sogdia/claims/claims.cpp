#include "sogdia/claims/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "sogdia/claims/figures.h"
#include "sogdia/claims/mentions.h"
#include "sogdia/core/names.h"

namespace sogdia {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::consistent:
      return "consistent";
    case Verdict::likely_error:
      return "likely error";
    case Verdict::ambiguous:
      return "ambiguous";
    case Verdict::not_checkable:
      return "not checkable";
  }
  return "";
}

namespace claims {
namespace {

// Tolerances, as fractions of the figure. docs/explanation/claims.md says why each has its size.
constexpr double kRoundedInteger = 0.025;  // most that the zeros of "200 billion" may hide
constexpr double kRevision = 0.0006;       // printed figures are revised in their last digits
constexpr double kAbout = 0.02, kAboutMost = 0.03;
constexpr double kNearly = 0.05;
constexpr double kMoreThan = 0.5;  // "more than 200" says little about how much more
constexpr double kMoreThanTight = 0.05;
constexpr double kRateSlack = 0.03;  // exchange rates are averages of a year
constexpr double kEstimate = 0.2;    // the trade table's estimates
constexpr double kNear = 0.1;        // near enough to name the figure
constexpr double kGrowthSlack = 0.0005, kComputedGrowthSlack = 0.005;
constexpr double kShareSlack = 0.02;
constexpr int kYearsAway = 10;  // how far another year's figure is looked for

using Words = std::initializer_list<std::string_view>;
bool one_of(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Range {
  double low, high;
  bool holds(double x) const { return x >= low && x <= high; }
};

// What a printed number may stand for. `tight` leaves "more than" little room, for the search of edits.
Range stands_for(const Amount& a, double rate, bool tight) {
  const double value = a.value * rate;
  const bool decimals = a.unit < 0.999 * a.scale;
  double half = 0.5 * a.unit * rate;
  if (!decimals && !a.percent) half = std::min(half, kRoundedInteger * value);
  if (!decimals && a.percent) half = std::min(half, 0.5 * a.scale * rate);
  half = std::max(half, a.percent ? 0.0 : kRevision * value);
  if (!a.percent && !a.currency.empty() && a.currency != "USD") half = std::max(half, kRateSlack * value);
  Range range{a.low * rate - half, value + half};
  switch (a.hedge) {
    case Hedge::none:
      break;
    case Hedge::about: {
      const double wide = std::max(half, std::clamp(1.5 * half, kAbout * value, kAboutMost * value));
      range = {a.low * rate - wide, value + wide};
      break;
    }
    case Hedge::nearly:
      range.low = std::min(range.low, value * (1 - kNearly));
      break;
    case Hedge::more_than:
      range.high = value * (1 + (tight ? kMoreThanTight : kMoreThan));
      break;
    case Hedge::less_than:
      range.low = value * (1 - (tight ? kMoreThanTight : kMoreThan));
      break;
  }
  return range;
}

Range widened(Range range, const Figure& figure) {
  if (!figure.estimated) return range;
  return {range.low * (1 - kEstimate), range.high * (1 + kEstimate)};
}

Amount scaled(const Amount& a, double factor) {
  Amount b = a;
  b.value *= factor;
  b.low *= factor;
  b.high *= factor;
  b.unit *= factor;
  b.scale *= factor;
  return b;
}

std::string amount_text(const Amount& a) {
  const double size = a.value;
  const auto [unit, word] = size >= 1e12  ? std::pair{1e12, " trillion"}
                            : size >= 1e9 ? std::pair{1e9, " billion"}
                            : size >= 1e6 ? std::pair{1e6, " million"}
                                          : std::pair{1.0, ""};
  const std::string number = fmt::format("{:.6g}{}", size / unit, word);
  if (a.currency.empty() || a.currency == "USD") return "$" + number;
  return number + " " + (a.currency == "CNY" ? "yuan" : a.currency == "RUB" ? "rubles" : a.currency);
}

// Everything known while one text is read.
struct Checker {
  std::string_view text;
  const Evidence& evidence;
  const PartyLexicon lexicon;
  const Figures figures;
  std::vector<Token> tokens;
  std::vector<std::string> last_pair;  // the two countries that the text spoke of last
  std::optional<Period> last_period;   // the period that the sentences before spoke of
  std::vector<Claim> claims;

  // events, prepared: words of each title, and all of them
  struct Event {
    std::string date, kind, title, source;
    std::vector<std::string> parties;
    std::set<std::string> words;
    int month = -1;
    int countries = 0;
  };
  std::vector<Event> events;
  std::set<std::string> event_words;

  struct Pledge {
    std::vector<std::string> parties;
    std::string flow, text, date, source, reached;
    double target = 0, outcome = 0;
    int by_year = 0, outcome_year = 0;
  };
  std::vector<Pledge> pledges;

  Checker(std::string_view input, const Evidence& e)
      : text(input), evidence(e), lexicon(e.parties), figures(e), tokens(tokenize(input)) {
    read_events();
    read_pledges();
  }

  void read_events();
  void read_pledges();
  void read(Span sentence);

  Claim& add(std::string kind, std::size_t begin, std::size_t end);
  void check_amount(const Mentions& m, std::size_t which, Span sentence);
  void check_level(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                   const std::string& reporter);
  void check_target(Claim& claim, const Amount& amount, const Mentions& m, const Period* period);
  void check_percent(const Mentions& m, std::size_t which, Span sentence);
  void check_share(Claim& claim, const Amount& amount, const std::string& of, const std::string& partner,
                   FlowKind flow, const Period* period);
  void check_growth(Claim& claim, const Amount& amount, const Subject& subject, const Period* period);
  void check_events(const Mentions& m, Span sentence);
  void check_event(const Mentions& m, const Period& when, Span part, Span sentence);

  Subject subject_of(const Mentions& m, const FlowWord& flow) const;
  std::string name(const std::string& code) const { return lexicon.display(code); }
  std::string describe(const Subject& s) const;
  std::string by_whom(const Figure& f) const {
    return f.reporter.empty() ? "in the trade table" : fmt::format("by {}'s customs", name(f.reporter));
  }
  EvidenceItem item(const Figure& f) const {
    return {f.source, fmt::format("{}: {} {}", describe(f.subject), money_text(f.value), by_whom(f)),
            to_text(f.period)};
  }
};

std::vector<std::string> split(const std::string& list, char by) {
  std::vector<std::string> parts(1);
  for (const char c : list) {
    if (c == by)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  std::erase(parts, std::string());
  return parts;
}

std::string cell(const Table& table, std::string_view column, std::size_t row) {
  const Column* found = table.find(column);
  return found ? cell_text(*found, row) : std::string();
}

double number_cell(const Table& table, std::string_view column, std::size_t row) {
  const std::string text = cell(table, column, row);
  return text.empty() ? std::numeric_limits<double>::quiet_NaN() : std::strtod(text.c_str(), nullptr);
}

bool is_ordinal(std::string_view word) {
  return one_of(word, {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
                       "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
                       "seventeenth", "eighteenth", "nineteenth"});
}

void Checker::read_events() {
  if (!evidence.events) return;
  for (std::size_t row = 0; row < evidence.events->rows(); ++row) {
    Event event{cell(*evidence.events, "date", row),
                cell(*evidence.events, "kind", row),
                cell(*evidence.events, "title", row),
                cell(*evidence.events, "source", row),
                split(cell(*evidence.events, "parties", row), ';'),
                {},
                -1,
                0};
    if (event.date.size() >= 7)
      event.month = std::atoi(event.date.c_str()) * 12 + std::atoi(event.date.c_str() + 5) - 1;
    const auto words = tokenize(event.title);
    for (std::size_t k = 0; k < words.size(); ++k) {
      if (words[k].kind == Token::Kind::word && (words[k].capital || is_ordinal(words[k].text)))
        event.words.insert(words[k].text);
      if (words[k].kind == Token::Kind::number && k + 1 < words.size() && words[k + 1].text == "countries")
        event.countries = static_cast<int>(words[k].value);
    }
    event_words.insert(event.words.begin(), event.words.end());
    events.push_back(std::move(event));
  }
}

void Checker::read_pledges() {
  if (!evidence.pledges) return;
  const Table& table = *evidence.pledges;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Pledge p;
    p.parties = split(cell(table, "parties", row), ';');
    p.flow = cell(table, "flow", row);
    p.text = cell(table, "text", row);
    p.date = cell(table, "date", row);
    p.source = cell(table, "source", row);
    p.reached = cell(table, "reached", row);
    p.target = number_cell(table, "target_usd", row);
    p.outcome = number_cell(table, "outcome_usd", row);
    p.by_year = std::atoi(cell(table, "by_year", row).c_str());
    p.outcome_year = std::atoi(cell(table, "outcome_year", row).c_str());
    if (p.target > 0) pledges.push_back(std::move(p));
  }
}

Claim& Checker::add(std::string kind, std::size_t begin, std::size_t end) {
  // Words that belong to the first one: "bilateral trade", "in the first half".
  for (int words = 0; words < 2 && begin > 0 && tokens[begin - 1].kind == Token::Kind::word &&
                      one_of(tokens[begin - 1].text, {"bilateral", "trade", "total", "annual", "the", "in",
                                                      "between", "from", "during", "mutual"});
       ++words)
    --begin;
  Claim claim;
  claim.kind = std::move(kind);
  claim.start = tokens[begin].start;
  claim.end = tokens[end - 1].end;
  claim.text = text.substr(claim.start, claim.end - claim.start);
  claims.push_back(std::move(claim));
  return claims.back();
}

std::string Checker::describe(const Subject& s) const {
  if (s.total) {
    if (s.to.empty()) return fmt::format("foreign trade of {}", name(s.from));
    return fmt::format("trade between {} and {}", name(s.from), name(s.to));
  }
  if (s.to.empty()) return fmt::format("exports of {}", name(s.from));
  if (s.from.empty()) return fmt::format("imports of {}", name(s.to));
  return fmt::format("exports of {} to {}", name(s.from), name(s.to));
}

// --- who trades with whom --------------------------------------------------------------------------------

Subject Checker::subject_of(const Mentions& m, const FlowWord& flow) const {
  std::vector<const PartyMention*> parties;
  for (const auto& p : m.parties)
    if (!p.reports) parties.push_back(&p);
  std::vector<std::string> distinct;
  // Nearest to the flow word first, the order of the text among equals.
  auto by_distance = parties;
  const auto distance = [&](const PartyMention* p) {
    return p->begin > flow.at ? p->begin - flow.at : flow.at - p->begin;
  };
  std::stable_sort(by_distance.begin(), by_distance.end(),
                   [&](const auto* a, const auto* b) { return distance(a) < distance(b); });
  for (const auto* p : by_distance)
    if (std::find(distinct.begin(), distinct.end(), p->code) == distinct.end()) distinct.push_back(p->code);

  // The other of the two that the text spoke of last.
  const auto other_of = [&](const std::string& code) -> std::string {
    if (last_pair.size() != 2) return {};
    return last_pair[0] == code ? last_pair[1] : last_pair[1] == code ? last_pair[0] : std::string();
  };

  if (flow.kind == FlowKind::total) {
    if (distinct.size() >= 2) return {true, distinct[0], distinct[1]};
    if (distinct.size() == 1) return {true, distinct[0], other_of(distinct[0])};
    if (last_pair.size() == 2) return {true, last_pair[0], last_pair[1]};
    return {true, "", ""};
  }

  std::size_t next_flow = std::numeric_limits<std::size_t>::max();
  for (const auto& f : m.flows)
    if (f.at > flow.at) next_flow = std::min(next_flow, f.at);
  std::string before, to, from, by;
  for (const auto* p : parties) {
    if (p->begin < flow.at) {
      // "with Chinese exports to Russia and imports": the subject is China, not Russia.
      const bool owns_flow =
          std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) { return f.at == p->end; });
      if (before.empty() || owns_flow || !one_of(p->preposition, {"to", "into", "with"})) before = p->code;
      if (p->preposition == "from" && from.empty()) from = p->code;
    } else if (p->begin < next_flow) {
      if (one_of(p->preposition, {"to", "into", "for"}) && to.empty()) to = p->code;
      if (p->preposition == "from" && from.empty()) from = p->code;
      if (one_of(p->preposition, {"of", "by"}) && by.empty()) by = p->code;
    }
  }
  Subject s;
  if (flow.kind == FlowKind::exports) {
    s.to = to;
    s.from = !from.empty() ? from : !by.empty() ? by : before;
  } else {
    s.from = from;
    s.to = !to.empty() ? to : !by.empty() ? by : before;
  }
  if (s.from == s.to) (flow.kind == FlowKind::exports ? s.from : s.to).clear();
  // One side still open: the other country of the sentence, then of the text.
  std::string& open = s.from.empty() ? s.from : s.to;
  const std::string& known = s.from.empty() ? s.to : s.from;
  if (open.empty() && !known.empty()) {
    for (const auto& code : distinct)
      if (code != known && open.empty()) open = code;
    if (open.empty()) open = other_of(known);
  }
  return s;
}

std::vector<Subject> other_flows(const Subject& s) {
  const Subject out{false, s.from, s.to}, back{false, s.to, s.from}, both{true, s.from, s.to};
  std::vector<Subject> others;
  if (s.total || s.from.empty()) others.push_back(s.from.empty() ? Subject{false, s.to, std::string()} : out);
  if (s.total || !s.from.empty()) others.push_back(back);
  if (!s.total) others.push_back(s.from.empty() ? Subject{true, s.to, std::string()} : both);
  return others;
}

// --- levels ------------------------------------------------------------------------------------------------

struct Candidate {
  std::string kind, value, explanation;
  const Figure* figure;
};

void Checker::check_level(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                          const std::string& reporter) {
  const auto& known = figures.about(subject);
  if (known.empty()) {
    claim.note = fmt::format("the pack has no figure for {}", describe(subject));
    return;
  }
  const auto rate_in = [&](int year) { return usd_per_unit(amount.currency, year); };
  const auto fits = [&](const Figure& f, const Amount& a, bool tight) {
    const auto rate = rate_in(f.period.year());
    return rate && widened(stands_for(a, *rate, tight), f).holds(f.value);
  };

  // The figures of the claim's own period: printed ones where there are any, else estimates.
  std::vector<const Figure*> own, elsewhere;
  bool printed = false;
  for (const auto& f : known)
    if (period ? f.period.same_months(*period) : f.period.is_year()) printed = printed || !f.reporter.empty();
  for (const auto& f : known) {
    if (!(period ? f.period.same_months(*period) : f.period.is_year())) continue;
    if (printed && f.reporter.empty() && !subject.to.empty() && !subject.from.empty()) continue;
    (reporter.empty() || f.reporter == reporter ? own : elsewhere).push_back(&f);
  }
  for (const auto* f : own)
    if (period) claim.evidence.push_back(item(*f));

  if (!period) {
    for (const auto* f : own)
      if (fits(*f, amount, true)) claim.evidence.push_back(item(*f));
    if (!claim.evidence.empty()) {
      claim.verdict = Verdict::ambiguous;
      claim.note = fmt::format("no period is printed; the figure fits {}", claim.evidence.front().period);
      return;
    }
  }
  for (const auto* f : own)
    if (period && fits(*f, amount, false)) {
      claim.verdict = Verdict::consistent;
      claim.note = fmt::format("{} {} in {}", money_text(f->value), by_whom(*f), to_text(f->period));
      return;
    }
  if (own.empty() && !elsewhere.empty()) {
    for (const auto* f : elsewhere) claim.evidence.push_back(item(*f));
    const bool fit = std::any_of(elsewhere.begin(), elsewhere.end(),
                                 [&](const Figure* f) { return fits(*f, amount, false); });
    claim.verdict = Verdict::ambiguous;
    claim.note = fmt::format("the pack has no figure by {}'s customs; {} {} {}", name(reporter),
                             fit ? "it fits" : "it does not fit", money_text(elsewhere.front()->value),
                             by_whom(*elsewhere.front()));
    return;
  }

  // Edits, cheapest first; the first level that has any decides.
  std::array<std::vector<Candidate>, 7> levels;
  auto& [scale, target, flow, year, months, mirror, currency] = levels;
  const auto says = [&](const Figure& f) { return fmt::format("{} {}", money_text(f.value), by_whom(f)); };

  for (const auto& [factor, words] :
       {std::pair{1e3, "a thousand times too small"}, {1e-3, "a thousand times too large"}})
    for (const auto* f : own)
      if (scale.empty() && fits(*f, scaled(amount, factor), true))
        scale.push_back({"scale", amount_text(scaled(amount, factor)),
                         fmt::format("printed {}; {}", words, says(*f)), f});

  if (period && !own.empty())
    for (const auto& p : pledges) {
      const bool same_parties = std::set<std::string>(p.parties.begin(), p.parties.end()) ==
                                std::set<std::string>{subject.from, subject.to};
      Amount exact = amount;
      exact.hedge = Hedge::none;
      const auto rate = rate_in(period->year());
      if (!target.empty() || !same_parties || !rate || !stands_for(exact, *rate, true).holds(p.target))
        continue;
      if (p.flow == "trade" && !subject.total) continue;
      target.push_back(
          {"target-as-outcome", money_text(own.front()->value),
           fmt::format("{} is the target set on {}{}, not the outcome; {} in {}", money_text(p.target),
                       p.date, p.by_year ? fmt::format(" for {}", p.by_year) : "", says(*own.front()),
                       to_text(own.front()->period)),
           own.front()});
    }

  if (period && !own.empty())
    for (const auto& other : other_flows(subject))
      for (const auto& f : figures.about(other))
        if (f.period.same_months(*period) && (reporter.empty() || f.reporter == reporter) &&
            f.reporter.empty() == own.front()->reporter.empty() && fits(f, amount, true)) {
          flow.push_back(
              {"flow", describe(other),
               fmt::format("that is {}; {} was {}", describe(other), describe(subject), says(*own.front())),
               &f});
          break;
        }

  if (period)
    for (const auto& f : known) {
      if (f.reporter.empty() && printed) continue;
      if (!reporter.empty() && f.reporter != reporter) continue;
      if (f.period.same_months(*period) || !fits(f, amount, true)) continue;
      const int shift = f.period.from - period->from;
      if (shift % 12 == 0 && f.period.to - period->to == shift) {
        if (own.empty() || std::abs(shift) > 12 * kYearsAway) continue;
        Candidate c{"year", fmt::format("{}", f.period.year()),
                    fmt::format("that is the figure of {}; {} was {} in {}", to_text(f.period),
                                describe(subject), says(*own.front()), to_text(own.front()->period)),
                    &f};
        // The nearest year stands for all.
        if (year.empty())
          year.push_back(c);
        else if (std::abs(shift) < std::abs(year.front().figure->period.from - period->from))
          year.front() = c;
      } else if (f.period.year() == period->year() && months.empty()) {
        months.push_back(
            {"period", to_text(f.period),
             own.empty() ? fmt::format("that is the figure of {}: {}", to_text(f.period), says(f))
                         : fmt::format("that is the figure of {}; {} was {} in {}", to_text(f.period),
                                       describe(subject), says(*own.front()), to_text(own.front()->period)),
             &f});
      }
    }

  for (const auto* f : elsewhere)
    if (mirror.empty() && fits(*f, amount, true))
      mirror.push_back(
          {"mirror", fmt::format("{}'s customs", name(f->reporter)),
           fmt::format("that is the figure of {}'s customs; {}", name(f->reporter), says(*own.front())), f});

  for (const std::string code : {"USD", "CNY", "RUB"})
    for (const auto* f : own) {
      if (code == amount.currency || (code == "USD" && amount.currency.empty()) || !currency.empty())
        continue;
      Amount read_as = amount;
      read_as.currency = code;
      const auto rate = usd_per_unit(code, f->period.year());
      if (rate && widened(stands_for(read_as, *rate, true), *f).holds(f->value))
        currency.push_back({"currency", code,
                            fmt::format("it fits when read as {}; {}", amount_text(read_as), says(*f)), f});
    }

  for (const auto& candidates : levels) {
    if (candidates.empty()) continue;
    const Candidate& first = candidates.front();
    for (const auto& c : candidates) {
      const auto evidence_item = item(*c.figure);
      if (std::none_of(claim.evidence.begin(), claim.evidence.end(), [&](const EvidenceItem& e) {
            return e.figure == evidence_item.figure && e.period == evidence_item.period;
          }))
        claim.evidence.push_back(evidence_item);
    }
    if (candidates.size() > 1) {
      claim.verdict = Verdict::ambiguous;
      claim.note =
          fmt::format("more than one reading fits: {}; or {}", first.explanation, candidates[1].explanation);
      return;
    }
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{first.kind, first.value, first.explanation};
    claim.note = first.explanation;
    return;
  }
  if (own.empty()) {
    claim.note = fmt::format("the pack has no figure for {} in {}", describe(subject),
                             period ? to_text(*period) : "any year");
    return;
  }
  claim.verdict = Verdict::ambiguous;
  const Figure& nearest = *own.front();
  const auto rate = rate_in(nearest.period.year());
  const bool near = period && rate && std::fabs(amount.value * *rate / nearest.value - 1) < kNear;
  claim.note =
      !period ? fmt::format("no period is printed and no year fits")
      : near  ? fmt::format("near, but {} in {}", says(nearest), to_text(nearest.period))
              : fmt::format("no single edit makes it fit; {} in {}", says(nearest), to_text(nearest.period));
}

// --- targets -----------------------------------------------------------------------------------------------

void Checker::check_target(Claim& claim, const Amount& amount, const Mentions& m, const Period* period) {
  std::set<std::string> parties;
  for (const auto& p : m.parties) {
    if (p.reports) continue;
    if (p.code == "CENTRALASIA")
      parties.insert({"KAZ", "KGZ", "TJK", "TKM", "UZB"});
    else
      parties.insert(p.code);
  }
  if (parties.size() < 2) parties.insert(last_pair.begin(), last_pair.end());
  std::vector<const Pledge*> same, fit;
  for (const auto& p : pledges) {
    const std::set<std::string> of(p.parties.begin(), p.parties.end());
    if (parties.size() >= 2 && std::includes(of.begin(), of.end(), parties.begin(), parties.end()))
      same.push_back(&p);
  }
  const auto rate = usd_per_unit(amount.currency, period ? period->year() : 2023);
  const auto matches = [&](const Pledge& p, double factor) {
    return rate && stands_for(scaled(amount, factor), *rate, true).holds(p.target);
  };
  const auto describe_pledge = [&](const Pledge& p) {
    std::string line = fmt::format("target of {}{}, set on {}", money_text(p.target),
                                   p.by_year ? fmt::format(" by {}", p.by_year) : "", p.date);
    if (p.outcome > 0)
      line += fmt::format("; outcome {} in {}{}", money_text(p.outcome), p.outcome_year,
                          p.reached == "yes"  ? ", reached"
                          : p.reached == "no" ? ", not reached"
                                              : "");
    return line;
  };
  const auto cite = [&](const Pledge& p) {
    claim.evidence.push_back(
        {p.source, describe_pledge(p), p.by_year ? fmt::format("{}", p.by_year) : p.date});
  };
  if (same.empty()) {
    claim.note = "the pack has no pledge between these parties";
    return;
  }
  for (const auto* p : same)
    if (matches(*p, 1)) fit.push_back(p);
  if (!fit.empty()) {
    for (const auto* p : fit)
      if (!period || !period->deadline || p->by_year == period->year()) {
        cite(*p);
        claim.verdict = Verdict::consistent;
        claim.note = fmt::format("a {}", describe_pledge(*p));
        return;
      }
    const Pledge* nearest = fit.front();
    for (const auto* p : fit)
      if (std::abs(p->by_year - period->year()) < std::abs(nearest->by_year - period->year())) nearest = p;
    cite(*nearest);
    if (nearest->by_year == 0) {
      claim.verdict = Verdict::ambiguous;
      claim.note = fmt::format("a {}; no year was set", describe_pledge(*nearest));
      return;
    }
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"year", fmt::format("{}", nearest->by_year), describe_pledge(*nearest)};
    claim.note = claim.edit->explanation;
    return;
  }
  for (const auto& [factor, words] :
       {std::pair{1e3, "a thousand times too small"}, {1e-3, "a thousand times too large"}})
    for (const auto* p : same)
      if (matches(*p, factor)) {
        cite(*p);
        claim.verdict = Verdict::likely_error;
        claim.edit = Edit{"scale", amount_text(scaled(amount, factor)),
                          fmt::format("printed {}; {}", words, describe_pledge(*p))};
        claim.note = claim.edit->explanation;
        return;
      }
  for (const auto* p : same) cite(*p);
  claim.verdict = Verdict::ambiguous;
  claim.note = fmt::format("no pledge on record names this amount; nearest on record: {}",
                           describe_pledge(*same.front()));
}

// --- amounts -----------------------------------------------------------------------------------------------

enum class Reading { outcome, at_least, pledge };

// The nearest verb or noun decides whether a number is a target or an outcome; "reached the target of" is an
// outcome of at least that much.
Reading reading_of(const std::vector<Token>& tokens, const Mentions& m, const Amount& a, Span sentence) {
  std::size_t floor = sentence.begin;
  for (const auto& other : m.amounts)
    if (other.end <= a.begin && !other.percent) floor = std::max(floor, other.end);
  const auto achieved = [&](std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to; ++k)
      if (one_of(tokens[k].text, {"reached", "met", "achieved", "hit", "surpassed", "exceeded", "passed",
                                  "fulfilled", "attained"})) {
        for (std::size_t back = k; back > from && back + 4 > k; --back)
          if (one_of(tokens[back - 1].text, {"not", "never", "be"})) return false;
        return true;
      }
    return false;
  };
  const auto is_target = [&](std::size_t k) {
    return one_of(tokens[k].text, {"target", "targets", "goal", "goals", "mark"});
  };
  // "the $200 billion target was reached"
  for (std::size_t k = a.end; k < std::min(sentence.end, a.end + 4); ++k)
    if (is_target(k) && tokens[k].text != "mark")
      return achieved(k, std::min(sentence.end, k + 8)) || achieved(floor, a.begin) ? Reading::at_least
                                                                                    : Reading::pledge;
  for (std::size_t k = a.begin; k-- > floor;) {
    const std::string_view word = tokens[k].text;
    if (tokens[k].kind != Token::Kind::word) continue;
    if (one_of(word, {"target", "targets", "goal", "goals"}))
      return achieved(floor, k) ? Reading::at_least : Reading::pledge;
    if (one_of(word, {"pledged",  "pledge",    "pledges",  "targeted", "aim",   "aims",    "aimed",
                      "aiming",   "vowed",     "vow",      "plan",     "plans", "planned", "committed",
                      "promised", "promise",   "intend",   "intends",  "hope",  "hopes",   "hoped",
                      "expect",   "expects",   "expected", "agreed",   "will",  "would",   "could",
                      "should",   "may",       "want",     "wants",    "seek",  "seeks",   "ambition",
                      "forecast", "projected", "envisaged"}))
      return Reading::pledge;
    if (one_of(word, {"reached",  "hit",       "totaled",  "totalled", "totaling", "totalling", "amounted",
                      "exceeded", "surpassed", "topped",   "rose",     "grew",     "increased", "climbed",
                      "jumped",   "fell",      "dropped",  "declined", "came",     "recorded",  "registered",
                      "soared",   "surged",    "achieved", "passed",   "sold",     "bought",    "exported",
                      "imported", "purchased", "shipped",  "supplied", "doubled",  "tripled",   "expanded",
                      "shrank",   "slumped",   "reaching", "hitting",  "valued",   "crossed"}))
      return Reading::outcome;
  }
  return Reading::outcome;
}

// The period that belongs to tokens [begin, end): the nearest after it before the next amount, else before
// it.
const Period* period_near(const Mentions& m, std::size_t begin, std::size_t end, bool deadline_first) {
  std::size_t next = std::numeric_limits<std::size_t>::max(), previous = 0;
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (a.begin >= end) next = std::min(next, a.begin);
    if (a.end <= begin) previous = std::max(previous, a.end);
  }
  if (deadline_first)
    for (const auto& p : m.periods)
      if (p.deadline && p.begin < next) return &p;
  for (const auto& p : m.periods)
    if (p.begin >= end && p.begin < next) return &p;
  const Period* found = nullptr;
  for (const auto& p : m.periods)
    if (p.end <= begin && p.begin >= previous) found = &p;
  if (found) return found;
  for (const auto& p : m.periods)
    if (p.end <= begin) found = &p;
  return found ? found : m.periods.empty() ? nullptr : &m.periods.front();
}

const FlowWord* flow_near(const std::vector<Token>& tokens, const Mentions& m, const Amount& a) {
  // "$76 billion in exports", "$114 billion worth of imports"
  for (const auto& f : m.flows)
    if (f.at >= a.end && f.at <= a.end + 4) {
      bool direct = f.at > a.end;
      for (std::size_t k = a.end; k < f.at; ++k)
        direct =
            direct && one_of(tokens[k].text, {"in", "of", "worth", "bilateral", "annual", "total", "goods"});
      if (direct) return &f;
    }
  const FlowWord* found = nullptr;
  for (const auto& f : m.flows)
    if (f.at < a.begin) found = &f;
  return found ? found : m.flows.empty() ? nullptr : &m.flows.front();
}

// From the first to the last token that the claim rests on.
std::pair<std::size_t, std::size_t> extent(const Mentions& m, const Amount& a, const FlowWord* flow,
                                           const Period* period) {
  std::size_t begin = a.begin, end = a.end;
  if (flow) {
    begin = std::min(begin, flow->at);
    end = std::max(end, flow->at + 1);
  }
  if (period) {
    begin = std::min(begin, period->begin);
    end = std::max(end, period->end);
  }
  // A country that stands just before the flow word belongs to it: "China's exports".
  if (flow)
    for (const auto& p : m.parties)
      if (!p.reports && p.end <= flow->at && flow->at - p.end <= 2) begin = std::min(begin, p.begin);
  return {begin, end};
}

void Checker::check_amount(const Mentions& m, std::size_t which, Span sentence) {
  Amount amount = m.amounts[which];
  const FlowWord* flow = flow_near(tokens, m, amount);
  const Reading reading = reading_of(tokens, m, amount, sentence);
  const Period* period = period_near(m, amount.begin, amount.end, reading == Reading::pledge);
  const auto [begin, end] = extent(m, amount, flow, period);
  // "between 2014 and 2022 from $95 billion to $190 billion"
  Period endpoint;
  if (period && period->to - period->from > 12 && period->is_whole_years() && amount.begin > sentence.begin) {
    endpoint = year_period(tokens[amount.begin - 1].text == "from" ? period->from / 12 : period->year());
    period = &endpoint;
  }
  Claim& claim = add(reading == Reading::pledge ? "target" : "amount", begin, end);
  if (reading == Reading::pledge) {
    check_target(claim, amount, m, period);
    return;
  }
  if (reading == Reading::at_least) amount.hedge = Hedge::more_than;
  if (!flow) {
    claim.note = "no flow of trade is named";
    return;
  }
  if (amount.begin > sentence.begin && tokens[amount.begin - 1].text == "by") {
    claim.note = "a change, not a level";
    return;
  }
  const Subject subject = subject_of(m, *flow);
  if (subject.from.empty() && subject.to.empty()) {
    claim.note = "no country is named";
    return;
  }
  std::string reporter;
  for (const auto& p : m.parties)
    if (p.reports) reporter = p.code;
  if (subject.from.empty() || subject.to.empty()) reporter.clear();
  // No period in this sentence: the one before may lend its own, but only to agree.
  if (!period && last_period) {
    Claim lent = claim;
    check_level(lent, amount, subject, &*last_period, reporter);
    if (lent.verdict == Verdict::consistent) {
      lent.note += "; the period is that of the sentence before";
      claim = std::move(lent);
      return;
    }
  }
  check_level(claim, amount, subject, period, reporter);
}

// --- growth and shares -------------------------------------------------------------------------------------

int direction_of(std::string_view word) {
  if (one_of(word, {"rose",     "grew",   "increased", "up",    "growth", "jumped",  "surged",
                    "climbed",  "soared", "increase",  "rise",  "rising", "growing", "increasing",
                    "expanded", "gained", "jump",      "surge", "gain",   "higher"}))
    return 1;
  if (one_of(word, {"fell", "dropped", "declined", "decreased", "down", "shrank", "slumped", "plunged",
                    "decline", "drop", "fall", "falling", "decrease", "contracted", "lower", "tumbled"}))
    return -1;
  return 0;
}

void Checker::check_growth(Claim& claim, const Amount& amount, const Subject& subject, const Period* period) {
  const auto& known = figures.about(subject);
  const auto find = [&](const std::string& reporter, int from, int to) -> const Figure* {
    for (const auto& f : known)
      if (f.reporter == reporter && f.period.from == from && f.period.to == to) return &f;
    return nullptr;
  };
  struct Growth {
    double value, slack;
  };
  const auto growth_of = [&](const Figure& f, bool may_print) -> std::optional<Growth> {
    if (f.reporter.empty()) return std::nullopt;
    if (may_print && !std::isnan(f.growth)) return Growth{f.growth, kGrowthSlack};
    const Figure* before = find(f.reporter, f.period.from - 12, f.period.to - 12);
    if (!before) return std::nullopt;
    return Growth{f.value / before->value - 1, kComputedGrowthSlack};
  };
  const auto fits = [&](const Growth& g) {
    // Growth is held by its size; the sign is in the verb.
    Amount size = amount;
    const double sign = amount.value < 0 ? -1 : 1;
    size.value = std::fabs(amount.value);
    size.low = std::min(std::fabs(amount.low), size.value);
    const Range range = stands_for(size, 1, true);
    return sign * g.value >= range.low - g.slack && sign * g.value <= range.high + g.slack;
  };
  const auto line = [&](const Figure& f, double growth) {
    return EvidenceItem{f.source,
                        fmt::format("{}: {:+.1f} % {}", describe(f.subject), 100 * growth, by_whom(f)),
                        to_text(f.period)};
  };
  if (!period && last_period) {
    Claim lent = claim;
    check_growth(lent, amount, subject, &*last_period);
    if (lent.verdict == Verdict::consistent) {
      lent.note += "; the period is that of the sentence before";
      claim = std::move(lent);
      return;
    }
  }
  if (!period) {
    claim.note = "no period is printed for the growth";
    return;
  }
  std::optional<Growth> own;
  const Figure* own_figure = nullptr;
  for (const auto& f : known) {
    if (!f.period.same_months(*period)) continue;
    for (const bool print : {true, false})
      if (const auto g = growth_of(f, print)) {
        if (!own) {
          own = g;
          own_figure = &f;
          claim.evidence.push_back(line(f, g->value));
        }
        if (fits(*g)) {
          claim.verdict = Verdict::consistent;
          claim.note = fmt::format("{:+.1f} % {} in {}", 100 * g->value, by_whom(f), to_text(f.period));
          return;
        }
      }
  }
  // "between 2014 and 2022": from the first year's figure to the last's.
  if (period->to - period->from > 12 && period->from % 12 == 0 && period->to % 12 == 11)
    for (const auto& last : known) {
      if (last.reporter.empty() || last.period.to != period->to || !last.period.is_year()) continue;
      if (const Figure* first = find(last.reporter, period->from, period->from + 11)) {
        const Growth g{last.value / first->value - 1, kComputedGrowthSlack};
        claim.evidence.push_back(line(last, g.value));
        claim.verdict = fits(g) ? Verdict::consistent : Verdict::ambiguous;
        claim.note = fmt::format("{:+.1f} % from {} to {} {}", 100 * g.value, to_text(first->period),
                                 to_text(last.period), by_whom(last));
        return;
      }
    }
  if (!own) {
    claim.note = fmt::format("the pack has no growth for {} in {}", describe(subject), to_text(*period));
    return;
  }
  const auto was = fmt::format("{} changed by {:+.1f} % in {} {}", describe(subject), 100 * own->value,
                               to_text(*period), by_whom(*own_figure));
  std::vector<Candidate> found;
  const auto decide = [&] {
    if (found.empty()) return false;
    for (const auto& c : found) claim.evidence.push_back(line(*c.figure, growth_of(*c.figure, true)->value));
    claim.verdict = found.size() == 1 ? Verdict::likely_error : Verdict::ambiguous;
    claim.note = found.front().explanation;
    if (found.size() == 1)
      claim.edit = Edit{found.front().kind, found.front().value, found.front().explanation};
    return true;
  };
  for (const auto& other : other_flows(subject))
    for (const auto& f : figures.about(other))
      if (f.period.same_months(*period))
        if (const auto g = growth_of(f, true); g && fits(*g)) {
          found.push_back({"flow", describe(other),
                           fmt::format("that is the growth of {}; {}", describe(other), was), &f});
          break;
        }
  if (decide()) return;
  for (const auto& f : known)
    if (f.period.to - f.period.from == period->to - period->from &&
        (f.period.from - period->from) % 12 == 0 && found.empty())
      if (const auto g = growth_of(f, true); g && fits(*g))
        found.push_back({"year", fmt::format("{}", f.period.year()),
                         fmt::format("that is the growth of {}; {}", to_text(f.period), was), &f});
  if (decide()) return;
  for (const auto& f : known)
    if (f.period.year() == period->year() && found.empty())
      if (const auto g = growth_of(f, true); g && fits(*g))
        found.push_back({"period", to_text(f.period),
                         fmt::format("that is the growth of {}; {}", to_text(f.period), was), &f});
  if (decide()) return;
  claim.verdict = Verdict::ambiguous;
  claim.note = was;
}

void Checker::check_share(Claim& claim, const Amount& amount, const std::string& of,
                          const std::string& partner, FlowKind flow, const Period* period) {
  const auto share_in = [&](int months_from, int months_to,
                            FlowKind kind) -> std::optional<std::pair<double, Figure>> {
    const Subject part = kind == FlowKind::exports   ? Subject{false, of, partner}
                         : kind == FlowKind::imports ? Subject{false, partner, of}
                                                     : Subject{true, of, partner};
    const Subject whole = kind == FlowKind::exports   ? Subject{false, of, ""}
                          : kind == FlowKind::imports ? Subject{false, "", of}
                                                      : Subject{true, of, ""};
    for (const auto& p : figures.about(part))
      for (const auto& w : figures.about(whole))
        if (p.period.from == months_from && p.period.to == months_to && w.period.same_months(p.period))
          return std::pair{p.value / w.value, p};
    return std::nullopt;
  };
  const Range range = stands_for(amount, 1, true);
  const auto fits = [&](double share) {
    return share >= range.low - kShareSlack && share <= range.high + kShareSlack;
  };
  std::vector<Period> periods;
  if (period) {
    periods.push_back(*period);
  } else {
    for (int year = 2030; year > 2000; --year) periods.push_back(year_period(year));
  }
  for (const auto& p : periods) {
    const auto share = share_in(p.from, p.to, flow);
    if (!share) continue;
    const auto line = fmt::format("{:.1f} % of the {} of {} in {}", 100 * share->first,
                                  flow == FlowKind::exports   ? "exports"
                                  : flow == FlowKind::imports ? "imports"
                                                              : "trade",
                                  name(of), to_text(p));
    claim.evidence.push_back({share->second.source, line, to_text(p)});
    claim.note = line + (share->second.reporter.empty() ? ", by the trade table" : "");
    if (fits(share->first)) {
      claim.verdict = Verdict::consistent;
      return;
    }
    for (const FlowKind other : {FlowKind::exports, FlowKind::imports, FlowKind::total})
      if (other != flow)
        if (const auto s = share_in(p.from, p.to, other);
            s && std::fabs(s->first - amount.value) < kShareSlack / 2) {
          claim.verdict = Verdict::likely_error;
          const char* word = other == FlowKind::exports   ? "exports"
                             : other == FlowKind::imports ? "imports"
                                                          : "trade";
          claim.edit = Edit{"flow", word, fmt::format("that is the share in {}; {}", word, line)};
          claim.note = claim.edit->explanation;
          return;
        }
    claim.verdict = Verdict::ambiguous;
    return;
  }
  claim.note = "the pack has no figure for this share";
}

void Checker::check_percent(const Mentions& m, std::size_t which, Span sentence) {
  Amount amount = m.amounts[which];
  const FlowWord* flow = flow_near(tokens, m, amount);
  if (!flow) return;  // a percentage of something else
  const Period* period = period_near(m, amount.begin, amount.end, false);
  // "38 percent of Russia's imports"
  if (amount.end < sentence.end && tokens[amount.end].text == "of") {
    const FlowWord* of_flow = nullptr;
    for (const auto& f : m.flows)
      if (f.at > amount.end && f.at <= amount.end + 5 && !of_flow) of_flow = &f;
    const PartyMention* of = nullptr;
    if (of_flow)
      for (const auto& p : m.parties)
        if (!p.reports && p.begin >= amount.end && p.begin <= of_flow->at + 3 && !of) of = &p;
    if (of) {
      std::string partner;
      for (const auto& p : m.parties)
        if (!p.reports && p.code != of->code && partner.empty()) partner = p.code;
      if (partner.empty() && last_pair.size() == 2)
        partner = last_pair[0] == of->code ? last_pair[1] : last_pair[1] == of->code ? last_pair[0] : "";
      const auto [begin, end] = extent(m, amount, of_flow, period);
      Claim& claim = add("share", begin, end);
      if (partner.empty())
        claim.note = "no partner is named";
      else
        check_share(claim, amount, of->code, partner, of_flow->kind, period);
      return;
    }
  }
  int direction = 0;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= 8 && direction == 0;)
    direction = direction_of(tokens[k].text);
  for (std::size_t k = amount.end; k < std::min(sentence.end, amount.end + 3) && direction == 0; ++k)
    direction = direction_of(tokens[k].text);
  if (direction == 0) return;
  amount.value *= direction;
  amount.low *= direction;
  amount.high *= direction;
  const Subject subject = subject_of(m, *flow);
  const auto [begin, end] = extent(m, amount, flow, period);
  Claim& claim = add("growth", begin, end);
  if (subject.from.empty() && subject.to.empty())
    claim.note = "no country is named";
  else
    check_growth(claim, amount, subject, period);
}

// --- events ------------------------------------------------------------------------------------------------

std::string event_kind(std::string_view word) {
  if (one_of(word, {"visited", "visit", "visits", "travelled", "traveled", "trip", "arrived", "met", "flew",
                    "attended"}))
    return "visit";
  if (one_of(word, {"forum", "summit"})) return "forum";
  if (one_of(word, {"invaded", "invasion", "annexed", "annexation", "invades"})) return "war";
  if (one_of(word, {"package", "sanctions"})) return "sanction";
  return {};
}

// One event to each date: the words up to the date, or after it where none of them tells of an event.
void Checker::check_events(const Mentions& m, Span sentence) {
  if (events.empty()) return;
  const auto tells = [&](Span part) {
    for (std::size_t k = part.begin; k < part.end; ++k)
      if (!event_kind(tokens[k].text).empty()) return true;
    return false;
  };
  std::size_t begin = sentence.begin;
  for (std::size_t k = 0; k < m.periods.size(); ++k) {
    Span part{begin, m.periods[k].end};
    if (!tells(part)) {
      const std::size_t limit = k + 1 < m.periods.size() ? m.periods[k + 1].begin : sentence.end;
      while (part.end < limit && tokens[part.end].text != ";") ++part.end;
    }
    if (!tells(part)) continue;
    check_event(m, m.periods[k], part, sentence);
    begin = part.end;
  }
}

void Checker::check_event(const Mentions& m, const Period& when, Span part, Span sentence) {
  const Period* period = &when;
  std::set<std::string> kinds;
  std::size_t at = part.end;
  for (std::size_t k = part.begin; k < part.end; ++k) {
    const std::string kind = event_kind(tokens[k].text);
    if (kind.empty()) continue;
    kinds.insert(kind);
    at = std::min(at, k);
  }
  std::set<std::string> said;
  std::size_t first = at, last = at + 1;
  for (std::size_t k = part.begin; k < part.end; ++k)
    if (tokens[k].kind == Token::Kind::word && event_words.count(tokens[k].text) &&
        (tokens[k].capital || is_ordinal(tokens[k].text))) {
      said.insert(tokens[k].text);
      first = std::min(first, k);
      if (k < at + 12) last = std::max(last, k + 1);
    }
  first = std::min(first, period->begin);
  last = std::max(last, period->end);
  std::set<std::string> countries;
  for (const auto& p : m.parties)
    if (p.begin >= part.begin && p.begin < part.end) countries.insert(p.code);

  // The events whose titles share most words with the sentence.
  std::vector<const Event*> best;
  std::size_t most = 1;
  for (const auto& event : events) {
    if (!kinds.count(event.kind)) continue;
    if (!countries.empty() && std::none_of(event.parties.begin(), event.parties.end(),
                                           [&](const std::string& p) { return countries.count(p) > 0; }))
      continue;
    std::size_t shared = 0;
    for (const auto& word : said) shared += event.words.count(word);
    if (shared < most) continue;
    if (shared > most) best.clear();
    most = shared;
    best.push_back(&event);
  }
  if (best.empty() || (said.size() >= 2 && most < 2)) return;
  Claim& claim = add("event", first, last);
  const auto cite = [&](const Event& e) { claim.evidence.push_back({e.source, e.title, e.date}); };
  for (const auto* e : best) {
    if (e->month < period->from || e->month > period->to) continue;
    cite(*e);
    claim.verdict = Verdict::consistent;
    claim.note = fmt::format("{}: {}", e->date, e->title);
    for (std::size_t k = sentence.begin; e->countries && k + 1 < sentence.end; ++k)
      if (tokens[k].kind == Token::Kind::number && one_of(tokens[k + 1].text, {"countries", "nations"}) &&
          static_cast<int>(tokens[k].value) != e->countries) {
        claim.verdict = Verdict::ambiguous;
        claim.note = fmt::format("the source names {} countries; {}", e->countries, e->title);
      }
    return;
  }
  const Event* nearest = best.front();
  const auto away = [&](const Event* e) {
    return std::min(std::abs(e->month - period->from), std::abs(e->month - period->to));
  };
  for (const auto* e : best)
    if (away(e) < away(nearest)) nearest = e;
  cite(*nearest);
  const bool same_year = nearest->month / 12 == period->year();
  if (best.size() > 1 && !same_year) {
    claim.verdict = Verdict::ambiguous;
    claim.note =
        fmt::format("no such event then; the nearest on record is {}: {}", nearest->date, nearest->title);
    return;
  }
  claim.verdict = Verdict::likely_error;
  const Period right{nearest->month, nearest->month, false, 0, 0};
  claim.edit =
      Edit{same_year ? "period" : "year", same_year ? to_text(right) : fmt::format("{}", nearest->month / 12),
           fmt::format("{} was on {}", nearest->title, nearest->date)};
  claim.note = claim.edit->explanation;
}

void Checker::read(Span sentence) {
  const Mentions m = find_mentions(text, tokens, sentence, lexicon);
  std::vector<std::string> spoken;
  for (const auto& p : m.parties)
    if (!p.reports && std::find(spoken.begin(), spoken.end(), p.code) == spoken.end())
      spoken.push_back(p.code);
  for (std::size_t k = 0; k < m.amounts.size(); ++k) {
    if (m.amounts[k].percent)
      check_percent(m, k, sentence);
    else
      check_amount(m, k, sentence);
  }
  check_events(m, sentence);
  if (spoken.size() == 2) last_pair = spoken;
  if (!m.periods.empty() && !m.periods.back().deadline) last_period = m.periods.back();
}

}  // namespace
}  // namespace claims

std::vector<PartyName> party_names(const Table& countries) {
  static const std::vector<PartyName> kKnown{{"Chinese", "CHN"},
                                             {"Sino", "CHN"},
                                             {"PRC", "CHN"},
                                             {"Beijing's", "CHN"},
                                             {"Russian", "RUS"},
                                             {"Russo", "RUS"},
                                             {"American", "USA"},
                                             {"US", "USA"},
                                             {"USA", "USA"},
                                             {"America", "USA"},
                                             {"Indian", "IND"},
                                             {"Kazakh", "KAZ"},
                                             {"Kazakhstani", "KAZ"},
                                             {"Kyrgyz", "KGZ"},
                                             {"Uzbek", "UZB"},
                                             {"Tajik", "TJK"},
                                             {"Turkmen", "TKM"},
                                             {"Ukrainian", "UKR"},
                                             {"Belarusian", "BLR"},
                                             {"German", "DEU"},
                                             {"French", "FRA"},
                                             {"Italian", "ITA"},
                                             {"Spanish", "ESP"},
                                             {"Dutch", "NLD"},
                                             {"Polish", "POL"},
                                             {"Hungarian", "HUN"},
                                             {"Serbian", "SRB"},
                                             {"Greek", "GRC"},
                                             {"British", "GBR"},
                                             {"UK", "GBR"},
                                             {"Britain", "GBR"},
                                             {"Japanese", "JPN"},
                                             {"Korean", "KOR"},
                                             {"Vietnamese", "VNM"},
                                             {"Indonesian", "IDN"},
                                             {"Malaysian", "MYS"},
                                             {"Thai", "THA"},
                                             {"Pakistani", "PAK"},
                                             {"Bangladeshi", "BGD"},
                                             {"Sri Lankan", "LKA"},
                                             {"Iranian", "IRN"},
                                             {"Turkish", "TUR"},
                                             {"Saudi", "SAU"},
                                             {"Emirati", "ARE"},
                                             {"UAE", "ARE"},
                                             {"Egyptian", "EGY"},
                                             {"Kenyan", "KEN"},
                                             {"Ethiopian", "ETH"},
                                             {"Nigerian", "NGA"},
                                             {"Brazilian", "BRA"},
                                             {"Mexican", "MEX"},
                                             {"Canadian", "CAN"},
                                             {"Australian", "AUS"},
                                             {"Mongolian", "MNG"},
                                             {"Georgian", "GEO"},
                                             {"Azerbaijani", "AZE"},
                                             {"European Union", "EU"},
                                             {"EU", "EU"},
                                             {"ASEAN", "ASEAN"},
                                             {"Africa", "AFRICA"},
                                             {"African", "AFRICA"},
                                             {"Central Asia", "CENTRALASIA"},
                                             {"Central Asian", "CENTRALASIA"},
                                             {"Belt and Road countries", "BRI"}};
  std::vector<PartyName> names;
  std::set<std::string> codes;
  if (countries.find("iso3") && countries.find("name")) {
    for (std::size_t row = 0; row < countries.rows(); ++row) {
      const std::string code = claims::cell(countries, "iso3", row);
      codes.insert(code);
      names.push_back({claims::cell(countries, "name", row), code});
      for (const auto& other : claims::split(claims::cell(countries, "names", row), '|'))
        names.push_back({other, code});
    }
  }
  for (const auto& known : kKnown)
    if (known.code.size() != 3 || codes.count(known.code)) names.push_back(known);
  return names;
}

std::vector<Claim> check_claims(std::string_view text, const Evidence& evidence) {
  claims::Checker checker(text, evidence);
  for (const auto& sentence : claims::sentences(text, checker.tokens)) checker.read(sentence);
  std::stable_sort(checker.claims.begin(), checker.claims.end(),
                   [](const Claim& a, const Claim& b) { return a.start < b.start; });
  return std::move(checker.claims);
}

}  // namespace sogdia
