#include "sogdia/gravity/poisson/separation.h"

#include <gtest/gtest.h>

#include <random>

#include "gravity/random_sample.h"

namespace sogdia::separation_test {

// On the rows that a separation may move the regressors are anything while it is looked for; a fit goes on
// with them, and an index made of what they were would no longer be one of regressors and effects.
TEST(Separation, looking_for_it_leaves_the_regressors_as_they_were) {
  std::mt19937_64 engine(7);
  int found = 0;
  for (int round = 0; round < 40; ++round) {
    test::SampleShape shape;
    shape.rows = 80;
    shape.levels = {25, 12};
    shape.slopes = round % 2 == 0;
    Sample sample = test::random_sample(shape, engine);
    sample.weight.clear();
    sample.terms.assign(sample.x.size(), "x");
    std::vector<std::uint8_t> zero(sample.size());
    for (std::size_t i = 0; i < sample.size(); ++i) {
      sample.y[i] = engine() % 3 == 0 ? 1.0 : 0.0;
      zero[i] = sample.y[i] == 0;
    }
    const std::vector<double> ones(sample.size(), 1.0);
    Absorber absorber(sample, 1);
    absorber.weigh(ones);
    const auto before = sample.x;
    found += decide(sample, absorber, zero, {}).count > 0;
    EXPECT_EQ(sample.x, before) << round;
    std::vector<double> guess(ones);
    certify(sample, absorber, zero, guess, {});
    EXPECT_EQ(sample.x, before) << round;
  }
  EXPECT_GT(found, 10);
}

}  // namespace sogdia::separation_test
