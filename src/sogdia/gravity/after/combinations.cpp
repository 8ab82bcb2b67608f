#include "sogdia/gravity/after/combinations.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/student.h"
#include "sogdia/gravity/tables/paper_number.h"
#include "sogdia/gravity/tables/regression_grid.h"

namespace sogdia {
namespace {

// A constant and a weight for each coefficient.
struct Linear {
  double constant = 0;
  std::vector<double> weight;
  bool is_constant() const {
    return std::all_of(weight.begin(), weight.end(), [](double w) { return w == 0; });
  }
};

// sum := product ([+-] product)*, product := atom ([*/] atom)*, atom := number | term | `term` | (sum) |
// -atom. The longest term that stands at a place is meant, so that log(dist) and x1:x2 need no quotes.
class CombinationParser {
 public:
  CombinationParser(const Fit& fit, std::string_view text) : text_(text) {
    for (const auto& c : fit.coefficients) terms_.push_back(c.term);
  }

  // The sums between signs of equality.
  std::vector<Linear> chain() {
    std::vector<Linear> sides{sum()};
    for (;;) {
      skip();
      if (at_ == text_.size()) return sides;
      if (!accept('=')) fail(fmt::format("`{}` was not expected here", text_.substr(at_)));
      accept('=');
      sides.push_back(sum());
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    std::string known;
    constexpr std::size_t kMost = 8;
    for (std::size_t k = 0; k < terms_.size() && k < kMost; ++k)
      known += (k > 0 ? ", `" : "`") + terms_[k] + "`";
    if (terms_.size() > kMost) known += fmt::format(" and {} more", terms_.size() - kMost);
    throw Error(what, std::string(text_),
                terms_.empty() ? "the fit has no coefficients" : "the fit's terms are " + known);
  }

  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  bool accept(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Linear sum() {
    Linear left = product();
    for (;;) {
      const bool plus = accept('+');
      if (!plus && !accept('-')) return left;
      const Linear right = product();
      const double sign = plus ? 1 : -1;
      left.constant += sign * right.constant;
      for (std::size_t k = 0; k < terms_.size(); ++k) left.weight[k] += sign * right.weight[k];
    }
  }

  Linear product() {
    Linear left = atom();
    for (;;) {
      const bool times = accept('*');
      if (!times && !accept('/')) return left;
      Linear right = atom();
      if (!right.is_constant()) {
        if (!times || !left.is_constant())
          fail("a product or quotient of coefficients is not linear in them");
        std::swap(left, right);
      }
      if (!times && right.constant == 0) fail("a division by zero");
      const double factor = times ? right.constant : 1 / right.constant;
      left.constant *= factor;
      for (auto& weight : left.weight) weight *= factor;
    }
  }

  Linear atom() {
    skip();
    Linear out;
    out.weight.assign(terms_.size(), 0);
    if (const std::size_t term = term_here(); term < terms_.size()) {
      out.weight[term] = 1;
      return out;
    }
    if (accept('-')) {
      out = atom();
      out.constant = -out.constant;
      for (auto& weight : out.weight) weight = -weight;
      return out;
    }
    if (accept('+')) return atom();
    if (accept('(')) {
      if (++depth_ > kDeepest) fail("the expression is nested too deeply");
      out = sum();
      --depth_;
      if (!accept(')')) fail("`)` is missing");
      return out;
    }
    const auto [end, failed] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), out.constant);
    if (failed != std::errc()) fail_at_word();
    at_ = static_cast<std::size_t>(end - text_.data());
    return out;
  }

  // The number of the term that stands here, and moves behind it.
  std::size_t term_here() {
    if (at_ < text_.size() && text_[at_] == '`') {
      for (std::size_t k = 0; k < terms_.size(); ++k) {
        if (text_.substr(at_, terms_[k].size()) == terms_[k]) return at_ += terms_[k].size(), k;
        if (text_.substr(at_ + 1, terms_[k].size() + 1) == terms_[k] + "`")
          return at_ += terms_[k].size() + 2, k;
      }
      return terms_.size();
    }
    std::size_t best = terms_.size();
    for (std::size_t k = 0; k < terms_.size(); ++k) {
      if (text_.substr(at_, terms_[k].size()) != terms_[k]) continue;
      // `rta` does not begin `rta_lag`, but x1 may be followed by an operator.
      const std::size_t end = at_ + terms_[k].size();
      const char next = end < text_.size() ? text_[end] : ' ';
      const bool goes_on = (std::isalnum(static_cast<unsigned char>(next)) != 0) || next == '_' ||
                           next == '.' || next == ':' || next == '(' ||
                           static_cast<unsigned char>(next) >= 0x80;
      if (!goes_on && (best == terms_.size() || terms_[k].size() > terms_[best].size())) best = k;
    }
    if (best < terms_.size()) at_ += terms_[best].size();
    return best;
  }

