#include "sogdia/cost/kappa.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<std::size_t> positions(const std::vector<std::string>& codes, const Index& countries,
                                   const Change& change, const char* list) {
  if (codes.empty()) {
    throw Error(fmt::format("change `{}` names no {}", change.name, list), change.where,
                fmt::format("give `{}` as country codes or a bloc", list));
  }
  std::vector<std::size_t> out;
  for (const auto& code : codes) {
    try {
      out.push_back(countries.at(code, "country"));
    } catch (const Error& error) {
      throw Error(error.message, change.where, error.hint);
    }
  }
  return out;
}

[[noreturn]] void bad_value(const Change& change, const char* key, double value, const char* expected) {
  throw Error(fmt::format("`{}` is {}, expected {}", key, value, expected), change.where, "");
}

// The wedge of a change that reaches pairs of countries.
double wedge(const Change& change, double theta) {
  switch (change.kind) {
    case ChangeKind::tariff:
      if (!(change.rate_before > -1))
        bad_value(change, "rate_before", change.rate_before, "a fraction above -1");
      if (!(change.rate_after > -1))
        bad_value(change, "rate_after", change.rate_after, "a fraction above -1");
      return (1 + change.rate_after) / (1 + change.rate_before);
    case ChangeKind::sanction:
      if (!(change.beta <= 0)) bad_value(change, "beta", change.beta, "log points of trade, 0 or less");
      return std::max(1.0, std::exp(-change.beta / theta));
    case ChangeKind::embargo:
      return change.exact ? kInfinity : change.embargo_kappa;
    case ChangeKind::decouple:
      if (!(change.cut >= 0 && change.cut <= 1))
        bad_value(change, "cut", change.cut, "a fraction from 0 to 1");
      return change.cut == 1 ? kInfinity : std::pow(1 - change.cut, -1 / theta);
    default:
      assert(false && "reach_of says that it reaches pairs, and it has no wedge");
      return 1;
  }
}

}  // namespace

FreightKappa freight_kappa(const OdMatrix& before, const OdMatrix& after, double pass_through) {
  require_same(before.origins, after.origins, "cost matrices");
  require_same(before.destinations, after.destinations, "cost matrices");
  FreightKappa result;
  result.kappa_hat = OdMatrix(before.origins, before.destinations, "hat", 1.0);
  for (std::size_t i = 0; i < before.origins.size(); ++i) {
    for (std::size_t j = 0; j < before.destinations.size(); ++j) {
      const double a = before(i, j), changed = after(i, j);
      const auto pair = std::make_pair(before.origins[i], before.destinations[j]);
      if (a == kInfinity && changed == kInfinity) continue;
      if (a == kInfinity) {
        result.newly_reached.push_back(pair);
      } else if (changed == kInfinity) {
        result.kappa_hat(i, j) = kInfinity;
        result.cut_off.push_back(pair);
      } else {
        result.kappa_hat(i, j) = 1 + pass_through * ((1 + changed) / (1 + a) - 1);
      }
    }
  }
  return result;
}

OdMatrix policy_kappa(const Scenario& scenario, const Index& countries, double theta) {
  if (!(theta > 0)) throw Error(fmt::format("theta is {}, expected a number above 0", theta), "", "");
  OdMatrix kappa(countries, countries, "hat", 1.0);
  for (const auto& change : scenario.changes) {
    if (reach_of(change.kind) != Reach::pairs) continue;
    const double factor = wedge(change, theta);
    const auto exporters = positions(change.exporters, countries, change, "exporters");
    const auto importers = positions(change.importers, countries, change, "importers");
    const bool both = change.both_ways || change.kind == ChangeKind::embargo;
    std::vector<std::uint8_t> paid(kappa.values.size(), 0);
    const auto pay = [&](std::size_t i, std::size_t j) {
      auto& once = paid[i * countries.size() + j];
      if (i == j || once) return;
      once = 1;
      kappa(i, j) *= factor;
    };
    for (const auto i : exporters) {
      for (const auto j : importers) {
        pay(i, j);
        if (both) pay(j, i);
      }
    }
  }
  return kappa;
}

OdMatrix multiply(const OdMatrix& a, const OdMatrix& b) {
  require_same(a.origins, b.origins, "matrices");
  require_same(a.destinations, b.destinations, "matrices");
  OdMatrix product = a;
  for (std::size_t k = 0; k < product.values.size(); ++k) product.values[k] *= b.values[k];
  return product;
}

CountryShifts country_shifts(const Scenario& scenario, const Index& countries) {
  const std::vector<double> ones(countries.size(), 1.0);
  CountryShifts shifts{ones, ones, ones};
  for (const auto& change : scenario.changes) {
    if (reach_of(change.kind) != Reach::countries) continue;
    const bool hat = change.kind != ChangeKind::deficit;
    if (hat && !(change.hat > 0 && std::isfinite(change.hat))) {
      bad_value(change, "hat", change.hat, "a number above 0; 1 means no change");
    }
    auto& values = change.kind == ChangeKind::productivity ? shifts.a_hat
                   : change.kind == ChangeKind::labour     ? shifts.l_hat
                                                           : shifts.deficit_scale;
    // Deficits sum to zero over the world, so a change without countries means all of them.
    const bool all = change.kind == ChangeKind::deficit && change.countries.empty();
    const auto named =
        all ? std::vector<std::size_t>() : positions(change.countries, countries, change, "countries");
    const double factor = hat ? change.hat : change.deficit_scale;
    if (all) {
      for (auto& value : values) value *= factor;
    }
    for (const auto k : named) values[k] *= factor;
  }
  return shifts;
}

}  // namespace sogdia
