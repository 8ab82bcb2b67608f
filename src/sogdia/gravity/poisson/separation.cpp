#include "sogdia/gravity/poisson/separation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/effects/regressors.h"
#include "sogdia/gravity/factor/schur_blocks.h"
#include "sogdia/gravity/poisson/anchored.h"

namespace sogdia {
namespace {

constexpr double kFixed = 1e-9;                // of each least-squares fit on the rows that must not move
constexpr double kFree = 1e-3;                 // of the partialling out of the regressors
constexpr double kNames = 1e-6, kPart = 1e-5;  // of z: the fit that tells which regressors make it
constexpr double kEnough = 1e-5;               // what a fit may be off, all rows together
constexpr double kConstant = 1e-18;  // of its squared norm: a regressor that the rows that must not move fix
constexpr double kOwnRounding = 1e-13;  // of the largest |x|, a regressor's own rounding
constexpr double kNothing = 1e-6;       // of u: a z below it is what the fit lets through
constexpr double kRaised = 1e-6;        // of the largest z
constexpr double kStays =
    1e-4;  // of the least z that counts: all that rows move that must not move, together
constexpr int kRounds = 30;
constexpr int kMostIterations = 3000;  // of conjugate gradients
// Directions of the cone that is solved exactly, and rows that they may go through.
constexpr std::size_t kMostDirections = 400;
constexpr double kMostNumbers = 3e7, kMostRows = 1e8;

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

// Rows that must not move have the weight 1, the others 0. The regressors, cleared of the effects on those
// rows alone, may be large beyond measure on the others, so that nothing but a copy of them would give them
// back.
class Held {
 public:
  Held(Sample& sample, Absorber& absorber, const Monitor& monitor)
      : sample_(sample), absorber_(absorber), monitor_(monitor), given_(sample.x), weights_(sample.size()) {
    for (auto& x : sample.x) {
      double most = 0;
      for (const double value : x) most = std::max(most, std::abs(value));
      largest_.push_back(most);
      columns_.push_back(&x);
    }
  }

  ~Held() { put_back(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  void put_back() {
    for (std::size_t j = 0; j < given_.size(); ++j)
      std::copy(given_[j].begin(), given_[j].end(), sample_.x[j].begin());
  }

  void hold_all_but(const std::vector<std::uint8_t>& moving) {
    put_back();
    std::size_t count = 0;
    for (std::size_t i = 0; i < moving.size(); ++i) {
      weights_[i] = moving[i] ? 0.0 : 1.0;
      count += !moving[i];
    }
    absorber_.weigh(weights_, true, monitor_);
    const std::size_t k = sample_.x.size();
    const auto before = column_norms(sample_.x, weights_.data(), false, 1);
    absorber_.partial_out(columns_, kFree, monitor_, Absorber::Check::never);
    const auto after = column_norms(sample_.x, weights_.data(), false, 1);
    const auto is_nothing = [&](std::size_t j, double norm) {
      const double rounding = kOwnRounding * largest_[j];
      return !(norm > kConstant * before[j] + double(count) * rounding * rounding);
    };
    // A regressor that nothing holds moves freely: it takes no part in the fit.
    std::vector<std::uint8_t> free(k, 0);
    for (std::size_t j = 0; j < k; ++j) free[j] = is_nothing(j, after[j]);
    clear_of_each_other(free, is_nothing);
    absorber_.set_regressors(sample_.x, free);
  }

  // u less its fit on the rows that must not move; the second round mends what the first left of a large fit.
  bool project(std::vector<double>& u) {
    for (int round = 0; round < 2; ++round) {
      absorber_.newton(sample_.x, u, kFixed, monitor_, step_, kMostIterations);
      for (std::size_t i = 0; i < u.size(); ++i) u[i] -= step_.delta[i];
      if (!step_.status.converged) return false;
      if (kFixed * std::sqrt(step_.decrement * static_cast<double>(u.size())) < kEnough) break;
    }
    return true;
  }

 private:
  // A regressor that is nearly a sum of those before it, on the rows that must not move, stands as what it is
  // beside them while the fits last: in the cross products, squares, its own part would be lost.
  template <class IsNothing>
  void clear_of_each_other(std::vector<std::uint8_t>& free, const IsNothing& is_nothing) {
    const std::size_t k = sample_.x.size(), n = sample_.size();
    for (std::size_t from = 0;;) {
      const auto gram = weighted_gram(sample_.x, weights_.data(), n, 1);
      std::vector<double> packed;
      for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = i; j < k; ++j) packed.push_back(free[i] || free[j] ? 0.0 : gram[i * k + j]);
      }
      factor_packed(packed.data(), k);
      std::size_t at = 0, j = 0;
      for (; j < k; at += k - j, ++j) {
        if (j >= from && !free[j] && std::isinf(packed[at])) break;
      }
      if (j == k) return;
      auto& x = sample_.x[j];
      for (int round = 0; round < 2; ++round) {
        std::vector<double> times(k, 0.0);
        for (std::size_t i = 0; i < j; ++i) {
          for (std::size_t r = 0; r < n && !free[i]; ++r) times[i] += weights_[r] * sample_.x[i][r] * x[r];
        }
        // Of the regressors before j alone.
        std::vector<double> part;
        for (std::size_t i = 0; i < j; ++i) {
          for (std::size_t l = i; l < j; ++l) part.push_back(free[i] || free[l] ? 0.0 : gram[i * k + l]);
        }
        factor_packed(part.data(), j);
        solve_packed(part.data(), j, times.data());
        for (std::size_t i = 0; i < j; ++i) {
          for (std::size_t r = 0; r < n && times[i] != 0; ++r) x[r] -= times[i] * sample_.x[i][r];
        }
      }
      double norm = 0;
      for (std::size_t r = 0; r < n; ++r) norm += weights_[r] * x[r] * x[r];
      free[j] = is_nothing(j, norm);
      from = j + 1;
    }
  }

