#include <array>
#include <cstdint>

#include "sogdia/core/names.h"
#include "sogdia/core/utf8.h"

namespace sogdia {
namespace {

// Base letters of Latin blocks in code point order. '.' is a sign or a letter without a base, kept as it is;
// a capital is a letter that is written as two (kPairs).
constexpr std::string_view kLatin =  // U+00C0..U+024F
    "aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll"
    "lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "...............a................oo.............uu..............."
    "....DDDLLLNNNaaiioouuuuuuuuuu.aaaaAAggggkkoooo..jDDDgg..nnaaAAoo"
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
    "................";
constexpr std::string_view kLatinMore =  // U+1E00..U+1EFF, all of Vietnamese among it
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyas..S.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";
static_assert(kLatin.size() == 0x250 - 0xC0 && kLatinMore.size() == 0x100);

constexpr std::array<std::string_view, 8> kPairs = {"ae", "dz", "ij", "lj", "nj", "oe", "ss", "th"};
constexpr std::string_view kPairLetters = "ADILNOST";

// Letters with a mark, and what they are without it. Greek first; the final sigma is a sigma.
struct Swap {
  std::uint16_t from, to;
};
constexpr Swap kSwaps[] = {{0x386, 0x3B1},
                           {0x388, 0x3B5},
                           {0x389, 0x3B7},
                           {0x38A, 0x3B9},
                           {0x38C, 0x3BF},
                           {0x38E, 0x3C5},
                           {0x38F, 0x3C9},
                           {0x390, 0x3B9},
                           {0x3AA, 0x3B9},
                           {0x3AB, 0x3C5},
                           {0x3AC, 0x3B1},
                           {0x3AD, 0x3B5},
                           {0x3AE, 0x3B7},
                           {0x3AF, 0x3B9},
                           {0x3B0, 0x3C5},
                           {0x3C2, 0x3C3},
                           {0x3CA, 0x3B9},
                           {0x3CB, 0x3C5},
                           {0x3CC, 0x3BF},
                           {0x3CD, 0x3C5},
                           {0x3CE, 0x3C9},
                           // Cyrillic: short i, io, yi, short u, gje, kje, ie and i with grave.
                           {0x439, 0x438},
                           {0x451, 0x435},
                           {0x457, 0x456},
                           {0x45E, 0x443},
                           {0x453, 0x433},
                           {0x45C, 0x43A},
                           {0x450, 0x435},
                           {0x45D, 0x438}};

std::uint32_t unmarked(std::uint32_t code) {
  for (const auto& swap : kSwaps) {
    if (swap.from == code) return swap.to;
  }
  return code;
}

// Small letters of Greek, Cyrillic, Armenian, Georgian and the full-width forms; marks of Greek and Cyrillic
// go.
std::uint32_t small(std::uint32_t code) {
  if (code >= 0x370 && code < 0x400) return unmarked(code >= 0x391 && code <= 0x3A9 ? code + 32 : code);
  if (code >= 0x400 && code < 0x530) {
    if (code < 0x410) return unmarked(code + 80);
    if (code < 0x430) return unmarked(code + 32);
    if (code < 0x460) return unmarked(code);
    if (code == 0x4C0) return 0x4CF;
    if (code > 0x4C0 && code < 0x4CF) return code + (code & 1u);
    return (code >= 0x482 && code < 0x48A) ? code : code | 1u;
  }
  if (code >= 0x531 && code <= 0x556) return code + 48;
  if (code >= 0x1C90 && code <= 0x1CBF) return code - 0x1C90 + 0x10D0;
  return code;
}

// What a reader takes for space or punctuation: Latin-1 signs, general and CJK punctuation, dashes, quotes.
bool is_gap(std::uint32_t code) {
  return (code < 0xC0 && code != 0xAA && code != 0xB5 && code != 0xBA) || code == 0xD7 || code == 0xF7 ||
         (code >= 0x2B0 && code < 0x300) || (code >= 0x2000 && code < 0x2070) ||
         (code >= 0x3000 && code < 0x3005) || (code >= 0x3008 && code < 0x3021) || code == 0x30FB ||
         code == 0x0F0B || code == 0x060C || code == 0x05BE || code == 0xFEFF;
}

bool is_mark(std::uint32_t code) { return code >= 0x300 && code < 0x370; }

// One code point of UTF-8 at `k`, which moves on; a byte that is none counts as itself above Unicode's end.
constexpr std::uint32_t kByte = 0x200000;
std::uint32_t next_code(std::string_view text, std::size_t& k) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = at(k);
  const std::size_t length = utf8_length(text, k);
  if (length == 1) return text[k++], first;
  if (length == 0) return ++k, kByte + first;
  std::uint32_t code = first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (at(k + i) & 0x3Fu);
  k += length;
  return code;
}

// The folded bytes of one code point: empty for a mark that goes, `gap` for punctuation.
struct Piece {
  std::array<char, 4> bytes{};
  std::size_t size = 0;
  bool gap = false;
  std::string_view view() const { return {bytes.data(), size}; }
};

Piece encoded(std::uint32_t code) {
  Piece piece;
  const auto put = [&](std::uint32_t byte) { piece.bytes[piece.size++] = static_cast<char>(byte); };
  if (code >= kByte) {
    put(code - kByte);
  } else if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0u | (code >> 6)), put(0x80u | (code & 0x3Fu));
  } else if (code < 0x10000) {
    put(0xE0u | (code >> 12)), put(0x80u | ((code >> 6) & 0x3Fu)), put(0x80u | (code & 0x3Fu));
  } else {
    put(0xF0u | (code >> 18)), put(0x80u | ((code >> 12) & 0x3Fu)), put(0x80u | ((code >> 6) & 0x3Fu)),
        put(0x80u | (code & 0x3Fu));
  }
  return piece;
}

Piece piece_of(std::uint32_t code) {
  Piece piece;
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
  if (code < 0x80) {
    if (code >= 'A' && code <= 'Z') code += 32;
    piece.gap = !((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'));
    return piece.gap ? piece : encoded(code);
  }
  if (code == 0x259) return encoded('a');  // the Azerbaijani letter, small
  if (is_mark(code)) return piece;
  piece.gap = is_gap(code);
  if (piece.gap) return piece;
  char base = '.';
  if (code >= 0xC0 && code < 0x250) base = kLatin[code - 0xC0];
  if (code >= 0x1E00 && code < 0x1F00) base = kLatinMore[code - 0x1E00];
  if (base == '.') return encoded(small(code));
  const std::size_t pair = kPairLetters.find(base);
  if (pair == std::string_view::npos) return encoded(static_cast<unsigned char>(base));
  for (const char c : kPairs[pair]) piece.bytes[piece.size++] = c;
  return piece;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  bool gap = false;
  for (std::size_t k = 0; k < text.size();) {
    const Piece piece = piece_of(next_code(text, k));
    gap = gap || piece.gap;
    if (piece.size == 0) continue;
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += piece.view();
  }
  return out;
}

std::string name_key(std::string_view text) {
  std::string key;
  for (std::size_t k = 0; k < text.size();) key += piece_of(next_code(text, k)).view();
  return key;
}

bool has_key(std::string_view text, std::string_view key) {
  std::size_t matched = 0;
  for (std::size_t k = 0; k < text.size();) {
    const Piece piece = piece_of(next_code(text, k));
    if (key.substr(matched, piece.size) != piece.view()) return false;
    matched += piece.size;
  }
  return matched == key.size() && matched > 0;
}

}  // namespace sogdia
