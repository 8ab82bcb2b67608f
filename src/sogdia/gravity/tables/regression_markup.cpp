// The table for LaTeX and HTML.
#include <fmt/format.h>

#include <array>
#include <cctype>

#include "sogdia/gravity/tables/paper_number.h"
#include "sogdia/gravity/tables/regression_grid.h"

namespace sogdia {
namespace {

std::string escaped_latex(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '<':
        out += "\\textless{}";
        break;
      case '>':
        out += "\\textgreater{}";
        break;
      case '|':
        out += "\\textbar{}";
        break;
      case '"':
        out += "\\textquotedbl{}";
        break;
      case '\n':
        out += ' ';
        break;
      case '{':
      case '}':
      case '$':
      case '&':
      case '#':
      case '_':
      case '%':
        out += '\\';
        [[fallthrough]];
      default:
        out += c;
    }
  }
  out = replaced(out, kThousand, "\\,");
  out = replaced(out, "²", "$^2$");
  return replaced(out, "×", "$\\times$");
}

bool starts_number(const std::string& text, std::size_t k) {
  return k < text.size() && std::isdigit(static_cast<unsigned char>(text[k]));
}

// A cell with a true minus before each number.
std::string with_minus(const std::string& text, std::string_view minus) {
  std::string out;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const bool sign =
        text[k] == '-' && starts_number(text, k + 1) &&
        (k == 0 || !std::isalnum(static_cast<unsigned char>(text[k - 1])) || text[k - 1] == 'e');
    if (sign)
      out += minus;
    else
      out += text[k];
  }
  return out;
}

// Numbers only: a label such as "a-1" keeps its hyphen.
bool is_numeric(GridRowKind kind) { return kind == GridRowKind::estimate || kind == GridRowKind::below; }

std::string latex_cell(const GridCell& cell, GridRowKind kind) {
  // The escapes come first: what with_minus adds is LaTeX already. A cell that starts with [ would be read as
  // the argument of the row's end before it.
  std::string text = escaped_latex(cell.text);
  if (is_numeric(kind) || kind == GridRowKind::statistic) text = with_minus(text, "$-$");
  if (!text.empty() && text.front() == '[') text = "{" + text + "}";
  return cell.stars.empty() ? text : text + "$^{" + cell.stars + "}$";
}

std::string escaped_html(const std::string& text) {
  std::string out;
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
      default:
        out += c;
    }
  }
  return out;
}

// Colours come from the page, so that the fragment is right on white, on black and in a notebook.
constexpr std::string_view kStyle = R"(<style>
.sogdia-regression{color:inherit;font-size:.9375rem;line-height:1.35;overflow-x:auto}
.sogdia-regression table{border:0;border-collapse:collapse;color:inherit;background:none;font-size:inherit;
font-variant-numeric:tabular-nums;margin:0;width:auto}
.sogdia-regression tr,.sogdia-regression tr:nth-child(n),.sogdia-regression tr:hover{background:none}
.sogdia-regression th,.sogdia-regression td{border:0;color:inherit;font-weight:400;padding:.1rem .75rem;
text-align:right;white-space:nowrap;background:none}
.sogdia-regression th[scope=row],.sogdia-regression th[scope=rowgroup]{padding-left:0;text-align:left}
.sogdia-regression thead th{text-align:center}
.sogdia-regression thead th[colspan]{border-bottom:1px solid currentColor}
.sogdia-regression caption{caption-side:top;color:inherit;font-weight:600;padding:0 0 .4rem;text-align:left}
.sogdia-regression thead{border-top:2px solid currentColor}
.sogdia-regression tbody{border-top:1px solid currentColor}
.sogdia-regression tbody:last-child{border-bottom:2px solid currentColor}
.sogdia-regression tbody tr:first-child :is(th,td){padding-top:.35rem}
.sogdia-regression tbody tr:last-child :is(th,td){padding-bottom:.35rem}
.sogdia-regression .below td{padding-bottom:.35rem}
.sogdia-regression i{display:inline-block;font-style:normal;text-align:left;width:1.5em}
.sogdia-regression p{color:inherit;font-size:.8125rem;margin:.35rem 0 0;max-width:70ch}
</style>
)";

std::string html_cell(const GridCell& cell, GridRowKind kind, bool stars) {
  std::string text = escaped_html(kind == GridRowKind::effect ? cell.text : with_minus(cell.text, "\u2212"));
  // Room for the stars in every row of numbers, so that the digits stand below each other.
  if (stars) {
    const bool closes = !text.empty() && (text.back() == ')' || text.back() == ']');
    if (closes) text.pop_back();
    text += fmt::format("<i>{}</i>", closes ? std::string(1, cell.text.back()) : cell.stars);
  }
  return text;
}

}  // namespace

