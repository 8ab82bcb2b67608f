#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/hand_slip.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/reader/whole_text/whole_text.h"

// Figures that are open still when all that could be confirmed is: of the flow, the months or the partner of
// the figures beside them, which fit. One slip of the hand makes such a figure what was printed of just that,
// and nobody near has the figure as it stands: then it is that slip.

namespace sogdia::claims {
namespace {

constexpr std::size_t kMostAnchors = 6, kMostCells = 16;
constexpr double kCoarseLevel = 0.006;  // half of a figure's last digit, as a part of it
constexpr int kReach = 2;               // sentences to a figure that fits
constexpr double kRounds = 0.004;       // what lies so near is a rounding or a revision

bool is_gap(FlowKind kind) { return kind == FlowKind::surplus || kind == FlowKind::deficit; }

void put_cell(std::vector<LateCell>& cells, const LateCell& cell) {
  if (cell.flow.actor.empty() || cell.flow.actor == cell.flow.partner) return;
  if (std::none_of(cells.begin(), cells.end(), [&](const LateCell& c) {
        return c.flow == cell.flow && c.period.same_months(cell.period);
      }))
    cells.push_back(cell);
}

}  // namespace

// Those that fit, in its sentence and those beside it, the nearest first.
std::vector<std::size_t> WholeText::anchors_of(std::size_t n) const {
  std::vector<std::size_t> found;
  const auto take = [&](std::size_t k) {
    const bool of_rate = number(n).amount.percent, of_balance = is_gap(number(n).flow);
    if (known[k] && (of_balance || !known[k]->first.is_balance()) && (of_rate || !number(k).amount.percent))
      found.push_back(k);
  };
  for (std::size_t step = 1; step <= 2 * kMostAnchors && found.size() < kMostAnchors; ++step) {
    if (n >= step && number(n).sentence - number(n - step).sentence <= kReach) take(n - step);
    if (n + step < known.size() && number(n + step).sentence - number(n).sentence <= 1) take(n + step);
  }
  std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(number(a).sentence - number(n).sentence) <
           std::abs(number(b).sentence - number(n).sentence);
  });
  return found;
}

// The country that stands beside a figure and has none of its own yet: "20.3 trillion went to America, and
// 10.4 trillion to the Union"; empty where there is none.
std::string WholeText::own_partner(std::size_t n) const {
  // "Malaysia and Singapore were among them: $203.6 billion and $115.1 billion": in their order.
  if (number(n).beside.empty()) {
    std::size_t first = n, place = 0, count = 0;
    while (first > 0 && number(first - 1).sentence == number(n).sentence) --first;
    for (std::size_t k = first; k < known.size() && number(k).sentence == number(n).sentence; ++k) {
      if (number(k).amount.percent || !number(k).beside.empty()) continue;
      if (k == n) place = count;
      ++count;
    }
    const auto& named = context(n).parties;
    if (count >= 2 && named.size() == count) return named[place];
  }
  for (const auto& code : number(n).beside) {
    bool taken = false;
    for (const std::size_t k : anchors_of(n))
      taken = taken || (number(k).sentence == number(n).sentence &&
                        (known[k]->first.partner == code || known[k]->first.actor == code));
    if (!taken) return code;
  }
  return {};
}

