#include <fmt/format.h>

#include <cmath>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/facts/corridor_choice.h"
#include "sogdia/report/facts/countries_summary.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

std::string number_box(const std::string& number, const std::string& what, const std::string& band) {
  return fmt::format("<div><span class=\"big\">{}</span><span class=\"what\">{}</span>{}</div>",
                     escape(number), escape(what),
                     band.empty() ? "" : fmt::format("<span class=\"band\">{}</span>", escape(band)));
}

// "15.4 days to 15.2 days", or once where both read the same. `of` says what they are parts of.
std::string before_after(const std::string& before, const std::string& after, const std::string& of = "") {
  return before == after ? before + of + " before" : fmt::format("{} to {}{}", before, after, of);
}

std::string sentence(const Page& page, const IncomeChange& world,
                     const std::vector<IncomeChange>& countries) {
  std::string out;
  if (!countries.empty()) {
    out = fmt::format("World real income {}", moves(world.mid, "rises by", "falls by", "does not move"));
    if (std::fabs(world.mid) >= kNoChange) out += fmt::format(", {} a year", money(std::fabs(world.usd)));
    out += fmt::format("; {} of {} countries gain", world.gain, world.countries);
    if (world.lose > 0) out += fmt::format(" and {} {}", world.lose, world.lose == 1 ? "loses" : "lose");
    out += ". ";
  }
  const WorldChange hours = world_change(page.result, {"mean_hours_bri"});
  const WorldChange cost = world_change(page.result, {"mean_cost_bri"});
  if (std::isfinite(hours.change) && std::isfinite(cost.change)) {
    out += fmt::format("Among Belt and Road economies time {} and cost {}. ",
                       moves(hours.change, "rises by", "falls by", "stays"),
                       moves(cost.change, "rises by", "falls by", "stays"));
  }
  const auto corridors = corridor_changes(page.result);
  if (!corridors.empty()) {
    const CorridorChange& best = corridors.front();
    if (best.hours_change() <= -0.0005) {
      out += fmt::format("Most time is saved on the {}, {} instead of {}.", best.name, days(best.hours_after),
                         days(best.hours_before));
    } else {
      out += "No corridor becomes faster.";
    }
  }
  return out;
}

}  // namespace

std::string section_headline(const Page& page) {
  const WorldChange hours = world_change(page.result, {"mean_hours", "hours", "time"});
  const WorldChange cost = world_change(page.result, {"mean_cost", "cost"});
  const auto countries = country_changes(page.result);
  const IncomeChange world = pooled(countries, "World");
  std::string boxes;
  if (std::isfinite(hours.change)) {
    boxes +=
        number_box(signed_percent(hours.change), "time that goods spend on the way, world mean",
                   std::isfinite(hours.before) ? before_after(days(hours.before), days(hours.after)) : "");
  }
  if (std::isfinite(cost.change)) {
    boxes += number_box(signed_percent(cost.change), "cost of moving goods, world mean",
                        std::isfinite(cost.before) && cost.before < 2
                            ? before_after(percent(cost.before), percent(cost.after), " of the goods’ value")
                            : "");
  }
  if (!countries.empty()) {
    boxes += number_box(signed_percent(world.mid), "world real income",
                        percent_range(world.low, world.high) + " over the range of trade elasticities");
  }
  std::string out = "<section class=\"box\" aria-label=\"Headline\">";
  if (boxes.empty()) {
    out +=
        paragraph("This run holds no world figures: it was made without the access and equilibrium stages.");
  } else {
    out += fmt::format("<div class=\"three\">{}</div>", boxes);
  }
  if (const std::string words = sentence(page, world, countries); !words.empty()) out += paragraph(words);
  if (!page.result.converged) {
    out += paragraph("The equilibrium did not converge: read trade and income figures with care.", "none");
  }
  return out + "</section>\n";
}

}  // namespace sogdia::report
