#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/facts/pair_facts.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

// The side that loses more stands first.
struct Ordered {
  const OneWay &more, &less;
  const std::string &more_name, &less_name;
};

Ordered ordered(const PairFacts& facts) {
  const bool a = facts.a_on_b.loss().mid >= facts.b_on_a.loss().mid;
  return a ? Ordered{facts.a_on_b, facts.b_on_a, facts.a_name, facts.b_name}
           : Ordered{facts.b_on_a, facts.a_on_b, facts.b_name, facts.a_name};
}

std::string heading(const PairFacts& facts) {
  const Ordered sides = ordered(facts);
  const double more = sides.more.loss().mid, ratio = sides.more.ratio_mid;
  if (!(ratio > 0)) return capitalised(facts.a_name) + " and " + facts.b_name;
  if (ratio < 1.15)
    return fmt::format("{} and {} would lose about as much without each other", capitalised(sides.more_name),
                       sides.less_name);
  if (ratio >= 20)
    return fmt::format("Cut off from {}, {} would lose {}; {} hardly anything", sides.less_name,
                       sides.more_name, percent(more), sides.less_name);
  return fmt::format("Cut off from {}, {} would lose {} the share of its goods income that {} would",
                     sides.less_name, sides.more_name, times(ratio), sides.less_name);
}

HeadBox headline(const PairFacts& facts) {
  HeadBox box;
  const Ordered sides = ordered(facts);
  const Loss more = sides.more.loss(), less = sides.less.loss();
  const auto share = [&](const OneWay& x, const std::string& x_name, const std::string& y_name) {
    box.numbers.push_back(
        {percent(x.import_share),
         fmt::format("of {} imports come from {} ({})", possessive(x_name), y_name, facts.year),
         std::isfinite(x.export_share)
             ? fmt::format("and {} of its exports go there", percent(x.export_share))
             : ""});
  };
  share(sides.more, sides.more_name, sides.less_name);
  share(sides.less, sides.less_name, sides.more_name);
  if (more.mid > 0 && less.mid > 0) {
    const std::string low = significant(sides.more.ratio_low, 2),
                      high = significant(sides.more.ratio_high, 2);
    if (sides.more.ratio_mid > 0)
      box.numbers.push_back(
          {significant(sides.more.ratio_mid, 2) + " to 1",
           fmt::format("what {} would lose for each part that {} would, if the two stopped trading",
                       sides.more_name, sides.less_name),
           low == high ? ""
                       : fmt::format("{} to {}, over horizons and the two flows’ intervals", low, high)});
    box.sentences.push_back(
        fmt::format("If the two stopped trading, {} would lose {} of its goods income in the medium run ({} "
                    "from the long run to the short) and {} {} ({}).",
                    sides.more_name, percent(more.mid), percent_range(more.low, more.high), sides.less_name,
                    percent(less.mid), percent_range(less.low, less.high)));
  }
  if (std::isfinite(sides.more.over_gdp()) && std::isfinite(sides.less.over_gdp()))
    box.sentences.push_back(fmt::format(
        "Trade with {} is worth {} of {} GDP; trade with {} is worth {} of {} ({}).", sides.less_name,
        percent(sides.more.over_gdp()), possessive(sides.more_name), sides.more_name,
        percent(sides.less.over_gdp()), possessive(sides.less_name), facts.year));
  return box;
}

}  // namespace

std::string section_pair(const Page& page, const std::string& a, const std::string& b,
                         const std::set<std::string>& printed) {
  const PairFacts facts = pair_facts(page.result, a, b);
  const std::string change = pair_change(page, a, b);
  // What the two are to each other. Where the study changes something, paper has what that does to them.
  std::string facts_of_two = facts.known ? html_box(headline(facts)) : "";
  if (!change.empty() && facts.known)
    facts_of_two = "<h3 class=\"finding\">" + escape(heading(facts)) + "</h3>" + facts_of_two;
  const auto add = [&](const std::string& name, std::string part) {
    facts_of_two += printed.empty() || printed.contains(name) ? std::move(part) : on_screen(std::move(part));
  };
  add("flows", pair_flows(page, a, b));
  add("trade", pair_trade(page, a, b));
  add("shares", pair_shares(page, a, b));
  add("partners", pair_partners(page, a, b));
  add("cut", pair_cut(page, a, b));
  add("alignment", pair_alignment(page, a, b));
  add("energy", pair_energy(page, a, b));
  add("passages", pair_passages(page, a, b));
  add("routes", pair_routes(page, a, b));
  add("pledges", pair_pledges(page, a, b));
  facts_of_two += on_screen(pair_reporters(page, a, b));
  if (!change.empty()) facts_of_two = on_screen(std::move(facts_of_two));
  const std::string body = change + facts_of_two;
  if (body.empty()) return "";
  const std::string words = change.empty()
                                ? heading(facts)
                                : capitalised(facts.a_name) + " and " + facts.b_name + " with the changes";
  return fmt::format("<section class=\"pair\" id=\"pair-{}-{}\" data-name=\"{} and {}\"><h2>{}</h2>",
                     id_text(a), id_text(b), escape(capitalised(facts.a_name)), escape(facts.b_name),
                     escape(words)) +
         body + "</section>\n";
}

}  // namespace sogdia::report
