#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/chart_dumbbell.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

// Straits, canals and pipelines whose trade moves most, and what cannot take what comes.
std::string passage_flows_figure(const Page& page) {
  constexpr double kTonnes = 2e6;  // tonnes a year
  constexpr std::size_t kMost = 8;
  const Rows all = result_rows(page.result, "passage_flows");
  struct Moved {
    std::string name, kind;
    double before, after, usd_before, usd_after, capacity;
    bool overfull;
    double tonnes() const { return after - before; }
  };
  std::vector<Moved> list;
  for (std::size_t row = 0; row < all.size(); ++row) {
    // What gathers the oil of fields to their ports is not a pipeline that anybody knows.
    if (all.text(row, "passage").starts_with("field_")) continue;
    Moved one{all.text(row, "name"),
              all.text(row, "kind"),
              all.number(row, "tonnes_before"),
              all.number(row, "tonnes_after"),
              all.number(row, "usd_before"),
              all.number(row, "usd_after"),
              all.number(row, "capacity_tonnes"),
              all.number(row, "overfull") == 1};
    if (std::fabs(one.tonnes()) >= kTonnes || (one.overfull && one.after > one.before))
      list.push_back(std::move(one));
  }
  std::stable_sort(list.begin(), list.end(), [](const Moved& p, const Moved& q) {
    return std::fabs(p.tonnes()) > std::fabs(q.tonnes());
  });
  if (list.size() > kMost) list.resize(kMost);
  if (list.empty()) return "";
  const auto millions = [](double tonnes) { return significant(tonnes / 1e6); };
  Figure figure;
  figure.id = "passage-flows";
  figure.table.columns = {"Through", "Kind",    "USD before", "USD after", "Million tonnes before",
                          "after",   "Can take"};
  figure.table.numeric = {false, false, true, true, true, true, true};
  DumbbellChart chart;
  std::vector<std::string> overfull;
  const Moved* more = nullptr;
  for (const Moved& one : list) {
    std::string change = one.before >= 1e5 ? signed_percent(one.after / one.before - 1) : "new";
    if (one.overfull) change += ", full", overfull.push_back(with_article(one.name));
    if (!more && one.tonnes() > 0) more = &one;
    chart.rows.push_back(
        {one.name, one.before / 1e6, one.after / 1e6, millions(one.before), millions(one.after), change});
    figure.table.rows.push_back({one.name, one.kind, money(one.usd_before), money(one.usd_after),
                                 millions(one.before), millions(one.after),
                                 std::isfinite(one.capacity) ? millions(one.capacity) : ""});
  }
  const Moved& shown = more ? *more : list.front();
  figure.title =
      fmt::format("{} {} {} m tonnes a year instead of {}", capitalised(with_article(shown.name)),
                  shown.after > 0 ? "takes" : "is left with", millions(shown.after), millions(shown.before));
  if (!overfull.empty())
    figure.title +=
        fmt::format("; {} {} more than {} can take", report::list(overfull),
                    overfull.size() == 1 ? "is sent" : "are sent", overfull.size() == 1 ? "it" : "they");
  figure.subtitle = fmt::format(
      "Million tonnes a year through straits, canals and pipelines, {} as it was and with the study’s "
      "changes; "
      "the {} largest changes",
      page.result.study.base.year, chart.rows.size());
  if (std::any_of(list.begin(), list.end(),
                  [](const Moved& one) { return one.overfull && one.kind == "pipeline"; }))
    figure.note =
        "Oil and gas that come to a full pipeline and have no other way are not produced; they are "
        "counted among what loses its way.";
  figure.source =
      "Sogdia, on the world pack’s network and trade table; capacities: the pack’s pipelines and passages";
  figure.status = "computed from the ways of least cost; no ships were counted";
  figure.table.caption = figure.subtitle;
  figure.table.file = "passage-flows";
  chart.title = figure.title;
  chart.desc = "Dots of tonnes before and after the changes, one row a strait, canal or pipeline.";
  chart.before_name = std::to_string(page.result.study.base.year), chart.after_name = "with the changes";
  chart.tick = [](double value) { return significant(value) + (value == 0 ? "" : " m t"); };
  figure.draw = [&](Width width, const std::string& id) { return draw_dumbbells(chart, width, id); };
  return html_figure(figure);
}

}  // namespace sogdia::report
