#include "sogdia/claims/claims.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/subject.h"
#include "sogdia/core/error.h"

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

// Reads one text, sentence after sentence.
struct Reader {
  std::string_view text;
  const Pack pack;
  std::vector<Token> tokens;
  std::vector<std::string> last_pair;  // the two countries that the text spoke of last
  std::optional<Period> last_period;   // the period that the sentences before spoke of
  std::vector<Claim> claims;

  Reader(std::string_view input, const Evidence& evidence)
      : text(input), pack(evidence), tokens(tokenize(input)) {}

  void read(Span sentence);
  void read_amount(const Mentions& m, Amount amount, Span sentence);
  void read_percent(const Mentions& m, Amount amount, Span sentence);
  Claim& add(std::string kind, std::size_t begin, std::size_t end);

  // Where the sentence prints no period, the one before may lend its own, but only to agree.
  template <class Judge>
  void judge_or_lend(Claim& claim, const Period* period, const Judge& judge) const {
    if (!period && last_period) {
      Claim lent = claim;
      judge(lent, &*last_period);
      if (lent.verdict == Verdict::consistent) {
        lent.note += "; the period is that of the sentence before";
        claim = std::move(lent);
        return;
      }
    }
    judge(claim, period);
  }
};

Claim& Reader::add(std::string kind, std::size_t begin, std::size_t end) {
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

void Reader::read_amount(const Mentions& m, Amount amount, Span sentence) {
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
    judge_target(claim, amount, m, period, last_pair, pack);
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
  const Subject subject = subject_of(m, *flow, last_pair);
  if (subject.from.empty() && subject.to.empty()) {
    claim.note = "no country is named";
    return;
  }
  std::string reporter;
  for (const auto& p : m.parties)
    if (p.reports) reporter = p.code;
  if (subject.from.empty() || subject.to.empty()) reporter.clear();
  judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
    judge_level(judged, amount, subject, when, reporter, pack);
  });
}

void Reader::read_percent(const Mentions& m, Amount amount, Span sentence) {
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
      if (partner.empty()) partner = other_of(last_pair, of->code);
      const auto [begin, end] = extent(m, amount, of_flow, period);
      Claim& claim = add("share", begin, end);
      if (partner.empty())
        claim.note = "no partner is named";
      else
        judge_share(claim, amount, of->code, partner, of_flow->kind, period, pack);
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
  const Subject subject = subject_of(m, *flow, last_pair);
  const auto [begin, end] = extent(m, amount, flow, period);
  Claim& claim = add("growth", begin, end);
  if (subject.from.empty() && subject.to.empty())
    claim.note = "no country is named";
  else
    judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
      judge_growth(judged, amount, subject, when, pack);
    });
}

void Reader::read(Span sentence) {
  const Mentions m = find_mentions(text, tokens, sentence, pack.lexicon);
  std::vector<std::string> spoken;
  for (const auto& p : m.parties)
    if (!p.reports && std::find(spoken.begin(), spoken.end(), p.code) == spoken.end())
      spoken.push_back(p.code);
  for (const auto& amount : m.amounts) {
    if (amount.percent)
      read_percent(m, amount, sentence);
    else
      read_amount(m, amount, sentence);
  }
  for (auto& [claim, begin, end] : judge_events(tokens, m, sentence, pack)) {
    Claim& placed = add(claim.kind, begin, end);
    claim.start = placed.start;
    claim.end = placed.end;
    claim.text = placed.text;
    placed = std::move(claim);
  }
  if (spoken.size() == 2) last_pair = spoken;
  if (!m.periods.empty() && !m.periods.back().deadline) last_period = m.periods.back();
}

void require_date(const std::string& date) {
  if (date.empty()) return;
  bool shaped = date.size() == 10 && date[4] == '-' && date[7] == '-';
  for (std::size_t k = 0; shaped && k < date.size(); ++k)
    shaped = k == 4 || k == 7 || (date[k] >= '0' && date[k] <= '9');
  const auto part = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : date.substr(at, length)) value = 10 * value + (c - '0');
    return value;
  };
  if (shaped && std::chrono::year_month_day(std::chrono::year(part(0, 4)),
                                            std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                            std::chrono::day(static_cast<unsigned>(part(8, 2))))
                    .ok())
    return;
  throw Error("`" + date + "` is no date", "the date of the text", "write year, month and day as 2024-01-12");
}

// From places in the prose to places in the input.
void place_in_input(std::vector<Claim>& claims, const PlainText& prose) {
  for (Claim& claim : claims) {
    claim.prose_start = claim.start;
    claim.prose_end = claim.end;
    claim.start = prose.input_start(claim.prose_start);
    claim.end = prose.input_end(claim.prose_end);
  }
  // The labels that a table's cell was given stand elsewhere, and are no claim at the cell.
  std::erase_if(claims, [](const Claim& claim) { return claim.start == claim.end; });
}

}  // namespace
}  // namespace claims

std::vector<Claim> check_claims(std::string_view text, const Evidence& evidence, const std::string& date) {
  claims::require_date(date);
  const claims::PlainText prose = claims::plain_text(text);
  claims::Reader reader(prose.text, evidence);
  for (const auto& sentence : claims::sentences(prose.text, reader.tokens)) reader.read(sentence);
  claims::place_in_input(reader.claims, prose);
  std::stable_sort(reader.claims.begin(), reader.claims.end(),
                   [](const Claim& a, const Claim& b) { return a.start < b.start; });
  return std::move(reader.claims);
}

}  // namespace sogdia
