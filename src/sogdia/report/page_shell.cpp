#include "sogdia/report/page_shell.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

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

// Titles of what on_screen() keeps off paper, by section, for the reader of a print.
std::string screen_has_more(const std::string& body) {
  constexpr std::string_view kFigure = "<figure data-screen=\"\"";
  std::vector<std::pair<std::string, std::string>> sections;  // name, titles
  for (std::size_t at = body.find(kFigure); at != std::string::npos; at = body.find(kFigure, at + 1)) {
    const std::size_t section = body.rfind("<section", at);
    if (section == std::string::npos) continue;
    const std::string open = body.substr(section, body.find('>', section) - section);
    std::string name = text_between(open, "data-name=\"", "\"");
    if (name.empty()) name = text_between(body, "<h2>", "</h2>", section);
    if (sections.empty() || sections.back().first != name) sections.push_back({name, ""});
    std::string& titles = sections.back().second;
    titles += (titles.empty() ? "“" : "; “") +
              text_between(body.substr(body.find("<h3", at), 2000), ">", "</h3>") + "”";
  }
  if (sections.empty()) return "";
  std::string words;
  for (const auto& [name, titles] : sections)
    words += fmt::format("<p class=\"note\"><b>{}.</b> {}.</p>", name, titles);
  return "<section class=\"paper\" id=\"on-screen\"><h3>On a screen the page also has, with its "
         "numbers</h3>" +
         words + "</section>\n";
}

// Paper sets figures that stand one after the other in two columns; those with a table take its whole width.
std::string in_columns(const std::string& body) {
  constexpr std::string_view kOpen = "<figure ", kClose = "</figure>\n";
  std::string out;
  std::size_t at = 0;
  bool open = false;
  while (at < body.size()) {
    const bool figure = body.compare(at, kOpen.size(), kOpen) == 0;
    const std::string_view head = figure ? std::string_view(body).substr(at, body.find('>', at) - at) : "";
    const bool narrow = figure && head.find("class=\"long\"") == std::string_view::npos;
    if (narrow != open) out += narrow ? "<div class=\"cols\">" : "</div>";
    open = narrow;
    const std::size_t close = body.find(kClose, at), next = body.find(kOpen, at);
    const std::size_t end = figure ? close + kClose.size() : std::min(next, body.size());
    out.append(body, at, end - at);
    at = end;
  }
  return open ? out + "</div>" : out;
}

// What a print lacks stands before the methods.
std::string with_screen_list(std::string body) {
  const std::string more = screen_has_more(body);
  const std::size_t methods = body.find("<section id=\"methods\"");
  return methods == std::string::npos ? body + more : body.insert(methods, more);
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
  constexpr std::size_t kLongTitle = 60;  // bytes: two lines and more in print
  out += fmt::format("<header class=\"top\"><p class=\"kicker\">{}</p><h1{}>{}</h1>", escape(words.kicker),
                     words.title.size() > kLongTitle ? " class=\"long-title\"" : "", escape(words.title));
  if (!words.subtitle.empty()) out += paragraph(words.subtitle, "lede");
  return out + "</header>\n<main>\n" + contents(body) + with_screen_list(in_columns(body)) +
         "</main>\n<footer class=\"foot\"><p>Made with Sogdia from the study and the world pack named above. "
         "Model results are answers to a question, not forecasts.</p></footer>\n</body></html>\n";
}

}  // namespace sogdia::report
