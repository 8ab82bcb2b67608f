#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <vector>

#include "sogdia/core/monitor.h"

namespace sogdia {

// What estimating two crossed sets of effects costs each cell of a gravity panel. Cell p joins unit a of one
// side and unit b of the other over T periods, with fitted values lambda_p (T, zero where there is no
// observation) and
//   H_p = diag(lambda_p) - lambda_p lambda_p' / sum(lambda_p)   where an effect of the cell is concentrated
//   out, H_p = diag(lambda_p)                                        otherwise.
// The effects' information is F = [ diag(H_a), H_ab; H_ab', diag(H_b) ], H_a and H_b the sums of H_p.
struct Cells {
  std::size_t periods = 0;
  std::uint32_t units_a = 0, units_b = 0;
  std::vector<std::uint32_t> a, b;  // of each cell, in any order; no two cells alike
  std::vector<double> lambda;       // periods numbers a cell
  bool concentrated = false;
  std::size_t size() const { return a.size(); }
};

// Calls visit(p, d_p F^+ d_p') for each cell, a T x T block each: of unit a + of unit b + both cross blocks.
// Cells of one unit a are visited in their order by one thread, those of different units on several. The
// blocks are exact but for parts that H_p takes to zero. The smaller side should be b: its system is inverted
// whole.
void visit_effect_leverage(const Cells& cells, int threads, const Monitor& monitor,
                           const std::function<void(std::size_t, const Eigen::MatrixXd&)>& visit);

// Of a symmetric positive semi-definite matrix, by its eigenvalues above 1e-11 of the largest.
Eigen::MatrixXd pseudo_inverse(const Eigen::MatrixXd& matrix);

}  // namespace sogdia
