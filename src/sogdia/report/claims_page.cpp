#include "sogdia/report/claims_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/report/charts/figure.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/style.h"
#include "sogdia/report/charts/svg.h"
#include "sogdia/report/claim_words.h"

namespace sogdia {
namespace {

using namespace report;

struct Look {
  const char* css;
  const char* sign;
};
Look look_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::likely_error:
      return {"error", "!"};
    case Verdict::ambiguous:
      return {"unsure", "?"};
    case Verdict::consistent:
      return {"fits", "\u2713"};
    case Verdict::not_checkable:
      return {"open", "\u25CB"};
  }
  return {"open", "\u25CB"};
}

constexpr std::string_view kStyle = R"css(
.error{--c:var(--a)}.fits{--c:var(--b)}.unsure{--c:var(--air)}.open{--c:var(--soft)}
.box .four{display:grid;grid-template-columns:repeat(4,1fr);gap:18px}.four .sign{margin-right:8px}
.sign{display:inline-block;min-width:1.35em;height:1.35em;line-height:1.35em;border-radius:.68em;text-align:center;font-weight:700;font-size:.8em;background:var(--c);color:var(--paper)}
.first{margin:0 0 26px;padding-left:22px}.first li{margin:8px 0}.first b{white-space:nowrap}
mark{color:inherit;background:none;padding:1px 0;text-decoration-line:underline;text-decoration-color:var(--c);text-underline-offset:4px;text-decoration-skip-ink:none}
mark.error{background:var(--tint-error);text-decoration-style:solid;text-decoration-thickness:3px;font-weight:600}
mark.unsure{background:var(--tint-unsure);text-decoration-style:dashed;text-decoration-thickness:2px}
mark.fits{background:var(--tint-fits);text-decoration-style:solid;text-decoration-thickness:1.5px}
mark.open{text-decoration-style:dotted;text-decoration-thickness:2px}
:root{--tint-error:#fbe6d8;--tint-unsure:#efe6f6;--tint-fits:#e3f0f8}
@media (prefers-color-scheme:dark){:root{--tint-error:#4a2c17;--tint-unsure:#352a42;--tint-fits:#17313f}}
.ref{white-space:nowrap;text-decoration:none;color:var(--c);font-weight:700;font-size:12.5px;vertical-align:3px;margin:0 1px 0 2px}
.row p{margin:0 0 14px;overflow-wrap:anywhere}
.card{border-left:4px solid var(--c);background:var(--panel);border-radius:0 5px 5px 0;padding:9px 12px 8px;margin:0 0 10px;font-size:14px;line-height:1.42;overflow-wrap:anywhere;break-inside:avoid}
.row .card p{margin:3px 0 0;max-width:none}.card .verdict{font-weight:650;margin:0}.card .verdict a{color:inherit;text-decoration:none}
.card.fits,.card.open{background:none;border-left-width:2px}.card .edit{font-size:15px}.card .quiet{color:var(--soft)}.card cite{font-style:normal}
:target{outline:2px solid var(--c);outline-offset:3px}
@media screen and (min-width:980px){main.wide-page,.top.wide-page,.foot.wide-page{max-width:1120px}.wide-page .row{display:grid;grid-template-columns:minmax(0,1fr) 372px;column-gap:40px}}
@media screen and (max-width:660px){.box .four{grid-template-columns:1fr 1fr;gap:14px}.row .card{margin-left:0}.first b{white-space:normal}}
@media print{:root{--tint-error:#fbe6d8;--tint-unsure:#efe6f6;--tint-fits:#e3f0f8}.row{display:grid;grid-template-columns:minmax(0,1fr) 66mm;column-gap:7mm}.row p{margin-bottom:7pt}
.card{font-size:7.8pt;padding:4pt 6pt;margin-bottom:5pt}.card .edit{font-size:8.4pt}.ref{font-size:7pt}.card a{color:inherit;text-decoration:none}.first li{break-inside:avoid}}
@page{@bottom-left{content:"Sogdia claims";font:9pt sans-serif;color:#555}}
)css";

std::string sign(Verdict verdict) {
  const Look look = look_of(verdict);
  return fmt::format("<span class=\"sign {}\" aria-hidden=\"true\">{}</span>", look.css, look.sign);
}

// One place in the text where claims begin or end.
class TextWriter {
 public:
  TextWriter(std::string_view prose, const std::vector<Claim>& claims) : prose_(prose), claims_(claims) {}

  // Bytes [from, to), with the marks of the claims whose numbers are given, which may overlap.
  std::string marked(std::size_t from, std::size_t to, const std::vector<std::size_t>& numbers) const;

 private:
  std::string words(std::size_t from, std::size_t to) const;

  std::string_view prose_;
  const std::vector<Claim>& claims_;
};

// A line that its writer broke for its length goes on; a short one ends.
std::string TextWriter::words(std::size_t from, std::size_t to) const {
  constexpr std::size_t kBroken = 50;  // bytes of a line
  std::string out;
  for (std::size_t k = from; k < to; ++k) {
    const std::size_t end = std::min(prose_.substr(0, to).find('\n', k), to);
    out += escape(prose_.substr(k, end - k));
    const std::size_t before = prose_.substr(0, end).rfind('\n');
    const std::size_t length = end - (before == std::string_view::npos ? 0 : before + 1);
    if (end < to) out += length < kBroken ? "<br/>" : "\n";
    k = end;
  }
  return out;
}

std::string TextWriter::marked(std::size_t from, std::size_t to,
                               const std::vector<std::size_t>& numbers) const {
  std::vector<std::size_t> cuts{from, to};
  for (const std::size_t n : numbers) {
    cuts.push_back(std::max(from, claims_[n].prose_start));
    cuts.push_back(std::min(to, claims_[n].prose_end));
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::string out;
  std::size_t first = 0;  // claims before it are over
  for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
    const Claim* over = nullptr;
    std::string ends;
    while (first < numbers.size() && claims_[numbers[first]].prose_end <= cuts[k]) ++first;
    for (std::size_t j = first; j < numbers.size() && claims_[numbers[j]].prose_start <= cuts[k]; ++j) {
      const Claim& claim = claims_[numbers[j]];
      if (claim.prose_end < cuts[k + 1]) continue;
      const auto weight = [](const Claim& each) {
        return each.verdict == Verdict::likely_error ? 3
               : each.verdict == Verdict::ambiguous  ? 2
               : each.verdict == Verdict::consistent ? 1
                                                     : 0;
      };
      if (!over || weight(claim) > weight(*over)) over = &claim;
      if (claim.prose_end == cuts[k + 1]) {
        const Look look = look_of(claim.verdict);
        ends +=
            fmt::format("<a class=\"ref {}\" id=\"m{}\" href=\"#c{}\" aria-label=\"claim {}: {}\">{}{}</a>",
                        look.css, numbers[j] + 1, numbers[j] + 1, numbers[j] + 1, to_string(claim.verdict),
                        look.sign, numbers[j] + 1);
      }
    }
    const std::string text = words(cuts[k], cuts[k + 1]);
    out += over ? fmt::format("<mark class=\"{}\">{}</mark>", look_of(over->verdict).css, text) : text;
    out += ends;
  }
  return out;
}

std::string source_html(const SourceWords& source) {
  std::string out = "<cite>" + escape(source.title) + "</cite>";
  if (source.url.starts_with("https://") || source.url.starts_with("http://"))
    out = fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(source.url), out);
  if (!source.publisher.empty()) out += ". " + escape(source.publisher);
  if (!source.date.empty()) out += ", " + escape(source.date);
  return out;
}

// Where a source was named first among the cards beside a paragraph.
using Named = std::map<std::string, std::size_t>;

// A consistent claim's note says its figure already.
std::string evidence_html(const EvidenceItem& item, bool with_figure, std::size_t number, Named& named,
                          const World& world) {
  std::string out;
  if (with_figure) {
    out += escape(capitalised(item.figure));
    if (!item.period.empty()) out += ", " + escape(date(item.period));
    if (!item.status.empty() && item.status != "observed") out += " (" + escape(item.status) + ")";
    out = "<p>" + out + "</p>";
  }
  if (item.source.empty()) return out;
  const auto [first, is_new] = named.emplace(item.source, number);
  if (!is_new)
    return first->second == number
               ? out
               : out + fmt::format("<p class=\"quiet\">Source as at {}</p>", first->second);
  for (const SourceWords& source : sources_of(world, item.source))
    out += "<p class=\"quiet\">" + source_html(source) + "</p>";
  return out;
}

std::string card(const Claim& claim, std::size_t number, Named& named, const World& world) {
  std::string out = fmt::format(
      "<div class=\"card {}\" id=\"c{}\"><p class=\"verdict\">{} <a href=\"#m{}\">{}&#160;{}</a></p>",
      look_of(claim.verdict).css, number, sign(claim.verdict), number, number,
      capitalised(to_string(claim.verdict)));
  if (claim.edit) {
    out += "<p class=\"edit\">";
    if (!claim.edit->value.empty()) out += "Would fit: <b>" + escape(claim.edit->value) + "</b>. ";
    out += escape(capitalised(claim.edit->explanation)) + ".</p>";
  } else {
    out += "<p>" + escape(capitalised(claim.note)) + ".</p>";
  }
  const std::string tolerance = tolerance_words(claim.printed);
  if (!claim.reading.empty() || !tolerance.empty())
    out += "<p class=\"quiet\">Read as " + escape(claim.reading) +
           (claim.reading.empty() || tolerance.empty() ? "" : ": ") + escape(tolerance) + "</p>";
  for (const auto& item : claim.evidence)
    out += evidence_html(item, claim.verdict != Verdict::consistent, number, named, world);
  return out + "</div>\n";
}

// The figures to look at, and what would fit.
std::string errors_first(std::string_view prose, const std::vector<Claim>& claims) {
  std::string out;
  for (std::size_t n = 0; n < claims.size(); ++n) {
    const Claim& claim = claims[n];
    if (claim.verdict != Verdict::likely_error) continue;
    std::string words(prose.substr(claim.prose_start, claim.prose_end - claim.prose_start));
    std::replace(words.begin(), words.end(), '\n', ' ');
    out += fmt::format("<li><a href=\"#m{}\">\u201C{}\u201D</a>", n + 1, escape(words));
    if (claim.edit && !claim.edit->value.empty()) out += " \u2192 <b>" + escape(claim.edit->value) + "</b>";
    if (claim.edit) out += "<br/><span class=\"band\">" + escape(claim.edit->explanation) + "</span>";
    out += "</li>";
  }
  return out.empty() ? "" : "<ol class=\"first\">" + out + "</ol>\n";
}

std::string not_checked(const std::vector<Claim>& claims) {
  std::vector<std::pair<std::string, std::string>> reasons;  // in order of first appearance
  std::map<std::string, std::size_t> place;
  for (std::size_t n = 0; n < claims.size(); ++n) {
    if (claims[n].verdict != Verdict::not_checkable) continue;
    const auto [found, is_new] = place.emplace(claims[n].note, reasons.size());
    if (is_new) reasons.emplace_back(claims[n].note, "");
    std::string& list = reasons[found->second].second;
    list += fmt::format("{}<a href=\"#m{}\">{}</a>", list.empty() ? "" : ", ", n + 1, n + 1);
  }
  if (reasons.empty()) return "";
  std::string out = "<h2 id=\"not-checked\">What was not checked, and why</h2><ul>";
  for (const auto& [reason, list] : reasons)
    out += "<li>" + escape(capitalised(reason)) + ": " + list + "</li>";
  return out + "</ul>\n";
}

std::string body(std::string_view prose, const std::vector<Claim>& claims, const World& world) {
  const TextWriter writer(prose, claims);
  std::string out;
  std::size_t next = 0;
  // Claims in the order of the prose, which a table's cells may change.
  std::vector<std::size_t> order(claims.size());
  for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return claims[a].prose_start < claims[b].prose_start;
  });
  for (std::size_t k = 0; k < prose.size();) {
    const std::size_t end = std::min(prose.find("\n\n", k), prose.size());
    std::vector<std::size_t> inside;
    while (next < order.size() && claims[order[next]].prose_start < end) inside.push_back(order[next++]);
    out += "<div class=\"row\"><p>" + writer.marked(k, end, inside) + "</p>";
    if (!inside.empty()) {
      out += "<aside>";
      Named named;
      for (const std::size_t n : inside) out += card(claims[n], n + 1, named, world);
      out += "</aside>";
    }
    out += "</div>\n";
    k = end + 2;
  }
  return out;
}

}  // namespace

std::string write_claims_page(std::string_view text, const std::vector<Claim>& claims, const World& world,
                              const std::string& name) {
  const std::string prose = claims::plain_text(text).text;
  const auto counts = count_verdicts(claims);
  const std::size_t errors = counts.front().claims;
  const std::string title =
      claims.empty() ? "No claim about trade was found"
      : errors == 0
          ? fmt::format("No likely error in {} claim{}", claims.size(), claims.size() == 1 ? "" : "s")
          : fmt::format("{} likely error{} in {} claim{}", errors, errors == 1 ? "" : "s", claims.size(),
                        claims.size() == 1 ? "" : "s");
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
      "<meta name=\"generator\" content=\"Sogdia\"/><title>{}: {}</title><style>{}{}</style></head><body>\n"
      "<header class=\"top wide-page\"><p class=\"kicker\">Sogdia claims</p><h1>{}</h1>",
      escape(name), title, style(), kStyle, title);
  out += paragraph(name, "lede") +
         "</header>\n<main class=\"wide-page\">\n<div class=\"box\"><div class=\"four\">";
  for (const auto& [verdict, count] : counts)
    out += fmt::format("<div><span class=\"big\">{}</span><span class=\"what\">{} {}</span></div>", count,
                       sign(verdict), to_string(verdict));
  out += "</div>" +
         paragraph(
             "A likely error does not fit what a statistical office or a dated source printed, on any "
             "reading; the named change would make it fit. Nothing here says that a text is false.") +
         "</div>\n";
  out += errors_first(prose, claims);
  out += body(prose, claims, world);
  out += not_checked(claims);
  return out +
         "</main>\n<footer class=\"foot wide-page\"><p>Made with Sogdia: each figure stands beside the "
         "source "
         "that printed it. How texts are read and judged: docs/explanation/claims.md.</p></footer>\n"
         "</body></html>\n";
}

}  // namespace sogdia
