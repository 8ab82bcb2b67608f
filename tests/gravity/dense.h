#pragma once
// A gravity model the plain way: every effect is a column of dummies, solved densely. For small samples only.
// Householder's QR by hand, in long double: it shares nothing with the library that it checks, and no test
// compiles a matrix library for it.
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia::dense {

// Column after column.
struct Matrix {
  std::size_t rows = 0, cols = 0;
  std::vector<double> values;

  Matrix() = default;
  Matrix(std::size_t n, std::size_t k) : rows(n), cols(k), values(n * k, 0.0) {}
  double& operator()(std::size_t i, std::size_t j) { return values[j * rows + i]; }
  double operator()(std::size_t i, std::size_t j) const { return values[j * rows + i]; }
};

Matrix matrix_of(const std::vector<std::vector<double>>& columns);
// [a, columns]
Matrix beside(Matrix a, const std::vector<std::vector<double>>& columns);
std::vector<double> product(const Matrix& a, const std::vector<double>& x);
Matrix product(const Matrix& a, const Matrix& b);
Matrix inverse(const Matrix& a);
// Of a symmetric matrix, ascending.
std::vector<double> eigenvalues(const Matrix& a);
std::size_t rank(const Matrix& a);
// The largest entry without its sign.
double largest(const Matrix& a);
double largest(const std::vector<double>& values);
// |W^(1/2) v|
double norm(const std::vector<double>& weights, const std::vector<double>& v);
// a - b
std::vector<double> difference(const std::vector<double>& a, const std::vector<double>& b);
Matrix difference(const Matrix& a, const Matrix& b);

// All columns of the effects, n x (levels and slopes).
Matrix dummies(const Sample& sample);

// The weighted least-squares fit of v on the columns of a: its coefficients, and a times them.
std::vector<double> coefficients(const Matrix& a, const std::vector<double>& weights,
                                 const std::vector<double>& v);
std::vector<double> fitted(const Matrix& a, const std::vector<double>& weights, const std::vector<double>& v);

// What the effects leave of v, times the root of the weights, rows in order of weight; as many columns count
// as are no sums of others where every row weighs the same.
std::vector<long double> exactly_left(const Sample& sample, const std::vector<double>& weights,
                                      const std::vector<double>& v);

struct DenseFit {
  std::vector<double> beta;
  std::vector<double> mu, eta;
  Sample sample;  // x partialled out of the effects at the solution
  std::vector<double> working_weight, score_residual;
};

DenseFit fit(Sample sample, Family family);

// Levels in the order of their keys.
Effect effect_of(const std::string& name, const std::vector<std::string>& columns,
                 const std::vector<std::int64_t>& key);
Groups groups_of(const std::string& name, const std::vector<std::int64_t>& key);

}  // namespace sogdia::dense
