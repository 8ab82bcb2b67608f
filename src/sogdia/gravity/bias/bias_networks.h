#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "sogdia/gravity/bias/gravity_sides.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Observations of each pair, ordered by period.
struct PairedRows {
  std::vector<std::size_t> start;  // of each pair in `row`, and the end
  std::vector<std::uint32_t> row;  // observations
  std::size_t pairs() const { return start.size() - 1; }
};
PairedRows pair_rows(const Groups& pair, const Groups& period);

// The numbers that occur, counted from 0 in their order.
class Renumbered {
 public:
  explicit Renumbered(std::vector<std::uint32_t> all);
  std::uint32_t count() const { return std::uint32_t(known_.size()); }
  std::uint32_t operator()(std::uint32_t number) const;

 private:
  std::vector<std::uint32_t> known_;
};

// What the bias of a fit is computed from.
struct BiasData {
  const Sample& sample;  // x partialled out
  const std::vector<double>& mu;
  const GravitySides& sides;
  const PairedRows& paired;

  double weight(std::uint32_t i) const { return sample.weight.empty() ? 1.0 : sample.weight[i]; }
  double lambda(std::uint32_t i) const { return weight(i) * mu[i]; }
  double score(std::uint32_t i) const { return weight(i) * (sample.y[i] - mu[i]); }
  std::uint32_t first_row(std::size_t pair) const { return paired.row[paired.start[pair]]; }
};

// A pair's lambda, scores and regressors over all T periods, zero where it has no observation.
struct PairBlock {
  Eigen::VectorXd lambda, score;
  Eigen::MatrixXd x;
};

// The pairs, sides and periods of a network (a sector), each counted from 0.
struct BiasNetwork {
  const BiasData* data = nullptr;
  std::vector<std::size_t> pair;                  // among the data's
  std::vector<std::uint32_t> exporter, importer;  // of each
  std::uint32_t exporters = 0, importers = 0;
  std::vector<std::uint32_t> period;  // of each observation, pair by pair
  std::vector<std::size_t> first;     // of each pair in `period`
  Eigen::Index periods = 0;

  PairBlock block(std::size_t p) const;
};

// In the order of sides.network; `data` must outlive them.
std::vector<BiasNetwork> networks_of(const BiasData& data);

}  // namespace sogdia
