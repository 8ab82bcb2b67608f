#include "sogdia/files/stata/stata_layout.h"

#include <fmt/format.h>

#include <array>

#include "sogdia/files/encoding.h"

namespace sogdia::stata {

std::string_view until_zero(std::string_view field) { return field.substr(0, field.find('\0')); }

std::string decoded(std::string_view text, int release) {
  return release < 118 ? utf8_of_windows(text) : std::string(text);
}

namespace {

void place_variables(Layout& layout, const Bytes& file) {
  for (auto& variable : layout.variables) {
    variable.offset = layout.row_width;
    layout.row_width += variable.width();
  }
  if (layout.data > file.size() || (layout.rows > 0 && layout.row_width == 0) ||
      (layout.row_width > 0 && layout.rows > (file.size() - layout.data) / layout.row_width))
    file.fail("the file is cut short");
}

unsigned type_of_old(unsigned code) {
  switch (code) {
    case 251:
      return kByte;
    case 252:
      return kInt;
    case 253:
      return kLong;
    case 254:
      return kFloat;
    case 255:
      return kDouble;
    default:
      return code;
  }
}

// Every variable takes more bytes than one, so that a damaged count is caught before memory is asked for.
std::size_t variable_count(Bytes& file, std::size_t width) {
  const std::size_t count = file.whole(width);
  file.need(count);
  return count;
}

Layout old_layout(Bytes& file) {
  Layout layout;
  layout.release = static_cast<int>(file.whole(1));
  layout.little = file.whole(1) == 2;
  file.little = layout.little;
  file.text(2);
  layout.variables.resize(variable_count(file, 2));
  layout.rows = file.whole(4);
  constexpr std::size_t kLabel = 81, kTime = 18, kName = 33;
  const std::size_t format = layout.release == 113 ? 12 : 49;
  file.text(kLabel + kTime);
  for (auto& variable : layout.variables) variable.type = type_of_old(static_cast<unsigned>(file.whole(1)));
  for (auto& variable : layout.variables)
    variable.name = decoded(until_zero(file.text(kName)), layout.release);
  const std::size_t count = layout.variables.size();
  file.text(2 * (count + 1));
  for (auto& variable : layout.variables) variable.format = until_zero(file.text(format));
  for (auto& variable : layout.variables)
    variable.labels = decoded(until_zero(file.text(kName)), layout.release);
  file.text(kLabel * count);
  // Notes and the like: a type, a length and so many bytes, up to a type and a length of zero.
  for (;;) {
    const std::uint64_t type = file.whole(1), length = file.whole(4);
    if (type == 0 && length == 0) break;
    file.text(length);
  }
  layout.data = file.at;
  place_variables(layout, file);
  layout.value_labels = layout.data + layout.rows * layout.row_width;
  return layout;
}

Layout new_layout(Bytes& file) {
  Layout layout;
  file.tag("<stata_dta><header><release>");
  const std::string_view release = file.text(3);
  if (release != "117" && release != "118" && release != "119")
    file.fail(fmt::format("Stata's format {} is not one that can be read", release));
  layout.release = (release[0] - '0') * 100 + (release[1] - '0') * 10 + (release[2] - '0');
  file.tag("</release><byteorder>");
  layout.little = file.text(3) == "LSF";
  file.little = layout.little;
  file.tag("</byteorder><K>");
  layout.variables.resize(variable_count(file, layout.release == 119 ? 4 : 2));
  file.tag("</K><N>");
  layout.rows = file.whole(layout.release == 117 ? 4 : 8);
  file.tag("</N><label>");
  file.text(file.whole(layout.release == 117 ? 1 : 2));
  file.tag("</label><timestamp>");
  file.text(file.whole(1));
  file.tag("</timestamp></header><map>");
  std::array<std::size_t, 14> map{};
  for (auto& place : map) place = file.whole(8);
  file.tag("</map><variable_types>");
  for (auto& variable : layout.variables) variable.type = static_cast<unsigned>(file.whole(2));
  file.tag("</variable_types><varnames>");
  const std::size_t name = layout.release == 117 ? 33 : 129;
  for (auto& variable : layout.variables)
    variable.name = decoded(until_zero(file.text(name)), layout.release);
  constexpr std::size_t kFormats = 5, kLabelNames = 6, kData = 9, kStrls = 10, kValueLabels = 11;
  file.at = map[kFormats];
  file.tag("<formats>");
  for (auto& variable : layout.variables)
    variable.format = until_zero(file.text(layout.release == 117 ? 49 : 57));
  file.at = map[kLabelNames];
  file.tag("<value_label_names>");
  for (auto& variable : layout.variables)
    variable.labels = decoded(until_zero(file.text(name)), layout.release);
  file.at = map[kData];
  file.tag("<data>");
  layout.data = file.at;
  place_variables(layout, file);
  layout.strls = map[kStrls];
  layout.value_labels = map[kValueLabels];
  return layout;
}

}  // namespace

Layout layout_of(Bytes& file) {
  const std::string_view first = file.text(1);
  file.at = 0;
  const auto release = static_cast<unsigned char>(first[0]);
  if (release >= 113 && release <= 115) return old_layout(file);
  if (first[0] != '<') file.fail("the file is not a Stata data set of format 113 to 119");
  return new_layout(file);
}

}  // namespace sogdia::stata
