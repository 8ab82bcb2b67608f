#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

namespace {

std::string change_words(const Change& change) {
  const std::string words = change.name.empty() ? kind_of(change.what) : change.name;
  std::string what = kind_of(change.what);
  if (const Site* site = site_of(change.what)) what += " " + site->words;
  if (const Build* build = build_of(change.what)) {
    what += build->projects.size() > 4 ? fmt::format(" {} projects", build->projects.size())
                                       : " " + list(build->projects) + " projects";
  }
  return words == what ? words : words + " (" + what + ")";
}

// "The trade elasticity is an estimate: 4.2 (standard error 0.3, interval 3.6 to 4.8), minus the coefficient
// ..."
std::string estimated_words(const ModelFigure& figure) {
  const bool theta = figure.key == "theta";
  const bool ends = std::isfinite(figure.low) && std::isfinite(figure.high);
  const std::string interval =
      ends ? fmt::format("interval {} to {}", significant(figure.low), significant(figure.high))
           : "an interval without end";
  return fmt::format("The {} is an estimate: {} (standard error {}, {}), {} “{}”, read from {}.",
                     theta ? "trade elasticity" : "value of time, a fraction of the goods’ value a day,",
                     significant(figure.value), significant(figure.std_error), interval,
                     theta ? fmt::format("minus the coefficient of {} in", figure.term) : "of the model",
                     figure.estimate, figure.file);
}

std::string methods(const Page& page) {
  const Study& study = page.result.study;
  const bool changes = !study.scenario.changes.empty();
  std::string out = paragraph(fmt::format("Base. Trade, GDP and networks of {}; projects in the base: {}.{}",
                                          study.base.year, list(study.base.projects),
                                          changes ? " The scenario changes what is listed here." : ""));
  if (changes) {
    out += "<ul>";
    for (const Change& change : study.scenario.changes)
      out += "<li>" + escape(change_words(change)) + "</li>";
    out += "</ul>";
  }
  out += paragraph(
      fmt::format("Time and cost. {} places stand for their countries. Between each two, the way "
                  "of least generalized cost is found for "
                  "sea, rail, road, air and inland water, with terminals, borders and changes of gauge; {}.",
                  study.access.zones,
                  study.access.sector == "general"
                      ? "each class of goods chooses among them by what it pays for freight and time"
                      : "goods of the sector " + study.access.sector + " choose among them by a logit"));
  if (changes)
    out += paragraph(fmt::format(
        "Trade and goods income. Changes of trade costs enter a one-sector model of world trade with one "
        "elasticity (exact hat algebra). Goods income is what a country’s spending on goods buys. Every "
        "answer is "
        "given at trade elasticities of {}, {} and {}; bars show the middle, whiskers the span of the three. "
        "The "
        "model compares two steady states: it says nothing about construction costs, debt or the years "
        "between. {}",
        significant(study.model.theta_low), significant(study.model.theta_mid),
        significant(study.model.theta_high), deficit_words(study)));
  for (const ModelFigure& figure : study.model.estimated) out += paragraph(estimated_words(figure));
  if (!study.pairs.empty())
    out += paragraph(
        "Dependence. Shares are of goods exports or imports. “If cut” is the goods income lost when the two "
        "end all "
        "trade with each other: in closed form from the partner’s share in spending, and in the model with "
        "all other "
        "trade rearranged, in the long, the medium and the short run. How many times as much one side loses "
        "has a "
        "range over the three and over what the two flows may be.");
  if (!page.result.warnings.empty()) {
    out += "<h3>Warnings of this run</h3><ul>";
    for (const std::string& warning : page.result.warnings) out += "<li>" + escape(warning) + "</li>";
    out += "</ul>";
  }
  const Rows unreachable = result_rows(page.result, "unreachable");
  if (!unreachable.empty()) {
    std::vector<std::string> names;
    for (const std::string& iso3 : unreachable.distinct("exporter"))
      names.push_back(country_name(page.result, iso3));
    constexpr std::size_t kMost = 12;
    const std::size_t more = names.size() > kMost ? names.size() - kMost : 0;
    names.resize(names.size() - more);
    if (more > 0) names.push_back(fmt::format("{} more", more));
    out += paragraph(fmt::format(
        "No way was found for {} pairs of countries, among them from {}. Their trade costs stay as they are.",
        unreachable.size(), list(names)));
  }
  return out;
}

std::string sources(const Page& page) {
  const Rows rows = world_rows(page.result, "sources").by_text("source");
  std::string items;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string key = rows.text(row, "source");
    if (!page.cited.contains(key) && rows.text(row, "kind") != "package") continue;
    std::string item = rows.text(row, "publisher");
    if (!item.empty()) item += ". ";
    item += rows.text(row, "title");
    for (const char* column : {"date", "licence"}) {
      if (const std::string value = rows.text(row, column); !value.empty()) item += ". " + value;
    }
    const std::string url = rows.text(row, "url");
    const bool link = url.starts_with("http://") || url.starts_with("https://");
    items += link ? fmt::format("<li><a href=\"{}\">{}</a></li>", escape(url), escape(item))
                  : fmt::format("<li>{}</li>", escape(item));
  }
  if (items.empty()) return paragraph("The world pack of this run lists no sources.");
  return "<ul class=\"sources\">" + items + "</ul>";
}

}  // namespace

std::string section_methods(const Page& page) {
  return "<section id=\"methods\"><h2>Methods and sources</h2>" + methods(page) + "<h3>Sources</h3>" +
         sources(page) + "</section>\n";
}

}  // namespace sogdia::report
