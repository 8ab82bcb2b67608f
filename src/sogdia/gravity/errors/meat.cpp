#include "sogdia/gravity/errors/meat.h"

#include <algorithm>
#include <numeric>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

using RowBlock = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t kPieceRows = 65536;  // enough work for a thread to be worth waking
constexpr std::size_t kMostPieces = 64;
constexpr std::size_t kBlockRows = 512;  // of a block that stays in the cache

std::size_t pieces_of(std::size_t n) {
  return std::clamp<std::size_t>((n + kPieceRows - 1) / kPieceRows, 1, kMostPieces);
}

// M += sum of the outer products of rows, a block at a time.
class OuterSum {
 public:
  explicit OuterSum(std::size_t k)
      : sum_(Eigen::MatrixXd::Zero(Eigen::Index(k), Eigen::Index(k))),
        rows_(Eigen::Index(kBlockRows), Eigen::Index(k)) {}
  // The next row, for the caller to fill.
  double* next() {
    if (used_ == Eigen::Index(kBlockRows)) flush();
    return rows_.row(used_++).data();
  }
  Eigen::MatrixXd total() {
    flush();
    return sum_;
  }

 private:
  void flush() {
    const auto rows = rows_.topRows(used_);
    sum_.noalias() += rows.transpose() * rows;
    used_ = 0;
  }
  Eigen::MatrixXd sum_;
  RowBlock rows_;
  Eigen::Index used_ = 0;
};

Eigen::MatrixXd in_order(std::vector<Eigen::MatrixXd>& parts) {
  Eigen::MatrixXd sum = std::move(parts[0]);
  for (std::size_t p = 1; p < parts.size(); ++p) sum += parts[p];
  return sum;
}

bool ascending(const Grouping& grouping, std::size_t n) {
  for (std::size_t i = 1; i < n; ++i)
    if (grouping.group[i] < grouping.group[i - 1]) return false;
  return true;
}

// The groups lie together: each piece takes those that start in it, and no sum is kept.
Eigen::MatrixXd meat_of_runs(const Columns& x, const std::vector<double>& r, const Grouping& grouping,
                             int threads) {
  const std::size_t n = r.size(), k = x.size(), pieces = pieces_of(n);
  const auto start_of = [&](std::size_t i) {
    while (i > 0 && i < n && grouping.group[i] == grouping.group[i - 1]) ++i;
    return i;
  };
  std::vector<Eigen::MatrixXd> parts(pieces);
  parallel_for(pieces, threads, [&](std::size_t piece) {
    OuterSum outer(k);
    const std::size_t end = start_of(n * (piece + 1) / pieces);
    for (std::size_t i = start_of(n * piece / pieces); i < end;) {
      std::size_t stop = i + 1;
      while (stop < end && grouping.group[stop] == grouping.group[i]) ++stop;
      double* row = outer.next();
      for (std::size_t c = 0; c < k; ++c) {
        double sum = 0.0;
        for (std::size_t o = i; o < stop; ++o) sum += x[c][o] * r[o];
        row[c] = sum;
      }
      i = stop;
    }
    parts[piece] = outer.total();
  });
  return in_order(parts);
}

// Sums of x_i r_i by group, k numbers a group.
std::vector<double> group_sums(const Columns& x, const std::vector<double>& r, const Grouping& grouping,
                               int threads) {
  const std::size_t n = r.size(), k = x.size();
  const std::size_t width = std::size_t(grouping.groups) * k;
  // Each piece has sums of its own: together they stay below a quarter of x.
  const std::size_t pieces = std::clamp<std::size_t>(
      std::min(n / kPieceRows, n / (4 * std::max<std::size_t>(1, grouping.groups))), 1, kMostPieces / 2);
  std::vector<std::vector<double>> sums(pieces);
  parallel_for(pieces, threads, [&](std::size_t piece) {
    std::vector<double>& own = sums[piece];
    own.assign(width, 0.0);
    const std::size_t end = n * (piece + 1) / pieces;
    for (std::size_t i = n * piece / pieces; i < end; ++i) {
      double* sum = own.data() + std::size_t{grouping.group[i]} * k;
      for (std::size_t c = 0; c < k; ++c) sum[c] += x[c][i] * r[i];
    }
  });
  for (std::size_t piece = 1; piece < pieces; ++piece)
    for (std::size_t s = 0; s < width; ++s) sums[0][s] += sums[piece][s];
  return std::move(sums[0]);
}

Eigen::MatrixXd outer_products(const std::vector<double>& sums, std::size_t k, int threads) {
  const std::size_t groups = k == 0 ? 0 : sums.size() / k, pieces = pieces_of(groups);
  std::vector<Eigen::MatrixXd> parts(pieces);
  parallel_for(pieces, threads, [&](std::size_t piece) {
    const std::size_t begin = groups * piece / pieces, end = groups * (piece + 1) / pieces;
    const Eigen::Map<const RowBlock> rows(sums.data() + begin * k, Eigen::Index(end - begin),
                                          Eigen::Index(k));
    parts[piece].noalias() = rows.transpose() * rows;
  });
  return in_order(parts);
}

}  // namespace

