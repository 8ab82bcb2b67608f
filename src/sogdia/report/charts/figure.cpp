#include "sogdia/report/charts/figure.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/report/charts/svg.h"

namespace sogdia::report {

namespace {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (k > 0) out += ',';
    out += csv_cell(cells[k]);
  }
  return out + "\n";
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == ',';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string download(const DataTable& table) {
  return fmt::format(
      "<a class=\"dl\" download=\"{}.csv\" href=\"data:text/csv;charset=utf-8,{}\">Download as CSV</a>",
      escape(table.file), percent_encoded(csv(table)));
}

std::string pictures(const Figure& figure) {
  const auto one = [&](Width width, std::string_view css) {
    const std::string suffix(css.substr(0, 1));
    const std::string svg = figure.draw(width, figure.id + "-" + suffix);
    return svg.empty() ? "" : fmt::format("<div class=\"pic {}\">{}</div>", css, svg);
  };
  std::string out;
  if (figure.breakout) out += one(Width::wide, "wide");
  out += one(Width::paper, "paper");
  return out + one(Width::medium, figure.breakout ? "medium" : "medium base") + one(Width::narrow, "narrow");
}

}  // namespace

double pixels(Width width) {
  switch (width) {
    case Width::narrow:
      return 360;
    case Width::paper:
      return 480;
    case Width::medium:
      return 720;
    case Width::wide:
      break;
  }
  return 1080;
}

std::string csv(const DataTable& table) {
  std::string out = csv_row(table.columns);
  for (const auto& row : table.raw.empty() ? table.rows : table.raw) out += csv_row(row);
  return out;
}

std::string html_table(const DataTable& table) {
  const auto right = [&](std::size_t k) { return k < table.numeric.size() && table.numeric[k]; };
  const bool stacks = table.columns.size() > 3;
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                    escape(table.caption) +
                    (stacks ? "\"><table class=\"stack\"><caption>" : "\"><table><caption>") +
                    escape(table.caption) + "</caption><thead><tr>";
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    out += fmt::format("<th scope=\"col\"{}>{}</th>", right(k) ? " class=\"num\"" : "",
                       escape(table.columns[k]));
  }
  out += "</tr></thead><tbody>";
  // A row or two more are no reason to cut.
  constexpr std::size_t kSpared = 2;
  const std::size_t all = table.rows.size();
  const std::size_t printed =
      all <= kPrinted + kSpared ? std::min(all, table.printed) : std::min(kPrinted, table.printed);
  for (std::size_t at = 0; at < all; ++at) {
    const auto& row = table.rows[at];
    out += at < printed ? "<tr>" : "<tr class=\"more\">";
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (k == 0 && !right(k)) {
        out += fmt::format("<th scope=\"row\">{}</th>", escape(row[k]));
      } else {
        // A phone shows each row as a list, every cell after its column's name.
        const std::string label =
            stacks && k < table.columns.size() ? fmt::format(" data-l=\"{}\"", escape(table.columns[k])) : "";
        out += fmt::format("<td{}{}>{}</td>", right(k) ? " class=\"num\"" : "", label, escape(row[k]));
      }
    }
    out += "</tr>";
  }
  out += "</tbody></table></div>";
  if (printed < all)
    out += fmt::format("<p class=\"cut\">{} of {} rows; a wide screen and the download have all.</p>",
                       printed, all);
  return out;
}

std::string html_figure(const Figure& figure) {
  const bool drawn = figure.empty.empty() && figure.draw;
  const char* css = figure.breakout && drawn ? " class=\"breakout\""
                    : figure.table_open      ? " class=\"long\""
                                             : "";
  // Title and picture stay on one printed page.
  std::string out = fmt::format(
      "<figure id=\"{0}\"{1} aria-labelledby=\"{0}-h\"><div class=\"keep\"><h3 id=\"{0}-h\">{2}</h3>",
      id_text(figure.id), css, escape(figure.title));
  if (!figure.subtitle.empty()) out += paragraph(figure.subtitle, "sub");
  if (!figure.empty.empty()) {
    out += paragraph(figure.empty, "none");
  } else {
    if (!figure.legend.empty()) out += fmt::format("<div class=\"legend\">{}</div>", figure.legend);
    if (figure.draw) out += pictures(figure);
  }
  out += "</div>";
  if (!figure.note.empty()) out += paragraph(figure.note, "note");
  if (figure.table_open && !figure.table.rows.empty()) out += html_table(figure.table);
  out += "<footer>";
  if (!figure.source.empty()) {
    out += fmt::format("<span>Source: {}.", escape(figure.source));
    if (!figure.status.empty()) out += fmt::format(" Status: {}.", escape(figure.status));
    out += "</span> ";
  }
  if (!figure.table.rows.empty()) out += download(figure.table);
  out += "</footer>";
  if (!figure.table_open && !figure.table.rows.empty()) {
    out += "<details><summary>The numbers</summary>" + html_table(figure.table) + "</details>";
  }
  return out + "</figure>\n";
}

std::string on_screen(std::string html) {
  for (const std::string_view open : {"<figure ", "<div class=\"box\"", "<h3 class=\"finding\""}) {
    const std::string marked = std::string(open.substr(0, open.find(' '))) + " data-screen=\"\"";
    const std::string already = marked + " ";
    for (std::size_t at = html.find(open); at != std::string::npos; at = html.find(open, at + 1)) {
      if (html.compare(at, already.size(), already) != 0) html.replace(at, open.find(' '), marked);
    }
  }
  return html;
}

std::string paragraph(std::string_view words, std::string_view css) {
  return css.empty() ? fmt::format("<p>{}</p>", escape(words))
                     : fmt::format("<p class=\"{}\">{}</p>", css, escape(words));
}

}  // namespace sogdia::report
