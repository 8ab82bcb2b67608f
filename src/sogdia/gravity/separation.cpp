#include "sogdia/gravity/separation.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/anchored.h"

namespace sogdia {
namespace {

constexpr double kLight = 1e-7;        // weight of a candidate, of 1 for the others
constexpr double kSolve = 1e-7;        // of each least-squares fit
constexpr double kFree = 1e-9;         // of the partialling out of the regressors
constexpr double kNothing = 1e-4;      // of the candidates' u: a z below it is what kLight lets through
constexpr double kCertificate = 1e-5;  // of the largest z: z off the candidates, or below 0, that counts as 0
constexpr int kFewRounds = 30;         // of the rectifier, which mostly does with two or three
constexpr int kMostRounds = 1000;
constexpr std::size_t kMostDirections = 300, kMostNumbers = 20000000;  // of the cone that is solved exactly

}  // namespace

Uninformative find_uninformative(const Sample& sample, bool poisson, int threads) {
  const std::size_t n = sample.size();
  Uninformative found;
  found.kind.assign(n, Uninformative::kKept);
  // Observations and positive ones left in each level.
  std::vector<std::vector<std::uint32_t>> count(sample.effects.size()), positive(sample.effects.size());
  parallel_for(sample.effects.size(), threads, [&](std::size_t e) {
    const Effect& effect = sample.effects[e];
    count[e].assign(effect.levels, 0u);
    positive[e].assign(effect.levels, 0u);
    for (std::size_t i = 0; i < n; ++i) {
      ++count[e][effect.level[i]];
      positive[e][effect.level[i]] += sample.y[i] > 0;
    }
  });
  const auto informative = [&](std::size_t e, std::size_t level) {
    return count[e][level] == 0 || (count[e][level] > 1 && (!poisson || positive[e][level] > 0));
  };
  for (bool again = true; again;) {
    again = false;
    for (std::size_t e = 0; e < sample.effects.size(); ++e) {
      const Effect& effect = sample.effects[e];
      if (!effect.intercept) continue;
      bool any = false;
      for (std::size_t level = 0; level < effect.levels && !any; ++level) any = !informative(e, level);
      if (!any) continue;
      again = true;
      for (std::size_t i = 0; i < n; ++i) {
        if (found.kind[i] != Uninformative::kKept || informative(e, effect.level[i])) continue;
        const bool zero = poisson && sample.y[i] == 0;
        found.kind[i] = zero ? Uninformative::kSeparated : Uninformative::kSingleton;
        ++(zero ? found.separated : found.singletons);
        for (std::size_t f = 0; f < sample.effects.size(); ++f) {
          --count[f][sample.effects[f].level[i]];
          positive[f][sample.effects[f].level[i]] -= sample.y[i] > 0;
        }
      }
    }
  }
  return found;
}

namespace {

struct Fitted {
  double highest = 0, lowest = 0, off = 0, change = 0;
};

// How z, the fit of u, keeps to the candidates.
Fitted look_at(const std::vector<std::uint8_t>& candidate, const std::vector<double>& u,
               const std::vector<double>& z) {
  Fitted fitted;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (!candidate[i]) {
      fitted.off = std::max(fitted.off, std::abs(z[i]));
      continue;
    }
    fitted.highest = std::max(fitted.highest, z[i]);
    fitted.lowest = std::min(fitted.lowest, z[i]);
    fitted.change = std::max(fitted.change, std::abs(std::max(z[i], 0.0) - u[i]));
  }
  return fitted;
}

bool is_certificate(const Fitted& fitted) {
  const double small = kCertificate * fitted.highest;
  return fitted.highest >= kNothing && fitted.off <= small && -fitted.lowest <= small &&
         fitted.change <= 10 * small;
}

void take(const Sample& sample, const std::vector<std::uint8_t>& candidate, const Absorber::Step& step,
          double highest, Separation& found) {
  for (std::size_t i = 0; i < candidate.size(); ++i) {
    if (candidate[i] && step.delta[i] > 100 * kCertificate * highest) {
      found.separated[i] = 1;
      ++found.count;
    }
  }
  for (std::size_t j = 0; j < sample.x.size(); ++j) {
    double most = 0;
    for (const double x : sample.x[j]) most = std::max(most, std::abs(x));
    if (std::abs(step.beta[j]) * most > 100 * kCertificate * highest) found.separating[j] = 1;
  }
}

// What the candidates can do without moving anything else, as orthonormal columns over the candidates: fits
// of random u, until they bring nothing new. Empty where that takes too many.
std::vector<std::vector<double>> free_directions(const Sample& sample, Absorber& absorber,
                                                 const std::vector<std::size_t>& rows,
                                                 const Monitor& monitor) {
  std::vector<std::vector<double>> basis;
  std::vector<double> u(sample.size(), 0.0);
  Absorber::Step step;
  std::uint64_t state = 1;
  for (;;) {
    for (const std::size_t i : rows) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      u[i] = static_cast<double>(state >> 11) * 0x1p-53 - 0.5;
    }
    absorber.newton(sample.x, u, kSolve, monitor, step);
    std::vector<double> z(rows.size());
    double before = 0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      z[k] = step.delta[rows[k]];
      before += u[rows[k]] * u[rows[k]];
    }
    for (int round = 0; round < 2; ++round) {
      for (const auto& other : basis) {
        double along = 0;
        for (std::size_t k = 0; k < z.size(); ++k) along += z[k] * other[k];
        for (std::size_t k = 0; k < z.size(); ++k) z[k] -= along * other[k];
      }
    }
    double norm = 0;
    for (const double value : z) norm += value * value;
    if (norm <= kNothing * kNothing * before) break;
    for (double& value : z) value /= std::sqrt(norm);
    basis.push_back(std::move(z));
    if (basis.size() > kMostDirections || basis.size() * rows.size() > kMostNumbers) return {};
  }
  // Candidates that cannot move at all show what the weights let through; the cone must not take it for room.
  for (std::size_t k = 0; k < rows.size(); ++k) {
    double norm = 0;
    for (const auto& column : basis) norm += column[k] * column[k];
    if (norm > kNothing * kNothing) continue;
    for (auto& column : basis) column[k] = 0;
  }
  return basis;
}

}  // namespace

