#include "sogdia/gravity/effects/first_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

struct Sums {
  double score = 0, scale = 0;
};

// By level of an effect, each row's terms times |slope|: `residual` and `size` of a row are times its weight.
template <class Residual, class Size>
std::vector<Sums> sums_by_level(const Effect& effect, const double* slope, const Residual& residual,
                                const Size& size) {
  std::vector<Sums> sums(effect.levels);
  for (std::size_t i = 0; i < effect.level.size(); ++i) {
    const double c = slope ? slope[i] : 1.0;
    Sums& to = sums[effect.level[i]];
    to.score += c * residual(i);
    to.scale += std::abs(c) * size(i);
  }
  return sums;
}

std::vector<Sums> sums_by_level(const Sample& sample, const std::vector<double>& mu, const Effect& effect,
                                const double* slope, double noise) {
  return sums_by_level(
      effect, slope, [&](std::size_t i) { return weight_at(sample, i) * (sample.y[i] - mu[i]); },
      [&](std::size_t i) {
        return weight_at(sample, i) * (std::abs(sample.y[i]) + std::abs(mu[i]) + noise);
      });
}

double part(const Sums& sums) { return sums.scale > 0 ? std::abs(sums.score) / sums.scale : 0.0; }

}  // namespace

Given take_given(Sample& sample, int threads) {
  Given given;
  given.row = sample.row;
  given.terms = sample.terms;
  const std::size_t k = sample.x.size(), n = sample.size();
  given.x.resize(k);
  given.mean.assign(k, 0.0);
  given.largest.assign(k, 0.0);
  const bool absorbed = std::any_of(sample.effects.begin(), sample.effects.end(),
                                    [](const Effect& effect) { return effect.intercept; }) ||
                        (k > 0 && sample.terms.front() == "(Intercept)");
  parallel_for(k, threads, [&](std::size_t j) {
    auto& x = sample.x[j];
    if (absorbed && sample.terms[j] != "(Intercept)") {
      double sum = 0;
      for (const double value : x) sum += value;
      sum /= static_cast<double>(n);
      given.mean[j] = sum;
      for (double& value : x) value -= sum;
    }
    double largest = 0;
    for (const double value : x) largest = std::max(largest, std::abs(value));
    given.largest[j] = largest;
    given.x[j].resize(n);
    for (std::size_t i = 0; i < n && largest > 0; ++i) given.x[j][i] = static_cast<float>(x[i] / largest);
  });
  return given;
}

void give_back(const Given& given, Sample& sample, std::vector<double>& beta, std::vector<double>& vcov) {
  if (!sample.effects.empty() || sample.terms.empty() || sample.terms.front() != "(Intercept)") return;
  const std::size_t k = beta.size();
  std::vector<double> mean(k, 0.0);
  std::size_t from = 0;
  for (std::size_t j = 0; j < k; ++j, ++from) {
    while (given.terms[from] != sample.terms[j]) ++from;
    mean[j] = given.mean[from];
    for (double& value : sample.x[j]) value += mean[j];
    beta[0] -= mean[j] * beta[j];
  }
  // The constant is b_0 - sum m_j b_j: first its row, then its column.
  for (std::size_t c = 0; c < k; ++c) {
    for (std::size_t j = 1; j < k; ++j) vcov[c] -= mean[j] * vcov[j * k + c];
  }
  for (std::size_t r = 0; r < k; ++r) {
    for (std::size_t j = 1; j < k; ++j) vcov[r * k] -= mean[j] * vcov[r * k + j];
  }
}

double mean_residual(const Sample& sample, const std::vector<double>& mu) {
  std::vector<double> squares(sample.size()), weights(sample.size());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    weights[i] = weight_at(sample, i);
    squares[i] = weights[i] * (sample.y[i] - mu[i]) * (sample.y[i] - mu[i]);
  }
  const double weight = ordered_sum(weights);
  return weight > 0 ? std::sqrt(ordered_sum(squares) / weight) : 0.0;
}

