#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {

namespace {

struct ShareBefore {
  const FlowWord* flow;
  std::string of;
};

// "the share of Russia's imports": whose flow, where the word stands before the amount with nothing but that
// flow between.
std::optional<ShareBefore> share_before(const std::vector<Token>& tokens, const Mentions& m,
                                        const Amount& amount, Span sentence) {
  std::size_t at = sentence.end;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= 12;)
    if (tokens[k].text == "share" && k + 1 < sentence.end && one_of(tokens[k + 1].text, {"of", "in"})) {
      at = k;
      break;
    }
  if (at == sentence.end) return std::nullopt;
  for (const auto& f : m.flows) {
    if (f.at <= at || f.at >= amount.begin) continue;
    // "the share of China in India's imports": the nearest.
    const PartyMention* whose = nullptr;
    for (const auto& p : m.parties)
      if (!p.reports && p.begin > at && p.end <= f.at && f.at - p.end <= 2) whose = &p;
    if (whose) return ShareBefore{&f, whose->code};
  }
  return std::nullopt;
}

// "+26.3%", "-20%": 1 and -1, 0 where no sign is printed.
int sign_of(const std::vector<Token>& tokens, const Amount& amount, Span sentence) {
  if (amount.begin <= sentence.begin || !tokens[amount.begin].glued) return 0;
  const Token& before = tokens[amount.begin - 1];
  if (before.glued && amount.begin >= 2 && tokens[amount.begin - 2].kind != Token::Kind::mark) return 0;
  return before.text == "+" ? 1 : before.text == "-" ? -1 : 0;
}

}  // namespace

