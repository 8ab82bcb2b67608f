#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/whole_text/whole_text.h"

// Rates of growth that are open when all else is read: of the level that they stand beside, or of the flow
// and months of the figures that fit near them. Where one slip makes such a rate what was printed of just
// that, and no other flow of the two grew so, it is that slip.

namespace sogdia::claims {
namespace {

constexpr double kPlainSign = 0.03;  // the sign of a smaller one may be turned by a revision
constexpr double kNearRate = 0.006;  // rounds or revisions apart
constexpr double kTellingTenth = 0.01;
constexpr std::size_t kVerb = 10;  // tokens from a verb to its rate

// The kind of slip, or nothing.
const char* rate_slip(const Amount& rate, double meant) {
  if (rate.hedge != Hedge::none) return nullptr;
  if (std::fabs(meant) > kPlainSign && std::fabs(rate.value + meant) <= half_digit_of(rate))
    return "direction";
  if (digits_change_places(rate, meant)) return "digit";
  for (const double factor : {10.0, 0.1})
    if (std::fabs(rate.value * factor - meant) <= half_digit_of(rate) * factor &&
        std::fabs(rate.value) >= kTellingTenth && rate.value * meant > 0)
      return "scale";
  return nullptr;
}

bool rate_of_months(const Amount& rate, const Subject& subject, const Period& months, const Pack& pack) {
  for (const auto* rows : {&pack.figures.about(subject), &pack.figures.growth_about(subject)})
    for (const Figure& f : *rows)
      if (f.period.same_months(months) && !std::isnan(f.growth) &&
          std::fabs(f.growth - rate.value) <= half_digit_of(rate) + f.half_growth)
        return true;
  return false;
}

}  // namespace

std::vector<Growing> WholeText::growths_at(const LateCell& cell) const {
  std::vector<Growing> found;
  const Subject subject = cell.flow.subject();
  for (const auto* rows : {&pack().figures.about(subject), &pack().figures.growth_about(subject)})
    for (const Figure& f : *rows)
      if (f.period.same_months(cell.period) && !std::isnan(f.growth) && !f.reporter.empty())
        found.push_back({&f, f.growth, true});
  const Period before = months_from(cell.period.from - 12, cell.period.to - 12);
  for (const Figure& now : figures_at(cell.flow, cell.period, false))
    for (const Figure& base : figures_at(cell.flow, before, false))
      if (base.by_same(now)) found.push_back({&now, now.printed / base.printed - 1, false});
  return found;
}

void WholeText::find_rate_slip(std::size_t n) {
  const Claim& before = claim_of(n);
  const Amount& rate = number(n).amount;
  const bool left_open = before.verdict == Verdict::ambiguous || before.verdict == Verdict::not_checkable;
  if (before.kind != "growth" || !left_open || number(n).aside || before.note.starts_with("near")) return;
  const auto differ = [](FlowKind a, FlowKind b) {
    return a != b && a != FlowKind::none && b != FlowKind::none;
  };
  // "imports were 156.3 billion euros, exports to it shrank by 7.6 percent": of no level.
  const bool apart = level[n] && differ(number(n).flow, number(*level[n]).flow);
  const bool beside = level[n] && known[*level[n]] && !apart;
  std::vector<LateCell> cells;
  bool own = false;  // the first is what its own words say
  if (beside)
    cells.push_back({known[*level[n]]->first, known[*level[n]]->second});
  else {
    // What its own words say, not surely.
    if (const auto said = subject_of_claim(before); said && !before.period.empty())
      for (const Figure& f : pack().figures.about(*said))
        if (to_text(f.period) == before.period) {
          cells.push_back(
              {{said->total ? FlowKind::total : FlowKind::exports, said->from, said->to}, f.period});
          own = true;
          break;
        }
    if (!level[n] || apart)
      for (const LateCell& cell : cells_of(n)) cells.push_back(cell);
  }
  std::erase_if(cells, [](const LateCell& cell) { return cell.flow.is_balance(); });
  const char* kind = nullptr;
  Growing meant{};
  const LateCell* of = nullptr;
  for (const LateCell& cell : cells) {
    const auto rates = growths_at(cell);
    if (std::any_of(rates.begin(), rates.end(), [&](const Growing& g) {
          return std::fabs(g.rate - rate.value) <= half_digit_of(rate) + kNearRate;
        }))
      return;
    for (const Growing& g : rates)
      if (const char* slip = kind ? nullptr : rate_slip(rate, g.rate))
        if (g.printed || beside || (own && &cell == &cells.front())) kind = slip, meant = g, of = &cell;
  }
  if (!kind) return;
  // Whether it rose or fell must have been said, and read.
  int told = 0;
  for (std::size_t k = rate.begin; k-- > context(n).span.begin && rate.begin - k <= kVerb && told == 0;)
    told = direction_of(reader.tokens[k].text);
  if (told * rate.value < 0) return;
  // "the rate of decrease rose to 16.5%"
  if (holds(reader.tokens,
            {std::max(context(n).span.begin, rate.begin - std::min(rate.begin, kVerb)), rate.begin},
            {"decrease", "decline", "contraction", "slide"}) &&
      told > 0)
    return;
  const std::string &a = of->flow.actor, &b = of->flow.partner;
  // Another flow of the two grew so, or of the one with all.
  const auto grew_so_too = [&](const Subject& other) {
    return beside ? rate_of_months(rate, other, of->period, pack())
                  : grew_so(rate, other, {of->period}, pack());
  };
  for (const Subject& other : {Subject{true, a, b}, Subject{false, a, b}, Subject{false, b, a}})
    if (grew_so_too(other)) return;
  for (const Subject& other : {Subject{true, a, ""}, Subject{false, a, ""}, Subject{false, "", a}})
    if (!beside && grew_so_too(other)) return;
  Claim& claim = claim_of(n);
  claim.parties.clear();
  tell_subject(claim, of->flow.subject(), &of->period, "", pack());
  claim.reading = "growth of " + claim.reading;
  const Figure& figure = *meant.figure;
  EvidenceItem item = cited(figure, pack().lexicon);
  item.value = meant.rate;
  item.unit = "fraction";
  item.figure = fmt::format("{}: {:+.1f} % {}", describe(figure.subject, pack().lexicon), 100 * meant.rate,
                            by_whom(figure, pack().lexicon));
  claim.evidence = {std::move(item)};
  claim.verdict = Verdict::likely_error;
  claim.note = fmt::format(
      "{} changed by {:+.1f} % in {} {}; what the sentence leaves out is that of the figures beside it",
      describe(figure.subject, pack().lexicon), 100 * meant.rate, to_text(of->period),
      by_whom(figure, pack().lexicon));
  claim.edit = Edit{kind, fmt::format("{:+.1f} %", 100 * meant.rate), claim.note};
  known[n] = std::pair{of->flow, of->period};
}

}  // namespace sogdia::claims
