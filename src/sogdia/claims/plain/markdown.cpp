#include "sogdia/claims/plain/mapped_text.h"

namespace sogdia::claims {
namespace {

bool is_gap(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == kCell || c == kRow || c == kTableEnd;
}
bool is_ascii_mark(char c) { return c > ' ' && c < 0x7F && !is_ascii_letter(c) && !is_ascii_digit(c); }
bool is_of_word(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

class MarkdownReader {
 public:
  MarkdownReader(const MappedText& in, bool page)
      : in_(in), text_(in.text), page_(page), bracket_(text_, ']'), round_(text_, ')') {}
  MappedText read();

 private:
  char at(std::size_t k) const { return k < text_.size() ? text_[k] : '\n'; }
  std::size_t run(std::size_t k) const {
    std::size_t n = 1;
    while (at(k + n) == text_[k]) ++n;
    return n;
  }
  // Where the words of a line begin, after the marks of a heading, an item or a quote. Puts what parts it.
  std::size_t line_start(std::size_t k);
  std::size_t after_marks(std::size_t k);
  std::size_t after_address(std::size_t k) const;
  std::size_t after_note(std::size_t k);
  std::size_t after_link_target(std::size_t k);
  void part(std::size_t k) {
    if (k < text_.size()) out_.replace(in_, k, k + 1, "\n\n");
  }

  const MappedText& in_;
  std::string_view text_;
  bool page_;
  NextOf bracket_, round_;
  MappedText out_;
  bool heading_ = false;  // the line ends as a block
  std::size_t front_matter_ = 0;
};

std::size_t MarkdownReader::line_start(std::size_t k) {
  heading_ = false;
  std::size_t j = k;
  while (at(j) == ' ' || at(j) == '\t') ++j;
  while (at(j) == '>' && (at(j + 1) == ' ' || at(j + 1) == '>' || at(j + 1) == '\n')) {
    j += 1;
    while (at(j) == ' ') ++j;
  }
  const char c = at(j);
  if (j < front_matter_) {
    heading_ = true;
    part(k);
    if (c == '-' && run(j) == 3) j += 3;
    return j;
  }
  if (c == '#') {
    const std::size_t n = run(j);
    if (n <= 6 && at(j + n) == ' ') {
      heading_ = true;
      part(k);
      return j + n;
    }
  }
  // A rule, the line below a heading, the fence of code.
  if (c == '=' || c == '-' || c == '*' || c == '_' || c == '`' || c == '~') {
    const std::size_t n = run(j);
    const bool fence = c == '`' || c == '~';
    std::size_t end = j + n;
    while (at(end) == ' ' || (fence && at(end) != '\n')) ++end;
    if (n >= 3 && at(end) == '\n') {
      part(k);
      heading_ = true;
      return std::min(end, text_.size());
    }
  }
  std::size_t digits = j;
  while (is_ascii_digit(at(digits)) && digits - j < 4) ++digits;
  const bool numbered =
      digits > j && digits - j < 4 && (at(digits) == '.' || at(digits) == ')') && at(digits + 1) == ' ';
  const bool bullet = (c == '-' || c == '*' || c == '+') && at(j + 1) == ' ';
  const bool sign = text_.substr(j, 3) == "\u2022" || text_.substr(j, 3) == "\u25AA" ||
                    text_.substr(j, 3) == "\u25CF" || text_.substr(j, 3) == "\u2023";
  if (numbered || bullet || sign) {
    part(k);
    return numbered ? digits + 1 : sign ? j + 3 : j + 1;
  }
  return j;
}

// Past an address of a page, but for the marks that end a sentence.
std::size_t MarkdownReader::after_address(std::size_t k) const {
  const std::string_view here = text_.substr(k, 8);
  if (!here.starts_with("http://") && !here.starts_with("https://") && !here.starts_with("www.")) return k;
  if (k > 0 && is_of_word(text_[k - 1])) return k;
  std::size_t end = k;
  while (end < text_.size() && !is_gap(text_[end]) && text_[end] != '<' && text_[end] != '>' &&
         text_[end] != '"' && text_[end] != '|')
    ++end;
  while (end > k && (at(end - 1) == '.' || at(end - 1) == ',' || at(end - 1) == ';' || at(end - 1) == ':' ||
                     at(end - 1) == ')' || at(end - 1) == ']'))
    --end;
  return end;
}

// Past "[12]", "[^1]", "[citation needed]".
std::size_t MarkdownReader::after_note(std::size_t k) {
  const std::size_t close = bracket_.from(k);
  if (close == std::string_view::npos || close - k > 40) return k;
  const std::string_view inside = text_.substr(k + 1, close - k - 1);
  const bool number = !inside.empty() && inside.size() <= 3 &&
                      inside.find_first_not_of("0123456789") == std::string_view::npos;
  const bool note = number || inside.starts_with("^") || inside == "citation needed" || inside == "edit";
  return note && at(close + 1) != '(' ? close + 1 : k;
}

// Past "](https://...)" or "][3]"; k is the bracket.
std::size_t MarkdownReader::after_link_target(std::size_t k) {
  constexpr std::size_t kLongest = 2000;
  if (at(k + 1) == '[') {
    const std::size_t close = bracket_.from(k + 1);
    return close != std::string_view::npos && close - k < 60 ? close + 1 : k;
  }
  if (at(k + 1) != '(') return k;
  std::size_t close = round_.from(k + 2);
  if (close == std::string_view::npos || close - k > kLongest) return k;
  std::string_view target = text_.substr(k + 2, close - k - 2);
  if (target.find('(') != std::string_view::npos) {
    // ".../Road_(silk)": the address has a bracket of its own.
    constexpr std::size_t kRest = 100;
    const auto second = text_.substr(close + 1, kRest).find(')');
    if (second != std::string_view::npos) close += 1 + second;
    target = text_.substr(k + 2, close - k - 2);
  }
  const std::string_view address = target.substr(0, target.find(' '));
  return address.find_first_of("/.#:@") != std::string_view::npos ? close + 1 : k;
}

// Past marks of emphasis, links, code and struck-out words that start at k, or k.
std::size_t MarkdownReader::after_marks(std::size_t k) {
  const char c = text_[k];
  const char before = k > 0 ? text_[k - 1] : '\n';
  if (c == '\\' && is_ascii_mark(at(k + 1))) {
    out_.take(in_, k + 1);
    return k + 2;
  }
  if (c == '`') return k + run(k);
  if (c == '*' || c == '_') {
    const std::size_t end = k + run(k);
    const bool free = is_gap(before) && is_gap(at(end));  // "5 * 3"
    const bool inside = is_of_word(before) && is_of_word(at(end));
    return free || (inside && c == '_') ? k : end;
  }
  if (c == '~' && at(k + 1) == '~') {
    const std::size_t close = text_.substr(0, std::min(text_.size(), k + 400)).find("~~", k + 2);
    return close == std::string_view::npos ? k + 2 : close + 2;
  }
  if (c == '!' && at(k + 1) == '[') {
    const std::size_t close = bracket_.from(k);
    if (close == std::string_view::npos || close - k > 400) return k;
    const std::size_t end = after_link_target(close);
    return end > close ? end : k;
  }
  if (c == '[') {
    const std::size_t close = bracket_.from(k);
    const bool link = close != std::string_view::npos && (at(close + 1) == '(' || at(close + 1) == '[');
    return link ? k + 1 : k;
  }
  return c == ']' ? after_link_target(k) : k;
}

MappedText MarkdownReader::read() {
  if (!page_ && text_.starts_with("---\n")) {
    constexpr std::size_t kLongest = 4000;
    const auto close = text_.substr(0, kLongest).find("\n---\n", 3);
    if (close != std::string_view::npos) front_matter_ = close + 5;
  }
  bool at_start = true;
  for (std::size_t k = 0; k < text_.size();) {
    if (at_start && !page_) {
      at_start = false;
      const std::size_t j = line_start(k);
      if (j > k) {
        k = j;
        continue;
      }
    }
    const char c = text_[k];
    if (c == '\n') {
      if (heading_)
        part(k);
      else
        out_.take(in_, k);
      ++k;
      at_start = true;
      continue;
    }
    std::size_t end = k;
    if (c == 'h' || c == 'w') end = after_address(k);
    if (c == '[') end = after_note(k);
    if (end == k && !page_) end = after_marks(k);
    if (end == k) out_.take(in_, end++);
    k = end;
  }
  return std::move(out_);
}

}  // namespace

MappedText markdown_words(const MappedText& in, bool page) { return MarkdownReader(in, page).read(); }

}  // namespace sogdia::claims