std::string latex_table(const RegressionGrid& grid) {
  const std::size_t models = grid.outcomes.size();
  std::string out = "% \\input this file; the preamble needs \\usepackage{booktabs}\n";
  if (!grid.title.empty()) out += "% " + replaced(grid.title, "\n", " ") + "\n";
  out += fmt::format("\\begin{{tabular}}{{l*{{{}}}{{c}}}}\n\\toprule\n", models);
  std::string rules;
  for (const auto& span : outcome_spans(grid)) {
    out += fmt::format(" & \\multicolumn{{{}}}{{c}}{{{}}}", span.count,
                       escaped_latex(grid.outcomes[span.first]));
    rules += fmt::format("\\cmidrule(lr){{{}-{}}}", span.first + 2, span.first + span.count + 1);
  }
  out += " \\\\\n" + rules + "\n";
  for (const auto* head : {&grid.names, &grid.families}) {
    for (const auto& text : *head) out += " & " + escaped_latex(text);
    out += " \\\\\n";
  }
  for (const auto* section : {&grid.coefficients, &grid.effects, &grid.statistics}) {
    if (section->empty()) continue;
    out += "\\midrule\n";
    if (section == &grid.effects)
      out += fmt::format("\\multicolumn{{{}}}{{l}}{{Fixed effects}} \\\\\n", models + 1);
    for (const auto& row : *section) {
      if (row.kind == GridRowKind::effect) out += "\\quad ";
      // {} before a [ that would be read as the argument of \\ or \midrule.
      out += (row.label.rfind('[', 0) == 0 ? "{}" : "") + escaped_latex(row.label);
      for (const auto& cell : row.cells) out += " & " + latex_cell(cell, row.kind);
      out += " \\\\\n";
    }
  }
  out += "\\bottomrule\n";
  for (const auto& note : grid.notes) {
    std::string text = escaped_latex(note);
    // Stars are superscripts in the legend as in the cells.
    for (const char* stars : {"***", "**", "*"})
      text = replaced(text, std::string(stars) + " p", fmt::format("$^{{{}}}$ $p$", stars));
    out += fmt::format("\\multicolumn{{{}}}{{l}}{{\\footnotesize {}}} \\\\\n", models + 1, text);
  }
  return out + "\\end{tabular}\n";
}

std::string html_table(const RegressionGrid& grid) {
  std::string out = "<div class=\"sogdia-regression\">\n" + std::string(kStyle) + "<table>\n";
  if (!grid.title.empty()) out += "<caption>" + escaped_html(grid.title) + "</caption>\n";
  out += "<thead>\n<tr><td></td>";
  for (const auto& span : outcome_spans(grid))
    out += fmt::format("<th scope=\"colgroup\" colspan=\"{}\">{}</th>", span.count,
                       escaped_html(grid.outcomes[span.first]));
  out += "</tr>\n";
  for (const auto* head : {&grid.names, &grid.families}) {
    out += "<tr><td></td>";
    for (const auto& text : *head) out += "<th scope=\"col\">" + escaped_html(text) + "</th>";
    out += "</tr>\n";
  }
  out += "</thead>\n";
  bool stars = false;
  for (const auto& row : grid.coefficients)
    for (const auto& cell : row.cells) stars = stars || !cell.stars.empty();
  for (const auto* section : {&grid.coefficients, &grid.effects, &grid.statistics}) {
    if (section->empty()) continue;
    out += "<tbody>\n";
    if (section == &grid.effects)
      out += fmt::format("<tr><th scope=\"rowgroup\" colspan=\"{}\">Fixed effects</th></tr>\n",
                         grid.outcomes.size() + 1);
    for (const auto& row : *section) {
      const bool below = row.kind == GridRowKind::below;
      out += below ? "<tr class=\"below\"><td></td>"
                   : fmt::format("<tr><th scope=\"row\">{}</th>", escaped_html(row.label));
      for (const auto& cell : row.cells) out += "<td>" + html_cell(cell, row.kind, stars) + "</td>";
      out += "</tr>\n";
    }
    out += "</tbody>\n";
  }
  out += "</table>\n";
  for (const auto& note : grid.notes) out += "<p>" + escaped_html(note) + "</p>\n";
  return out + "</div>\n";
}

}  // namespace sogdia
