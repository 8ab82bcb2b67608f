#include "sogdia/report/article_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/charts/headline_box.h"
#include "sogdia/report/claim_words.h"
#include "sogdia/report/initiative.h"
#include "sogdia/report/page_shell.h"
#include "sogdia/report/sections/section.h"

namespace sogdia {

namespace {

using namespace report;

const char* verdict_css(Verdict verdict) {
  switch (verdict) {
    case Verdict::likely_error:
      return "error";
    case Verdict::ambiguous:
      return "unsure";
    case Verdict::consistent:
      return "fits";
    case Verdict::not_checkable:
      break;
  }
  return "open";
}

std::string words_of(const Claim& claim, const std::string& prose) {
  std::string words = prose.substr(claim.prose_start, claim.prose_end - claim.prose_start);
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

// The claim's words, its verdict, what would fit or why, and the first source that printed it.
std::string claim_item(const Claim& claim, const std::string& prose, const World& world) {
  std::string out =
      fmt::format("<li class=\"claim {}\"><p><b>{}</b> \u201C{}\u201D</p>", verdict_css(claim.verdict),
                  escape(capitalised(to_string(claim.verdict))), escape(words_of(claim, prose)));
  if (claim.edit) {
    out += fmt::format(
        "<p>{}{}.</p>",
        claim.edit->value.empty() ? "" : fmt::format("Would fit: <b>{}</b>. ", escape(claim.edit->value)),
        escape(capitalised(claim.edit->explanation)));
  } else {
    out += "<p>" + escape(capitalised(claim.note)) + ".</p>";
  }
  for (const EvidenceItem& item : claim.evidence) {
    const auto sources = sources_of(world, item.source);
    if (sources.empty()) continue;
    out += "<p class=\"quiet\">" + escape(in_words(sources.front())) + "</p>";
    break;
  }
  return out + "</li>";
}

std::string claims_section(const Article& article, const World& world) {
  const std::string prose = claims::plain_text(article.text).text;
  const auto counts = count_verdicts(article.claims);
  const std::size_t errors = counts.front().claims;
  const std::string heading =
      article.claims.empty() ? "The text prints no figure that can be held against statistics"
      : errors == 0          ? fmt::format("No likely error in {} claims", article.claims.size())
                    : fmt::format("{} likely {} in {} claims", errors, errors == 1 ? "error" : "errors",
                                  article.claims.size());
  HeadBox box;
  std::vector<std::string> fits;
  for (const Claim& claim : article.claims) {
    if (claim.verdict == Verdict::likely_error && claim.edit && !claim.edit->value.empty())
      fits.push_back(fmt::format("“{}” would fit as {}", words_of(claim, prose), claim.edit->value));
  }
  if (!fits.empty()) box.sentences.push_back(capitalised(list(fits)) + ".");
  box.sentences.push_back(
      "A likely error does not fit what a statistical office or a dated source printed, on any reading; "
      "nothing here says that a text is false.");
  std::string out = fmt::format("<section id=\"claims\"><h2>{}</h2>", escape(heading));
  if (article.claims.empty()) return out + "</section>\n";
  out += html_box(box) + "<ol class=\"claims\">";
  // What an editor looks at first stands first, each kind in the order of the text.
  for (const auto& [verdict, count] : counts) {
    for (const Claim& claim : article.claims) {
      if (claim.verdict == verdict) out += claim_item(claim, prose, world);
    }
  }
  return out + "</ol></section>\n";
}

// The first line that reads as a title.
std::string title_of(const Article& article, const Result& result) {
  const std::string prose = claims::plain_text(article.text).text;
  const std::string first = prose.substr(0, prose.find('\n'));
  constexpr std::size_t kLongest = 160;
  return first.size() >= 10 && first.size() <= kLongest ? first : "An article on " + result.study.title;
}

}  // namespace

std::string write_article_page(const Article& article, const Result& result) {
  const Page page = make_page(result);
  std::string body = claims_section(article, *result.base->world);
  body += section_initiative(page, article.initiative, article.forum);
  for (const auto& [a, b] : result.study.pairs)
    body += section_pair(page, a, b, {"flows", "trade", "shares", "pledges"}) + section_votes(page, a, b);
  for (const auto& id : result.study.countries) body += section_country(page, id);
  return write_page(
      page,
      {title_of(article, result), "The article’s figures, and what the record says about its subject",
       "Sogdia brief on an article"},
      body + section_methods(page));
}

}  // namespace sogdia
