#include "sogdia/gravity/errors/dense_inverse.h"

#include <gtest/gtest.h>

#include <random>

#include "gravity/dense.h"

namespace sogdia::dense_inverse_test {

// Entry by entry: Eigen's products would be compiled for this test alone.
Eigen::MatrixXd to_eigen(const dense::Matrix& m) {
  Eigen::MatrixXd result(Eigen::Index(m.rows), Eigen::Index(m.cols));
  std::copy(m.values.begin(), m.values.end(), result.data());
  return result;
}

dense::Matrix inverted(const dense::Matrix& m, int threads) {
  Eigen::MatrixXd inverse = to_eigen(m);
  invert_in_place(inverse, threads);
  dense::Matrix result(m.rows, m.cols);
  std::copy(inverse.data(), inverse.data() + inverse.size(), result.values.begin());
  return result;
}

// |A B - I|, the largest entry
double from_identity(const dense::Matrix& a, const dense::Matrix& b) {
  dense::Matrix product = dense::product(a, b);
  for (std::size_t i = 0; i < product.rows; ++i) product(i, i) -= 1.0;
  return dense::largest(product);
}

TEST(DenseInverse, is_the_inverse_on_one_thread_and_on_many) {
  // Larger than two tiles, so that every part of the blocked algorithm is at work.
  const std::size_t n = 300;
  std::mt19937_64 engine(1);
  std::uniform_real_distribution<double> uniform(-1, 1);
  dense::Matrix root(n, n + 20), transposed(n + 20, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n + 20; ++j) root(i, j) = transposed(j, i) = uniform(engine);
  dense::Matrix matrix = dense::product(root, transposed);
  const dense::Matrix one = inverted(matrix, 1);
  EXPECT_EQ(one.values, inverted(matrix, 5).values);
  // The ridge: 1e-8 against a condition number of some 1e5.
  EXPECT_LT(from_identity(one, matrix), 1e-2);
  for (std::size_t i = 0; i < n; ++i) matrix(i, i) *= 2.0;
  EXPECT_LT(from_identity(inverted(matrix, 2), matrix), 1e-6);
}

}  // namespace sogdia::dense_inverse_test
