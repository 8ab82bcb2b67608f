#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Separated observations of a Poisson regression (Correia, Guimaraes & Zylkin 2019, "Verifying the existence
// of maximum likelihood estimates for generalized linear models"): with A = (X D), a zero y_i is separated
// where some z = A g has
//   z = 0 where y > 0,   z >= 0 where y = 0,   z_i > 0.
// The likelihood then grows without end along -z, mu_i tends to 0, and the observation says nothing of the
// estimates.

// What single effects tell. A zero whose level has no positive y is separated. An observation alone in a
// level fits whatever else is: a singleton, which goes too, with no effect on the estimates. Either may leave
// others in that state, so this goes on until none is; a zero that ends alone is separated, since those that
// shared its level have levels of their own to make up for it.
struct Uninformative {
  enum Kind : std::uint8_t { kKept, kSeparated, kSingleton };
  std::vector<std::uint8_t> kind;  // n
  std::size_t separated = 0, singletons = 0;
};
// `poisson`: false looks for singletons only.
Uninformative find_uninformative(const Sample& sample, bool poisson = true, int threads = 1);

struct Separation {
  std::vector<std::uint8_t> separated;   // n
  std::vector<std::uint8_t> separating;  // k: regressors that have a part in z
  std::size_t count = 0;
  bool complete = true;  // decided: no other candidate is separated by candidates alone
};

// A certificate made of a guess. Newton's steps of the fit tend to -z: what falls without end falls along a
// separation (see ppml.h). `u` = A g for some g (the step, with its sign turned) and `moving` are the zeros
// that it moves; z is u less its least-squares fit on the rows that must not move, on which it is then 0.
// Zeros that z does not raise join those that must not move, until z > 0 on all the others: they are
// separated, whatever the guess. Finds some separated zeros or none; `complete` says nothing here.
//
// The absorber's weights are lent: weigh it anew afterwards.
Separation certify(Sample& sample, Absorber& absorber, std::vector<std::uint8_t> moving,
                   std::vector<double> u, const Monitor& monitor);

// Which of the candidates are separated by a z that is 0 at every other observation, decided: what they can
// do without moving the others is found as a basis, and the cone of all z >= 0 in it is solved exactly (see
// anchored.h). Not complete where that takes more than a bounded number of directions.
Separation decide(Sample& sample, Absorber& absorber, const std::vector<std::uint8_t>& candidate,
                  const Monitor& monitor);

}  // namespace sogdia
