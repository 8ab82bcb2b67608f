#include "sogdia/claims/plain/plain_text.h"

#include <utility>

#include "sogdia/claims/plain/mapped_text.h"

namespace sogdia::claims {
namespace {

// One blank between words, none at the ends of lines, at most two line ends together.
MappedText tidy(const MappedText& in) {
  MappedText out;
  out.reserve(in.size());
  std::size_t blank = 0, lines = 0, first_line = 0;  // since the last letter; 0 = none, else place + 1
  for (std::size_t k = 0; k < in.size(); ++k) {
    const char c = in.text[k];
    if (c == '\n') {
      if (lines++ == 0) first_line = k;
    } else if (c == ' ' || c == '\t') {
      if (blank == 0) blank = k + 1;
    } else {
      if (lines > 0 && !out.text.empty())
        out.replace(in, first_line, first_line + 1, lines > 1 ? "\n\n" : "\n");
      else if (blank > 0 && !out.text.empty())
        out.replace(in, blank - 1, blank, " ");
      blank = lines = 0;
      out.take(in, k);
    }
  }
  return out;
}

}  // namespace

PlainText plain_text(std::string_view bytes) {
  MappedText text = read_characters(bytes);
  const bool page = is_html_page(text.text);
  const bool subtitles = !page && is_subtitles(text.text);
  if (subtitles) text = subtitle_words(text);
  text = html_words(std::move(text), page);
  if (!page && !subtitles) text = mark_line_tables(text);
  text = tidy(table_lines(markdown_words(text, page || subtitles)));
  return {std::move(text.text), std::move(text.start), std::move(text.end)};
}

}  // namespace sogdia::claims