  [[noreturn]] void fail_at_word() const {
    std::size_t end = at_;
    int open = 0;
    while (end < text_.size() &&
           (open > 0 || std::string_view(" \t+-*/=),").find(text_[end]) == std::string_view::npos)) {
      open += text_[end] == '(' ? 1 : text_[end] == ')' ? -1 : 0;
      ++end;
    }
    if (end == at_) fail("a term or a number was expected");
    const std::string word(text_.substr(at_, end - at_));
    const std::string nearest = nearest_hint(word, terms_);
    if (nearest.empty()) fail(fmt::format("`{}` is no term of the fit", word));
    throw Error(fmt::format("`{}` is no term of the fit", word), std::string(text_), nearest);
  }

  static constexpr int kDeepest = 50;
  std::string_view text_;
  std::vector<std::string> terms_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

Linear less(Linear a, const Linear& b) {
  a.constant -= b.constant;
  for (std::size_t k = 0; k < a.weight.size(); ++k) a.weight[k] -= b.weight[k];
  return a;
}

double value_of(const Linear& linear, const Fit& fit) {
  double value = linear.constant;
  for (std::size_t k = 0; k < linear.weight.size(); ++k)
    value += linear.weight[k] * fit.coefficients[k].estimate;
  return value;
}

Eigen::MatrixXd vcov_of(const Fit& fit) {
  const auto k = static_cast<Eigen::Index>(fit.coefficients.size());
  return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      fit.vcov.data(), k, k);
}

// Of the restrictions' covariance, which has no inverse where the errors have fewer groups than restrictions.
Eigen::MatrixXd inverse_of_spread(const Eigen::MatrixXd& spread, std::string_view restrictions) {
  constexpr double kRounding = 1e-10;  // of the largest eigenvalue, once each restriction's variance is 1
  const Eigen::VectorXd scale = unit_scale(spread);
  const SymmetricEigen eigen = symmetric_eigen(scaled(spread, scale));
  const Eigen::VectorXd& values = eigen.values;
  const auto known = (values.array() > kRounding * values(values.size() - 1)).count();
  if (!scale.allFinite() || known < values.size())
    throw Error(fmt::format("{} restrictions cannot be tested at once: their covariance has rank {}",
                            values.size(), scale.allFinite() ? known : 0),
                std::string(restrictions),
                "clustered errors tell fewer than there are groups: test fewer, or cluster by more groups");
  const Eigen::MatrixXd left = columns_scaled(rows_scaled(eigen.vectors, scale), values.cwiseInverse());
  return columns_scaled(product(left, transposed(eigen.vectors)), scale);
}

std::string without_ends(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return "";
  return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

// Commas outside of parentheses, and lines.
std::vector<std::string> separated_by_commas(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '`') quoted = !quoted;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (!quoted && depth == 0 && (c == ',' || c == '\n'))
      parts.emplace_back();
    else
      parts.back() += c;
  }
  std::vector<std::string> out;
  for (const auto& part : parts)
    if (const std::string kept = without_ends(part); !kept.empty()) out.push_back(kept);
  return out;
}

}  // namespace

Combination lincom(const Fit& fit, std::string_view expression, double level) {
  const auto sides = CombinationParser(fit, expression).chain();
  if (sides.size() > 2)
    throw Error("a combination has one sign of equality", std::string(expression),
                "a joint test is --wald \"a = b = 0\"");
  const Linear linear = sides.size() == 2 ? less(sides[0], sides[1]) : sides[0];
  if (linear.is_constant())
    throw Error("the combination holds no coefficient", std::string(expression), "write a + 2*b");
  const Eigen::Map<const Eigen::VectorXd> w(linear.weight.data(),
                                            static_cast<Eigen::Index>(linear.weight.size()));
  Combination out;
  out.text = without_ends(expression);
  out.estimate = value_of(linear, fit);
  out.std_error = std::sqrt(w.dot(product(vcov_of(fit), Eigen::VectorXd(w))));
  add_inference(out, two_sided_quantile(level, fit.normal, fit.df_t), fit.normal, fit.df_t);
  return out;
}

