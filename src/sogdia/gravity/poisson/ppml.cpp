#include "sogdia/gravity/poisson/ppml.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/effects/first_order.h"
#include "sogdia/gravity/poisson/doubt.h"
#include "sogdia/gravity/poisson/last_steps.h"
#include "sogdia/gravity/poisson/poisson_state.h"
#include "sogdia/gravity/poisson/separation.h"

namespace sogdia {
namespace {

// Steps are solved to this part of themselves, loosely while they are long: what Newton leaves is about the
// square of a step, and the next one mends both.
constexpr double kLoosest = 0.1, kTightest = 1e-4, kProof = 1e-8;
// The last step is solved to kLast, and the fit ends where what it leaves unsolved is below kLeft of the fit.
constexpr double kLast = 1e-6, kLeft = 1e-10;
constexpr double kNear = 1e-6;  // of the decrement to the deviance: the next step is about the last
// Separation is looked for once all else stands still to this, or at convergence.
constexpr double kStill = 0.5;
constexpr int kFirstLook = 5;  // Newton steps before that
constexpr int kLateLook = 12;  // and after which it is looked for whatever moves
constexpr int kMostHalvings = 30;
constexpr double kLevels = 1e-7;  // of a level's outcomes: what their sum may be off at the end
constexpr int kMostMends = 6;     // steps that mend it, and those of them that are Newton's alone
constexpr int kPlainMends = 2;
// Where weights are uneven, the deviance does not see what light observations alone tell: there the last step
// must move no observation by more than kRests, or as little as rounding lets it; where coefficients still
// move an observation by more than kMoves, that is told.
constexpr double kMoves = 1e-6;
constexpr int kMostRests = 20;
constexpr double kExact = 1e-13;  // of a projection that beta takes as it is
constexpr const char* kUndecided =
    "; whether more observations are separated could not be decided within bounded work";
// A preconditioner is made anew while steps change weights by more than this (decrement to deviance), and
// when a digit of a step takes this part more iterations, and this many, than it did.
constexpr double kRefresh = 0.05, kSlower = 0.5;
constexpr double kFirstTolerance = 1e-3;  // of partialling out before the first step

void keep_rows(std::vector<double>& values, const std::vector<std::uint8_t>& keep) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep[i]) values[to++] = values[i];
  }
  values.resize(to);
}

// Takes observations out of the sample and the state: those separated, and what they leave alone.
void drop_separated(Sample& sample, PoissonState& state, const std::vector<std::uint8_t>& separated,
                    PpmlFit& fit, int threads) {
  std::vector<std::uint8_t> keep(sample.size());
  for (std::size_t i = 0; i < keep.size(); ++i) {
    keep[i] = !separated[i];
    if (separated[i]) fit.separated.push_back(sample.row[i]);
  }
  shrink(sample, keep);
  keep_rows(state.eta, keep);
  const Uninformative uninformative = find_uninformative(sample, true, threads);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    keep[i] = uninformative.kind[i] == Uninformative::kKept;
    if (uninformative.kind[i] == Uninformative::kSeparated) fit.separated.push_back(sample.row[i]);
    if (uninformative.kind[i] == Uninformative::kSingleton) fit.singletons.push_back(sample.row[i]);
  }
  keep.resize(sample.size());
  shrink(sample, keep);
  keep_rows(state.eta, keep);
  resize(state, sample.size(), !sample.weight.empty());
}

}  // namespace

double poisson_deviance(const Sample& sample, const std::vector<double>& mu, int threads) {
  return 2 * sum_rows(sample.size(), threads, [&](std::size_t i) {
           const double y = sample.y[i];
           return weight_at(sample, i) * (y > 0 ? y * std::log(y / mu[i]) - (y - mu[i]) : mu[i]);
         });
}

