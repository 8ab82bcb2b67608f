#include "sogdia/gravity/ppml.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/absorb.h"
#include "sogdia/gravity/separation.h"

namespace sogdia {
namespace {

// Steps are solved to this part of themselves: loosely while they are long, since the next one mends it.
constexpr double kLoosest = 0.1, kTightest = 1e-4, kProof = 1e-8;
constexpr double kNear = 1e-6;  // of the decrement to the deviance: the next step is about the last
// A step that falls below this at a zero of y hints at separation; the proof asks for -1.
constexpr double kFalling = -0.5;
// Separation is looked for once all else stands still to this, or at convergence.
constexpr double kStill = 0.05;
constexpr int kFirstLook = 5;   // Newton steps before that
constexpr int kLateLook = 12;   // and after which it is looked for whatever moves
constexpr double kSmall = 0.1;  // of the mean of mu
// How far a step's residual can pretend at a zero of y: times the norm of a separating direction, of about
// the root of the sum of the weights.
constexpr double kReach = 10;
constexpr int kMostHalvings = 30;
constexpr double kExact = 1e-13;          // of a projection that beta takes as it is
constexpr double kFirstTolerance = 1e-3;  // of partialling out before the first step

std::size_t chunks_of(std::size_t n) { return std::clamp<std::size_t>(n / 16384, 1, 64); }

template <class Body>
void over_rows(std::size_t n, int threads, const Body& body) {
  const std::size_t chunks = chunks_of(n);
  parallel_for(chunks, threads, [&](std::size_t c) { body(n * c / chunks, n * (c + 1) / chunks, c); });
}

double weight_at(const Sample& sample, std::size_t i) {
  return sample.weight.empty() ? 1.0 : sample.weight[i];
}

// What Newton's method carries from step to step. The working weights are mu itself where observations have
// no weight of their own.
struct State {
  std::vector<double> eta, mu, weighted_mu, v;
  double objective = 0;  // sum w (mu - y eta): the deviance is twice this, plus what y alone gives
  const std::vector<double>& working_weight() const { return weighted_mu.empty() ? mu : weighted_mu; }
};

// eta <- eta + length * delta (delta empty: eta as it is), with its mean, weights and working response.
void move(const Sample& sample, const std::vector<double>& delta, double length, State& state, int threads) {
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

void resize(State& state, std::size_t n, bool weighted) {
  state.eta.resize(n);
  state.mu.resize(n);
  if (weighted) state.weighted_mu.resize(n);
  state.v.resize(n);
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

void keep_rows(std::vector<double>& values, const std::vector<std::uint8_t>& keep) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep[i]) values[to++] = values[i];
  }
  values.resize(to);
}

// Zeros of y that the step does not prove to be anchored: those that fall, and those with a weight below
// `proven`.
struct Doubt {
  std::size_t count = 0;
  double largest_off = 0;  // |delta| of all other observations
  double energy = 0;       // sum w delta^2 over the doubtful
};

Doubt find_doubtful(const Sample& sample, const State& state, const std::vector<double>& delta, double proven,
                    std::vector<std::uint8_t>& doubtful, int threads) {
  std::vector<Doubt> parts(chunks_of(sample.size()));
  doubtful.resize(sample.size());
  const std::vector<double>& weight = state.working_weight();
  over_rows(sample.size(), threads, [&](std::size_t begin, std::size_t end, std::size_t c) {
    Doubt doubt;
    for (std::size_t i = begin; i < end; ++i) {
      const double w = weight[i];
      const bool in_doubt = sample.y[i] == 0 && (delta[i] < kFalling || w < proven);
      doubtful[i] = in_doubt;
      if (in_doubt) {
        ++doubt.count;
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
    all.energy += part.energy;
    all.largest_off = std::max(all.largest_off, part.largest_off);
  }
  return all;
}

// Takes observations out of the sample and the state: those separated, and what they leave alone.
void drop_separated(Sample& sample, State& state, const std::vector<std::uint8_t>& separated, PpmlFit& fit,
                    int threads) {
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

PpmlFit fit_ppml(Sample& sample, const PpmlOptions& options, const Monitor& monitor) {
  const std::size_t k = sample.x.size();
  const int threads = options.threads > 0 ? options.threads : default_threads();
  PpmlFit fit;
  fit.beta.assign(k, 0.0);
  fit.separating.assign(k, 0);
  fit.collinear = {std::vector<std::uint8_t>(k, 0), std::vector<std::uint8_t>(k, 0)};
  State state;
  resize(state, sample.size(), !sample.weight.empty());

  // mu_0 = (y + mean of y) / 2, and the first step is the least squares of the working variable
  // z = eta_0 - o + (y - mu_0) / mu_0 from eta = o.
  const double total =
      sum_rows(sample.size(), threads, [&](std::size_t i) { return weight_at(sample, i) * sample.y[i]; });
  const double total_weight = total;  // sum w mu: at a maximum with an intercept, sum w y
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
  auto absorber = std::make_unique<Absorber>(sample, threads, monitor);
  const bool has_zeros = std::any_of(sample.y.begin(), sample.y.end(), [](double y) { return y == 0; });
  fit.certified = !has_zeros;
  double inner = kLoosest, relative = 1;
  Absorber::Step step;
  std::vector<std::vector<double>*> columns;
  bool fresh = true;  // the regressors are as the sample gave them
  std::vector<double> left, variance;
  std::vector<std::uint8_t> doubtful;
  std::size_t looked_at = 0;
  int next_late_look = kLateLook;
  bool restore = false;   // the absorber's weights were lent
  bool unproven = false;  // the rectifier gave up
  int refreshed_at = 0, least_inner = 0;
  for (;;) {
    const bool last = relative <= kNear;  // this step or the next ends
    const bool refresh = fresh || fit.iterations <= 4 || absorber->refreshes_at_ease() ||
                         (last && absorber->direct()) ||
                         step.status.iterations > least_inner + least_inner / 2 + 2;
    absorber->weigh(state.working_weight(), refresh || restore, monitor);
    if (fresh) {
      columns.clear();
      for (auto& x : sample.x) columns.push_back(&x);
      auto before = column_norms(sample.x, state.working_weight().data(), !sample.effects.empty(), threads);
      // After a separation x may be rounding already: what counts is the size it came with.
      const double sum =
          sum_rows(sample.size(), threads, [&](std::size_t i) { return state.working_weight()[i]; });
      if (variance.empty()) {
        for (const double norm : before) variance.push_back(norm / sum);
      }
      for (std::size_t j = 0; j < k; ++j) before[j] = std::max(before[j], variance[j] * sum);
      absorber->partial_out(columns, kFirstTolerance, monitor);
      const Collinear found = find_collinear(sample.x, before, state.working_weight().data(), threads);
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
      fresh = false;
    }
    if (refresh || restore) {
      check_cancelled(monitor);
      absorber->set_regressors(sample.x);
      refreshed_at = fit.iterations;
      restore = false;
    }
    if (!left.empty()) {
      // Regressors that separation made collinear: the others take over what they gave to eta.
      absorber->newton(sample.x, left, kExact, monitor, step);
      for (std::size_t j = 0; j < k; ++j) fit.beta[j] += step.beta[j];
      left.clear();
    }
    absorber->newton(sample.x, state.v, inner, monitor, step);
    if (refreshed_at == fit.iterations) least_inner = step.status.iterations;
    ++fit.iterations;

    double length = 1;
    Doubt doubt;
    if (!fit.certified && fit.iterations >= kFirstLook) {
      double proven = kReach * step.residual * std::sqrt(total_weight);
      // Where nothing comes to rest, every small mu at a zero is a candidate.
      const bool late = fit.iterations == next_late_look;
      if (late) {
        next_late_look += next_late_look / 2;
        proven = std::max(proven, kSmall * total_weight / static_cast<double>(sample.size()));
      }
      doubt = find_doubtful(sample, state, step.delta, proven, doubtful, threads);
      const bool still = doubt.largest_off < kStill && doubt.energy > 0.5 * step.decrement;
      const bool over = step.decrement <= options.tolerance * std::max(fit.deviance, 1e-12 * total);
      if (doubt.count == 0) {
        fit.certified = true;
      } else if (over || late || (still && doubt.count != looked_at)) {
        looked_at = doubt.count;
        const Separation found = rectify(sample, *absorber, doubtful, monitor);
        for (std::size_t j = 0; j < k; ++j) fit.separating[j] |= found.separating[j];
        if (found.count > 0) {
          drop_separated(sample, state, found.separated, fit, threads);
          if (sample.size() == 0) return fit;
          saturated = saturate();
          absorber = std::make_unique<Absorber>(sample, threads, monitor);
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
    report_progress(monitor, "Poisson regression", std::min(0.95, -std::log10(relative + 1e-300) / 11));
    if (fit.iterations > 1 && relative <= options.tolerance && length >= 1 && inner <= kTightest &&
        (fit.certified || unproven) && step.status.converged) {
      fit.converged = true;
      if (!fit.certified) fit.reason = "; whether more observations are separated could not be decided";
      break;
    }
    if (fit.iterations >= options.max_iterations) {
      fit.reason = "no convergence after " + std::to_string(fit.iterations) + " iterations";
      break;
    }
    inner = std::clamp(std::sqrt(relative) * 0.1, kTightest, kLoosest);
    // Where a step is all but solved outright, its last digits cost little and leave few zeros in doubt.
    if (relative <= kNear && absorber->direct()) inner = kProof;
  }
  fit.eta = std::move(state.eta);
  fit.mu = std::move(state.mu);
  std::sort(fit.separated.begin(), fit.separated.end());
  std::sort(fit.singletons.begin(), fit.singletons.end());
  fit.deviance = poisson_deviance(sample, fit.mu, threads);
  return fit;
}

}  // namespace sogdia