WaldTest wald(const Fit& fit, std::string_view restrictions) {
  WaldTest test;
  std::vector<Linear> rows;
  for (const auto& part : separated_by_commas(restrictions)) {
    const auto sides = CombinationParser(fit, part).chain();
    if (sides.size() == 1) rows.push_back(sides[0]);
    for (std::size_t k = 0; k + 1 < sides.size(); ++k) rows.push_back(less(sides[k], sides.back()));
    test.restrictions.push_back(part);
  }
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [](const Linear& row) { return row.is_constant() && row.constant == 0; }),
             rows.end());
  if (rows.empty())
    throw Error("there is no restriction to test", std::string(restrictions), "write a = b = 0");
  const auto q = static_cast<Eigen::Index>(rows.size()),
             k = static_cast<Eigen::Index>(fit.coefficients.size());
  Eigen::MatrixXd r(q, k);
  Eigen::VectorXd gap(q);
  for (Eigen::Index i = 0; i < q; ++i) {
    for (Eigen::Index j = 0; j < k; ++j)
      r(i, j) = rows[static_cast<std::size_t>(i)].weight[static_cast<std::size_t>(j)];
    gap(i) = value_of(rows[static_cast<std::size_t>(i)], fit);
  }
  // Restrictions that follow from others are counted once; those that contradict them have no test.
  Eigen::VectorXd constants(q);
  for (Eigen::Index i = 0; i < q; ++i) constants(i) = rows[static_cast<std::size_t>(i)].constant;
  Eigen::MatrixXd augmented(q, k + 1);
  augmented << r, constants;
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> rank(transposed(r));
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> whole(transposed(augmented));
  if (whole.rank() > rank.rank())
    throw Error("the restrictions contradict each other", std::string(restrictions), "");
  std::vector<Eigen::Index> kept;
  for (Eigen::Index i = 0; i < rank.rank(); ++i) kept.push_back(rank.colsPermutation().indices()(i));
  std::sort(kept.begin(), kept.end());
  Eigen::MatrixXd own(rank.rank(), k);
  Eigen::VectorXd own_gap(rank.rank());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    own.row(static_cast<Eigen::Index>(i)) = r.row(kept[i]);
    own_gap(static_cast<Eigen::Index>(i)) = gap(kept[i]);
  }
  const Eigen::MatrixXd spread = sandwiched(own, vcov_of(fit));
  test.df = static_cast<int>(rank.rank());
  test.normal = fit.normal;
  test.df_t = fit.df_t;
  if (!spread.allFinite()) {
    test.statistic = test.p = std::numeric_limits<double>::quiet_NaN();
    return test;
  }
  test.statistic = own_gap.dot(product(inverse_of_spread(spread, restrictions), own_gap));
  if (test.normal) {
    test.p = chi_squared_p(test.statistic, test.df);
  } else {
    test.statistic /= test.df;
    test.p = f_p(test.statistic, test.df, test.df_t);
  }
  return test;
}

namespace {

// "= 0.012", "< 0.001", "= ." where there is none.
std::string p_text(double p) {
  return std::isnan(p) ? "= ." : p < 0.001 ? "< 0.001" : fmt::format("= {:.3f}", p);
}

}  // namespace

std::string combination_text(const std::vector<Combination>& combinations, const Fit& fit) {
  std::string out;
  std::size_t width = 0;
  for (const auto& c : combinations) width = std::max(width, text_width(c.text));
  for (const auto& c : combinations) {
    constexpr int kDigits = 4;
    const int decimals = decimals_for(c.std_error, c.estimate, kDigits);
    const auto plain = [&](double value, int places) { return plain_spaces(paper_number(value, places)); };
    out += fmt::format("{}{}  {}  ({})  {} = {}, p {}  [{}, {}]\n", c.text,
                       std::string(width - text_width(c.text), ' '), plain(c.estimate, decimals),
                       plain(c.std_error, decimals), fit.normal ? "z" : "t", plain(c.statistic, 2),
                       p_text(c.p), plain(c.low, decimals), plain(c.high, decimals));
  }
  return out;
}

std::string wald_text(const WaldTest& test) {
  const std::string name =
      test.normal ? fmt::format("chi2({})", test.df) : fmt::format("F({}, {:g})", test.df, test.df_t);
  if (std::isnan(test.statistic))
    return fmt::format("Wald test of {}: no test, the coefficients have no standard errors\n",
                       fmt::join(test.restrictions, ", "));
  return fmt::format("Wald test of {}: {} = {:.2f}, p {}\n", fmt::join(test.restrictions, ", "), name,
                     test.statistic, p_text(test.p));
}

}  // namespace sogdia
