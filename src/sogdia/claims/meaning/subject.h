#pragma once
#include <string>
#include <vector>

#include "sogdia/claims/evidence/figures.h"
#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// Who trades with whom, and whether the sentence leaves no other reading: only a sure subject may be called
// wrong.
struct Meant {
  Subject subject;
  bool sure = false;
  bool carried = false;  // one of the two was named by an earlier sentence alone
};

// As the flow word of the sentence has it. `last_pair` are the two countries that the text spoke of last:
// they fill a side that the sentence leaves open.
Meant subject_of(const std::vector<Token>& tokens, const Mentions& mentions, const FlowWord& flow,
                 const std::vector<std::string>& last_pair, Span sentence);

// Whose flow the word says it is: the exporter of exports, the importer of imports, nobody of a trade or
// without a word.
std::string side_of(const FlowWord* flow, const Subject& subject);

// The flows that may be taken for this one: the other direction, and both together.
std::vector<Subject> other_flows(const Subject& subject);

// "... while goods coming the other way rose to": the flow of the sentence turned round.
bool turned_round(const std::vector<Token>& tokens, const Mentions& mentions, const FlowWord& flow,
                  const Amount& amount);

// "Goods worth $35.5 billion from Russia and $22.2 billion from Germany", "with China $13.7 billion, with
// Russia $9.9 billion": each amount of several has its own partner beside it.
Subject with_own_partner(Subject subject, const std::vector<Token>& tokens, const FlowWord& flow,
                         const Mentions& mentions, const Amount& amount);

// "China's trade with Central Asia, Kazakhstan": the member that a group is followed by.
Subject with_member(Subject subject, const std::vector<Token>& tokens, const Mentions& mentions,
                    const Amount& amount);

// The other of `pair`; empty where `code` is neither, or the pair is not one.
std::string other_of(const std::vector<std::string>& pair, const std::string& code);

}  // namespace sogdia::claims
