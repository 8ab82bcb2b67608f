#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/facts/countries_summary.h"
#include "sogdia/report/sections/section.h"

// Changes of countries themselves: productivity, labour, deficits.
namespace sogdia::report {

std::string section_economy(const Page& page) {
  std::set<std::string> touched;
  std::vector<std::string> names;
  for (const Change& change : page.result.study.scenario.changes) {
    if (!std::holds_alternative<CountryChange>(change.what)) continue;
    names.push_back(change.name.empty() ? words_of(change.what) : change.name);
    AnyChange what = change.what;
    for (const auto* list : countries_of(what)) touched.insert(list->begin(), list->end());
  }
  std::vector<IncomeChange> theirs, others;
  for (const IncomeChange& c : country_changes(page.result))
    (touched.contains(c.code) ? theirs : others).push_back(c);
  HeadBox box;
  const auto add = [&](const std::vector<IncomeChange>& countries, const std::string& whose) {
    if (countries.empty()) return;
    const IncomeChange sum = pooled_by_spending(countries, whose);
    if (!std::isfinite(sum.mid)) return;
    box.numbers.push_back(
        {signed_money(sum.usd), "goods income a year of " + whose,
         signed_percent(sum.mid) + ", " + percent_range(sum.low, sum.high) + " over the elasticities"});
  };
  add(theirs, theirs.size() == 1 ? with_article(theirs.front().name)
                                 : fmt::format("the {} countries that change", theirs.size()));
  add(others, theirs.empty() ? "the world" : "all others");
  box.sentences.push_back(deficit_words(page.result.study));
  return fmt::format("<section id=\"economy\"><h2>{}</h2>", escape(capitalised(list(names)))) +
         html_box(box) + "</section>\n";
}

}  // namespace sogdia::report