void Reader::read_percent(const Mentions& m, Amount amount, Span sentence) {
  const FlowWord* flow = flow_near(tokens, m, amount);
  const Said* beside = level_beside(m, amount);
  FlowWord of_level;
  if (beside) {
    of_level = {beside->flow, std::min(beside->begin, amount.begin)};
    if (flow && flow->at < of_level.at) of_level.at = flow->at;
    flow = &of_level;
  }
  if (!flow) {
    if (read_that_rate(m, amount, sentence) || read_bare_growth(m, amount, sentence) ||
        read_rate_of_it(m, amount, sentence))
      return;
    read_part_of_whole(m, amount, sentence);
    return;  // a percentage of something else
  }
  const Period* period = period_near(tokens, m, amount.begin, amount.end, false);
  if (period && period->of_base && period->end <= amount.begin) period = nullptr;  // of the figure before
  // "rose 1 percent last year, slowing from an 18.6 percent expansion in 2023": the year is of that rate.
  if (period && period->begin >= amount.end &&
      std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
        return a.percent && a.begin >= amount.end && a.end <= period->begin && is_base(tokens, a, sentence);
      }))
    period = nullptr;
  // "38 percent of Russia's imports"
  if (amount.end < sentence.end && tokens[amount.end].text == "of") {
    const FlowWord* of_flow = nullptr;
    for (const auto& f : m.flows)
      if (f.at > amount.end && f.at <= amount.end + 5 && !of_flow) of_flow = &f;
    // Whose: "of Russia's imports", "of the exports of Russia", "of its exports"; not "of exports to Russia".
    const PartyMention* of = nullptr;
    if (of_flow) {
      const bool its = one_of(tokens[of_flow->at - 1].text, {"its", "their"}) ||
                       (of_flow->at > 1 && one_of(tokens[of_flow->at - 2].text, {"its", "their"}));
      for (const auto& p : m.parties) {
        // "China's imports from Russia made up 15 percent of all its imports": China's.
        if (p.reports || (its && of && one_of(p.preposition, {"to", "from", "with"}))) continue;
        if (its ? p.end <= amount.begin
                : p.begin >= amount.end && !of && p.begin <= of_flow->at + 3 &&
                      (p.begin < of_flow->at || one_of(p.preposition, {"of", "by"})))
          of = &p;
      }
    }
    if (of) return read_share(m, amount, *of_flow, of->code, period);
    read_part_of_whole(m, amount, sentence);  // else of something that is no flow of a country
    return;
  }
  // "China's share of Russia's imports reached 38 percent"
  if (const auto share = share_before(tokens, m, amount, sentence))
    return read_share(m, amount, *share->flow, share->of, period);
  // "its share fell from 25.3 percent in 2021 to 19.5 percent": no rates of growth.
  const auto leaves = [&](const Amount& a) {
    return a.percent && a.begin > sentence.begin + 1 && tokens[a.begin - 1].text == "from" &&
           (direction_of(tokens[a.begin - 2].text) != 0 || one_of(tokens[a.begin - 2].text, {"up", "down"}));
  };
  const bool arrives = amount.begin > sentence.begin && tokens[amount.begin - 1].text == "to" &&
                       std::any_of(m.amounts.begin(), m.amounts.end(),
                                   [&](const Amount& a) { return a.end < amount.begin && leaves(a); });
  if ((leaves(amount) || arrives) &&
      holds(tokens, sentence, {"share", "proportion", "portion", "percentage"}))
    return;
  int direction = sign_of(tokens, amount, sentence);
  // "down sharply from the 53.9 percent gain in 2023": the noun behind a rate says which way it went.
  if (direction == 0 && amount.end < sentence.end &&
      one_of(tokens[amount.end].text,
             {"gain", "rise", "increase", "growth", "expansion", "jump", "surge", "leap", "fall", "drop",
              "decline", "decrease", "contraction", "slump", "dip"}))
    direction = direction_of(tokens[amount.end].text);
  // "exhibiting a negative growth of 6.66 percent"
  if (direction == 0 && amount.begin > sentence.begin + 3 && tokens[amount.begin - 1].text == "of" &&
      tokens[amount.begin - 2].text == "growth" && tokens[amount.begin - 3].text == "negative")
    direction = -1;
  // "went up from $12 billion to $18 billion, or by 30 percent"
  const std::size_t reach = amount.begin > sentence.begin && tokens[amount.begin - 1].text == "by" ? 24 : 8;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= reach && direction == 0;)
    direction = direction_of(tokens[k].text);
  for (std::size_t k = amount.end; k < std::min(sentence.end, amount.end + 3) && direction == 0; ++k)
    direction = direction_of(tokens[k].text);
  // "23.9 percent less than"
  if (direction == 0 && amount.end < sentence.end)
    direction = one_of(tokens[amount.end].text, {"more", "above", "larger", "bigger", "greater"}) ? 1
                : one_of(tokens[amount.end].text, {"less", "fewer", "below", "smaller"})          ? -1
                                                                                                  : 0;
  // "Exports were down 17.9 percent at $239.4 billion, imports 11.9 percent at", "and those to the Union 8
  // percent"
  if (direction == 0 && (beside || (flow->at < tokens.size() && tokens[flow->at].text == "those")))
    direction = last_direction;
  if (direction == 0) return;
  last_direction = direction;
  // "fell by more than half": a printed sign stands for itself.
  amount.value *= direction;
  amount.low *= direction;
  amount.high *= direction;
  // "29.3 percent more than in 2021": of the year after the one that it is compared with.
  std::optional<Period> after;
  if (!period)
    for (const auto& p : m.periods)
      if (p.compared && p.shift == 0 && p.is_year() && p.begin >= amount.end) {
        after = p;
        after->from += 12;
        after->to += 12;
      }
  // "Measured against 2020, exports were 50 percent higher in 2022": over the years between.
  Period over;
  if (period && period->is_year())
    for (const auto& p : m.periods)
      if (p.compared && p.shift == 0 && p.is_year() && p.year() < period->year() - 1) {
        over = *period;
        over.from = p.from;
        period = &over;
        break;
      }
  Meant meant = subject_of(tokens, m, *flow, last_pair, sentence);
  if (period && period->guessed) meant.sure = false;
  // "a rise of 26.3 percent in the first of these years and of 1.9 percent in the second"
  for (std::size_t k = amount.end; k + 2 < sentence.end && k < amount.end + 2; ++k)
    if (tokens[k].text == "in" && tokens[k + 1].text == "the" &&
        one_of(tokens[k + 2].text, {"first", "second", "third", "former", "latter", "last"})) {
      meant.sure = false;
      period = nullptr;
    }
  // "much slower growth than the 26.3 percent surge of the year before": of another year.
  for (std::size_t k = amount.begin; k > sentence.begin && k + 3 > amount.begin; --k)
    if (tokens[k - 1].text == "than" &&
        !(k > sentence.begin + 1 && one_of(tokens[k - 2].text, {"more", "less", "fewer"}))) {
      meant.sure = false;
      period = nullptr;
    }
  // "trade with Russia fell by 3.7 percent ..., that with China grew by 30 percent"
  std::size_t previous = sentence.begin;
  for (const auto& other : m.amounts)
    if (other.end <= amount.begin) previous = std::max(previous, other.end);
  for (const auto& p : m.parties)
    if (!p.reports && p.begin >= previous && p.begin > flow->at && p.end <= amount.begin &&
        one_of(p.preposition, {"with", "to", "from"}) && p.code != meant.subject.from &&
        p.code != meant.subject.to && previous > flow->at) {
      const bool first = flow->kind == FlowKind::imports;
      (first ? meant.subject.from : meant.subject.to) = p.code;
      const bool that = p.begin > sentence.begin + 1 && one_of(tokens[p.begin - 2].text, {"that", "those"});
      meant.sure = meant.sure && that;
    }
  if (!meant.subject.total && turned_round(tokens, m, *flow, amount))
    std::swap(meant.subject.from, meant.subject.to);
  if (const auto way = one_way_before(m, amount.begin)) meant = {*way, false, true};
  const Subject by_words = meant.subject;
  const auto back = [](const Said& said) { return Subject{false, said.subject.to, said.subject.from}; };
  // "4.64 trillion yuan (+1.2%)", "rose 8.2 percent to $683.8 billion": of the figure that it stands beside.
  std::optional<Period> of_figure;
  if (beside) {
    after.reset();
    meant.sure = beside->confirmed || (meant.sure && meant.subject == beside->subject);
    meant.subject = beside->subject;
    of_figure = *beside->period;
    period = &*of_figure;
    // A level that fits nothing, and whose period was lent by the sentence before, tells no period.
    const bool printed = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
      const bool of_rate = std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
        return a.percent && a.begin >= beside->end && a.end <= p.begin;
      });
      return p.shift == 0 && p.same_months(*of_figure) && !of_rate;
    });
    if (!beside->confirmed && !printed) meant.sure = false;
  }
  // "In 2023 exports to the United States had grown" of a text from Tokyo: not China's, of which the sentence
  // before was.
  const auto of_it = [&](const std::string& code) {
    return code == topic || std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
             return p.code == code && one_of(p.preposition, {"", "of", "by", "and"});
           });
  };
  if (!beside && !topic.empty() && !meant.subject.from.empty() && !meant.subject.to.empty() &&
      !of_it(meant.subject.from) && !of_it(meant.subject.to))
    meant.sure = false;
  if (!beside && pair_age > 1 &&
      std::all_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return p.reports; }))
    meant.sure = false;
  const auto [begin, told_to] = extent(m, amount, flow, of_figure ? nullptr : period);
  std::size_t end = told_to;  // with "more" in "8.8 percent more"
  if (end == amount.end && end < sentence.end &&
      one_of(tokens[end].text, {"more", "less", "higher", "lower", "above", "below", "up", "down", "fewer",
                                "larger", "smaller", "bigger", "greater"}))
    ++end;
  Claim& claim = add("growth", begin, end);
  tell_printed(claim, amount);
  numbers.push_back({amount, flow->kind, sentence_number, claims.size() - 1, parties_before(m, amount)});
  std::string why = aside_of(tokens, m, amount, flow, sentence);
  if (why.empty()) why = other_measure(tokens, sentence);
  // "down 1.7% MoM, 0.2% YoY"
  if (why.empty() && amount.end < sentence.end && tokens[amount.end].text == "mom") why = kOverMonthBefore;
  by_months = by_months || why == kOverMonthBefore;
  if (!why.empty()) {
    claim.note = why;
    numbers.back().aside = why != kOverMonthBefore;
    return;
  }
  rates_here.emplace_back(amount, claims.size() - 1);
  // "Exports to Russia climbed 46.9 percent; imports from there fell": over the period of the figure before.
  std::optional<Period> carried;
  if (!period && !after && meant.sure && last_said && last_said->confirmed && said_age <= 1 &&
      last_said->period && m.periods.empty() && m.months.empty() &&
      same_two(meant.subject, last_said->subject)) {
    carried = *last_said->period;
    period = &*carried;
  }
  const Subject& subject = meant.subject;
  const bool known = !subject.from.empty() || !subject.to.empty();
  const bool balance = flow->kind == FlowKind::surplus || flow->kind == FlowKind::deficit;
  if (known && !balance) {
    tell_subject(claim, subject, after ? &*after : period, "", pack);
    claim.reading = "growth of " + claim.reading;
  }
  // The levels of the sentence itself come first: they need no table. A slip in one of them is told there.
  if (judge_own_growth(claim, amount, m, tokens, sentence)) {
    const bool level_off = std::any_of(levels_here.begin(), levels_here.end(), [&](const auto& level) {
      return level.second < claims.size() && claims[level.second].verdict == Verdict::likely_error;
    });
    if (level_off && claim.verdict == Verdict::likely_error) {
      claim.verdict = Verdict::ambiguous;
      claim.edit.reset();
    }
    return;
  }
  if (!beside && known && !balance && read_told_growth(claim, amount, subject, sentence)) return;
  // "$495.9 billion, a decline of 14 percent from $559.7 billion"
  if (beside) {
    const Amount *level = nullptr, *from = nullptr;
    for (const auto& a : m.amounts) {
      if (!a.percent && a.begin == beside->begin) level = &a;
      if (!a.percent && a.begin > amount.end && a.begin <= amount.end + 3 &&
          tokens[amount.end].text == "from")
        from = &a;
    }
    if (level && from && from != level && judge_growth_between(claim, amount, *from, *level)) return;
  }
  if (balance) {
    claim.note = "growth of a balance is not on record";
    return;
  }
  std::string currency = measured_currency(tokens, m, sentence);
  for (const auto& a : m.amounts)
    if (beside && !a.percent && a.begin == beside->begin && a.currency != "USD") currency = a.currency;
  const auto actor_of = [&](const Subject& s) { return side_of(flow, s); };
  const bool of_sure_level = beside && beside->confirmed;
  const bool no_money =
      std::all_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return a.percent; });
  const std::string spoken = no_money ? last_money : std::string();
  std::string of_level_money;
  for (const auto& a : m.amounts)
    if (beside && beside->confirmed && !a.percent && a.begin == beside->begin) of_level_money = a.currency;
  const Period* at = after ? &*after : period;
  Subject fitting = subject;
  // A level that fits nothing, and whose period no word of the sentence tells.
  const bool of_any_months = beside && !beside->confirmed && m.months.empty() && last_month > 0 &&
                             std::none_of(m.periods.begin(), m.periods.end(),
                                          [](const Period& p) { return p.shift == 0 && !p.compared; });
  std::optional<Period> fitting_period;
  const auto settle_growth = [&] {
    constexpr double kTellingRate = 60;  // "8.8 percent", not "12 percent"
    const bool said = meant.sure && !subject.from.empty() && !subject.to.empty();
    Open left{
        said && !meant.carried ? std::vector{subject} : open_subjects(subject, *flow, m, amount, sentence),
        at && !of_any_months ? std::vector{*at} : open_periods(m, nullptr),
        said,
        true,
        kTellingRate,
        kTellingRate};
    const auto settled = settle(claim, amount, left, [&](Claim& tried, const Subject& s, const Period& p) {
      tell_subject(tried, s, &p, "", pack);
      tried.reading = "growth of " + tried.reading;
      judge_growth(tried, amount, s, &p, {currency, actor_of(s), of_sure_level, spoken, of_level_money},
                   pack);
    });
    // What it fits is what the next figures may be of.
    if (settled && claim.verdict == Verdict::consistent) {
      fitting = settled->subject;
      fitting_period = settled->period;
      last_said =
          Said{flow->kind,      flow->kind == FlowKind::imports ? settled->subject.to : settled->subject.from,
               settled->period, settled->subject,
               amount.end,      true};
      said_age = 0;
    }
  };
  if (!known) {
    claim.note = "no country is named";
    settle_growth();
    return;
  }
  const std::string actor = actor_of(subject);
  if (after)
    judge_growth(claim, amount, subject, &*after, {currency, actor, of_sure_level, spoken, of_level_money},
                 pack);
  else
    judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
      judge_growth(judged, amount, subject, when, {currency, actor, of_sure_level, spoken, of_level_money},
                   pack);
    });
  if (claim.verdict == Verdict::not_checkable && !currency.empty() && currency != "USD")
    claim.note = fmt::format("growth in {} is not growth in dollars; {}", currency, claim.note);
  // "Exports rose by 23.8 percent to $2.44 billion": beside a slip, of which the words do not say whom it is
  // of, only what is plain.
  if (beside && claim.verdict == Verdict::likely_error && claim.edit->kind == "figure" &&
      beside->claim < claims.size() && claims[beside->claim].verdict == Verdict::likely_error) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
  // And of all, where that grew so and the sentence names nobody.
  if (beside && at && claim.verdict == Verdict::likely_error && claim.edit->kind == "figure" &&
      !beside->actor.empty() && m.parties.empty()) {
    const Subject all = flow->kind == FlowKind::imports
                            ? Subject{false, "", beside->actor}
                            : Subject{flow->kind == FlowKind::total, beside->actor, ""};
    Claim tried = claim;
    tried.parties.clear();
    tried.evidence.clear();
    tried.edit.reset();
    tried.verdict = Verdict::not_checkable;
    tell_subject(tried, all, at, "", pack);
    tried.reading = "growth of " + tried.reading;
    judge_growth(tried, amount, all, at, {currency, actor_of(all), false, spoken, ""}, pack);
    if (tried.verdict == Verdict::consistent) claim = std::move(tried);
  }
  // "In the first quarter trade was up": no year is printed that could be wrong.
  const bool year_open =
      period && !period->relative && claim.edit && claim.edit->kind == "year" &&
      std::none_of(
          tokens.begin() + static_cast<std::ptrdiff_t>(period->begin),
          tokens.begin() + static_cast<std::ptrdiff_t>(std::max(period->begin, period->end)),
          [](const Token& token) { return token.kind == Token::Kind::number && token.value >= 1900; });
  if (claim.verdict == Verdict::likely_error && (!meant.sure || after || year_open)) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
  if (beside && claim.verdict == Verdict::likely_error && claim.edit->kind == "flow" &&
      by_words == back(*beside))
    read_turned_level(claim, *beside, amount);
  if (claim.verdict == Verdict::consistent && at && !beside) {
    last_said = Said{flow->kind, flow->kind == FlowKind::imports ? subject.to : subject.from,
                     *at,        subject,
                     amount.end, true,
                     meant.sure, amount.begin};
    said_age = 0;
  }
  if (claim.verdict != Verdict::consistent && claim.verdict != Verdict::likely_error &&
      (!meant.sure || !at || after))
    settle_growth();
  if (claim.verdict == Verdict::likely_error && claim.edit)
    take_back_rate(claim, m, amount, at, beside, sentence);
  if (beside && claim.verdict == Verdict::consistent) {
    const bool other = fitting_period && !fitting_period->same_months(*of_figure);
    read_by_rate(*beside, m, fitting, other ? *fitting_period : *of_figure, sentence, other);
  }
}

}  // namespace sogdia::claims
