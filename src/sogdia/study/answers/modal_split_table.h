#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/study/answers/modal_split.h"

namespace sogdia {

// "400-800" km, or "1600-" for all above; empty leaves the range as it is. Throws Error at `where`.
void read_km(const std::string& words, const std::string& where, SplitAsked& asked);

// row (of what was asked, from 1), from, to, mode, share_value, share_tonnes, share_tonne_km, usd, tonnes,
// tonne_km: one row for each mode that carries anything.
Table modal_split_table(const std::vector<SplitAsked>& asked, const std::vector<ModalSplit>& splits);

}  // namespace sogdia
