#include <algorithm>
#include <iterator>
#include <optional>

#include "sogdia/claims/plain/mapped_text.h"
#include "sogdia/files/encoding.h"

namespace sogdia::claims {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// Tags at which a sentence ends.
constexpr std::string_view kBlocks[] = {
    "address", "article", "aside",  "blockquote", "body",    "br",     "button",  "caption",  "center",
    "dd",      "details", "dialog", "dir",        "div",     "dl",     "dt",      "fieldset", "figcaption",
    "figure",  "footer",  "form",   "h1",         "h2",      "h3",     "h4",      "h5",       "h6",
    "header",  "hgroup",  "hr",     "html",       "legend",  "li",     "main",    "menu",     "nav",
    "ol",      "option",  "p",      "pre",        "section", "select", "summary", "tbody",    "tfoot",
    "thead",   "ul",      "video",  "audio",      "object",  "canvas", "search"};
constexpr std::string_view kInline[] = {
    "a",     "abbr",   "acronym", "area",    "b",     "base", "bdi",  "bdo",    "big",  "c",
    "cite",  "code",   "data",    "dfn",     "em",    "font", "i",    "iframe", "img",  "input",
    "ins",   "kbd",    "label",   "lang",    "link",  "mark", "meta", "q",      "ruby", "samp",
    "small", "source", "span",    "strong",  "sub",   "sup",  "time", "track",  "tt",   "u",
    "v",     "var",    "wbr",     "picture", "embed", "nobr"};
// What a page does not show, or shows as struck out.
constexpr std::string_view kUnread[] = {"head",   "template", "noscript", "svg",   "math",
                                        "del",    "s",        "strike",   "rt",    "rp",
                                        "object", "datalist", "noframes", "applet"};
// Elements without tags inside: only their own end closes them.
constexpr std::string_view kRaw[] = {"script", "style", "textarea", "title", "xmp"};
constexpr std::string_view kTable[] = {"table", "tr", "td", "th"};
constexpr std::string_view kVoid[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};

struct Tag {
  std::string name;  // lower case
  bool closes = false, empty = false, hidden = false;
  std::size_t end = 0;
};

// Reads the tags of one text, each byte of it once.
class TagReader {
 public:
  TagReader(std::string_view text, bool page) : text_(text), page_(page), greater_(text, '>') {}

  // The tag that starts at k, which is '<'.
  std::optional<Tag> at(std::size_t k);

 private:
  // The end of the tag whose attributes start at k; npos where it has none.
  std::size_t attributes(std::size_t k, Tag& tag);

