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

// How goods choose among the families, and what a change may do to that.
std::string choice_words(const Study::Access& access) {
  std::string words = access.choice == "hours"
                          ? "the way of least hours is taken, and hours alone cost anything"
                      : access.sector == "general"
                          ? "each class of goods chooses among them by what it pays for freight and time"
                          : "goods of the sector " + access.sector + " choose among them by a logit";
  if (access.switching == "none") words += "; under the scenario goods stay with the modes of the base";
  if (access.switching == "all") words += "; hours of the scenario are those of the modes chosen anew";
  return words;
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
  if (!study.base.changes.changes.empty()) {
    out += paragraph("Already so in the base, before anything else changes:") + "<ul>";
    for (const Change& change : study.base.changes.changes)
      out += "<li>" + escape(change_words(change)) + "</li>";
    out += "</ul>";
  }
  out += paragraph(
      fmt::format("Time and cost. {} places stand for their countries. Between each two, the way "
                  "of least generalized cost is found for "
                  "sea, rail, road, air and inland water, with terminals, borders and changes of gauge; {}.",
                  study.access.zones, choice_words(study.access)));
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
    out += paragraph(fmt::format("No way was found for {} pairs of countries, among them from {}. Their "
                                 "trade costs stay as they are.",
                                 unreachable.size(), list(names)),
                     "more");
  }
  return out;
}

std::string linked(const Rows& rows, std::size_t row, const std::string& words) {
  const std::string url = rows.text(row, "url");
  const bool link = url.starts_with("http://") || url.starts_with("https://");
  return link ? fmt::format("<a href=\"{}\">{}</a>", escape(url), escape(words)) : escape(words);
}

std::string words_of(const Rows& rows, std::size_t row) {
  std::string words = rows.text(row, "publisher");
  if (!words.empty()) words += ". ";
  words += rows.text(row, "title");
  for (const char* column : {"date", "licence"}) {
    if (const std::string value = rows.text(row, column); !value.empty()) words += ". " + value;
  }
  return words;
}

// Many sources of one publisher, "General Administration of Customs of China: 97 sources, 2014 to 2026", and
// each behind it.
std::string grouped(const Rows& rows, const std::string& publisher, const std::vector<std::size_t>& of) {
  std::vector<std::string> years;
  std::string each;
  for (const std::size_t row : of) {
    if (const std::string date = rows.text(row, "date"); date.size() >= 4) years.push_back(date.substr(0, 4));
    each += "<li>" + linked(rows, row, words_of(rows, row)) + "</li>";
  }
  std::string when;
  if (!years.empty()) {
    const auto [first, last] = std::minmax_element(years.begin(), years.end());
    when = *first == *last ? ", " + *first : fmt::format(", {} to {}", *first, *last);
  }
  return fmt::format("{}: {} sources{}<details><summary>Each of them</summary><ul>{}</ul></details>",
                     escape(publisher), of.size(), when, each);
}

std::string sources(const Page& page) {
  const Rows rows = world_rows(page.result, "sources").by_text("source");
  std::vector<std::pair<std::string, std::vector<std::size_t>>> publishers;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!page.cited.contains(rows.text(row, "source")) && rows.text(row, "kind") != "package") continue;
    std::string publisher = rows.text(row, "publisher");
    publisher = publisher.substr(0, publisher.find(", as printed"));
    const auto same = std::find_if(publishers.begin(), publishers.end(), [&](const auto& each) {
      return !publisher.empty() && each.first == publisher;
    });
    if (same == publishers.end())
      publishers.push_back({publisher, {row}});
    else
      same->second.push_back(row);
  }
  constexpr std::size_t kMany = 4, kOnPaper = 6;
  std::string items;
  std::size_t count = 0;
  const auto item = [&](const std::string& words) {
    items += (++count > kOnPaper ? "<li class=\"more\">" : "<li>") + words + "</li>";
  };
  for (const auto& [publisher, of] : publishers) {
    if (of.size() >= kMany) {
      item(grouped(rows, publisher, of));
      continue;
    }
    for (const std::size_t row : of) item(linked(rows, row, words_of(rows, row)));
  }
  if (items.empty()) return paragraph("The world pack of this run lists no sources.");
  return "<ul class=\"sources\">" + items + "</ul>" +
         (count > kOnPaper
              ? fmt::format("<p class=\"paper\">{} of {} sources; a screen lists all, with links.</p>",
                            kOnPaper, count)
              : "");
}

}  // namespace

std::string section_methods(const Page& page) {
  return "<section id=\"methods\"><h2>Methods and sources</h2>" + methods(page) + "<h3>Sources</h3>" +
         sources(page) + "</section>\n";
}

}  // namespace sogdia::report
