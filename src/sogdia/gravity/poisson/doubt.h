#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/poisson/poisson_state.h"
#include "sogdia/gravity/poisson/separation.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Zeros of y that the step does not prove to be anchored: those that fall, and those whose weight is so small
// that the step's error, of which the norm in W is known, might hide a fall.
struct Doubt {
  std::size_t count = 0, falling = 0;
  double largest_off = 0;  // |delta| of all other observations
  double energy = 0;       // sum w delta^2 over the doubtful
};

// The proof is at the head of ppml.h.
Doubt find_doubtful(const Sample& sample, const PoissonState& state, const Absorber::Step& step,
                    std::vector<std::uint8_t>& doubtful, int threads);

// Marks zeros whose lambda = w mu (1 + delta) is rounding beside what the levels that they stand in leave of
// A'lambda = 0: a direction that mu hides from the solver has no say in the norm of W.
void find_unbalanced(const Sample& sample, const PoissonState& state, const Absorber::Step& step, int threads,
                     std::vector<std::uint8_t>& doubtful, Doubt& doubt);

// Separated zeros among the doubtful: along the step, of those that fall; and at convergence, where that
// finds none, by deciding on all of them.
Separation look(Sample& sample, Absorber& absorber, const std::vector<std::uint8_t>& doubtful,
                const std::vector<double>& delta, bool over, const Monitor& monitor);

}  // namespace sogdia
