#include "sogdia/gravity/bias/bias.h"

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/bias/bias_networks.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/effect_leverage.h"
#include "sogdia/gravity/errors/meat.h"
#include "sogdia/gravity/errors/sandwich.h"

namespace sogdia {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd pair_information(const VectorXd& lambda) {
  const VectorXd part = lambda / lambda.sum();
  MatrixXd h(lambda.size(), lambda.size());
  for (Index j = 0; j < h.cols(); ++j) {
    for (Index i = 0; i < h.rows(); ++i) h(i, j) = -lambda[i] * part[j];
    h(j, j) += lambda[j];
  }
  return h;
}

// tr(A' B)
double inner(const MatrixXd& a, const MatrixXd& b) {
  double sum = 0;
  for (Index j = 0; j < a.cols(); ++j)
    for (Index i = 0; i < a.rows(); ++i) sum += a(i, j) * b(i, j);
  return sum;
}

// One side's part of the bias before A^-1: N/(N-1) [ -sum_i tr(H_i^+ sum_j H x S') + 1/2 sum_i tr(G H_i^+ SS
// H_i^+) ].
VectorXd side_of_bias(const BiasNetwork& network, const std::vector<std::uint32_t>& unit, std::uint32_t units,
                      int threads) {
  const Index t = network.periods, k = Index(network.data->sample.x.size());
  std::vector<std::vector<std::size_t>> pairs(units);
  for (std::size_t p = 0; p < unit.size(); ++p) pairs[unit[p]].push_back(p);
  std::vector<VectorXd> parts(units, VectorXd::Zero(k));
  parallel_for(units, threads, [&](std::size_t u) {
    MatrixXd information = MatrixXd::Zero(t, t), scores = MatrixXd::Zero(t, t);
    std::vector<MatrixXd> cross(std::size_t(k), MatrixXd::Zero(t, t)),
        third(std::size_t(k), MatrixXd::Zero(t, t));
    for (const std::size_t p : pairs[u]) {
      const PairBlock block = network.block(p);
      const MatrixXd h = pair_information(block.lambda);
      information += h;
      add_outer(scores, block.score, block.score);
      for (Index c = 0; c < k; ++c) {
        const VectorXd x = block.x.col(c);
        add_outer(cross[std::size_t(c)], product(h, x), block.score);
        MatrixXd& sum = third[std::size_t(c)];
        for (Index j = 0; j < t; ++j)
          for (Index i = 0; i < t; ++i) sum(i, j) -= x[i] * h(i, j) + x[j] * h(j, i);
      }
    }
    const MatrixXd inverse = pseudo_inverse(information);
    const MatrixXd sandwich = product(product(inverse, scores), inverse);
    for (Index c = 0; c < k; ++c)
      parts[u][c] = -inner(inverse, cross[std::size_t(c)]) + 0.5 * inner(sandwich, third[std::size_t(c)]);
  });
  VectorXd sum = VectorXd::Zero(k);
  for (const VectorXd& part : parts) sum += part;
  return sum * (double(units) / double(units - 1));
}

// Adds x' (I - lev)^-1 S S' x of a pair.
void add_corrected_outer(MatrixXd& sum, const MatrixXd& x, const VectorXd& score, MatrixXd leverage) {
  leverage = -leverage;
  for (Index i = 0; i < leverage.rows(); ++i) leverage(i, i) += 1;
  const MatrixXd x_t = transposed(x);
  add_outer(sum, product(x_t, least_squares(leverage, score)), product(x_t, score));
}

MatrixXd sum_in_order(const std::vector<MatrixXd>& parts, Index k) {
  MatrixXd sum = MatrixXd::Zero(k, k);
  for (const MatrixXd& part : parts)
    if (part.size() > 0) sum += part;
  return sum;
}

MatrixXd three_way_meat(const BiasNetwork& network, const MatrixXd& bread, int threads,
                        const Monitor& monitor) {
  const Index k = bread.rows();
  const bool swap = network.importers > network.exporters;  // the smaller side is inverted whole
  Cells cells;
  cells.periods = std::size_t(network.periods);
  cells.concentrated = true;
  cells.units_a = swap ? network.importers : network.exporters;
  cells.units_b = swap ? network.exporters : network.importers;
  cells.a = swap ? network.importer : network.exporter;
  cells.b = swap ? network.exporter : network.importer;
  for (std::size_t p = 0; p < network.pair.size(); ++p) {
    const PairBlock block = network.block(p);
    cells.lambda.insert(cells.lambda.end(), block.lambda.data(), block.lambda.data() + block.lambda.size());
  }
  std::vector<MatrixXd> parts(cells.units_a, MatrixXd::Zero(k, k));
  visit_effect_leverage(cells, threads, monitor, [&](std::size_t p, const MatrixXd& effects) {
    const PairBlock own = network.block(p);
    const MatrixXd variance = sandwiched(own.x, bread) + effects;
    add_corrected_outer(parts[cells.a[p]], own.x, own.score, product(pair_information(own.lambda), variance));
  });
  return sum_in_order(parts, k);
}

// Effects of each period stand for themselves, so each period's cells are a problem of their own.
std::vector<double> two_way_leverage(const BiasData& data, int threads, const Monitor& monitor) {
  const GravitySides& sides = data.sides;
  std::vector<double> leverage(data.sample.size(), 0.0);
  std::vector<Cells> cells(sides.period.groups);
  std::vector<std::vector<std::vector<std::uint32_t>>> rows(cells.size());
  for (const std::uint32_t i : data.paired.row) {
    const std::uint32_t t = sides.period.group[i], a = sides.exporter.group[i], b = sides.importer.group[i];
    Cells& here = cells[t];
    if (here.a.empty() || here.a.back() != a || here.b.back() != b) {
      here.a.push_back(a);
      here.b.push_back(b);
      here.lambda.push_back(0.0);
      rows[t].emplace_back();
    }
    here.lambda.back() += data.lambda(i);
    rows[t].back().push_back(i);
  }
  for (std::size_t t = 0; t < cells.size(); ++t) {
    const Renumbered exporters(cells[t].a), importers(cells[t].b);
    for (std::uint32_t& a : cells[t].a) a = exporters(a);
    for (std::uint32_t& b : cells[t].b) b = importers(b);
    cells[t].periods = 1;
    cells[t].units_a = exporters.count();
    cells[t].units_b = importers.count();
    if (cells[t].units_b > cells[t].units_a) {
      std::swap(cells[t].a, cells[t].b);
      std::swap(cells[t].units_a, cells[t].units_b);
    }
    visit_effect_leverage(cells[t], threads, monitor, [&](std::size_t p, const MatrixXd& effects) {
      for (const std::uint32_t i : rows[t][p]) leverage[i] = effects(0, 0);
    });
  }
  return leverage;
}

MatrixXd two_way_meat(const BiasData& data, const std::vector<double>& effects, const MatrixXd& bread,
                      int threads) {
  const Index k = bread.rows();
  const std::vector<std::uint32_t>& period = data.sides.period.group;
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
      MatrixXd variance = sandwiched(x, bread);
      for (Index r = 0; r < rows; ++r)
        for (Index s = 0; s < rows; ++s) {
          const std::uint32_t i = data.paired.row[begin + std::size_t(r)],
                              j = data.paired.row[begin + std::size_t(s)];
          if (period[i] == period[j]) variance(r, s) += effects[i];
        }
      add_corrected_outer(parts[piece], x, score, rows_scaled(variance, lambda));
    }
  });
  return sum_in_order(parts, k);
}