  std::string_view text_;
  bool page_;
  bool quotes_ = true;  // until a quote is found that is never closed
  NextOf greater_;
};

char at_or_zero(std::string_view text, std::size_t k) { return k < text.size() ? text[k] : '\0'; }

bool hides(std::string_view name, std::string value) {
  if (name == "hidden") return true;
  if (name != "style") return false;
  std::erase_if(value, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
  std::transform(value.begin(), value.end(), value.begin(), ascii_lower);
  return value.find("display:none") != std::string::npos ||
         value.find("visibility:hidden") != std::string::npos;
}

std::size_t TagReader::attributes(std::size_t k, Tag& tag) {
  const auto blank = [&](std::size_t at) {
    return text_[at] == ' ' || text_[at] == '\n' || text_[at] == '\t' || text_[at] == '/';
  };
  while (k < text_.size()) {
    if (text_[k] == '>') {
      tag.empty = text_[k - 1] == '/';
      return k + 1;
    }
    if (blank(k)) {
      ++k;
      continue;
    }
    std::string name;
    for (; k < text_.size() && text_[k] != '=' && text_[k] != '>' && !blank(k); ++k)
      name += ascii_lower(text_[k]);
    while (k < text_.size() && (text_[k] == ' ' || text_[k] == '\n')) ++k;
    std::string value;
    if (k < text_.size() && text_[k] == '=') {
      ++k;
      while (k < text_.size() && (text_[k] == ' ' || text_[k] == '\n')) ++k;
      const char quote = at_or_zero(text_, k);
      if (quote == '"' || quote == '\'') {
        const std::size_t close = text_.find(quote, k + 1);
        if (close == std::string_view::npos) return close;
        value = text_.substr(k + 1, close - k - 1);
        k = close + 1;
      } else {
        for (; k < text_.size() && text_[k] != '>' && text_[k] != ' ' && text_[k] != '\n'; ++k)
          value += text_[k];
      }
    }
    tag.hidden = tag.hidden || hides(name, std::move(value));
  }
  return std::string_view::npos;
}

std::optional<Tag> TagReader::at(std::size_t k) {
  constexpr std::size_t kLongestName = 40;
  Tag tag;
  std::size_t j = k + 1;
  if (at_or_zero(text_, j) == '/') {
    tag.closes = true;
    ++j;
  }
  if (!is_ascii_letter(at_or_zero(text_, j))) return std::nullopt;
  for (; j < text_.size() && tag.name.size() < kLongestName; ++j) {
    const char c = text_[j];
    if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '-' && c != ':') break;
    tag.name += ascii_lower(c);
  }
  const char after = at_or_zero(text_, j);
  const bool styled = tag.name == "c" || tag.name == "v";  // <c.yellow>, <v Mary>
  if (after != '>' && after != '/' && after != ' ' && after != '\n' && after != '\t' &&
      !(styled && after == '.'))
    return std::nullopt;
  const bool known = is_one_of(tag.name, kBlocks) || is_one_of(tag.name, kInline) ||
                     is_one_of(tag.name, kUnread) || is_one_of(tag.name, kRaw) ||
                     is_one_of(tag.name, kTable) || is_one_of(tag.name, kVoid);
  if (!known && !page_) return std::nullopt;
  const std::size_t greater = greater_.from(j);
  if (greater == std::string_view::npos) return std::nullopt;
  // "a <b and 2 > 1": in prose a tag is bare or has attributes.
  const std::string_view rest = text_.substr(j, std::min<std::size_t>(greater - j, 200));
  const bool bare = rest.find_first_not_of(" /") == std::string_view::npos;
  if (!page_ && !styled && !bare && (tag.closes || rest.find('=') == std::string_view::npos))
    return std::nullopt;
  tag.end = quotes_ ? attributes(j, tag) : std::string_view::npos;
  if (tag.end == std::string_view::npos) {
    quotes_ = false;
    tag.end = greater_.from(j) + 1;
  }
  return tag;
}

struct Entity {
  std::string text;
  std::size_t end = 0;  // 0 = none here
};

// "&euro;", "&#36;", "&#x24;", "&nbsp" at k, which is '&'.
Entity entity_at(std::string_view text, std::size_t k) {
  std::size_t j = k + 1;
  if (at_or_zero(text, j) == '#') {
    ++j;
    const bool hex = at_or_zero(text, j) == 'x' || at_or_zero(text, j) == 'X';
    if (hex) ++j;
    unsigned point = 0;
    std::size_t digits = 0;
    for (; digits < 8; ++digits, ++j) {
      const char c = ascii_lower(at_or_zero(text, j));
      const bool letter = hex && c >= 'a' && c <= 'f';
      if (!is_ascii_digit(c) && !letter) break;
      point = point * (hex ? 16 : 10) + static_cast<unsigned>(letter ? c - 'a' + 10 : c - '0');
    }
    if (digits == 0) return {};
    if (at_or_zero(text, j) == ';') ++j;
    // Old pages meant Windows-1252.
    if (point >= 0x80 && point < 0xA0) point = windows_point(static_cast<unsigned char>(point));
    const bool valid = point <= 0x10FFFF && !(point >= 0xD800 && point < 0xE000);
    return {valid ? folded_character(point) : std::string(), j};
  }
  const std::size_t name = j;
  while (j - name < 10 && (is_ascii_letter(at_or_zero(text, j)) || is_ascii_digit(at_or_zero(text, j)))) ++j;
  const std::string_view meaning = named_entity(text.substr(name, j - name));
  if (meaning.empty() && text.substr(name, j - name) != "shy") return {};
  const bool closed = at_or_zero(text, j) == ';';
  // "AT&T" and "R&D" are no entities; old pages left out the mark of these four only.
  static constexpr std::string_view kOpen[] = {"amp", "nbsp", "lt", "gt"};
  if (!closed && !is_one_of(text.substr(name, j - name), kOpen)) return {};
  return {std::string(meaning), j + closed};
}

class HtmlReader {
 public:
  HtmlReader(const MappedText& in, bool page) : in_(in), text_(in.text), page_(page), tags_(text_, page) {}
  MappedText read();

 private:
  void read_tag(const Tag& tag, std::size_t k);
  std::size_t note_end(const Tag& tag) const;
  std::size_t raw_end(const Tag& tag);
  void put(std::size_t begin, std::size_t end, std::string_view words) {
    if (skipped_.empty()) out_.replace(in_, begin, end, words);
  }

