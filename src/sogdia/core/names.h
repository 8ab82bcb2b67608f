#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Lower case, accents of Latin letters removed, everything but letters and digits turned into single spaces.
// "São Paulo" -> "sao paulo", "CHN-Xi'an" -> "chn xi an".
std::string fold(std::string_view text);

// The parts of a list, without the blanks around them; empty parts are left out. "USA, CAN," -> "USA", "CAN".
std::vector<std::string> split_list(std::string_view text, char separator);

// Damerau-Levenshtein distance (optimal string alignment) of two folded strings.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to `most` candidates nearest to `name`, best first; empty where none is near.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most = 3);

// "did you mean `Kazakhstan`?", or "" where nothing is near.
std::string nearest_hint(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace sogdia
