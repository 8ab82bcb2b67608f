#include "sogdia/gravity/errors/sandwich.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/gravity/errors/degrees.h"
#include "sogdia/gravity/errors/dense_algebra.h"

namespace sogdia {
namespace {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, " ");
  return digits;
}

// A cluster or several taken together, and the columns that make it.
struct Cluster {
  std::vector<std::string> columns;
  Grouping grouping;
  std::vector<std::uint32_t> own;  // where the groups had to be made
};

Cluster together(const Cluster& a, const Cluster& b, const Sample& sample) {
  if (includes(a.columns, b.columns)) return {a.columns, a.grouping, {}};
  if (includes(b.columns, a.columns)) return {b.columns, b.grouping, {}};
  Cluster both;
  std::set_union(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                 std::back_inserter(both.columns));
  for (const Effect& effect : sample.effects)
    if (column_set(effect.columns) == both.columns) {
      both.grouping = {effect.level.data(), effect.levels};
      return both;
    }
  both.grouping.groups = intersect(a.grouping, b.grouping, sample.size(), both.own);
  both.grouping.group = both.own.data();
  return both;
}

// sum over the sets of clusters that hold `set` and further ones from `next` on, signs alternating.
void add_sets(const Cluster& set, std::size_t next, double sign, const std::vector<Cluster>& clusters,
              const Columns& x, const Sample& sample, const std::vector<double>& r, int threads,
              Eigen::MatrixXd& meat) {
  meat += sign * cluster_meat(x, r, set.grouping, threads);
  for (std::size_t c = next; c < clusters.size(); ++c)
    add_sets(together(set, clusters[c], sample), c + 1, -sign, clusters, x, sample, r, threads, meat);
}

Eigen::MatrixXd multiway_meat(const Columns& x, const Sample& sample, const std::vector<Factor>& factors,
                              const std::vector<double>& r, int threads) {
  std::vector<Cluster> clusters;
  for (std::size_t c = 0; c < factors.size(); ++c)
    clusters.push_back(
        {column_set(factors[c].columns), {sample.clusters[c].group.data(), sample.clusters[c].groups}, {}});
  Eigen::MatrixXd meat = Eigen::MatrixXd::Zero(Eigen::Index(x.size()), Eigen::Index(x.size()));
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    const Cluster alone{clusters[c].columns, clusters[c].grouping, {}};
    add_sets(alone, c + 1, 1.0, clusters, x, sample, r, threads, meat);
  }
  return meat;
}

std::uint64_t countries_present(const Groups& exporter, const Groups& importer) {
  std::vector<std::uint8_t> seen(std::max(exporter.groups, importer.groups), 0);
  for (const std::uint32_t g : exporter.group) seen[g] = 1;
  for (const std::uint32_t g : importer.group) seen[g] = 1;
  return std::uint64_t(std::count(seen.begin(), seen.end(), 1));
}

std::string name_of(const VcovSpec& spec, const std::vector<std::uint64_t>& groups) {
  switch (spec.kind) {
    case VcovSpec::Kind::iid:
      return "iid";
    case VcovSpec::Kind::hetero:
      return "heteroskedasticity-robust";
    case VcovSpec::Kind::dyadic:
      return "dyadic by " + spec.columns[0].name() + " and " + spec.columns[1].name() + " (" +
             grouped(groups[0]) + " countries)";
    case VcovSpec::Kind::cluster:
      break;
  }
  std::string name = "clustered by ";
  for (std::size_t c = 0; c < groups.size(); ++c)
    name += (c ? " and " : "") + spec.columns[c].name() + " (" + grouped(groups[c]) + " groups)";
  return name;
}

// V = U diag(max(lambda, 0)) U' (Cameron, Gelbach & Miller 2011, p. 241).
bool mend(Eigen::MatrixXd& vcov, SmallSample convention) {
  if (vcov.rows() == 0 || !vcov.allFinite()) return false;
  if (convention == SmallSample::fixest && vcov.diagonal().minCoeff() >= 0.0) return false;
  const SymmetricEigen eigen = symmetric_eigen(vcov);
  // Below rounding of the largest, an eigenvalue's sign says nothing.
  const double rounding = 1e-14 * eigen.values.cwiseAbs().maxCoeff();
  if (eigen.values.minCoeff() >= -rounding) return false;
  vcov = with_values(eigen, eigen.values.cwiseMax(0.0));
  return true;
}

}  // namespace

