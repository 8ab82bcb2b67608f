#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/facts/pair_facts.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

std::string box(const std::string& number, const std::string& what) {
  return fmt::format("<div><span class=\"big\">{}</span><span class=\"what\">{}</span></div>", escape(number),
                     escape(what));
}

// The side that loses more when the two are cut apart stands first.
bool a_loses_more(const PairFacts& facts) { return facts.loss_a() > facts.loss_b(); }

std::string heading(const PairFacts& facts) {
  const double a = facts.loss_a(), b = facts.loss_b();
  if (!(a > 0) || !(b > 0)) return facts.a_name + " and " + facts.b_name;
  const std::string& weak = a_loses_more(facts) ? facts.a_name : facts.b_name;
  const std::string& strong = a_loses_more(facts) ? facts.b_name : facts.a_name;
  const double ratio = std::max(a, b) / std::min(a, b);
  if (ratio < 1.15)
    return fmt::format("Cut apart, {} and {} would lose about the same part of their income", facts.a_name,
                       facts.b_name);
  return fmt::format("Cut apart, {} would lose {} of its income, {} {} part", weak, percent(std::max(a, b)),
                     times(ratio), possessive(strong));
}

std::string headline(const PairFacts& facts) {
  const auto& x = a_loses_more(facts) ? facts.a_on_b : facts.b_on_a;
  const auto& y = &x == &facts.a_on_b ? facts.b_on_a : facts.a_on_b;
  const std::string& x_name = &x == &facts.a_on_b ? facts.a_name : facts.b_name;
  const std::string& y_name = &x == &facts.a_on_b ? facts.b_name : facts.a_name;
  std::string boxes =
      box(percent(x.import_share), fmt::format("of {} imports come from {}", possessive(x_name), y_name)) +
      box(percent(y.import_share), fmt::format("of {} imports come from {}", possessive(y_name), x_name)) +
      box(percent(x.ge_mid),
          fmt::format("of {} real income lost if the two stop trading", possessive(x_name)));
  const std::string words = fmt::format(
      "Trade with {} is worth {} of {} GDP; trade with {} is worth {} of {}. {} sends {} of its exports to "
      "{}, and {} sends {} of "
      "its exports to {} ({}).",
      y_name, percent(x.over_gdp()), possessive(x_name), x_name, percent(y.over_gdp()), possessive(y_name),
      capitalised(x_name), percent(x.export_share), y_name, y_name, percent(y.export_share), x_name,
      facts.year);
  return fmt::format("<div class=\"box\"><div class=\"three\">{}</div>{}</div>", boxes, paragraph(words));
}

}  // namespace

std::string section_pair(const Page& page, const std::string& a, const std::string& b) {
  const PairFacts facts = pair_facts(page.result, a, b);
  std::string out = fmt::format("<section class=\"pair\" id=\"pair-{}-{}\"><h2>{}</h2>", escape(a), escape(b),
                                escape(heading(facts)));
  out += facts.known ? headline(facts)
                     : paragraph(fmt::format("This run has no dependence figures for {} and {}.",
                                             facts.a_name, facts.b_name),
                                 "none");
  return out + pair_flows(page, a, b) + pair_shares(page, a, b) + pair_energy(page, a, b) +
         pair_cut(page, a, b) + pair_routes(page, a, b) + pair_pledges(page, a, b) +
         pair_reporters(page, a, b) + "</section>\n";
}

}  // namespace sogdia::report
