// Functions of registers are those of <cmath>, at every width that this machine has.
#include "sogdia/access/hierarchy/vector_math.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sogdia::vector_math_test {

enum class Of { exponential, logarithm, arcsine, inverse_root };

struct Compute {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const Of& of, const int& k, Line<double>& line) {
    using Math = VectorMath<kBytes>;
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      typename Math::Numbers x = part<kBytes>(line, p);
      if (of == Of::exponential) Math::exponential(x);
      if (of == Of::logarithm) Math::logarithm(x);
      if (of == Of::arcsine) Math::arcsine(x);
      if (of == Of::inverse_root) Math::inverse_root(x, k);
      part<kBytes>(line, p) = x;
    }
  }
};

double expected(Of of, int k, double x) {
  switch (of) {
    case Of::exponential:
      return std::exp(x);
    case Of::logarithm:
      return std::log(x);
    case Of::arcsine:
      return std::asin(x);
    case Of::inverse_root:
      return static_cast<double>(std::pow(static_cast<long double>(x), -1.0L / k));
  }
  return 0;
}

// At each width: within `digits` units of the last place of the result, or of `near` where that is larger.
void compare(Of of, int k, std::vector<double> xs, double digits, double near) {
  Line<double> asked;
  for (std::size_t lane = 0; lane < kLanes<double>; ++lane) asked.lane[lane] = xs[lane % xs.size()];
  Line<double> plain = asked, wide = asked;
  run_plain<Compute>(of, k, plain);
  run_widest<Compute>(of, k, wide);
  for (std::size_t lane = 0; lane < kLanes<double>; ++lane) {
    const double right = expected(of, k, asked.lane[lane]),
                 allowed = digits * 0x1p-53 * std::max(std::abs(right), near);
    RC_ASSERT(std::abs(plain.lane[lane] - right) <= allowed);
    RC_ASSERT(std::abs(wide.lane[lane] - right) <= allowed);
  }
}

// Evenly over an interval, its ends among them.
std::vector<double> within(double low, double high) {
  std::vector<double> xs;
  for (std::size_t lane = 0; lane < kLanes<double>; ++lane) {
    const double at = *rc::gen::inRange(0, 1'000'001) / 1e6;
    xs.push_back(std::min(high, low + at * (high - low)));
  }
  return xs;
}

RC_GTEST_PROP(VectorMath, exponentials, ()) { compare(Of::exponential, 0, within(-690, 690), 3, 0); }

RC_GTEST_PROP(VectorMath, logarithms_of_all_sizes, ()) {
  std::vector<double> xs = within(-680, 680);
  for (double& x : xs) x = std::exp(x);
  compare(Of::logarithm, 0, xs, 3, 0);
}

// Near one a logarithm is small: what counts is how far x is from one.
RC_GTEST_PROP(VectorMath, logarithms_near_one, ()) {
  compare(Of::logarithm, 0, within(0.7, 1.5), 4, 0);
  compare(Of::logarithm, 0, within(1 - 1e-9, 1 + 1e-9), 4, 0);
}

RC_GTEST_PROP(VectorMath, arcsines_from_zero_to_one, ()) {
  compare(Of::arcsine, 0, within(0, 1), 8, 0);
  compare(Of::arcsine, 0, within(0.499999, 0.500001), 8, 0);
  compare(Of::arcsine, 0, within(0, 1e-6), 4, 0);
}

RC_GTEST_PROP(VectorMath, inverse_roots, ()) {
  std::vector<double> xs = within(-200, 200);
  for (double& x : xs) x = std::exp(x);
  compare(Of::inverse_root, *rc::gen::inRange(2, 9), xs, 16, 0);
}

TEST(VectorMath, ends_of_their_ranges) {
  Line<double> line;
  for (double& x : line.lane) x = 1;
  const int k = 4;
  Of of = Of::logarithm;
  run_widest<Compute>(of, k, line);
  EXPECT_EQ(line.lane[0], 0);
  for (double& x : line.lane) x = 1;
  of = Of::arcsine;
  run_widest<Compute>(of, k, line);
  EXPECT_EQ(line.lane[0], std::asin(1.0));
}

}  // namespace sogdia::vector_math_test
