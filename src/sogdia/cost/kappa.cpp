#include "sogdia/cost/kappa.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

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

struct Wedge {
  double factor;
  const Pairs& pairs;
  bool both_ways;
};

Wedge wedge_of(const PolicyChange& policy, const Change& change, double theta) {
  return std::visit(
      Overloaded{
          [&](const Tariff& tariff) -> Wedge {
            if (!(tariff.rate_before > -1))
              bad_value(change, "rate_before", tariff.rate_before, "a fraction above -1");
            if (!(tariff.rate_after > -1))
              bad_value(change, "rate_after", tariff.rate_after, "a fraction above -1");
            return {(1 + tariff.rate_after) / (1 + tariff.rate_before), tariff.pairs, tariff.pairs.both_ways};
          },
          [&](const Sanction& sanction) -> Wedge {
            if (!(sanction.beta <= 0))
              bad_value(change, "beta", sanction.beta, "log points of trade, 0 or less");
            return {std::max(1.0, std::exp(-sanction.beta / theta)), sanction.pairs,
                    sanction.pairs.both_ways};
          },
          [&](const Embargo& embargo) -> Wedge {
            return {embargo.exact ? kInfinity : embargo.kappa_hat, embargo.pairs, true};
          },
          [&](const Decouple& decouple) -> Wedge {
            if (!(decouple.cut >= 0 && decouple.cut <= 1))
              bad_value(change, "cut", decouple.cut, "a fraction from 0 to 1");
            return {decouple.cut == 1 ? kInfinity : std::pow(1 - decouple.cut, -1 / theta), decouple.pairs,
                    decouple.pairs.both_ways};
          }},
      policy);
}

// Which of the shifts a change of countries scales, of whom, and by how much.
struct Scaled {
  std::vector<double>& values;
  const std::vector<std::string>& countries;
  double factor;
};

double hat_of(const Change& change, double hat) {
  if (!(hat > 0 && std::isfinite(hat))) bad_value(change, "hat", hat, "a number above 0; 1 means no change");
  return hat;
}

Scaled scaled_by(const CountryChange& what, const Change& change, CountryShifts& shifts) {
  return std::visit(
      Overloaded{[&](const Productivity& productivity) -> Scaled {
                   return {shifts.a_hat, productivity.countries, hat_of(change, productivity.hat)};
                 },
                 [&](const Labour& labour) -> Scaled {
                   return {shifts.l_hat, labour.countries, hat_of(change, labour.hat)};
                 },
                 [&](const Deficit& deficit) -> Scaled {
                   return {shifts.deficit_scale, deficit.countries, deficit.scale};
                 }},
      what);
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
    const auto* policy = std::get_if<PolicyChange>(&change.what);
    if (!policy) continue;
    const Wedge wedge = wedge_of(*policy, change, theta);
    const auto exporters = positions(wedge.pairs.exporters, countries, change, "exporters");
    const auto importers = positions(wedge.pairs.importers, countries, change, "importers");
    std::vector<std::uint8_t> paid(kappa.values.size(), 0);
    const auto pay = [&](std::size_t i, std::size_t j) {
      auto& once = paid[i * countries.size() + j];
      if (i == j || once) return;
      once = 1;
      kappa(i, j) *= wedge.factor;
    };
    for (const auto i : exporters) {
      for (const auto j : importers) {
        pay(i, j);
        if (wedge.both_ways) pay(j, i);
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
    const auto* what = std::get_if<CountryChange>(&change.what);
    if (!what) continue;
    const Scaled scaled = scaled_by(*what, change, shifts);
    // Deficits sum to zero over the world, so a change without countries means all of them.
    if (scaled.countries.empty() && std::holds_alternative<Deficit>(*what)) {
      for (auto& value : scaled.values) value *= scaled.factor;
      continue;
    }
    for (const auto k : positions(scaled.countries, countries, change, "countries"))
      scaled.values[k] *= scaled.factor;
  }
  return shifts;
}

}  // namespace sogdia
