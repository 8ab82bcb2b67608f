#include "sogdia/report/gravity_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sogdia/gravity/tables/regression_table.h"
#include "sogdia/report/charts/chart_intervals.h"
#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/style.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/facts/rows.h"

namespace sogdia {

namespace {

using namespace report;

// How a measure is written and named.
struct Measure {
  std::string key, noun, subtitle;
  std::function<std::string(double)> write;
  std::function<std::string(double, double)> range;
};

std::string elasticity_range(double low, double high) {
  return low == high ? fixed(low, 2) : fixed(low, 2) + " to " + fixed(high, 2);
}

std::string day_range(double low, double high) {
  return low == high ? percent(low, 2) : percent_range(low, high);
}

std::vector<Measure> all_measures() {
  return {{"elasticity", "Distance elasticity",
           "Percent of trade per percent of distance, with 95 % intervals; grey: published",
           [](double v) { return fixed(v, 2); }, elasticity_range},
          {"value_of_time", "Value of a day in transit",
           "Percent of the goods’ value a day, with 95 % intervals (Fieller), dashed where the data set no "
           "end; grey: "
           "published",
           [](double v) { return percent(v, 2); }, day_range}};
}

IntervalChart chart_of(const GravityResult& result, const Measure& measure) {
  IntervalChart chart;
  chart.tick = measure.write;
  if (measure.key == "value_of_time") chart.tick = [](double v) { return percent(v, 1); };
  const Rows published = Rows(&result.tables.at("published")).where("measure", measure.key);
  for (std::size_t k = 0; k < published.size(); ++k) {
    const double low = published.number(k, "low"), high = published.number(k, "high");
    chart.rows.push_back(
        {published.text(k, "source"), "published", low, low, high, measure.range(low, high), true});
  }
  const Rows found = Rows(&result.tables.at("measures")).where("measure", measure.key);
  for (std::size_t k = 0; k < found.size(); ++k) {
    const double value = found.number(k, "value"), low = found.number(k, "low"),
                 high = found.number(k, "high");
    const std::string interval = found.number(k, "bounded") > 0 ? measure.range(low, high) : "no end";
    chart.rows.push_back({found.text(k, "estimate"), fixed(found.number(k, "observations"), 0) + " flows",
                          value, low, high, measure.write(value) + " (" + interval + ")", false});
  }
  chart.title = measure.noun;
  for (const auto& row : chart.rows) chart.desc += row.label + ": " + row.value_text + ". ";
  return chart;
}

// "Distance elasticity: −0.88 to −0.52 here, −1.10 to −0.93 published". Estimates without an interval find
// nothing.
std::string finding(const GravityResult& result, const Measure& measure) {
  const auto span = [&](const char* table, const char* low_column, const char* high_column) {
    const Rows rows = Rows(&result.tables.at(table)).where("measure", measure.key);
    double low = INFINITY, high = -INFINITY;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (rows.has("bounded") && rows.number(k, "bounded") == 0) continue;
      low = std::min(low, rows.number(k, low_column));
      high = std::max(high, rows.number(k, high_column));
    }
    return low > high ? std::string() : measure.range(low, high);
  };
  const std::string found = span("measures", "value", "value"), known = span("published", "low", "high");
  if (found.empty()) return "";
  return measure.noun + ": " + found + " here" + (known.empty() ? "" : ", " + known + " published");
}

DataTable data_of(const GravityResult& result, const Measure& measure) {
  DataTable table;
  table.caption = measure.noun;
  table.file = measure.key;
  table.columns = {"estimate", "rows", "flows", "value", "std. error", "low", "high"};
  table.numeric = {false, false, true, true, true, true, true};
  const Rows found = Rows(&result.tables.at("measures")).where("measure", measure.key);
  for (std::size_t k = 0; k < found.size(); ++k) {
    std::vector<std::string> shown{found.text(k, "estimate"), found.text(k, "where"),
                                   fixed(found.number(k, "observations"), 0)},
        raw{found.text(k, "estimate"), found.text(k, "where"),
            fmt::format("{}", found.number(k, "observations"))};
    for (const char* column : {"value", "std_error", "low", "high"}) {
      const double value = found.number(k, column);
      shown.push_back(std::isfinite(value) ? measure.write(value) : "no end");
      raw.push_back(std::isfinite(value) ? fmt::format("{}", value) : "");
    }
    table.rows.push_back(shown);
    table.raw.push_back(raw);
  }
  return table;
}

std::string figure_of(const GravityResult& result, const Measure& measure) {
  const IntervalChart chart = chart_of(result, measure);
  const std::string title = finding(result, measure);
  if (title.empty()) return "";
  Figure figure;
  figure.id = measure.key;
  figure.title = title;
  figure.subtitle = measure.subtitle;
  figure.draw = [chart](Width width, const std::string& id) { return draw_intervals(chart, width, id); };
  figure.source = "Sogdia’s trade table, 2014 and 2023, and its network’s costs";
  figure.status = "estimated";
  figure.table = data_of(result, measure);
  return html_figure(figure);
}

// The models that measure one thing, side by side.
std::string regressions(const GravityResult& result, const Measure& measure) {
  const Rows found = Rows(&result.tables.at("measures")).where("measure", measure.key);
  std::vector<Fit> fits;
  std::string out = "<h4>" + measure.noun + "</h4><ol>";
  for (std::size_t k = 0; k < result.fits.size(); ++k) {
    if (found.find("estimate", result.names[k]) < 0) continue;
    fits.push_back(result.fits[k]);
    out += "<li>" + escape(result.names[k]) + "</li>";
  }
  if (fits.empty()) return "";
  RegressionTableOptions options;
  options.statistics = {"observations", "singletons", "pseudo_r2"};
  options.labels = {{"log(distance_km)", "Log distance"}, {"days", "Days in transit"},
                    {"log(freight)", "Log freight"},      {"freight", "Freight / value"},
                    {"contiguous", "Land border"},        {"value_usd", "Trade, USD"}};
  return out + "</ol>" + regression_table(fits, TableFormat::html, options);
}

std::string methods(const GravityResult& result) {
  const Study& study = result.study;
  std::string out = "<h2 id=\"methods\">Methods and limits</h2>";
  out += paragraph(
      "Trade is estimated by Poisson pseudo maximum likelihood with fixed effects, so that zeros and unequal "
      "variances do no harm; what separates observations or stands alone is left out and counted.");
  out +=
      paragraph(fmt::format("Hours and money are means over the best ways by sea, rail, road and air between "
                            "{} places, on one network "
                            "(projects: {}) for all years, for the sector {}. Freight is money over the "
                            "goods’ value. The value of a day is "
                            "the coefficient of days over that of freight (of log freight, times mean "
                            "freight by trade); its interval is Fieller’s, which "
                            "has no end where freight’s "
                            "coefficient may be zero.",
                            study.access.zones, list(study.base.projects), study.access.sector));
  out += paragraph(
      "Circularity. Most cells of the trade table are reported by nobody; they are filled by a prior in "
      "which trade "
      "falls with distance to the power 1.1, and rescaled to known totals. An estimate on every cell hands "
      "part of that "
      "prior back. Estimates on reported flows do not, but they know only each country’s largest partners: "
      "pairs far "
      "apart appear where they trade unusually much, which pulls the elasticity towards zero.");
  return out + paragraph(
                   "Routes are chosen at an assumed value of time, and whatever else grows with distance "
                   "(language, law, "
                   "acquaintance) grows with days too. A value of time from such data is a check of size, "
                   "not a measurement.");
}

}  // namespace

