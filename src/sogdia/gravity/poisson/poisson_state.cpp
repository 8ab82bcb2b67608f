#include "sogdia/gravity/poisson/poisson_state.h"

#include <cmath>

namespace sogdia {

void move(const Sample& sample, const std::vector<double>& delta, double length, PoissonState& state,
          int threads) {
  const std::size_t n = sample.size();
  std::vector<double> sums(chunks_of(n), 0.0);
  over_rows(n, threads, [&](std::size_t begin, std::size_t end, std::size_t c) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const double eta = state.eta[i] + (delta.empty() ? 0.0 : length * delta[i]);
      // Beyond this exp leaves the range of double.
      const double mu = std::exp(std::clamp(eta, -700.0, 700.0)), y = sample.y[i], w = weight_at(sample, i);
      state.eta[i] = eta;
      state.mu[i] = mu;
      if (!state.weighted_mu.empty()) state.weighted_mu[i] = w * mu;
      state.v[i] = y > 0 ? y / mu - 1 : -1.0;
      sum += w * (mu - y * eta);
    }
    sums[c] = sum;
  });
  state.objective = ordered_sum(sums);
}

void resize(PoissonState& state, std::size_t n, bool weighted) {
  state.eta.resize(n);
  state.mu.resize(n);
  if (weighted) state.weighted_mu.resize(n);
  state.v.resize(n);
}

void balance(const Sample& sample, PoissonState& state, int threads) {
  for (const Effect& effect : sample.effects) {
    if (!effect.intercept) continue;
    std::vector<double> outcome(effect.levels, 0.0), mean(effect.levels, 0.0);
    for (std::size_t i = 0; i < sample.size(); ++i) {
      outcome[effect.level[i]] += weight_at(sample, i) * sample.y[i];
      mean[effect.level[i]] += weight_at(sample, i) * state.mu[i];
    }
    for (std::size_t l = 0; l < effect.levels; ++l)
      outcome[l] = outcome[l] > 0 && mean[l] > 0 ? std::log(outcome[l] / mean[l]) : 0.0;
    over_rows(sample.size(), threads, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (std::size_t i = begin; i < end; ++i) {
        state.eta[i] += outcome[effect.level[i]];
        state.mu[i] = std::exp(std::clamp(state.eta[i], -700.0, 700.0));
      }
    });
  }
  move(sample, {}, 0, state, threads);
}

}  // namespace sogdia
