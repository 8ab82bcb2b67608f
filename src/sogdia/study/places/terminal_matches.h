#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "sogdia/study/places/stops.h"

namespace sogdia {

// A port, airport, rail terminal or crossing that answers to a name.
struct TerminalMatch {
  const Stop* stop = nullptr;
  const OtherName* other = nullptr;  // the other name by which it answers; none for its own
  bool words = false;                // by words that stand in its name, not by the whole of it

  bool own() const { return !other && !words; }
};

// Those of the name or code; of one kind where asked. Own names come before others, then ports, airports,
// rail terminals and crossings, then larger ones.
std::vector<TerminalMatch> terminals_called(const std::vector<Stop>& stops, std::string_view key,
                                            std::optional<StopKind> kind = std::nullopt);
// Those with another name that is this and a word for the kind: "hamad" for "Hamad Port".
std::vector<TerminalMatch> terminals_bare(const std::vector<Stop>& stops, std::string_view key,
                                          StopKind kind);

// Those of the kind with the words, in their order, in their name: "heathrow" in "London Heathrow Airport".
std::vector<TerminalMatch> terminals_with_words(const std::vector<Stop>& stops, std::string_view words,
                                                StopKind kind);

// Large and medium ports and airports of which the name holds every word, one of them at least of so many
// letters and found in no more than two names: "schiphol", "changi singapore". Empty for words that tell
// nothing, such as "international" or "south".
std::vector<TerminalMatch> terminals_with_telling_words(const std::vector<Stop>& stops, std::string_view name,
                                                        std::size_t letters = 4);

}  // namespace sogdia