FirstOrder first_order(const Sample& sample, const std::vector<double>& mu, const Given& given, int threads,
                       double noise) {
  const std::size_t n = sample.size(), k = given.x.size();
  // The rows that are left, in the order of those that there were.
  std::vector<std::uint32_t> place(n);
  std::size_t at = 0;
  for (std::size_t i = 0; i < n; ++i, ++at) {
    while (given.row[at] != sample.row[i]) ++at;
    place[i] = static_cast<std::uint32_t>(at);
  }
  std::vector<double> regressors(k);
  parallel_for(k, threads, [&](std::size_t j) {
    const auto& x = given.x[j];
    Sums sums;
    for (std::size_t i = 0; i < n; ++i) {
      const double c = weight_at(sample, i) * double(x[place[i]]);
      sums.score += c * (sample.y[i] - mu[i]);
      sums.scale += std::abs(c) * (std::abs(sample.y[i]) + std::abs(mu[i]) + noise);
    }
    regressors[j] = part(sums);
  });
  FirstOrder found;
  for (std::size_t j = 0; j < k; ++j) {
    if (!(regressors[j] <= found.worst)) found = {regressors[j], given.terms[j]};
  }
  std::vector<FirstOrder> effects(sample.effects.size());
  parallel_for(effects.size(), threads, [&](std::size_t e) {
    const Effect& effect = sample.effects[e];
    for (std::size_t s = 0; s < effect.slopes.size() + effect.intercept; ++s) {
      const bool slope = s >= std::size_t{effect.intercept};
      const std::size_t number = s - effect.intercept;
      const auto sums =
          sums_by_level(sample, mu, effect, slope ? effect.slopes[number].data() : nullptr, noise);
      for (std::size_t level = 0; level < effect.levels; ++level) {
        const double off = part(sums[level]);
        if (off <= effects[e].worst) continue;
        effects[e] = {off, slope ? effect.name + "[" + effect.slope_names[number] + "]" : effect.name};
      }
    }
  });
  for (const FirstOrder& effect : effects) {
    if (!(effect.worst <= found.worst)) found = effect;
  }
  return found;
}

double worst_projection(const Sample& sample, const std::vector<double>& weights,
                        const std::vector<double>& left, double rounding, double little, int threads) {
  constexpr double kConstant = 1e-24;  // of a slope's squares in a level: what is left of them about its mean
  std::vector<double> worst(sample.effects.size(), 0.0);
  parallel_for(worst.size(), threads, [&](std::size_t e) {
    const Effect& effect = sample.effects[e];
    const auto by_level = [&](const auto& term) {
      std::vector<double> sums(effect.levels, 0.0);
      for (std::size_t i = 0; i < left.size(); ++i) sums[effect.level[i]] += weights[i] * term(i);
      return sums;
    };
    const auto ones = [](std::size_t) { return 1.0; };
    const auto weight = by_level(ones), square = by_level([&](std::size_t i) { return left[i] * left[i]; });
    double all = 0;
    for (const double own : square) all += own;
    const auto look = [&](const auto& c, const std::vector<double>& squares) {
      const auto along = by_level([&](std::size_t i) { return c(i) * left[i]; });
      const auto size =
          by_level([&](std::size_t i) { return std::abs(c(i)) * (std::abs(left[i]) + rounding); });
      const auto length = by_level([&](std::size_t i) { return std::abs(c(i)); });
      const auto own = by_level([&](std::size_t i) { return c(i) * c(i); });
      for (std::size_t l = 0; l < effect.levels; ++l) {
        if (!(square[l] > 0) || !(own[l] > kConstant * squares[l])) continue;
        const double most = size[l] + little * std::sqrt(square[l] / weight[l]) * length[l];
        worst[e] = std::max(worst[e], std::abs(along[l]) / most * std::sqrt(square[l] / all));
      }
    };
    if (effect.intercept) look(ones, weight);
    for (const auto& slope : effect.slopes) {
      auto mean = by_level([&](std::size_t i) { return effect.intercept ? slope[i] : 0.0; });
      for (std::size_t l = 0; l < effect.levels; ++l) mean[l] = weight[l] > 0 ? mean[l] / weight[l] : 0.0;
      look([&](std::size_t i) { return slope[i] - mean[effect.level[i]]; },
           by_level([&](std::size_t i) { return slope[i] * slope[i]; }));
    }
  });
  return worst.empty() ? 0.0 : *std::max_element(worst.begin(), worst.end());
}

double worst_level(const Sample& sample, const std::vector<double>& mu, int threads) {
  std::vector<double> worst(sample.effects.size(), 0.0);
  parallel_for(worst.size(), threads, [&](std::size_t e) {
    const Effect& effect = sample.effects[e];
    if (!effect.intercept) return;
    for (const Sums& sums : sums_by_level(sample, mu, effect, nullptr, 0))
      worst[e] = std::max(worst[e], part(sums));
  });
  return worst.empty() ? 0.0 : *std::max_element(worst.begin(), worst.end());
}

}  // namespace sogdia