namespace {

// Separation has nothing to do with weights, but weights that differ by orders of magnitude hide it.
bool are_uneven(const std::vector<double>& weights) {
  constexpr double kOrdersApart = 1e3;
  if (weights.empty()) return false;
  const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
  return *high > kOrdersApart * *low;
}

double largest_of(const std::vector<double>& delta) {
  double largest = 0;
  for (const double value : delta) largest = std::max(largest, std::abs(value));
  return largest;
}

// What the coefficients' last step moves of the observation that they move most.
double moved_by_coefficients(const Sample& sample, const std::vector<double>& beta) {
  double moved = 0;
  for (std::size_t j = 0; j < beta.size(); ++j)
    moved = std::max(moved, std::abs(beta[j]) * largest_of(sample.x[j]));
  return moved;
}

PpmlFit fit_on_weights(Sample& sample, const PpmlOptions& options, bool only_certify,
                       const Monitor& monitor) {
  const std::size_t k = sample.x.size();
  const int threads = options.threads > 0 ? options.threads : default_threads();
  PpmlFit fit;
  fit.beta.assign(k, 0.0);
  fit.separating.assign(k, 0);
  fit.collinear = {std::vector<std::uint8_t>(k, 0), std::vector<std::uint8_t>(k, 0)};
  PoissonState state;
  resize(state, sample.size(), !sample.weight.empty());

  // mu_0 = (y + mean of y) / 2, and the first step is the least squares of the working variable
  // z = eta_0 - o + (y - mu_0) / mu_0 from eta = o.
  const double total =
      sum_rows(sample.size(), threads, [&](std::size_t i) { return weight_at(sample, i) * sample.y[i]; });
  const double mean =
      total / sum_rows(sample.size(), threads, [&](std::size_t i) { return weight_at(sample, i); });
  // sum w (y ln y - y), so that the deviance is 2 (objective + this).
  const auto saturate = [&] {
    return sum_rows(sample.size(), threads, [&](std::size_t i) {
      const double y = sample.y[i];
      return y > 0 ? weight_at(sample, i) * y * (std::log(y) - 1) : 0.0;
    });
  };
  double saturated = saturate();
  over_rows(sample.size(), threads, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) {
      const double offset = sample.offset.empty() ? 0.0 : sample.offset[i];
      const double mu = 0.5 * (sample.y[i] + mean);
      state.eta[i] = offset;
      state.mu[i] = mu;
      if (!sample.weight.empty()) state.weighted_mu[i] = sample.weight[i] * mu;
      state.v[i] = std::log(mu) - offset + (sample.y[i] - mu) / mu;
    }
  });
  state.objective = std::numeric_limits<double>::infinity();

  check_cancelled(monitor);
  fit.absorber = std::make_unique<Absorber>(sample, threads, monitor);
  const bool has_zeros = std::any_of(sample.y.begin(), sample.y.end(), [](double y) { return y == 0; });
  fit.certified = !has_zeros || !options.separation;
  double inner = kLoosest, relative = 1;
  Absorber::Step step;
  std::vector<std::vector<double>*> columns;
  bool fresh = true;  // the regressors are as the sample gave them
  std::vector<double> left, size, ones;
  std::vector<std::uint8_t> doubtful;
  std::size_t looked_at = 0, fell = std::numeric_limits<std::size_t>::max();  // zeros, at the last step
  int next_late_look = kLateLook;
  bool restore = false;   // the absorber's weights were lent
  bool unproven = false;  // the rectifier gave up
  int refreshed_at = 0, mended = 0, rested = 0;
  double pace = 0, refreshed_pace = 0;  // iterations for each digit of a step, now and when last refreshed
  const bool uneven = are_uneven(sample.weight);
  fit.uneven = uneven;
  double moved = 0;  // by the last step, of the observation that it moves most
  for (;;) {
    report_progress(monitor, "PPML, step " + std::to_string(fit.iterations + 1),
                    std::clamp(0.0 - std::log10(relative + 1e-300) / 11, 0.0, 0.95));
    const bool last = relative <= kNear;  // this step or the next ends
    const bool refresh = fresh || relative > kRefresh || fit.absorber->refreshes_at_ease() ||
                         (last && fit.absorber->direct()) || pace > (1 + kSlower) * refreshed_pace + kSlower;
    if (fresh && k > 0) {
      // Judged where every observation counts alike: what varies only where mu is small is no less
      // identified.
      ones.assign(sample.size(), 1.0);
      fit.absorber->weigh(ones, true, monitor);
      columns.clear();
      for (auto& x : sample.x) columns.push_back(&x);
      // After a separation x may be rounding already: what counts is the size it came with.
      if (size.empty()) size = column_sizes(sample.x, !sample.effects.empty(), threads);
      fit.absorber->partial_out(columns, kFirstTolerance, monitor);
      const Collinear found = find_collinear(sample.x, size, threads);
      for (std::size_t j = 0; j < k; ++j) {
        if (!found.drop[j] || fit.collinear.drop[j]) continue;
        fit.collinear.drop[j] = 1;
        fit.collinear.by_effects[j] = found.by_effects[j];
        if (fit.beta[j] != 0) {
          if (left.empty()) left.assign(sample.size(), 0.0);
          for (std::size_t i = 0; i < left.size(); ++i) left[i] += fit.beta[j] * sample.x[j][i];
          fit.beta[j] = 0;
        }
        std::fill(sample.x[j].begin(), sample.x[j].end(), 0.0);
      }
      ones = {};
    }

    fresh = false;
    fit.absorber->weigh(state.working_weight(), refresh || restore, monitor);
    if (refresh || restore) {
      check_cancelled(monitor);
      fit.absorber->set_regressors(sample.x);
      refreshed_at = fit.iterations;
      restore = false;
    }
    if (!left.empty()) {
      // Regressors that separation made collinear: the others take over what they gave to eta.
      fit.absorber->newton(sample.x, left, kExact, monitor, step);
      for (std::size_t j = 0; j < k; ++j) fit.beta[j] += step.beta[j];
      left.clear();
    }
    fit.absorber->newton(sample.x, state.v, inner, monitor, step);
    pace = double(step.status.iterations) / (1 - std::log10(inner));
    if (refreshed_at == fit.iterations) refreshed_pace = pace;
    ++fit.iterations;

    double length = 1;
    Doubt doubt;
    if (!fit.certified && fit.iterations >= kFirstLook) {
      const bool over = step.decrement <= options.tolerance * std::max(fit.deviance, 1e-12 * total);
      doubt = find_doubtful(sample, state, step, doubtful, threads);
      if (over && doubt.count > 0 && inner > kProof) {
        // All that the step's own error leaves in doubt.
        fit.absorber->newton(sample.x, state.v, kProof, monitor, step);
        doubt = find_doubtful(sample, state, step, doubtful, threads);
      }
      if (over || doubt.count == 0) find_unbalanced(sample, state, step, threads, doubtful, doubt);
      const bool late = fit.iterations == next_late_look;
      if (late) next_late_look += next_late_look / 2;
      // What is not separated stops falling from one step to the next.
      const bool lasting = std::exchange(fell, doubt.falling) <= 2 * doubt.falling;
      const bool still = lasting && doubt.largest_off < kStill && doubt.energy > 0.5 * step.decrement;
      if (doubt.count == 0) {
        fit.certified = true;
      } else if (over || late || (still && doubt.falling != looked_at)) {
        looked_at = doubt.falling;
        Separation found = look(sample, *fit.absorber, doubtful, step.delta, over, monitor);
        for (std::size_t j = 0; j < k; ++j) fit.separating[j] |= found.separating[j];
        if (found.count > 0) {
          drop_separated(sample, state, found.separated, fit, threads);
          fit.absorber = nullptr;
          if (sample.size() == 0) return fit;
          saturated = saturate();
          fit.absorber = std::make_unique<Absorber>(sample, threads, monitor);
          fresh = true;
          move(sample, {}, 0, state, threads);
          inner = kTightest;
          continue;
        }
        // The doubtful are anchored. At convergence the others are proven by the step itself, so nothing is
        // separated.
        if (over && found.complete) fit.certified = true;
        unproven = over && !found.complete;
        restore = true;
      }
    }

    if (only_certify && (fit.certified || unproven)) break;
    check_cancelled(monitor);
    const double before = state.objective;
    move(sample, step.delta, length, state, threads);
    // The objective's own rounding must not look like a rise.
    const double slack = 1e-12 * (std::abs(before) + total);
    for (int halving = 0;
         halving < kMostHalvings && fit.iterations > 1 && !(state.objective <= before + slack); ++halving) {
      length /= 2;
      move(sample, step.delta, -length, state, threads);
    }
    for (std::size_t j = 0; j < k; ++j) fit.beta[j] += length * step.beta[j];

    fit.deviance = std::max(0.0, 2 * (state.objective + saturated));
    const double scale = std::max(fit.deviance, 1e-12 * total);
    relative = step.decrement / scale;
    if (fit.iterations > 1 && relative <= options.tolerance && length >= 1 &&
        inner * inner * relative <= kLeft * kLeft * std::max(1.0, options.tolerance / kProof) &&
        (fit.certified || unproven) && step.status.converged) {
      if (uneven) {
        const double before_last = std::exchange(moved, largest_of(step.delta));
        if (moved > kRests && rested < kMostRests && (rested < 3 || moved < before_last / 2)) {
          ++rested;
          fit.absorber->solve_outright(monitor);
          inner = kProof;
          continue;
        }
      }
      if (mended < kMostMends && fit.iterations < options.max_iterations &&
          worst_level(sample, state.mu, threads) > kLevels) {
        if (++mended > kPlainMends) balance(sample, state, threads);
        inner = kProof;
        continue;
      }
      fit.converged = !uneven || moved_by_coefficients(sample, step.beta) <= kMoves;
      fit.rounded = !fit.converged;
      if (!fit.certified) fit.reason += kUndecided;
      break;
    }
    if (fit.iterations >= options.max_iterations) {
      fit.reason = "no convergence after " + std::to_string(fit.iterations) + " iterations";
      break;
    }
    inner = std::clamp(std::sqrt(relative), kTightest, kLoosest);
    // Where a step is all but solved outright, its last digits cost little and leave few zeros in doubt.
    if (relative <= kNear) inner = fit.absorber->direct() ? kProof : kLast;
  }
  fit.eta = std::move(state.eta);
  fit.mu = std::move(state.mu);
  std::sort(fit.separated.begin(), fit.separated.end());
  std::sort(fit.singletons.begin(), fit.singletons.end());
  fit.deviance = poisson_deviance(sample, fit.mu, threads);
  return fit;
}

}  // namespace

