#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sogdia {

// Lower case, accents gone, everything but letters and digits turned into single spaces: Latin (with
// Vietnamese), Greek, Cyrillic, Armenian and Georgian; other scripts and bytes that are not UTF-8 stay as
// they are. "São Paulo" -> "sao paulo", "CHN-Xi'an" -> "chn xi an", "Санкт-Петербург" -> "санкт петербург".
std::string fold(std::string_view text);

// ASCII letters in lower case, all else as it is.
std::string lower_case(std::string_view text);

// The parts of a list, without the blanks around them; empty parts are left out. "USA, CAN," -> "USA", "CAN".
std::vector<std::string> split_list(std::string_view text, char separator);

// fold() without the spaces: "Xi'an", "Xi An" and "xian" are one name.
std::string name_key(std::string_view text);

// Whether name_key(text) == key, without making it.
bool has_key(std::string_view text, std::string_view key);

bool is_one_of(const std::vector<std::string>& names, std::string_view name);

// Damerau-Levenshtein distance (optimal string alignment) of two folded strings.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to `most` candidates nearest to `name`, best first; empty where none is near.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most = 3);

// "did you mean `Kazakhstan`?", or "" where nothing is near.
std::string nearest_hint(std::string_view name, const std::vector<std::string>& candidates);

// Throws Error where `name` is none of `known`: "unknown sector `geneal`", with the nearest of them, or all
// where they are few.
void require_known(const std::string& what, const std::string& name, const std::vector<std::string>& known,
                   const std::string& where);

}  // namespace sogdia
