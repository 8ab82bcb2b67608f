#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/factor/schur.h"

namespace sogdia {

// What S (see schur.h) is on the levels of one effect: the Laplacian of a graph. Two levels are joined by
// each eliminated group that holds both, with w_i w_j / (weight of the group). Where the groups tie all
// levels together (the firms that workers pass through) the graph is too large to be factored exactly;
// conjugate gradients then lean on an approximate Cholesky factor, as in Gao, Kyng & Spielman (2023), "Robust
// and practical solution of Laplacian equations by approximate elimination": to eliminate a vertex is to join
// its neighbours by a clique, of which a random tree is kept that has the clique's weights on average.
struct LaplacianFactor {
  std::size_t part = 0;              // of S: an effect's intercepts
  std::vector<std::uint32_t> order;  // levels, first eliminated first
  std::vector<double> inverse;     // of each in that order: 1 / its weight; 0 = nothing is left to join it to
  std::vector<std::size_t> begin;  // of each in the two below
  std::vector<std::uint32_t> neighbour;  // position in the order
  std::vector<float> fraction;           // of the pivot; single precision does, half as much to read
};

// The same random numbers every time: the factor depends on the weights alone.
LaplacianFactor factor_laplacian(const Schur& schur, std::size_t part, const Monitor& monitor = {});

// z = M^-1 r (z += M^-1 r where `add`) on the columns of the factor's part; r, z: columns x width (1, 2 or
// 4).
void solve_laplacian(const Schur& schur, const LaplacianFactor& factor, const double* r, double* z, int width,
                     bool add = false);

}  // namespace sogdia
