#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// What Newton's method carries from step to step. The working weights are mu itself where observations have
// no weight of their own.
struct PoissonState {
  std::vector<double> eta, mu, weighted_mu, v;
  double objective = 0;  // sum w (mu - y eta): the deviance is twice this, plus what y alone gives
  const std::vector<double>& working_weight() const { return weighted_mu.empty() ? mu : weighted_mu; }
};

// eta <- eta + length * delta (delta empty: eta as it is), with its mean, weights and working response.
void move(const Sample& sample, const std::vector<double>& delta, double length, PoissonState& state,
          int threads);

void resize(PoissonState& state, std::size_t n, bool weighted);

// Multiplies the means of each level in turn by what makes them add up to its outcomes. A level whose share
// of the whole is tiny counts for nothing in a step's length, but its sum is a first-order condition like
// others.
void balance(const Sample& sample, PoissonState& state, int threads);

// Rows in chunks that depend on their number alone.
inline std::size_t chunks_of(std::size_t n) { return std::clamp<std::size_t>(n / 16384, 1, 64); }

// body(begin, end, chunk)
template <class Body>
void over_rows(std::size_t n, int threads, const Body& body) {
  const std::size_t chunks = chunks_of(n);
  parallel_for(chunks, threads, [&](std::size_t c) { body(n * c / chunks, n * (c + 1) / chunks, c); });
}

// The sum over observations of term(i).
template <class Term>
double sum_rows(std::size_t n, int threads, const Term& term) {
  std::vector<double> sums(chunks_of(n), 0.0);
  over_rows(n, threads, [&](std::size_t begin, std::size_t end, std::size_t c) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += term(i);
    sums[c] = sum;
  });
  return ordered_sum(sums);
}

}  // namespace sogdia