void require_one_row_each(const BiasData& data) {
  const PairedRows& paired = data.paired;
  const std::vector<std::uint32_t>& period = data.sides.period.group;
  for (std::size_t p = 0; p < paired.pairs(); ++p)
    for (std::size_t o = paired.start[p] + 1; o < paired.start[p + 1]; ++o)
      if (period[paired.row[o]] == period[paired.row[o - 1]])
        throw Error("bias correction needs one observation of each " + data.sides.one_row,
                    "rows " + std::to_string(data.sample.row[paired.row[o - 1]] + 1) + " and " +
                        std::to_string(data.sample.row[paired.row[o]] + 1) + " of the data share theirs",
                    "add up the flows of a pair and period, or put their sector into every effect");
}

void require_sides(const std::vector<BiasNetwork>& networks, const GravitySides& sides) {
  for (const BiasNetwork& network : networks)
    if (network.exporters < 2 || network.importers < 2)
      throw Error("bias correction needs two or more of `" + sides.exporter.name + "` and `" +
                      sides.importer.name + "`",
                  networks.size() > 1 ? "a sector of the estimation sample" : "the estimation sample", "");
}

}  // namespace

BiasCorrection bias_correction(const Sample& sample, const std::vector<double>& mu, const GravitySides& sides,
                               bool small_sample, int threads, const Monitor& monitor) {
  const PairedRows paired = pair_rows(sides.pair, sides.period);
  const BiasData data{sample, mu, sides, paired};
  const Index k = Index(sample.x.size());
  const std::vector<BiasNetwork> networks = networks_of(data);
  require_sides(networks, sides);

  std::vector<double> working(sample.size());
  for (std::size_t i = 0; i < working.size(); ++i) working[i] = data.lambda(std::uint32_t(i));
  const MatrixXd bread = inverse_of(weighted_gram(sample.x, working, threads));
  BiasCorrection correction;
  correction.pairs = paired.pairs();
  VectorXd bias = VectorXd::Zero(k);
  MatrixXd meat = MatrixXd::Zero(k, k);
  if (sides.pair_effect) {
    require_one_row_each(data);
    for (const BiasNetwork& network : networks) {
      bias += side_of_bias(network, network.exporter, network.exporters, threads) +
              side_of_bias(network, network.importer, network.importers, threads);
      check_cancelled(monitor);
      meat += three_way_meat(network, bread, threads, monitor);
    }
    bias = product(bread, bias);
  } else {
    meat = two_way_meat(data, two_way_leverage(data, threads, monitor), bread, threads);
  }
  meat = 0.5 * (meat + transposed(meat));
  MatrixXd vcov = product(product(bread, meat), bread);
  if (small_sample) vcov *= double(correction.pairs) / double(correction.pairs - 1);
  correction.bias.assign(bias.data(), bias.data() + k);
  correction.vcov.assign(vcov.data(), vcov.data() + vcov.size());
  correction.name = "clustered by " + sides.pair.name + " (" + std::to_string(correction.pairs) +
                    " groups), corrected for estimated effects" +
                    (sides.read.empty() ? "" : " (" + sides.read + ")");
  return correction;
}

}  // namespace sogdia
