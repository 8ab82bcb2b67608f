#include <fmt/format.h>

#include <cmath>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/pair_facts.h"
#include "sogdia/report/sections/section.h"

// What each loses if the two stop trading, with bands.
namespace sogdia::report {

std::string pair_cut(const Page& page, const std::string& a, const std::string& b) {
  const PairFacts facts = pair_facts(page.result, a, b);
  Figure figure;
  figure.id = fmt::format("cut-{}-{}", a, b);
  figure.subtitle = fmt::format(
      "{}: goods income lost if the two end all goods trade with each other, in the medium run; whiskers "
      "from "
      "the long run to the short",
      facts.year);
  figure.source = "Sogdia, on its trade table";
  figure.status = "computed from estimated trade";
  figure.table.caption = figure.subtitle;
  figure.table.file = "if-cut";
  figure.table.columns = {"Country", "Answer", "Middle", "low", "high"};
  figure.table.numeric = {false, false, true, true, true};
  BarChart chart;
  const auto add = [&](const std::string& name, const char* css, const std::string& answer, double low,
                       double mid, double high, bool head) {
    if (!std::isfinite(mid)) return;
    Bar bar;
    bar.label = capitalised(name);
    bar.value = mid, bar.low = low, bar.high = high;
    bar.text = percent(mid) + "  (" + percent_range(low, high) + ")";
    bar.css = css;
    if (head) bar.gap_before = answer;
    chart.bars.push_back(bar);
    figure.table.rows.push_back({bar.label, answer, percent(mid), percent(low), percent(high)});
  };
  const OneWay &x = facts.a_on_b, &y = facts.b_on_a;
  const std::string equilibrium = "With world trade rearranged", closed = "From shares alone (closed form)";
  add(facts.b_name, "f-b", equilibrium, y.ge_low, y.ge_mid, y.ge_high, true);
  add(facts.a_name, "f-a", equilibrium, x.ge_low, x.ge_mid, x.ge_high, !std::isfinite(y.ge_mid));
  add(facts.b_name, "f-b", closed, y.cut_low, y.cut_mid, y.cut_high, true);
  add(facts.a_name, "f-a", closed, x.cut_low, x.cut_mid, x.cut_high, !std::isfinite(y.cut_mid));
  const double a_loss = std::isfinite(x.ge_mid) ? x.ge_mid : x.cut_mid,
               b_loss = std::isfinite(y.ge_mid) ? y.ge_mid : y.cut_mid;
  if (chart.bars.empty() || !(std::fmax(std::fabs(a_loss), std::fabs(b_loss)) > 0)) return "";
  if (a_loss > 0 && b_loss > 0) {
    const bool b_more = b_loss > a_loss;
    const double ratio = std::fmax(a_loss, b_loss) / std::fmin(a_loss, b_loss);
    const std::string& more = b_more ? facts.b_name : facts.a_name;
    const std::string& less = b_more ? facts.a_name : facts.b_name;
    figure.title =
        ratio < 1.15
            ? fmt::format("A cut would cost {} and {} about the same part of their income", less, more)
            : fmt::format("A cut would cost {} {} of its goods income, {} {}", more,
                          percent(std::fmax(a_loss, b_loss)), less, percent(std::fmin(a_loss, b_loss)));
  } else {
    figure.title = fmt::format("A cut would move goods income by {} in {} and {} in {}",
                               signed_percent(-b_loss), facts.b_name, signed_percent(-a_loss), facts.a_name);
  }
  chart.title = figure.title;
  chart.desc = "Bars of the goods income each side loses, with whiskers over the trade elasticity.";
  chart.tick = [](double value) { return percent(value); };
  figure.draw = [&](Width width, const std::string& id) { return draw_bars(chart, width, id); };
  return html_figure(figure);
}

}  // namespace sogdia::report
