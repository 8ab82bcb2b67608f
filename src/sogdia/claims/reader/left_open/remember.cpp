#include <algorithm>
#include <limits>

#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/periods/period_parts.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {
namespace {

// A line that names a flow and prints no figure heads what follows it, and so does a question: "How much did
// China and Africa trade in 2023?", and a list of "top suppliers". The flow; none where it is no heading.
FlowKind heading_of(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  constexpr std::size_t kLongest = 16, kLongestQuestion = 30;  // tokens
  const std::string& last = tokens[sentence.end - 1].text;
  // "A few numbers on who sells to the United States."
  const bool asks = holds(tokens, sentence, {"who", "whom"});
  if (!m.amounts.empty() || m.flows.size() > 1 || (one_of(last, {".", "!"}) && !asks) ||
      sentence.end - sentence.begin > (last == "?" ? kLongestQuestion : kLongest))
    return FlowKind::none;
  if (m.flows.size() == 1) return m.flows.front().kind;
  if (m.parties.size() != 1) return FlowKind::none;
  if (holds(tokens, sentence, {"suppliers", "sources"})) return FlowKind::imports;
  if (holds(tokens, sentence, {"markets", "buyers", "destinations", "customers"})) return FlowKind::exports;
  return holds(tokens, sentence, {"partners"}) ? FlowKind::total : FlowKind::none;
}

// Whether both stand behind the same preposition alone: partners of a third.
bool on_one_side(const Mentions& m, const std::vector<std::string>& two) {
  std::string first;
  for (const auto& p : m.parties) {
    if (p.reports || p.beside) continue;
    if (p.code != two[0] && p.code != two[1]) return false;
    if (first.empty()) first = p.preposition;
    if (!one_of(p.preposition, {"to", "from", "with"}) || p.preposition != first) return false;
  }
  return true;
}

}  // namespace

// Of whom the section is: the one that all figures of late have in common.
void Reader::take_focus(const Subject& subject) {
  std::vector<std::string> both;
  for (const auto& code : {subject.from, subject.to})
    if (!code.empty()) both.push_back(code);
  std::vector<std::string> common;
  for (const auto& code : both)
    if (std::find(in_common.begin(), in_common.end(), code) != in_common.end()) common.push_back(code);
  in_common = common.empty() ? both : common;
}

bool Reader::of_one_pair(const Mentions& m, const Subject& subject) const {
  constexpr int kOfOnePair = 4;  // figures that fit
  const auto of_pair = [&](const std::string& code) {
    return std::find(in_common.begin(), in_common.end(), code) != in_common.end();
  };
  return fitted >= kOfOnePair && in_common.size() == 2 && of_pair(subject.from) && of_pair(subject.to) &&
         std::all_of(m.parties.begin(), m.parties.end(),
                     [&](const PartyMention& p) { return of_pair(p.code); });
}

