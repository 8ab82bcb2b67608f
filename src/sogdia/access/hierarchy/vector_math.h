#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sogdia/access/hierarchy/lanes.h"

namespace sogdia {

// Functions of a register of numbers, to the last digit or two. Vectors are passed by reference: by value
// they are not passed alike on all machines.
template <std::size_t kBytes>
struct VectorMath {
  using Numbers = typename Register<double, kBytes>::Type;
  using Bits = typename Register<std::uint64_t, kBytes>::Type;

  [[gnu::always_inline]] static inline void lower(Numbers& a, const Numbers& b) { a = b < a ? b : a; }
  [[gnu::always_inline]] static inline void raise(Numbers& a, const Numbers& b) { a = b > a ? b : a; }
  // x^n of n >= 1.
  [[gnu::always_inline]] static inline void power(Numbers& x, int n) {
    Numbers square = x;
    bool any = n & 1;
    while ((n >>= 1) > 0) {
      square *= square;
      if (!(n & 1)) continue;
      if (any)
        x *= square;
      else
        x = square;
      any = true;
    }
  }

  // e^x of |x| < 700: x = n ln 2 + r with |r| <= (ln 2) / 2, and the series of e^r.
  [[gnu::always_inline]] static inline void exponential(Numbers& x) {
    constexpr double kToWhole = 0x1.8p52;  // added and taken away, it rounds
    const Numbers shifted = x * 1.4426950408889634 + kToWhole, n = shifted - kToWhole,
                  r = (x - n * kLn2) - n * kLn2Rest;
    Numbers sum = Numbers{} + 1.0 / 6227020800;
    constexpr double kOneOver[] = {
        1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720,
        1.0 / 120,       1.0 / 24,       1.0 / 6,       1.0 / 2,      1.0,         1.0};
    for (const double one_over : kOneOver) sum = sum * r + one_over;
    x = reinterpret_cast<Numbers>(reinterpret_cast<Bits>(sum) + (reinterpret_cast<Bits>(shifted) << 52));
  }

  // ln x of finite x >= 2^-1000: x = 2^n m with m from sqrt(1/2) to sqrt(2), and of s = (m - 1) / (m + 1) the
  // series  ln m = 2 (s + s^3 / 3 + s^5 / 5 + ...).
  [[gnu::always_inline]] static inline void logarithm(Numbers& x) {
    constexpr std::uint64_t kRootOfHalf = 0x3FE6A09E667F3BCD, kBias = 1024;
    constexpr double kWhole = 0x1p52;
    const Bits bits = reinterpret_cast<Bits>(x),
               n = (bits - kRootOfHalf + (kBias << 52)) >> 52;  // and kBias
    const Numbers m = reinterpret_cast<Numbers>(bits - ((n - kBias) << 52)),
                  exponent = reinterpret_cast<Numbers>(n | reinterpret_cast<Bits>(Numbers{} + kWhole)) -
                             (kWhole + kBias),
                  s = (m - 1) / (m + 1), square = s * s;
    Numbers sum = Numbers{} + 1.0 / 23;
    for (int odd = 21; odd > 0; odd -= 2) sum = sum * square + 1.0 / odd;
    x = exponent * kLn2 + (2 * s * sum + exponent * kLn2Rest);
  }

  // asin x of x from 0 to 1: to 1/2 its series; above it is pi / 2 - 2 asin sqrt((1 - x) / 2).
  [[gnu::always_inline]] static inline void arcsine(Numbers& x) {
    constexpr double kHalfPi = 0x1.921fb54442d18p0;
    const Numbers half = Numbers{} + 0.5, square = x * x;
    Numbers z = half - x * half;
    lower(z, square);
    Numbers root = z;
    for (std::size_t k = 0; k < kBytes / sizeof(double); ++k) root[k] = std::sqrt(z[k]);
    Numbers sum = Numbers{} + kArcsine.of[kArcsineTerms - 1];
    for (std::size_t n = kArcsineTerms - 1; n-- > 0;) sum = sum * z + kArcsine.of[n];
    const Numbers near = root * sum, far = kHalfPi - 2 * near;
    x = x > half ? far : near;
  }

  // x^(-1/k) of finite x > 0 by Newton's method on y^-k = x: y <- y + y (1 - x y^k) / k. It starts within a
  // twentieth: by the upper half of a number's bits, 2^20 (exponent + 1023 + fraction), its logarithm is
  // divided.
  [[gnu::always_inline]] static inline void inverse_root(Numbers& x, int k) {
    constexpr double kWhole = 0x1p52, kOne = (1023.0 - 0.045) * 0x1p20;
    const double each = 1.0 / k;
    const Bits magic = reinterpret_cast<Bits>(Numbers{} + kWhole);
    const Numbers log = reinterpret_cast<Numbers>((reinterpret_cast<Bits>(x) >> 32) | magic) - kWhole - kOne;
    const Numbers guess = kOne + kWhole - log * each;
    Numbers y = reinterpret_cast<Numbers>((reinterpret_cast<Bits>(guess) ^ magic) << 32);
    for (int step = 0; step < 5; ++step) {
      Numbers whole = y;
      power(whole, k);
      y += y * (1 - x * whole) * each;
    }
    x = y;
  }

 private:
  static constexpr double kLn2 = 0x1.62e42fefa3800p-1, kLn2Rest = 0x1.ef35793c76730p-45;
  // (2n)! / (4^n n!^2 (2n + 1)), of z^n up to 1/4^n.
  static constexpr std::size_t kArcsineTerms = 24;
  struct Series {
    double of[kArcsineTerms];
  };
  static constexpr Series kArcsine = [] {
    Series series{};
    double middle = 1;
    for (std::size_t n = 0; n < kArcsineTerms; ++n) {
      series.of[n] = middle / static_cast<double>(2 * n + 1);
      middle *= static_cast<double>(2 * n + 1) / static_cast<double>(2 * n + 2);
    }
    return series;
  }();
};

}  // namespace sogdia
