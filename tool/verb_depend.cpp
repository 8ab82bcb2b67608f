#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sogdia/dependence/dependence.h"
#include "sogdia/study/country.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// A loss at three elasticities, from the smallest to the largest loss (the largest is at the lowest
// elasticity).
nlohmann::ordered_json losses(double a, double b, double c) {
  double sorted[] = {a, b, c};
  std::sort(sorted, sorted + 3);
  return {{"low", sorted[0]}, {"mid", sorted[1]}, {"high", sorted[2]}};
}

nlohmann::ordered_json side(const OneSided& one) {
  return {{"export_share", one.export_share},
          {"import_share", one.import_share},
          {"exports_over_gdp", one.exports_over_gdp},
          {"imports_over_gdp", one.imports_over_gdp},
          {"cutoff_loss", losses(one.cutoff_low, one.cutoff_mid, one.cutoff_high)},
          {"equilibrium_loss", losses(one.ge_low, one.ge_mid, one.ge_high)},
          {"hhi_exports", one.hhi_exports},
          {"hhi_imports", one.hhi_imports}};
}

}  // namespace

int verb_depend(const DependArgs& args, const Common& common) {
  const World world = open_world(common);
  const std::string a = find_country(world, args.a), b = find_country(world, args.b);
  if (a == b) throw Error(fmt::format("`{}` is paired with itself", a), "", "name two countries");
  const Economy economy = make_economy(world, args.year);
  for (const auto& code : {a, b}) {
    if (!economy.countries.contains(code))
      throw Error(fmt::format("`{}` has no economy in {}", code, args.year), "economy.csv",
                  "choose another year");
  }
  DependenceOptions options;
  const auto theta = [&](double given, const char* key) {
    return given > 0 ? given : parameter(world.parameters, std::string("elasticity.theta.") + key);
  };
  options.theta_low = theta(args.theta_low, "low");
  options.theta_mid = theta(args.theta_mid, "mid");
  options.theta_high = theta(args.theta_high, "high");
  const Dependence found = dependence(economy.trade, economy.gdp, a, b, options);
  if (common.json) {
    const nlohmann::ordered_json out = {
        {"a", a},
        {"b", b},
        {"year", args.year},
        {"a_on_b", side(found.a_on_b)},
        {"b_on_a", side(found.b_on_a)},
        {"asymmetry", found.asymmetry},
        {"trade_elasticity",
         {{"low", options.theta_low}, {"mid", options.theta_mid}, {"high", options.theta_high}}}};
    print(out.dump(2) + "\n");
    return 0;
  }
  const std::string an = country_name(world, a), bn = country_name(world, b);
  const auto per_cent = [](double value) { return fmt::format("{:.2f} %", value * 100); };
  const auto range = [&](double low, double mid, double high) {
    return fmt::format("{:.2f} % ({:.2f} to {:.2f})", mid * 100, std::min(low, high) * 100,
                       std::max(low, high) * 100);
  };
  const OneSided &x = found.a_on_b, &y = found.b_on_a;
  print(fmt::format("{} and {}, {}\n\n", an, bn, args.year) +
        aligned({"", an + " on " + bn, bn + " on " + an},
                {{"share of its exports", per_cent(x.export_share), per_cent(y.export_share)},
                 {"share of its imports", per_cent(x.import_share), per_cent(y.import_share)},
                 {"exports over GDP", per_cent(x.exports_over_gdp), per_cent(y.exports_over_gdp)},
                 {"imports over GDP", per_cent(x.imports_over_gdp), per_cent(y.imports_over_gdp)},
                 {"loss if cut, closed form", range(x.cutoff_low, x.cutoff_mid, x.cutoff_high),
                  range(y.cutoff_low, y.cutoff_mid, y.cutoff_high)},
                 {"loss if cut, in equilibrium", range(x.ge_low, x.ge_mid, x.ge_high),
                  range(y.ge_low, y.ge_mid, y.ge_high)}},
                {false, true, true}) +
        fmt::format("\nasymmetry {:+.2f}: {} leans on {} {:.1f} times as much as the other way round\n",
                    found.asymmetry, found.asymmetry > 0 ? bn : an, found.asymmetry > 0 ? an : bn,
                    std::exp(std::abs(found.asymmetry))));
  return 0;
}

}  // namespace sogdia::tool
