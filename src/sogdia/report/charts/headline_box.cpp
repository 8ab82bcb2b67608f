#include "sogdia/report/charts/headline_box.h"

#include <fmt/format.h>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

std::string html_box(const HeadBox& box) {
  std::string numbers, words;
  int count = 0;
  for (const HeadNumber& each : box.numbers) {
    if (each.number.empty() || each.number.find(kUnknown) != std::string::npos || count == 3) continue;
    ++count;
    numbers += fmt::format(
        "<div><span class=\"big\">{}</span><span class=\"what\">{}</span>{}</div>", escape(each.number),
        escape(each.what),
        each.band.empty() ? "" : fmt::format("<span class=\"band\">{}</span>", escape(each.band)));
  }
  for (const std::string& sentence : box.sentences) {
    if (!sentence.empty()) words += paragraph(sentence);
  }
  if (!box.warning.empty()) words += paragraph(box.warning, "none");
  if (numbers.empty() && words.empty()) return "";
  return "<div class=\"box\">" +
         (numbers.empty() ? "" : fmt::format("<div class=\"three n{}\">{}</div>", count, numbers)) + words +
         "</div>\n";
}

}  // namespace sogdia::report
