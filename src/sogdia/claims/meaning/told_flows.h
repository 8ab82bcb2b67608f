#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/figures.h"

namespace sogdia::claims {

// One level of trade that the text has told, as it was read.
struct ToldFlow {
  Subject subject;
  std::string actor;  // whose flow: the exporter of exports, the importer of imports
  Period period;
  Amount amount;
  int sentence = 0;
  bool confirmed = false;  // the evidence has it so
};

// Exports and imports of the same two over the same months, told a few sentences apart at most: what a total
// or a balance behind them is made of.
struct BothFlows {
  ToldFlow out, in;  // seen from the actor of the later one
  Subject both() const { return {true, out.subject.from, out.subject.to}; }
};

class ToldFlows {
 public:
  void put(ToldFlow flow);
  // Of the two told last, with nothing about others between them.
  std::optional<BothFlows> both_ways(int sentence) const;
  // Whether a flow of the two was told of later months, and not both ways.
  bool told_later(const BothFlows& both) const;
  // Whether any two flows of `pair` that were told of the same months lie as far apart as is said.
  bool lie_apart(const Subject& pair, const Amount& said) const;
  // The same three digits told of the other direction over the same months; null where none were.
  const ToldFlow* other_way(const Subject& subject, const Period& period, const Amount& amount) const;
  // Of one flow: its level over these months, and the newest; null where the text has told none of late.
  const ToldFlow* at(const Subject& subject, const Period& period) const;
  const ToldFlow* latest(const Subject& subject) const;
  // The newest of an earlier period, from a sentence on.
  const ToldFlow* before(const Subject& subject, const Period& period, int sentence) const;
  // One flow of a third with each of the two, over the same months, told from a sentence on; with the first
  // first.
  std::optional<std::pair<ToldFlow, ToldFlow>> of_both(const std::string& one, const std::string& two,
                                                       int sentence) const;

 private:
  std::vector<ToldFlow> last_;  // the newest few, oldest first
  std::vector<ToldFlow> all_;   // more of them, totals among them
};

// A total or a balance against the two flows that the text itself printed: consistent, or a likely error of
// arithmetic. `said` in another currency than theirs is left alone, and a total where an earlier amount of
// the `sentence` is their sum.
void judge_told_total(Claim& claim, const Amount& said, const std::vector<Amount>& sentence,
                      const Amount& out, const Amount& in);
void judge_told_balance(Claim& claim, const Amount& said, const Amount& out, const Amount& in);

}  // namespace sogdia::claims
