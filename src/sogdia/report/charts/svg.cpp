#include "sogdia/report/charts/svg.h"

#include <fmt/format.h>

#include <cctype>
#include <cmath>

#include "sogdia/report/charts/format.h"

namespace sogdia::report {

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

std::string id_text(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (!(std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == ':'))
      c = '-';
  return out;
}

double text_width(std::string_view text, double size) {
  double em = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // continuation of a character already counted
    if (c == 'i' || c == 'l' || c == 'j' || c == '.' || c == ',' || c == ' ' || c == '\'' || c == 'I') {
      em += 0.32;
    } else if (c == 'f' || c == 't' || c == 'r' || c == '-' || c == '(' || c == ')') {
      em += 0.4;
    } else if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%') {
      em += 0.92;
    } else if (c >= 'A' && c <= 'Z') {
      em += 0.7;
    } else {
      em += 0.6;
    }
  }
  return em * size;
}

std::vector<std::string> wrap(std::string_view text, double size, double width) {
  std::vector<std::string> lines(1);
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const std::string word(text.substr(from, to - from));
    std::string& line = lines.back();
    if (!line.empty() && text_width(line + " " + word, size) > width) {
      lines.push_back(word);
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
    from = to + 1;
  }
  return lines;
}

Svg::Svg(double width, double height, std::string_view id, std::string_view title, std::string_view desc,
         std::string_view css_class) {
  const std::string w = coordinate(width), h = coordinate(height);
  head_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{0}\" class=\"{1}\" viewBox=\"0 0 {2} {3}\" "
      "width=\"{2}\" height=\"{3}\" role=\"img\" aria-labelledby=\"{0}-t {0}-d\">"
      "<title id=\"{0}-t\">{4}</title><desc id=\"{0}-d\">{5}</desc>",
      id_text(id), css_class, w, h, escape(title), escape(desc));
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view css) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>", coordinate(x1),
                       coordinate(y1), coordinate(x2), coordinate(y2), css);
}

void Svg::rect(double x, double y, double width, double height, std::string_view css, double radius) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", coordinate(x), coordinate(y),
                       coordinate(std::max(width, 0.0)), coordinate(std::max(height, 0.0)));
  if (radius > 0) body_ += fmt::format(" rx=\"{}\"", coordinate(radius));
  body_ += fmt::format(" class=\"{}\"/>", css);
}

void Svg::circle(double x, double y, double radius, std::string_view css) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}\"/>", coordinate(x), coordinate(y),
                       coordinate(radius), css);
}

void Svg::path(std::string_view d, std::string_view css) {
  if (!d.empty()) body_ += fmt::format("<path d=\"{}\" class=\"{}\"/>", d, css);
}

void Svg::text(double x, double y, std::string_view words, std::string_view css, std::string_view anchor) {
  body_ += fmt::format("<text x=\"{}\" y=\"{}\"", coordinate(x), coordinate(y));
  if (!css.empty()) body_ += fmt::format(" class=\"{}\"", css);
  if (anchor != "start") body_ += fmt::format(" text-anchor=\"{}\"", anchor);
  body_ += fmt::format(">{}</text>", escape(words));
}

void Svg::open(std::string_view css, std::string_view words) {
  body_ += css.empty() ? "<g>" : fmt::format("<g class=\"{}\">", css);
  if (!words.empty()) body_ += fmt::format("<title>{}</title>", escape(words));
}

void Svg::close() { body_ += "</g>"; }

std::string Svg::str() const { return head_ + body_ + "</svg>"; }

std::string path_data(const Points& points, bool closed) {
  // Tenths of a pixel as integers, so that rounding does not pile up over relative moves.
  std::vector<std::pair<long, long>> tenths;
  for (const auto& [x, y] : points) {
    const std::pair<long, long> at{std::lround(x * 10), std::lround(y * 10)};
    if (tenths.empty() || tenths.back() != at) tenths.push_back(at);
  }
  if (tenths.size() < (closed ? 3U : 2U)) return "";
  const auto write = [](long value) { return coordinate(static_cast<double>(value) / 10); };
  std::string out = fmt::format("M{} {}l", write(tenths[0].first), write(tenths[0].second));
  for (std::size_t k = 1; k < tenths.size(); ++k) {
    const std::string x = write(tenths[k].first - tenths[k - 1].first);
    const std::string y = write(tenths[k].second - tenths[k - 1].second);
    if (k > 1 && x[0] != '-') out += ' ';
    out += x;
    if (y[0] != '-') out += ' ';
    out += y;
  }
  if (closed) out += 'z';
  return out;
}

}  // namespace sogdia::report
