#include "sogdia/report/page_shell.h"

#include <fmt/format.h>

#include "sogdia/report/charts/style.h"
#include "sogdia/report/maps/map_world.h"

namespace sogdia::report {

namespace {

// Patterns, and the world's land and network where a picture shows them by <use>.
std::string shared_shapes(const Page& page, const std::string& body) {
  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hidden\" role=\"img\" aria-hidden=\"true\">"
      "<title>Shapes shared by the pictures</title><desc>Not shown by itself.</desc><defs>"
      "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect width=\"2.2\" height=\"6\" class=\"hatch-line\"/></pattern>"
      "<pattern id=\"hatch-light\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\"><rect width=\"1.2\" height=\"9\" class=\"hatch-line\"/></pattern>";
  const auto uses = [&](const char* id) { return body.find(id) != std::string::npos; };
  if (uses("#w-land")) out += shared_land(page.basemap, page.world);
  if (uses("#w-network")) out += shared_network(page.result, page.world, page.shapes);
  return out + "</defs></svg>";
}

// Text of the first element that `open` begins, without its marks.
std::string text_between(const std::string& body, const std::string& open, const std::string& close,
                         std::size_t from = 0) {
  const std::size_t at = body.find(open, from);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + open.size(), end = body.find(close, begin);
  return end == std::string::npos ? "" : body.substr(begin, end - begin);
}

// A line to each section, where there are several.
std::string contents(const std::string& body) {
  std::string out;
  int count = 0;
  for (std::size_t at = body.find("<section"); at != std::string::npos; at = body.find("<section", at + 1)) {
    const std::string id = text_between(body, " id=\"", "\"", at),
                      words = text_between(body, "<h2>", "</h2>", at);
    if (id.empty() || words.empty()) continue;
    // A finding is too long for a line of contents: its subject stands there.
    const std::string name = text_between(body.substr(at, body.find('>', at) - at), "data-name=\"", "\"");
    out += fmt::format("<a href=\"#{}\">{}</a>", id, name.empty() ? words : name);
    ++count;
  }
  return count < 3 ? "" : "<nav aria-label=\"Contents\">" + out + "</nav>";
}

}  // namespace

Page make_page(const Result& result) {
  return {result, load_basemap(result.base->world->folder), world_sheet(), LinkShapes(result), {}};
}

std::string write_page(const Page& page, const PageWords& words, const std::string& body) {
  // The finding that a link's preview shows: the box's sentence, else the first picture's title; escaped
  // already.
  std::string finding = text_between(body, "</div></div><p>", "</p>");
  if (finding.empty()) finding = text_between(text_between(body, "<h3", "/h3>"), ">", "<");
  if (finding.empty()) finding = escape(words.subtitle);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
      "<meta name=\"generator\" content=\"Sogdia\"/><title>{0}</title>"
      "<meta name=\"description\" content=\"{1}\"/><meta property=\"og:type\" content=\"article\"/>"
      "<meta property=\"og:site_name\" content=\"Sogdia\"/><meta property=\"og:title\" content=\"{0}\"/>"
      "<meta property=\"og:description\" content=\"{1}\"/><meta name=\"twitter:card\" content=\"summary\"/>"
      "<style>{2}</style></head><body>\n{3}\n",
      escape(words.title), finding, style(), shared_shapes(page, body));
  out += fmt::format("<header class=\"top\"><p class=\"kicker\">{}</p><h1>{}</h1>", escape(words.kicker),
                     escape(words.title));
  if (!words.subtitle.empty()) out += paragraph(words.subtitle, "lede");
  return out + "</header>\n<main>\n" + contents(body) + body +
         "</main>\n<footer class=\"foot\"><p>Made with Sogdia from the study and the world pack named above. "
         "Model results are answers to a question, not forecasts.</p></footer>\n</body></html>\n";
}

}  // namespace sogdia::report
