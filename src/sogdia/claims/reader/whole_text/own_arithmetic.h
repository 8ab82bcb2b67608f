#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia {
struct Claim;
}

namespace sogdia::claims {

// A figure of the text: money, or a rate of growth with its sign.
struct ToldNumber {
  Amount amount;
  FlowKind flow = FlowKind::none;
  int sentence = 0;
  std::size_t claim = 0;              // its place among the reader's claims
  std::vector<std::string> beside{};  // countries that stand just beside it
  bool aside = false;                 // of one good, a province, another measure: no table is asked
  std::optional<Period> period{};     // that stands by it
  bool base = false;                  // what another is held against: of the year before
};

// The level that each rate stands beside, with no other figure between; nothing where there is none.
std::vector<std::optional<std::size_t>> levels_of_rates(const std::vector<ToldNumber>& numbers,
                                                        const std::vector<Token>& tokens);

// Figures that no table settles and that the text's own arithmetic bears out: exports and imports that make
// the total or the balance beside them, a rate that leads from one level to another, a change that is the
// rate of its level, rates of both flows that make the rate of the whole, a figure that the text tells twice.
// Each must agree within the printed digits, and these must be fine enough that few others would. It
// confirms and calls nothing wrong: what does not agree may be of other months, or of other goods.
void confirm_by_own_arithmetic(std::vector<Claim>& claims, const std::vector<ToldNumber>& numbers,
                               const std::vector<Token>& tokens);

}  // namespace sogdia::claims