// What the sentences behind this one may lean on.
void Reader::remember(const Mentions& m, const std::vector<std::string>& spoken, Span sentence) {
  // Two countries named together are those that "the two" and "it" mean from here on.
  std::vector<std::string> pair = spoken;
  bool side_by_side = false;
  const bool aside =
      std::any_of(m.parties.begin(), m.parties.end(), [](const PartyMention& p) { return p.beside; });
  if (spoken.size() > 2 || (spoken.size() == 2 && aside && m.flows.empty())) {
    // "China would not condemn Russia's actions in Ukraine" is of China and Russia.
    std::vector<std::string> actors;
    for (const auto& p : m.parties)
      if (!p.reports && !p.beside && !one_of(p.preposition, {"in", "at", "near", "on"}) &&
          std::find(actors.begin(), actors.end(), p.code) == actors.end())
        actors.push_back(p.code);
    pair = actors;
  }
  // "China is the largest partner, ahead of Russia", under a heading of a third: neither is with the other.
  if (const std::string& own = topic.empty() ? m.focus : topic;
      pair.size() == 2 && m.flows.empty() && !own.empty() &&
      std::find(pair.begin(), pair.end(), own) == pair.end() &&
      holds(tokens, sentence, {"partner", "partners", "market", "supplier", "customer", "buyer"}) &&
      holds(tokens, sentence,
            {"ahead", "behind", "before", "overtook", "overtaken", "followed", "replaced", "surpassed"}))
    pair = {own, pair.front()};
  // "$18 billion to China and $16 billion to the Union": neither is with the other.
  const auto rates =
      std::count_if(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return a.percent; });
  if (const std::string& own = topic.empty() ? m.focus : topic;
      pair.size() == 2 && m.flows.size() == 1 && said_here.empty() && rates > 1 && !own.empty() &&
      std::find(pair.begin(), pair.end(), own) == pair.end() && on_one_side(m, pair)) {
    // "Trade with Russia grew by 5.3 percent and that with Kazakhstan declined by 5.4 percent"
    pair = {own, pair.back()};
    side_by_side = true;
  } else if (pair.size() == 2 && !m.flows.empty() && said_here.size() > 1 && on_one_side(m, pair)) {
    const auto known = std::find_if(said_here.rbegin(), said_here.rend(), [](const Said& s) {
      return s.confirmed && !s.subject.from.empty() && !s.subject.to.empty();
    });
    pair.clear();
    if (known != said_here.rend()) pair = {known->subject.from, known->subject.to};
    if (pair.size() == 2 && known->actor == pair[1]) std::swap(pair[0], pair[1]);
    side_by_side = true;
  }
  if (pair.size() > 2 && !m.flows.empty()) {
    const Subject said = subject_of(tokens, m, m.flows.front(), last_pair, sentence).subject;
    pair = {said.from, said.to};
    if (said.from.empty() || said.to.empty()) pair.clear();
  }
  if (pair.size() < 2)
    for (const auto& code : m.leaders)
      if (std::find(pair.begin(), pair.end(), code) == pair.end()) pair.push_back(code);
  // "China's customs reported trade with Russia": the office's country is the other of the two.
  if (pair.size() == 1 && !m.flows.empty())
    for (const auto& p : m.parties)
      if (p.reports && p.code != pair.front() && pair.size() == 1) pair.push_back(p.code);
  // A figure that fits tells whom the sentence is of.
  const auto fitting =
      std::find_if(said_here.begin(), said_here.end(), [](const Said& s) { return s.confirmed; });
  const Said* fit = fitting == said_here.end() ? nullptr : &*fitting;
  for (const auto& said : said_here)
    if (said.confirmed) {
      take_focus(said.subject), ++fitted;
      // Whose figures they are, where one office alone prints that flow.
      std::string office;
      bool one = true;
      for (const auto& f : pack.figures.about(said.subject)) {
        if (f.reporter.empty() || !said.period || !f.period.same_months(*said.period)) continue;
        one = one && (office.empty() || office == f.reporter);
        office = f.reporter;
      }
      if (one && !office.empty()) ++offices[office];
    }
  bool by_fit = side_by_side;
  // "Li Keqiang promised that trade with the continent would reach $400 billion": of whom the pledge is.
  for (std::size_t k = claims_before; k < claims.size(); ++k)
    if (claims[k].kind == "target" && claims[k].parties.size() == 2 && claims[k].evidence.size() == 1 &&
        !fit) {
      pair = claims[k].parties;
      by_fit = true;
    }
  // "ASEAN overtook the EU: trade with it rose to" is of neither with the other.
  const auto of_both = [&](const Subject& s) {
    return pair.size() == 2 && (s.from == pair[0] || s.from == pair[1]) &&
           (s.to == pair[0] || s.to == pair[1]);
  };
  if (fit && !of_both(fit->subject) && (pair.size() < 2 || said_here.size() == 1)) {
    const Subject& said = fit->subject;
    const std::string actor = fit->actor.empty() ? said.from : fit->actor;
    const std::string other = actor == said.from ? said.to : said.from;
    if (!other.empty() || pair.empty()) {
      pair = {actor, other};
      by_fit = true;
    }
  }
  // "Trade with the US reached A and with China B": neither is with the other, but with the one that all fit.
  if (fit && !of_both(fit->subject) && pair.size() == 2 && !by_fit && in_common.size() == 1 &&
      std::all_of(said_here.begin(), said_here.end(), [](const Said& s) { return s.confirmed; })) {
    const Subject& said = said_here.back().subject;
    const std::string& other = said.from == in_common.front() ? said.to : said.from;
    if (!other.empty() && (said.from == in_common.front() || said.to == in_common.front())) {
      pair = {in_common.front(), other};
      by_fit = true;
    }
  }
  // "China is both the largest supplier and the largest partner": of the one that all figures are of.
  if (const std::string& own = topic.empty() ? m.focus : topic;
      pair.size() == 1 && m.flows.empty() && m.amounts.empty() && !own.empty() && own != pair.front() &&
      holds(tokens, sentence, {"partner", "supplier", "market", "customer", "buyer"}) &&
      holds(tokens, sentence, {"largest", "biggest", "main", "top", "important"}))
    for (const auto& p : m.parties)
      if (p.code == pair.front() && p.begin <= sentence.begin + 1 && p.preposition.empty() && !p.possessive)
        pair.insert(pair.begin(), own);
  // "With China the weight lies on the other side.", "Cooperation with China developed, too."
  if (const std::string& own = topic.empty() ? m.focus : topic;
      pair.size() == 1 && m.flows.empty() && !own.empty() && own != pair.front())
    for (const auto& p : m.parties)
      if (p.code == pair.front() && p.preposition == "with" &&
          (p.begin <= sentence.begin + 2 ||
           (p.begin <= sentence.begin + 4 &&
            one_of(tokens[sentence.begin].text, {"cooperation", "relations", "ties", "business", "links"}))))
        pair.insert(pair.begin(), own);
  // "And it buys oil, of all places, in Russia": with the one that all figures are of.
  if (pair.size() == 1 && !m.flows.empty() && m.amounts.empty() && !m.focus.empty() &&
      m.focus != pair.front() &&
      holds(tokens, {sentence.begin, std::min(sentence.end, sentence.begin + 4)}, {"it", "they", "we"}))
    pair = {m.focus, pair.front()};
  if (pair.size() == 1 && !m.flows.empty()) {
    const Meant said = subject_of(tokens, m, m.flows.front(), last_pair, sentence);
    if (said.sure && (said.subject.from.empty() || said.subject.to.empty())) pair.emplace_back();
    // "Its trade with the United States was larger."
    if (m.amounts.empty() && !said.subject.from.empty() && !said.subject.to.empty()) {
      pair = {said.subject.from, said.subject.to};
      by_fit = !said.sure;
    }
  }
  // "China's own customs see it differently. They counted": with the one that the section is of.
  if (spoken.empty() && m.flows.empty() && m.amounts.empty() && m.parties.size() == 1 &&
      m.parties[0].reports) {
    last_actor = m.parties[0].code;
    if (!m.focus.empty() && m.focus != last_actor) {
      pair = {last_actor, m.focus};
      by_fit = true;
    }
  }
  // "Days before Russian troops marched into Ukraine": who is named beside no figure and trades with nobody
  // on record does not take the place of the two that the figures are of.
  if (pair.size() == 2 && !by_fit && m.flows.empty() && in_common.size() == 2 && fitted > 0) {
    const auto& known = pack.figures.about({true, pair[0], pair[1]});
    if (std::none_of(known.begin(), known.end(), [](const Figure& f) { return !f.reporter.empty(); }))
      pair.clear();
  }
  ++pair_age;
  ++said_age;
  if (pair.size() == 2) {
    last_pair = pair;
    pair_age = 0;
    pair_fitted = by_fit;
  }
  // "Its" is of whom the sentence is: its first country, where no preposition puts it aside.
  if (!spoken.empty()) {
    const auto first = std::find_if(m.parties.begin(), m.parties.end(), [](const PartyMention& p) {
      return !p.reports &&
             !one_of(p.preposition, {"in", "at", "near", "on", "to", "from", "with", "between"});
    });
    if (!m.flows.empty())
      last_actor = spoken.front();
    else if (first != m.parties.end())
      last_actor = first->code;
  }
  if (fit && !fit->actor.empty()) last_actor = fit->actor;
  if (!spoken.empty()) named_before = spoken;
  for (const auto& p : m.parties) ++times_named[p.code];
  for (const auto& p : m.parties)
    if (!p.reports && p.code != topic) last_named = p.code;
  for (const auto& p : m.parties) {
    if (p.reports) continue;
    std::erase(recent, p.code);
    recent.insert(recent.begin(), p.code);
  }
  // "It" is what the sentence began with.
  bool first_flow = true;
  for (const auto& f : m.flows)
    if (first_flow &&
        (f.kind == FlowKind::total || f.kind == FlowKind::exports || f.kind == FlowKind::imports))
      first_flow = false, last_flow = FlowWord{f.kind, std::numeric_limits<std::size_t>::max()};
  // "Russia has had a surplus since 2018. It was largest in 2022, at $38 billion."
  if (!m.flows.empty() && m.amounts.empty() &&
      (m.flows.front().kind == FlowKind::surplus || m.flows.front().kind == FlowKind::deficit))
    last_flow = FlowWord{m.flows.front().kind, std::numeric_limits<std::size_t>::max()};
  if (!m.amounts.empty()) last_periods.clear();
  // "December, too, was good."
  std::vector<int> years;
  for (const auto& p : m.periods)
    if (!p.deadline && !p.compared && !p.day && !p.since && p.shift == 0 && p.to / 12 == p.from / 12)
      years.push_back(p.year());
  if (!years.empty()) {
    many_years = std::any_of(years.begin(), years.end(), [&](int year) { return year != years.front(); }) ||
                 (!years_lately.empty() && years_lately.back() != years.front());
    years_lately = years;
  }
  last_month = 0;
  for (std::size_t k = sentence.begin; k < std::min(sentence.end, sentence.begin + 3); ++k)
    if (const int month = month_at({tokens, sentence}, k)) {
      // "November 7, 2024" is the page's day.
      const bool day = k + 1 < sentence.end && tokens[k + 1].kind == Token::Kind::number &&
                       tokens[k + 1].value <= 31 && m.amounts.empty();
      if (!day) last_month = month;
    }
  if (!m.periods.empty()) {
    const Period& last = m.periods.back();
    year_of_day = last.day ? last.year() : 0;
  }
  for (const auto& p : m.periods)
    if (p.open && p.is_year())
      open_year = p;
    else if (!p.compared && !p.deadline && !p.day && p.shift == 0)
      open_year.reset();
  for (const auto& p : m.periods)
    if (!p.deadline && !p.compared && !p.day && !p.open && !p.since && !p.of_base && p.shift == 0) {
      last_period = p;
      // The month of an event is not one that goods are counted over.
      if (m.amounts.empty() && m.flows.empty() && p.to - p.from < 11) last_period->guessed = true;
      if (!m.amounts.empty() && std::none_of(last_periods.begin(), last_periods.end(),
                                             [&](const Period& q) { return q.same_months(p); }))
        last_periods.push_back(p);
      if (!first_period) first_period = p;
    }
  // "For December the ministry reported exports of": what fits tells of which year the month is.
  if (m.periods.empty() && !m.months.empty() && !said_here.empty() && said_here.back().confirmed &&
      said_here.back().period && said_here.back().period->from == said_here.back().period->to) {
    last_period = *said_here.back().period;
    last_period->open = last_period->relative = false;
  }
  // "By 2022 imports had risen to": no deadline where the figure of that year fits.
  for (const auto& said : said_here)
    if (said.confirmed && said.period &&
        std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
          return p.deadline && p.shift == 0 && p.same_months(*said.period);
        })) {
      last_period = *said.period;
      last_period->deadline = false;
    }
  // "The United States stays in first place.", "Russia hardly counts any more."
  constexpr std::size_t kShort = 12;  // tokens
  const bool goes_on_about = !about.empty() && m.parties.empty() && !m.amounts.empty() && about_age++ == 0;
  if (!goes_on_about) about.clear();
  if (m.amounts.empty() && m.flows.empty() && m.parties.size() == 1 && !m.parties[0].reports &&
      (m.parties[0].begin <= sentence.begin + 1 || tokens[sentence.begin].text == "among") &&
      m.parties[0].preposition.empty() && !m.parties[0].possessive &&
      sentence.end - sentence.begin <= kShort && one_of(tokens[sentence.end - 1].text, {".", "?"}))
    about = m.parties[0].code, about_age = 0;
  lead.reset();
  constexpr std::size_t kLongestLead = 14, kLongestDated = 28;  // tokens
  const bool dated = std::count_if(m.periods.begin(), m.periods.end(), [](const Period& p) {
                       return !p.day && p.shift == 0 && !p.compared && !p.deadline;
                     }) == 1;
  if (m.amounts.empty() && (m.periods.empty() || dated) && m.flows.size() == 1 &&
      sentence.end - sentence.begin <= (dated ? kLongestDated : kLongestLead)) {
    const Meant meant = subject_of(tokens, m, m.flows.front(), last_pair, sentence);
    const FlowKind kind = m.flows.front().kind;
    lead = Said{kind,      kind == FlowKind::imports ? meant.subject.to : meant.subject.from,
                {},        meant.subject,
                0,         false,
                meant.sure};
    for (const auto& p : m.periods)
      if (dated && !p.day && p.shift == 0 && !p.compared && !p.deadline) lead->period = p;
  }
  // "Mexico: $505.9bn in 2024."
  const bool is_item = !m.amounts.empty() && !m.parties.empty() &&
                       m.parties.front().begin == sentence.begin && tokens[m.parties.front().end].text == ":";
  if (const FlowKind kind = heading_of(tokens, m, sentence); kind != FlowKind::none) {
    const Meant meant =
        m.flows.empty() ? Meant{} : subject_of(tokens, m, m.flows.front(), last_pair, sentence);
    const Subject& said = meant.subject;
    heading = Said{kind, kind == FlowKind::imports ? said.to : said.from, {}, said, 0, false, meant.sure};
    // "Which country sold most to the United States?" is of what they bought.
    if (heading->actor.empty() && (kind == FlowKind::exports || kind == FlowKind::imports)) {
      heading->actor = kind == FlowKind::exports ? said.to : said.from;
      if (!heading->actor.empty())
        heading->flow = kind == FlowKind::exports ? FlowKind::imports : FlowKind::exports;
    }
    if (heading->actor.empty() && !spoken.empty()) heading->actor = spoken.front();
    // "And who buys?": from the one that the section is of.
    if (heading->actor.empty() && holds(tokens, sentence, {"who"}) && kind != FlowKind::total) {
      heading->actor = !m.focus.empty() ? m.focus : m.topic;
      heading->flow = kind == FlowKind::exports ? FlowKind::imports : FlowKind::exports;
    }
    if (!m.periods.empty()) heading->period = m.periods.front();
  } else if (!m.flows.empty() || (one_of(tokens[sentence.end - 1].text, {"."}) && !is_item)) {
    heading.reset();
  }
}

