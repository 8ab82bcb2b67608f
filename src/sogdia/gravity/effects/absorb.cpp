#include "sogdia/gravity/effects/absorb.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <utility>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/effects/regressors.h"
#include "sogdia/gravity/factor/lanes.h"
#include "sogdia/gravity/factor/row_blocks.h"

namespace sogdia {
namespace {

// What rounding leaves of a column that the effects explain whole, as part of its norm.
constexpr double kNothingLeft = 1e-11;
// Blocks pay where they take no longer than the ten or so passes over the rows, of about 20 operations a row,
// that they save; filling runs on all threads.
constexpr double kFewFlops = 1e6, kFillFlops = 300, kFactorFlops = 100;
constexpr double kEasyFlops = 20;  // a row: what a pass takes
constexpr double kSlowest = 100;   // gains of the last step that all later ones together are taken to bring
// S is solved outright once that costs no more than the iterations that there have been, of about so many
// operations a row; planning it must not outweigh them either.
constexpr double kIterationFlops = 60, kBeforePlan = 60, kMostSparse = 1e9;
constexpr std::size_t kMostColumns = 20000;
// Weights that differ by more leave normal equations too few digits to be trusted unseen.
constexpr double kUneven = 1e6;
// With a factor of all of S a few iterations do; where rounding hides the last digits more would bring none.
constexpr int kMostDirect = 100;
// Iterations of conjugate gradients after which a better preconditioner pays; beside blocks of rows, which
// know nothing of what ties firms to each other, nearly always.
constexpr int kCheck = 6, kCheckRows = 1, kSlow = 20;

// Less than half the way, in digits, from the first residual to the one that is wanted.
bool is_behind(double now, double first, double wanted) { return now * now > first * wanted; }

double product(const double* a, const double* b, std::size_t n) {
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) sum += a[k] * b[k];
  return sum;
}

// Of `width` systems, each its own.
std::array<double, 4> products(int width, const std::vector<double>& a, const std::vector<double>& b) {
  std::array<double, 4> result{};
  with_lanes(width, [&](auto count) {
    constexpr int R = decltype(count)::value;
    Lanes<R> sum{}, other{};  // two, so that one need not wait for the other
    constexpr std::size_t kTwo = 2 * std::size_t{R};
    std::size_t k = 0;
    for (; k + kTwo <= a.size(); k += kTwo) {
      sum += *lanes<R>(&a[k]) * *lanes<R>(&b[k]);
      other += *lanes<R>(&a[k + R]) * *lanes<R>(&b[k + R]);
    }
    if (k < a.size()) sum += *lanes<R>(&a[k]) * *lanes<R>(&b[k]);
    sum += other;
    for (int s = 0; s < R; ++s) result[s] = lane<R>(sum, s);
  });
  return result;
}

// to += times * from, of `width` systems with a factor each
void add_times(int width, const double* times, const std::vector<double>& from, std::vector<double>& to) {
  with_lanes(width, [&](auto count) {
    constexpr int R = decltype(count)::value;
    const Lanes<R> factor = *lanes<R>(times);
    for (std::size_t k = 0; k < to.size(); k += R) *lanes<R>(&to[k]) += factor * *lanes<R>(&from[k]);
  });
}

// p <- z + times * p
void turn_to(int width, const std::vector<double>& z, const double* times, std::vector<double>& p) {
  with_lanes(width, [&](auto count) {
    constexpr int R = decltype(count)::value;
    const Lanes<R> factor = *lanes<R>(times);
    for (std::size_t k = 0; k < p.size(); k += R)
      *lanes<R>(&p[k]) = *lanes<R>(&z[k]) + factor * *lanes<R>(&p[k]);
  });
}

}  // namespace

