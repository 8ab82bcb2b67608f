#include "sogdia/study/places/coordinates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

// Signs that are more than a byte, and the plain one that stands for them.
constexpr std::pair<std::string_view, char> kSigns[] = {{"\u00B0", 'd'},  {"\u00BA", 'd'}, {"\u2032", '\''},
                                                        {"\u2019", '\''}, {"\u2033", '"'}, {"\u201D", '"'},
                                                        {"\u2212", '-'},  {"\u00A0", ' '}, {"\uFF0C", ','}};

std::optional<std::string> plain_signs(std::string_view text) {
  std::string plain;
  for (std::size_t k = 0; k < text.size();) {
    const auto sign = std::find_if(std::begin(kSigns), std::end(kSigns), [&](const auto& entry) {
      return text.substr(k).starts_with(entry.first);
    });
    if (sign != std::end(kSigns)) {
      plain += sign->second;
      k += sign->first.size();
    } else if (std::string_view("0123456789.+- ,;\t'\"NSEWnsew").find(text[k]) != std::string_view::npos) {
      plain += text[k++];
    } else {
      return std::nullopt;
    }
  }
  return plain;
}

// One angle: degrees, then minutes and seconds where the degree sign stands, and the letter before or after.
struct Angle {
  double degrees = 0.0;
  char letter = 0;
};

class AngleReader {
 public:
  explicit AngleReader(const std::string& text) : text_(text) {}

  std::optional<Angle> angle() {
    Angle angle;
    if (!letter(angle)) return std::nullopt;
    const bool negative = peek() == '-';
    if (negative || peek() == '+') ++at_;
    const auto degrees = number();
    if (!degrees) return std::nullopt;
    angle.degrees = *degrees;
    if (take('d')) {
      double share = 60.0;
      for (const char mark : {'\'', '"'}) {
        const auto part = number();
        if (!part) break;
        if (*part >= 60.0) return std::nullopt;
        angle.degrees += *part / share;
        share *= 60.0;
        if (!take(mark)) break;
      }
    }
    if (negative) angle.degrees = -angle.degrees;
    if (angle.letter == 0 && !letter(angle)) return std::nullopt;
    if (angle.letter == 'S' || angle.letter == 'W') angle.degrees = -angle.degrees;
    return angle;
  }
  void separator() {
    blanks();
    if (peek() == ',' || peek() == ';') ++at_;
  }
  bool done() { return blanks(), at_ == text_.size(); }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  bool take(char c) {
    blanks();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  // Never fails; the result says that reading may go on.
  bool letter(Angle& angle) {
    blanks();
    const char c = peek();
    const char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (std::string_view("NSEW").find(capital) != std::string_view::npos && c != '\0') {
      angle.letter = capital;
      ++at_;
    }
    blanks();
    return true;
  }
  std::optional<double> number() {
    blanks();
    if ((peek() < '0' || peek() > '9') && peek() != '.') return std::nullopt;
    double value = 0.0;
    const auto [end, failed] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value, std::chars_format::fixed);
    if (failed == std::errc::invalid_argument) return std::nullopt;
    if (failed == std::errc::result_out_of_range) value = HUGE_VAL;
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Coordinates> read_coordinates(std::string_view text) {
  const auto plain = plain_signs(text);
  if (!plain) return std::nullopt;
  AngleReader reader(*plain);
  const auto first = reader.angle();
  reader.separator();
  const auto second = first ? reader.angle() : std::nullopt;
  if (!second || !reader.done()) return std::nullopt;
  const auto is = [](const Angle& angle, const char* letters) {
    return angle.letter != 0 && std::string_view(letters).find(angle.letter) != std::string_view::npos;
  };
  Coordinates found{first->degrees, second->degrees, false};
  if (is(*first, "EW") || is(*second, "NS")) {
    std::swap(found.lat, found.lon);
  } else if (first->letter == 0 && second->letter == 0 && std::abs(found.lat) > 90 &&
             std::abs(found.lat) <= 180 && std::abs(found.lon) <= 90) {
    std::swap(found.lat, found.lon);
    found.swapped = true;
  }
  const bool twice = (is(*first, "NS") && is(*second, "NS")) || (is(*first, "EW") && is(*second, "EW"));
  if (twice || !(std::abs(found.lat) <= 90) || !(std::abs(found.lon) <= 180))
    throw Error(fmt::format("`{}` is no point on the earth", text), "",
                "latitude comes first, from -90 to 90, then longitude, from -180 to 180: `31.2,121.5`");
  return found;
}

}  // namespace sogdia
