#include "sogdia/gravity/bias.h"

#include <Eigen/Dense>
#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/effect_leverage.h"
#include "sogdia/gravity/meat.h"

namespace sogdia {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Observations of each pair, ordered by period.
struct PairedRows {
  std::vector<std::size_t> start;  // of each pair in `row`, and the end
  std::vector<std::uint32_t> row;  // observations
  std::vector<std::uint32_t> exporter, importer;
  std::size_t pairs() const { return exporter.size(); }
};

PairedRows pair_rows(const Groups& exporter, const Groups& importer,
                     const std::vector<std::uint32_t>& period) {
  const std::size_t n = exporter.group.size();
  std::vector<std::uint32_t> pair;
  const std::size_t pairs = std::size_t(
      intersect({exporter.group.data(), exporter.groups}, {importer.group.data(), importer.groups}, n, pair));
  PairedRows paired;
  paired.start.assign(pairs + 1, 0);
  for (const std::uint32_t p : pair) ++paired.start[p + 1];
  for (std::size_t p = 0; p < pairs; ++p) paired.start[p + 1] += paired.start[p];
  paired.row.resize(n);
  std::vector<std::size_t> next = paired.start;
  for (std::size_t i = 0; i < n; ++i) paired.row[next[pair[i]]++] = std::uint32_t(i);
  for (std::size_t p = 0; p < pairs; ++p) {
    const auto begin = paired.row.begin() + std::ptrdiff_t(paired.start[p]);
    const auto end = paired.row.begin() + std::ptrdiff_t(paired.start[p + 1]);
    std::stable_sort(begin, end, [&](std::uint32_t a, std::uint32_t b) { return period[a] < period[b]; });
    paired.exporter.push_back(exporter.group[*begin]);
    paired.importer.push_back(importer.group[*begin]);
  }
  return paired;
}

// A pair's lambda, scores and regressors over all T periods, zero where it has no observation.
struct PairBlock {
  VectorXd lambda, score;
  MatrixXd x;
};

struct Data {
  const Sample& sample;
  const std::vector<double>& mu;
  const std::vector<std::uint32_t>& period;
  const PairedRows& paired;
  Index periods;

  double weight(std::uint32_t i) const { return sample.weight.empty() ? 1.0 : sample.weight[i]; }
  double lambda(std::uint32_t i) const { return weight(i) * mu[i]; }
  double score(std::uint32_t i) const { return weight(i) * (sample.y[i] - mu[i]); }