Absorber::Absorber(const Sample& sample, int threads, const Monitor& monitor)
    : sample_(sample),
      threads_(threads > 0 ? threads : default_threads()),
      has_slopes_(std::any_of(sample.effects.begin(), sample.effects.end(),
                              [](const Effect& effect) { return !effect.slopes.empty(); })),
      schur_(eliminate_largest(sample)) {
  if (schur_.columns == 0) {
    direct_ = true;
    return;
  }
  check_cancelled(monitor);
  const auto rows = static_cast<double>(schur_.rows);
  const double to_fill = kFewFlops + kFillFlops * rows, to_factor = kFewFlops + kFactorFlops * rows;
  std::vector<std::size_t> all(schur_.parts.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (auto blocks = tied_blocks(schur_, all, to_fill, to_factor)) {
    blocks_.push_back(std::move(*blocks));
    direct_ = true;
    easy_ = blocks_.front().flops < kEasyFlops * static_cast<double>(schur_.rows);
    return;
  }
  if (schur_.parts.size() == 2 && schur_.parts[0].effect != schur_.parts[1].effect) {
    if (auto blocks = row_blocks(schur_, all, to_factor)) {
      blocks_.push_back(std::move(*blocks));
      return;
    }
  }
  for (std::size_t p = 0; p < schur_.parts.size();) {
    check_cancelled(monitor);
    std::vector<std::size_t> same;
    for (const std::size_t effect = schur_.parts[p].effect;
         p < schur_.parts.size() && schur_.parts[p].effect == effect; ++p)
      same.push_back(p);
    auto blocks = schur_.eliminates ? tied_blocks(schur_, same, to_fill, to_factor) : std::nullopt;
    blocks_.push_back(blocks ? std::move(*blocks) : level_blocks(schur_, same));
  }
}

void Absorber::weigh(const std::vector<double>& weights, bool refresh, const Monitor& monitor) {
  check_cancelled(monitor);
  set_weights(schur_, weights, threads_);
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (const double weight : weights) {
    if (weight > 0) least = std::min(least, weight);
    most = std::max(most, weight);
  }
  const bool uneven = most > kUneven * least;
  delicate_ = !trusted_ && (has_slopes_ || uneven);
  uneven_ = uneven && !sample_.weight.empty();
  if (!refresh) return;
  for (auto& blocks : blocks_) factor_blocks(schur_, blocks, threads_, monitor);
  for (auto& laplacian : laplacians_) {
    check_cancelled(monitor);
    laplacian = factor_laplacian(schur_, laplacian.part, monitor);
  }
  if (direct_ && exact_) factor_sparse(schur_, *exact_, monitor);
}

// Once iterations have cost as much as it does.
bool Absorber::turn_exact(const Monitor& monitor) {
  ++spent_;
  if (direct_ || spent_ < kBeforePlan) return false;
  plan();
  if (!exact_ || exact_->flops > spent_ * kIterationFlops * static_cast<double>(schur_.rows)) return false;
  solve_outright(monitor);
  return direct_;
}

void Absorber::plan() {
  // With slopes and weights over many orders of magnitude the least pivot drops what is not there to drop.
  if (!planned_ && !has_slopes_) exact_ = plan_sparse(schur_, kMostColumns, kMostSparse);
  planned_ = true;
}

void Absorber::solve_outright(const Monitor& monitor) {
  if (direct_) return;
  plan();
  if (!exact_) return;
  factor_sparse(schur_, *exact_, monitor);
  blocks_.clear();
  laplacians_.clear();
  direct_ = true;
}

// Where conjugate gradients are slow, blocks by level give way to the factored graph of the levels.
bool Absorber::improve(int iterations, bool behind, const Monitor& monitor) {
  if (turn_exact(monitor)) return true;
  if (direct_) return false;
  const bool rows = blocks_.size() == 1 && blocks_.front().by_row;
  if (!(iterations == (rows ? kCheckRows : kCheck) && behind) && iterations != kSlow) return false;
  if (!schur_.eliminates) return false;
  const auto by_level = [](const SchurBlocks& blocks) { return !blocks.exact && blocks.parts.size() == 1; };
  const std::size_t before = laplacians_.size();
  if (rows && laplacians_.empty()) {
    // Both: the blocks know how a firm's products and years depend on each other, the graphs what ties firms.
    for (const std::size_t part : blocks_.front().parts)
      laplacians_.push_back(factor_laplacian(schur_, part, monitor));
    return true;
  }
  for (const auto& blocks : blocks_) {
    if (by_level(blocks) && !schur_.parts[blocks.parts.front()].slope)
      laplacians_.push_back(factor_laplacian(schur_, blocks.parts.front(), monitor));
  }
  blocks_.erase(std::remove_if(blocks_.begin(), blocks_.end(),
                               [&](const SchurBlocks& blocks) {
                                 return by_level(blocks) && !schur_.parts[blocks.parts.front()].slope;
                               }),
                blocks_.end());
  return laplacians_.size() > before;
}

void Absorber::precondition(const std::vector<double>& r, std::vector<double>& z, int width) const {
  if (direct_ && exact_) return solve_sparse(*exact_, r.data(), z.data(), width);
  for (const auto& blocks : blocks_) solve_blocks(blocks, r.data(), z.data(), width, threads_);
  const bool both = !blocks_.empty() && blocks_.front().by_row;
  parallel_for(laplacians_.size(), threads_, [&](std::size_t l) {
    solve_laplacian(schur_, laplacians_[l], r.data(), z.data(), width, both);
  });
}

// Preconditioned conjugate gradients on S a = rhs, `width` systems (1, 2 or 4) side by side, each with its
// own step lengths. The square of the error of C a in the norm of S is about r'M^-1 r; a system is done where
// that falls below tolerance^2 (scale - what was gained), scale being the squared norm of the column itself,
// or where nothing is left.
Absorber::Status Absorber::solve(int width, std::vector<double>& rhs, const double* scale, double tolerance,
                                 const Monitor& monitor, std::vector<double>& a, int least, double* gains) {
  const auto w = static_cast<std::size_t>(width);
  const std::size_t n = schur_.columns * w;
  a.assign(n, 0.0);
  Status status;
  if (n == 0) return status;
  std::vector<double>& r = rhs;
  std::vector<double> z(n), p, q(n);
  std::array<double, 4> rz{}, gained{};
  std::array<bool, 4> done{};
  const auto finished = [&](std::size_t s) {
    if (status.iterations < least) return false;
    const double left = std::max(scale[s] - gained[s], 0.0);
    return rz[s] <= tolerance * tolerance * left || rz[s] <= kNothingLeft * kNothingLeft * scale[s];
  };
  precondition(r, z, width);
  p = z;
  rz = products(width, r, z);
  for (std::size_t s = 0; s < w; ++s) {
    done[s] = !(rz[s] > 0) || (!direct_ && finished(s));
  }
  const std::array<double, 4> first = rz;
  for (;; ++status.iterations) {
    if (std::all_of(done.begin(), done.begin() + width, [](bool d) { return d; })) break;
    if (status.iterations == (direct_ ? kMostDirect : kMostIterations)) {
      status.converged = false;
      break;
    }
    check_cancelled(monitor);
    SchurPass pass;
    pass.width = width;
    pass.a = p.data();
    pass.out = &q;
    schur_pass(schur_, pass, threads_);  // q = -S p
    std::array<double, 4> step{}, turn{};
    const std::array<double, 4> along = products(width, p, q);
    for (std::size_t s = 0; s < w; ++s) {
      if (done[s]) continue;
      const double curvature = -along[s];
      // Rounding can leave a direction along which S is flat; nothing more is to be had there.
      if (!(curvature > 0)) {
        done[s] = true;
        continue;
      }
      step[s] = rz[s] / curvature;
      gained[s] += step[s] * rz[s];
    }
    add_times(width, step.data(), p, a);
    add_times(width, step.data(), q, r);
    bool behind = false;
    for (std::size_t s = 0; s < w; ++s)
      behind = behind || (!done[s] && is_behind(rz[s], first[s],
                                                tolerance * tolerance * std::max(scale[s] - gained[s], 0.0)));
    const bool restart = improve(status.iterations, behind, monitor);
    precondition(r, z, width);
    const std::array<double, 4> now = products(width, r, z);
    for (std::size_t s = 0; s < w; ++s) {
      if (done[s]) continue;
      const double before = std::exchange(rz[s], now[s]);
      turn[s] = restart ? 0 : rz[s] / before;
      done[s] = !(rz[s] > 0) || finished(s);
    }
    turn_to(width, z, turn.data(), p);
  }
  if (gains) std::copy_n(gained.begin(), w, gains);
  return status;
}

void Absorber::newton(const std::vector<std::vector<double>>& x, const std::vector<double>& v,
                      double tolerance, const Monitor& monitor, Step& step, int most_iterations) {
  const std::size_t regressors = x.size(), c = schur_.columns, n = c + regressors;
  step.status = {};
  const double* from = v.data();
  check_cancelled(monitor);
  // Right side C'W(v - P1 v) and X'W(v - P1 v), and what the eliminated effect alone explains.
  std::vector<double> r;
  double removed = 0;
  SchurPass reduce;
  reduce.v = &from;
  reduce.x = &x;
  reduce.out = &r;
  reduce.removed = &removed;
  schur_pass(schur_, reduce, threads_);
  std::vector<double> solution(n, 0.0), z(n), p, q(n);
  const auto precondition_all = [&] {
    precondition(r, z, 1);
    std::copy(r.begin() + static_cast<std::ptrdiff_t>(c), r.end(),
              z.begin() + static_cast<std::ptrdiff_t>(c));
    solve_packed(gram_.data(), regressors, z.data() + c);
  };
  precondition_all();
  p = z;
  double rz = product(r.data(), z.data(), n), gained = 0;
  // In the norm of W, the square of the error is the sum of all that later steps gain (Strakos & Tichy 2002);
  // r'M^-1 r is as good only as the preconditioner M.
  double last = 0, before_last = 0;
  // Below this all of the right side is rounding.
  const double first = rz, floor = 1e-31 * first;
  while (rz > floor && rz > tolerance * tolerance * (gained + removed)) {
    if (step.status.iterations == most_iterations) {
      step.status.converged = false;
      break;
    }
    check_cancelled(monitor);
    SchurPass pass;
    pass.a = p.data();
    pass.x = &x;
    pass.b = p.data() + c;
    pass.out = &q;
    schur_pass(schur_, pass, threads_);
    const double curvature = -product(p.data(), q.data(), n);
    if (!(curvature > 0)) break;
    const double length = rz / curvature;
    gained += length * rz;
    before_last = std::exchange(last, length * rz);
    for (std::size_t k = 0; k < n; ++k) {
      solution[k] += length * p[k];
      r[k] += length * q[k];
    }
    const bool restart = improve(step.status.iterations,
                                 is_behind(rz, first, tolerance * tolerance * (gained + removed)), monitor);
    precondition_all();
    const double before = rz;
    rz = product(r.data(), z.data(), n);
    const double turn = restart ? 0 : rz / before;
    for (std::size_t k = 0; k < n; ++k) p[k] = z[k] + turn * p[k];
    ++step.status.iterations;
  }
  step.beta.assign(solution.begin() + static_cast<std::ptrdiff_t>(c), solution.end());
  step.delta.resize(v.size());
  step.decrement = gained + removed;
  // As much again as a geometric series of the last two gains.
  const double to_come =
      last < before_last ? last * std::min(kSlowest, last / (before_last - last)) : kSlowest * last;
  step.residual = std::sqrt(std::max({rz, 0.0, step.status.iterations > 1 ? to_come : 0.0}));
  double* to = step.delta.data();
  check_cancelled(monitor);
  SchurPass take;
  take.v = &from;
  take.a = solution.data();
  take.x = &x;
  take.b = step.beta.data();
  take.store = &to;
  take.store_fit = true;
  schur_pass(schur_, take, threads_);
}

void Absorber::set_regressors(const std::vector<std::vector<double>>& x,
                              const std::vector<std::uint8_t>& held) {
  const std::size_t k = x.size(), n = schur_.rows;
  gram_.assign(k * (k + 1) / 2, 0.0);
  const std::vector<double> full = weighted_gram(x, schur_.weight, n, threads_);
  std::size_t at = 0;
  for (std::size_t i = 0; i < k; ++i) {
    // A diagonal of 0 makes an infinite pivot.
    for (std::size_t j = i; j < k; ++j)
      gram_[at++] = held.empty() || !(held[i] || held[j]) ? full[i * k + j] : 0.0;
  }
  factor_packed(gram_.data(), k);
}

std::vector<std::vector<std::vector<double>>> Absorber::coefficients(const std::vector<double>& v,
                                                                     double tolerance,
                                                                     const Monitor& monitor) {
  std::vector<std::vector<std::vector<double>>> result(sample_.effects.size());
  if (sample_.effects.empty()) return result;
  std::vector<double> rhs, a;
  const double* from = v.data();
  double norm = 0;
  SchurPass reduce;
  reduce.v = &from;
  reduce.out = &rhs;
  reduce.norm = &norm;
  schur_pass(schur_, reduce, threads_);
  solve(1, rhs, &norm, tolerance, monitor, a);
  for (const auto& part : schur_.parts) {
    const auto begin = a.begin() + static_cast<std::ptrdiff_t>(part.first);
    result[part.effect].emplace_back(begin, begin + static_cast<std::ptrdiff_t>(part.levels));
  }
  if (!schur_.eliminates) return result;
  // Each group by itself: least squares of what is left of v on 1 and its own slopes.
  const std::size_t terms = 1 + schur_.own_slope.size();
  auto& own = result[schur_.eliminated];
  own.assign(terms, std::vector<double>(schur_.groups(), 0.0));
  parallel_for(schur_.chunks(), threads_, [&](std::size_t c) {
    std::vector<double> gram(terms * (terms + 1) / 2), right(terms), mean(terms);
    for (std::size_t g = schur_.chunk_group[c]; g < schur_.chunk_group[c + 1]; ++g) {
      const std::size_t row = schur_.group_begin[g], end = schur_.group_begin[g + 1];
      const auto left = [&](std::size_t k) {
        double value = v[k];
        for (const auto& part : schur_.parts)
          value -= a[part.first + part.level[k]] * (part.slope ? part.slope[k] : 1.0);
        return value;
      };
      std::fill(gram.begin(), gram.end(), 0.0);
      std::fill(right.begin(), right.end(), 0.0);
      for (std::size_t q = 1; q < terms; ++q) {
        mean[q] = 0;
        for (std::size_t k = row; k < end; ++k) mean[q] += schur_.weight[k] * schur_.own_slope[q - 1][k];
        mean[q] *= schur_.inverse[g];
      }
      const auto value = [&](std::size_t q, std::size_t k) {
        return q == 0 ? 1.0 : schur_.own_slope[q - 1][k] - mean[q];
      };
      for (std::size_t k = row; k < end; ++k) {
        const double l = left(k);
        std::size_t at = 0;
        for (std::size_t i = 0; i < terms; ++i) {
          right[i] += schur_.weight[k] * value(i, k) * l;
          for (std::size_t j = i; j < terms; ++j) gram[at++] += schur_.weight[k] * value(i, k) * value(j, k);
        }
      }
      factor_packed(gram.data(), terms);
      solve_packed(gram.data(), terms, right.data());
      for (std::size_t q = 1; q < terms; ++q) right[0] -= right[q] * mean[q];
      for (std::size_t q = 0; q < terms; ++q) own[q][g] = right[q];
    }
  });
  return result;
}

}  // namespace sogdia
