#pragma once
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

inline Index numbered(std::size_t n) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < n; ++i) labels.push_back("C" + std::to_string(i));
  return Index(labels);
}

// Log-normal sizes and bilateral noise, heavy diagonals, some pairs without trade. Both directions of a pair
// are near each other, so that deficits stay within what incomes can bear.
inline OneSectorProblem random_economy(std::size_t n, unsigned seed, double zero_share = 0.2) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const Index countries = numbered(n);
  OneSectorProblem problem{
      OdMatrix(countries, countries, "USD"), OdMatrix(countries, countries, "hat", 1.0), 4.0, {}, {}, {}};
  std::vector<double> size(n);
  for (double& s : size) s = std::exp(2.0 * normal(engine));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double value = size[i] * size[j] * std::exp(normal(engine));
      const bool no_trade = uniform(engine) < zero_share;
      for (const auto& [from, to] : {std::pair(i, j), std::pair(j, i)})
        problem.trade(from, to) = i == j     ? 3.0 * value + size[i]
                                  : no_trade ? 0.0
                                             : 0.2 * value * std::exp(0.3 * normal(engine));
    }
  return problem;
}

inline void shake_costs(OneSectorProblem& problem, unsigned seed, double spread = 0.2) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  const std::size_t n = problem.trade.origins.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (i != j) problem.kappa_hat(i, j) = std::exp(spread * normal(engine));
}

inline void balance(OneSectorProblem& problem) {
  // Symmetric trade is balanced trade.
  const std::size_t n = problem.trade.origins.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) problem.trade(i, j) = problem.trade(j, i);
}

inline double income(const OdMatrix& trade, std::size_t i) {
  double sum = 0;
  for (std::size_t j = 0; j < trade.destinations.size(); ++j) sum += trade(i, j);
  return sum;
}
inline double expenditure(const OdMatrix& trade, std::size_t j) {
  double sum = 0;
  for (std::size_t i = 0; i < trade.origins.size(); ++i) sum += trade(i, j);
  return sum;
}
inline double world(const OdMatrix& trade) {
  double sum = 0;
  for (double value : trade.values) sum += value;
  return sum;
}

// The plain reference: adjust wages by excess demand until nothing moves (Alvarez & Lucas 2007), written from
// the equations and nothing else.
inline std::optional<std::vector<double>> welfare_by_fixed_point(const OneSectorProblem& p) {
  const std::size_t n = p.trade.origins.size();
  std::vector<double> w(n, 1.0), price(n), spending(n);
  bool moving = true;
  for (int step = 0; moving && step < 20000; ++step) {
    double total = 0, base = 0;
    for (std::size_t i = 0; i < n; ++i) {
      total += w[i] * income(p.trade, i);
      base += income(p.trade, i);
    }
    for (double& x : w) x *= base / total;
    std::vector<double> sold(n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
      double sum = 0;
      const double e = expenditure(p.trade, j);
      for (std::size_t i = 0; i < n; ++i)
        sum += p.trade(i, j) / e * std::pow(p.kappa_hat(i, j) * w[i], -p.theta);
      price[j] = std::pow(sum, -1 / p.theta);
      const double y = income(p.trade, j);
      spending[j] = w[j] * y + (e - y);
      for (std::size_t i = 0; i < n; ++i)
        sold[i] += p.trade(i, j) / e * std::pow(p.kappa_hat(i, j) * w[i], -p.theta) / sum * spending[j];
    }
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double earned = w[i] * income(p.trade, i);
      const double excess = sold[i] / earned - 1.0;
      const double abroad =
          spending[i] * (1.0 - p.trade(i, i) / expenditure(p.trade, i) * std::pow(w[i] / price[i], -p.theta));
      largest = std::max(largest, std::fabs(excess) * earned / abroad);
      w[i] *= 1.0 + 0.2 * excess;
    }
    moving = largest > 1e-10;
  }
  if (moving) return std::nullopt;
  std::vector<double> welfare(n);
  for (std::size_t j = 0; j < n; ++j) welfare[j] = spending[j] / expenditure(p.trade, j) / price[j];
  return welfare;
}

// --- published answers ---------------------------------------------------------------------------------

}  // namespace sogdia
