#pragma once
#include <cstddef>
#include <vector>

#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {

// The words that say which way goods go.

// "exports", "sold", "sent goods worth", "goods ... crossed into": the flow that the word at k names.
FlowKind flow_at(const SentenceReader& reader, std::size_t k);

// "in total", "together", "which makes $16.4 billion in all", behind exports and imports.
bool sums_up(const SentenceReader& reader, std::size_t k, const std::vector<FlowWord>& before);

// "leaving a gap of", "the deficit was", behind exports and imports.
bool sets_off(const SentenceReader& reader, std::size_t k, const std::vector<FlowWord>& before);

// "imports exceeded exports by $106 billion": a deficit takes the place of the two flows.
void balances_in_words(const SentenceReader& reader, Mentions& mentions);

}  // namespace sogdia::claims