Separation rectify(Sample& sample, Absorber& absorber, const std::vector<std::uint8_t>& candidate,
                   const Monitor& monitor) {
  const std::size_t n = sample.size();
  Separation found;
  found.separated.assign(n, 0);
  found.separating.assign(sample.x.size(), 0);
  std::vector<double> weights(n), u(n);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < n; ++i) {
    weights[i] = candidate[i] ? kLight : 1.0;
    u[i] = candidate[i] ? 1.0 : 0.0;
    if (candidate[i]) rows.push_back(i);
  }
  absorber.weigh(weights);
  // Regressors free of the effects under these weights: the light rows would be lost in the rounding
  // otherwise.
  std::vector<std::vector<double>*> columns;
  for (auto& x : sample.x) columns.push_back(&x);
  absorber.partial_out(columns, kFree, monitor);
  absorber.set_regressors(sample.x);
  Absorber::Step step;
  for (int round = 0; round < kMostRounds; ++round) {
    absorber.newton(sample.x, u, kSolve, monitor, step);
    const Fitted fitted = look_at(candidate, u, step.delta);
    if (fitted.highest < kNothing) return found;
    if (is_certificate(fitted)) {
      take(sample, candidate, step, fitted.highest, found);
      return found;
    }
    if (round == kFewRounds) {
      // Slow to turn: the cone itself, where it has few dimensions.
      const auto basis = free_directions(sample, absorber, rows, monitor);
      if (!basis.empty()) {
        const std::vector<double> z = cone_direction(basis);
        const double highest = *std::max_element(z.begin(), z.end());
        double norm = 0;
        for (const double value : z) norm += value * value;
        if (norm <= kNothing * kNothing * static_cast<double>(rows.size())) return found;
        for (std::size_t k = 0; k < rows.size(); ++k) u[rows[k]] = std::max(z[k] / highest, 0.0);
        absorber.newton(sample.x, u, kSolve, monitor, step);
        const Fitted exact = look_at(candidate, u, step.delta);
        if (is_certificate(exact)) {
          take(sample, candidate, step, exact.highest, found);
          return found;
        }
      }
    }
    for (const std::size_t i : rows) u[i] = std::max(step.delta[i], 0.0);
  }
  found.complete = false;
  return found;
}

}  // namespace sogdia
