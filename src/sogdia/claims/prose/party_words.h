#pragma once
#include <cstddef>
#include <string_view>

#include "sogdia/claims/prose/sentence_reader.h"

// The words around the name of a country or group.

namespace sogdia::claims {

bool is_preposition(std::string_view word);

// The token behind what stands before a name: "with its two neighbours", "to the big".
std::size_t before_name(const SentenceReader& r, std::size_t k);

// What a country may be named for without being a side of any trade: "a tariff war with", "the invasion of".
bool governs_no_flow(std::string_view word);

// "Chinese customs", "China's General Administration of Customs", "Russia's Federal Customs Service", "Kazakh
// statistics": the name ends at `after`.
bool reports(const SentenceReader& r, std::size_t after);

// "The ministry in Seoul", "customs in Beijing": an office by its city.
bool office_in(const SentenceReader& r, std::size_t k);

// "by Chinese figures", "on Beijing's count", "by the count of Kazakhstan", "by Beijing's".
bool counted_by(const SentenceReader& r, std::size_t k, std::size_t after);

// A capital stands for its country where it acts or trades, not where something happens in it.
bool acts(const SentenceReader& r, const PartyMention& party);

}  // namespace sogdia::claims