Eigen::MatrixXd weighted_gram(const Columns& x, const std::vector<double>& weight, int threads) {
  const std::size_t n = weight.size(), pieces = pieces_of(n);
  const Eigen::Index k = Eigen::Index(x.size());
  std::vector<Eigen::MatrixXd> parts(pieces);
  parallel_for(pieces, threads, [&](std::size_t piece) {
    Eigen::MatrixXd& sum = parts[piece];
    sum.setZero(k, k);
    Eigen::MatrixXd block(Eigen::Index(kBlockRows), k), weighted(Eigen::Index(kBlockRows), k);
    const std::size_t end = n * (piece + 1) / pieces;
    for (std::size_t begin = n * piece / pieces; begin < end; begin += kBlockRows) {
      const Eigen::Index rows = Eigen::Index(std::min(kBlockRows, end - begin));
      const Eigen::Map<const Eigen::VectorXd> w(weight.data() + begin, rows);
      for (Eigen::Index c = 0; c < k; ++c) {
        block.col(c).head(rows) = Eigen::Map<const Eigen::VectorXd>(x[std::size_t(c)].data() + begin, rows);
        weighted.col(c).head(rows) = block.col(c).head(rows).cwiseProduct(w);
      }
      sum.noalias() += weighted.topRows(rows).transpose() * block.topRows(rows);
    }
  });
  return in_order(parts);
}

Eigen::MatrixXd cluster_meat(const Columns& x, const std::vector<double>& r, const Grouping& grouping,
                             int threads) {
  if (ascending(grouping, r.size())) return meat_of_runs(x, r, grouping, threads);
  return outer_products(group_sums(x, r, grouping, threads), x.size(), threads);
}

std::uint64_t intersect(const Grouping& a, const Grouping& b, std::size_t n,
                        std::vector<std::uint32_t>& group) {
  group.resize(n);
  // A table of all pairs where it is no larger than the data.
  if (a.groups * b.groups <= std::max<std::uint64_t>(n, 1u << 16)) {
    std::vector<std::uint32_t> number(std::size_t(a.groups * b.groups), 0);
    for (std::size_t i = 0; i < n; ++i) number[a.group[i] * b.groups + b.group[i]] = 1;
    std::uint32_t next = 0;
    for (std::uint32_t& here : number) here = here ? next++ : 0;
    for (std::size_t i = 0; i < n; ++i) group[i] = number[a.group[i] * b.groups + b.group[i]];
    return next;
  }
  // Otherwise a stable counting sort, by b and then by a.
  std::vector<std::uint32_t> order(n), by_b(n);
  const auto sort_by = [n](const Grouping& key, const std::vector<std::uint32_t>* from,
                           std::vector<std::uint32_t>& to) {
    std::vector<std::uint32_t> start(std::size_t(key.groups) + 1, 0);
    for (std::size_t i = 0; i < n; ++i) ++start[key.group[i] + 1];
    for (std::size_t g = 0; g < key.groups; ++g) start[g + 1] += start[g];
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t o = from ? (*from)[i] : std::uint32_t(i);
      to[start[key.group[o]]++] = o;
    }
  };
  sort_by(b, nullptr, by_b);
  sort_by(a, &by_b, order);
  std::uint32_t next = 0;
  for (std::size_t s = 0; s < n; ++s) {
    const std::uint32_t o = order[s], before = s ? order[s - 1] : o;
    if (a.group[o] != a.group[before] || b.group[o] != b.group[before]) ++next;
    group[o] = next;
  }
  return n == 0 ? 0 : std::uint64_t{next} + 1;
}

Eigen::MatrixXd dyadic_meat(const Columns& x, const std::vector<double>& r, const Grouping& exporter,
                            const Grouping& importer, int threads) {
  const std::size_t n = r.size(), k = x.size();
  const std::uint64_t countries = std::max(exporter.groups, importer.groups);
  // A row of a country with itself counts once in U_c, and not in D_cd: it shares one country with its like,
  // as it does with the country's other rows.
  std::vector<double> apart = r;
  std::vector<std::uint32_t> low(n), high(n);
  for (std::size_t i = 0; i < n; ++i) {
    low[i] = std::min(exporter.group[i], importer.group[i]);
    high[i] = std::max(exporter.group[i], importer.group[i]);
    if (low[i] == high[i]) apart[i] = 0.0;
  }
  std::vector<double> sums = group_sums(x, r, {exporter.group, countries}, threads);
  const std::vector<double> imports = group_sums(x, apart, {importer.group, countries}, threads);
  for (std::size_t s = 0; s < sums.size(); ++s) sums[s] += imports[s];
  std::vector<std::uint32_t> pair;
  const std::uint64_t pairs = intersect({low.data(), countries}, {high.data(), countries}, n, pair);
  return outer_products(sums, k, threads) - cluster_meat(x, apart, {pair.data(), pairs}, threads);
}

}  // namespace sogdia