// "$76 billion, $111 billion and $115 billion in 2022, 2023 and 2024", "in those three years": a period for
// each amount, in their order.
std::vector<Period> Reader::periods_in_turn(const Mentions& m, Span sentence) const {
  // "from 2020 to 2023: $50.6 billion to about $111 billion"
  std::vector<const Amount*> ends;
  for (const auto& a : m.amounts)
    if (!a.percent) ends.push_back(&a);
  if (ends.size() == 2 && m.periods.size() == 1 && m.periods[0].to - m.periods[0].from > 12 &&
      m.periods[0].is_whole_years() && ends[1]->begin <= ends[0]->end + 3 &&
      tokens[ends[0]->end].text == "to") {
    std::vector<Period> both{year_period(m.periods[0].from / 12), year_period(m.periods[0].year())};
    for (auto& p : both) p.begin = m.periods[0].begin, p.end = m.periods[0].end;
    return both;
  }
  std::vector<const Amount*> list;
  const auto joined = [&](std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to; ++k)
      if (!one_of(tokens[k].text, {",", "and", "then", "in", ";"})) return false;
    return true;
  };
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (!list.empty() && !joined(list.back()->end, a.begin)) return {};
    list.push_back(&a);
  }
  if (list.size() < 2) return {};
  std::vector<Period> periods;
  for (const auto& p : m.periods)
    if (p.is_year() && p.shift == 0 && !p.compared) periods.push_back(p);
  for (std::size_t k = 1; k < periods.size(); ++k)
    if (!joined(periods[k - 1].end, periods[k].begin)) return {};
  if (periods.size() == list.size()) return periods;
  if (!periods.empty() || last_periods.size() != list.size()) return {};
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k)
    if (tokens[k].text == "respectively" ||
        (one_of(tokens[k].text, {"those", "these"}) &&
         (tokens[k + 1].text == "years" || (k + 2 < sentence.end && tokens[k + 2].text == "years")))) {
      periods = last_periods;
      for (auto& p : periods) p.begin = list.front()->begin, p.end = list.back()->end;
      return periods;
    }
  return {};
}

std::vector<std::string> Reader::most_named(std::size_t count) const {
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [code, times] : times_named) order.emplace_back(-times, code);
  std::sort(order.begin(), order.end());
  std::vector<std::string> codes;
  for (std::size_t k = 0; k < std::min(count, order.size()); ++k) codes.push_back(order[k].second);
  return codes;
}

}  // namespace sogdia::claims
