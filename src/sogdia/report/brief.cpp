#include "sogdia/report/brief.h"

#include <fmt/format.h>

#include "sogdia/report/charts/style.h"
#include "sogdia/report/facts/rows.h"
#include "sogdia/report/maps/map_world.h"
#include "sogdia/report/sections/section.h"

namespace sogdia {

namespace {

using namespace report;

// Patterns and the world's land and network, drawn once and shown by <use>.
std::string shared_shapes(const Page& page) {
  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hidden\" role=\"img\" aria-hidden=\"true\">"
      "<title>Shapes shared by the pictures</title><desc>Not shown by itself.</desc><defs>"
      "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect width=\"2.2\" height=\"6\" class=\"hatch-line\"/></pattern>"
      "<pattern id=\"hatch-light\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect width=\"1.2\" height=\"9\" class=\"hatch-line\"/></pattern>";
  if (!page.basemap.countries.empty()) {
    out += shared_land(page.basemap, page.world) + shared_network(page.result, page.world, page.shapes);
  }
  return out + "</defs></svg>";
}

std::string contents(const Result& result) {
  std::string out =
      "<nav aria-label=\"Contents\"><a href=\"#network\">The network</a><a href=\"#corridors\">Corridors</a>"
      "<a href=\"#countries\">Countries</a>";
  for (const auto& [a, b] : result.study.pairs) {
    out += fmt::format("<a href=\"#pair-{}-{}\">{} and {}</a>", escape(a), escape(b),
                       escape(country_name(result, a)), escape(country_name(result, b)));
  }
  return out + "<a href=\"#methods\">Methods and sources</a></nav>";
}

}  // namespace

std::string write_brief(const Result& result) {
  const Page page{result, load_basemap(result.base->world->folder), world_sheet(), LinkShapes(result), {}};
  const std::string title = result.study.title.empty() ? "A Sogdia brief" : result.study.title;
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
      "<meta name=\"generator\" content=\"Sogdia\"/><title>{}</title><style>{}</style></head><body>\n{}\n",
      escape(title), style(), shared_shapes(page));
  out += fmt::format("<header class=\"top\"><p class=\"kicker\">Sogdia brief</p><h1>{}</h1>", escape(title));
  if (!result.study.subtitle.empty()) out += paragraph(result.study.subtitle, "lede");
  out += "</header>\n<main>\n" + section_headline(page) + contents(result);
  out += section_network(page) + section_corridors(page) + section_countries(page);
  for (const auto& [a, b] : result.study.pairs) out += section_pair(page, a, b);
  out += section_methods(page);
  return out +
         "</main>\n<footer class=\"foot\"><p>Made with Sogdia from the study and the world pack named above. "
         "Model results are answers to a question, not forecasts.</p></footer>\n</body></html>\n";
}

}  // namespace sogdia