  const MappedText& in_;
  std::string_view text_;
  bool page_;
  TagReader tags_;
  MappedText out_;
  std::string skipped_;  // the element that is not read; empty = none
  std::size_t depth_ = 0;
  std::size_t next_ = 0;
  bool in_pre_ = false;
};

// "240.1<sup>1</sup> billion": a note's number is no figure; "19<sup>th</sup>" is read.
std::size_t HtmlReader::note_end(const Tag& tag) const {
  constexpr std::size_t kLooks = 400;
  const std::string_view ahead = text_.substr(tag.end, kLooks);
  const auto close = ahead.find("</sup");
  if (close == std::string_view::npos) return 0;
  std::string words;
  bool inside = false;
  for (const char c : ahead.substr(0, close)) {
    if (c == '<') inside = true;
    if (!inside) words += c;
    if (c == '>') inside = false;
  }
  const bool ordinal = words == "th" || words == "st" || words == "nd" || words == "rd";
  return ordinal ? 0 : tag.end + close;
}

// Past the end of an element that only its own end closes.
std::size_t HtmlReader::raw_end(const Tag& tag) {
  for (std::size_t k = text_.find("</", tag.end); k != std::string_view::npos; k = text_.find("</", k + 2)) {
    bool same = k + 2 + tag.name.size() <= text_.size();
    for (std::size_t j = 0; same && j < tag.name.size(); ++j)
      same = ascii_lower(text_[k + 2 + j]) == tag.name[j];
    if (!same) continue;
    const auto end = text_.find('>', k);
    return end == std::string_view::npos ? text_.size() : end + 1;
  }
  return text_.size();
}

void HtmlReader::read_tag(const Tag& tag, std::size_t k) {
  next_ = tag.end;
  const bool block = is_one_of(tag.name, kBlocks);
  if (!tag.closes && is_one_of(tag.name, kRaw)) {
    next_ = raw_end(tag);
    return;
  }
  const bool is_void = is_one_of(tag.name, kVoid);
  if (!skipped_.empty()) {
    if (tag.name == skipped_ && !is_void && !tag.empty) depth_ += tag.closes ? -1 : 1;
    // A head or a paragraph may end without saying so.
    const bool over = (skipped_ == "head" && tag.name == "body") || (skipped_ == "p" && block);
    if (depth_ > 0 && !over) return;
    skipped_.clear();
  } else if (!tag.closes && !is_void && (tag.hidden || is_one_of(tag.name, kUnread))) {
    if (tag.empty) return;
    put(k, tag.end, block || is_one_of(tag.name, kTable) ? "\n\n" : "");
    skipped_ = tag.name;
    depth_ = 1;
    return;
  }
  if (tag.name == "sup" && !tag.closes) {
    if (const std::size_t end = note_end(tag); end > 0) next_ = end;
  } else if (tag.name == "pre") {
    in_pre_ = !tag.closes;
    put(k, tag.end, "\n\n");
  } else if (tag.name == "q") {
    put(k, tag.end, "\"");
  } else if (tag.name == "table") {
    put(k, tag.end, tag.closes ? std::string_view(&kTableEnd, 1) : "\n\n");
  } else if (tag.name == "tr") {
    if (!tag.closes) put(k, tag.end, std::string_view(&kRow, 1));
  } else if (tag.name == "td" || tag.name == "th") {
    if (!tag.closes) put(k, tag.end, std::string_view(&kCell, 1));
  } else if (block && !(tag.name == "tbody" || tag.name == "thead" || tag.name == "tfoot")) {
    put(k, tag.end, "\n\n");
  }
}

MappedText HtmlReader::read() {
  for (std::size_t k = 0; k < text_.size(); k = next_) {
    next_ = k + 1;
    const char c = text_[k];
    if (c == '<') {
      if (text_.substr(k, 4) == "<!--") {
        const auto close = text_.find("-->", k + 4);
        next_ = close == std::string_view::npos ? text_.size() : close + 3;
        continue;
      }
      if (page_ && (at_or_zero(text_, k + 1) == '!' || at_or_zero(text_, k + 1) == '?')) {
        const auto close = text_.find('>', k);
        next_ = close == std::string_view::npos ? text_.size() : close + 1;
        continue;
      }
      if (const auto tag = tags_.at(k)) {
        read_tag(*tag, k);
        continue;
      }
    }
    if (!skipped_.empty()) continue;
    if (c == '&') {
      if (const Entity entity = entity_at(text_, k); entity.end > 0) {
        next_ = entity.end;
        put(k, next_, entity.text);
        continue;
      }
    }
    if (c == '\n' && page_ && !in_pre_)
      put(k, next_, " ");
    else
      out_.take(in_, k);
  }
  return std::move(out_);
}

}  // namespace

bool is_html_page(std::string_view text) {
  std::size_t k = text.find_first_not_of(" \n\t");
  if (k == std::string_view::npos || text[k] != '<') return false;
  constexpr std::size_t kLooks = 2000;
  std::string head(text.substr(k, kLooks));
  std::transform(head.begin(), head.end(), head.begin(), ascii_lower);
  if (head.starts_with("<!doctype") || head.starts_with("<?xml") || head.find("<html") != std::string::npos ||
      head.find("<body") != std::string::npos)
    return true;
  TagReader tags(text, false);
  if (!head.starts_with("<!--") && !tags.at(k)) return false;
  // Markdown may begin with a tag.
  for (const std::string_view mark : {"\n# ", "\n## ", "\n### ", "\n- ", "\n* ", "\n| ", "\n|-", "\n```"})
    if (text.find(mark) != std::string_view::npos) return false;
  return true;
}

MappedText html_words(MappedText in, bool page) {
  if (!page && in.text.find_first_of("<&") == std::string::npos) return in;
  return HtmlReader(in, page).read();
}

}  // namespace sogdia::claims