std::vector<LateCell> WholeText::cells_of(std::size_t n) const {
  ToldNumber here = number(n);
  // "So what is the deficit? $295.4 billion."
  if (here.flow == FlowKind::none && here.sentence > 1)
    here.flow = reader.contexts[static_cast<std::size_t>(here.sentence - 2)].asked;
  // "The balance was in Russia's favour: $18.1 billion."
  if (here.flow == FlowKind::none && holds(reader.tokens, {context(n).span.begin, here.amount.begin},
                                           {"balance", "gap", "imbalance", "surplus", "deficit"}))
    here.flow = FlowKind::surplus;
  std::string beside = own_partner(n);
  if (beside.empty() && !here.beside.empty()) beside = here.beside.front();
  const std::vector<std::string>& named = context(n).parties;
  std::vector<LateCell> cells;
  for (const std::size_t k : anchors_of(n)) {
    const auto& [anchor, months] = *known[k];
    std::vector<Period> periods;
    if (here.period)
      periods.push_back(*here.period);
    else
      for (const auto& [from, to] : context(n).months)
        periods.push_back(months_from(12 * months.year() + from, 12 * months.year() + to));
    if (periods.empty() && !context(n).names_month) periods.push_back(months);
    if (here.base)
      for (Period& p : periods) p.from -= 12, p.to -= 12;
    OpenFlow flow = anchor;
    if (here.flow != FlowKind::none) {
      // "Imports came to" behind exports: of the same two.
      if (flow.kind == FlowKind::imports) flow = {FlowKind::exports, flow.partner, flow.actor};
      flow.kind = here.flow;
    }
    // Whose gap it is, the figures beside it leave open.
    if (flow.is_balance()) {
      for (const Period& p : periods)
        for (const FlowKind kind : {FlowKind::surplus, FlowKind::deficit})
          put_cell(cells, {{kind, flow.actor, beside.empty() ? flow.partner : beside}, p});
      continue;
    }
    const bool told = here.flow != FlowKind::none;
    const auto put = [&](const OpenFlow& of, const Period& p, bool exact) {
      put_cell(cells, {of, p, exact && told});
      if (of.kind != FlowKind::total && !of.partner.empty())
        put_cell(cells, {{of.kind, of.partner, of.actor}, p});
    };
    for (const Period& p : periods) {
      if (cells.size() >= kMostCells) return cells;
      if (beside.empty() || beside == flow.actor || beside == flow.partner) put(flow, p, beside.empty());
      if (!beside.empty() && beside != flow.actor) put({flow.kind, flow.actor, beside}, p, true);
      if (!beside.empty() && beside != flow.partner && !flow.partner.empty())
        put({flow.kind, flow.partner, beside}, p, false);
      if (told && named.size() == 2) put({here.flow, named[0], named[1]}, p, false);
      // "The former were $33.8 billion, the latter $32.8 billion": of another flow of the same.
      if (!told)
        for (const FlowKind kind : {FlowKind::total, FlowKind::exports, FlowKind::imports})
          put({kind, flow.actor, beside.empty() || beside == flow.actor ? flow.partner : beside}, p, false);
    }
  }
  return cells;
}

// Whether another flow of either country near it has the figure as it stands.
bool WholeText::told_of_others(std::size_t n, const LateCell& cell) const {
  const Amount& amount = number(n).amount;
  std::vector<std::string> others{""};
  const auto put = [&](const std::string& code) {
    if (std::find(others.begin(), others.end(), code) == others.end()) others.push_back(code);
  };
  for (const auto& code : context(n).parties) put(code);
  put(cell.flow.actor), put(cell.flow.partner);
  for (const std::size_t k : anchors_of(n)) put(known[k]->first.actor), put(known[k]->first.partner);
  const auto has = [&](const Subject& subject) {
    for (const Figure& f : pack().figures.about(subject)) {
      if (f.reporter.empty() || f.half_digit > kCoarseLevel * std::fabs(amount.value) ||
          f.period.to - f.period.from != cell.period.to - cell.period.from ||
          std::abs(f.period.from - cell.period.from) > 12 || (f.period.from - cell.period.from) % 12 != 0)
        continue;
      const auto both = compared(amount, f, pack().rates, true);
      if (both && !both->converted && both->range.holds(both->value)) return true;
    }
    return false;
  };
  for (const std::string* one : {&cell.flow.actor, &cell.flow.partner})
    for (const auto& two : others)
      if (!one->empty() && *one != two &&
          (has({true, *one, two}) || has({false, *one, two}) || has({false, two, *one})))
        return true;
  return false;
}

// "China led with $45 billion, followed by Russia with $4.4 billion and Germany with $27 billion": where two
// others of the sentence are of the same flow of one country over the same months, it is judged as theirs
// are.
std::optional<Edit> WholeText::slip_in_list(std::size_t n, const LateCell& cell) const {
  constexpr std::size_t kOthers = 2;
  const std::string own = own_partner(n);
  if (cell.flow.is_balance() || own.empty() || number(n).amount.hedge != Hedge::none) return std::nullopt;
  const std::string& shared = own == cell.flow.actor ? cell.flow.partner : cell.flow.actor;
  if (own != cell.flow.actor && own != cell.flow.partner) return std::nullopt;
  const Subject subject = cell.flow.subject();
  std::size_t others = 0;
  for (const std::size_t k : anchors_of(n)) {
    const Subject other = known[k]->first.subject();
    if (number(k).sentence != number(n).sentence || known[k]->first.is_balance()) continue;
    const bool alike = other.total == subject.total && known[k]->second.same_months(cell.period) &&
                       (other.total ? other.from == shared || other.to == shared
                                    : (subject.from == shared ? other.from : other.to) == shared);
    if (!alike) return std::nullopt;
    ++others;
  }
  if (others < kOthers) return std::nullopt;
  Claim tried;
  judge_level(tried, number(n).amount, subject, &cell.period, "", pack());
  if (tried.verdict != Verdict::likely_error || tried.edit->kind == "year" || tried.edit->kind == "period")
    return std::nullopt;
  return tried.edit;
}

