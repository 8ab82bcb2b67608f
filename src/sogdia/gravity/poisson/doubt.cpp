#include "sogdia/gravity/poisson/doubt.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// A step that falls below this at a zero of y hints at separation; the proof asks for -1.
constexpr double kFalling = -0.5;
// The step's error, in the norm of W, is known to within this factor; its own rounding, as part of the
// working response's norm, is below kRounding.
constexpr double kReach = 10, kRounding = 1e-15;
constexpr double kOff = 0.4;  // of a step at a zero of y: an error that leaves the proof whole

}  // namespace

Doubt find_doubtful(const Sample& sample, const PoissonState& state, const Absorber::Step& step,
                    std::vector<std::uint8_t>& doubtful, int threads) {
  std::vector<Doubt> parts(chunks_of(sample.size()));
  doubtful.resize(sample.size());
  const std::vector<double>&weight = state.working_weight(), &delta = step.delta;
  const double response =
      sum_rows(sample.size(), threads, [&](std::size_t i) { return weight[i] * state.v[i] * state.v[i]; });
  const double error = (kReach * step.residual + kRounding * std::sqrt(response)) / kOff;
  const double proven = error * error;
  over_rows(sample.size(), threads, [&](std::size_t begin, std::size_t end, std::size_t c) {
    Doubt doubt;
    for (std::size_t i = begin; i < end; ++i) {
      const double w = weight[i];
      const bool falls = sample.y[i] == 0 && delta[i] < kFalling;
      const bool in_doubt = falls || (sample.y[i] == 0 && w < proven);
      doubtful[i] = in_doubt;
      if (in_doubt) {
        ++doubt.count;
        doubt.falling += falls;
        doubt.energy += w * delta[i] * delta[i];
      } else {
        doubt.largest_off = std::max(doubt.largest_off, std::abs(delta[i]));
      }
    }
    parts[c] = doubt;
  });
  Doubt all;
  for (const Doubt& part : parts) {
    all.count += part.count;
    all.falling += part.falling;
    all.energy += part.energy;
    all.largest_off = std::max(all.largest_off, part.largest_off);
  }
  return all;
}

void find_unbalanced(const Sample& sample, const PoissonState& state, const Absorber::Step& step, int threads,
                     std::vector<std::uint8_t>& doubtful, Doubt& doubt) {
  constexpr double kBalanced = 0.01;
  const std::vector<double>& weight = state.working_weight();
  const std::size_t n = sample.size();
  const auto lambda = [&](std::size_t i) { return weight[i] * (step.delta[i] - state.v[i]); };
  // Of each effect's levels, then of each of its slopes' in units of what the slope is in the level: a
  // slope's coefficient moves its rows by as much as an intercept does.
  struct Sums {
    const Effect* effect;
    const double* slope;
    std::vector<double> off;
  };
  std::vector<Sums> columns;
  for (const Effect& effect : sample.effects) {
    if (effect.intercept) columns.push_back({&effect, nullptr, {}});
    for (const auto& slope : effect.slopes) columns.push_back({&effect, slope.data(), {}});
  }
  parallel_for(columns.size(), threads, [&](std::size_t c) {
    Sums& column = columns[c];
    const auto& level = column.effect->level;
    column.off.assign(column.effect->levels, 0.0);
    std::vector<double> squares(column.slope ? column.effect->levels : 0, 0.0), rows(squares.size(), 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      const double value = column.slope ? column.slope[i] : 1.0;
      column.off[level[i]] += value * lambda(i);
      if (!column.slope) continue;
      squares[level[i]] += value * value;
      ++rows[level[i]];
    }
    for (std::size_t l = 0; l < column.off.size(); ++l) {
      column.off[l] = std::abs(column.off[l]);
      if (column.slope && squares[l] > 0) column.off[l] /= std::sqrt(squares[l] / rows[l]);
    }
  });
  for (std::size_t i = 0; i < n; ++i) {
    if (doubtful[i] || sample.y[i] > 0) continue;
    double most = 0;
    for (const Sums& column : columns) most = std::max(most, column.off[column.effect->level[i]]);
    if (kBalanced * lambda(i) > most) continue;
    doubtful[i] = 1;
    ++doubt.count;
  }
}

Separation look(Sample& sample, Absorber& absorber, const std::vector<std::uint8_t>& doubtful,
                const std::vector<double>& delta, bool over, const Monitor& monitor) {
  std::vector<std::uint8_t> falling(doubtful.size());
  std::vector<double> u(delta.size());
  for (std::size_t i = 0; i < u.size(); ++i) {
    u[i] = -delta[i];
    falling[i] = doubtful[i] && delta[i] < kFalling;
  }
  Separation found = certify(sample, absorber, std::move(falling), std::move(u), monitor);
  if (found.count > 0 || !over) return found;
  return decide(sample, absorber, doubtful, monitor);
}

}  // namespace sogdia