  void fill(std::size_t pair, PairBlock& block) const {
    block.lambda.setZero(periods);
    block.score.setZero(periods);
    block.x.setZero(periods, Index(sample.x.size()));
    for (std::size_t o = paired.start[pair]; o < paired.start[pair + 1]; ++o) {
      const std::uint32_t i = paired.row[o];
      const Index t = period[i];
      block.lambda[t] = lambda(i);
      block.score[t] = score(i);
      for (std::size_t k = 0; k < sample.x.size(); ++k) block.x(t, Index(k)) = sample.x[k][i];
    }
  }
};

MatrixXd pair_information(const VectorXd& lambda) {
  MatrixXd h = -lambda * (lambda.transpose() / lambda.sum());
  h.diagonal() += lambda;
  return h;
}

// One side's part of the bias before A^-1: N/(N-1) [ -sum_i tr(H_i^+ sum_j H x S') + 1/2 sum_i tr(G H_i^+ SS
// H_i^+) ].
VectorXd side_of_bias(const Data& data, const std::vector<std::uint32_t>& unit, std::uint32_t units,
                      int threads) {
  const Index t = data.periods, k = Index(data.sample.x.size());
  std::vector<std::vector<std::size_t>> pairs(units);
  for (std::size_t p = 0; p < unit.size(); ++p) pairs[unit[p]].push_back(p);
  std::vector<VectorXd> parts(units, VectorXd::Zero(k));
  parallel_for(units, threads, [&](std::size_t u) {
    MatrixXd information = MatrixXd::Zero(t, t), scores = MatrixXd::Zero(t, t);
    std::vector<MatrixXd> cross(std::size_t(k), MatrixXd::Zero(t, t)),
        third(std::size_t(k), MatrixXd::Zero(t, t));
    PairBlock block;
    for (const std::size_t p : pairs[u]) {
      data.fill(p, block);
      const MatrixXd h = pair_information(block.lambda);
      information += h;
      scores.noalias() += block.score * block.score.transpose();
      for (Index c = 0; c < k; ++c) {
        cross[std::size_t(c)].noalias() += (h * block.x.col(c)) * block.score.transpose();
        const MatrixXd scaled = block.x.col(c).asDiagonal() * h;
        third[std::size_t(c)] -= scaled + scaled.transpose();
      }
    }
    const MatrixXd inverse = pseudo_inverse(information);
    const MatrixXd sandwich = inverse * scores * inverse;
    for (Index c = 0; c < k; ++c)
      parts[u][c] = -inverse.cwiseProduct(cross[std::size_t(c)]).sum() +
                    0.5 * sandwich.cwiseProduct(third[std::size_t(c)]).sum();
  });
  VectorXd sum = VectorXd::Zero(k);
  for (const VectorXd& part : parts) sum += part;
  return sum * (double(units) / double(units - 1));
}

// x' (I - lev)^-1 S S' x of a pair.
MatrixXd corrected_outer(const MatrixXd& x, const VectorXd& score, const MatrixXd& leverage) {
  const MatrixXd left = MatrixXd::Identity(leverage.rows(), leverage.cols()) - leverage;
  const VectorXd blown = left.completeOrthogonalDecomposition().solve(score);
  return (x.transpose() * blown) * (score.transpose() * x);
}

MatrixXd sum_in_order(const std::vector<MatrixXd>& parts, Index k) {
  MatrixXd sum = MatrixXd::Zero(k, k);
  for (const MatrixXd& part : parts)
    if (part.size() > 0) sum += part;
  return sum;
}

MatrixXd three_way_meat(const Data& data, std::uint32_t exporters, std::uint32_t importers,
                        const MatrixXd& bread, int threads, const Monitor& monitor) {
  const Index k = bread.rows();
  const bool swap = importers > exporters;  // the smaller side is inverted whole
  Cells cells;
  cells.periods = std::size_t(data.periods);
  cells.concentrated = true;
  cells.units_a = swap ? importers : exporters;
  cells.units_b = swap ? exporters : importers;
  cells.a = swap ? data.paired.importer : data.paired.exporter;
  cells.b = swap ? data.paired.exporter : data.paired.importer;
  PairBlock block;
  for (std::size_t p = 0; p < data.paired.pairs(); ++p) {
    data.fill(p, block);
    cells.lambda.insert(cells.lambda.end(), block.lambda.data(), block.lambda.data() + block.lambda.size());
  }
  std::vector<MatrixXd> parts(cells.units_a, MatrixXd::Zero(k, k));
  visit_effect_leverage(cells, threads, monitor, [&](std::size_t p, const MatrixXd& effects) {
    PairBlock own;
    data.fill(p, own);
    const MatrixXd leverage = pair_information(own.lambda) * (own.x * bread * own.x.transpose() + effects);
    parts[cells.a[p]] += corrected_outer(own.x, own.score, leverage);
  });
  return sum_in_order(parts, k);
}

// Effects of each period stand for themselves, so each period's cells are a problem of their own.
std::vector<double> two_way_leverage(const Data& data, const Groups& exporter, const Groups& importer,
                                     int threads, const Monitor& monitor) {
  std::vector<double> leverage(data.sample.size(), 0.0);
  std::vector<Cells> cells(std::size_t(data.periods));
  std::vector<std::vector<std::vector<std::uint32_t>>> rows(cells.size());
  for (std::size_t p = 0; p < data.paired.pairs(); ++p)
    for (std::size_t o = data.paired.start[p]; o < data.paired.start[p + 1]; ++o) {
      const std::uint32_t i = data.paired.row[o], t = data.period[i];
      Cells& here = cells[t];
      if (here.a.empty() || here.a.back() != data.paired.exporter[p] ||
          here.b.back() != data.paired.importer[p]) {
        here.a.push_back(data.paired.exporter[p]);
        here.b.push_back(data.paired.importer[p]);
        here.lambda.push_back(0.0);
        rows[t].emplace_back();
      }
      here.lambda.back() += data.lambda(i);
      rows[t].back().push_back(i);
    }
  for (std::size_t t = 0; t < cells.size(); ++t) {
    cells[t].periods = 1;
    cells[t].units_a = exporter.groups;
    cells[t].units_b = importer.groups;
    if (importer.groups > exporter.groups) {
      std::swap(cells[t].a, cells[t].b);
      std::swap(cells[t].units_a, cells[t].units_b);
    }
    visit_effect_leverage(cells[t], threads, monitor, [&](std::size_t p, const MatrixXd& effects) {
      for (const std::uint32_t i : rows[t][p]) leverage[i] = effects(0, 0);
    });
  }
  return leverage;
}

MatrixXd two_way_meat(const Data& data, const std::vector<double>& effects, const MatrixXd& bread,
                      int threads) {
  const Index k = bread.rows();
  constexpr std::size_t kPairs = 256;  // a piece of work
  const std::size_t pieces = (data.paired.pairs() + kPairs - 1) / kPairs;
  std::vector<MatrixXd> parts(pieces, MatrixXd::Zero(k, k));
  parallel_for(pieces, threads, [&](std::size_t piece) {
    const std::size_t end = std::min(data.paired.pairs(), (piece + 1) * kPairs);
    for (std::size_t p = piece * kPairs; p < end; ++p) {
      const std::size_t begin = data.paired.start[p];
      const Index rows = Index(data.paired.start[p + 1] - begin);
      MatrixXd x(rows, k);
      VectorXd score(rows), lambda(rows);
      for (Index r = 0; r < rows; ++r) {
        const std::uint32_t i = data.paired.row[begin + std::size_t(r)];
        score[r] = data.score(i);
        lambda[r] = data.lambda(i);
        for (Index c = 0; c < k; ++c) x(r, c) = data.sample.x[std::size_t(c)][i];
      }
      MatrixXd variance = x * bread * x.transpose();
      for (Index r = 0; r < rows; ++r)
        for (Index s = 0; s < rows; ++s) {
          const std::uint32_t i = data.paired.row[begin + std::size_t(r)],
                              j = data.paired.row[begin + std::size_t(s)];
          if (data.period[i] == data.period[j]) variance(r, s) += effects[i];
        }
      parts[piece] += corrected_outer(x, score, lambda.asDiagonal() * variance);
    }
  });
  return sum_in_order(parts, k);
}

void require_one_row_each(const Data& data, const GravityShape& shape) {
  const PairedRows& paired = data.paired;
  for (std::size_t p = 0; p < paired.pairs(); ++p)
    for (std::size_t o = paired.start[p] + 1; o < paired.start[p + 1]; ++o)
      if (data.period[paired.row[o]] == data.period[paired.row[o - 1]])
        throw Error("bias correction needs one observation of each " + shape.exporter.name() + ", " +
                        shape.importer.name() + " and " + shape.time.name(),
                    "rows " + std::to_string(data.sample.row[paired.row[o - 1]] + 1) + " and " +
                        std::to_string(data.sample.row[paired.row[o]] + 1) + " of the data share theirs",
                    "add up the flows of a pair and period, or estimate each sector by itself");
}

}  // namespace

