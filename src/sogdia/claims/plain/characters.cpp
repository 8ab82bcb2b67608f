#include <array>

#include "sogdia/claims/plain/mapped_text.h"
#include "sogdia/core/error.h"
#include "sogdia/core/utf8.h"
#include "sogdia/files/encoding.h"

namespace sogdia::claims {
namespace {

constexpr unsigned kUnknown = 0xFFFD;

unsigned byte_at(std::string_view bytes, std::size_t k) {
  return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0;
}

struct Character {
  unsigned point;
  std::size_t bytes;
};

// A byte that starts no UTF-8 sequence is read as Windows-1252.
Character utf8_at(std::string_view bytes, std::size_t k) {
  const unsigned first = byte_at(bytes, k);
  if (first < 0x80) return {first, 1};
  const std::size_t length = utf8_length(bytes, k);
  if (length == 0) return {windows_point(static_cast<unsigned char>(first)), 1};
  unsigned point = first & (0xFFu >> (length + 1));
  for (std::size_t j = 1; j < length; ++j) point = point << 6 | (byte_at(bytes, k + j) & 0x3Fu);
  return {point, length};
}

struct Encoding {
  std::size_t unit = 1;  // bytes: UTF-8, UTF-16 or UTF-32
  bool little = true;
  std::size_t mark = 0;  // bytes of the mark
};

Encoding encoding_of(std::string_view bytes) {
  const auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  using namespace std::string_view_literals;
  if (starts("\xFF\xFE\0\0"sv)) return {4, true, 4};
  if (starts("\0\0\xFE\xFF"sv)) return {4, false, 4};
  if (starts("\xFF\xFE"sv)) return {2, true, 2};
  if (starts("\xFE\xFF"sv)) return {2, false, 2};
  if (starts("\xEF\xBB\xBF"sv)) return {1, true, 3};
  if (is_utf16(bytes)) return {2, bytes[0] != '\0', 0};
  return {};
}

Character character_at(std::string_view bytes, std::size_t k, const Encoding& encoding) {
  if (encoding.unit == 1) return utf8_at(bytes, k);
  const auto unit_at = [&](std::size_t at) {
    unsigned unit = 0;
    for (std::size_t j = 0; j < encoding.unit; ++j)
      unit = unit << 8 | byte_at(bytes, encoding.little ? at + encoding.unit - 1 - j : at + j);
    return unit;
  };
  const unsigned unit = unit_at(k);
  const std::size_t whole = std::min(encoding.unit, bytes.size() - k);
  if (whole < encoding.unit) return {kUnknown, whole};
  if (encoding.unit == 2 && unit >= 0xD800 && unit < 0xDC00 && k + 4 <= bytes.size()) {
    const unsigned low = unit_at(k + 2);
    if (low >= 0xDC00 && low < 0xE000) return {0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4};
  }
  const bool valid = unit <= 0x10FFFF && !(unit >= 0xD800 && unit < 0xE000);
  return {valid ? unit : kUnknown, whole};
}

void refuse_known_kinds(std::string_view bytes) {
  struct Kind {
    std::string_view start, name;
  };
  using namespace std::string_view_literals;
  static constexpr std::array kKinds{
      Kind{"%PDF-", "a PDF document"},
      Kind{"PK\x03\x04", "a ZIP archive, as Word, Excel and e-books are"},
      Kind{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Word or Excel document"},
      Kind{"{\\rtf", "a document in rich text"},
      Kind{"%!PS", "PostScript"},
      Kind{"\x89PNG", "a picture"},
      Kind{"\xFF\xD8\xFF", "a picture"},
      Kind{"GIF8", "a picture"},
      Kind{"\x1F\x8B"sv, "compressed"},
      Kind{"BZh9", "compressed"},
      Kind{"\xFD\x37zXZ", "compressed"},
      Kind{"7z\xBC\xAF", "compressed"},
      Kind{"\x7F\x45LF", "a program"},
      Kind{"SQLite format 3", "a database"},
      Kind{"PAR1", "a table in Parquet"},
      Kind{"OggS", "sound"},
      Kind{"ID3", "sound"},
      Kind{"RIFF", "sound or a film"},
  };
  for (const auto& kind : kKinds) {
    if (bytes.substr(0, kind.start.size()) == kind.start)
      throw Error("the file is " + std::string(kind.name) + ", not text", "",
                  "save it as plain text or HTML");
  }
}

// Counts what a text doesn't hold. A stray byte in a long text is a slip; more than that is another kind of
// file.
struct TextCheck {
  std::size_t characters = 0, zeros = 0, controls = 0;

  void see(unsigned point) {
    ++characters;
    zeros += point == 0;
    controls += (point < 0x20 && !(point >= 0x09 && point <= 0x0D) && point != 0x1B) || point == 0x7F;
  }
  void require_text() const {
    const bool binary = zeros * 1000 > characters || (controls > 4 && controls * 20 > characters);
    if (binary)
      throw Error("the file is not text: it holds bytes that no text has", "",
                  "save it as UTF-8 text, or as UTF-16 with its byte order mark");
  }
};

// Where a sequence that tells a terminal what to do ends; k is the escape.
std::size_t escape_end(std::string_view bytes, std::size_t k, const Encoding& encoding) {
  constexpr std::size_t kLongest = 256;  // characters
  const auto point_at = [&](std::size_t at) { return character_at(bytes, at, encoding); };
  std::size_t at = k + encoding.unit;
  if (at >= bytes.size()) return bytes.size();
  const unsigned kind = point_at(at).point;
  const std::size_t alone = at;
  if (kind != '[' && kind != ']') return alone;
  at += encoding.unit;
  for (std::size_t n = 0; n < kLongest && at < bytes.size(); ++n) {
    const Character c = point_at(at);
    at += c.bytes;
    if (kind == '[' && c.point >= 0x40 && c.point <= 0x7E) return at;
    if (kind == '[' && (c.point < 0x20 || c.point > 0x3F)) return alone;
    if (kind == ']' && c.point == 0x07) return at;
    if (kind == ']' && c.point == 0x1B)
      return at < bytes.size() && point_at(at).point == '\\' ? at + encoding.unit : at;
  }
  return alone;
}

}  // namespace

std::string folded_character(unsigned point) {
  if (point >= 0x20 && point < 0x7F) return {static_cast<char>(point)};
  const auto digit = [&](unsigned zero) { return std::string(1, static_cast<char>('0' + (point - zero))); };
  if (point >= 0xFF01 && point <= 0xFF5E) return {static_cast<char>(point - 0xFEE0)};  // full width
  if (point >= 0x0660 && point <= 0x0669) return digit(0x0660);                        // Arabic
  if (point >= 0x06F0 && point <= 0x06F9) return digit(0x06F0);
  if (point >= 0x0966 && point <= 0x096F) return digit(0x0966);  // Devanagari
  if (point >= 0x1D7CE && point <= 0x1D7FF) return {static_cast<char>('0' + (point - 0x1D7CE) % 10)};
  switch (point) {
    case 0x09:
      return "\t";
    case 0x0A:
    case 0x0B:
    case 0x0C:
    case 0x85:
    case 0x2028:
    case 0x2029:
      return "\n";
    case 0xA0:  // does not break: between the parts of a number
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x202F:
      return "\u00A0";
    case 0x1680:
    case 0x205F:
    case 0x3000:
      return " ";
    case 0x2010:
    case 0x2011:
    case 0x2212:
    case 0xFE63:
      return "-";
    case 0x2012:
      return "\u2013";
    case 0x2015:
      return "\u2014";
    case 0x02BC:
    case 0x2032:
    case 0x201B:
      return "\u2019";
    case 0xFE69:
      return "$";
    case 0xFE6A:
      return "%";
    case 0xFFE0:
      return "\u00A2";
    case 0xFFE1:
      return "\u00A3";
    case 0xFFE5:
      return "\u00A5";
    case 0xFB00:
      return "ff";
    case 0xFB01:
      return "fi";
    case 0xFB02:
      return "fl";
    case 0xFB03:
      return "ffi";
    case 0xFB04:
      return "ffl";
    default:
      break;
  }
  if (point >= 0x2000 && point <= 0x200A) return " ";
  // Controls; the soft hyphen; what joins or parts letters or turns their direction; variants; tags.
  const bool unseen = point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xAD || point == 0x34F ||
                      point == 0x61C || point == 0x180E || (point >= 0x200B && point <= 0x200F) ||
                      (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
                      (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF ||
                      (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE0FFF);
  std::string out;
  if (!unseen) append_utf8(out, point);
  return out;
}

MappedText read_characters(std::string_view bytes) {
  const Encoding encoding = encoding_of(bytes);
  if (encoding.mark == 0) refuse_known_kinds(bytes);
  MappedText out;
  out.reserve(bytes.size());
  TextCheck check;
  for (std::size_t k = encoding.mark; k < bytes.size();) {
    const Character c = character_at(bytes, k, encoding);
    check.see(c.point);
    std::size_t next = k + c.bytes;
    if (c.point == 0x1B) {
      k = escape_end(bytes, k, encoding);
      continue;
    }
    if (c.point == '\r') {
      if (next < bytes.size() && character_at(bytes, next, encoding).point == '\n') next += encoding.unit;
      out.put("\n", k, next);
    } else if (c.point >= 0x20 && c.point < 0x7F) {
      out.put(std::string_view(&bytes[k + (encoding.little ? 0 : encoding.unit - 1)], 1), k, next);
    } else {
      out.put(folded_character(c.point), k, next);
    }
    k = next;
  }
  check.require_text();
  return out;
}

}  // namespace sogdia::claims
