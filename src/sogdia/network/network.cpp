#include "sogdia/network/network.h"

namespace sogdia {

const char* to_string(Mode mode) {
  switch (mode) {
    case Mode::sea:
      return "sea";
    case Mode::rail:
      return "rail";
    case Mode::road:
      return "road";
    case Mode::air:
      return "air";
    case Mode::ferry:
      return "ferry";
    case Mode::inland_water:
      return "inland_water";
    case Mode::transfer:
      return "transfer";
    case Mode::oil_pipeline:
      return "oil_pipeline";
    case Mode::gas_pipeline:
      return "gas_pipeline";
  }
  return "";
}

std::optional<Mode> parse_mode(std::string_view text) {
  for (const Mode mode : {Mode::sea, Mode::rail, Mode::road, Mode::air, Mode::ferry, Mode::inland_water,
                          Mode::transfer, Mode::oil_pipeline, Mode::gas_pipeline}) {
    if (text == to_string(mode)) return mode;
  }
  return std::nullopt;
}

std::optional<NodeType> parse_node_type(std::string_view text) {
  if (text == "place") return NodeType::place;
  if (text == "port") return NodeType::port;
  if (text == "airport") return NodeType::airport;
  if (text == "rail_terminal") return NodeType::rail_terminal;
  if (text == "crossing") return NodeType::crossing;
  if (text == "junction") return NodeType::junction;
  if (text == "sea") return NodeType::sea;
  if (text == "zone") return NodeType::zone;
  if (text == "pipe") return NodeType::pipe;
  return std::nullopt;
}

bool differs(const LinkCosts& a, const LinkCosts& b, std::size_t l) {
  if (!a.open(l) && !b.open(l)) return false;
  return a.open(l) != b.open(l) || a.hours[l] != b.hours[l] || a.usd_per_tonne[l] != b.usd_per_tonne[l];
}

std::vector<std::uint32_t> differing_links(const LinkCosts& a, const LinkCosts& b) {
  std::vector<std::uint32_t> links;
  for (std::size_t l = 0; l < a.hours.size(); ++l) {
    if (differs(a, b, l)) links.push_back(static_cast<std::uint32_t>(l));
  }
  return links;
}

}  // namespace sogdia