BiasCorrection bias_correction(const Sample& sample, const std::vector<double>& mu, const GravityShape& shape,
                               const Groups& exporter, const Groups& importer, const Groups* time,
                               bool small_sample, int threads, const Monitor& monitor) {
  const std::vector<std::uint32_t> period = time ? time->group : std::vector<std::uint32_t>(sample.size(), 0);
  const PairedRows paired = pair_rows(exporter, importer, period);
  const Data data{sample, mu, period, paired, Index(time ? time->groups : 1)};
  const Index k = Index(sample.x.size());
  if (exporter.groups < 2 || importer.groups < 2)
    throw Error("bias correction needs two or more of `" + shape.exporter.name() + "` and `" +
                    shape.importer.name() + "`",
                "the estimation sample", "");

  std::vector<double> working(sample.size());
  for (std::size_t i = 0; i < working.size(); ++i) working[i] = data.lambda(std::uint32_t(i));
  const MatrixXd bread = weighted_gram(sample.x, working, threads).inverse();
  BiasCorrection correction;
  correction.pairs = paired.pairs();
  VectorXd bias = VectorXd::Zero(k);
  MatrixXd meat;
  if (shape.pair_effect) {
    require_one_row_each(data, shape);
    bias = bread * (side_of_bias(data, paired.exporter, exporter.groups, threads) +
                    side_of_bias(data, paired.importer, importer.groups, threads));
    check_cancelled(monitor);
    meat = three_way_meat(data, exporter.groups, importer.groups, bread, threads, monitor);
  } else {
    meat = two_way_meat(data, two_way_leverage(data, exporter, importer, threads, monitor), bread, threads);
  }
  MatrixXd vcov = bread * (0.5 * (meat + meat.transpose())) * bread;
  if (small_sample) vcov *= double(correction.pairs) / double(correction.pairs - 1);
  correction.bias.assign(bias.data(), bias.data() + k);
  correction.vcov.assign(vcov.data(), vcov.data() + vcov.size());
  correction.name = "clustered by " + shape.exporter.name() + "^" + shape.importer.name() + " (" +
                    std::to_string(correction.pairs) + " groups), corrected for estimated effects";
  return correction;
}

}  // namespace sogdia
