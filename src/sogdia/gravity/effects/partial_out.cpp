#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/effects/first_order.h"
#include "sogdia/gravity/factor/orthogonal.h"

namespace sogdia {
namespace {

// A projection stands once partialling out again, kLeast iterations at least, moves no more than kSettled, or
// than kLoose times the tolerance, and no level shows more than a tenth of that: levels together may hold
// many times what each of them shows.
constexpr double kSettled = 1e-7, kShown = 0.1, kLoose = 1e3, kLastDigits = 1e-15;
constexpr double kLittle = 1e-3;  // of a level's values
constexpr int kMendings = 5, kLeast = 3;

}  // namespace

Absorber::Status Absorber::partial_out(const std::vector<std::vector<double>*>& columns, double tolerance,
                                       const Monitor& monitor, Check check) {
  Status status;
  if (sample_.effects.empty()) return status;
  const bool delicate = delicate_ && check == Check::where_delicate;
  std::vector<std::vector<double>> given;  // of those that the iterations may not do
  std::vector<std::vector<double>*> undone;
  for (std::size_t first = 0; first < columns.size(); first += 4) {
    const std::size_t count = std::min<std::size_t>(4, columns.size() - first);
    const int width = count == 3 ? 4 : static_cast<int>(count);  // the last of them empty
    std::array<double*, 4> store{};
    std::vector<std::vector<double>> before;
    for (std::size_t s = 0; s < count; ++s) {
      store[s] = columns[first + s]->data();
      if (delicate) before.push_back(*columns[first + s]);
    }
    check_cancelled(monitor);
    std::vector<double> rhs, a;
    std::array<double, 4> norm{};
    SchurPass reduce;
    reduce.width = width;
    reduce.v = store.data();
    reduce.out = &rhs;
    reduce.norm = norm.data();
    schur_pass(schur_, reduce, threads_);
    const Status one = solve(width, rhs, norm.data(), tolerance, monitor, a);
    status.iterations = std::max(status.iterations, one.iterations);
    check_cancelled(monitor);
    SchurPass take;
    take.width = width;
    take.v = store.data();
    take.a = a.data();
    take.store = store.data();
    if (!delicate) {
      status.converged = status.converged && one.converged;
      schur_pass(schur_, take, threads_);
      continue;
    }
    take.out = &rhs;
    take.norm = norm.data();
    schur_pass(schur_, take, threads_);
    std::array<bool, 4> done{};
    mend(take, rhs, a, norm, one.converged, before, tolerance, monitor, done);
    for (std::size_t s = 0; s < before.size(); ++s) {
      if (done[s]) continue;
      undone.push_back(columns[first + s]);
      given.push_back(std::move(before[s]));
    }
  }
  if (undone.empty()) return status;
  const std::vector<double> weights(schur_.weight, schur_.weight + schur_.rows);
  status.converged = may_be_orthogonal(sample_) && *std::min_element(weights.begin(), weights.end()) > 0;
  if (!status.converged) return status;
  for (std::size_t s = 0; s < undone.size(); ++s) *undone[s] = std::move(given[s]);
  partial_out_orthogonally(sample_, weights, undone, monitor);
  return status;
}

// Where weights differ by orders of magnitude, or with slopes, what is left is partialled out again until
// that changes nothing and no level shows anything of it. `rhs` and `norm` are of what is left.
void Absorber::mend(const SchurPass& take, std::vector<double>& rhs, std::vector<double>& a,
                    std::array<double, 4>& norm, bool converged,
                    const std::vector<std::vector<double>>& before, double tolerance, const Monitor& monitor,
                    std::array<bool, 4>& done) {
  const std::vector<double> weights(schur_.weight, schur_.weight + schur_.rows);
  const double settled = std::min(kSettled, kLoose * tolerance), inner = std::min(tolerance, settled);
  for (int round = 0; round < kMendings && converged; ++round) {
    std::array<double, 4> gained{};
    converged = solve(take.width, rhs, norm.data(), inner, monitor, a, kLeast, gained.data()).converged;
    check_cancelled(monitor);
    schur_pass(schur_, take, threads_);
    bool all = true;
    for (std::size_t s = 0; s < before.size(); ++s) {
      double largest = 0;
      for (const double value : before[s]) largest = std::max(largest, std::abs(value));
      const std::vector<double> left(take.store[s], take.store[s] + schur_.rows);
      done[s] = converged && gained[s] <= settled * settled * norm[s] &&
                worst_projection(sample_, weights, left, kLastDigits * largest, uneven_ ? 0.0 : kLittle,
                                 threads_) <= kShown * settled;
      all = all && done[s];
    }
    if (all) return;
  }
}

}  // namespace sogdia
