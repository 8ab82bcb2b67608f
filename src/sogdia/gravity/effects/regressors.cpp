#include "sogdia/gravity/effects/regressors.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/factor/schur_blocks.h"

namespace sogdia {

std::vector<double> weighted_gram(const std::vector<std::vector<double>>& x, const double* weight,
                                  std::size_t n, int threads) {
  constexpr std::size_t kRows = 2048;  // stays in the nearest cache for a few dozen columns
  const std::size_t k = x.size(), pairs = k * (k + 1) / 2;
  const std::size_t chunks = std::max<std::size_t>(1, std::min<std::size_t>(64, n / 16384));
  std::vector<double> partial(chunks * pairs, 0.0);
  parallel_for(chunks, threads, [&](std::size_t c) {
    double* sums = partial.data() + c * pairs;
    std::vector<double> wx(kRows);
    for (std::size_t begin = n * c / chunks; begin < n * (c + 1) / chunks; begin += kRows) {
      const std::size_t end = std::min(begin + kRows, n * (c + 1) / chunks);
      std::size_t at = 0;
      for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t r = begin; r < end; ++r) wx[r - begin] = weight[r] * x[i][r];
        for (std::size_t j = i; j < k; ++j) {
          double s[4] = {};
          std::size_t r = begin;
          for (; r + 4 <= end; r += 4) {
            for (std::size_t l = 0; l < 4; ++l) s[l] += wx[r + l - begin] * x[j][r + l];
          }
          for (; r < end; ++r) s[0] += wx[r - begin] * x[j][r];
          sums[at++] += (s[0] + s[1]) + (s[2] + s[3]);
        }
      }
    }
  });
  std::vector<double> gram(k * k, 0.0);
  std::size_t at = 0;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = i; j < k; ++j, ++at) {
      double sum = 0;
      for (std::size_t c = 0; c < chunks; ++c) sum += partial[c * pairs + at];
      gram[i * k + j] = gram[j * k + i] = sum;
    }
  }
  return gram;
}

std::vector<double> column_norms(const std::vector<std::vector<double>>& x, const double* weight,
                                 bool centred, int threads) {
  std::vector<double> norms(x.size());
  parallel_for(x.size(), threads, [&](std::size_t j) {
    double sum = 0, total = 0, mean = 0;
    const std::size_t n = x[j].size();
    if (centred) {
      for (std::size_t i = 0; i < n; ++i) {
        sum += weight[i] * x[j][i];
        total += weight[i];
      }
      mean = total > 0 ? sum / total : 0;
    }
    double norm = 0;
    for (std::size_t i = 0; i < n; ++i) norm += weight[i] * (x[j][i] - mean) * (x[j][i] - mean);
    norms[j] = norm;
  });
  return norms;
}

std::vector<double> column_sizes(const std::vector<std::vector<double>>& x, bool centred, int threads) {
  constexpr double kRounding = 64 * 2.2e-16;  // of the largest |x|: what partialling out leaves of a constant
  std::vector<double> sizes(x.size());
  if (x.empty()) return sizes;
  const std::vector<double> ones(x.front().size(), 1.0);
  sizes = column_norms(x, ones.data(), centred, threads);
  parallel_for(x.size(), threads, [&](std::size_t j) {
    double largest = 0;
    for (const double value : x[j]) largest = std::max(largest, std::abs(value));
    const double rounding = kRounding * largest;
    sizes[j] = std::max(sizes[j], double(x[j].size()) * rounding * rounding / kAbsorbed);
  });
  return sizes;
}

Collinear find_collinear(const std::vector<std::vector<double>>& x, const std::vector<double>& size,
                         int threads) {
  const std::size_t k = x.size();
  Collinear found{std::vector<std::uint8_t>(k, 0), std::vector<std::uint8_t>(k, 0)};
  if (k == 0) return found;
  const std::vector<double> ones(x.front().size(), 1.0);
  const std::vector<double> gram = weighted_gram(x, ones.data(), x.front().size(), threads);
  std::vector<double> packed;
  for (std::size_t i = 0; i < k; ++i) {
    if (!(gram[i * k + i] > kAbsorbed * size[i])) found.by_effects[i] = found.drop[i] = 1;
    for (std::size_t j = i; j < k; ++j) packed.push_back(gram[i * k + j]);
  }
  // A column that the effects absorb must not decide about the others.
  std::size_t at = 0;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = i; j < k; ++j, ++at) {
      if (found.by_effects[i] || found.by_effects[j]) packed[at] = 0;
    }
  }
  factor_packed(packed.data(), k);
  at = 0;
  for (std::size_t i = 0; i < k; at += k - i, ++i) {
    if (std::isinf(packed[at])) found.drop[i] = 1;
  }
  return found;
}

}  // namespace sogdia