  Sample& sample_;
  Absorber& absorber_;
  const Monitor& monitor_;
  std::vector<std::vector<double>> given_;
  std::vector<double> weights_, largest_;
  std::vector<std::vector<double>*> columns_;
  Absorber::Step step_;
};

// The regressors without which z is no combination of the effects.
std::vector<std::uint8_t> parts_of(Sample& sample, Absorber& absorber, const std::vector<double>& z,
                                   const Monitor& monitor) {
  const std::size_t k = sample.x.size();
  std::vector<std::uint8_t> parts(k, 0);
  if (k == 0) return parts;
  const std::vector<double> ones(sample.size(), 1.0);
  absorber.weigh(ones, true, monitor);
  std::vector<std::vector<double>*> columns;
  for (auto& x : sample.x) columns.push_back(&x);
  absorber.partial_out(columns, kFree, monitor, Absorber::Check::never);
  absorber.set_regressors(sample.x);
  Absorber::Step step;
  absorber.newton(sample.x, z, kNames, monitor, step, kMostIterations);
  const auto norms = column_norms(sample.x, ones.data(), false, 1);
  double norm = 0;
  for (const double value : z) norm += value * value;
  for (std::size_t j = 0; j < k; ++j)
    parts[j] = sample.terms[j] != "(Intercept)" &&
               std::abs(step.beta[j]) * std::sqrt(norms[j]) > kPart * std::sqrt(norm);
  return parts;
}

}  // namespace

Separation certify(Sample& sample, Absorber& absorber, std::vector<std::uint8_t> moving,
                   std::vector<double> u, const Monitor& monitor) {
  const std::size_t n = sample.size();
  Separation found;
  found.separated.assign(n, 0);
  found.separating.assign(sample.x.size(), 0);
  found.complete = false;
  double guessed = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (moving[i]) guessed = std::max(guessed, u[i]);
  }
  Held held(sample, absorber, monitor);
  for (int round = 0; round < kRounds && guessed > 0; ++round) {
    report_progress(monitor, "separation", double(round) / kRounds);
    held.hold_all_but(moving);
    if (!held.project(u)) return found;
    double highest = 0, stays = 0, least = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (moving[i])
        highest = std::max(highest, u[i]);
      else
        stays += std::abs(u[i]);
    }
    if (highest < kNothing * guessed) return found;
    std::size_t left = 0, before = 0;
    least = highest;
    for (std::size_t i = 0; i < n; ++i) {
      if (!moving[i]) continue;
      ++before;
      moving[i] = u[i] > kRaised * highest;
      left += moving[i];
      if (moving[i]) least = std::min(least, u[i]);
    }
    if (left == 0) return found;
    if (left < before) continue;
    if (stays > kStays * least) return found;
    for (std::size_t i = 0; i < n; ++i) {
      if (!moving[i]) u[i] = 0;
    }
    held.put_back();
    found.separating = parts_of(sample, absorber, u, monitor);
    found.separated = std::move(moving);
    found.count = left;
    return found;
  }
  return found;
}