// "Exports of $111 billion and imports of $129.1 billion. The balance was $81.1 billion": of both flows of
// two, told just before, one slip makes it their sum or their difference.
void WholeText::find_sum_slip(std::size_t n) {
  const ToldNumber& here = number(n);
  const Span before{context(n).span.begin, here.amount.begin};
  const bool gap = is_gap(here.flow) || holds(reader.tokens, before, {"balance", "gap", "imbalance"});
  if (!gap && !holds(reader.tokens, before, {"together", "sum", "total", "both"})) return;
  const auto anchors = anchors_of(n);
  for (const std::size_t a : anchors)
    for (const std::size_t b : anchors) {
      if (a >= b || b >= n || number(a).base || number(b).base) continue;
      const Subject one = known[a]->first.subject(), two = known[b]->first.subject();
      const bool both_ways = !one.total && !two.total && one.from == two.to && one.to == two.from &&
                             known[a]->second.same_months(known[b]->second);
      if (!both_ways || !same_money(number(a).amount, number(b).amount) ||
          !same_money(here.amount, number(a).amount))
        continue;
      const Amount &first = number(a).amount, &second = number(b).amount;
      Figure made;
      made.printed = made.value = gap ? std::fabs(first.value - second.value) : first.value + second.value;
      made.currency = code_of(first);
      made.half_digit = 0.5 * std::min(first.unit, second.unit);
      made.subject = {true, one.from, one.to};
      made.period = known[a]->second;
      if (agree(here.amount, made)) return;
      auto edit = hand_slip(here.amount, made, true, pack());
      if (!edit) return;
      Claim& claim = claim_of(n);
      Amount right = here.amount;
      right.value = made.printed;
      const std::string parts = amount_text(first) + " and " + amount_text(second);
      const std::string line = gap ? fmt::format("{} lie {} apart", parts, amount_text(right))
                                   : fmt::format("{} make {}", parts, amount_text(right));
      claim.evidence = {own_line(line, made.printed, made.currency)};
      claim.verdict = Verdict::likely_error;
      claim.note = line;
      claim.edit = Edit{"arithmetic", amount_text(right), line};
      return;
    }
}

void WholeText::find_slip(std::size_t n) {
  const Claim& before = claim_of(n);
  const Amount& amount = number(n).amount;
  const bool left_open =
      before.verdict == Verdict::ambiguous || before.verdict == Verdict::not_checkable || guessed(n);
  if ((before.kind != "amount" && before.kind != "balance") || !left_open || number(n).aside ||
      amount.hedge == Hedge::more_than || amount.hedge == Hedge::less_than || before.note.starts_with("near"))
    return;
  const auto cells = cells_of(n);
  std::optional<Edit> edit;
  const Figure* of = nullptr;
  const LateCell* cell = nullptr;
  for (const LateCell& each : cells)
    for (const Figure& f : figures_at(each.flow, each.period, false)) {
      if (f.estimated) continue;
      const auto both = compared(amount, f, pack().rates, true);
      if (both && std::fabs(both->amount / both->value - 1) < kRounds) return;
      if (edit) continue;
      edit = f.printed > 0 ? hand_slip(amount, f, each.exact, pack()) : std::nullopt;
      if (edit && told_of_others(n, each)) edit.reset();
      if (!edit) edit = slip_in_list(n, each);
      if (edit) of = &f, cell = &each;
    }
  if (!edit) return find_sum_slip(n);
  Claim& claim = claim_of(n);
  claim.parties.clear();
  tell_subject(claim, cell->flow.subject(), &of->period, "", pack());
  if (cell->flow.is_balance()) claim.flow = cell->flow.kind == FlowKind::surplus ? "surplus" : "deficit";
  claim.evidence = {cited(*of, pack().lexicon)};
  claim.verdict = Verdict::likely_error;
  claim.note = edit->explanation + "; what the sentence leaves out is that of the figures beside it";
  claim.edit = std::move(edit);
  known[n] = std::pair{cell->flow, of->period};
}

}  // namespace sogdia::claims
