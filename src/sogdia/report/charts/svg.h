#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sogdia::report {

// Text with & < > " ' made safe for HTML and SVG, control characters dropped.
std::string escape(std::string_view text);
// What may stand in an id, and after a # in an address: "Central Asia" as Central-Asia.
std::string id_text(std::string_view text);

// Rough width of `text` in a sans-serif of `size` px: enough to lay out labels, errs on the wide side.
double text_width(std::string_view text, double size);

// `text` broken into lines no wider than `width`.
std::vector<std::string> wrap(std::string_view text, double size, double width);

// A small writer of one <svg> element. Coordinates are user units = CSS px at the width it is drawn for;
// colours come from CSS classes, so that light, dark and print share one picture.
class Svg {
 public:
  // `id` must be unique on the page; title and desc are read out instead of the picture.
  Svg(double width, double height, std::string_view id, std::string_view title, std::string_view desc,
      std::string_view css_class = "");

  void line(double x1, double y1, double x2, double y2, std::string_view css);
  void rect(double x, double y, double width, double height, std::string_view css, double radius = 0);
  void circle(double x, double y, double radius, std::string_view css);
  void path(std::string_view d, std::string_view css);
  // anchor: start, middle or end.
  void text(double x, double y, std::string_view words, std::string_view css = "",
            std::string_view anchor = "start");
  // A tooltip on what stands inside: <g><title>words</title> ... close().
  void open(std::string_view css = "", std::string_view words = "");
  void close();
  void raw(std::string_view markup) { body_ += markup; }

  std::string str() const;

 private:
  std::string head_, body_;
};

using Points = std::vector<std::pair<double, double>>;
// "M1 2L3 4" with one decimal, relative moves, consecutive repeats left out; "" for fewer than two points.
std::string path_data(const Points& points, bool closed = false);

}  // namespace sogdia::report