PpmlFit fit_ppml(Sample& sample, const PpmlOptions& options, const Monitor& monitor) {
  const bool zeros = std::any_of(sample.y.begin(), sample.y.end(), [](double y) { return y == 0; });
  if (!options.separation || !zeros || !are_uneven(sample.weight))
    return fit_on_weights(sample, options, false, monitor);
  const std::vector<std::uint32_t> rows = sample.row;
  const std::vector<double> weights = std::exchange(sample.weight, {});
  PpmlFit first = fit_on_weights(sample, options, true, monitor);
  if (sample.size() == 0) return first;
  sample.weight.resize(sample.size());
  std::size_t at = 0;
  for (std::size_t i = 0; i < sample.size(); ++i, ++at) {
    while (rows[at] != sample.row[i]) ++at;
    sample.weight[i] = weights[at];
  }
  PpmlOptions known = options;
  known.separation = false;
  PpmlFit fit = fit_on_weights(sample, known, false, monitor);
  fit.separated = first.separated;
  fit.singletons = first.singletons;
  fit.separating = first.separating;
  for (std::size_t j = 0; j < first.collinear.drop.size(); ++j) {
    if (first.collinear.drop[j]) fit.collinear.by_effects[j] = first.collinear.by_effects[j];
  }
  fit.certified = first.certified;
  if (fit.converged && !first.certified) fit.reason += kUndecided;
  return fit;
}

}  // namespace sogdia