Separation decide(Sample& sample, Absorber& absorber, const std::vector<std::uint8_t>& candidate,
                  const Monitor& monitor) {
  const std::size_t n = sample.size();
  Separation found;
  found.separated.assign(n, 0);
  found.separating.assign(sample.x.size(), 0);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < n; ++i) {
    if (candidate[i]) rows.push_back(i);
  }
  Held held(sample, absorber, monitor);
  held.hold_all_but(candidate);
  // What the candidates can do without moving anything else, as orthonormal columns over the candidates:
  // projections of random combinations of A's columns, until they bring nothing new.
  std::vector<double> scale;
  for (const auto& x : sample.x) {
    double sum = 0;
    for (const double value : x) sum += value * value;
    scale.push_back(sum > 0 ? std::sqrt(double(n) / sum) : 0.0);
  }
  std::uint64_t state = 1;
  const auto random = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state >> 11) * 0x1p-53 - 0.5;
  };
  std::vector<std::vector<double>> basis;
  std::vector<double> u(n), draw;
  for (;;) {
    report_progress(monitor, "separation", double(basis.size()) / double(kMostDirections));
    std::fill(u.begin(), u.end(), 0.0);
    for (std::size_t j = 0; j < sample.x.size(); ++j) {
      const double b = random() * scale[j];
      for (std::size_t i = 0; i < n; ++i) u[i] += b * sample.x[j][i];
    }
    const auto add = [&](const Effect& effect, const double* slope) {
      draw.resize(effect.levels);
      for (double& value : draw) value = random();
      for (std::size_t i = 0; i < n; ++i) u[i] += draw[effect.level[i]] * (slope ? slope[i] : 1.0);
    };
    for (const Effect& effect : sample.effects) {
      if (effect.intercept) add(effect, nullptr);
      for (const auto& slope : effect.slopes) add(effect, slope.data());
    }
    double before = 0;
    for (const std::size_t i : rows) before = std::max(before, std::abs(u[i]));
    if (!held.project(u)) {
      found.complete = false;
      return found;
    }
    std::vector<double> z(rows.size());
    for (std::size_t k = 0; k < rows.size(); ++k) z[k] = u[rows[k]];
    for (int round = 0; round < 2; ++round) {
      for (const auto& other : basis) {
        double along = 0;
        for (std::size_t k = 0; k < z.size(); ++k) along += z[k] * other[k];
        for (std::size_t k = 0; k < z.size(); ++k) z[k] -= along * other[k];
      }
    }
    double norm = 0;
    for (const double value : z) norm += value * value;
    if (std::sqrt(norm) <= kNothing * before) break;
    for (double& value : z) value /= std::sqrt(norm);
    basis.push_back(std::move(z));
    if (basis.size() > kMostDirections || double(basis.size()) * double(rows.size()) > kMostNumbers ||
        double(basis.size()) * double(n) > kMostRows) {
      found.complete = false;
      return found;
    }
  }
  if (basis.empty()) return found;
  // Candidates that cannot move at all show rounding; the cone must not take it for room.
  for (std::size_t k = 0; k < rows.size(); ++k) {
    double norm = 0;
    for (const auto& column : basis) norm += column[k] * column[k];
    if (norm > kNothing * kNothing) continue;
    for (auto& column : basis) column[k] = 0;
  }
  const std::vector<double> z = cone_direction(basis, monitor);
  const double highest = *std::max_element(z.begin(), z.end());
  double norm = 0;
  for (const double value : z) norm += value * value;
  if (norm <= kNothing * kNothing * static_cast<double>(rows.size())) return found;
  std::vector<std::uint8_t> moving(n, 0);
  std::fill(u.begin(), u.end(), 0.0);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    u[rows[k]] = z[k];
    moving[rows[k]] = z[k] > kRaised * highest;
  }
  held.put_back();
  return certify(sample, absorber, std::move(moving), std::move(u), monitor);
}

}  // namespace sogdia
