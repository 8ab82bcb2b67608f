#pragma once
#include <string>
#include <vector>

#include "sogdia/core/scenario.h"
#include "sogdia/io/toml.h"

namespace sogdia {

// One [[change]] of a study, its words as they stand there. Throws Error with the table's line for a kind
// that does not exist, a key that the kind does not take or lacks, and a value out of its range.
Change read_change(const TomlTable& table);

// Throws Error on the key unless `good`: "`key` is 7, and must be EXPECTED".
void require(const TomlTable& table, const char* key, double value, bool good, const char* expected,
             const char* hint = "");

// "open, planned" is a list too.
std::vector<std::string> words_of(const std::vector<std::string>& texts);

}  // namespace sogdia
