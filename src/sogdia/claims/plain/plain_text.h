#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::claims {

// The prose of a file, whatever it is written in: plain text, Markdown, HTML, subtitles (SRT, WebVTT), tables
// of commas, semicolons, tabs or bars; UTF-8, UTF-16 or UTF-32 with their mark, Windows-1252. What it is
// shows in the text itself. Throws Error for bytes that are no text.
//
//     const PlainText prose = plain_text("<p>Trade hit <b>&#36;190</b> billion.</p>");
//     prose.text;                 // "Trade hit $190 billion."
//     prose.input_start(10);      // 16, the byte where "&#36;" starts
struct PlainText {
  std::string text;                     // valid UTF-8; paragraphs, items and cells stand two line ends apart
  std::vector<std::size_t> start, end;  // of each byte: the bytes of the input that it stands for

  // The bytes of the input that text[from, to) stands for; to > from.
  std::size_t input_start(std::size_t from) const { return start[from]; }
  std::size_t input_end(std::size_t to) const { return end[to - 1]; }
};
PlainText plain_text(std::string_view bytes);

}  // namespace sogdia::claims
