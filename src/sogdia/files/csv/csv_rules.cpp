#include "sogdia/files/csv/csv_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

bool is_number(std::string_view cell) {
  double value = 0.0;
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return failed == std::errc() && end == cell.data() + cell.size() && std::isfinite(value);
}

}  // namespace

std::string csv_place(const std::string& name, std::size_t record) {
  return fmt::format("{}, row {}", name, record + 1);
}

namespace {

// How many bytes the character at k has, 0 where it is none.
std::size_t character_length(std::string_view text, std::size_t k) {
  const auto lead = static_cast<unsigned char>(text[k]);
  if (lead < 0x80) return 1;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || k + more >= text.size()) return 0;
  for (std::size_t m = 1; m <= more; ++m) {
    if ((static_cast<unsigned char>(text[k + m]) & 0xC0u) != 0x80u) return 0;
  }
  return more + 1;
}

// The next byte beyond ASCII, eight at a time.
std::size_t next_letter(std::string_view text, std::size_t k) {
  std::uint64_t eight = 0;
  while (k + sizeof(eight) <= text.size()) {
    std::memcpy(&eight, text.data() + k, sizeof(eight));
    if (eight & 0x8080808080808080u) break;
    k += sizeof(eight);
  }
  while (k < text.size() && static_cast<unsigned char>(text[k]) < 0x80) ++k;
  return k;
}

}  // namespace

std::size_t first_bad_utf8(std::string_view text) {
  for (std::size_t k = next_letter(text, 0); k < text.size(); k = next_letter(text, k)) {
    const std::size_t length = character_length(text, k);
    if (length == 0) return k;
    k += length;
  }
  return std::string_view::npos;
}

bool has_utf8_letters(std::string_view text) {
  for (std::size_t k = next_letter(text, 0); k < text.size(); k = next_letter(text, k + 1)) {
    if (character_length(text, k) > 1) return true;
  }
  return false;
}

void require_utf8(std::string_view text, std::size_t line, const std::string& name) {
  const std::size_t bad = first_bad_utf8(text);
  if (bad == std::string_view::npos) return;
  const auto lines = static_cast<std::size_t>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n'));
  throw Error(fmt::format("byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(text[bad])),
              csv_place(name, line + lines), "save the file as UTF-8");
}

std::vector<std::string> csv_header(const std::vector<std::string_view>& cells, const std::string& name,
                                    char separator) {
  std::vector<std::string> header(cells.begin(), cells.end());
  for (std::size_t k = 0; k < header.size(); ++k) {
    if (header[k].empty())
      throw Error(fmt::format("column {} has no name", k + 1), csv_place(name, 0),
                  "the first row must name every column");
    if (is_number(header[k]))
      throw Error(
          fmt::format("the first row holds the number `{}` where a column name was expected", header[k]),
          csv_place(name, 0), "add a header row with the names of the columns");
    for (std::size_t m = 0; m < k; ++m) {
      if (header[m] == header[k])
        throw Error(fmt::format("two columns are called `{}`", header[k]), csv_place(name, 0),
                    "rename one of them");
    }
  }
  if (header.size() == 1 && separator == ',' && header[0].find_first_of(";\t") != std::string::npos)
    throw Error("the header has one column, `" + header[0] + "`", csv_place(name, 0),
                "save the file with commas between the columns");
  return header;
}

}  // namespace sogdia
