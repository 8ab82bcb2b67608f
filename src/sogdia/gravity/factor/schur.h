#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// The normal equations of fixed effects with the effect of the most levels eliminated. D1 are its columns
// (each of its groups stands by itself, rows together), C those of the other effects, W the weights:
//   S = C'WC - C'W D1 (D1'W D1)^-1 D1'W C.
// S is never formed; `schur_pass` goes through the rows once and does what its arguments ask for.
struct Schur {
  // Columns of a remaining effect: its levels (times a slope) from `first` on.
  struct Part {
    const std::uint32_t* level = nullptr;
    const double* slope = nullptr;  // nullptr = 1
    std::size_t first = 0, levels = 0, effect = 0;
    std::vector<std::uint8_t> run;  // of each group: it is not short, and its levels count up from row to row
  };

  std::size_t rows = 0;
  bool eliminates = false;                 // false: groups are mere tiles of rows, and S = C'WC
  std::size_t eliminated = 0;              // the effect
  std::vector<std::uint32_t> group_begin;  // groups + 1
  std::size_t widest = 0;                  // rows of the largest group
  std::vector<Part> parts;
  std::size_t columns = 0;               // of all parts
  std::vector<std::size_t> chunk_group;  // first group of each chunk of work, and the number of groups

  const double* weight = nullptr;
  std::vector<double> inverse;             // of each group: 1 / its weight, 0 where that is 0
  std::vector<const double*> own_slope;    // varying slopes of the eliminated effect
  std::vector<std::vector<double>> basis;  // the same, W-orthogonal to 1 and to each other in each group
  std::vector<std::vector<double>> basis_inverse;  // 1 / squared norm, by group

  std::size_t groups() const { return group_begin.size() - 1; }
  std::size_t chunks() const { return chunk_group.size() - 1; }
};

// Reads the sample's effects, which must outlive the result.
Schur eliminate_largest(const Sample& sample);

// Takes the weights (n long, at least 0, kept by reference).
void set_weights(Schur& schur, const std::vector<double>& weights, int threads);

// One pass over the rows, for `width` (1, 2 or 4) vectors at once. With P1 the projection on the eliminated
// effect it makes, of each vector,
//   t = v - (C a + X b),  t <- t - P1 t
// and does with t what it is asked to:
//   store    takes t
//   out      takes C'W t (columns x width), then X'W t where X is given
//   norm     takes t'W t
//   removed  takes the same of what P1 took off
// With `store_fit` and width 1 only the fit C a + X b + P1 (v - C a - X b) is made, into store.
//   v, store  n long each; nullptr, or a nullptr among them: 0, and not stored
//   a         columns x width; nullptr: 0
//   X, b      k regressors and their coefficients, with width 1
struct SchurPass {
  int width = 1;
  const double* const* v = nullptr;
  const double* a = nullptr;
  const std::vector<std::vector<double>>* x = nullptr;
  const double* b = nullptr;
  double* const* store = nullptr;
  bool store_fit = false;
  std::vector<double>* out = nullptr;
  double* norm = nullptr;
  double* removed = nullptr;
};
void schur_pass(const Schur& schur, const SchurPass& pass, int threads);

}  // namespace sogdia
