#include "sogdia/gravity/separation.h"

#include <algorithm>
#include <cmath>

namespace sogdia {
namespace {

constexpr double kLight = 1e-7;        // weight of a candidate, of 1 for the others
constexpr double kSolve = 1e-7;        // of each least-squares fit
constexpr double kNothing = 1e-4;      // of the candidates' u: a z below it is what kLight lets through
constexpr double kCertificate = 1e-5;  // of the largest z: z off the candidates, or below 0, that counts as 0
constexpr int kMostRounds = 1000;

}  // namespace

Uninformative find_uninformative(const Sample& sample, bool poisson) {
  const std::size_t n = sample.size();
  Uninformative found;
  found.kind.assign(n, Uninformative::kKept);
  // Observations and positive ones left in each level.
  std::vector<std::vector<std::uint32_t>> count, positive;
  for (const Effect& effect : sample.effects) {
    auto& counts = count.emplace_back(effect.levels, 0u);
    auto& positives = positive.emplace_back(effect.levels, 0u);
    for (std::size_t i = 0; i < n; ++i) {
      ++counts[effect.level[i]];
      positives[effect.level[i]] += sample.y[i] > 0;
    }
  }
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

Separation rectify(const Sample& sample, Absorber& absorber, const std::vector<std::uint8_t>& candidate,
                   const Monitor& monitor) {
  const std::size_t n = sample.size(), k = sample.x.size();
  Separation found;
  found.separated.assign(n, 0);
  found.separating.assign(k, 0);
  std::vector<double> weights(n), u(n);
  for (std::size_t i = 0; i < n; ++i) {
    weights[i] = candidate[i] ? kLight : 1.0;
    u[i] = candidate[i] ? 1.0 : 0.0;
  }
  absorber.weigh(weights);
  absorber.set_regressors(sample.x);
  Absorber::Step step;
  for (int round = 0;; ++round) {
    absorber.newton(sample.x, u, kSolve, monitor, step);
    const std::vector<double>& z = step.delta;
    double highest = 0, lowest = 0, off = 0, change = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (!candidate[i]) {
        off = std::max(off, std::abs(z[i]));
        continue;
      }
      highest = std::max(highest, z[i]);
      lowest = std::min(lowest, z[i]);
      change = std::max(change, std::abs(std::max(z[i], 0.0) - u[i]));
    }
    if (highest < kNothing) return found;
    if (off <= kCertificate * highest && -lowest <= kCertificate * highest &&
        change <= 10 * kCertificate * highest) {
      for (std::size_t i = 0; i < n; ++i) {
        if (candidate[i] && z[i] > 100 * kCertificate * highest) {
          found.separated[i] = 1;
          ++found.count;
        }
      }
      for (std::size_t j = 0; j < k; ++j) {
        double most = 0;
        for (const double x : sample.x[j]) most = std::max(most, std::abs(x));
        if (std::abs(step.beta[j]) * most > 100 * kCertificate * highest) found.separating[j] = 1;
      }
      return found;
    }
    if (round == kMostRounds) {
      found.complete = false;
      return found;
    }
    for (std::size_t i = 0; i < n; ++i) u[i] = candidate[i] ? std::max(z[i], 0.0) : 0.0;
  }
}

}  // namespace sogdia
