#pragma once
#include <vector>

#include "sogdia/claims/prose/words/tokens.h"

namespace sogdia::claims {

// Numbers in words as number tokens: "two hundred and forty point one", "one and a half billion", "half a
// trillion", "a quarter of a trillion", "a billion". A small number alone ("two countries", "nine months")
// stays the word that it is.
std::vector<Token> with_numbers(std::vector<Token> tokens);

}  // namespace sogdia::claims