std::string write_gravity_page(const GravityResult& result) {
  const std::string title = escape(result.study.title);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
      "<meta name=\"generator\" content=\"Sogdia\"/><title>{}</title><style>{}</style></head><body>\n"
      "<header class=\"top\"><p class=\"kicker\">Sogdia estimates</p><h1>{}</h1>",
      title, style(), title);
  if (!result.study.subtitle.empty()) out += paragraph(result.study.subtitle, "lede");
  out += "</header>\n<main>\n";
  for (const auto& measure : all_measures()) out += figure_of(result, measure);
  out += "<h2 id=\"regressions\">The regressions</h2>";
  for (const auto& measure : all_measures()) out += regressions(result, measure);
  out += methods(result);
  return out +
         "</main>\n<footer class=\"foot\"><p>Made with Sogdia from the study and the world "
         "pack.</p></footer>\n"
         "</body></html>\n";
}

std::string gravity_picture(const GravityResult& result, const std::string& measure) {
  for (const auto& each : all_measures()) {
    if (each.key != measure || finding(result, each).empty()) continue;
    std::string svg = draw_intervals(chart_of(result, each), Width::medium, measure);
    // The page's colours, in the picture itself: it is shown where the page's style is not.
    const std::string css =
        "<style>:root{--ink:#1c1e22;--soft:#585d66;--grid:#e4e2dc;--main:#0072b2;--then:#9aa0a8;--paper:#fff}"
        "@media (prefers-color-scheme:dark){:root{--ink:#eceae5;--soft:#adb1b9;--grid:#2d3138;--main:#56b4e9;"
        "--then:#7d848e;--paper:#15171b}}svg{background:var(--paper)}text{fill:var(--ink);font:13px "
        "system-ui,sans-serif}"
        ".tick{fill:var(--soft);font-size:12px}.strong{font-weight:650}.grid{stroke:var(--grid)}.zero{stroke:"
        "var(--soft)}"
        ".whisker{stroke:var(--ink);stroke-width:1.4}.dashed{stroke-dasharray:6 "
        "4}.dot-after{fill:var(--main)}"
        ".f-soft{fill:var(--then)}</style>";
    const auto open = svg.find('>');
    return svg.insert(open + 1, css) + "\n";
  }
  return "";
}

}  // namespace sogdia
