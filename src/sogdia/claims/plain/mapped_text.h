#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::claims {

// Text with the place in the input that each of its bytes came from: input[start[k], end[k]). All bytes of
// one character share one place, and places never go back. What stands in no input (the label of a table's
// cell) has an empty place.
struct MappedText {
  std::string text;
  std::vector<std::size_t> start, end;

  std::size_t size() const { return text.size(); }
  void reserve(std::size_t bytes) {
    text.reserve(bytes);
    start.reserve(bytes);
    end.reserve(bytes);
  }
  void put(std::string_view words, std::size_t from, std::size_t to) {
    text += words;
    start.resize(text.size(), from);
    end.resize(text.size(), to);
  }
  // Byte k, or bytes [begin, finish), of another text, as they stand.
  void take(const MappedText& other, std::size_t k) {
    text += other.text[k];
    start.push_back(other.start[k]);
    end.push_back(other.end[k]);
  }
  void take(const MappedText& other, std::size_t begin, std::size_t finish) {
    const auto at = [](const std::vector<std::size_t>& places, std::size_t k) {
      return places.begin() + static_cast<std::ptrdiff_t>(k);
    };
    text.append(other.text, begin, finish - begin);
    start.insert(start.end(), at(other.start, begin), at(other.start, finish));
    end.insert(end.end(), at(other.end, begin), at(other.end, finish));
  }
  // Words in the place of bytes [begin, finish) of another text.
  void replace(const MappedText& other, std::size_t begin, std::size_t finish, std::string_view words) {
    put(words, other.start[begin], other.end[finish - 1]);
  }
};

// Where a character stands next, asked at places that only go on: all questions together read the text once.
class NextOf {
 public:
  NextOf(std::string_view text, char sought) : text_(text), sought_(sought) {}
  // From k on; npos where there is none.
  std::size_t from(std::size_t k) {
    if (at_ != std::string_view::npos && (!asked_ || at_ < k)) at_ = text_.find(sought_, k);
    asked_ = true;
    return at_;
  }

 private:
  std::string_view text_;
  char sought_;
  std::size_t at_ = 0;
  bool asked_ = false;
};

// What no text holds once its characters are read, so that stages may mark a table's parts with it.
inline constexpr char kTableEnd = '\x1d', kRow = '\x1e', kCell = '\x1f';

inline bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The stages of plain_text(), in their order. Each is linear in the text.

// From the bytes of a file: UTF-8 whose line ends are '\n', without characters that nobody sees; every kind
// of space, dash, digit and sign that prose uses in one form. Throws Error for what is no text.
MappedText read_characters(std::string_view bytes);
// One code point in that form; "" for what is left out.
std::string folded_character(unsigned point);

// Whether these are subtitles (SRT, WebVTT), and their words alone, as one line.
bool is_subtitles(std::string_view text);
MappedText subtitle_words(const MappedText& in);

// Whether the text is a page rather than prose with a tag in it, and its words: tags and what a page hides
// left out, entities decoded, blocks apart, cells marked. In a page an end of a line is a space.
bool is_html_page(std::string_view text);
MappedText html_words(MappedText in, bool page);
// The characters of "eacute"; "" where no entity has this name.
std::string_view named_entity(std::string_view name);

// Cells of tables drawn with | or written with commas, semicolons or tabs, marked.
MappedText mark_line_tables(const MappedText& in);

// Without Markdown's marks, addresses of pages and numbers of notes; headings, items and quotes apart. Of a
// page only the last two are taken off.
MappedText markdown_words(const MappedText& in, bool page);

// Each marked cell of figures as a line with its labels before it: "China's exports to Russia, 2022: $76.1
// billion"; other cells apart.
MappedText table_lines(MappedText in);

}  // namespace sogdia::claims
