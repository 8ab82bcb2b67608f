#include "sogdia/claims/plain/mapped_text.h"

namespace sogdia::claims {
namespace {

struct CaptionLine {
  std::size_t begin, end;  // without the line end and blanks round it
};

// Calls `see` with each line.
template <class See>
void each_line(std::string_view text, const See& see) {
  for (std::size_t k = 0; k < text.size();) {
    const std::size_t end = std::min(text.find('\n', k), text.size());
    CaptionLine line{k, end};
    while (line.begin < line.end && text[line.begin] == ' ') ++line.begin;
    while (line.begin < line.end && text[line.end - 1] == ' ') --line.end;
    see(line);
    k = end + 1;
  }
}

// "00:01:02,500 --> 00:01:04,000", with settings after it.
bool is_time(std::string_view line) {
  const auto arrow = line.find("-->");
  if (arrow == std::string_view::npos || arrow == 0 || arrow > 20) return false;
  bool colon = false;
  for (const char c : line.substr(0, arrow)) {
    colon = colon || c == ':';
    if (!is_ascii_digit(c) && c != ':' && c != '.' && c != ',' && c != ' ') return false;
  }
  return colon;
}

bool is_counter(std::string_view line) {
  return !line.empty() && line.find_first_not_of("0123456789") == std::string_view::npos;
}

// The words of a line without "{\an8}" and "<00:00:01.000>".
void take_words(const MappedText& in, CaptionLine line, NextOf& brace, NextOf& angle, MappedText& out) {
  for (std::size_t k = line.begin; k < line.end; ++k) {
    const bool style = in.text[k] == '{' && k + 1 < line.end && in.text[k + 1] == '\\';
    const bool time = in.text[k] == '<' && k + 1 < line.end && is_ascii_digit(in.text[k + 1]);
    if (style || time) {
      const std::size_t close = (style ? brace : angle).from(k);
      if (close < line.end) {
        k = close;
        continue;
      }
    }
    out.take(in, k);
  }
}

}  // namespace

bool is_subtitles(std::string_view text) {
  if (text.starts_with("WEBVTT")) return true;
  constexpr std::size_t kLooks = 4000;  // bytes
  bool found = false;
  each_line(text.substr(0, kLooks), [&](CaptionLine line) {
    found = found || is_time(text.substr(line.begin, line.end - line.begin));
  });
  return found;
}

MappedText subtitle_words(const MappedText& in) {
  const std::string_view text = in.text;
  std::vector<CaptionLine> lines;
  each_line(text, [&](CaptionLine line) { lines.push_back(line); });
  const auto words = [&](std::size_t k) {
    return text.substr(lines[k].begin, lines[k].end - lines[k].begin);
  };
  MappedText out;
  NextOf brace(text, '}'), angle(text, '>');
  bool after_blank = true, in_note = text.starts_with("WEBVTT");
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const std::string_view line = words(k);
    if (line.empty()) {
      after_blank = true;
      in_note = false;
      continue;
    }
    const bool names_cue = k + 1 < lines.size() && is_time(words(k + 1)) && (after_blank || is_counter(line));
    if (after_blank && (line.starts_with("NOTE") || line == "STYLE" || line == "REGION")) in_note = true;
    after_blank = false;
    if (in_note || names_cue || is_time(line)) continue;
    take_words(in, lines[k], brace, angle, out);
    // A sentence goes on in the next line and the next block.
    out.replace(in, lines[k].end - 1, lines[k].end, " ");
  }
  return out;
}

}  // namespace sogdia::claims
