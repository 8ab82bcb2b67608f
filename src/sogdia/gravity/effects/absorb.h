#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/factor/laplacian.h"
#include "sogdia/gravity/factor/schur.h"
#include "sogdia/gravity/factor/schur_blocks.h"
#include "sogdia/gravity/factor/sparse_factor.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Weighted least squares on fixed effects. With D the effects' columns and W the weights, the normal
// equations
//   D'WD a = D'Wv
// are solved after eliminating the effect with the most levels, D1 (each of its groups is an equation of its
// own; the sample stands in their order). Left is the Schur complement of the other effects' columns C,
//   S = C'WC - C'W D1 (D1'W D1)^-1 D1'W C,
// for conjugate gradients. S is never formed: it is applied row by row. The preconditioner inverts dense
// diagonal blocks of it: all of S where its connected parts are small, and otherwise, effect by effect, the
// levels that the eliminated groups tie together. In a gravity panel, pairs eliminated, those are the years
// of one exporter and the years of one importer, so that what is left to iterate is how exporters and
// importers depend on each other. Effects whose levels hang together in large parts (workers, then firms) get
// an approximate Cholesky factor of the graph of their levels when conjugate gradients prove slow (see
// laplacian.h). A panel on which that is slow too, and whose S is small and sparse, is solved outright once
// the iterations have cost as much as a factor of S (see sparse_factor.h).
//
// Sums run over chunks that depend on the sample alone: the number of threads changes no bit.
class Absorber {
 public:
  static constexpr int kMostIterations = 20000;  // of conjugate gradients

  // Reads the sample's effects, which must outlive it.
  Absorber(const Sample& sample, int threads, const Monitor& monitor = {});

  // Weights of the observations, n long, at least 0, kept by reference. Without `refresh` the last
  // preconditioner stays: it remains right, and only the number of iterations depends on it.
  void weigh(const std::vector<double>& weights, bool refresh = true, const Monitor& monitor = {});

  struct Status {
    int iterations = 0;
    bool converged = true;
  };

  // v <- v - D a for each column, a its least-squares coefficients: stops where the error of v is below
  // `tolerance` of what is left of it, or where nothing is left of it (1e-11 of v), in the norm of W.
  // With slopes, or weights that differ by orders of magnitude, what is left is checked and done again until
  // it holds, if need be by QR; `never`: not where it only helps iterations.
  enum class Check { where_delicate, never };
  Status partial_out(const std::vector<std::vector<double>*>& columns, double tolerance,
                     const Monitor& monitor, Check check = Check::where_delicate);

  struct Step {
    std::vector<double> beta;   // k
    std::vector<double> delta;  // n: X beta + D a
    double decrement = 0;       // delta'W delta, twice what the quadratic model gains
    double residual = 0;        // about the error of delta in the norm of W
    Status status;
  };
  // Newton's step: the least squares of the working response v = score / weight on X and D, all coefficients
  // at once. X need not be orthogonal to D, and the nearer it is, the fewer the iterations. Stops where the
  // error of delta is below `tolerance` of delta, in the norm of W.
  void newton(const std::vector<std::vector<double>>& x, const std::vector<double>& v, double tolerance,
              const Monitor& monitor, Step& step, int most_iterations = kMostIterations);
  // Takes X'WX, for `newton`'s preconditioner. Regressors with held[j] != 0 keep the coefficient 0.
  void set_regressors(const std::vector<std::vector<double>>& x, const std::vector<std::uint8_t>& held = {});

  // The effects' coefficients a with D a closest to v: for each effect its intercepts (where it has them),
  // then its slopes, as many as levels each. Of the many solutions of collinear effects, one.
  std::vector<std::vector<std::vector<double>>> coefficients(const std::vector<double>& v, double tolerance,
                                                             const Monitor& monitor);

  // Takes the iterations at their word: where only means of a fit without weights make weights uneven, what
  // they hide are observations next to 0.
  void trust() { trusted_ = true; }

  // The effects are solved outright, by one factorization; and that costs about as much as a pass over the
  // rows.
  bool direct() const { return direct_; }
  // From now on, where a factor of S can be had within bounded work.
  void solve_outright(const Monitor& monitor);
  bool refreshes_at_ease() const { return direct_ && easy_; }

 private:
  void precondition(const std::vector<double>& r, std::vector<double>& z, int width) const;
  bool improve(int iterations, bool behind, const Monitor& monitor);
  bool turn_exact(const Monitor& monitor);
  void plan();
  Status solve(int width, std::vector<double>& rhs, const double* scale, double tolerance,
               const Monitor& monitor, std::vector<double>& a, int least = 0, double* gains = nullptr);
  void mend(const SchurPass& take, std::vector<double>& rhs, std::vector<double>& a,
            std::array<double, 4>& norm, bool converged, const std::vector<std::vector<double>>& before,
            double tolerance, const Monitor& monitor, std::array<bool, 4>& done);

  const Sample& sample_;
  int threads_ = 1;
  bool has_slopes_ = false;
  bool trusted_ = false;
  Schur schur_;
  std::vector<SchurBlocks> blocks_;
  std::vector<LaplacianFactor> laplacians_;  // in place of blocks by level
  std::optional<SparseFactor> exact_;        // in place of both, where they have been slow
  bool planned_ = false;                     // exact_ has been thought of: planned, or too dear
  double spent_ = 0;                         // iterations since the sample was taken
  bool uneven_ = false;                      // the sample's weights make them differ by orders
  bool delicate_ = false;                    // weights or slopes ask for a second look
  bool direct_ = false;                      // one exact factor covers S
  bool easy_ = false;                        // and costs little beside a pass
  std::vector<double> gram_;                 // packed Cholesky factor of X'WX
};

}  // namespace sogdia
