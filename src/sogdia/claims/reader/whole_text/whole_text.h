#pragma once
#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/figures.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {

// Figures that their own sentence leaves open, read once more when the whole text is known: a country of the
// heading, months named by another sentence, the year that the page prints, the partner of a list's next
// figure. What an office printed of one of these readings, within the printed digits, confirms the figure;
// nothing is called wrong here.

// A flow or balance of `actor`, with `partner` or with all the world (empty).
struct OpenFlow {
  FlowKind kind = FlowKind::none;
  std::string actor, partner;
  bool operator==(const OpenFlow&) const = default;

  bool is_balance() const { return kind == FlowKind::surplus || kind == FlowKind::deficit; }
  Subject subject() const {
    return flow_of(kind == FlowKind::surplus ? FlowKind::exports : kind, actor, partner);
  }
};

// What a figure may be of by those beside it.
struct LateCell {
  OpenFlow flow;
  Period period;
  bool exact = false;  // its flow and partner stand beside the figure, or are those of the figure before
};

// A rate of growth as it was printed, or as two printed levels have it.
struct Growing {
  const Figure* figure = nullptr;
  double rate = 0;
  bool printed = false;
};

struct WholeText {
  explicit WholeText(Reader& read);

  Reader& reader;
  std::vector<int> years;                                         // that it prints
  std::vector<Period> all;                                        // of all sentences
  std::vector<std::string> main;                                  // the countries that it names most
  std::vector<std::optional<std::size_t>> level;                  // of each rate: the money that it is of
  std::vector<std::optional<std::pair<OpenFlow, Period>>> known;  // of each number that fits

  const Pack& pack() const { return reader.pack; }
  const ToldNumber& number(std::size_t n) const { return reader.numbers[n]; }
  Claim& claim_of(std::size_t n) { return reader.claims[reader.numbers[n].claim]; }
  const Claim& claim_of(std::size_t n) const { return reader.claims[reader.numbers[n].claim]; }
  const SentenceContext& context(std::size_t n) const {
    return reader.contexts[static_cast<std::size_t>(reader.numbers[n].sentence - 1)];
  }
  // Nothing on record speaks for it or against it.
  bool open(std::size_t n) const;
  bool guessed(std::size_t n) const;

  std::vector<Period> periods_near(std::size_t n) const;
  // The most likely first.
  std::vector<OpenFlow> readings(std::size_t n) const;
  // What offices printed of the flow over these months, of a balance the difference of both flows.
  const std::vector<Figure>& figures_at(const OpenFlow& flow, const Period& period, bool derived) const;
  void confirm(std::size_t n, const OpenFlow& flow, const Figure& figure, const std::string& line);
  void confirm_level(std::size_t n, const OpenFlow& flow, const Figure& figure);

  void recognise(std::size_t n);
  void settle_money(std::size_t n);
  // "followed by Italy with $1.2 billion": of the flow and months of the figure before, with the partner
  // beside it.
  void settle_listed(std::size_t n);
  // "with A, B and C was worth X, Y and Z, up x, y and z percent, respectively": in their order.
  void settle_in_turn(std::size_t first);
  void settle_balance_beside(std::size_t n);
  void settle_change(std::size_t n);
  // A level and its rate that one printed row has both, whatever its months.
  void settle_together(std::size_t rate);
  void settle_rate(std::size_t n);
  bool printed_rate(std::size_t n, const OpenFlow& flow, const Period& period);
  bool grew(std::size_t n, const OpenFlow& flow, const Period& period, const Period& before);
  // A figure that is open to the end and that one slip of the hand makes what those beside it are of.
  void find_slip(std::size_t n);
  std::string own_partner(std::size_t n) const;
  std::optional<Edit> slip_in_list(std::size_t n, const LateCell& cell) const;
  void find_sum_slip(std::size_t n);
  void find_rate_slip(std::size_t n);
  std::vector<Growing> growths_at(const LateCell& cell) const;
  std::vector<std::size_t> anchors_of(std::size_t n) const;
  std::vector<LateCell> cells_of(std::size_t n) const;
  bool told_of_others(std::size_t n, const LateCell& cell) const;

 private:
  std::vector<Figure> look_up(const OpenFlow& flow, const Period& period, bool derived) const;
  // What was asked for before: figures near each other are read in the same ways.
  struct Asked {
    FlowKind kind;
    int from, to;
    bool derived;
    std::vector<Figure> found;
  };
  mutable std::unordered_map<Subject, std::deque<Asked>, SubjectHash> asked_;
};

inline Period months_from(int from, int to) {
  Period p;
  p.from = from;
  p.to = to;
  return p;
}

// Half of the last printed digit; the zeros of "50 percent" hide no more than one.
inline double half_digit_of(const Amount& a) {
  return 0.5 * (a.percent ? std::min(a.unit, a.scale) : a.unit);
}
// To the coarser of both last digits.
bool agree(const Amount& amount, const Figure& figure);

}  // namespace sogdia::claims
