#pragma once
#include <vector>

#include "sogdia/core/monitor.h"

namespace sogdia {

// The point of a cone that shows whom it moves. The columns of Q (n x q, orthonormal) span what n zeros of y
// can do without moving anything else; a separation is some z = Q g >= 0 that is not 0. By Stiemke's theorem
// there is none if and only if Q' lambda = 0 for some lambda >= 1 (every zero is anchored), so look for the
// lambda that comes closest:
//   min |Q' lambda|^2,   lambda >= 1.
// At the minimum, z = Q Q' lambda >= 0 (these are the Kuhn-Tucker conditions), so z is the separation, or 0
// if there is none. Solved by the active-set method of Lawson & Hanson (1974, chapter 23), which ends after
// finitely many steps. `columns`: q vectors n long. Returns z.
std::vector<double> cone_direction(const std::vector<std::vector<double>>& columns,
                                   const Monitor& monitor = {});

}  // namespace sogdia
