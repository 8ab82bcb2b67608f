#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sogdia/report/charts/chart_lines.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/sections/section.h"

// Fuels, ores and metals between two countries over the years, the largest of them as lines.
namespace sogdia::report {

namespace {

constexpr std::size_t kLines = 4;
constexpr double kWorthAFigure = 1e9;  // USD in some year

std::string words(std::string goods) {
  std::replace(goods.begin(), goods.end(), '_', ' ');
  return goods;
}

struct Flow {
  std::string from, to, goods;
  std::map<int, std::pair<double, double>> years;  // USD, tonnes
  double most = 0;
};

std::vector<Flow> flows_between(const Page& page, const std::string& a, const std::string& b) {
  std::map<std::string, Flow> flows;
  const Rows rows = result_rows(page.result, "energy");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string from = rows.text(row, "exporter"), to = rows.text(row, "importer"),
                      goods = rows.text(row, "goods");
    const double usd = rows.number(row, "value_usd");
    if (!((from == a && to == b) || (from == b && to == a)) || !std::isfinite(usd)) continue;
    Flow& flow = flows[from + goods];
    flow.from = from, flow.to = to, flow.goods = goods;
    const bool wrong = rows.text(row, "fault").find("tonnes") != std::string::npos;
    flow.years[static_cast<int>(rows.number(row, "year"))] = {
        usd, wrong ? std::nan("") : rows.number(row, "tonnes")};
    flow.most = std::max(flow.most, usd);
  }
  std::vector<Flow> list;
  for (auto& [key, flow] : flows) list.push_back(std::move(flow));
  std::stable_sort(list.begin(), list.end(), [](const Flow& x, const Flow& y) { return x.most > y.most; });
  return list;
}

// Origins that the buyer hides in some years.
std::string hidden_note(const Page& page, const std::string& a, const std::string& b) {
  std::set<std::string> hidden;
  const Rows rows = result_rows(page.result, "energy");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string from = rows.text(row, "exporter"), to = rows.text(row, "importer");
    if (((from == a && to == b) || (from == b && to == a)) && !std::isfinite(rows.number(row, "value_usd")))
      hidden.insert(fmt::format("{} to {}", words(rows.text(row, "goods")), country_name(page.result, to)));
  }
  if (hidden.empty()) return "";
  return fmt::format("Customs hide the origin of {} in some years: no figure there is not zero.",
                     list({hidden.begin(), hidden.end()}));
}

// "Pipelines between the two: ESPO (crude oil, 30 million tonnes a year); ..."
std::string pipelines_note(const Page& page, const std::string& a, const std::string& b) {
  const std::map<std::string, std::string> units{{"mt_per_year", "million tonnes a year"},
                                                 {"bcm_per_year", "billion m³ a year"},
                                                 {"barrels_per_day", "barrels a day"}};
  const Rows all = world_rows(page.result, "pipelines");
  std::vector<std::string> names;
  for (std::size_t row = 0; row < all.size(); ++row) {
    const auto in = split(all.text(row, "countries"));
    const auto has = [&](const std::string& code) {
      return std::find(in.begin(), in.end(), code) != in.end();
    };
    if (!has(a) || !has(b) || all.text(row, "pipeline_status") != "open") continue;
    const double capacity = all.number(row, "capacity");
    const auto unit = units.find(all.text(row, "unit"));
    names.push_back(all.text(row, "name") + " (" + all.text(row, "goods") +
                    (std::isfinite(capacity) && unit != units.end()
                         ? fmt::format(", {} {}", capacity < 1e4 ? significant(capacity) : fixed(capacity, 0),
                                       unit->second)
                         : "") +
                    ")");
  }
  return names.empty() ? "" : fmt::format("Open pipelines that touch both: {}. ", list(names));
}

}  // namespace

std::string pair_energy(const Page& page, const std::string& a, const std::string& b) {
  const std::vector<Flow> flows = flows_between(page, a, b);
  if (flows.empty() || flows.front().most < kWorthAFigure) return "";
  Figure figure;
  figure.id = fmt::format("energy-{}-{}", a, b);
  figure.subtitle = "Fuels, ores and metals between the two, billion US dollars";
  figure.source = "BACI (CEPII), raw materials";
  figure.status = "observed";
  figure.note = pipelines_note(page, a, b) + hidden_note(page, a, b);
  figure.table.caption = figure.subtitle;
  figure.table.file = "energy";
  figure.table.columns = {"From", "To", "Goods", "Year", "Value", "Million tonnes"};
  figure.table.numeric = {false, false, false, true, true, true};
  const Flow& first = flows.front();
  const auto [year, now] = *first.years.rbegin();
  const auto peak =
      std::max_element(first.years.begin(), first.years.end(),
                       [](const auto& x, const auto& y) { return x.second.first < y.second.first; });
  figure.title = fmt::format(
      "{} sold {} {} of {} in {}", capitalised(with_article(country_name(page.result, first.from))),
      with_article(country_name(page.result, first.to)), money_printed(now.first), words(first.goods), year);
  if (peak->first != year && peak->second.first > 1.1 * now.first)
    figure.title += fmt::format(", after {} in {}", money_printed(peak->second.first), peak->first);
  LineChart chart;
  chart.title = figure.title;
  chart.desc =
      "Lines of the value of the largest fuels, ores and metals traded between two countries, by year.";
  static const char* kStyles[kLines] = {"l-main", "l-a", "l-b", "l-soft"};
  for (std::size_t k = 0; k < std::min(flows.size(), kLines); ++k) {
    const Flow& flow = flows[k];
    if (flow.most < kWorthAFigure / 10) break;
    Line line{fmt::format("{} to {}", words(flow.goods), country_name(page.result, flow.to)),
              money_printed(flow.years.rbegin()->second.first),
              {},
              kStyles[k],
              "",
              0};
    for (const auto& [at, value] : flow.years) {
      line.points.emplace_back(at, value.first / 1e9);
      figure.table.rows.push_back({country_name(page.result, flow.from), country_name(page.result, flow.to),
                                   words(flow.goods), std::to_string(at), money_printed(value.first),
                                   std::isfinite(value.second) ? fixed(value.second / 1e6, 2) : ""});
    }
    chart.lines.push_back(std::move(line));
  }
  for (int at = first.years.begin()->first; at <= year; ++at)
    if (at % 5 == 0) chart.x_ticks.emplace_back(at, std::to_string(at));
  chart.tick = [](double value) { return money(value * 1e9); };
  figure.draw = [&](Width width, const std::string& id) { return draw_lines(chart, width, id); };
  return html_figure(figure);
}

}  // namespace sogdia::report