Eigen::MatrixXd inverse_of(const Eigen::MatrixXd& matrix) {
  const Eigen::VectorXd scale = unit_scale(matrix);
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(matrix.rows(), matrix.cols());
  return scaled(Eigen::LDLT<Eigen::MatrixXd>(scaled(matrix, scale)).solve(identity), scale);
}

Eigen::MatrixXd meat_of(const Columns& x, const std::vector<double>& r, const Sample& sample,
                        const VcovSpec& spec, int threads) {
  using Kind = VcovSpec::Kind;
  if (spec.kind == Kind::cluster) return multiway_meat(x, sample, spec.columns, r, threads);
  if (spec.kind == Kind::dyadic)
    return dyadic_meat(x, r, {sample.clusters[0].group.data(), sample.clusters[0].groups},
                       {sample.clusters[1].group.data(), sample.clusters[1].groups}, threads);
  std::vector<double> squares(r.size());
  for (std::size_t i = 0; i < squares.size(); ++i) squares[i] = r[i] * r[i];
  return weighted_gram(x, squares, threads);
}

Scale scale_of(const Sample& sample, Family family, std::size_t regressors, const VcovSpec& spec,
               SmallSample small_sample, int threads) {
  using Kind = VcovSpec::Kind;
  Scale scale;
  const bool clustered = spec.kind == Kind::cluster || spec.kind == Kind::dyadic;
  if (spec.kind == Kind::cluster)
    for (std::size_t c = 0; c < spec.columns.size(); ++c) scale.groups.push_back(sample.clusters[c].groups);
  if (spec.kind == Kind::dyadic)
    scale.groups.push_back(countries_present(sample.clusters[0], sample.clusters[1]));
  for (std::size_t c = 0; c < scale.groups.size(); ++c)
    if (scale.groups[c] < 2)
      throw Error("cluster `" + spec.columns[c].name() + "` has " + std::to_string(scale.groups[c]) +
                      " group; clustered errors need two or more",
                  "vcov", "cluster by a column that varies in the estimation sample, or use hetero");
  scale.name = name_of(spec, scale.groups);

  const AbsorbedDegrees absorbed =
      count_absorbed(sample, clustered ? spec.columns : std::vector<Factor>{}, small_sample, threads);
  scale.degrees_absorbed = absorbed.all;

  const double n = double(sample.size()), k = double(regressors);
  const double left = n - k - double(absorbed.outside);  // N - K
  const double least = clustered ? double(*std::min_element(scale.groups.begin(), scale.groups.end())) : 0.0;
  scale.normal = family == Family::ppml;
  scale.df_t = clustered ? least - 1.0 : left;
  if (clustered && small_sample == SmallSample::ppmlhdfe) {
    // reghdfe leaves the nested effects' one degree out here.
    scale.df_t = std::min(scale.df_t, left + (absorbed.any_nested ? 1.0 : 0.0));
  }

  const bool asymptotic = small_sample == SmallSample::ppmlhdfe && family == Family::ppml;
  const auto over_left = [&](double numerator) {
    return left > 0.0 ? numerator / left : std::numeric_limits<double>::quiet_NaN();
  };
  if (small_sample == SmallSample::none) return scale;
  if (spec.kind == Kind::iid && family == Family::ppml) {
    if (small_sample == SmallSample::fixest) scale.factor = over_left(n - 1.0);
  } else if (spec.kind == Kind::iid) {
    scale.factor = over_left(n);
  } else if (spec.kind == Kind::hetero) {
    scale.factor = asymptotic ? n / (n - 1.0) : over_left(n);
  } else {
    scale.factor = least / (least - 1.0) * (asymptotic ? 1.0 : over_left(n - 1.0));
  }
  return scale;
}

Errors finished(const Scale& scale, Eigen::MatrixXd vcov, const VcovSpec& spec, SmallSample small_sample) {
  Errors errors;
  errors.normal = scale.normal;
  errors.df_t = scale.df_t;
  errors.name = scale.name;
  errors.degrees_absorbed = scale.degrees_absorbed;
  errors.groups = scale.groups;
  vcov = 0.5 * scale.factor * (vcov + transposed(vcov));
  if (spec.kind == VcovSpec::Kind::dyadic ||
      (spec.kind == VcovSpec::Kind::cluster && spec.columns.size() > 1))
    errors.mended = mend(vcov, small_sample);
  errors.vcov.assign(vcov.data(), vcov.data() + vcov.size());
  return errors;
}

}  // namespace sogdia
